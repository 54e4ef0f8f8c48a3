"""Times of a rep are in order, and a time is judged only where its way was seen."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import Camera, bridge_track, hidden, session_of, verdicts
from formcheck.exercises import catalog
from formcheck.motion.signals.angles import HIP_ANGLE
from formcheck.motion.view import body_of
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.rules.measures.base import History, Measurement
from formcheck.rules.measures.timing import BackTime, HoldTime, OutTime
from formcheck.rules.rep_frames import Movement, RepFrames, RepTimes, cut_rep
from formcheck.session.results import AttemptResult, RepResult
from movers import performed

NEAR_KNEE = Landmark.RIGHT_KNEE
"""The figure of `bridge_track` lies with the head at the left: the camera sees its right side."""


def window_of(track: Pose) -> RepFrames:
    """The frames of the only rep of `bridge_track`."""
    movement = Movement(1.2, 3.0, 5.5, 118.0, 180.0)
    body = body_of(track[:20], "supine")
    window = cut_rep(track, movement, HIP_ANGLE, body, cutoff_hz=4.0, posture="supine")
    assert window is not None
    return window


def taken(measure, window: RepFrames) -> Measurement:
    return measure.take(window, History())


# Order


@pytest.mark.parametrize("marks", [(2.0, 1.0, 3.0, 4.0, 5.0), (1.0, 2.0, 3.0, 2.5, 5.0), (1.0, 2.0, 3.0, 4.0, 3.9)])
def test_times_out_of_order_are_refused(marks: tuple[float, ...]):
    with pytest.raises(ValueError, match="out of order"):
        RepTimes(*marks, 0.0, 1.0, True, True, ways_seen=True, view="side")


@pytest.mark.parametrize("moments", [(2.0, 1.0, 3.0), (1.0, 3.0, 2.0), (1.0, float("nan"), 2.0)])
def test_movement_out_of_order_is_refused(moments: tuple[float, ...]):
    with pytest.raises(ValueError, match="out of order"):
        Movement(*moments, 118.0, 180.0)


REP = {
    "index": 1,
    "side": None,
    "start_s": 1.0,
    "turn_s": 2.0,
    "end_s": 3.0,
    "hold_s": 0.5,
    "back_s": 0.7,
    "range": 60.0,
    "driver": "hip-angle",
    "driver_unit": "deg",
    "view": "side",
    "verdicts": [],
}


@pytest.mark.parametrize(
    "change",
    [{"turn_s": 3.1}, {"turn_s": 0.9}, {"end_s": 1.9}, {"hold_s": -0.1}, {"back_s": -0.003}],
    ids=lambda change: next(iter(change)),
)
def test_result_with_times_out_of_order_is_refused(change: dict):
    assert RepResult(**REP).index == 1

    with pytest.raises(ValueError, match=r"order|greater"):
        RepResult(**REP | change)


def test_attempt_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="order"):
        AttemptResult(start_s=2.0, end_s=1.0, side=None, reason="not seen")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(30, 230), st.floats(-80.0, 80.0)), max_size=6),
    st.integers(30, 200),
    st.integers(0, 40),
    st.floats(0.1, 1.5),
    st.floats(0.1, 1.5),
    st.floats(0.0, 1.0),
)
def test_times_are_in_order_whatever_the_landmarks_do(jumps, hidden_from, hidden_for, lift_s, lower_s, hold_s):
    """A knee that jumps, vanishes and comes back; `RepTimes` itself checks the order."""
    track = bridge_track(2, hold_s=hold_s, lift_s=lift_s, lower_s=lower_s)
    for frame, by_px in jumps:
        track.image[min(frame, len(track) - 1), NEAR_KNEE] += by_px
    gone = slice(hidden_from, hidden_from + hidden_for)
    track.image[gone, NEAR_KNEE], track.visibility[gone, NEAR_KNEE] = np.nan, 0.0

    for rep in session_of(track).reps:
        assert rep.times.hold_s >= 0.0
        assert rep.times.back_s >= 0.0


# Seen


@pytest.mark.parametrize(
    ("from_s", "to_s", "measure", "reason"),
    [
        (3.8, 4.3, BackTime(), "not seen on the way down"),
        (1.2, 1.7, OutTime(way="up"), "not seen on the way up"),
        (2.3, 3.2, HoldTime(), "not seen at the turn"),
    ],
)
def test_time_of_a_part_that_was_not_seen_is_not_judged(from_s: float, to_s: float, measure, reason: str):
    """Lifted from 1.0 to 2.0 s, held until 3.5, lowered until 4.9."""
    seen, unseen = window_of(bridge_track(1)), window_of(hidden(bridge_track(1), NEAR_KNEE, from_s=from_s, to_s=to_s))

    assert taken(measure, seen).reason is None
    assert taken(measure, unseen) == Measurement(reason=reason)


@pytest.mark.parametrize(("from_s", "to_s"), [(2.0, 4.05), (2.3, 4.1)])
def test_lowering_from_a_hidden_turn_is_not_timed(from_s: float, to_s: float):
    """What is seen first after the gap is the highest of the way down, and no longer the turn."""
    window = window_of(hidden(bridge_track(1, hold_s=1.5), NEAR_KNEE, from_s=from_s, to_s=to_s))

    assert taken(BackTime(), window) == Measurement(reason="not seen on the way down")


def test_gap_within_a_hold_does_not_matter_to_the_lowering():
    window = window_of(hidden(bridge_track(1), NEAR_KNEE, from_s=2.4, to_s=3.2))

    assert taken(BackTime(), window).value == pytest.approx(1.4, abs=0.1)


@pytest.mark.parametrize("gap_s", [0.05, 0.1, 0.15])
def test_short_gap_does_not_matter(gap_s: float):
    window = window_of(hidden(bridge_track(1), NEAR_KNEE, from_s=4.0, to_s=4.0 + gap_s))

    assert taken(BackTime(), window).value == pytest.approx(1.4, abs=0.1)


def test_gap_while_still_at_rest_does_not_matter():
    """The lifting begins at 1.0 s and passes 5 % of its rise at 1.2 s."""
    track = bridge_track(1)
    seen, unseen = (taken(OutTime(), window_of(it)) for it in (track, hidden(track, NEAR_KNEE, from_s=0.75, to_s=1.1)))

    assert unseen.value == pytest.approx(seen.value, abs=0.1)


def test_knee_hidden_at_the_top_that_jumps_to_the_floor_is_no_fast_lowering():
    """The landmark falls within one frame as it vanishes: neither the hold nor the lowering was seen."""
    track = hidden(bridge_track(1, hold_s=0.6), NEAR_KNEE, from_s=2.5, to_s=3.6)
    jumped = np.flatnonzero(track.time_s >= 2.5)[:2]
    track.image[jumped] = track.image[0]
    track.visibility[jumped] = 1.0

    session = session_of(track)

    assert verdicts(session, "lowered-fast") in ([], ["not seen on the way down"])
    assert verdicts(session, "short-hold") in ([], ["not seen at the turn"])


@pytest.mark.parametrize(("until_s", "verdict"), [(2.35, "seen only in part"), (6.0, "good")])
def test_hold_that_the_end_of_the_recording_cuts_is_never_short(until_s: float, verdict: str):
    track = bridge_track(1, hold_s=5.0)

    session = session_of(track[track.time_s < until_s])

    assert verdicts(session, "short-hold") == [verdict]


def test_lowering_that_the_frame_rate_cannot_show_is_not_timed():
    """Dropped within a fifth of a second: at four frames a second there is nothing in between."""
    track = bridge_track(1, lower_s=0.2)
    window, coarse = window_of(track), window_of(track[::8])

    assert taken(BackTime(), window).value == pytest.approx(0.2, abs=0.15)
    assert taken(BackTime(), coarse).reason == "not seen on the way down"


def test_unseen_lowering_was_not_lowered_slowly():
    from formcheck.rules.prescription import progress

    exercise = catalog()["romanian-deadlift"]
    (rep,) = session_of(performed("romanian-deadlift", {}), exercise).reps
    unseen = replace(rep.times, out_seen=False)

    assert [progress(exercise, [(None, times)]).done[0].lowered_slowly for times in (rep.times, unseen)] == [1, 0]


def test_hold_over_a_minute_is_a_rep_with_its_time():
    """At 10 frames a second, which is enough to count."""
    session = session_of(bridge_track(1, hold_s=75.0, camera=Camera(fps=10.0)))

    assert session.attempts == []
    assert [rep.times.hold_s for rep in session.reps] == [pytest.approx(75.0, abs=0.5)]
    assert verdicts(session, "short-hold") == ["good"]


@pytest.mark.parametrize("exercise", ["bent-over-row", "kettlebell-swing", "romanian-deadlift"])
def test_limit_stays_where_the_turn_is_no_hold(exercise: str):
    """Standing about after a set, or bent over while the weight is set up, is no repetition."""
    assert not catalog()[exercise].rep.held
