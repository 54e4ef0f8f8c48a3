"""A recording gives back what was recorded, and any other file is a one-line error."""

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from figures import bridge_track, nobody
from formcheck.errors import BadRecording, InputNotFound
from formcheck.pose.pose import OUTLINE_SHAPE, Pose
from formcheck.pose.recording import FORMAT, Origin, Recording, load_recording, save_recording

ORIGIN = Origin("clip.mp4", 1280, 720, "full", "ab" * 32, "0.1.0", "made for a test – no licence needed")
ARRAYS = ("time_s", "image", "world", "visibility")


def as_estimated(track: Pose) -> Pose:
    """In float32 precision, like landmarks from the model."""
    rounded = (getattr(track, name).astype(np.float32).astype(np.float64) for name in ARRAYS[1:])
    return Pose(track.time_s, *rounded)


TRACK = as_estimated(nobody(bridge_track(1, noise_px=1.0), 1.0, 1.2))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "poses.npz"
    save_recording(path, Recording(TRACK, ORIGIN))
    return path


def rewritten(path: Path, **changed: np.ndarray | None) -> Path:
    """The recording with some of its arrays changed or, where None, left out."""
    with np.load(path) as stored:
        arrays = dict(stored) | changed
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    return path


def complaint(path: Path) -> str:
    """The one-line error message."""
    with pytest.raises(BadRecording) as caught:
        load_recording(path)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def test_recording_comes_back_bit_for_bit(saved: Path):
    recording = load_recording(saved)

    assert recording.origin == ORIGIN
    for name in ARRAYS:
        got, put = getattr(recording.track, name), getattr(TRACK, name)
        assert (got.dtype, got.tobytes()) == (put.dtype, put.tobytes())


def test_recording_saved_again_has_the_same_arrays(saved: Path, tmp_path: Path):
    again = tmp_path / "again.npz"
    save_recording(again, load_recording(saved))

    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(load_recording(again).track, name), getattr(TRACK, name))


def test_no_frames_can_be_recorded(tmp_path: Path):
    save_recording(tmp_path / "empty.npz", Recording(Pose.stack([]), ORIGIN))

    assert len(load_recording(tmp_path / "empty.npz").track) == 0


def test_saving_replaces_the_old_recording_and_leaves_nothing_else(saved: Path):
    save_recording(saved, Recording(TRACK[:10], ORIGIN))

    assert len(load_recording(saved).track) == 10
    assert list(saved.parent.iterdir()) == [saved]


def test_failed_saving_leaves_the_old_recording_and_no_half_file(saved: Path):
    unwritable = replace(TRACK, visibility=np.full(TRACK.visibility.shape, "?"))

    with pytest.raises(ValueError, match="could not convert"):
        save_recording(saved, Recording(unwritable, ORIGIN))

    assert len(load_recording(saved).track) == len(TRACK)
    assert list(saved.parent.iterdir()) == [saved]


def test_missing_recording_is_an_error_with_its_path(tmp_path: Path):
    with pytest.raises(InputNotFound, match=r"nothing\.npz"):
        load_recording(tmp_path / "nothing.npz")


@pytest.mark.parametrize(
    "content", [b"", b"not a recording", b"PK\x03\x04 half a zip", b"\x93NUMPY", b"\x80\x04K\x01."], ids=repr
)
def test_other_files_are_no_recordings(tmp_path: Path, content: bytes):
    path = tmp_path / "other.npz"
    path.write_bytes(content)

    assert "formcheck analyze" in complaint(path)


def test_plain_array_is_no_recording(tmp_path: Path):
    file = io.BytesIO()
    np.save(file, np.zeros(3))
    path = tmp_path / "array.npz"
    path.write_bytes(file.getvalue())

    complaint(path)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_truncated_recording_is_an_error(saved: Path, share: float):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(share * len(whole))])

    complaint(saved)


def test_damage_anywhere_is_an_error_or_does_no_harm(saved: Path):
    whole = saved.read_bytes()
    for place in np.linspace(0, len(whole) - 1, 300).astype(int):
        saved.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            recording = load_recording(saved)
        except BadRecording:
            continue
        np.testing.assert_array_equal(recording.track.image, TRACK.image)


@pytest.mark.parametrize("name", ["about", *ARRAYS])
def test_recording_without_one_of_its_parts_is_an_error(saved: Path, name: str):
    complaint(rewritten(saved, **{name: None}))


@pytest.mark.parametrize("about", ["[]", "7", "null", '"x"', "{", "{}", '{"format": "formcheck.poses/1"}'])
def test_recording_that_does_not_state_its_format_is_an_error(saved: Path, about: str):
    complaint(rewritten(saved, about=np.array(about)))


def test_recording_of_another_format_is_an_error_with_both_formats(saved: Path):
    about = json.dumps({"format": "formcheck.poses/9", "source": "x"})

    message = complaint(rewritten(saved, about=np.array(about)))

    assert [part for part in ("formcheck.poses/9", FORMAT) if part not in message] == []


@pytest.mark.parametrize("image", [np.zeros((3, 33, 2)), np.zeros((len(TRACK), 33, 3)), np.full(2, "x")], ids=str)
def test_recording_of_a_wrong_shape_is_an_error(saved: Path, image: np.ndarray):
    complaint(rewritten(saved, image=image))


@pytest.mark.parametrize("second_s", [0.0, -1.0, np.nan, np.inf], ids=str)
def test_times_that_do_not_increase_are_an_error(saved: Path, second_s: float):
    times = TRACK.time_s.copy()
    times[1] = second_s

    complaint(rewritten(saved, time_s=times))


def test_recording_does_not_run_code(tmp_path: Path):
    path = tmp_path / "pickled.npz"
    np.savez(path, about=np.array([{"format": FORMAT}], dtype=object))

    complaint(path)


def test_outlines_are_kept_and_poses_without_them_stay_without(saved: Path, tmp_path: Path):
    outline = (
        np.random.default_rng(3).normal(300.0, 50.0, (len(TRACK), *OUTLINE_SHAPE)).astype(np.float32).astype(np.float64)
    )
    outline[4, 0, :3] = np.nan
    save_recording(tmp_path / "outlined.npz", Recording(replace(TRACK, outline=outline), ORIGIN))

    got = load_recording(tmp_path / "outlined.npz").track.outline

    assert got is not None
    assert got.tobytes() == outline.tobytes()
    assert load_recording(saved).track.outline is None


def test_an_outline_of_another_shape_is_rejected(saved: Path):
    assert "outline" in complaint(rewritten(saved, outline=np.zeros((len(TRACK), 2, 3), np.float32)))


def with_facts(saved: Path, **facts: object) -> Path:
    """The recording with other facts about its origin."""
    with np.load(saved) as stored:
        about = json.loads(str(stored["about"]))
    return rewritten(saved, about=np.array(json.dumps(about | facts)))


@pytest.mark.parametrize(
    "facts",
    [
        {"width": None},
        {"width": 0},
        {"height": -640},
        {"height": 10**9},
        {"width": "640"},
        {"width": 640.5},
        {"width": True},
        {"most_fps": 0.0},
        {"most_fps": 1e308},
        {"turned_deg": 45},
        {"timed": "yes"},
        {"source": 5},
        {"source": "x" * 100_000},
        {"more": 1},
    ],
    ids=str,
)
def test_facts_that_we_never_write_are_an_error_that_names_them(saved: Path, facts: dict):
    (name,) = facts

    assert name in complaint(with_facts(saved, **facts))


def test_usual_facts_are_read(saved: Path):
    facts = {"width": 8192, "most_fps": 60, "turned_deg": 270, "timed": False, "source": "тяга \x1b[31m.mp4"}
    origin = load_recording(with_facts(saved, **facts)).origin

    assert (origin.width, origin.most_fps, origin.turned_deg, origin.timed) == (8192, 60.0, 270, False)
    assert origin.source == "тяга \N{REPLACEMENT CHARACTER}[31m.mp4"
