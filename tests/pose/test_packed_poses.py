import numpy as np
import pytest

from formcheck.pose.packed import BLOCK, PackedPoses
from formcheck.pose.pose import OUTLINE, Pose

FIELDS = ("time_s", "image", "world", "visibility", "light", "notes")


def pose(index: int, *, single: bool = True, outline: bool = False) -> Pose:
    rng = np.random.default_rng(index)
    image, world, visibility = rng.normal(size=(33, 2)), rng.normal(size=(33, 3)), rng.random(33)
    image[index % 33] = np.nan
    if single:
        image, world, visibility = (x.astype(np.float32).astype(np.float64) for x in (image, world, visibility))
    edges = rng.normal(size=OUTLINE) if outline else None
    return Pose(np.array(index / 30), image, world, visibility, np.array(0.5), np.array(index % 3), edges)


def packed(poses: list[Pose]) -> PackedPoses:
    store = PackedPoses()
    for one in poses:
        store.append(one)
    return store


@pytest.mark.parametrize("count", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_what_is_taken_out_is_what_was_put_in(count):
    poses = [pose(i) for i in range(count)]

    store = packed(poses)
    assert len(store) == count
    track, expected = store.take(), Pose.stack(poses)

    for name in FIELDS:
        np.testing.assert_array_equal(getattr(track, name), getattr(expected, name))
        assert getattr(track, name).dtype == getattr(expected, name).dtype
    assert track.outline is None
    assert len(store) == 0


def test_numbers_that_float32_cannot_hold_are_kept_too():
    poses = [pose(i, single=i < BLOCK) for i in range(2 * BLOCK)]

    np.testing.assert_array_equal(packed(poses).take().image, Pose.stack(poses).image)


def test_outlines_are_nan_where_there_was_none():
    poses = [pose(i, outline=i >= BLOCK + 5) for i in range(BLOCK + 10)]

    outline = packed(poses).take().outline

    assert outline is not None
    assert np.isnan(outline[: BLOCK + 5]).all()
    np.testing.assert_array_equal(outline[BLOCK + 5], poses[BLOCK + 5].outline)


def test_they_take_a_third_of_the_memory():
    block = packed([pose(i) for i in range(BLOCK)])._blocks[0]

    assert block.image.nbytes + block.world.nbytes + block.visibility.nbytes < 0.8 * 1024 * BLOCK
