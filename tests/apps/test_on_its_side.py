"""An image on its side without a rotation flag: counted in the rotated image if the feet show how, else a warning."""

from pathlib import Path

import numpy as np
import pytest

from clips import GOOD, ROOT, pictures
from figures import GLUTE_BRIDGE, HEIGHT, WIDTH, bridge_track, frames, hidden, standing_still
from formcheck.apps.analyze import analyze_file
from formcheck.apps.write import write_outputs
from formcheck.evaluation.labels import read_label
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.frames.frame_source import open_frames
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.rules.exercise import Exercise
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo, SetResult
from media import write_clip

MODEL = ModelInfo(name="full", sha256="")
FEET = [mark for mark in Landmark if "HEEL" in mark.name or "FOOT" in mark.name]

any_turn = pytest.mark.parametrize(
    ("quarter_turns", "back"), [(1, "anticlockwise by 90°"), (2, "by 180°"), (3, "clockwise by 90°")]
)


def result_of(track: Pose, width: int, height: int, exercise: Exercise = GLUTE_BRIDGE) -> SetResult:
    return analyze_poses(frames(track), exercise, SourceInfo("a", "video", width, height), MODEL).result


def on_its_side(track: Pose, quarter_turns: int, width: int = WIDTH, height: int = HEIGHT) -> tuple[Pose, int, int]:
    size = (height, width) if quarter_turns % 2 else (width, height)
    return track.rotated(quarter_turns, width, height), *size


def turn_warnings(result: SetResult) -> list[str]:
    return [warning for warning in result.quality.warnings if "on its side" in warning]


@any_turn
def test_reps_are_counted_in_the_turned_picture_when_the_feet_stand_in_it(quarter_turns: int, back: str):
    result = result_of(*on_its_side(bridge_track(2), quarter_turns))

    assert [rep.faults for rep in result.reps] == [[], []]
    assert [f"turned {back}" in warning for warning in turn_warnings(result)] == [True]
    assert (result.source.turned_deg, result.source.width, result.source.height) == (
        -90 * quarter_turns % 360,
        WIDTH,
        HEIGHT,
    )


@any_turn
def test_rotation_that_would_show_reps_is_a_warning_when_the_feet_are_not_seen(quarter_turns: int, back: str):
    result = result_of(*on_its_side(hidden(bridge_track(2), *FEET), quarter_turns))

    assert (result.reps, result.source.turned_deg) == ([], 0)
    assert [f"turned {back} it would show 2 reps" in warning for warning in turn_warnings(result)] == [True]


@pytest.mark.parametrize("track", [bridge_track(2), standing_still(4.0)], ids=["upright set", "no set at all"])
def test_no_warning_otherwise(track: Pose):
    result = result_of(track, WIDTH, HEIGHT)

    assert (turn_warnings(result), result.source.turned_deg) == ([], 0)


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
@pytest.mark.parametrize(
    "name",
    [
        "glute_bridge_low_top_mixed_side_p5",
        "romanian_deadlift_rounded_mixed_side_p4",
        "single_leg_glute_bridge_hip_sag_mixed_side_p4",
    ],
)
def test_reps_and_faults_are_those_of_the_label(name: str, quarter_turns: int):
    recording = load_recording(ROOT / f"tests/golden/{name}.npz")
    label = read_label(ROOT / f"samples/videos/{name}.label.json")
    size = recording.origin.width, recording.origin.height
    result = result_of(*on_its_side(recording.track, quarter_turns, *size), find_exercise(label.exercise))

    assert [rep.faults for rep in result.reps] == [list(rep.faults) for rep in label.reps]


def test_feet_behind_a_box_say_nothing():
    recording = load_recording(ROOT / "tests/golden/romanian_deadlift_squatting_mixed_side_left_p3.npz")
    size = recording.origin.width, recording.origin.height
    result = result_of(*on_its_side(recording.track, 1, *size), find_exercise("romanian-deadlift"))

    assert result.reps == []
    assert ["it would show 4 reps" in warning for warning in turn_warnings(result)] == [True]


@pytest.mark.parametrize("exercise", [name for name in catalog() if name != "kettlebell-swing"])
def test_another_exercise_on_its_side_is_not_counted(exercise: str):
    """Turned, this swing looks like four supermen."""
    recording = load_recording(ROOT / "tests/golden/kettlebell_swing_squatty_mixed_side_left_p7.npz")
    result = result_of(recording.track, recording.origin.width, recording.origin.height, find_exercise(exercise))

    assert (result.reps, result.source.turned_deg) == ([], 0)


@pytest.fixture(scope="module")
def turned_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bridges through the pose model, filmed with the phone on its side."""
    stored = [np.rot90(rgb) for rgb in pictures(GOOD, 9.8)]
    return write_clip(tmp_path_factory.mktemp("turned") / "phone.mp4", stored)


def test_files_of_a_turned_clip_show_it_upright_and_its_recording_gives_the_same(turned_clip: Path):
    analysis = analyze_file(turned_clip, "glute-bridge", "lite")
    folder = turned_clip.parent / "out"
    write_outputs(analysis, turned_clip, folder)
    again = analyze_file(folder / "poses.npz", "glute-bridge").result

    assert [rep.faults for rep in analysis.result.reps] == [[], []]
    assert again.reps == analysis.result.reps
    assert (again.source.turned_deg, again.source.width) == (90, 640)
    with open_frames(folder / "annotated.mp4") as drawn, open_frames(GOOD) as filmed:
        pairs = [(a.rgb, b.rgb) for a, b, _ in zip(drawn, filmed, range(5), strict=False)]
    assert pairs[0][0].shape == (480, 640, 3)
    assert np.median(np.abs(pairs[4][0].astype(int) - pairs[4][1])) < 8
    assert "clockwise by 90°" in (folder / "report.html").read_text("utf-8")
