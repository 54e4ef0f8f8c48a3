"""Camera roll is measured from the floor under a lying person, and corrected in all signals."""

from dataclasses import replace

import numpy as np
import pytest

from figures import Camera, bridge_track, faults, hidden, lying_still, session_of, shaken
from formcheck.exercises import find_exercise
from formcheck.motion.camera_roll import derolled, floor_slope_deg, roll_deg
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.session.session import Session
from movers import performed

HEADS = pytest.mark.parametrize("head", ["left", "right"])


def rolled(track: Pose, deg: float) -> Pose:
    """The same people filmed by a rolled camera: the floor rises to the right by this angle."""
    return derolled(track, -deg)


@HEADS
@pytest.mark.parametrize("deg", [-15.0, -6.0, 0.0, 6.0, 15.0])
def test_slope_of_the_floor_is_measured(deg: float, head: str):
    track = rolled(lying_still(1.0, camera=Camera(head=head)), deg)

    assert np.median(floor_slope_deg(track)) == pytest.approx(deg, abs=2.5)


@HEADS
@pytest.mark.parametrize("deg", [-12.0, 12.0])
def test_what_is_levelled_lies_level(deg: float, head: str):
    track = rolled(shaken(lying_still(1.0, camera=Camera(head=head)), 1.0), deg)

    assert abs(float(np.median(floor_slope_deg(derolled(track, roll_deg(track)))))) < 0.3


@pytest.mark.parametrize("deg", [-2.0, 0.0, 1.0, 40.0])
def test_a_level_camera_and_what_is_no_floor_are_left_alone(deg: float):
    track = rolled(lying_still(1.0), deg)

    assert roll_deg(track) == 0.0
    assert derolled(track, roll_deg(track)) is track


def test_a_lifted_foot_or_hidden_heels_give_no_floor():
    heels = [Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL]
    track = rolled(lying_still(1.0), 10.0)

    assert roll_deg(hidden(track, *heels)) != 0.0  # hidden is only less visible: the landmark is there
    image = track.image.copy()
    image[:, heels] = np.nan
    assert roll_deg(replace(track, image=image)) == 0.0
    image = track.image.copy()
    image[:, Landmark.LEFT_HEEL, 1] -= 100.0
    assert roll_deg(replace(track, image=image)) == 0.0


@HEADS
@pytest.mark.parametrize("deg", [-10.0, -7.0, 7.0, 10.0])
def test_a_rolled_camera_gives_the_same_measurements(deg: float, head: str):
    track = bridge_track(3, top_deg=(182.0, 155.0, 182.0), camera=Camera(head=head), shank_deg=-8.0)
    level, tilted = session_of(track), session_of(rolled(track, deg))

    assert faults(tilted) == faults(level) == [[], ["hips-low"], []]
    assert shins(tilted) == pytest.approx(shins(level), abs=2.5)


def shins(session: Session) -> list[float]:
    return [
        f.value for rep in session.reps for f in rep.rule_results if f.rule.id == "feet-far" and f.value is not None
    ]


def test_a_bench_is_no_floor():
    session = session_of(performed("hip-thrust", {}, {}), find_exercise("hip-thrust"))

    assert session.body is not None
    assert session.body.roll_deg == 0.0
