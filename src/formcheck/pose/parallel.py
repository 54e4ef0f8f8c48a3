"""Several estimators on one recording, each on stretches of it, joined so that the seams cannot be seen.

An estimator follows the person from frame to frame, so a stretch begins with a run-in. At its end an estimator hands
over to that of the next stretch only if both saw the same in the run-in; else it goes on through the next stretch
itself, as it would have done without the cut. Which frames come from which estimator depends on the frames alone, not
on the threads.
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
"""Last frames of a run-in that are compared: a third of a second at 30 frames a second."""

MAX_JOINT_DISTANCE = 0.02
"""Three quarters of the joints are no farther apart, in trunk lengths.

The model is never nearer to itself: one grey level of noise in the first frame of a clip moves its joints by 0.003
to 0.01 in all later ones. On the sample clips the joints of someone seen from the side were 0.001 to 0.007 apart
after the run-in, of someone seen along the body 0.07 or more; chosen between.
"""

MAX_WORST_JOINT_DISTANCE = 0.10
"""No joint is farther apart: an arm or leg taken for the other one is; chosen on the sample clips."""

MAX_VISIBILITY_DIFFERENCE = 0.2
"""No visibility differs more; chosen: the limit that they are read against is 0.5."""

_JOINTS = [
    *(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW),
    *(Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    *(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
]

MIN_JOINTS = 6
"""So many joints have to be seen by both; chosen: half of them, those of the near side."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Frames that one estimator answers for.

    Attributes
    ----------
    warm_up : int
        Frame that its estimator begins with.
    first, stop : int
        The frames that count: from `first` up to but not `stop`.
    """

    warm_up: int
    first: int
    stop: int


_POLL_S = 0.1  # how often the caller is told of progress


class Estimator(Protocol):
    """Frames in, poses out, in order of time."""

    def __call__(self, frame: Frame) -> Pose:
        """Pose in the next frame."""

    def close(self) -> None:
        """Let go of what it holds."""


Reader = Callable[[int], Generator[Frame]]
"""Gives the frames of a recording from a number on; may be called from any thread."""


def processors() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class HandoverRejected(Exception):
    """The estimator before goes on through this stretch; what was done here is not needed."""


@dataclass(slots=True, eq=False)
class _Task:
    """A stretch and what has become of it.

    Attributes
    ----------
    claimed : bool
        Whether an estimator of its own has begun it.
    warm_up : Future of the poses before it
        As its own estimator saw them.
    accepted : Future of bool
        Whether its own estimator counts, and not that of the stretch before.
    own, from_previous : deque of Pose
        What either found, from the first frame of the stretch on; the caller takes from that which counts.
    complete : Future of None
        Done when nothing more will come.
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
        """What there is by now and counts; each pose is given once and not kept."""
        if not self.accepted.done() or self.accepted.cancelled():
            return
        poses = self.own if self.accepted.result() else self.from_previous
        while poses:
            yield poses.popleft()


class _Run:
    """One estimator on its way through the frames."""

    def __init__(self, frames: Generator[Frame], first: int, estimator: Estimator, stopped: Event) -> None:
        self._frames = frames
        self._estimator = estimator
        self._stopped = stopped
        self._next = first
        self.recent: deque[Pose] = deque(maxlen=COMPARED_FRAMES)
        self.count = 0

    def poses_until(self, stop: int, rejected: Callable[[], bool] = lambda: False) -> Iterator[Pose]:
        """Poses of the next frames, up to but not frame `stop`."""
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
    """Poses of a recording in order of time, worked out in several threads; a context manager that ends them.

    Parameters
    ----------
    chunks : sequence of Stretch
        They cover the recording.
    read_from : callable
        Gives the frames from a number on.
    make_estimator : callable
        Makes an estimator that knows nothing yet.
    jobs : int > 0
        Threads, each with one estimator.
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
        """Poses in order; `on_progress` is told now and then how many frames have been looked at.

        Raises
        ------
        Exception
            Whatever a reader or an estimator raised.
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
        """One thread: as long as there are stretches that nobody has begun."""
        try:
            for number, task in enumerate(self._tasks):
                if self._claim(task):
                    self._run_from(number)
        except (CancelledError, InvalidStateError):
            pass  # stopped: the caller knows why
        except BaseException as error:  # raised to the caller of `poses`
            self._error = self._error or error
            self._stop()

    def _run_from(self, number: int) -> None:
        """Take a stretch to its end, and those after it that no other thread has begun or may go on with."""
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
        """The run that is to go through a stretch in this thread; None if another thread's may go on with it."""
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
        """Whether a stretch's own estimator has seen in its run-in what the one before saw: then it counts."""
        agreed = agree(list(run.recent), task.warm_up.result()[-COMPARED_FRAMES:])
        task.accepted.set_result(agreed)
        return agreed

    def _claim(self, task: _Task) -> bool:
        """Whether this thread is the first to begin a stretch."""
        with self._lock:
            claimed, task.claimed = task.claimed, True
        return not claimed

    def _start(self, task: _Task) -> _Run:
        """A new estimator that has run in."""
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
    """Whether two runs of poses of the same frames may be taken for one another; not if one saw nobody."""
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
    """How far the joints of two tracks of the same frames are apart.

    Returns
    -------
    (T, 12) trunk lengths
        Shoulders, elbows, wrists, hips, knees, ankles. The trunk is that of `reference`: the middle of the
        shoulders to the middle of the hips, its median over the track. NaN where one of them saw nobody.
    """
    image = reference.image
    shoulders = image[:, [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=1)
    hips = image[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=1)
    lengths = np.linalg.norm(shoulders - hips, axis=-1)
    lengths = lengths[np.isfinite(lengths)]
    trunk_px = np.median(lengths) if len(lengths) else np.nan
    return np.asarray(np.linalg.norm(track.image - image, axis=-1)[:, _JOINTS] / trunk_px, np.float64)
