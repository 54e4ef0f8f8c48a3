"""Variants are declared: each changes what it says and nothing else; the alternating superman is counted per side."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from figures import Camera, bent_over, frames, pictured, session_of, shaken, supermen, times
from formcheck.errors import UnknownVariant
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.pose.landmarks import Landmark
from formcheck.pose.recording import load_recording
from formcheck.rules.exercise import Exercise, Variant
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo
from formcheck.settings import Settings

GOLDEN = Path(__file__).parents[1] / "golden"
ALTERNATE = find_exercise("superman").as_variant("alternate")
ALL = [(exercise, variant) for exercise in catalog().values() for variant in exercise.variants]
every = pytest.mark.parametrize(("exercise", "variant"), ALL, ids=lambda x: x.id)


def sides(session) -> list[str | None]:
    return [rep.side for rep in session.reps]


# What a variant is


def test_variants_that_sources_disagree_on_are_there():
    wanted = {"bent-over-row upright", "glute-bridge heels-close", "kettlebell-swing overhead"}
    wanted |= {"superman alternate", "gorilla-row one-bell"}

    assert wanted <= {f"{exercise.id} {variant.id}" for exercise, variant in ALL}


@every
def test_variant_names_rules_and_checks_that_exist(exercise: Exercise, variant: Variant):
    known = {rule.id for rule in exercise.rules} | {check.id for check in exercise.set_up}

    assert set(variant.without) <= known
    assert variant.summary.endswith(".")


@every
def test_variant_changes_its_own_rules_and_nothing_else(exercise: Exercise, variant: Variant):
    own = {rule.id: rule for rule in variant.rules}
    varied = exercise.as_variant(variant.id)

    assert [rule for rule in varied.rules if rule.id in variant.without] == []
    assert [rule.id for rule in varied.rules if rule != own.get(rule.id) and rule not in exercise.rules] == []
    assert set(own) <= {rule.id for rule in varied.rules}
    assert [rule.id for rule in varied.rules if not set(rule.explained_by) <= {r.id for r in varied.rules}] == []
    assert varied.target == exercise.target


def test_unknown_variant_is_refused_with_the_list_of_variants():
    with pytest.raises(UnknownVariant, match=r"'superman' has no variant named 'fast'\. Known: alternate\."):
        find_exercise("superman").as_variant("fast")


def test_exercise_without_variants_says_so():
    with pytest.raises(UnknownVariant, match="It has none"):
        find_exercise("hip-thrust").as_variant("fast")


# Settings


def test_settings_change_the_prescription_and_leave_the_rules():
    plain = find_exercise("glute-bridge")

    own = plain.under(Settings(reps=(6, 8), hold_s=5.0))

    assert (own.target.reps, own.target.hold_s) == ((6, 8), 5.0)
    assert own == replace(plain, target=own.target, settings=own.settings)
    assert plain.under(Settings()) == plain


@pytest.mark.parametrize(
    "wrong", [{"reps": (0, 5)}, {"reps": (8, 6)}, {"hold_s": -1.0}, {"hold_s": float("nan")}], ids=str
)
def test_settings_without_sense_are_refused(wrong: dict):
    with pytest.raises(ValueError, match=r"reps|hold_s"):
        Settings(**wrong)


def test_what_was_declared_is_in_the_result():
    settings = Settings("alternate", reps=(3, 4))
    exercise = find_exercise("superman").under(settings)
    source = SourceInfo("clip.mp4", "video", 1280, 720)

    result = analyze_poses(frames(supermen("LR")), exercise, source, ModelInfo(name="full", sha256="")).result

    declared = result.provenance.settings
    assert (declared["variant"], declared["reps"]) == ("alternate", [3, 4])
    assert "hold_s" not in declared
    assert result.prescription.reps_from == 3
    assert type(result).model_validate_json(result.to_json()) == result


# The alternating superman


def test_alternating_superman_is_counted_for_each_side():
    session = session_of(supermen("LRLR"), ALTERNATE)

    assert sides(session) == ["left", "right", "left", "right"]
    assert session.attempts == []
    assert [f.rule.id for rep in session.reps for f in rep.rule_results if f.verdict == "fault"] == []


def test_alternating_superman_seen_from_the_other_side_counts_the_same():
    session = session_of(supermen("LRL", camera=Camera(head="right")), ALTERNATE)

    assert sides(session) == ["left", "right", "left"]


@pytest.mark.parametrize("seed", range(3))
def test_alternating_superman_with_jittery_landmarks_counts_the_same(seed: int):
    assert sides(session_of(shaken(supermen("LRR"), 2.0, seed), ALTERNATE)) == ["left", "right", "right"]


def test_plain_superman_of_a_rendered_clip_is_no_alternating_one():
    golden = load_recording(GOLDEN / "superman_legs_low_mixed_side_left_p3.npz").track

    assert session_of(golden, ALTERNATE).reps == []


def test_same_pair_twice_is_a_fault():
    session = session_of(supermen("LLR"), ALTERNATE)

    faults = [[f.rule.id for f in rep.rule_results if f.verdict == "fault"] for rep in session.reps]
    assert sides(session) == ["left", "left", "right"]
    assert faults == [[], ["side-repeated"], []]


def test_plain_superman_is_no_alternating_one():
    session = session_of(supermen("BB"), ALTERNATE)

    assert session.reps == []
    assert {attempt.reason for attempt in session.attempts} == {"both sides lifted"}


def test_plain_superman_still_counts_as_itself():
    session = session_of(supermen("BBB"), find_exercise("superman"))

    assert sides(session) == [None, None, None]


def test_leg_that_stays_down_is_a_fault():
    track = supermen("LR")
    low = track.image.copy()
    legs = [mark for mark in Landmark if any(part in mark.name for part in ("KNEE", "ANKLE", "HEEL", "FOOT"))]
    low[:, legs] = low[0, legs]
    session = session_of(replace(track, image=low), ALTERNATE)

    assert len(session.reps) == 2
    assert [f.verdict for rep in session.reps for f in rep.rule_results if f.rule.id == "legs-low"] == [
        "fault",
        "fault",
    ]


def test_hidden_leg_is_not_judged():
    track = supermen("LR")
    unseen = track.visibility.copy()
    unseen[:, [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]] = 0.1
    session = session_of(replace(track, visibility=unseen), ALTERNATE)

    assert len(session.reps) == 2
    assert {f.reason for rep in session.reps for f in rep.rule_results if f.rule.id == "legs-low"} == {"not seen"}


def test_lying_still_is_nothing():
    session = session_of(supermen("BB", lift_m=0.0), ALTERNATE)

    assert (session.reps, session.attempts) == ([], [])


# The other variants, by their rules


@pytest.mark.parametrize(
    ("exercise", "variant", "rule", "value", "plain", "varied"),
    [
        ("bent-over-row", "upright", "too-upright", 32.0, True, False),
        ("bent-over-row", "upright", "too-upright", 15.0, True, True),
        ("kettlebell-swing", "overhead", "bell-too-low", 0.1, False, True),
        ("kettlebell-swing", "overhead", "bell-too-low", 0.9, False, False),
    ],
)
def test_limit_of_a_variant(exercise: str, variant: str, rule: str, value: float, plain: bool, varied: bool):
    def fault(of: Exercise) -> bool:
        return value < of.rule(rule).fault_below

    assert fault(find_exercise(exercise)) == plain
    assert fault(find_exercise(exercise).as_variant(variant)) == varied


def test_variant_that_drops_a_check_does_not_look():
    lean = np.full(len(times(((3.0, 0.0),), 30.0)), 22.0)
    track = pictured(times(((3.0, 0.0),), 30.0), bent_over(lean))
    row = find_exercise("bent-over-row")

    assert [found.verdict for found in session_of(track, row).set_up] == ["change"]
    assert session_of(track, row.as_variant("upright")).set_up == []
