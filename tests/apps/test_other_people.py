"""With somebody else in the picture the reps are those of the person who trains, each once, through the real model."""

import numpy as np
import pytest

from formcheck.exercises import find_exercise
from formcheck.frames.frame import Frame, SourceInfo
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo, SetResult
from other_people import FPS, Film, beside, film, on_the_wall, sliding_in, walking_past, with_stander

pytestmark = pytest.mark.slow

BRIDGE, OTHER_BRIDGE = "glute_bridge_good_side_p0", "glute_bridge_overarched_mixed_side_left_p6"
ROW, SWING = "bent_over_row_good_side_p1", "kettlebell_swing_good_side_p4"

BRIDGE_TURNS_S = [2.8, 7.3, 11.8]
"""From the label of the sample; those of the other bridge are 2.8, 6.8, 11.0 and 15.5."""


def judged(rgbs: Film, exercise: str) -> SetResult:
    facts = find_exercise(exercise)
    with PoseEstimator("lite", facts.needs_outlines) as estimate:
        poses = [estimate(Frame(n, n / FPS, np.ascontiguousarray(rgb))) for n, rgb in enumerate(rgbs)]
    height, width = rgbs[0].shape[:2]
    source = SourceInfo("scene", "video", width, height)
    return analyze_poses(poses, facts, source, ModelInfo(name="lite", sha256="")).result


SCENES = {
    "a spotter at the head": lambda: [with_stander(rgb, 60, 330, 0.8) for rgb in film(BRIDGE)],
    "somebody walks past in front at the top": lambda: walking_past(film(BRIDGE), 6.6, 1.5, 1.2),
    "somebody walks past in front at rest": lambda: walking_past(film(BRIDGE), 4.6, 1.5, 1.2),
    "a poster of a standing person": lambda: on_the_wall(film(BRIDGE), film(ROW)[20:21], 40, 0, 0.45),
    "a screen with somebody who swings": lambda: on_the_wall(film(BRIDGE), film(SWING), 40, 0, 0.45),
    "another one bridges beside, further away": lambda: beside(film(BRIDGE), film(OTHER_BRIDGE), 0.9),
    "a larger one comes in and bridges": lambda: sliding_in(film(BRIDGE), film(OTHER_BRIDGE), 4.0, 1.0, 1.6),
}


@pytest.mark.parametrize("scene", SCENES)
def test_only_the_reps_of_the_person_who_trains_are_counted(scene: str):
    result = judged(SCENES[scene](), "glute-bridge")

    assert [rep.turn_s for rep in result.reps] == pytest.approx(BRIDGE_TURNS_S, abs=0.25)
    assert result.attempts == []
    assert [rep.faults for rep in result.reps] == [[]] * 3
