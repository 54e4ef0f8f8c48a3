"""Clips that begin or end in the middle of a movement: a full cycle counts from any phase, half a one is an attempt."""

from pathlib import Path

import numpy as np
import pytest
from test_scene_change import with_cut

from clips import ROOT
from figures import SIDE, bridge_along, bridge_track, joined, lying_still, session_of
from formcheck.exercises import catalog
from formcheck.pose.pose import DetectionFlag, Pose
from formcheck.pose.recording import load_recording
from formcheck.session.beginning import CLIP_BEGINS
from formcheck.session.judge import Rep
from formcheck.session.rep_counter import CAMERA_CHANGES, CLIP_ENDS
from formcheck.session.session import Session
from movers import performed

EXERCISES = {
    "glute_bridge_good_side_p0": "glute-bridge",
    "glute_bridge_good_45_p1": "glute-bridge",
    "superman_legs_low_mixed_side_left_p3": "superman",
    "kettlebell_swing_squatty_mixed_side_left_p7": "kettlebell-swing",
    "bent_over_row_torso_rising_mixed_side_left_p4": "bent-over-row",
    "hip_thrust_incomplete_mixed_side_p2": "hip-thrust",
    "romanian_deadlift_rounded_mixed_side_p4": "romanian-deadlift",
    "gorilla_row_same_side_45_p4": "gorilla-row",
    "single_leg_glute_bridge_hip_sag_mixed_side_p4": "single-leg-glute-bridge",
    "real_row_front": "bent-over-row",
}
SHORT = {
    "real_row_front",
    "kettlebell_swing_squatty_mixed_side_left_p7",
    "single_leg_glute_bridge_hip_sag_mixed_side_p4",
}
"""Half of their way back is too short to be told from landmarks that settle."""
RECORDINGS = pytest.mark.parametrize("name", EXERCISES)


class Recorded:
    """A golden recording, its exercise, and the reps of the whole."""

    def __init__(self, name: str) -> None:
        recording = load_recording(Path(ROOT / f"tests/golden/{name}.npz"))
        self.track = recording.track
        self.size = (recording.origin.width, recording.origin.height)
        self.exercise = catalog()[EXERCISES[name]]
        self.reps: list[Rep] = self.between(-np.inf, np.inf).reps

    def between(self, from_s: float, to_s: float) -> Session:
        """The session of this part alone."""
        session = Session(self.exercise, self.size)
        for n in np.flatnonzero((self.track.time_s >= from_s) & (self.track.time_s <= to_s)):
            session.step(self.track[int(n)])
        session.finish()
        return session


def phase_s(rep: Rep, phase: str) -> float:
    """Time of a phase: at rest, at the turn, or half of the way back."""
    times = rep.times
    return {
        "rest": times.start_s,
        "turn": times.turn_s,
        "back": 0.5 * (times.hold_end_s + times.end_s),
    }[phase]


@RECORDINGS
@pytest.mark.parametrize("phase", ["rest", "turn", "back"])
def test_a_loop_of_one_cycle_is_one_rep_from_any_phase(name, phase):
    recorded = Recorded(name)
    first, second = recorded.reps[:2]

    session = recorded.between(phase_s(first, phase), phase_s(second, phase))

    assert len(session.reps) == 1
    assert [attempt.reason for attempt in session.attempts] in ([], [CLIP_BEGINS])


@RECORDINGS
@pytest.mark.parametrize("phase", ["turn", "back"])
def test_half_a_movement_at_the_beginning_is_an_attempt_and_costs_no_rep(name, phase):
    recorded = Recorded(name)
    begins_s = phase_s(recorded.reps[0], phase)

    session = recorded.between(begins_s, np.inf)

    assert len(session.reps) == len(recorded.reps) - 1
    if phase == "back" and name in SHORT:
        return
    first = session.attempts[0]
    assert (first.start_s, first.reason) == (pytest.approx(begins_s, abs=0.1), CLIP_BEGINS)


@RECORDINGS
def test_a_way_out_at_the_end_is_an_attempt(name):
    recorded = Recorded(name)
    last = recorded.reps[-2].times

    session = recorded.between(recorded.track.time_s[0], 0.1 * last.start_s + 0.9 * last.hold_start_s)

    assert len(session.reps) == len(recorded.reps) - 2
    assert session.attempts[-1].reason == CLIP_ENDS


def test_a_clip_that_begins_on_the_way_out_says_so():
    """Three quarters up already, so that what is seen of the way is too short for a rep."""
    track = bridge_along(((0.01, 170.0), (0.3, 180.0), (1.5, 180.0), (1.4, 118.0), (1.0, 118.0)), SIDE)

    session = session_of(track)

    assert (session.reps, [attempt.reason for attempt in session.attempts]) == ([], [CLIP_BEGINS])


def test_lying_still_and_a_set_from_rest_have_no_half_at_the_beginning():
    assert session_of(lying_still(4.0)).attempts == []
    assert session_of(bridge_track(2)).attempts == []


@pytest.mark.parametrize("exercise", ["kettlebell-swing", "romanian-deadlift", "bent-over-row", "superman"])
def test_a_set_that_begins_at_rest_has_no_half_at_the_beginning(exercise):
    session = Session(catalog()[exercise])
    for pose in frames(performed(exercise, {}, {})):
        session.step(pose)
    session.finish()

    assert (len(session.reps), session.attempts) == (2, [])


def frames(track: Pose) -> list[Pose]:
    return [track[n] for n in range(len(track))]


def test_a_movement_that_a_cut_divides_is_reported_once():
    whole = bridge_track(1)
    (rep,) = session_of(whole).reps
    at_turn = int(np.searchsorted(whole.time_s, rep.times.turn_s))
    cut = with_cut(whole[:at_turn], whole[at_turn:])

    session = session_of(joined(cut, bridge_track(1)))

    assert DetectionFlag.CUT in cut.notes
    assert len(session.reps) == 2
    assert session.attempts == []


def test_a_cut_to_half_a_movement_of_another_take_is_reported():
    half = bridge_along(((1.0, 180.0), (1.4, 118.0), (1.0, 118.0)), SIDE)

    session = session_of(with_cut(bridge_track(1), half))

    assert (len(session.reps), [attempt.reason for attempt in session.attempts]) == (1, [CAMERA_CHANGES])


def test_a_slip_out_of_position_does_not_hide_that_a_clip_begins_in_the_middle():
    track = bridge_along(((0.5, 180.0), (1.4, 118.0), (1.0, 118.0)), SIDE)
    session = Session(catalog()["glute-bridge"])

    for n, pose in enumerate(frames(track)):
        session.step(Pose.nobody(float(pose.time_s)) if 5 <= n < 9 else pose)

    assert [attempt.reason for attempt in session.attempts] == [CLIP_BEGINS]
