"""Which way is up, from feet that stand on the floor, whichever way the picture was turned."""

import numpy as np
import pytest

from figures import HEIGHT, WIDTH, Camera, bridge_track, hidden, shaken, standing_still, supermen, walking
from formcheck.motion.gravity import quarters_to_upright
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose

FEET = [mark for mark in Landmark if "HEEL" in mark.name or "FOOT" in mark.name]

everywhere = pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
planted = pytest.mark.parametrize(
    "track",
    [
        pytest.param(bridge_track(1), id="bridging"),
        pytest.param(bridge_track(1, camera=Camera(head="right")), id="head to the right"),
        pytest.param(bridge_track(1, camera=Camera(off_deg=30.0)), id="a little obliquely"),
        pytest.param(standing_still(1.0), id="standing"),
        pytest.param(shaken(standing_still(1.0), 3.0), id="ill seen"),
    ],
)


@everywhere
@planted
def test_planted_feet_tell_how_far_to_turn_back(track: Pose, quarter_turns: int):
    assert quarters_to_upright(track.rotated(quarter_turns, WIDTH, HEIGHT)) == -quarter_turns % 4


@everywhere
@pytest.mark.parametrize(
    "track",
    [
        pytest.param(supermen("both"), id="lying face down"),
        pytest.param(walking(3.0), id="walking"),
        pytest.param(hidden(bridge_track(1), *FEET), id="feet hidden"),
        pytest.param(standing_still(1.0, camera=Camera(off_deg=90.0)), id="from the front"),
    ],
)
def test_without_a_planted_foot_up_is_unknown(track: Pose, quarter_turns: int):
    assert quarters_to_upright(track.rotated(quarter_turns, WIDTH, HEIGHT)) is None


def test_a_lifted_foot_says_nothing_while_the_other_one_stands():
    track = bridge_track(1)
    image = track.image.copy()
    left = [Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX]
    wave = 60.0 * np.sin(np.linspace(0.0, 9.0, len(track)))
    image[:, left] = image[:, left, ::-1] * (1.0, -1.0) + np.stack([wave, wave], axis=-1)[:, None]

    assert quarters_to_upright(Pose(track.time_s, image, track.world, track.visibility)) == 0
