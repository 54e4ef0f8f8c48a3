"""A few images, actually rendered. Needs everything in samples/render/requirements.txt, and OpenGL on EGL."""

from importlib.util import find_spec

import numpy as np
import pytest
from render.options import Clip, Options

if find_spec("anny") is None or find_spec("moderngl") is None:
    pytest.skip("anny or moderngl is not installed: samples/render/requirements.txt", allow_module_level=True)


def drawn(frames: tuple[int, ...] = (0,), **options: object) -> tuple[list[np.ndarray], object]:
    from render.film import Stage
    from render.take import make_take

    clip = Clip("short", "kettlebell_swing", 1, "side", 1, 7999, options=Options(**options))
    take = make_take(clip)
    try:
        stage = Stage(take, clip)
    except Exception as error:  # whatever the driver raises
        pytest.skip(f"no OpenGL here: {error}")
    return [stage.picture(frame).copy() for frame in frames], take


def test_image_has_the_requested_size():
    (image,), _ = drawn(portrait=True)

    assert image.shape == (854, 480, 3)


def test_person_is_where_the_truth_says():
    (there, moved), take = drawn((0, 60))
    changed = np.abs(there.astype(int) - moved).max(axis=2) > 30

    points = take.camera.project(take.points[[0, 60]])
    above_knees = int(points[..., 1].max() - 0.4 * np.ptp(points[..., 1]))  # shadows fall on the floor
    rows, columns = np.nonzero(changed[:above_knees])

    assert points[..., 0].min() - 60 < columns.min()
    assert columns.max() < points[..., 0].max() + 60
    assert points[..., 1].min() - 60 < rows.min()


def test_against_the_light_the_person_is_darker():
    (usual,), take = drawn()
    (dark,), _ = drawn(backlight=True)
    x, y = take.camera.project(take.points[0]).mean(0).astype(int)
    patch = (slice(y - 20, y + 20), slice(x - 8, x + 8))

    assert dark[patch].mean() < usual[patch].mean()
