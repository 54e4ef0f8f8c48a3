"""Stretches in which nobody could be followed are listed with their times."""

from dataclasses import replace

import numpy as np
import pytest

from figures import bridge_track, lying_still
from formcheck.exercises import catalog
from formcheck.frames.frame import SourceInfo
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo

SOURCE = SourceInfo("set", "video", 1280, 720, 30.0)
MODEL = ModelInfo(name="figure", sha256="0" * 64)
LEGS = [mark for mark in Landmark if mark.name.endswith(("KNEE", "HIP", "ANKLE"))]


def quality_of(poses):
    return analyze_poses(poses, catalog()["glute-bridge"], SOURCE, MODEL).result.quality


def without(track: Pose, from_s: float, to_s: float, how: str):
    """The frames of a track, with nobody or with hidden legs in some of them."""
    for n in range(len(track)):
        pose = track[n]
        if from_s <= pose.time_s <= to_s:
            visibility = pose.visibility.copy()
            visibility[LEGS] = 0.0
            pose = Pose.nobody(float(pose.time_s)) if how == "nobody" else replace(pose, visibility=visibility)
        yield pose


@pytest.mark.parametrize("how", ["nobody", "legs hidden"])
def test_a_stretch_is_listed_and_warned_of(how):
    quality = quality_of(without(bridge_track(3), 5.0, 9.0, how))

    (stretch,) = quality.not_followed
    assert (stretch.start_s, stretch.end_s) == (pytest.approx(5.0, abs=0.1), pytest.approx(9.0, abs=0.1))
    assert [text for text in quality.warnings if "5.0–9.0 s" in text]


def test_a_stretch_at_the_end_is_listed():
    track = bridge_track(2)
    end_s = float(track.time_s[-1])

    (stretch,) = quality_of(without(track, end_s - 2.0, np.inf, "nobody")).not_followed

    assert (stretch.start_s, stretch.end_s) == (pytest.approx(end_s - 2.0, abs=0.1), pytest.approx(end_s, abs=0.1))


def test_short_slips_and_the_time_before_the_set_up_are_not_listed():
    assert quality_of(without(bridge_track(2), 5.0, 5.8, "nobody")).not_followed == []
    assert quality_of(without(lying_still(8.0), 0.0, 4.0, "nobody")).not_followed == []
