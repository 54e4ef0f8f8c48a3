"""Poses of a video: on all processors if the file allows it, else from start to end."""

from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial

from formcheck.frames.frame import Frame, FrameSource, SourceInfo
from formcheck.frames.frame_index import FrameIndex, IndexMismatch
from formcheck.frames.prefetch import prefetch
from formcheck.frames.video import VideoFile
from formcheck.pose.parallel import COMPARED_FRAMES, Chunk, Estimator, ParallelPoses, processors
from formcheck.pose.pose import Pose

ProgressCallback = Callable[[int], None]

LONGEST_PX = 1920
"""Larger frames are scaled down to this longer side before inference. The model uses 256×256 pixels around the person;
1080p is not scaled, since scaling takes as long as it saves, and reps were lost by it (docs/performance.md)."""

MOST_FPS = 30.0
"""Sufficient frame rate: all thresholds of all exercises were chosen on clips of 30 frames per second."""

PREFETCHED_POSES = 300
"""Number of poses that may wait for the rules; chosen: the pose model need not stop while libraries are loaded."""

MIN_CHUNK_S = 10.0
"""Minimum length of a chunk; chosen: the warm-up is then at most a tenth of the work."""

MAX_CHUNKS = 32
"""Maximum number of chunks; chosen: equal shares for up to 32 processors, and in an hour a seam every two minutes."""

WARM_UP_S = 1.0
"""How long an estimator runs before its chunk begins.

MediaPipe's running average of the visibility forgets all but 4 % of its start in 30 frames, and its landmarks are as
close to those of a longer run as they ever get within 10 to 20 frames; chosen on the sample clips.
"""

MIN_WARM_UP_FRAMES = 2 * COMPARED_FRAMES
"""Fewest frames of a warm-up, however few come in a second: the estimators settle within 10 to 20 frames, and the last
ten of them are compared."""


def video_poses(
    frames: FrameSource,
    make_estimator: Callable[[], Estimator],
    *,
    jobs: int | None = None,
    on_progress: ProgressCallback = lambda _: None,
    min_chunk_s: float = MIN_CHUNK_S,
) -> Generator[Pose]:
    """Poses of all frames, in order of time, in pixels of the source, even if its frames were scaled down.

    If you stop early, close the generator: that ends its threads. `frames.info.warnings` is complete at the end.

    Parameters
    ----------
    frames : FrameSource
        Source of the frames. Videos that can be read from any frame on are analysed in chunks
        (`formcheck.pose.parallel`); the poses are the same for any number of jobs.
    make_estimator : callable
        Creates an estimator without any state; called once per chunk.
    jobs : int > 0, optional
        Number of estimators at work at the same time; by default the number of processors.
    on_progress : callable
        Called regularly with the number of frames analysed, including the warm-ups of chunks.
    min_chunk_s : float
        Minimum length of a chunk, in seconds.
    """
    given = 0
    make_estimator = partial(_InSourcePixels, make_estimator, frames.info)
    frame_index = _frame_index(frames, min_chunk_s)
    if isinstance(frames, VideoFile) and frame_index is not None:
        try:
            for pose in _parallel_poses(
                frames, frame_index, make_estimator, jobs or processors(), on_progress, min_chunk_s
            ):
                yield pose
                given += 1
        except IndexMismatch:  # rare: a file with hidden damage. The poses given until then are right
            pass
        else:
            frames.info.warnings[:] = frame_index.warnings
            return
    with closing(prefetch(_sequential_poses(frames, make_estimator), PREFETCHED_POSES)) as poses:
        for index, pose in enumerate(poses):
            if index >= given:
                yield pose
            on_progress(index + 1)


def _sequential_poses(frames: FrameSource, make_estimator: Callable[[], Estimator]) -> Generator[Pose]:
    with closing(make_estimator()) as estimator, closing(prefetch(frames)) as ahead:
        yield from map(estimator, ahead)


class _InSourcePixels:
    """An estimator whose poses are in pixels of the source."""

    def __init__(self, make_estimator: Callable[[], Estimator], info: SourceInfo) -> None:
        self._estimator = make_estimator()
        self._size = (info.width, info.height)

    def __call__(self, frame: Frame) -> Pose:
        pose = self._estimator(frame)
        height, width = frame.rgb.shape[:2]
        if (width, height) == self._size:
            return pose
        return pose.scaled(self._size[0] / width, self._size[1] / height).rounded()

    def close(self) -> None:
        self._estimator.close()


def _frame_index(frames: FrameSource, min_chunk_s: float) -> FrameIndex | None:
    """Index for reading in chunks; None if the source is too short or does not allow it."""
    stated_s = frames.info.duration_s
    if not isinstance(frames, VideoFile) or (stated_s is not None and stated_s < 2 * min_chunk_s):
        return None
    return frames.frame_index()


def _parallel_poses(
    video: VideoFile,
    frame_index: FrameIndex,
    make_estimator: Callable[[], Estimator],
    jobs: int,
    on_progress: ProgressCallback,
    min_chunk_s: float,
) -> Generator[Pose]:
    fps = (len(frame_index) - 1) / frame_index.time_s(len(frame_index) - 1) if len(frame_index) > 1 else 1.0
    chunks = cut_into_chunks(len(frame_index), fps, min_chunk_s)
    with ParallelPoses(chunks, partial(video.frames_from, frame_index), make_estimator, jobs) as parallel:
        yield from parallel.poses(on_progress)


def cut_into_chunks(frames: int, fps: float, min_chunk_s: float = MIN_CHUNK_S) -> list[Chunk]:
    """Chunks of a video, in order; a single one if it is too short to be cut.

    Their number is a power of two, and with its warm-up each one is the same amount of work: equal shares for 2, 4 or
    8 processors.

    Parameters
    ----------
    frames : int > 0
        Length of the video.
    fps : float > 0
        Mean frame rate, frames per second.
    min_chunk_s : float
        Minimum length of a chunk, in seconds.
    """
    warm_up = max(round(WARM_UP_S * fps), MIN_WARM_UP_FRAMES)
    count = 1
    while count < MAX_CHUNKS and (frames - (2 * count - 1) * warm_up) / (2 * count) >= min_chunk_s * fps:
        count *= 2
    share = (frames + (count - 1) * warm_up) / count
    firsts = [0] + [round(share + i * (share - warm_up)) for i in range(count - 1)]
    return [
        Chunk(max(0, first - warm_up), first, stop) for first, stop in zip(firsts, [*firsts[1:], frames], strict=True)
    ]
