"""Several estimators on one video, each on chunks of it, joined so that the seams do not show.

An estimator tracks the person from frame to frame, so each chunk begins with a warm-up. At the end of its chunk an
estimator hands over to that of the next chunk only if both agree in the warm-up; otherwise it continues through the
next chunk itself, as it would have done without the cut. Which frames come from which estimator depends only on the
frames, not on the threads.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError, Future, InvalidStateError, wait
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Protocol, Self

import numpy as np

from formcheck.frames.frame import Frame
from formcheck.frames.prefetch import Worker
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Floats, Pose

COMPARED_FRAMES = 10
"""Number of frames at the end of a warm-up that are compared: a third of a second at 30 frames per second."""

MAX_JOINT_DISTANCE = 0.02
"""Largest distance for three quarters of the joints, in trunk lengths.

The model itself is no more repeatable: one grey level of noise in the first frame of a clip moves its joints by 0.003
to 0.01 in all later frames. On the sample clips, joints of a person in side view were 0.001 to 0.007 apart after the
warm-up, and 0.07 or more when the camera looked along the body; chosen between.
"""

MAX_WORST_JOINT_DISTANCE = 0.10
"""Largest distance for any joint, in trunk lengths; swapped limbs are farther apart. Chosen on the sample clips."""

MAX_VISIBILITY_DIFFERENCE = 0.2
"""Largest difference of any visibility; chosen: the threshold for visibilities is 0.5."""

_JOINTS = [
    *(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW),
    *(Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    *(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
]

MIN_JOINTS = 6
"""Minimum number of joints detected by both; chosen: half of them, those of the near side."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Frames that one estimator is responsible for.

    Attributes
    ----------
    warm_up : int
        First frame of the warm-up, with which its estimator begins.
    first, stop : int
        The frames whose poses are used: from `first` up to but not including `stop`.
    """

    warm_up: int
    first: int
    stop: int


_POLL_S = 0.1  # how often progress is reported to the caller


class Estimator(Protocol):
    """Frames in, poses out, in order of time."""

    def __call__(self, frame: Frame) -> Pose:
        """Pose in the next frame."""

    def close(self) -> None:
        """Release its resources."""


Reader = Callable[[int], Generator[Frame]]
"""Gives the frames of a video from a frame number on; can be called from any thread."""


def processors() -> int:
    """Number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class HandoverRejected(Exception):
    """The previous estimator continues through this chunk, so the poses of its own estimator are not needed."""


@dataclass(slots=True, eq=False)
class _Task:
    """A chunk and the state of its analysis.

    Attributes
    ----------
    claimed : bool
        Whether a thread has started an estimator for it.
    warm_up : Future of list of Pose
        Poses of its own estimator before the chunk.
    accepted : Future of bool
        Whether its own estimator is used, and not that of the previous chunk.
    own, from_previous : deque of Pose
        Poses of either estimator, from the first frame of the chunk on; the caller takes those that are used.
    complete : Future of None
        Done when all poses are there.
    """

    chunk: Chunk
    claimed: bool = False
    warm_up: "Future[list[Pose]]" = field(default_factory=Future)
    accepted: "Future[bool]" = field(default_factory=Future)
    own: deque[Pose] = field(default_factory=deque)
    from_previous: deque[Pose] = field(default_factory=deque)
    complete: "Future[None]" = field(default_factory=Future)

    @property
    def rejected(self) -> bool:
        return self.accepted.done() and not self.accepted.result()

    def ready(self) -> Iterator[Pose]:
        """The poses that are ready and used; each is given once and not kept."""
        if not self.accepted.done() or self.accepted.cancelled():
            return
        poses = self.own if self.accepted.result() else self.from_previous
        while poses:
            yield poses.popleft()


class _Run:
    """One estimator running through the frames."""

    def __init__(self, frames: Generator[Frame], first: int, estimator: Estimator, stopped: Event) -> None:
        self._frames = frames
        self._estimator = estimator
        self._stopped = stopped
        self._next = first
        self.recent: deque[Pose] = deque(maxlen=COMPARED_FRAMES)
        self.count = 0

    def poses_until(self, stop: int, rejected: Callable[[], bool] = lambda: False) -> Iterator[Pose]:
        """Poses of the next frames, up to but not including frame `stop`."""
        while self._next < stop:
            if self._stopped.is_set():
                raise CancelledError
            if rejected():
                raise HandoverRejected
            frame = next(self._frames)
            pose = self._estimator(frame)
            self._next = frame.index + 1
            self.count += 1
            self.recent.append(pose)
            yield pose

    def close(self) -> None:
        self._frames.close()
        self._estimator.close()


class ParallelPoses:
    """Poses of a video in order of time, estimated in several threads; a context manager that ends the threads.

    Parameters
    ----------
    chunks : sequence of Chunk
        Together they cover the video.
    read_from : callable
        Gives the frames from a frame number on.
    make_estimator : callable
        Creates an estimator without any state.
    jobs : int > 0
        Number of threads, each with one estimator.
    """

    def __init__(
        self, chunks: Sequence[Chunk], read_from: Reader, make_estimator: Callable[[], Estimator], jobs: int
    ) -> None:
        self._tasks = [_Task(chunk) for chunk in chunks]
        self._read_from = read_from
        self._make_estimator = make_estimator
        self._lock = Lock()
        self._stopped = Event()
        self._error: BaseException | None = None
        self._runs: list[_Run] = []
        self._tasks[0].accepted.set_result(True)
        self._workers = [Worker(self._work, f"estimating {i}") for i in range(min(jobs, len(self._tasks)))]

    def __enter__(self) -> Self:
        try:
            for worker in self._workers:
                worker.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop()
        for worker in self._workers:
            worker.wait()

    def poses(self, on_progress: Callable[[int], None] | None = None) -> Iterator[Pose]:
        """Poses in order; `on_progress` is called regularly with the number of frames analysed.

        Raises
        ------
        Exception
            An exception of a reader or an estimator.
        """
        for task in self._tasks:
            while not task.complete.done():
                wait([task.complete], timeout=_POLL_S)
                yield from task.ready()
                if on_progress is not None:
                    on_progress(sum(run.count for run in self._runs))
            if self._error is not None:
                raise self._error
            task.complete.result()
            yield from task.ready()

    def _work(self) -> None:
        """Work of one thread: analyse chunks while there are unclaimed ones."""
        try:
            for number, task in enumerate(self._tasks):
                if self._claim(task):
                    self._run_from(number)
        except (CancelledError, InvalidStateError):
            pass  # stopped by the caller
        except BaseException as error:  # raised to the caller of `poses`
            self._error = self._error or error
            self._stop()

    def _run_from(self, number: int) -> None:
        """Analyse a chunk to its end, then following chunks that are unclaimed or whose hand-over is rejected."""
        task = self._tasks[number]
        run = self._start(task)
        try:
            try:
                task.own.extend(run.poses_until(task.chunk.stop, lambda: task.rejected))
                counts = task.accepted.result()
            except HandoverRejected:
                counts = False
            if not counts:
                task.own.clear()
                return
            task.complete.set_result(None)
            for following in self._tasks[number + 1 :]:
                next_run = self._hand_over(run, following)
                if next_run is None:
                    return
                run = next_run
                poses = following.own if following.accepted.result() else following.from_previous
                poses.extend(run.poses_until(following.chunk.stop))
                following.complete.set_result(None)
        finally:
            run.close()

    def _hand_over(self, run: _Run, task: _Task) -> _Run | None:
        """The run that goes through a chunk in this thread; None if the run of another thread is accepted for it."""
        if not self._claim(task):
            return None if self._decide_handover(run, task) else run
        new_run = self._start(task)
        try:
            ended, next_run = (run, new_run) if self._decide_handover(run, task) else (new_run, run)
        except BaseException:
            new_run.close()
            raise
        ended.close()
        return next_run

    def _decide_handover(self, run: _Run, task: _Task) -> bool:
        """Whether a chunk's own estimator agrees with the previous one in the warm-up, and so is used."""
        agreed = agree(list(run.recent), task.warm_up.result()[-COMPARED_FRAMES:])
        task.accepted.set_result(agreed)
        return agreed

    def _claim(self, task: _Task) -> bool:
        """Claim a chunk; whether this thread is the first to do so."""
        with self._lock:
            claimed, task.claimed = task.claimed, True
        return not claimed

    def _start(self, task: _Task) -> _Run:
        """A new run that has finished its warm-up."""
        estimator = self._make_estimator()
        first = task.chunk.warm_up
        run = _Run(self._read_from(first), first, estimator, self._stopped)
        self._runs.append(run)
        try:
            task.warm_up.set_result(list(run.poses_until(task.chunk.first)))
        except BaseException:
            run.close()
            raise
        return run

    def _stop(self) -> None:
        self._stopped.set()
        for task in self._tasks:
            for future in (task.warm_up, task.accepted, task.complete):
                future.cancel()


def agree(one: Sequence[Pose], other: Sequence[Pose]) -> bool:
    """Whether two runs of poses of the same frames are interchangeable; they are not if one detected nobody."""
    first, second = Pose.stack(one), Pose.stack(other)
    if not len(first) or not (first.seen & second.seen).all():
        return False
    missing, also_missing = (np.isnan(track.image[:, _JOINTS, 0]) for track in (first, second))
    if (missing.any(axis=0) != also_missing.any(axis=0)).any():
        return False
    distance = joint_distance(second, first)[:, ~missing.any(axis=0)]
    if distance.shape[1] < MIN_JOINTS:
        return False
    distances = np.sort(np.median(distance, axis=0))
    difference = np.abs(first.visibility - second.visibility)[:, _JOINTS].max()
    return bool(
        distances[round(0.75 * len(distances)) - 1] <= MAX_JOINT_DISTANCE
        and distances[-1] <= MAX_WORST_JOINT_DISTANCE
        and difference <= MAX_VISIBILITY_DIFFERENCE
    )


def joint_distance(track: Pose, reference: Pose) -> Floats:
    """Distance between the joints of two tracks of the same frames.

    Returns
    -------
    (T, 12) trunk lengths
        Shoulders, elbows, wrists, hips, knees, ankles. The trunk length is the median over `reference` from
        mid-shoulder to mid-hip. NaN where either track has no person.
    """
    image = reference.image
    shoulders = image[:, [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=1)
    hips = image[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=1)
    lengths = np.linalg.norm(shoulders - hips, axis=-1)
    lengths = lengths[np.isfinite(lengths)]
    trunk_px = np.median(lengths) if len(lengths) else np.nan
    return np.asarray(np.linalg.norm(track.image - image, axis=-1)[:, _JOINTS] / trunk_px, np.float64)
