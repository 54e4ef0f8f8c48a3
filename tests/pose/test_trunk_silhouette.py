"""The outline of the trunk, on masks with edges of a known shape and on a real image."""

import numpy as np
import pytest

from clips import ROOT, pictures
from formcheck.frames.frame import Frame
from formcheck.pose.landmarks import Landmark
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.trunk_silhouette import TRUNK_SHARES, trunk_outline

HIPS, TRUNK_PX = np.array((200.0, 260.0)), 120.0
HEIGHT, WIDTH = 400, 420
HINGE = ROOT / "samples/videos/romanian_deadlift_good_setup_side_p5.mp4"


def landmarks(angle_deg: float) -> np.ndarray:
    """Hips and shoulders only; the trunk rises to the right at this angle."""
    image = np.full((33, 2), np.nan)
    up = np.array((np.cos(np.radians(angle_deg)), -np.sin(np.radians(angle_deg))))
    for part, at in (("HIP", HIPS), ("SHOULDER", HIPS + TRUNK_PX * up)):
        for side in ("LEFT", "RIGHT"):
            image[Landmark[f"{side}_{part}"]] = at
    return image


def mask(angle_deg: float, edge_left, edge_right, blur_px: float = 3.0) -> np.ndarray:
    """A trunk whose edges lie this far (pixels, by share of the trunk's length) left and right of its line."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    up = np.array((np.cos(np.radians(angle_deg)), -np.sin(np.radians(angle_deg))))
    from_hips = np.stack([x, y], axis=-1) - HIPS
    share, left = from_hips @ up / TRUNK_PX, from_hips @ np.array((up[1], -up[0]))
    inside = np.minimum(edge_left(share) - left, edge_right(share) + left)
    return np.clip(0.5 + inside / blur_px, 0.0, 1.0).astype(np.float32)


def straight(offset_px: float):
    return lambda share: np.full_like(share, offset_px)


def bowed(share):
    return 25.0 + 10.0 * (1.0 - (2.0 * share - 1.0) ** 2)


@pytest.mark.parametrize("angle_deg", [90.0, 45.0, 10.0, -20.0, 170.0])
def test_edges_are_found_to_a_third_of_a_pixel_at_any_angle(angle_deg):
    image = landmarks(angle_deg)

    left, right = trunk_outline(mask(angle_deg, bowed, straight(20.0)), image)

    up = (image[Landmark.LEFT_SHOULDER] - HIPS) / TRUNK_PX
    across = np.array((up[1], -up[0]))
    assert (left - HIPS) @ across == pytest.approx(bowed(TRUNK_SHARES), abs=0.35)
    assert (right - HIPS) @ -across == pytest.approx(20.0, abs=0.35)
    assert (left - HIPS) @ up / TRUNK_PX == pytest.approx(TRUNK_SHARES, abs=1e-6)


def test_the_left_edge_of_a_standing_person_in_the_image_comes_first():
    left, right = trunk_outline(mask(90.0, straight(30.0), straight(20.0)), landmarks(90.0))

    assert left[:, 0] == pytest.approx(HIPS[0] - 30.0, abs=0.3)
    assert right[:, 0] == pytest.approx(HIPS[0] + 20.0, abs=0.3)


def test_an_edge_out_of_reach_or_outside_the_image_is_missing():
    wide = trunk_outline(np.ones((HEIGHT, WIDTH), np.float32), landmarks(90.0))
    outside = landmarks(90.0) + WIDTH

    assert np.isnan(wide).all()
    assert np.isnan(trunk_outline(np.ones((HEIGHT, WIDTH), np.float32), outside)).all()


def test_points_that_the_mask_does_not_cover_are_missing():
    holed = mask(90.0, straight(30.0), straight(20.0))
    holed[: int(HIPS[1] - 0.6 * TRUNK_PX)] = 0.0

    left, _ = trunk_outline(holed, landmarks(90.0))

    assert np.isfinite(left[TRUNK_SHARES < 0.58]).all()
    assert np.isnan(left[TRUNK_SHARES > 0.62]).all()


def test_nobody_has_no_outline():
    assert np.isnan(trunk_outline(mask(90.0, bowed, bowed), np.full((33, 2), np.nan))).all()


def test_real_outlines_surround_the_trunk_and_do_not_change_the_landmarks():
    frames = [Frame(i, i / 30, rgb) for i, rgb in enumerate(pictures(HINGE, 1.2)[::6])]
    with PoseEstimator("lite") as plain, PoseEstimator("lite", outlines=True) as with_outlines:
        bare, poses = [plain(frame) for frame in frames], [with_outlines(frame) for frame in frames]

    assert all(pose.outline is None for pose in bare)
    assert [pose.image.tobytes() for pose in poses] == [pose.image.tobytes() for pose in bare]
    trunk = poses[-1].point(Landmark.RIGHT_SHOULDER)[1], poses[-1].point(Landmark.RIGHT_HIP)[1]
    left, right = poses[-1].outline
    assert (left[:, 0] < right[:, 0]).all()
    assert left[-1, 1] == pytest.approx(trunk[0] + 0.1 * (trunk[1] - trunk[0]), abs=12.0)
    assert (poses[-1].outline == poses[-1].outline.astype(np.float32)).all()
