"""Frames whose rate is not known: counted, but nothing is judged that is measured in seconds."""

import pytest

from figures import bridge_track
from formcheck.apps.open_input import check_fps, open_poses
from formcheck.errors import BadFrameRate
from formcheck.exercises import catalog
from formcheck.frames.frame import SourceInfo
from formcheck.pose.recording import Origin, Recording, save_recording
from formcheck.rules.measures.timing import in_seconds
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo

MODEL = ModelInfo(name="figure", sha256="0" * 64)


def analyzed(*, timed: bool):
    track = bridge_track(2, hold_s=0.3)
    source = SourceInfo("set", "pictures", 1280, 720, 30.0 if timed else None, timed=timed)
    return analyze_poses((track[i] for i in range(len(track))), catalog()["glute-bridge"], source, MODEL)


def test_rules_in_seconds_are_not_judged_and_others_are():
    known, unknown = analyzed(timed=True).result, analyzed(timed=False).result
    reasons = {v.rule: (v.verdict, v.reason) for v in unknown.reps[0].verdicts}

    assert (known.source.timed, unknown.source.timed, unknown.source.fps) == (True, False, None)
    assert len(known.reps) == len(unknown.reps) == 2
    assert {v.rule: v.verdict for v in known.reps[0].verdicts}["short-hold"] == "fault"
    assert reasons["short-hold"] == reasons["lowered-fast"] == ("not-judged", "frame rate not known")
    assert reasons["hips-low"][0] == "good"


def test_prescribed_seconds_are_neither_done_nor_missed():
    (done,) = analyzed(timed=False).result.prescription.done

    assert (done.reps, done.held_long, done.lowered_slowly) == (2, None, None)


@pytest.mark.parametrize("exercise", catalog().values(), ids=lambda exercise: exercise.id)
def test_every_measure_in_seconds_is_left_out(exercise):
    changed = {rule.id for rule in exercise.untimed().rules} - {
        rule.id for rule in exercise.untimed().rules if rule.measure == exercise.rule(rule.id).measure
    }

    assert changed == {rule.id for rule in exercise.rules if in_seconds(rule.measure)}


def test_saved_poses_remember_that_the_rate_was_assumed(tmp_path):
    origin = Origin("pictures", 1280, 720, "full", "0" * 64, "0.1.0", timed=False)
    save_recording(tmp_path / "poses.npz", Recording(bridge_track(1), origin))

    with open_poses(tmp_path / "poses.npz", "full", outlines=False) as opened:
        assert not opened.source.timed
        assert ["assumed" in warning for warning in opened.source.warnings] == [True]


@pytest.mark.parametrize("fps", [0.0, -1.0, float("nan"), float("inf")])
def test_rate_that_is_none_is_refused(tmp_path, fps: float):
    with pytest.raises(BadFrameRate, match="no frame rate"):
        check_fps(tmp_path, fps)


def test_rate_of_a_file_with_times_is_refused(tmp_path):
    (tmp_path / "clip.mp4").write_bytes(b"a video")

    with pytest.raises(BadFrameRate, match="states its own times"):
        check_fps(tmp_path / "clip.mp4", 30.0)
    check_fps(tmp_path, 12.0)
