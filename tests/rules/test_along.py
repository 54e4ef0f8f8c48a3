"""How exact measures are along the body, and what verdicts follow from it."""

import pytest

from figures import Camera, session_of
from formcheck.exercises import catalog
from formcheck.pose.pose import Pose
from formcheck.rules import BackTime, HoldTime, PeakSpeed
from formcheck.rules.along import ErrorSpan, error_along
from formcheck.session.judge import RuleResult, Verdict
from movers import FRONT, performed

BEHIND = Camera(off_deg=-90.0)
FULL = {name: exercise.with_model("full") for name, exercise in catalog().items()}


def last(track: Pose, rule: str, exercise: str = "bent-over-row") -> RuleResult:
    session = session_of(track, FULL[exercise])

    assert len(session.reps) == 2, session.attempts
    return next(result for result in session.reps[-1].rule_results if result.rule.id == rule)


def test_the_true_value_lies_between_the_two_errors():
    found = ErrorSpan(too_low=0.5, too_high=0.1).estimate(1.0)

    assert found.value - found.half_width == pytest.approx(0.9)
    assert found.value + found.half_width == pytest.approx(1.5)


def test_an_exercise_has_its_own_errors_and_lying_people_share_theirs():
    assert error_along("full", "bent-over-row", "standing", BackTime()) == ErrorSpan(0.25, 0.25)
    assert error_along("full", "hip-thrust", "supine", HoldTime()) == ErrorSpan(0.85, 0.4)
    assert error_along("full", "kettlebell-swing", "standing", BackTime()) is None
    assert error_along("full", "superman", "prone", PeakSpeed(catalog()["superman"].angle)) is None


def test_small_and_large_pose_models_share_them_and_an_unknown_one_has_none():
    known = [error_along(model, "bent-over-row", "standing", BackTime()) for model in ("full", "lite", "heavy", "own")]

    assert known == [ErrorSpan(0.25, 0.25)] * 3 + [None]


@pytest.mark.parametrize("camera", [FRONT, BEHIND], ids=["front", "back"])
@pytest.mark.parametrize(("lean", "verdict"), [(60.0, Verdict.GOOD), (38.0, Verdict.NOT_JUDGED), (25.0, Verdict.FAULT)])
def test_a_trunk_that_rises_with_the_pull_is_seen_from_the_front_and_from_behind(
    camera: Camera, lean: float, verdict: Verdict
):
    result = last(performed("bent-over-row", {}, {"lean": lean}, camera=camera), "trunk-rising")

    assert result.verdict is verdict
    assert result.half_width == 5.0


@pytest.mark.parametrize("back_s", [0.1, 0.4, 1.4])
def test_how_fast_a_row_is_lowered_is_judged_from_the_front_as_far_as_it_is_sure(back_s: float):
    result = last(performed("bent-over-row", {}, {"back_s": back_s}, camera=FRONT), "lowered-fast")

    low, high = result.interval
    assert low is not None
    assert high is not None
    expected = Verdict.FAULT if high < 0.5 else Verdict.GOOD if low > 0.5 else Verdict.NOT_JUDGED
    assert (result.verdict, high - low) == (expected, pytest.approx(0.5))


def test_a_hinge_that_begins_late_to_be_seen_is_not_called_fast():
    """Seen from the front a lowering that truly takes 1.1 s seems to take less."""
    result = last(
        performed("romanian-deadlift", {}, {"out_s": 0.75}, camera=FRONT), "lowered-fast", "romanian-deadlift"
    )

    assert result.verdict is Verdict.NOT_JUDGED
    assert result.reason == "too close to call"


def test_the_hand_that_pulls_less_may_be_either():
    by_side = [
        last(
            performed("bent-over-row", {}, {f"{side}_arm": -50.0, f"{side}_elbow": 115.0}, camera=FRONT), "side-uneven"
        )
        for side in ("left", "right")
    ]

    assert [result.verdict for result in by_side] == [Verdict.FAULT] * 2
    assert by_side[0].value == pytest.approx(by_side[1].value, abs=1.0)


def test_hands_that_are_not_seen_to_rise_are_not_compared():
    track = performed("bent-over-row", {}, {}, camera=Camera(off_deg=40.0))

    assert last(track, "side-uneven").reason == "wrong view"
