"""Few frames a second: counts stay, and nothing is judged that the frames do not show."""

from dataclasses import replace

import numpy as np
import pytest

from figures import bridge_track, session_of, verdicts
from formcheck.exercises import catalog
from formcheck.frames.frame import SourceInfo
from formcheck.pose.pose import Pose
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo
from formcheck.session.session import Session
from movers import MOVERS, performed

SLOW = [name for name in catalog() if name != "kettlebell-swing"]


def at_rate(track: Pose, fps: float, later_s: float = 0.0) -> Pose:
    wanted = np.arange(later_s, track.time_s[-1], 1.0 / fps)
    frames = np.unique(np.searchsorted(track.time_s, wanted - 1e-9))
    return track[frames[frames < len(track)]]


def set_of(exercise: str) -> Pose:
    return performed(exercise, {}, {}, {}) if exercise in MOVERS else bridge_track(3)


def counted(track: Pose, exercise: str) -> Session:
    return session_of(track, catalog()[exercise])


@pytest.mark.parametrize("fps", [1.5, 2.65, 3.0, 5.0, 8.0, 9.0, 10.0])
@pytest.mark.parametrize("exercise", SLOW)
def test_slow_exercises_count_the_same(exercise: str, fps: float):
    session = counted(at_rate(set_of(exercise), fps, 0.4 / fps), exercise)

    assert (len(session.reps), session.attempts) == (3, [])


@pytest.mark.parametrize("exercise", [name for name in SLOW if not name.endswith("row")])
@pytest.mark.parametrize("later_s", [0.0, 0.4])
def test_at_one_frame_a_second_all_but_rows_are_counted_and_nothing_is_judged(exercise: str, later_s: float):
    """A pull is over within two seconds: of some, one frame a second shows nothing."""
    session = counted(at_rate(set_of(exercise), 1.0, later_s), exercise)

    assert (len(session.reps), session.attempts) == (3, [])
    assert {f.verdict.value for rep in session.reps for f in rep.rule_results} == {"not-judged"}


@pytest.mark.parametrize("exercise", SLOW)
@pytest.mark.parametrize("rates", ["10 a second, then 3", "a third of the frames, at random"])
def test_uneven_rates_count_the_same(exercise: str, rates: str):
    track = set_of(exercise)
    half, every = len(track) // 2, np.arange(len(track))
    slower = np.concatenate([every[:half:3], every[half::9]])
    kept = slower if rates.startswith("10") else every[np.random.default_rng(5).random(len(track)) < 0.33]

    session = counted(track[kept], exercise)

    assert (len(session.reps), session.attempts) == (3, [])


@pytest.mark.parametrize("exercise", SLOW)
def test_slow_exercises_have_no_fault_for_lack_of_frames(exercise: str):
    few, all_frames = counted(at_rate(set_of(exercise), 5.0), exercise), counted(set_of(exercise), exercise)

    def faulty(session: Session) -> set[str]:
        return {f.rule.id for rep in session.reps for f in rep.rule_results if f.verdict.value == "fault"}

    assert faulty(few) <= faulty(all_frames)


def test_bridge_is_judged_at_three_frames_a_second():
    assert verdicts(counted(at_rate(bridge_track(3), 3.0), "glute-bridge"), "hips-low") == ["good"] * 3


@pytest.mark.parametrize(("fps", "judged"), [(30.0, True), (10.0, True), (4.0, False)])
def test_swing_needs_more_frames_to_be_judged(fps: float, judged: bool):
    session = counted(at_rate(performed("kettlebell-swing", *[{}] * 4), fps), "kettlebell-swing")
    reasons = [f.reason for rep in session.reps for f in rep.rule_results if f.rule.id == "hips-not-through"]

    assert len(reasons) == 4
    assert set(reasons) == ({None} if judged else {"too few frames"})


def test_stall_at_the_turn_hides_it():
    """The camera takes no frames for half a second around the top of one of the swings."""
    track = performed("kettlebell-swing", *[{}] * 4)
    turn_s = counted(track, "kettlebell-swing").reps[1].times.turn_s
    stalled = track[np.abs(track.time_s - turn_s) > 0.12]

    reasons = verdicts(counted(stalled, "kettlebell-swing"), "hips-not-through")

    assert reasons.count("too few frames") == 1


@pytest.mark.parametrize(("fps", "warned"), [(30.0, 0), (15.0, 0), (8.0, 1), (3.0, 1)])
def test_warning_says_how_few(fps: float, warned: int):
    track = at_rate(bridge_track(2), fps)
    source, model = SourceInfo("set", "video", 1280, 720), ModelInfo(name="figure", sha256="0" * 64)

    result = analyze_poses((track[i] for i in range(len(track))), catalog()["glute-bridge"], source, model).result

    assert [w.startswith(f"Only {fps:.2g} frames a second") for w in result.quality.warnings] == [True] * warned


def test_a_picture_a_minute_is_warned_of_in_plain_numbers():
    track = at_rate(bridge_track(3), 3.0)
    source = SourceInfo("set", "video", 1280, 720, 30.0)
    minutes = (replace(track[n], time_s=np.asarray(62.0 * n)) for n in range(len(track)))

    (text,) = (
        text
        for text in analyze_poses(
            minutes, catalog()["glute-bridge"], source, ModelInfo(name="figure", sha256="")
        ).result.quality.warnings
        if text.startswith("Only ")
    )

    assert "known to about 60 s" in text
