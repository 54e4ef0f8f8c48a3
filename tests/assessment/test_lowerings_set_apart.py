"""Lowerings that do not count, each with its own word, on the landmarks of rendered people, and endings that do count.

The recordings are the full model's landmarks of clips of `benchmarks/assessment_clips.py`: one person each, seen from
up to 30 degrees off the side.
"""

from dataclasses import replace

import numpy as np
import pytest

from clips import ROOT
from formcheck.apps.assess import assess_files
from formcheck.assessment.assessment import finish_assessment
from formcheck.assessment.protocol import LEG_LOWER
from formcheck.assessment.tracked_run import follow
from formcheck.assessment.trial import HANDS_WORDS, REACHED_WORDS
from formcheck.frames.frame import SourceInfo
from formcheck.pose.landmarks import landmark
from formcheck.pose.recording import load_recording
from formcheck.session.results import ModelInfo
from lowerings import DOWN_DEG, UP_DEG, bridge, doing, lie, lowering, out

GOLDEN = ROOT / "tests/golden"


def trials_of(kind):
    sides = assess_files([GOLDEN / f"single_leg_test_{kind}.npz"], LEG_LOWER).result.sides
    [found] = sides.values()
    return found.trials


@pytest.mark.parametrize(
    ("kind", "reasons"),
    [
        ("hands", [None, HANDS_WORDS, None]),
        ("heel_up", [None, REACHED_WORDS, None]),
        ("foot_moved", [None, "the foot on the floor moved", None]),
        ("fall", [None, None, None]),
        ("down_at_once", [None, None, None]),
    ],
)
def test_each_lowering_is_found_and_its_word_is_right(kind, reasons):
    assert [trial.reason for trial in trials_of(kind)] == reasons


def test_a_bent_free_knee_is_named_and_not_taken_for_a_leg_that_was_not_lowered():
    reasons = [trial.reason for trial in trials_of("knee_bent")]

    assert len(reasons) >= 2  # of three: the feet of this person merge in the second
    assert set(reasons) == {"the free leg was not stretched"}


def test_hips_that_fall_are_said_to_have_fallen():
    assert [trial.hips_fell for trial in trials_of("fall")] == [False, False, True]


def test_hips_that_never_leave_the_floor_are_named():
    result = assess_files([GOLDEN / "single_leg_test_hips_down.npz"], LEG_LOWER).result

    assert result.sides == {}
    assert any("hips stayed on the floor" in line for line in result.advice)


def assessed(track):
    source = SourceInfo("track", "recording", 640, 480, frames=len(track))
    run = follow((track[i] for i in range(len(track))), LEG_LOWER, source, ModelInfo(name="full", sha256=""))
    return finish_assessment([run], LEG_LOWER).result


def test_a_last_lowering_counts_although_foot_and_hips_come_down_at_once():
    at_once = (*lie(3.0), *bridge(), *out(), *lowering() * 2, (1.6, UP_DEG, 0.0), (1.4, UP_DEG, 1.0))
    track = doing((*at_once, (0.8, DOWN_DEG, 0.0), *lie(2.0)))

    [found] = assessed(track).sides.values()

    assert [(trial.valid, trial.hips_fell) for trial in found.trials] == [(True, False)] * 3


def test_hands_that_lie_on_the_floor_all_the_time_do_not_make_a_lowering_invalid():
    track = load_recording(GOLDEN / "single_leg_test_hands.npz").track
    image = np.array(track.image)
    for side in ("left", "right"):
        shoulder, hip = (image[:, landmark(part, side)] for part in ("shoulder", "hip"))
        image[:, landmark("wrist", side)] = 0.4 * shoulder + 0.6 * hip + (0.0, 12.0)

    [found] = assessed(replace(track, image=image)).sides.values()

    assert HANDS_WORDS not in [trial.reason for trial in found.trials]
