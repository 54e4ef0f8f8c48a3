"""One contract for all exercises, present and future."""

import re
from dataclasses import replace

import pytest

from evidence import RECORDED
from formcheck.errors import UnknownExercise
from formcheck.exercises import catalog, find_exercise
from formcheck.motion.signals.signal import Signal
from formcheck.pose.landmarks import Landmark, landmark
from formcheck.rules.exercise import Exercise
from formcheck.rules.measures.position import Over
from formcheck.rules.measures.timing import BackTime, HoldTime, OutTime
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rule import Rule

every = pytest.mark.parametrize("exercise", catalog().values(), ids=lambda exercise: exercise.id)

KEBAB = re.compile(r"[a-z]+(-[a-z]+)*")
ANCHOR = re.compile(r"docs/sources\.md#[a-z0-9]+(-[a-z0-9]+)*")
VIEWS = {
    "supine": {"side", "oblique", "end-on"},
    "prone": {"side", "oblique", "end-on"},
    "standing": {"side", "oblique", "front", "back"},
}


def offenders(exercise: Exercise, wrong: object) -> list[str]:
    """Ids of the rules for which `wrong` holds: comparing with an empty list shows them."""
    assert callable(wrong)
    return [rule.id for rule in exercise.rules if wrong(rule)]


def test_glute_bridge_is_there():
    assert "glute-bridge" in catalog()


def test_catalog_is_in_order_and_keyed_by_id():
    assert list(catalog()) == sorted(catalog())
    assert [key for key, exercise in catalog().items() if exercise.id != key] == []


def test_catalog_cannot_be_changed():
    with pytest.raises(TypeError):
        catalog()["other"] = catalog()["glute-bridge"]  # type: ignore[index]


def test_unknown_exercise_is_refused_with_the_nearest_and_all_known():
    with pytest.raises(UnknownExercise) as caught:
        find_exercise("glute-brige")

    message = str(caught.value)
    assert "Did you mean 'glute-bridge'?" in message
    assert [name for name in catalog() if name not in message] == []
    assert "\n" not in message


def test_far_off_name_gets_no_guess():
    with pytest.raises(UnknownExercise, match=r"^(?!.*Did you mean)"):
        find_exercise("piano")


def test_exercise_is_found_by_its_id():
    assert find_exercise("glute-bridge") is catalog()["glute-bridge"]


@every
def test_ids_are_kebab_case_and_unique(exercise: Exercise):
    ids = [rule.id for rule in exercise.rules]

    assert [name for name in (exercise.id, *ids) if not KEBAB.fullmatch(name)] == []
    assert sorted(set(ids)) == sorted(ids)


@every
def test_every_threshold_names_its_source(exercise: Exercise):
    assert offenders(exercise, lambda rule: not ANCHOR.fullmatch(rule.source)) == []
    assert ANCHOR.fullmatch(exercise.rep.source)


@every
def test_cues_fit_in_one_breath(exercise: Exercise):
    assert offenders(exercise, lambda rule: not 0 < len(rule.say.cue) <= 40) == []
    assert offenders(exercise, lambda rule: not 0 < len(rule.say.voice) <= 60) == []
    assert offenders(exercise, lambda rule: not 0 < len(rule.say.praise) <= 40) == []


@every
def test_every_rule_can_be_explained(exercise: Exercise):
    assert offenders(exercise, lambda rule: not rule.title or not rule.say.advice.endswith(".")) == []


@every
def test_cues_of_different_rules_are_different(exercise: Exercise):
    words = zip(*((rule.title, rule.say.cue, rule.say.voice) for rule in exercise.rules), strict=True)

    assert [said for said in words if len(set(said)) < len(said)] == []


@every
def test_words_claim_nothing_about_injury(exercise: Exercise):
    forbidden = re.compile(r"injur|risk|pain|diagnos|disease|safe|prevent|hurt|damage", re.IGNORECASE)
    words = [exercise.summary, exercise.words.camera, *exercise.words.set_up, *exercise.words.how_to]
    words += [
        text
        for rule in exercise.rules
        for text in (rule.title, rule.say.cue, rule.say.voice, rule.say.advice, rule.say.praise)
    ]

    assert [text for text in words if forbidden.search(text)] == []


@every
def test_units_are_those_of_what_is_measured(exercise: Exercise):
    def wrong(rule: Rule) -> bool:
        measure = rule.measure
        if isinstance(measure, Over):
            return measure.unit != measure.main_signal.unit
        return measure.unit not in ("s", "%", "ratio", "deg", "trunk", "trunk/s", "reps")

    assert offenders(exercise, wrong) == []


@every
def test_views_are_possible_in_the_posture(exercise: Exercise):
    possible = VIEWS[exercise.posture]

    assert offenders(exercise, lambda rule: not rule.views or not set(rule.views) <= possible) == []
    assert set(exercise.views) <= possible


@every
def test_every_view_that_is_asked_for_shows_something(exercise: Exercise):
    assert [view for view in exercise.views if not any(view in rule.views for rule in exercise.rules)] == []


@every
def test_reps_can_be_found_in_every_view_that_a_rule_needs(exercise: Exercise):
    driven = {view for driver in exercise.rep.signals_by_view for view in driver.views}

    assert offenders(exercise, lambda rule: not set(rule.views) <= driven) == []


@every
def test_severity_is_1_to_3(exercise: Exercise):
    assert offenders(exercise, lambda rule: rule.severity not in (1, 2, 3)) == []


@every
def test_rules_are_explained_by_rules_that_exist_and_never_in_a_circle(exercise: Exercise):
    ids = {rule.id for rule in exercise.rules}

    assert offenders(exercise, lambda rule: not set(rule.explained_by) <= ids - {rule.id}) == []
    assert offenders(exercise, lambda rule: any(exercise.rule(other).explained_by for other in rule.explained_by)) == []


@every
def test_limits_of_a_rep_make_sense(exercise: Exercise):
    rep = exercise.rep

    assert 0 < rep.min_s < rep.max_s
    assert [driver for driver in rep.signals_by_view if not 0 < driver.attempt_range < driver.rep_range] == []
    assert rep.confirmation_range > 0
    assert rep.shoulders_over_hips_trunk[0] < rep.shoulders_over_hips_trunk[1]
    assert rep.knees_over_hips_trunk[0] < rep.knees_over_hips_trunk[1]


@every
def test_rep_that_is_too_small_is_still_a_rep(exercise: Exercise):
    """Else its fault could never be reported: the fault begins above what a rep must reach, or rise by."""

    def wrong(rule: Rule) -> bool:
        least = [
            each.turn_from if rule.measure.absolute else each.rep_range
            for each in exercise.rep.signals_by_view
            if each.signal is rule.measure.main_signal and rule.measure.unit == each.signal.unit
        ]
        return rule.fault_below is not None and any(x is not None and x >= rule.fault_below for x in least)

    assert offenders(exercise, wrong) == []


@every
def test_bands_fit_their_units(exercise: Exercise):
    largest = {"deg": 270.0, "s": 60.0, "%": 100.0, "ratio": 10.0, "trunk": 5.0, "trunk/s": 20.0, "reps": 100.0}

    def wrong(rule: Rule) -> bool:
        numbers = [x for x in (*rule.good, rule.fault_below, rule.fault_above) if x is not None]
        return max(map(abs, numbers)) > largest[rule.measure.unit]

    assert offenders(exercise, wrong) == []


@every
def test_prescription_agrees_with_the_rules(exercise: Exercise):
    target = exercise.target

    assert 0 < target.reps[0] <= target.reps[1]
    for rule in exercise.rules:
        timed = {HoldTime: target.hold_s, BackTime: target.lower_s, OutTime: target.lower_s}
        asked = timed.get(type(rule.measure))
        if asked is not None and rule.fault_below is not None:
            assert asked > rule.fault_below, rule.id


@every
def test_user_reads_what_to_do(exercise: Exercise):
    words = exercise.words

    assert set(words.phases) == set(Phase)
    assert min(len(words.set_up), len(words.how_to)) > 0
    assert words.camera
    assert words.too_small
    assert exercise.summary.endswith(".")
    assert exercise.revision >= 1


@every
def test_line_and_angle_that_are_drawn_belong_together(exercise: Exercise):
    assert [part for part in exercise.drawn_line if part not in exercise.angle.parts] == []
    assert [landmark(part, "left") for part in exercise.drawn_line]


@every
def test_filter_suits_slow_cameras_and_moving_bodies(exercise: Exercise):
    """Between the slowest movement and 0.4 of 24 frames a second."""
    assert 2.0 <= exercise.cutoff_hz <= 9.6


@every
def test_signals_of_an_exercise_are_each_there_once(exercise: Exercise):
    signals = exercise.signals
    used = {rule.measure.main_signal for rule in exercise.rules} - {None}

    assert len({signal.name for signal in signals}) == len(signals)
    assert used <= set(signals)
    assert {exercise.angle, exercise.rep.confirmation, *(d.signal for d in exercise.rep.signals_by_view)} <= set(
        signals
    )
    assert all(isinstance(signal, Signal) for signal in signals)


@every
def test_landmarks_of_a_rule_can_be_pointed_at(exercise: Exercise):
    def landmarks_of(rule: Rule) -> tuple[Landmark, ...]:
        return (rule.measure.main_signal or exercise.angle).needs("right")

    assert offenders(exercise, lambda rule: not all(mark in Landmark for mark in landmarks_of(rule))) == []
    assert offenders(exercise, lambda rule: not landmarks_of(rule)) == []


@every
def test_rule_is_found_by_its_id(exercise: Exercise):
    assert [rule for rule in exercise.rules if exercise.rule(rule.id) is not rule] == []
    with pytest.raises(KeyError):
        exercise.rule("no-such-rule")


@pytest.mark.parametrize("view", ["side", "oblique", "end-on"])
def test_driver_is_the_first_that_fits_the_view(view: str):
    rep = catalog()["glute-bridge"].rep

    driver = rep.signal_for(view)  # type: ignore[arg-type]

    assert view in driver.views
    assert rep.signal_for("unknown") is rep.signals_by_view[-1]


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"fault_below": None}, "no limit"),
        ({"fault_below": 1.5}, "not below the good band"),
        ({"good": (None, 2.0)}, "not below the good band"),
        ({"fault_below": None, "fault_above": 1.5, "good": (1.0, 2.0)}, "not above the good band"),
        ({"fault_below": None, "fault_above": 1.5, "good": (1.0, None)}, "not above the good band"),
    ],
    ids=str,
)
def test_rule_without_sense_is_refused_when_it_is_made(limits: dict, words: str):
    rule = replace(catalog()["glute-bridge"].rules[0], measure=HoldTime(), good=(1.0, None), fault_below=0.5)

    with pytest.raises(ValueError, match=words):
        replace(rule, **limits)


RULE_IDS = {
    "glute-bridge": "hips-low arched short-hold lowered-fast feet-far feet-near uneven-height knees-in",
    "superman": "arms-low legs-low short-hold hold-sagging not-together knees-bent neck-craned "
    "lifted-too-high too-fast",
    "kettlebell-swing": "squatting hips-not-through leaning-back bell-too-high bell-too-low "
    "arms-bent back-rounded heels-up",
    "bent-over-row": "too-upright trunk-rising legs-driving knees-locked pull-short "
    "arms-not-long back-rounded lowered-fast",
    "hip-thrust": "lockout-short arched shins-not-vertical head-back no-pause sliding bar-tilted",
    "romanian-deadlift": "back-rounded squatting knees-locked hips-not-back weights-away too-shallow lockout-short "
    "leaning-back lowered-fast",
    "gorilla-row": "side-repeated trunk-rising hips-swaying trunk-rotation pull-short side-uneven",
    "single-leg-glute-bridge": "hip-sag wobble hips-low arched pelvis-drop knee-bent short-hold foot-moved",
}
"""What labels, results and reports refer to: these never change. A new exercise joins with its first recorded set."""


def test_rules_that_others_refer_to_are_all_there():
    assert set(RULE_IDS) == RECORDED
    assert sorted(RECORDED - set(catalog())) == []
    missing = {
        name: sorted(set(ids.split()) - {rule.id for rule in catalog()[name].rules}) for name, ids in RULE_IDS.items()
    }
    assert {name: ids for name, ids in missing.items() if ids} == {}
