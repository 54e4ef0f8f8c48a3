"""Tables by view, on results made by hand so that every figure can be counted on the fingers."""

import json

import numpy as np
import pytest
from rich.console import Console

from formcheck.apps.evaluate import scores_json, show_scores
from formcheck.apps.evaluate_views import WIDTH, skipped_lines, turn_table, view_table
from formcheck.evaluation.labels import Label, RepLabel
from formcheck.evaluation.score import score
from formcheck.evaluation.summary import summarize
from formcheck.session.results import (
    LedgerRow,
    ModelInfo,
    Provenance,
    Quality,
    RepResult,
    SetResult,
    SourceResult,
    VerdictResult,
)

FPS = 10


def verdict(rule, verdict="good", value=None, half=None, reason=None):
    ends = (None, None) if half is None else (value - half, value + half)
    return VerdictResult(
        rule=rule, verdict=verdict, value=value, unit="deg", at_s=None, reason=reason, low=ends[0], high=ends[1]
    )


def rep(turn_s, *verdicts, side=None):
    return RepResult(
        index=1,
        side=side,
        start_s=turn_s - 1,
        turn_s=turn_s,
        end_s=turn_s + 1,
        hold_s=1.0,
        back_s=1.0,
        range=60.0,
        driver="hip_extension_deg",
        driver_unit="deg",
        view="side",
        verdicts=list(verdicts),
    )


def result(*reps, exercise="glute-bridge", near="right", variant=None):
    rules = dict.fromkeys(v.rule for rep in reps for v in rep.verdicts)
    return SetResult(
        exercise=exercise,
        source=SourceResult(name="clip.mp4", kind="video", width=640, height=480, duration_s=20.0),
        reps=list(reps),
        attempts=[],
        ledger=[LedgerRow(rule=rule, judged=0, faults=0, not_judged={}) for rule in rules],
        cues=[],
        quality=Quality(
            frames=200,
            seen=1.0,
            in_position=1.0,
            view="side",
            near_side=near,
            fps=10.0,
            swaps_repaired=0,
            warnings=[],
        ),
        provenance=Provenance(
            formcheck="0",
            model=ModelInfo(name="full", sha256=""),
            exercise_revision=1,
            settings={} if variant is None else {"variant": variant},
        ),
    )


def truth(**angles):
    """True angles of 20 s, each given as a number or as its value second by second."""
    return {"fps": FPS, **{name: np.repeat(np.broadcast_to(v, 20), FPS).tolist() for name, v in angles.items()}}


def label(*reps, view="side", exercise="glute-bridge", person=1, faults="complete", angles=None):
    return Label.model_validate(
        {
            "schema": "formcheck.label/1",
            "exercise": exercise,
            "view": view,
            "origin": "rendered",
            "person": person,
            "reps": [{"start_s": t - 2, "turn_s": t, "end_s": t + 2, "hold_s": 1.0, "faults": f} for t, f in reps],
            "fault_labels": faults,
            "angles": angles,
        }
    )


def scored(labels, found, name="clip.mp4"):
    return score(name, labels, found, np.arange(200) / FPS, {})


# --- what was judged, and which faults were found -------------------------------------------------


def mixed_clip():
    """Four faults: one found and written twice, one missed, one not judged, one of a rep that was not counted."""
    labels = label((2, ["hips-low"] * 2), (6, ["hips-low"]), (10, ["arched"]), (14, ["hips-low"]), (18, []))
    found = result(
        rep(2, verdict("hips-low", "fault"), verdict("arched", "good")),
        rep(6, verdict("hips-low", "good"), verdict("arched", "fault")),
        rep(10, verdict("hips-low", "good"), verdict("arched", "not-judged")),
        rep(18, verdict("hips-low", "fault"), verdict("arched", "not-judged")),
    )
    return scored(labels, found)


def test_every_labelled_fault_is_found_missed_not_judged_or_not_counted():
    (row,) = summarize([mixed_clip()]).views

    assert (row.labelled, row.counted, row.matched) == (5, 4, 4)
    assert (row.faults, row.found, row.missed, row.unjudged_faults, row.uncounted_faults) == (4, 1, 1, 1, 1)


def test_judged_share_is_that_of_all_rules_on_the_counted_reps():
    (row,) = summarize([mixed_clip()]).views

    assert (row.verdicts, row.judged, row.judged_share) == (8, 6, 0.75)


def test_precision_and_recall_count_those_judged_and_alarms_only_good_reps_per_hundred():
    (row,) = summarize([mixed_clip()]).views

    assert (row.false_alarms, row.good_reps, row.alarms_on_good, row.alarms_per_100) == (2, 1, 1, 100.0)
    assert (row.precision, row.recall) == (pytest.approx(1 / 3, abs=0.001), 0.5)


def test_a_labelled_fault_that_no_rule_knows_is_not_judged():
    (row,) = summarize([scored(label((2, ["elbows-out"])), result(rep(2, verdict("hips-low"))))]).views

    assert (row.faults, row.unjudged_faults, row.found, row.missed) == (1, 1, 0, 0)


def test_clips_without_fault_labels_give_shares_but_no_faults_and_no_alarms():
    """A fault that somebody noted is no label of faults as long as they are not complete."""
    labels = label((2, []), (8, ["arched"]), faults="none")
    clip = scored(labels, result(rep(2, verdict("hips-low", "fault"))))

    (row,) = summarize([clip]).views

    assert (row.judged_share, row.faults, row.false_alarms, row.good_reps) == (1.0, 0, 0, 0)
    assert (row.alarms_per_100, row.precision, row.recall) == (None, None, None)


def test_front_and_back_are_one_view_and_views_keep_their_order():
    views = ("end-on", "back", "side", "oblique", "front")
    clips = [scored(label((2, []), view=view, person=n), result(rep(2))) for n, view in enumerate(views)]

    rows = summarize(clips).views

    assert [(row.view, row.clips, row.people) for row in rows] == [
        ("side", 1, 1),
        ("oblique", 1, 1),
        ("front/back", 2, 2),
        ("end-on", 1, 1),
    ]


# --- angles at the turn ---------------------------------------------------------------------------


def bridge(value, *, true=180.0, half=None, person=1, name=None, **more):
    """A glute bridge of one rep whose hip angle at the turn is stated as `value`."""
    labels = label((5, []), person=person, angles=truth(hip360_right=true), **more)
    found = result(rep(5, verdict("hips-low", value=value, half=half), verdict("arched", value=value, half=half)))
    return scored(labels, found, name or f"{person}.mp4")


def hips(clips):
    return [row for row in summarize(clips).turns if row.joint == "hip"]


def test_error_at_the_turn_is_the_value_of_the_verdict_minus_the_truth_there():
    """The true angle is 100 everywhere else: an error over all frames would be another."""
    at_five = [100.0] * 20
    at_five[4:6] = [180.0, 180.0]

    (row,) = hips([bridge(184.0, true=at_five)])

    assert (row.view, row.posture, row.joint, row.reps) == ("side", "supine", "hip", 1)
    assert (row.bias_deg, row.rmse_deg, row.median_deg) == (4.0, 4.0, 4.0)


def test_bias_rmse_and_median_of_three_reps():
    clips = [bridge(value, person=n) for n, value in enumerate((181.0, 176.0, 186.0))]  # +1, -4, +6

    (row,) = hips(clips)

    assert (row.people, row.clips, row.reps) == (3, 3, 3)
    assert (row.bias_deg, row.median_deg) == (1.0, 4.0)
    assert row.rmse_deg == pytest.approx(np.sqrt((1 + 16 + 36) / 3), abs=0.05)
    assert row.bias_ci is None  # three people


def test_two_rules_of_one_measure_state_its_value_once():
    (turn,) = [turn for turn in bridge(184.0).turns if turn.joint == "hip"]

    assert (turn.value_deg, turn.true_deg, turn.error_deg) == (184.0, 180.0, 4.0)


def test_interval_over_people_encloses_the_bias_and_does_not_narrow_with_their_clips():
    errors = (0.0, 2.0, 4.0, 6.0)
    (once,) = hips([bridge(180.0 + e, person=n) for n, e in enumerate(errors)])
    (often,) = hips([bridge(180.0 + e, person=n, name=f"{n}-{k}") for k in range(9) for n, e in enumerate(errors)])

    assert (once.reps, often.reps, often.clips, often.people) == (4, 36, 36, 4)
    assert once.bias_ci == often.bias_ci
    assert once.bias_ci[0] < 1.5 < 3.0 < 4.5 < once.bias_ci[1]


def test_share_within_counts_intervals_that_hold_the_truth_and_their_ends_count():
    clips = [
        bridge(185.0, half=5.0, person=1),  # 180 to 190: its end is the truth
        bridge(186.0, half=5.0, person=2),  # 181 to 191: beside it
        bridge(170.0, half=20.0, person=3),
        bridge(199.0, person=4),  # no interval
    ]

    (row,) = hips(clips)

    assert (row.reps, row.intervals, row.half_width_deg) == (4, 3, 5.0)
    assert row.within == pytest.approx(2 / 3, abs=0.001)


def test_values_that_were_too_close_to_call_are_compared_too():
    labels = label((5, []), angles=truth(hip360_right=180.0))
    unsure = verdict("hips-low", "not-judged", value=171.0, half=9.0, reason="too close to call")

    (row,) = hips([scored(labels, result(rep(5, unsure)))])

    assert (row.reps, row.bias_deg, row.skipped) == (1, -9.0, {})


def test_hip_bend_and_trunk_lean_are_compared_as_hip_angle_and_slope_with_their_intervals_turned():
    """Bend 90 ± 3 is a hip angle of 87 to 93; a lean of 50 ± 2 is a slope of 38 to 42."""
    deadlift = scored(
        label((5, []), exercise="romanian-deadlift", angles=truth(hip360_right=92.0)),
        result(rep(5, verdict("too-shallow", value=90.0, half=3.0)), exercise="romanian-deadlift"),
    )
    row = scored(
        label((5, []), exercise="bent-over-row", angles=truth(trunk=36.0)),
        result(rep(5, verdict("too-upright", value=50.0, half=2.0)), exercise="bent-over-row"),
    )

    (hip,) = [turn for turn in deadlift.turns if turn.joint == "hip"]
    (trunk,) = [turn for turn in row.turns if turn.joint == "trunk"]

    assert (hip.value_deg, hip.low_deg, hip.high_deg, hip.error_deg, hip.within) == (90.0, 87.0, 93.0, -2.0, True)
    assert (trunk.value_deg, trunk.low_deg, trunk.high_deg, trunk.within) == (40.0, 38.0, 42.0, False)


@pytest.mark.parametrize(
    ("hip", "true", "error"),
    [(180.0, 76.0, 10.0), (208.0, 104.0, -18.0)],
    ids=["forward by 14", "back by 14"],
)
def test_which_way_an_upright_trunk_leans_is_told_by_the_legs(hip, true, error):
    """The trunk leans by the shin plus the knee minus the hip: 16 + 178 - hip."""
    legs = truth(trunk=76.0, shin_right=16.0, knee_right=178.0, hip360_right=hip)

    (turn,) = leaning(legs)

    assert (turn.value_deg, turn.true_deg, turn.error_deg) == (86.0, true, error)


@pytest.mark.parametrize(
    "known",
    [{}, {"shin_right": 16.0, "knee_right": 178.0, "hip_right": 152.0}],
    ids=["no legs", "a hip that is never above 180"],
)
def test_an_upright_trunk_has_no_truth_if_the_label_does_not_say_which_way_it_leans(known):
    assert [turn.skipped for turn in leaning(truth(trunk=76.0, **known))] == ["no truth"]


def leaning(angles):
    """Trunk of a swing whose lean is stated as 4 forward."""
    labels = label((5, []), exercise="kettlebell-swing", angles=angles)
    found = result(rep(5, verdict("leaning-back", value=4.0)), exercise="kettlebell-swing")
    return [turn for turn in scored(labels, found).turns if turn.joint == "trunk"]


def test_without_a_labelled_hold_the_truth_is_that_of_the_three_frames_nearest_to_the_turn():
    hip = [100.0] * 200
    hip[49:52] = [170.0, 180.0, 190.0]
    angles = {"fps": FPS, "hip360_right": hip}
    by_turn = label(angles=angles).model_copy(update={"reps": (RepLabel(turn_s=5.0),)})

    (turn, _) = scored(by_turn, result(rep(5, verdict("hips-low", value=184.0)))).turns

    assert turn.true_deg == 180.0


@pytest.mark.parametrize(("side", "error"), [("right", 5.0), ("left", 15.0)])
def test_the_truth_of_the_resting_arm_is_that_of_the_side_that_does_not_work(side, error):
    labels = label((5, []), exercise="gorilla-row", angles=truth(elbow_right=160.0, elbow_left=170.0))
    found = result(rep(5, verdict("other-arm-bent", value=175.0), side=side), exercise="gorilla-row")

    (turn,) = [turn for turn in scored(labels, found).turns if turn.joint == "other elbow"]

    assert turn.error_deg == error


def test_rules_of_a_declared_variant_are_compared():
    labels = label((5, []), exercise="superman", angles=truth(knee_left=170.0, knee_right=150.0))
    bent = rep(5, verdict("knees-bent", value=172.0), side="right")

    errors = [
        {turn.joint: turn.error_deg for turn in scored(labels, found).turns if turn.error_deg is not None}
        for found in (result(bent, exercise="superman"), result(bent, exercise="superman", variant="alternate"))
    ]

    assert errors == [{"knee": 22.0}, {"other knee": 2.0}]


def test_who_is_not_compared_and_why():
    hip = truth(hip360_right=180.0)
    clips = [
        bridge(184.0, person=1),
        scored(label((5, []), person=None, angles=hip), result(rep(5, verdict("hips-low", value=180.0))), "2.mp4"),
        scored(label((5, []), person=3), result(rep(5, verdict("hips-low", value=180.0))), "3.mp4"),
        scored(label((5, []), (9, []), person=4, angles=hip), result(), "4.mp4"),
        scored(
            label((5, []), person=5, angles=hip),
            result(rep(5, verdict("hips-low", "not-judged", reason="wrong view"))),
            "5.mp4",
        ),
    ]

    (row,) = hips(clips)

    assert (row.reps, row.people, row.clips) == (1, 1, 1)
    assert row.skipped == {"no person": 1, "no truth": 1, "not counted": 2, "wrong view": 1}
    assert row.skipped_people == ("3", "4", "5")
    assert row.skipped_clips == 4


def test_a_label_whose_angles_end_before_the_turn_has_no_truth_there():
    labels = label((5, []), angles={"fps": FPS, "hip360_right": [180.0] * 40})

    turns = scored(labels, result(rep(5, verdict("hips-low", value=184.0)))).turns

    assert {turn.skipped for turn in turns} == {"no truth"}


def test_postures_are_apart():
    deadlift = scored(
        label((5, []), exercise="romanian-deadlift", angles=truth(hip360_right=92.0)),
        result(rep(5, verdict("too-shallow", value=94.0)), exercise="romanian-deadlift"),
    )

    assert [(row.posture, row.bias_deg) for row in hips([bridge(184.0), deadlift])] == [
        ("standing", -6.0),
        ("supine", 4.0),
    ]


# --- what is shown --------------------------------------------------------------------------------


def worst_summary():
    """Figures as wide as they get: four people, intervals, two-digit errors, a long joint in a long view."""
    clips = []
    for n, error in enumerate((-59.9, 10.1, 44.4, 60.0)):
        for k in range(30):
            labels = label(
                (5, []),
                view="front" if k % 2 else "oblique",
                exercise="gorilla-row",
                person=n,
                angles=truth(elbow_left=100.0),
            )
            found = verdict("other-arm-bent", value=100.0 + error, half=12.3)
            clips.append(scored(labels, result(rep(5, found, side="right"), exercise="gorilla-row"), f"{n}-{k}"))
    return summarize(clips)


def printed(*parts, width=WIDTH):
    console = Console(width=width, record=True, file=None, quiet=False)
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return capture.get()


def test_tables_fit_a_terminal_of_a_hundred_columns_with_nothing_cut():
    summary = worst_summary()
    tables = view_table(summary.views), turn_table(summary)

    narrow, wide = printed(*tables), printed(*tables, width=300)

    assert max(map(len, narrow.splitlines())) <= WIDTH
    assert [line.split() for line in narrow.splitlines()] == [line.split() for line in wide.splitlines()]
    assert "…" not in narrow
    row = summary.turns[0]
    assert f"[{row.bias_ci[0]:+.1f}, {row.bias_ci[1]:+.1f}]" in narrow


def test_skipped_reps_are_listed_only_if_some_label_has_true_angles():
    without = summarize([scored(label((5, [])), result(rep(5, verdict("hips-low", value=180.0))))])
    hidden = scored(
        label((5, []), person=7, angles=truth(hip360_right=180.0)),
        result(rep(5, verdict("hips-low", "not-judged", reason="wrong view"))),
    )

    assert skipped_lines(without.turns) == []
    assert skipped_lines(summarize([hidden]).turns)[0] == "  side, supine, hip: 1 wrong view, so nothing of person 7"


def test_both_tables_are_shown_and_in_the_json(capsys):
    clips = [bridge(184.0, half=5.0)]

    show_scores(clips, [])
    document = json.loads(scores_json(clips, [], "full"))

    shown = capsys.readouterr().out
    assert "By view" in shown
    assert "Angles at the turn" in shown
    assert document["views"][0]["judged_share"] == 1.0
    assert document["turns"][0]["bias_deg"] == 4.0
    assert document["clips"][0]["turns"][0]["true_deg"] == 180.0
    assert (document["people_level"], document["interval_level"]) == (0.95, 0.9)
