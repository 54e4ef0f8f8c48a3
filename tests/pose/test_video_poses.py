"""Videos analysed in chunks against the same videos from start to end, with the real pose model."""

import threading
from contextlib import closing
from functools import cache, partial

import numpy as np
import pytest

from clips import GOOD, ROOT, pictures
from formcheck.exercises import find_exercise
from formcheck.frames.frame_source import open_frames
from formcheck.frames.video import VideoFile
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.parallel import joint_distance
from formcheck.pose.pose import Pose
from formcheck.pose.video_poses import video_poses
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo
from media import cut, damage, write_clip

END_ON = ROOT / "samples/videos/glute_bridge_good_front_p1.mp4"
CUT_S = 7.0
"""Short enough to cut the sample clips in two."""


class Estimators:
    """Makes pose estimators and counts them."""

    def __init__(self):
        self.made = 0

    def __call__(self):
        self.made += 1
        return PoseEstimator("lite")


@cache
def poses_of(path, jobs, min_chunk_s=CUT_S):
    make = Estimators()
    with open_frames(path) as frames, closing(video_poses(frames, make, jobs=jobs, min_chunk_s=min_chunk_s)) as poses:
        return Pose.stack(list(poses)), make.made, list(frames.info.warnings)


def sequential(path):
    return poses_of(path, 1, float("inf"))


def verdicts(track):
    info = VideoFile(GOOD).info
    model = ModelInfo(name="lite", sha256="")
    result = analyze_poses((track[i] for i in range(len(track))), find_exercise("glute-bridge"), info, model).result
    return [[(v.rule, v.verdict) for v in rep.verdicts] for rep in result.reps]


def same(one, other):
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for name in ("time_s", "image", "world", "visibility")
    )


def test_two_jobs_give_the_poses_of_one_to_the_last_bit():
    one, made, _ = poses_of(GOOD, 1)
    two, also_made, _ = poses_of(GOOD, 2)

    assert made == also_made == 2
    assert same(one, two)


def test_the_seam_does_not_show():
    whole, made, _ = sequential(GOOD)
    joined, _, _ = poses_of(GOOD, 2)
    apart = 100 * joint_distance(joined, whole)  # % of the trunk
    seam = int(np.argmax(apart.max(axis=1) > 0))

    assert made == 1
    assert 100 < seam < len(whole) - 100
    assert np.median(apart[seam:]) < 0.5
    assert np.quantile(apart[seam:], 0.99) < 5.0
    assert np.quantile(apart[seam], 0.75) < 2.0


def test_reps_and_verdicts_are_those_of_one_run():
    whole, joined = sequential(GOOD)[0], poses_of(GOOD, 2)[0]

    assert len(verdicts(whole)) == 3
    assert verdicts(joined) == verdicts(whole)


def test_there_is_no_cut_where_it_would_show():
    """With the camera along the body, the model gives another pose after a new start: the first run continues."""
    whole = sequential(END_ON)[0]
    joined, made, _ = poses_of(END_ON, 2, 6.0)

    assert made == 2
    assert same(joined, whole)


def test_a_short_recording_is_not_cut(tmp_path):
    clip = write_clip(tmp_path / "short.mp4", pictures(until_s=1.5))

    assert [poses_of(clip, 2, min_chunk_s)[1] for min_chunk_s in (0.2, 1.0)] == [2, 1]


def test_the_pose_model_continues_while_the_first_poses_are_judged(tmp_path):
    clip = write_clip(tmp_path / "short.mp4", pictures(until_s=1.5))
    done = threading.Event()

    class Last(PoseEstimator):
        def __call__(self, frame):
            if frame.index == 40:
                done.set()
            return super().__call__(frame)

    with open_frames(clip) as frames, closing(video_poses(frames, lambda: Last("lite"))) as poses:
        next(poses)

        assert done.wait(60)


def test_warnings_are_those_of_reading_from_start_to_end(tmp_path):
    frames = pictures()
    times = [i / 30 + (1.5 if i > 60 else 0.0) for i in range(len(frames))]
    clip = write_clip(tmp_path / "gap.mp4", frames, times=times)

    assert poses_of(clip, 2, 2.0)[1] > 1
    assert poses_of(clip, 2, 2.0)[2] == sequential(clip)[2] != []


@pytest.mark.parametrize(
    "how", [partial(cut, share=0.7), partial(damage, share=0.6, count=6000)], ids=["cut", "damage"]
)
def test_a_broken_file_gives_the_poses_of_reading_from_start_to_end(tmp_path, how):
    clip = how(write_clip(tmp_path / "clip.mkv", pictures(), ticks_per_s=1000, options={"g": "15"}))

    broken, _, warnings = poses_of(clip, 2, 1.0)
    whole, _, sequential_warnings = sequential(clip)

    assert warnings == sequential_warnings != []
    np.testing.assert_array_equal(broken.time_s, whole.time_s)
    assert len(broken) < len(pictures())


def test_poses_of_scaled_frames_are_in_pixels_of_the_source(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", pictures(until_s=1.0))
    found = []
    for longest_px in (None, 480):
        with open_frames(clip, longest_px) as frames, closing(video_poses(frames, Estimators())) as poses:
            found.append(Pose.stack(list(poses)))
    as_recorded, scaled = found

    assert np.median(100 * joint_distance(scaled, as_recorded)) < 2.0
    assert (scaled.image == scaled.image.astype(np.float32)).all()
