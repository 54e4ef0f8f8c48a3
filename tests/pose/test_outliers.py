"""Landmarks that cannot be right become unseen, and nothing else does."""

from dataclasses import replace

import numpy as np
import pytest

from figures import GLUTE_BRIDGE, Camera, bridge_track, frames, standing_still
from formcheck.pose.cleaning import MAX_SPEED, OutlierFilter
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.session.session import Session

KNEE, ANKLE = Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE
LEG_FROM_KNEE = [Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE, Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX]
LATE = slice(60, 63)
"""Frames after the person's own lengths are known."""


def filtered(track: Pose) -> Pose:
    plausible = OutlierFilter()
    return Pose.stack([plausible(pose) for pose in frames(track)])


def missing(track: Pose) -> set[tuple[int, str]]:
    """Frames and landmarks that are unseen."""
    return {(int(t), Landmark(m).name) for t, m in np.argwhere(np.isnan(track.image[..., 0]))}


def with_bone(track: Pose, length: float, when: slice = LATE, joint: Landmark = KNEE, start: int = 24) -> Pose:
    """The bone that ends in `joint` made longer or shorter in the world landmarks."""
    world = track.world.copy()
    world[when, joint] = world[when, start] + length * (world[when, joint] - world[when, start])
    return replace(track, world=world)


@pytest.mark.parametrize("off_deg", [0.0, 45.0, 75.0])
def test_good_track_is_left_as_it_is(off_deg: float):
    track = bridge_track(1, camera=Camera(off_deg=off_deg), noise_px=2.0)

    assert missing(filtered(track)) == set()


@pytest.mark.parametrize("length", [0.2, 2.5])
def test_leg_from_a_thigh_of_impossible_length_is_unseen(length: float):
    track = filtered(with_bone(bridge_track(1), length))

    assert missing(track) == {(t, mark.name) for t in range(60, 63) for mark in LEG_FROM_KNEE}
    assert track.visibility[LATE, KNEE].tolist() == [0.0] * 3


@pytest.mark.parametrize("length", [0.7, 1.4])
def test_thigh_that_is_a_third_off_is_left(length: float):
    assert missing(filtered(with_bone(bridge_track(1), length))) == set()


def test_forearm_that_points_at_the_camera_is_left():
    short = with_bone(bridge_track(1), 0.2, joint=Landmark.RIGHT_WRIST, start=Landmark.RIGHT_ELBOW)

    assert missing(filtered(short)) == set()


def test_own_lengths_count_not_those_of_others():
    """The same thigh from the first frame on is this person's."""
    assert missing(filtered(with_bone(bridge_track(1), 1.4, slice(0, None)))) == set()


def test_ankle_on_the_hip_is_unseen():
    track = standing_still(1.0)
    world = track.world.copy()
    world[5, ANKLE] = world[5, Landmark.RIGHT_HIP] + (0.01, 0.0, 0.0)

    gone = missing(filtered(replace(track, world=world)))

    assert gone == {(5, mark.name) for mark in LEG_FROM_KNEE[1:]}


def jumping(track: Pose, by_trunks: float, frames_long: int) -> Pose:
    image = track.image.copy()
    image[60 : 60 + frames_long, ANKLE] += (0.0, -by_trunks * 150.0)
    return replace(track, image=image)


def test_jump_is_unseen_until_the_landmark_is_back():
    assert missing(filtered(jumping(bridge_track(1), 1.5 * MAX_SPEED / 30, 1))) == {(60, "RIGHT_ANKLE")}


def test_jump_of_two_frames_is_unseen_in_both():
    """It is nearer than the time since it was believed would allow a landmark that has not jumped."""
    gone = missing(filtered(jumping(bridge_track(1), 1.5 * MAX_SPEED / 30, 2)))

    assert gone == {(60, "RIGHT_ANKLE"), (61, "RIGHT_ANKLE")}


def test_what_jumped_and_stays_is_believed_after_a_while():
    """A landmark that was wrong before, or a person who is somewhere else."""
    gone = missing(filtered(jumping(bridge_track(1), 1.5 * MAX_SPEED / 30, 40)))

    assert (60, "RIGHT_ANKLE") in gone
    assert max(t for t, _ in gone) < 105
    assert len(gone) <= 4


def test_rejected_frames_are_counted_in_the_session():
    session = Session(GLUTE_BRIDGE)
    for pose in frames(with_bone(bridge_track(1), 0.2, slice(60, 90))):
        session.step(pose)

    assert session.frames_implausible == 30
    assert bool(np.isnan(session.step(replace(pose, time_s=pose.time_s + 1)).pose.image).any()) is False
