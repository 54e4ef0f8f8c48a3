"""A pose holds 33 landmarks in frames or tracks, and a wrong shape is rejected at once."""

from dataclasses import replace

import numpy as np
import pytest

from backs import stands
from figures import HEIGHT, WIDTH, Camera, bridge_track, frames, nobody
from formcheck.frames.orientation import Orientation
from formcheck.pose.landmarks import BONES, N_LANDMARKS, Landmark, landmark
from formcheck.pose.pose import Pose, rotate_points

ARRAYS = ("time_s", "image", "world", "visibility")


def same(a: Pose, b: Pose) -> None:
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("image", (5, 33, 3)),
        ("image", (4, 33, 2)),
        ("image", (5, 32, 2)),
        ("world", (5, 33, 2)),
        ("visibility", (5, 1)),
    ],
)
def test_wrong_shape_is_rejected_by_name(name: str, shape: tuple[int, ...]):
    right = {"time_s": (5,), "image": (5, 33, 2), "world": (5, 33, 3), "visibility": (5, 33)}
    parts = {part: np.zeros(size) for part, size in (right | {name: shape}).items()}

    with pytest.raises(ValueError, match=f"Pose.{name} has shape"):
        Pose(**parts)


def test_frames_stacked_again_are_the_track():
    track = bridge_track(1)

    same(Pose.stack(frames(track)), track)


def test_no_frames_are_an_empty_track():
    empty = Pose.stack([])

    assert len(empty) == 0
    assert empty.image.shape == (0, 33, 2)


def test_part_of_a_track_is_a_track():
    track = bridge_track(1)

    part = track[10:20]

    assert len(part) == 10
    same(part[3], track[13])
    same(track[track.time_s < 1.0], track[:30])


def test_nobody_is_a_frame_without_landmarks():
    pose = Pose.nobody(2.5)

    assert (float(pose.time_s), pose.time_s.shape, bool(pose.seen)) == (2.5, (), False)
    assert np.isnan(pose.image).all()
    assert not pose.visibility.any()


def test_seen_is_true_for_frames_with_a_person():
    track = nobody(bridge_track(1), 1.0, 1.5)

    assert track.time_s[~track.seen].tolist() == track.time_s[30:46].tolist()


def test_mirroring_twice_changes_nothing():
    track = bridge_track(1, camera=Camera(off_deg=30.0), noise_px=2.0)

    twice = track.mirrored(WIDTH).mirrored(WIDTH)

    np.testing.assert_allclose(twice.image, track.image)
    np.testing.assert_array_equal(twice.world, track.world)
    np.testing.assert_array_equal(twice.visibility, track.visibility)


@pytest.mark.parametrize("off_deg", [0.0, 40.0])
def test_mirrored_is_what_a_camera_on_the_other_side_sees(off_deg: float):
    track = bridge_track(1, camera=Camera("left", off_deg)).mirrored(0.6 * WIDTH)
    other = bridge_track(1, camera=Camera("right", off_deg))

    np.testing.assert_allclose(track.image, other.image, atol=1e-6)
    np.testing.assert_allclose(track.world, other.world, atol=1e-9)
    np.testing.assert_allclose(track.visibility, other.visibility)


def test_point_is_that_landmark():
    track = bridge_track(1)

    np.testing.assert_array_equal(track.point(Landmark.RIGHT_KNEE), track.image[:, 26])


def test_landmarks_are_mirrored_in_pairs():
    assert [mark for mark in Landmark if mark.mirror.mirror is not mark] == []
    assert [mark for mark in Landmark if mark.mirror is mark] == [Landmark.NOSE]
    assert [m for m in Landmark if "LEFT" in m.name and m.mirror.name != m.name.replace("LEFT", "RIGHT")] == []


def test_landmarks_have_the_numbers_of_mediapipe():
    numbers = {
        0: "NOSE",
        11: "LEFT_SHOULDER",
        16: "RIGHT_WRIST",
        23: "LEFT_HIP",
        26: "RIGHT_KNEE",
        32: "RIGHT_FOOT_INDEX",
    }

    assert N_LANDMARKS == 33
    assert {number: Landmark(number).name for number in numbers} == numbers
    assert landmark("foot_index", "left") is Landmark.LEFT_FOOT_INDEX


def test_bones_are_the_same_on_both_sides():
    bones = {frozenset(bone) for bone in BONES}

    assert {frozenset(mark.mirror for mark in bone) for bone in bones} == bones
    assert len(bones) == len(BONES) == 18


def test_some_frames_of_a_track_can_be_replaced():
    track = Pose.stack([Pose.nobody(0.0), Pose.nobody(0.1), Pose.nobody(0.2)])
    seen = Pose(np.array(0.1), np.ones((33, 2)), np.ones((33, 3)), np.ones(33))

    changed = track.with_frames([1], Pose.stack([seen]))

    assert changed.seen.tolist() == [False, True, False]
    assert changed.time_s.tolist() == [0.0, 0.1, 0.2]
    assert track.seen.tolist() == [False, False, False]
    assert track.with_frames([], Pose.stack([])) is track


def test_outlines_stay_with_their_frames_and_frames_without_one_are_nan():
    track = stands(0.2)
    mixed = Pose.stack([track[0], replace(track[1], outline=None), track[2]])

    assert np.array_equal(track[1:3].outline, track.outline[1:3])
    assert np.array_equal(mixed.outline[[0, 2]], track.outline[[0, 2]])
    assert np.isnan(mixed.outline[1]).all()
    assert Pose.stack([replace(pose, outline=None) for pose in frames(track)]).outline is None


def test_an_outline_of_another_shape_is_rejected():
    track = stands(0.2)

    with pytest.raises(ValueError, match="outline"):
        replace(track, outline=track.outline[:, 0])


def test_a_mirrored_outline_keeps_the_back_behind():
    track = stands(0.2)
    mirrored = track.mirrored(WIDTH)

    assert (track.outline[:, 0, :, 0] < track.outline[:, 1, :, 0]).all()
    assert (mirrored.outline[:, 0, :, 0] < mirrored.outline[:, 1, :, 0]).all()
    assert mirrored.mirrored(WIDTH).outline == pytest.approx(track.outline)


def test_landmarks_and_outline_are_scaled_alike_and_can_be_recorded_without_loss():
    track = stands(0.2)

    larger = track.scaled(1.5, 3.0).rounded()

    assert larger.image == pytest.approx(track.image * (1.5, 3.0), rel=1e-6)
    assert larger.outline == pytest.approx(track.outline * (1.5, 3.0), rel=1e-6)
    assert (larger.outline == larger.outline.astype(np.float32)).all()
    assert replace(track, outline=None).scaled(2.0, 2.0).rounded().outline is None


@pytest.mark.parametrize("quarter_turns", range(-1, 5))
def test_points_rotate_with_the_pixels_of_the_image(quarter_turns: int):
    rgb = np.zeros((4, 7, 3), np.uint8)
    rgb[1, 5] = 255
    y, x = np.argwhere(Orientation(quarter_turns % 4).upright(rgb)[..., 0])[0]

    turned = rotate_points(np.array([5.5, 1.5]), quarter_turns, 7, 4)

    assert turned.tolist() == [x + 0.5, y + 0.5]


@pytest.mark.parametrize("quarter_turns", range(4))
def test_a_pose_rotated_there_and_back_is_the_same(quarter_turns: int):
    track = bridge_track(1)
    size = Orientation(quarter_turns).size(WIDTH, HEIGHT)

    back = track.rotated(quarter_turns, WIDTH, HEIGHT).rotated(-quarter_turns, *size)

    for name in ("image", "world"):
        np.testing.assert_allclose(getattr(back, name), getattr(track, name), atol=1e-9)
