"""Opens any source of frames, and reads selected frames of it."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import groupby
from pathlib import Path

from formcheck.frames.frame import Frame, FrameSource, existing_path
from formcheck.frames.frame_index import FrameIndex, IndexMismatch
from formcheck.frames.images import ImageFolder
from formcheck.frames.video import VideoFile
from formcheck.frames.webp_film import WebpFilm, is_animated_webp


def open_frames(
    path: str | Path, longest_px: int | None = None, most_fps: float | None = None, fps: float | None = None
) -> FrameSource:
    """Open a video file or a folder of images.

    Parameters
    ----------
    longest_px : int, optional
        Longer side to which larger frames of a video are scaled down; images of a folder keep their size.
    most_fps : float, optional
        Sufficient frame rate of a video: frames in between are dropped.
    fps : float, optional
        Images per second of a folder; a video states its own times.

    Raises
    ------
    InputNotFound, NotAVideo, NoFrames
        The message is one line: what is wrong and what to do.
    """
    source_path = existing_path(path)
    if source_path.is_dir():
        return ImageFolder(source_path, fps)
    if is_animated_webp(source_path):
        return WebpFilm(source_path, longest_px, most_fps)
    return VideoFile(source_path, longest_px, most_fps)


def select_frames(frames: FrameSource, times: Mapping[int, float]) -> Iterator[Frame]:
    """Selected frames, in order; frames that the source does not have are left out.

    In a video that can be read from any frame on, frames between two selected ones are decoded only if no keyframe
    lies between them.

    Parameters
    ----------
    times : mapping of int to float
        Frame numbers, with the times that these frames had when the source was read from the start: damaged frames
        have no number, and only reading from the start skips them all.
    """
    wanted = sorted(times)
    if isinstance(frames, VideoFile) and (index := frames.frame_index()) is not None:
        known = [n for n in wanted if n < len(index) and index.time_s(n) == times[n]]
        if known == wanted:
            try:
                for frame in _from_keyframes(frames, index, known):
                    yield frame
                    wanted.remove(frame.index)
            except IndexMismatch:  # damaged: read from the start instead
                pass
    if not wanted:
        return
    for frame in frames:
        if frame.index in wanted:
            yield frame
        if frame.index >= wanted[-1]:
            return


def _from_keyframes(video: VideoFile, index: FrameIndex, wanted: list[int]) -> Iterator[Frame]:
    for _, group in groupby(wanted, index.keyframe_for):
        numbers = list(group)
        with closing(video.frames_from(index, numbers[0])) as reading:
            for frame in reading:
                if frame.index in numbers:
                    yield frame
                if frame.index == numbers[-1]:
                    break
