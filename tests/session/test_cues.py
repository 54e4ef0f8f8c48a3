"""One useful thing at a time: the worst fault, not too often, and praise when it is corrected."""

from dataclasses import replace

import pytest

from formcheck.exercises.glute_bridge import EXERCISE
from formcheck.session.cues import COOL_DOWN_S, PRAISE_EVERY, Coach, Cue
from formcheck.session.judge import RuleResult, Verdict

LOW, FAST, SHORT, FAR = (EXERCISE.rule(name) for name in ("hips-low", "lowered-fast", "short-hold", "feet-far"))
GOOD, FAULT, UNSEEN = Verdict.GOOD, Verdict.FAULT, Verdict.NOT_JUDGED


def said(*reps: tuple[float, dict]) -> list[tuple[str, str] | None]:
    """What a coach says after reps of (time, {rule: verdict}): kind and rule."""
    coach = Coach()
    cues = [coach.after_rep(t, [RuleResult(rule, verdict) for rule, verdict in found.items()]) for t, found in reps]
    return [None if cue is None else (cue.kind, cue.rule) for cue in cues]


def test_a_fault_gets_its_cue():
    cue = Coach().after_rep(4.5, [RuleResult(LOW, FAULT, 160.0, 3.0)])

    assert cue == Cue(4.5, "hips-low", "correction", LOW.say.cue, LOW.say.voice)


def test_good_rep_needs_no_words():
    assert said((5.0, {LOW: GOOD, FAST: GOOD})) == [None]


def test_of_many_faults_the_most_severe_gets_a_cue():
    assert said((5.0, {FAR: FAULT, FAST: FAULT, LOW: FAULT})) == [("correction", "hips-low")]


def test_of_equal_faults_the_one_cued_least_recently_gets_a_cue():
    both = {FAST: FAULT, SHORT: FAULT}

    cues = said((10.0, both), (20.0, both), (30.0, both))

    assert {cue for cue in cues[:2] if cue} == {("correction", "lowered-fast"), ("correction", "short-hold")}
    assert cues[2] == cues[0]


def test_same_cue_is_not_repeated_within_the_cool_down():
    faulty = {LOW: FAULT}
    t = 10.0

    assert said((t, faulty), (t + COOL_DOWN_S - 0.1, faulty), (t + COOL_DOWN_S + 0.1, faulty)) == [
        ("correction", "hips-low"),
        None,
        ("correction", "hips-low"),
    ]


def test_cool_down_counts_from_the_last_cue():
    faulty = {LOW: FAULT}

    cues = said(*((4.0 * n, faulty) for n in range(5)))

    assert [cue is not None for cue in cues] == [True, False, True, False, True]


def test_another_fault_may_get_its_cue_at_once():
    assert said((10.0, {LOW: FAULT}), (13.0, {FAST: FAULT})) == [
        ("correction", "hips-low"),
        ("correction", "lowered-fast"),
    ]


def test_first_cue_may_come_at_time_zero():
    assert said((0.0, {LOW: FAULT})) == [("correction", "hips-low")]


def test_corrected_fault_is_praised_once():
    assert said((5.0, {LOW: FAULT}), (10.0, {LOW: GOOD}), (15.0, {LOW: GOOD})) == [
        ("correction", "hips-low"),
        ("praise", "hips-low"),
        None,
    ]


def test_praise_has_the_words_of_the_rule():
    coach = Coach()
    coach.after_rep(5.0, [RuleResult(LOW, FAULT)])

    cue = coach.after_rep(10.0, [RuleResult(LOW, GOOD, 178.0, 8.0)])

    assert cue == Cue(10.0, "hips-low", "praise", LOW.say.praise, LOW.say.praise)


def test_rule_that_was_not_judged_is_not_praised():
    assert said((5.0, {LOW: FAULT}), (10.0, {LOW: UNSEEN, FAST: GOOD}), (15.0, {LOW: GOOD})) == [
        ("correction", "hips-low"),
        None,
        ("praise", "hips-low"),
    ]


def test_no_praise_while_another_fault_is_there():
    assert said((5.0, {LOW: FAULT, FAST: GOOD}), (12.0, {LOW: GOOD, FAST: FAULT})) == [
        ("correction", "hips-low"),
        ("correction", "lowered-fast"),
    ]


def test_fault_without_a_cue_is_praised_when_corrected():
    """The cue was said a rep earlier; the person has tried, and did it."""
    assert said((5.0, {LOW: FAULT}), (9.0, {LOW: FAULT}), (13.0, {LOW: GOOD}))[2] == ("praise", "hips-low")


def test_good_reps_are_praised_now_and_then():
    cues = said(*((5.0 * n, {LOW: GOOD, FAST: GOOD}) for n in range(1, 2 * PRAISE_EVERY + 1)))

    assert [n for n, cue in enumerate(cues, 1) if cue] == [PRAISE_EVERY, 2 * PRAISE_EVERY]


def test_faults_start_the_row_of_good_reps_afresh():
    good, bad = {LOW: GOOD}, {LOW: FAULT}
    reps = [good] * (PRAISE_EVERY - 2) + [bad] + [good] * (PRAISE_EVERY - 1)

    cues = said(*((5.0 * n, rep) for n, rep in enumerate(reps, 1)))

    assert [cue[0] for cue in cues if cue] == ["correction", "praise"]


def test_reps_without_any_judged_rule_are_not_praised():
    assert said(*((5.0 * n, {LOW: UNSEEN}) for n in range(1, 20))) == [None] * 19


@pytest.mark.parametrize("order", [1, -1])
def test_order_of_the_rules_does_not_decide_between_severities(order: int):
    mild, grave = replace(FAST, severity=1), replace(SHORT, severity=3)
    rule_results = [RuleResult(mild, FAULT), RuleResult(grave, FAULT)][::order]

    cue = Coach().after_rep(5.0, rule_results)

    assert cue is not None
    assert cue.rule == grave.id
