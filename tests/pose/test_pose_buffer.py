"""Poses kept in little memory: what comes out is what went in."""

import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from figures import bridge_track, frames, nobody
from formcheck.pose.pose import OUTLINE_SHAPE, Pose
from formcheck.pose.pose_buffer import BLOCK, PoseBuffer
from formcheck.pose.recording import load_recording

GOLDEN = Path(__file__).parents[1] / "golden"
FIELDS = ("time_s", "image", "world", "visibility", "light", "notes")


def pose(index: int, *, single: bool = True, outline: bool = False) -> Pose:
    rng = np.random.default_rng(index)
    image, world, visibility = rng.normal(size=(33, 2)), rng.normal(size=(33, 3)), rng.random(33)
    image[index % 33] = np.nan
    if single:
        image, world, visibility = (x.astype(np.float32).astype(np.float64) for x in (image, world, visibility))
    edges = rng.normal(size=OUTLINE_SHAPE) if outline else None
    return Pose(np.array(index / 30), image, world, visibility, np.array(0.5), np.array(index % 3), edges)


def buffered(poses: Iterable[Pose]) -> PoseBuffer:
    buffer = PoseBuffer()
    for one in poses:
        buffer.append(one)
    return buffer


def assert_same(track: Pose, expected: Pose) -> None:
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(track, name), getattr(expected, name), err_msg=name)
        assert getattr(track, name).dtype == getattr(expected, name).dtype
    assert (track.outline is None) == (expected.outline is None)
    if track.outline is not None and expected.outline is not None:
        np.testing.assert_array_equal(track.outline, expected.outline)
        assert track.outline.dtype == expected.outline.dtype


@pytest.mark.parametrize("count", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_what_is_taken_out_is_what_was_put_in(count: int):
    poses = [pose(i) for i in range(count)]

    buffer = buffered(poses)
    assert len(buffer) == count

    assert_same(buffer.take(), Pose.stack(poses))
    assert len(buffer) == 0


@pytest.mark.parametrize("count", [0, 1, BLOCK, BLOCK + 1])
def test_a_track_can_be_read_while_more_frames_come(count: int):
    poses = [pose(i) for i in range(count + 2)]
    buffer = buffered(poses[:count])

    assert_same(buffer.track(), Pose.stack(poses[:count]))
    assert len(buffer) == count
    for late in poses[count:]:
        buffer.append(late)
    assert_same(buffer.track(), Pose.stack(poses))


@pytest.mark.parametrize("name", ["glute_bridge_good_side_p0", "romanian_deadlift_rounded_mixed_side_p4"])
def test_a_recording_comes_out_bit_for_bit(name: str):
    poses = frames(load_recording(GOLDEN / f"{name}.npz").track)

    assert_same(buffered(poses).track(), Pose.stack(poses))


def test_nobody_stays_nobody():
    kept = buffered(frames(nobody(bridge_track(1), 0.0, 1.0))).track()

    assert list(kept.seen) == [time_s > 1.0 for time_s in kept.time_s]


def test_numbers_that_float32_cannot_hold_are_kept_too():
    poses = [pose(i, single=i < BLOCK, outline=True) for i in range(2 * BLOCK)]

    assert_same(buffered(poses).take(), Pose.stack(poses))


def test_outlines_are_nan_where_there_was_none():
    poses = [pose(i, outline=i >= BLOCK + 5) for i in range(BLOCK + 10)]

    outline = buffered(poses).take().outline

    assert outline is not None
    assert np.isnan(outline[: BLOCK + 5]).all()
    np.testing.assert_array_equal(outline[BLOCK + 5], poses[BLOCK + 5].outline)


def test_they_take_a_third_of_the_memory():
    pose(0)  # what numpy sets up once does not count
    tracemalloc.start()
    buffer = buffered(pose(i) for i in range(4 * BLOCK))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 0.9 * 1024 * len(buffer)
