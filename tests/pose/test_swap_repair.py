"""Limbs that the model swapped between left and right are put back, and nothing else is changed."""

from collections.abc import Iterable

import numpy as np
import pytest

from figures import Camera, bridge_track, frames, nobody, pictured, standing, walking, without
from formcheck.pose.cleaning import LIMBS, SwapRepair
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose

OBLIQUE = Camera(off_deg=45.0)
ARRAYS = ("image", "world", "visibility")


def swapped(track: Pose, limbs: Iterable[str], *spans: tuple[int, int]) -> Pose:
    """Left and right swapped in these limbs, in frames from-to."""
    parts = {part for limb in limbs for part in LIMBS[limb]}
    order = [mark.mirror if mark.name.lower().split("_", 1)[-1] in parts else mark for mark in Landmark]
    image, world, visibility = (getattr(track, name).copy() for name in ARRAYS)
    for start, stop in spans:
        for array in (image, world, visibility):
            array[start:stop] = array[start:stop][:, order]
    return Pose(track.time_s, image, world, visibility)


def repaired(track: Pose) -> tuple[Pose, int]:
    repair = SwapRepair()
    return Pose.stack([repair(pose) for pose in frames(track)]), repair.count


def assert_same(a: Pose, b: Pose) -> None:
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)


@pytest.mark.parametrize("limbs", [["legs"], ["arms"]], ids=str)
def test_swapped_limbs_are_put_back_and_counted_once_per_run_of_frames(limbs: list[str]):
    track = bridge_track(1, camera=OBLIQUE, noise_px=1.0)

    back, count = repaired(swapped(track, limbs, (20, 21), (40, 55), (90, 93)))

    assert_same(back, track)
    assert count == 3


def test_arms_and_legs_swapped_together_are_two():
    track = bridge_track(1, camera=OBLIQUE)

    back, count = repaired(swapped(track, ["arms", "legs"], (30, 60)))

    assert_same(back, track)
    assert count == 2


def test_a_swap_that_lasts_is_accepted_after_a_second():
    """Otherwise an error in two frames would swap the legs for the rest of the set."""
    track = bridge_track(1, camera=OBLIQUE)
    slipped = swapped(track, ["legs"], (0, 2))

    back, _ = repaired(slipped)

    late = slipped.time_s > slipped.time_s[2] + 1.1
    assert_same(back[late], track[late])


def test_swap_of_legs_leaves_the_arms_alone():
    track = bridge_track(1, camera=OBLIQUE)
    exchanged = swapped(track, ["legs"], (30, 60))

    back, _ = repaired(exchanged)

    np.testing.assert_array_equal(back.image[:, 13:23], exchanged.image[:, 13:23])


@pytest.mark.parametrize("camera", [Camera(), OBLIQUE, Camera(off_deg=90.0)], ids=str)
def test_good_track_is_left_as_it_is(camera: Camera):
    track = bridge_track(1, camera=camera, noise_px=2.0)
    repair = SwapRepair()

    assert [pose for pose in frames(track) if repair(pose) is not pose] == []
    assert repair.count == 0


@pytest.mark.parametrize("camera", [Camera(), Camera(off_deg=30.0)], ids=str)
def test_crossing_legs_of_a_walking_person_are_not_repaired(camera: Camera):
    _, count = repaired(walking(3.0, camera))

    assert count == 0


def test_legs_that_pass_each_other_between_two_frames_are_not_repaired():
    """Stepping on the spot, halfway between frames the left leg is where the right one was."""
    time_s = np.arange(60) / 30
    track = pictured(time_s, standing(np.zeros(60), 0.6 * np.sin(2 * np.pi * time_s + np.pi / 30)))

    back, count = repaired(track)

    assert_same(back, track)
    assert count == 0


def test_long_step_between_two_frames_is_not_repaired():
    """Each leg ends up closer to where the other one was, but not at that place."""
    track = pictured(np.arange(2) / 30, standing(np.zeros(2), np.array([-0.1, 0.32])))

    _, count = repaired(track)

    assert count == 0


def swinging(hertz: float, apart: float) -> Pose:
    """Both arms swung a quarter turn back and forth, together (1) or in opposition (-1)."""
    time_s = np.arange(90) / 30
    body = standing(np.zeros(90))
    arms = [mark for mark in Landmark if 13 <= mark <= 22]
    for mark in arms:
        angle = np.pi / 4 * np.sin(2 * np.pi * hertz * time_s) * (apart if "LEFT" in mark.name else 1.0)
        shoulder = body[:, Landmark.LEFT_SHOULDER if "LEFT" in mark.name else Landmark.RIGHT_SHOULDER, :2]
        arm = body[:, mark, :2] - shoulder
        turned = np.stack([np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)], axis=-1).reshape(-1, 2, 2)
        body[:, mark, :2] = shoulder + np.einsum("tij,tj->ti", turned, arm)
    return pictured(time_s, body, Camera(off_deg=20.0))


@pytest.mark.parametrize("apart", [1.0, -1.0], ids=["together", "against"])
@pytest.mark.parametrize("hertz", [0.7, 1.5])
def test_fast_swing_of_the_arms_is_not_repaired(hertz: float, apart: float):
    track = swinging(hertz, apart)

    back, count = repaired(track)

    assert_same(back, track)
    assert count == 0


def test_frames_without_a_person_are_ignored():
    track = swapped(bridge_track(1, camera=OBLIQUE), ["legs"], (32, 60))

    back, count = repaired(nobody(track, 0.9, 1.05))  # frames 27 to 31

    assert_same(back, nobody(bridge_track(1, camera=OBLIQUE), 0.9, 1.05))
    assert count == 1


@pytest.mark.parametrize("gap", [nobody, without])
def test_old_frames_are_not_compared(gap):
    track = gap(swapped(bridge_track(1, camera=OBLIQUE), ["legs"], (45, 300)), 0.9, 1.49)

    back, count = repaired(track)

    assert_same(back, track)
    assert count == 0


def test_nobody_at_all_is_nothing_to_repair():
    _, count = repaired(nobody(bridge_track(1), 0.0, 99.0))

    assert count == 0


def test_missing_landmarks_are_nothing_to_repair():
    track = bridge_track(1, camera=OBLIQUE)
    image = track.image.copy()
    image[40:60, 25:] = np.nan

    _, count = repaired(Pose(track.time_s, image, track.world, track.visibility))

    assert count == 0


def test_one_wrong_frame_within_a_jump_swaps_nothing_after_it():
    """The legs move far from one frame to the next, as in a cut, and the model swaps them in the first."""
    track = bridge_track(1, camera=OBLIQUE)
    legs = [mark for mark in Landmark if mark.name.lower().split("_", 1)[-1] in LIMBS["legs"]]
    image = track.image.copy()
    image[np.ix_(range(40, len(track)), legs)] += (60.0, -60.0)
    moved = Pose(track.time_s, image, track.world, track.visibility)

    back, count = repaired(swapped(moved, ["legs"], (40, 41)))

    np.testing.assert_array_equal(back.image[41:], moved.image[41:])
    assert count == 0
