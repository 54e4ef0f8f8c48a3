"""With somebody else in the picture the reps are those of the person who trains, each once, through the real model."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from formcheck.evaluation.labels import Label, read_label
from formcheck.exercises import find_exercise
from formcheck.frames.frame import Frame, SourceInfo
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo, SetResult
from other_people import (
    FPS,
    VIDEOS,
    Film,
    beside,
    film,
    mirrored,
    on_the_wall,
    sliding_in,
    walking_past,
    with_stander,
)

pytestmark = pytest.mark.slow

BRIDGE, OTHER_BRIDGE = "glute_bridge_good_side_p0", "glute_bridge_overarched_mixed_side_left_p6"
ROW, SWING = "bent_over_row_good_side_p1", "kettlebell_swing_good_side_p4"
THRUST = "hip_thrust_good_side_left_p0"
DEADLIFT, OTHER_DEADLIFT = "romanian_deadlift_rounded_mixed_side_p4", "romanian_deadlift_good_setup_side_p5"


class Scene(NamedTuple):
    """The sample of the person who trains, and what the camera sees."""

    sample: str
    pictures: Callable[[], Film]


SCENES = {
    "a spotter at the head": Scene(BRIDGE, lambda: [with_stander(rgb, 60, 330, 0.8) for rgb in film(BRIDGE)]),
    "somebody walks past in front at the top": Scene(BRIDGE, lambda: walking_past(film(BRIDGE), 6.6, 1.5, 1.2)),
    "somebody walks past in front at rest": Scene(BRIDGE, lambda: walking_past(film(BRIDGE), 4.6, 1.5, 1.2)),
    "a poster of a standing person": Scene(BRIDGE, lambda: on_the_wall(film(BRIDGE), film(ROW)[20:21], 40, 0, 0.45)),
    "a screen with somebody who swings": Scene(BRIDGE, lambda: on_the_wall(film(BRIDGE), film(SWING), 40, 0, 0.45)),
    "another one bridges beside, further away": Scene(BRIDGE, lambda: beside(film(BRIDGE), film(OTHER_BRIDGE), 0.9)),
    "a larger one comes in and bridges": Scene(
        BRIDGE, lambda: sliding_in(film(BRIDGE), film(OTHER_BRIDGE), 4.0, 1.0, 1.6)
    ),
    "a bridge beside a mirror": Scene(BRIDGE, lambda: beside(film(BRIDGE), mirrored(film(BRIDGE)), 1.0)),
    "a bridge with a small mirror behind": Scene(
        BRIDGE, lambda: on_the_wall(film(BRIDGE), mirrored(film(BRIDGE)), 440, 0, 0.28)
    ),
    "a thrust with a spotter": Scene(THRUST, lambda: [with_stander(rgb, 560, 430, 1.0) for rgb in film(THRUST)]),
    "a thrust beside a mirror": Scene(THRUST, lambda: beside(film(THRUST), mirrored(film(THRUST)), 0.8)),
    "a swing beside a mirror": Scene(SWING, lambda: beside(film(SWING), mirrored(film(SWING)), 1.0)),
    "a swing before a poster": Scene(SWING, lambda: on_the_wall(film(SWING), film(ROW)[20:21], 420, 40, 0.5)),
    "a larger one comes in and rows, beside a swing": Scene(
        SWING, lambda: sliding_in(film(SWING), film(ROW), 4.0, 1.0, 1.5)
    ),
    "somebody walks past in front of a swing": Scene(SWING, lambda: walking_past(film(SWING), 5.0, 1.5, 1.2)),
    "somebody walks past in front of a thrust": Scene(THRUST, lambda: walking_past(film(THRUST), 6.0, 1.5, 1.2)),
    "a row beside a small mirror": Scene(ROW, lambda: beside(film(ROW), mirrored(film(ROW)), 0.6)),
    "a row beside somebody who swings": Scene(ROW, lambda: beside(film(ROW), film(SWING), 0.9)),
    "a deadlift beside another": Scene(DEADLIFT, lambda: beside(film(DEADLIFT), film(OTHER_DEADLIFT, 4.0), 1.0)),
    "a deadlift before a screen": Scene(DEADLIFT, lambda: on_the_wall(film(DEADLIFT), film(SWING), 430, 20, 0.32)),
    "a larger one comes in and swings, beside a deadlift": Scene(
        DEADLIFT, lambda: sliding_in(film(DEADLIFT), film(SWING), 4.0, 1.0, 1.5)
    ),
}


def judged(sample: str, rgbs: Film) -> SetResult:
    facts = find_exercise(label_of(sample).exercise)
    with PoseEstimator("lite", facts.needs_outlines) as estimate:
        poses = [estimate(Frame(n, n / FPS, np.ascontiguousarray(rgb))) for n, rgb in enumerate(rgbs)]
    height, width = rgbs[0].shape[:2]
    source = SourceInfo("scene", "video", width, height)
    return analyze_poses(poses, facts, source, ModelInfo(name="lite", sha256="")).result


def label_of(sample: str) -> Label:
    return read_label(VIDEOS / f"{sample}.label.json")


@cache
def faults_alone(sample: str) -> list[set[str]]:
    """Faults that are labelled, or that this model finds where the same person is alone."""
    alone = judged(sample, film(sample)).reps
    return [{*rep.faults, *true.faults} for rep, true in zip(alone, label_of(sample).reps, strict=True)]


@pytest.mark.parametrize("scene", SCENES)
def test_only_the_reps_of_the_person_who_trains_are_counted(scene: str):
    sample, pictures = SCENES[scene]

    result = judged(sample, pictures())

    turns_s = [rep.turn_s for rep in label_of(sample).reps]
    assert [rep.turn_s for rep in result.reps] == pytest.approx(turns_s, abs=0.25)
    assert result.attempts == []
    false = [set(rep.faults) - may for rep, may in zip(result.reps, faults_alone(sample), strict=True)]
    assert false == [set()] * len(turns_s)
