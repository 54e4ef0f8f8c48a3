"""Kinds of numbers that a rule can hold, on a bridge whose angles are known."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from figures import bridge_track, hidden
from formcheck.motion.signals.angles import HIP_ANGLE, HIP_FLEXION, SHANK_TILT
from formcheck.motion.signals.heights import HIP_HEIGHT
from formcheck.motion.view import body_of
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.rules.measures.base import History, Measurement, NotMeasured
from formcheck.rules.measures.position import AtTurnIfPlausible, Change
from formcheck.rules.measures.ranges import RangeOver, RangeRatio
from formcheck.rules.measures.timing import OutTime
from formcheck.rules.rep_frames import Movement, Phase, RepFrames, cut_rep


def window_of(track: Pose) -> RepFrames:
    window = cut_rep(
        track,
        Movement(1.2, 3.0, 5.5, 118.0, 180.0),
        HIP_ANGLE,
        body_of(track[:20], "supine"),
        cutoff_hz=4.0,
        posture="supine",
    )
    assert window is not None
    return window


@cache
def good() -> RepFrames:
    return window_of(bridge_track(1))


def taken(measure, window: RepFrames | None = None) -> Measurement:
    return measure.take(window or good(), History())


def test_change_is_from_the_persons_own_rest():
    assert taken(Change(HIP_ANGLE)).value == pytest.approx(62.0, abs=2.0)
    assert taken(Change(HIP_FLEXION)).value == pytest.approx(-62.0, abs=2.0)
    assert taken(Change(HIP_ANGLE, Phase.OUT, "min")).value == pytest.approx(0.0, abs=3.0)


def test_change_without_a_rest_to_compare_with_has_no_value():
    track = hidden(bridge_track(1), Landmark.RIGHT_ANKLE, to_s=1.5)
    track = hidden(track, Landmark.RIGHT_ANKLE, from_s=4.2)

    assert taken(Change(HIP_HEIGHT), window_of(track)) == Measurement(reason="no baseline")


def test_change_of_what_was_not_seen_has_no_value():
    assert taken(Change(HIP_HEIGHT), window_of(hidden(bridge_track(1), Landmark.RIGHT_ANKLE))).reason == "not seen"


def test_range_over_a_rep_is_all_that_a_signal_moves():
    assert taken(RangeOver(HIP_ANGLE)).value == pytest.approx(62.0, abs=2.0)
    assert taken(RangeOver(HIP_ANGLE)).at_s == pytest.approx(2.75, abs=0.2)
    assert taken(RangeOver(HIP_HEIGHT), window_of(hidden(bridge_track(1), Landmark.RIGHT_ANKLE))).value is None


def test_ratio_of_ranges_is_one_for_the_same_signal_and_bounded_where_the_other_is_still():
    moved = taken(RangeOver(HIP_ANGLE)).value

    assert taken(RangeRatio(HIP_ANGLE, HIP_FLEXION, least=5.0)).value == pytest.approx(1.0)
    assert taken(RangeRatio(HIP_ANGLE, HIP_FLEXION, least=1000.0)).value == pytest.approx(moved / 1000.0)


@pytest.mark.parametrize("lift_s", [0.8, 1.4])
def test_way_out_is_timed_from_rest_to_the_turn(lift_s: float):
    assert taken(OutTime(), window_of(bridge_track(1, lift_s=lift_s))).value == pytest.approx(lift_s, rel=0.2)


def test_what_is_not_measured_says_why():
    assert taken(NotMeasured("not yet")) == Measurement(reason="not yet")


def test_plausible_landmarks_give_the_value_at_the_turn():
    assert taken(AtTurnIfPlausible(HIP_ANGLE)).value == pytest.approx(180.0, abs=0.5)


@pytest.mark.parametrize(("slip", "reason"), [(0.05, None), (0.3, "not plausible")])
def test_a_hip_that_slips_away_at_the_turn_is_not_plausible(slip: float, reason: str | None):
    window = good()
    image = window.track.image.copy()
    at_turn = window.frames(Phase.TURN)
    image[at_turn, Landmark.RIGHT_HIP, 0] += slip * window.body.trunk_px
    track = Pose(window.track.time_s, image, window.track.world, window.track.visibility)

    assert taken(AtTurnIfPlausible(HIP_ANGLE), replace(window, track=track)).reason == reason


def test_a_hip_that_flutters_at_the_turn_is_not_plausible():
    window = good()
    image = window.track.image.copy()
    at_turn = np.flatnonzero(window.frames(Phase.TURN))
    image[at_turn[::2], Landmark.RIGHT_HIP, 0] += 0.1 * window.body.trunk_px
    track = Pose(window.track.time_s, image, window.track.world, window.track.visibility)

    assert taken(AtTurnIfPlausible(HIP_ANGLE), replace(window, track=track)).reason == "not plausible"


@pytest.mark.parametrize("measure", [Change(SHANK_TILT), RangeOver(SHANK_TILT), AtTurnIfPlausible(SHANK_TILT)])
def test_unit_is_the_signals(measure):
    assert measure.unit == "deg"
    assert measure.main_signal is SHANK_TILT
