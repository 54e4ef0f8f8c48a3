"""Speeds, and what leaves rest first; and numbers that mean something only where others do."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from figures import hidden, updates_of
from formcheck.exercises import catalog
from formcheck.motion.signals.heights import ANKLE_LIFT, HIPS_OVER_FEET, LIMB_LIFT, WRIST_LIFT
from formcheck.pose.landmarks import Landmark, landmark
from formcheck.pose.pose import Pose
from formcheck.rules.measures.base import History, Measurement
from formcheck.rules.measures.combined import When
from formcheck.rules.measures.position import Change
from formcheck.rules.measures.ranges import RangeOnTheSpot, RangeOver
from formcheck.rules.measures.timing import OnsetDelay, PeakSpeed
from formcheck.rules.rep_frames import RepFrames
from formcheck.session import session as sessions
from movers import performed

TOGETHER = OnsetDelay(WRIST_LIFT, ANKLE_LIFT, 0.06)


@cache
def window_of(**rep: object) -> RepFrames:
    """The frames of one superman, as a new session judges them."""
    taken: list[RepFrames] = []
    really = sessions.judge_all
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "judge_all", lambda *given: taken.append(given[1]) or really(*given))
        updates_of(performed("superman", rep), catalog()["superman"])
    (window,) = taken
    return window


def taken(measure, window: RepFrames) -> Measurement:
    return measure.take(window, History())


@pytest.mark.parametrize("late_s", [0.0, 0.3, 0.6, 1.0])
@pytest.mark.parametrize("late", ["late_legs", "late_arms"])
def test_delay_of_limbs_that_leave_later_is_measured(late: str, late_s: float):
    """The chest takes the hands along, so late arms leave a little earlier than they are moved."""
    rep = {late: late_s, "hold_s": 3.5} | ({"late_chest": late_s} if late == "late_arms" else {})

    assert taken(TOGETHER, window_of(**rep)).value == pytest.approx(late_s, abs=0.1)


def test_limb_that_stays_down_is_no_start_to_compare_with():
    assert taken(TOGETHER, window_of(legs=0.0)).reason == "one of the two did not move"


def test_start_that_was_not_recorded_is_not_compared():
    window = window_of()

    cut = replace(window, times=replace(window.times, start_seen=False))

    assert taken(TOGETHER, cut).reason == "seen only in part"


@pytest.mark.parametrize("out_s", [0.5, 1.0, 2.0])
def test_speed_of_a_smooth_lift_is_known(out_s: float):
    """Minimum-jerk movements are fastest in their middle: 15/8 of their mean speed."""
    window = window_of(out_s=out_s, back_s=3.0)
    rise = window.times.peak - window.times.base

    found = taken(PeakSpeed(LIMB_LIFT), window)

    assert found.value == pytest.approx(15.0 / 8.0 * rise / out_s, rel=0.08)
    assert found.at_s == pytest.approx(1.2 + 0.5 * out_s, abs=0.15)


def test_lowering_is_fast_too():
    slow, dropped = (taken(PeakSpeed(LIMB_LIFT), window_of(out_s=2.0, back_s=back_s)).value for back_s in (2.0, 0.6))

    assert dropped > 2.5 * slow


@pytest.mark.parametrize("measure", [TOGETHER, PeakSpeed(LIMB_LIFT)])
def test_pace_of_what_was_not_seen_is_not_known(measure):
    window = window_of()

    unseen = replace(window, track=hidden(window.track, landmark("ankle", window.body.near)))

    assert taken(measure, unseen) == Measurement(reason="not seen")


@pytest.mark.parametrize(("within", "reason"), [((0.0, 1.0), None), ((0.7, 1.0), "elsewhere")])
def test_number_that_needs_another_has_a_reason_without_it(within: tuple[float, float], reason: str | None):
    """The feet rise by half a trunk."""
    window = window_of()

    found = taken(When(RangeOver(WRIST_LIFT), Change(ANKLE_LIFT), within, "elsewhere"), window)

    assert found.reason == reason
    assert (found.value is None) == (reason is not None)
    unseen = replace(window, track=hidden(window.track, landmark("ankle", window.body.near)))
    assert taken(When(RangeOver(WRIST_LIFT), Change(ANKLE_LIFT), within, "elsewhere"), unseen).reason == "not seen"


@pytest.mark.parametrize(
    ("shaken", "expected"),
    [((Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE), 0.0), (tuple(Landmark), 0.0), ((23, 24), 0.3)],
    ids=["the feet alone", "the camera", "the hips"],
)
def test_hips_stray_only_when_they_do_so_against_the_feet_and_in_the_picture(shaken, expected: float):
    window = window_of(chest=0.0, arms=28.0, legs=0.0)
    image = window.track.image.copy()
    half = len(window.track) // 2
    image[half:, list(shaken), 1] -= 0.3 * window.body.trunk_px
    track = Pose(window.track.time_s, image, window.track.world, np.ones_like(window.track.visibility))

    found = taken(RangeOnTheSpot(HIPS_OVER_FEET, "hip", 1), replace(window, track=track))

    assert found.value == pytest.approx(expected, abs=0.02)
