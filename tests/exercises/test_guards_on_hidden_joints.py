"""What rules other movements out must not refuse a movement because of a joint that is hidden, and wrongly guessed."""

from dataclasses import replace

import numpy as np
import pytest

from clips import ROOT
from figures import session_of
from formcheck.evaluation.labels import read_label
from formcheck.exercises import catalog
from formcheck.motion.view import body_scale_px, middle
from formcheck.pose.landmarks import landmark, other_side
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording

RECORDINGS = {
    "bent-over-row": "bent_over_row_torso_rising_mixed_side_left_p4",
    "glute-bridge": "glute_bridge_good_side_p0",
    "gorilla-row": "gorilla_row_same_side_45_p4",
    "hip-thrust": "hip_thrust_incomplete_mixed_side_p2",
    "kettlebell-swing": "kettlebell_swing_good_setup_side_p1",
    "romanian-deadlift": "romanian_deadlift_good_setup_side_p5",
    "single-leg-glute-bridge": "single_leg_glute_bridge_hip_sag_mixed_side_p4",
    "superman": "superman_legs_low_mixed_side_left_p3",
}

JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
HARDLY_VISIBLE = 0.05

GUESS_DECIDES = {
    ("gorilla-row", "wrist", "right", "at the hips"): "both hands lifted",
}
"""What still rests on a guess: a gorilla row is told from a row of both arms by the arm that rests, and from the front
or the side that arm is often a guess."""


def still(track: Pose, part: str, side: str) -> np.ndarray:
    places = track.point(landmark(part, side))
    return np.where(np.isfinite(places), np.nanmedian(places, axis=0), np.nan)


def beside_the_other(track: Pose, part: str, side: str) -> np.ndarray:
    return track.point(landmark(part, other_side(side))) + np.array((0.05, 0.0)) * np.nanmedian(body_scale_px(track))


def at_the_hips(track: Pose, part: str, side: str) -> np.ndarray:
    return middle(track, "hip") + np.array((0.0, 0.05)) * np.nanmedian(body_scale_px(track))


GUESSES = {"still": still, "beside the other": beside_the_other, "at the hips": at_the_hips}


def hidden(track: Pose, part: str, side: str, guess: str) -> Pose:
    """The track with one joint hidden, its place guessed wrongly."""
    image, visibility = track.image.copy(), track.visibility.copy()
    image[:, landmark(part, side)] = GUESSES[guess](track, part, side)
    visibility[:, landmark(part, side)] = HARDLY_VISIBLE
    return replace(track, image=image, visibility=visibility)


def cases():
    for exercise in RECORDINGS:
        for part in JOINTS:
            for side in ("left", "right"):
                for guess in GUESSES:
                    if guess != "at the hips" or part in ("elbow", "wrist"):
                        yield exercise, part, side, guess


def reasons_of_guards(exercise: str) -> set[str]:
    return {guard.reason for guard in catalog()[exercise].rep.guards} | {
        "one foot in the air",
        "both feet on the floor",
    }


def refused_reps(exercise: str, track: Pose) -> list[str]:
    """Reasons of guards for which a labelled rep of the recording was refused."""
    label = read_label(ROOT / f"samples/videos/{RECORDINGS[exercise]}.label.json")
    attempts = session_of(track, catalog()[exercise]).attempts
    refused = [each for each in attempts if each.reason in reasons_of_guards(exercise)]
    return [each.reason for each in refused if any(each.start_s < rep.turn_s < each.end_s for rep in label.reps)]


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "part", "side", "guess"), list(cases()))
def test_a_hidden_joint_is_no_reason_to_refuse_a_rep(exercise: str, part: str, side: str, guess: str):
    track = load_recording(ROOT / f"tests/golden/{RECORDINGS[exercise]}.npz").track

    refused = refused_reps(exercise, hidden(track, part, side, guess))

    assert set(refused) == (
        {GUESS_DECIDES[case]} if (case := (exercise, part, side, guess)) in GUESS_DECIDES else set()
    )


def test_every_exercise_has_a_recording():
    assert set(RECORDINGS) == set(catalog())


@pytest.mark.parametrize(
    ("exercise", "part", "side", "guess", "reps", "reasons"),
    [
        ("bent-over-row", "wrist", "right", "still", 4, set()),
        ("single-leg-glute-bridge", "ankle", "left", "beside the other", 0, {"a foot is not seen"}),
    ],
)
def test_a_joint_that_is_quite_hidden_is_not_taken_as_seen(exercise, part, side, guess, reps, reasons):
    track = load_recording(ROOT / f"tests/golden/{RECORDINGS[exercise]}.npz").track

    session = session_of(hidden(track, part, side, guess), catalog()[exercise])

    assert len(session.reps) == reps
    assert {attempt.reason for attempt in session.attempts} == reasons
