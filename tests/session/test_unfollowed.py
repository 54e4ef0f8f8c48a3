"""Stretches in which nobody could be followed are listed with their times."""

from dataclasses import replace

import numpy as np
import pytest

from figures import bridge_track, joined, lying_still, session_of
from formcheck.exercises import catalog
from formcheck.frames.frame import SourceInfo
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo
from formcheck.session.unfollowed import Unfollowed

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


def test_what_is_never_seen_is_listed_from_the_set_up_on():
    track = bridge_track(2)

    (stretch,) = quality_of(without(track, 0.0, np.inf, "legs hidden")).not_followed

    assert (stretch.start_s, stretch.end_s) == (0.0, pytest.approx(float(track.time_s[-1]), abs=0.01))


@pytest.mark.parametrize(
    ("gaps", "turns_s", "expected"),
    [
        ([(1.0, 1.8), (2.5, 3.3), (4.0, 4.8)], [], [(1.0, 4.8)]),
        ([(1.0, 1.8), (2.5, 3.3), (4.0, 4.8)], [3.6], [(1.0, 3.3)]),
        ([(1.0, 1.8), (3.0, 3.8)], [], []),
        ([(1.0, 2.2), (3.0, 4.1)], [2.5], [(1.0, 2.2), (3.0, 4.1)]),
    ],
    ids=["each top hidden", "a rep between", "far apart", "two stretches"],
)
def test_gaps_close_together_are_one_stretch(gaps, turns_s, expected):
    assert Unfollowed(gaps).stretches(turns_s) == expected


def attempts_of(poses):
    result = analyze_poses(poses, catalog()["glute-bridge"], SOURCE, MODEL).result
    return len(result.reps), [(round(each.start_s, 1), each.reason) for each in result.attempts]


def hips_hidden(track: Pose, from_s: float, to_s: float):
    for n in range(len(track)):
        pose = track[n]
        visibility = pose.visibility.copy()
        visibility[[mark for mark in LEGS if mark.name.endswith("HIP")]] *= not from_s <= pose.time_s <= to_s
        yield replace(pose, visibility=visibility)


def test_a_rep_with_hidden_hips_is_noticed_in_the_knees():
    track = bridge_track(4)
    third = session_of(track).reps[2].times

    reps, attempts = attempts_of(hips_hidden(track, third.start_s - 0.3, third.end_s + 0.3))

    assert (reps, [reason for _, reason in attempts]) == (3, ["not seen"])
    assert attempts[0][0] == pytest.approx(third.start_s, abs=0.4)


def test_keeping_still_with_hidden_hips_is_no_movement():
    track = joined(bridge_track(2), lying_still(8.0, noise_px=2.0), bridge_track(1))
    still_s = float(bridge_track(2).time_s[-1])

    assert attempts_of(hips_hidden(track, still_s + 0.5, still_s + 7.5)) == (3, [])


def test_what_is_seen_again_on_its_way_back_is_half_a_movement():
    track = bridge_track(2)
    first = session_of(track).reps[0].times

    assert attempts_of(hips_hidden(track, 0.0, first.turn_s)) == (1, [(round(first.turn_s, 1), "not seen")])
