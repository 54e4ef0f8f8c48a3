import threading
import time
import weakref
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from clips import ROOT
from formcheck.frames.frame import Frame
from formcheck.pose.parallel import COMPARED_FRAMES, Chunk, ParallelPoses
from formcheck.pose.recording import load_recording

TRACK = load_recording(ROOT / "tests/golden/glute_bridge_good_side_p0.npz").track
COUNT = 120
WARM_UP = 12
FIRSTS = [0, 30, 60, 90]
CHUNKS = [Chunk(max(0, a - WARM_UP), a, b) for a, b in pairwise([*FIRSTS, COUNT])]
BLANK = np.zeros((4, 4, 3), np.uint8)


class Follower:
    """An estimator that states in `world` which frame it began with, and may disagree with others.

    Begun with one of the frames `astray`, its landmarks lie off by a trunk length.
    """

    open = 0
    lock = threading.Lock()

    def __init__(self, astray=(), fails_at=None, slow_from=None):
        self.begun = None
        self.astray, self.fails_at, self.slow_from = astray, fails_at, slow_from
        with self.lock:
            Follower.open += 1

    def __call__(self, frame):
        if self.begun is None:
            self.begun = frame.index
        if self.fails_at == frame.index:
            raise ValueError(f"frame {frame.index}")
        if self.slow_from == self.begun:
            time.sleep(0.005)
        pose = TRACK[frame.index]
        off = 150.0 if self.begun in self.astray else 0.0
        return replace(pose, image=pose.image + off, world=np.full_like(pose.world, self.begun))

    def close(self):
        with self.lock:
            Follower.open -= 1


def read(first):
    for index in range(first, COUNT):
        yield Frame(index, float(TRACK.time_s[index]), BLANK)


@pytest.fixture(autouse=True)
def nothing_is_left_behind():
    Follower.open = 0
    yield
    assert Follower.open == 0
    assert [thread for thread in threading.enumerate() if thread.name.startswith("estimating")] == []


def begun_with(jobs, **how):
    """For every frame: the frame that its estimator began with."""
    with ParallelPoses(CHUNKS, read, lambda: Follower(**how), jobs) as parallel:
        poses = list(parallel.poses())
    assert [float(pose.time_s) for pose in poses] == TRACK.time_s[:COUNT].tolist()
    return [int(pose.world[0, 0]) for pose in poses]


def parts(*begun):
    return [start for start in begun for _ in range(30)]


every_number_of_jobs = pytest.mark.parametrize("jobs", [1, 2, 3, 4, 9])


@every_number_of_jobs
def test_each_chunk_has_a_warmed_up_estimator(jobs):
    assert begun_with(jobs) == parts(0, 18, 48, 78)


@every_number_of_jobs
@pytest.mark.parametrize(
    ("astray", "expected"),
    [
        ([18], parts(0, 0, 48, 78)),
        ([48], parts(0, 18, 18, 78)),
        ([78], parts(0, 18, 48, 48)),
        ([18, 48], parts(0, 0, 0, 78)),
        ([18, 48, 78], parts(0, 0, 0, 0)),
        ([0], parts(0, 0, 0, 0)),
    ],
)
def test_an_estimator_that_disagrees_is_not_handed_over_to(jobs, astray, expected):
    assert begun_with(jobs, astray=astray) == expected


@every_number_of_jobs
@pytest.mark.parametrize("slow", [0, 18, 48, 78])
def test_result_does_not_depend_on_which_estimator_is_slow(jobs, slow):
    assert begun_with(jobs, astray=[48], slow_from=slow) == parts(0, 18, 18, 78)


@every_number_of_jobs
@pytest.mark.parametrize("frame", [0, 20, 29, 50, 119])
def test_an_error_of_an_estimator_is_raised_and_ends_all(jobs, frame):
    with (
        pytest.raises(ValueError, match=f"frame {frame}"),
        ParallelPoses(CHUNKS, read, lambda: Follower(fails_at=frame), jobs) as parallel,
    ):
        list(parallel.poses())


@every_number_of_jobs
def test_an_error_of_a_reader_is_raised_and_ends_all(jobs):
    def broken(first):
        for frame in read(first):
            if frame.index == 70:
                raise OSError("unplugged")
            yield frame

    with pytest.raises(OSError, match="unplugged"), ParallelPoses(CHUNKS, broken, Follower, jobs) as parallel:
        list(parallel.poses())


@every_number_of_jobs
def test_an_interruption_ends_all(jobs):
    def interrupt():
        with ParallelPoses(CHUNKS, read, lambda: Follower(slow_from=48), jobs) as parallel:
            next(parallel.poses())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()


def test_progress_counts_analysed_frames():
    reported = []
    with ParallelPoses(CHUNKS, read, lambda: Follower(slow_from=0), 2) as parallel:
        list(parallel.poses(reported.append))

    assert reported == sorted(reported)
    assert 0 < reported[-1] <= COUNT + 3 * WARM_UP


def test_poses_are_given_while_their_chunk_is_analysed():
    taken = threading.Event()

    class Waiting(Follower):
        def __call__(self, frame):
            if frame.index == 20 and not taken.wait(10):
                raise TimeoutError("frame 20 was asked for before frame 0 was given")
            return super().__call__(frame)

    with ParallelPoses(CHUNKS, read, Waiting, 1) as parallel:
        poses = parallel.poses()
        first = next(poses)
        taken.set()

        assert [float(pose.time_s) for pose in (first, *poses)] == TRACK.time_s[:COUNT].tolist()


@every_number_of_jobs
@pytest.mark.parametrize("astray", [[], [48]])
def test_poses_that_were_given_are_not_kept(jobs, astray):
    made = []

    class Watched(Follower):
        def __call__(self, frame):
            pose = super().__call__(frame)
            made.append(weakref.ref(pose.image))
            return pose

    with ParallelPoses(CHUNKS, read, lambda: Watched(astray), jobs) as parallel:
        for _ in parallel.poses():
            pass
        for worker in threading.enumerate():
            if worker.name.startswith("estimating"):
                worker.join(10)

        assert len(made) >= COUNT
        assert sum(image() is not None for image in made) <= len(CHUNKS) * (WARM_UP + COMPARED_FRAMES)
