"""Nothing that moved like the exercise vanishes when a part of the body is hidden, for a while or all the time.

Each movement of a recording is then a rep, an attempt, or lies in a stretch that is reported as not followed; and
nothing is reported that was no movement.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from clips import ROOT
from formcheck.exercises import catalog
from formcheck.frames.frame import SourceInfo
from formcheck.pose.landmarks import SIDES, Landmark
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo, SetResult

HIDDEN = 0.05
"""Visibility of a hidden landmark; its position is still the model's guess."""

RECORDINGS = {
    "bent_over_row_torso_rising_mixed_side_left_p4": "bent-over-row",
    "glute_bridge_good_45_p1": "glute-bridge",
    "glute_bridge_good_half_reps_side_p3": "glute-bridge",
    "glute_bridge_good_side_p0": "glute-bridge",
    "glute_bridge_good_setup_side_p2": "glute-bridge",
    "glute_bridge_low_top_mixed_side_p5": "glute-bridge",
    "gorilla_row_same_side_45_p4": "gorilla-row",
    "hip_thrust_incomplete_mixed_side_p2": "hip-thrust",
    "kettlebell_swing_good_setup_side_p1": "kettlebell-swing",
    "kettlebell_swing_squatty_mixed_side_left_p7": "kettlebell-swing",
    "real_glute_bridge_ball_squeeze": "glute-bridge",
    "real_glute_bridge_two_cameras": "glute-bridge",
    "real_hip_thrust_few_frames": "hip-thrust",
    "real_hip_thrust_light_bar": "hip-thrust",
    "real_kettlebell_swing": "kettlebell-swing",
    "real_rdl_camera_walks_round": "romanian-deadlift",
    "real_rdl_dark_room": "romanian-deadlift",
    "real_rdl_dumbbell": "romanian-deadlift",
    "real_row_front": "bent-over-row",
    "real_row_two_hand_kettlebell": "bent-over-row",
    "real_superman_slow": "superman",
    "real_swing_hips_below_picture": "kettlebell-swing",
    "romanian_deadlift_good_setup_side_p5": "romanian-deadlift",
    "romanian_deadlift_rounded_mixed_side_p4": "romanian-deadlift",
    "romanian_deadlift_squatting_mixed_side_left_p3": "romanian-deadlift",
    "single_leg_glute_bridge_hip_sag_mixed_side_p4": "single-leg-glute-bridge",
    "superman_legs_low_mixed_side_left_p3": "superman",
}
QUICK = ("glute_bridge_good_side_p0", "real_row_front")
"""The others are marked as slow."""

LIMBS = {
    "arm": ("ELBOW", "WRIST", "PINKY", "INDEX", "THUMB"),
    "leg": ("KNEE", "ANKLE", "HEEL", "FOOT"),
    "leg and hip": ("HIP", "KNEE", "ANKLE", "HEEL", "FOOT"),
}
PAIRS = {
    "both arms": LIMBS["arm"],
    "both legs": LIMBS["leg"],
    "shins and feet": ("ANKLE", "HEEL", "FOOT"),
    "hips": ("HIP",),
    "knees": ("KNEE",),
    "shoulders": ("SHOULDER",),
    "head": ("NOSE", "EYE", "EAR", "MOUTH"),
}
HALVES = {"left": (0, -1), "right": (0, 1), "top": (1, -1), "bottom": (1, 1)}
"""Axis of the image, and the direction in which what lies beyond a line is hidden."""

ALL = (0.0, 1.0)
PARTLY = ((0.0, 0.4), (0.3, 0.65), (0.55, 1.0))
"""Parts of the clip: the beginning, the middle and the end. Each hidden part of the body meets one of them."""

KNOWN = {
    "real_glute_bridge_ball_squeeze": {"left leg", "left leg and hip", "right half"},
    "real_glute_bridge_two_cameras": {"both legs", "left half"},
}
"""Falls short: seen by the far leg alone, a dip in a long hold counts as a rep; and lying down after a change of camera
is an attempt that nobody made. Remove an entry that is no longer needed."""

EDGE_S = 0.3
"""A movement that an end of the recording cuts off need not be found once a part of it is hidden besides."""

LISTED_SHARE = 0.1
"""A movement that is not found must have been hidden for this share of it, in stretches that are listed."""


@dataclass(frozen=True)
class Case:
    name: str
    part: str
    span: tuple[float, float]

    def __str__(self) -> str:
        return f"{self.name}, {self.part} hidden {self.span[0]:.0%} to {self.span[1]:.0%}"


def named(words: tuple[str, ...], side: str = "") -> list[Landmark]:
    return [mark for mark in Landmark if mark.name.startswith(side.upper()) and any(w in mark.name for w in words)]


PARTS = [*(f"{side} {limb}" for side in SIDES for limb in LIMBS), *PAIRS, *(f"{half} half" for half in HALVES)]


def hidden(track: Pose, part: str) -> np.ndarray:
    """(T, 33) bool: what a part of the body, or a half of the picture, hides: never more than half of the landmarks."""
    mask = np.zeros(track.visibility.shape, dtype=bool)
    if part.endswith(" half"):
        axis, sign = HALVES[part.removesuffix(" half")]
        along = sign * track.image[..., axis]
        return along > np.nanmax(np.nanquantile(along[track.seen], 0.52, axis=1))
    side, _, limb = part.partition(" ")
    mask[:, named(LIMBS[limb], side) if side in SIDES else named(PAIRS[part])] = True
    return mask


@cache
def track_of(name: str) -> Pose:
    return load_recording(ROOT / f"tests/golden/{name}.npz").track


def result_of(poses: Iterator[Pose], exercise: str) -> SetResult:
    source = SourceInfo("set", "poses", 1280, 720)
    return analyze_poses(poses, catalog()[exercise], source, ModelInfo(name="full", sha256="")).result


def with_hidden(case: Case) -> SetResult:
    track = track_of(case.name)
    from_s, to_s = (track.time_s[0] + share * (track.time_s[-1] - track.time_s[0]) for share in case.span)
    inside = (track.time_s >= from_s) & (track.time_s <= to_s)
    mask = hidden(track, case.part) & inside[:, None]
    assert mask.sum(axis=1).max() <= 17
    visibility = np.where(mask, HIDDEN, track.visibility)
    poses = (replace(track[n], visibility=visibility[n]) for n in range(len(track)))
    return result_of(poses, RECORDINGS[case.name])


@cache
def movements(name: str) -> dict[tuple[float, float], float]:
    """Start and end of the movements with nothing hidden, which other tests compare with the labels.

    Returns
    -------
    dict
        For each the share that must be listed if it is not found: for one that was too small anyway, any.
    """
    result = result_of((track_of(name)[n] for n in range(len(track_of(name)))), RECORDINGS[name])
    reps = {(each.start_s, each.end_s): LISTED_SHARE for each in result.reps}
    return reps | {(each.start_s, each.end_s): 0.0 for each in result.attempts}


def is_cut_off(name: str, span: tuple[float, float]) -> bool:
    times_s = track_of(name).time_s
    return span[0] < times_s[0] + EDGE_S or span[1] > times_s[-1] - EDGE_S


def overlap(a: tuple[float, float], b: tuple[float, float]) -> float:
    return max(0.0, min(a[1], b[1]) - max(a[0], b[0]))


def broken(case: Case) -> list[str]:
    """What does not hold for a recording with a hidden part."""
    result, true = with_hidden(case), movements(case.name)
    found = [(each.start_s, each.end_s) for each in [*result.reps, *result.attempts]]
    listed = [(each.start_s, each.end_s) for each in result.quality.not_followed]
    lost = [
        f"{case}: the movement at {span[0]} to {span[1]} s vanishes"
        for span, share in true.items()
        if not is_cut_off(case.name, span)
        and not any(overlap(span, each) > 0.0 for each in found)
        and not sum(overlap(span, each) for each in listed) > share * (span[1] - span[0])
    ]
    stray = [
        f"{case}: nothing moved at {each.start_s} to {each.end_s} s, reported as '{each.reason}'"
        for each in result.attempts
        if not any(overlap((each.start_s, each.end_s), span) > 0.0 for span in true)
    ]
    many = [f"{case}: {len(result.reps)} reps"] * (len(result.reps) > len(true))
    many += [f"{case}: {len(found)} reps and attempts of {len(true)}"] * (len(found) > len(true) + 1)
    return lost + stray + many


def cases_of(name: str) -> list[Case]:
    first = sorted(RECORDINGS).index(name) if name in RECORDINGS else 0
    parts = [(n, part) for n, part in enumerate(PARTS) if part not in KNOWN.get(name, ())]
    return [Case(name, part, span) for n, part in parts for span in (ALL, PARTLY[(first + n) % 3])]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in KNOWN.items() for part in sorted(parts)])
def test_what_is_known_to_fall_short_still_does(name: str, part: str):
    assert [text for span in (ALL, *PARTLY) for text in broken(Case(name, part, span))] != []


@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in RECORDINGS])
def test_each_movement_is_a_rep_an_attempt_or_in_a_listed_stretch(name: str):
    assert [text for case in cases_of(name) for text in broken(case)] == []


UNPROVED = {"not_a_row_chest_on_a_bench": {"both legs", "shins and feet", "hips", "bottom half"}}
"""Falls short: with hips or feet hidden all the time, nothing tells lying on a bench from standing."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "exercise"),
    [("not_a_row_chest_on_a_bench", "bent-over-row"), ("not_a_swing_jumping_jacks", "kettlebell-swing")],
)
def test_another_movement_stays_no_rep_whatever_is_hidden(name: str, exercise: str, monkeypatch):
    monkeypatch.setitem(RECORDINGS, name, exercise)

    counted = {case for case in cases_of(name) if with_hidden(case).reps}

    assert counted == {case for case in cases_of(name) if case.span == ALL and case.part in UNPROVED.get(name, ())}
