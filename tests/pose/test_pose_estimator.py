"""Silent errors of MediaPipe that the estimator prevents."""

from contextlib import closing

import numpy as np
import pytest

from clips import MIXED, pictures
from formcheck.frames.frame import Frame
from formcheck.pose.mediapipe import MultiPersonDetector, PoseEstimator
from formcheck.pose.model_files import find_model


@pytest.mark.parametrize(
    "view",
    [
        lambda rgb: rgb[:, ::-1],
        lambda rgb: rgb[:, 100:540],
        lambda rgb: rgb[..., ::-1],
        np.asfortranarray,
    ],
    ids=["mirrored", "columns cut off", "colours exchanged", "Fortran order"],
)
def test_a_view_with_any_strides_gives_the_landmarks_of_its_copy(view):
    rgb = view(pictures(MIXED, 0.1)[0])
    with closing(MultiPersonDetector(find_model("lite"))) as detect:
        of_view, of_copy = detect(rgb), detect(np.ascontiguousarray(rgb))

    assert not rgb.flags.c_contiguous
    assert len(of_view) == 1
    np.testing.assert_array_equal(of_view[0].image, of_copy[0].image)


def test_a_closed_estimator_raises_instead_of_detecting_nobody():
    frame = Frame(0, 0.0, pictures(MIXED, 0.1)[0])
    with PoseEstimator("lite") as estimator:
        assert estimator(frame).seen

    with pytest.raises(RuntimeError, match="closed"):
        estimator(frame)
