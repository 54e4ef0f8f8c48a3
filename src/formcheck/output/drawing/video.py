"""The annotated video: a second pass over the frames, with the results drawn on them."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np

from formcheck.frames.frame import FrameSource, Rgb
from formcheck.frames.orientation import Orientation, fitted_size
from formcheck.frames.prefetch import prefetch
from formcheck.output.drawing.overlay import draw_scene
from formcheck.output.drawing.scene import SceneRun
from formcheck.output.drawing.set_scenes import Scenes
from formcheck.output.drawing.video_writer import VideoWriter
from formcheck.session.analysis import Analysis

LONGEST_SIDE_PX = 1280
"""Larger frames are scaled down to this before drawing: sharp on a phone, a quarter of the work."""


def write_annotated(
    analysis: Analysis,
    frames: FrameSource,
    path: str | Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> None:
    """As `write_scenes`, for a set."""
    write_scenes(Scenes(analysis), frames, path, progress=progress)


def write_scenes(
    scenes: SceneRun,
    frames: FrameSource,
    path: str | Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write an annotated video, H.264 in MP4, with the time stamps of the source.

    Parameters
    ----------
    scenes : SceneRun
        What is drawn; the n-th scene belongs to the n-th frame.
    frames : FrameSource
        The frames of the recording; best opened with `LONGEST_SIDE_PX`. If there are more or fewer frames than
        scenes, the video ends with the shorter of the two.
    path : str or Path
        Output file; an existing one is replaced. The longer side of the video is at most `LONGEST_SIDE_PX`.
    progress : callable or None
        Called after each frame with the number of frames written.

    Raises
    ------
    OutputError
        The folder is missing or not writable, or the disk is full.

    Notes
    -----
    Decoding, drawing and encoding overlap, each in its own thread.
    """
    orientation = Orientation(scenes.quarter_turns)
    width, height = output_size(*orientation.size(frames.info.width, frames.info.height))
    resized = ((_resized_copy(orientation.upright(frame.rgb), width, height), frame.time_s) for frame in frames)

    def drawn() -> Iterator[tuple[Rgb, float]]:
        for index, (rgb, time_s) in zip(range(len(scenes)), fitted, strict=False):
            draw_scene(rgb, scenes[index])
            yield rgb, time_s

    with (
        closing(prefetch(resized)) as fitted,
        VideoWriter(path, width, height) as writer,
        closing(prefetch(drawn())) as annotated,
    ):
        for done, (rgb, time_s) in enumerate(annotated, start=1):
            writer.write(rgb, time_s)
            if progress is not None:
                progress(done)


def output_size(width: int, height: int) -> tuple[int, int]:
    """Size of the annotated video: unchanged, or scaled to even numbers with `LONGEST_SIDE_PX` as the longer side."""
    return fitted_size(width, height, LONGEST_SIDE_PX)


def _resized_copy(rgb: Rgb, width: int, height: int) -> Rgb:
    """A copy of this size: the frame itself may be the decoder's own memory."""
    if rgb.shape[:2] == (height, width):
        return rgb.copy()
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
