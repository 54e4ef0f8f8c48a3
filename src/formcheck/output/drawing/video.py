"""The annotated video: a second pass over the pictures, with what was found drawn on them."""

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
"""Larger pictures are scaled down to this before they are drawn on: sharp on a phone, a quarter of the work."""


def write_annotated(
    analysis: Analysis,
    frames: FrameSource,
    path: str | Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> None:
    """As `write_scenes`, of a set."""
    write_scenes(Scenes(analysis), frames, path, progress=progress)


def write_scenes(
    scenes: SceneRun,
    frames: FrameSource,
    path: str | Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write an annotated video, H.264 in MP4, with the times of its pictures.

    Parameters
    ----------
    scenes : SceneRun
        What is drawn; the n-th scene belongs to the n-th picture.
    frames : FrameSource
        The pictures it was made from; best opened with `LONGEST_SIDE_PX`. With more or fewer of them than poses
        the video ends with the shorter.
    path : str or Path
        Where the video goes; an existing file is replaced. Its longer side is at most `LONGEST_SIDE_PX`.
    progress : callable or None
        Told the number of pictures done so far.

    Raises
    ------
    OutputError
        Folder missing or not writable, disk full.

    Notes
    -----
    Decoding, drawing and encoding overlap: they run in threads of their own.
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
        closing(prefetch(drawn())) as pictures,
    ):
        for done, (rgb, time_s) in enumerate(pictures, start=1):
            writer.write(rgb, time_s)
            if progress is not None:
                progress(done)


def output_size(width: int, height: int) -> tuple[int, int]:
    """Size of the annotated video: as it is, or even numbers with the longer side `LONGEST_SIDE_PX`."""
    return fitted_size(width, height, LONGEST_SIDE_PX)


def _resized_copy(rgb: Rgb, width: int, height: int) -> Rgb:
    """A copy of that size; the picture itself may be the decoder's own memory."""
    if rgb.shape[:2] == (height, width):
        return rgb.copy()
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
