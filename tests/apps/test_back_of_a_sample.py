"""A sample whose back rounds in every second rep, through the real pose model."""

from clips import ROOT, pictures
from figures import session_of, values, verdicts
from formcheck.exercises import find_exercise
from formcheck.frames.frame import Frame
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.recording import load_recording

NAME = "romanian_deadlift_rounded_mixed_side_p4"
TWO_REPS_S = 7.2


def test_rounded_and_flat_reps_are_distinguished_and_measured_as_in_the_recording():
    exercise = find_exercise("romanian-deadlift")
    recording = load_recording(ROOT / f"tests/golden/{NAME}.npz").track
    frames = pictures(ROOT / f"samples/videos/{NAME}.mp4", TWO_REPS_S)
    with PoseEstimator("full", exercise.needs_outlines) as estimator:
        estimated = session_of((estimator(Frame(i, i / 30, rgb)) for i, rgb in enumerate(frames)), exercise)
    reference = session_of(recording[: len(frames)], exercise)

    assert verdicts(estimated, "back-rounded") == ["good", "fault"]
    assert verdicts(reference, "back-rounded") == ["good", "fault"]
    for now, then in zip(values(estimated, "back-rounded"), values(reference, "back-rounded"), strict=True):
        assert abs(now - then) < 0.5
