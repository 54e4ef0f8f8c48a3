"""Reps seen at an angle, of lying people by a camera that looks down too: counted from the feet and from the head."""

from dataclasses import replace

import numpy as np
import pytest

from figures import SIDE, Camera, bridge_track, hidden, session_of
from formcheck.exercises import catalog
from formcheck.motion.signals.heights import SHOULDER_OVER_ANKLE
from formcheck.motion.view import MOST_LOOKING_DOWN, body_of, body_scale_px, head_end_raised
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.rules import Guard, at_turn
from formcheck.session.session import Session
from movers import performed

FROM_THE_FEET, FROM_THE_HEAD = Camera(off_deg=45.0, elevation_deg=15.0), Camera(off_deg=-45.0, elevation_deg=15.0)
STEEP = Camera(off_deg=60.0, elevation_deg=32.0)
ENDS = pytest.mark.parametrize("camera", [FROM_THE_FEET, FROM_THE_HEAD], ids=["feet", "head"])


def session(track: Pose, exercise: str) -> Session:
    return session_of(track, catalog()[exercise])


def own_reps(exercise: str, camera: Camera) -> Pose:
    """Two good reps."""
    return bridge_track(2, camera=camera) if exercise == "glute-bridge" else performed(exercise, {}, {}, camera=camera)


@ENDS
@pytest.mark.parametrize("exercise", ["glute-bridge", "single-leg-glute-bridge", "hip-thrust", "superman"])
def test_lying_reps_are_counted_from_either_end(exercise: str, camera: Camera):
    done = session(own_reps(exercise, camera), exercise)

    assert (len(done.reps), done.attempts) == (2, [])


@ENDS
def test_a_low_bridge_at_an_angle_is_a_rep(camera: Camera):
    done = session(bridge_track(3, 140.0, camera=camera), "glute-bridge")

    assert (len(done.reps), done.attempts) == (3, [])


@pytest.mark.parametrize(("off_deg", "counted"), [(0.0, 0), (14.0, 3)])
def test_the_hip_angle_at_the_turn_is_asked_of_a_sure_side_view_only(off_deg: float, counted: int):
    done = session(bridge_track(3, 139.0, camera=Camera(off_deg=off_deg)), "glute-bridge")

    assert {rep.times.view for rep in done.reps} <= {"side"}
    assert len(done.reps) == counted


@ENDS
def test_shoulders_on_a_bench_are_still_no_bridge_on_the_floor(camera: Camera):
    done = session(performed("hip-thrust", *[{"rest_trunk": -20.0}] * 2, camera=camera), "glute-bridge")

    assert done.reps == []
    assert {attempt.reason for attempt in done.attempts} == {"shoulders on a bench"}


@ENDS
def test_shoulders_on_the_floor_are_still_no_thrust(camera: Camera):
    done = session(bridge_track(2, camera=camera), "hip-thrust")

    assert done.reps == []
    assert {attempt.reason for attempt in done.attempts} == {"shoulders not on a bench"}


def test_a_hand_that_the_head_hides_is_no_reason_not_to_count_a_superman():
    track = performed("superman", {}, {}, camera=FROM_THE_FEET)

    done = session(hidden(track, Landmark.LEFT_WRIST), "superman")

    assert {rep.body.near for rep in done.reps} == {"left"}
    assert len(done.reps) == 2


@pytest.mark.parametrize("exercise", ["glute-bridge", "single-leg-glute-bridge"])
def test_shoulders_that_a_steep_camera_sees_high_are_in_position(exercise: str):
    done = session(own_reps(exercise, STEEP), exercise)

    assert len(done.reps) == 2


def test_head_end_is_raised_towards_the_feet_and_lowered_towards_the_head():
    feet, head, side = (
        np.median(head_end_raised(bridge_track(1, camera=camera), "supine"))
        for camera in (FROM_THE_FEET, FROM_THE_HEAD, Camera())
    )

    assert 0.5 * MOST_LOOKING_DOWN < feet <= MOST_LOOKING_DOWN
    assert head == pytest.approx(-feet)
    assert side == 0.0
    assert not head_end_raised(bridge_track(1, camera=FROM_THE_FEET), "standing").any()


def test_band_of_a_guard_moves_with_the_head_end():
    guard = Guard(at_turn(SHOULDER_OVER_ANKLE), (0.0, 0.3), "elsewhere", ("oblique",), along_trunk=2.0)

    assert [guard.refuses(value, raised=0.2) for value in (0.3, 0.5, 0.75)] == [True, False, True]
    assert [guard.refuses(value, raised=-0.2) for value in (-0.5, -0.3, 0.0)] == [True, False, True]


@pytest.mark.parametrize(("elbow_deg", "counted"), [(122.0, 2), (150.0, 0)])
def test_a_short_pull_of_one_arm_at_an_angle_is_a_rep(elbow_deg: float, counted: int):
    pull = {"side": "right", "arm": 0.0, "elbow": elbow_deg}

    done = session(performed("gorilla-row", pull, pull, camera=Camera(off_deg=35.0)), "gorilla-row")

    assert len(done.reps) == counted


@pytest.mark.parametrize(("slip_trunk", "counted"), [(0.55, 2), (0.95, 0)])
def test_a_far_hand_that_slips_behind_the_near_one_refuses_no_swing(slip_trunk: float, counted: int):
    track = performed("kettlebell-swing", {}, {}, camera=Camera(off_deg=40.0))
    height = -track.image[:, Landmark.LEFT_WRIST, 1]
    up = (height - height.min()) / np.ptp(height) > 0.5
    image = track.image.copy()
    image[up, Landmark.LEFT_WRIST, 1] += slip_trunk * float(np.median(body_scale_px(track)))

    done = session(replace(track, image=image), "kettlebell-swing")

    assert len(done.reps) == counted


@pytest.mark.parametrize(
    ("camera", "share", "reasons"),
    [(FROM_THE_FEET, 0.7, 2), (FROM_THE_FEET, 0.4, 0), (SIDE, 0.7, 0)],
    ids=["half confirmed", "hardly confirmed", "from the side"],
)
def test_what_is_half_confirmed_at_an_angle_is_an_attempt(camera: Camera, share: float, reasons: int):
    """The signal rises by as much as a rep, the confirmation by a share of what a rep needs."""
    exercise, track = catalog()["hip-thrust"], performed("hip-thrust", {}, {}, camera=camera)
    body = body_of(track[:10], "supine")
    rise = float(np.ptp(exercise.rep.confirmation(track, body)))
    strict = replace(exercise, rep=replace(exercise.rep, confirmation_range=rise / share))

    session = session_of(track, strict)

    assert session.reps == []
    assert [attempt.reason for attempt in session.attempts] == [exercise.words.too_small] * reasons
