"""A picture that lies on its side without a flag: nothing is counted, and the result says what to do."""

import pytest

from figures import GLUTE_BRIDGE, HEIGHT, WIDTH, bridge_track, frames, standing_still
from formcheck.apps.analyze import analyze_poses
from formcheck.coaching.results import ModelInfo, SetResult
from formcheck.frames.frame import SourceInfo
from formcheck.pose.pose import Pose

MODEL = ModelInfo(name="full", sha256="")


def result_of(track: Pose, width: int, height: int) -> SetResult:
    return analyze_poses(frames(track), GLUTE_BRIDGE, SourceInfo("a", "video", width, height), MODEL).result


@pytest.mark.parametrize(("quarters", "back"), [(1, "anticlockwise by 90°"), (2, "by 180°"), (3, "clockwise by 90°")])
def test_turn_that_would_show_reps_is_told(quarters: int, back: str):
    size = (HEIGHT, WIDTH) if quarters % 2 else (WIDTH, HEIGHT)
    result = result_of(bridge_track(2).turned(quarters, WIDTH, HEIGHT), *size)

    assert result.reps == []
    assert [f"turned {back} it would show 2 reps" in warning for warning in result.quality.warnings].count(True) == 1


@pytest.mark.parametrize("track", [bridge_track(2), standing_still(4.0)], ids=["upright set", "no set at all"])
def test_nothing_is_told_otherwise(track: Pose):
    assert [w for w in result_of(track, WIDTH, HEIGHT).quality.warnings if "on its side" in w] == []
