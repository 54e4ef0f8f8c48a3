"""Poses kept in little memory: what comes out is what went in, as a recording would hold it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from figures import bridge_track, frames, nobody
from formcheck.pose.log import PoseLog
from formcheck.pose.pose import OUTLINE, Pose
from formcheck.pose.recording import load_recording

GOLDEN = Path(__file__).parents[1] / "golden"


def logged(track):
    log = PoseLog()
    for pose in frames(track):
        log.append(pose)
    return log


@pytest.mark.parametrize("name", ["glute_bridge_good_side_p0", "romanian_deadlift_rounded_mixed_side_p4"])
def test_a_recording_comes_out_bit_for_bit(name):
    track = load_recording(GOLDEN / f"{name}.npz").track

    kept = logged(track).track()

    for part in ("time_s", "image", "world", "visibility", "light", "notes"):
        np.testing.assert_array_equal(
            getattr(kept, part), np.broadcast_to(getattr(track, part), getattr(kept, part).shape)
        )
    assert (kept.outline is None) == (track.outline is None)
    if track.outline is not None:
        np.testing.assert_array_equal(kept.outline, track.outline)


def test_nobody_stays_nobody():
    kept = logged(nobody(bridge_track(1), 0.0, 1.0)).track()

    assert list(kept.seen) == [time_s > 1.0 for time_s in kept.time_s]


def test_frames_without_an_outline_among_others_have_none():
    one = bridge_track(1)[0]
    log = PoseLog()
    log.append(replace(one, outline=np.ones(OUTLINE)))
    log.append(replace(one, time_s=one.time_s + 1.0))

    assert np.isfinite(log.track().outline).all(axis=(1, 2, 3)).tolist() == [True, False]


def test_no_frames_are_an_empty_track():
    assert len(PoseLog().track()) == len(Pose.stack([])) == 0
