import numpy as np
import pytest

from formcheck.frames.orientation import Orientation

ONE = 65536
MATRICES = {  # (a, b, c, d), clockwise rotation, mirrored
    "upright": ((1, 0, 0, 1), 0, False),
    "quarter turn": ((0, 1, -1, 0), 90, False),
    "upside down": ((-1, 0, 0, -1), 180, False),
    "quarter turn back": ((0, -1, 1, 0), 270, False),
    "mirror": ((-1, 0, 0, 1), 0, True),
    "mirror, quarter turn": ((0, -1, -1, 0), 90, True),
    "upside-down mirror": ((1, 0, 0, -1), 180, True),
    "mirror, quarter turn back": ((0, 1, 1, 0), 270, True),
}


def shown(stored, a, b, c, d):
    """The image moved point by point, as the display matrix defines it."""
    height, width = stored.shape[:2]
    y, x = np.mgrid[:height, :width]
    to_x, to_y = a * x + c * y, b * x + d * y
    to_x, to_y = to_x - to_x.min(), to_y - to_y.min()
    upright = np.empty((to_y.max() + 1, to_x.max() + 1, 3), np.uint8)
    upright[to_y, to_x] = stored
    return upright


@pytest.mark.parametrize("name", MATRICES)
def test_images_are_rotated_as_their_display_matrix_says(name):
    (a, b, c, d), degrees, mirrored = MATRICES[name]
    stored = np.random.default_rng(0).integers(0, 256, (3, 5, 3), np.uint8)

    orientation = Orientation.from_matrix([a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30])
    upright = orientation.upright(stored)

    assert (orientation.degrees, orientation.mirrored) == (degrees, mirrored)
    np.testing.assert_array_equal(upright, shown(stored, a, b, c, d))
    assert orientation.size(5, 3) == (upright.shape[1], upright.shape[0])


def test_a_rotation_between_two_quarter_turns_goes_to_the_nearest():
    cosine, sine = round(0.985 * ONE), round(0.174 * ONE)  # ten degrees

    assert Orientation.from_matrix([cosine, sine, 0, -sine, cosine, 0, 0, 0, 1 << 30]) == Orientation()
