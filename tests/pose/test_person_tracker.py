"""Person detection with the real model on real images: rotated, crowded and cut."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from clips import MIXED, pictures
from formcheck.frames.frame import Frame, Rgb
from formcheck.pose.landmarks import Landmark
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.person_tracker import PersonDetection, isolated, rotated
from formcheck.pose.pose import DetectionFlag, Pose

JOINTS = [Landmark[f"{side}_{part}"] for side in ("LEFT", "RIGHT") for part in ("SHOULDER", "HIP", "KNEE", "ANKLE")]
HEIGHT, WIDTH = 480, 640


def frames(rgbs: Iterable[Rgb], fps: float = 30.0) -> Iterator[Frame]:
    for i, rgb in enumerate(rgbs):
        yield Frame(i, i / fps, np.ascontiguousarray(rgb))


def poses(rgbs: Iterable[Rgb], model: str = "lite") -> Pose:
    with PoseEstimator(model) as estimator:
        return Pose.stack([estimator(frame) for frame in frames(rgbs)])


@pytest.fixture(scope="module")
def lying() -> list[Rgb]:
    return list(pictures()[:60:4])


@pytest.fixture(scope="module")
def seen(lying: list[Rgb]) -> Pose:
    return poses(lying)


def apart_px(a: Pose, b: Pose) -> float:
    return float(np.nanmedian(np.hypot(*(a.image[:, JOINTS] - b.image[:, JOINTS]).T)))


def trunk_px(track: Pose) -> float:
    return float(np.median(np.hypot(*(track.point(Landmark.RIGHT_SHOULDER) - track.point(Landmark.RIGHT_HIP)).T)))


# Rotating back


@pytest.mark.parametrize("quarter_turns", range(4))
def test_an_outline_is_rotated_back_with_the_landmarks(quarter_turns):
    points = np.random.default_rng(5).uniform(0.0, 90.0, (33, 2))
    there = PersonDetection(points, np.zeros((33, 3)), np.ones(33), np.stack([points[:17], points[16:]]))

    back = there.rotated_back(quarter_turns, 120, 90)

    assert np.array_equal(back.outline[0], back.image[:17])
    assert np.array_equal(back.outline[1], back.image[16:])


def test_a_point_is_rotated_back_to_where_it_was():
    rgb = np.zeros((4, 7, 3), np.uint8)
    rgb[1, 5] = 255
    for quarter_turns in range(4):
        y, x = np.argwhere(rotated(rgb, quarter_turns)[..., 0])[0]
        there = PersonDetection(np.tile((x + 0.5, y + 0.5), (33, 1)), np.zeros((33, 3)), np.ones(33))

        back = there.rotated_back(quarter_turns, 7, 4)

        np.testing.assert_allclose(back.image[0], (5.5, 1.5))


@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
def test_world_landmarks_rotate_with_the_image(quarter_turns: int):
    """Directions in pixels and in metres stay the same."""
    chance = np.random.default_rng(1)
    image = chance.uniform(0, 100, (33, 2))
    found = PersonDetection(image, np.c_[image - image.mean(axis=0), np.zeros(33)], np.ones(33))

    back = found.rotated_back(quarter_turns, 100, 100)

    np.testing.assert_allclose(back.world[:, :2], back.image - back.image.mean(axis=0), atol=1e-9)


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_person_in_a_rotated_image_is_detected_in_the_right_place(lying, seen, quarter_turns: int):
    track = poses([rotated(rgb, quarter_turns) for rgb in lying])
    shape = (HEIGHT, WIDTH) if quarter_turns % 2 else (WIDTH, HEIGHT)
    back = Pose.stack([_turned_pose(track[i], 4 - quarter_turns, *shape) for i in range(len(track))])

    assert track.seen.mean() > 0.9
    assert apart_px(back, seen) < 0.1 * trunk_px(seen)


def _turned_pose(pose: Pose, quarter_turns: int, width: int, height: int) -> Pose:
    x, y = pose.image.T
    image = {1: (y, width - x), 2: (width - x, height - y), 3: (height - y, x)}[quarter_turns]
    return replace(pose, image=np.stack(image, axis=-1))


# Settling


def test_first_frame_is_as_good_as_the_later_ones(lying):
    still = poses([lying[0]] * 10)

    assert apart_px(still[:1], still[9:]) < 0.05 * trunk_px(still)


def test_nobody_is_detected_in_an_empty_image_in_any_rotation():
    assert not poses([np.full((HEIGHT, WIDTH, 3), 90, np.uint8)] * 20).seen.any()


# Cuts


def test_cut_is_flagged_once_and_the_person_detected_at_once(lying):
    other = list(pictures(MIXED)[:24:4])

    track = poses([*lying[:6], *other])

    assert np.flatnonzero(track.notes & DetectionFlag.CUT).tolist() == [6]
    assert track.seen[6:].all()


def test_no_cut_is_flagged_within_a_clip(seen):
    assert not (seen.notes & DetectionFlag.CUT).any()


# The right person


def beside(main: Rgb, other: Rgb, share: float) -> Rgb:
    """Another person at the right of the image, smaller by a share."""
    step = round(1 / share)
    small = other[::step, ::step]
    out = np.concatenate([main, np.full((main.shape[0], small.shape[1], 3), 120, np.uint8)], axis=1)
    out[-small.shape[0] :, main.shape[1] :] = small
    return out


def test_the_larger_of_two_is_tracked_from_the_first_frame(lying, seen):
    track = poses([beside(rgb, rgb, 0.5) for rgb in lying])

    assert track.seen.all()
    assert apart_px(track, seen) < 0.1 * trunk_px(seen)


@pytest.mark.parametrize("first", [137, 140])
def test_a_model_that_detects_half_a_person_is_shown_the_whole_one_rotated(first):
    """Squeezed to 16:9, the lying person's legs alone are treated as a person in these frames."""
    narrow = [cv2.resize(rgb, (640, 360), interpolation=cv2.INTER_CUBIC) for rgb in pictures(until_s=6.0)[:160]]
    from_the_start, from_there = poses(narrow), poses(narrow[first:])

    assert apart_px(from_there, from_the_start[slice(first, None)]) < 0.05 * trunk_px(from_the_start)


def test_the_same_person_is_tracked_when_a_larger_one_comes(lying, seen):
    """The other person is twice as large and slides in from the right after a quarter of a second."""
    rgbs = []
    for n, rgb in enumerate(lying * 2):
        big = np.repeat(np.repeat(rgb[100:340, 60:580], 2, axis=0), 2, axis=1)
        right = np.full_like(big, 120)
        if n > 8:
            come = min(60 * (n - 8), right.shape[1])
            right[:, -come:] = big[:, :come]
        rgbs.append(np.concatenate([rgb, right], axis=1))

    track = poses(rgbs)

    assert apart_px(track[: len(seen)], seen) < 0.1 * trunk_px(seen)
    assert np.nanmax(track.image[:, JOINTS, 0]) < WIDTH


def test_everything_but_the_box_around_a_person_is_black():
    rgb = np.full((100, 100, 3), 200, np.uint8)
    person = PersonDetection(
        np.tile((50.0, 50.0), (33, 1)) + np.linspace(-10, 10, 33)[:, None], np.zeros((33, 3)), np.ones(33)
    )

    only = isolated(rgb, person)

    assert np.argwhere(only[..., 0]).min(axis=0).tolist() == [35, 35]
    assert np.argwhere(only[..., 0]).max(axis=0).tolist() == [64, 64]
