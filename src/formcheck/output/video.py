"""The annotated video: a second pass over the pictures, with what was found drawn on them."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from formcheck.coaching.analysis import Analysis
from formcheck.frames.frame import FrameSource, Rgb
from formcheck.output.overlay import draw
from formcheck.output.scene import Scenes
from formcheck.output.video_writer import VideoWriter

LONGEST_SIDE_PX = 1280
"""Larger pictures are scaled down to this before they are drawn on: sharp on a phone, a quarter of the work."""


def write_annotated(
    analysis: Analysis,
    frames: FrameSource,
    path: str | Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write the annotated video of a recorded set, H.264 in MP4, with the times of its pictures.

    Parameters
    ----------
    analysis : Analysis
        The set; its n-th pose belongs to the n-th picture.
    frames : FrameSource
        The pictures it was made from. With more or fewer of them than poses the video ends with the shorter.
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
    Decoder and encoder run in threads of their own already; a thread that decodes ahead gained nothing on two
    cores.
    """
    scenes = Scenes(analysis)
    width, height = output_size(frames.info.width, frames.info.height)
    with VideoWriter(path, width, height) as writer:
        for index, frame in zip(range(len(scenes)), frames, strict=False):
            rgb = _own(frame.rgb, width, height)
            draw(rgb, scenes[index])
            writer.write(rgb, frame.time_s)
            if progress is not None:
                progress(index + 1)


def output_size(width: int, height: int) -> tuple[int, int]:
    """Size of the annotated video: as it is, or even numbers with the longer side `LONGEST_SIDE_PX`."""
    scale = LONGEST_SIDE_PX / max(width, height)
    if scale >= 1.0:
        return width, height
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))


def _own(rgb: Rgb, width: int, height: int) -> Rgb:
    """A copy of that size; the picture itself may be the decoder's own memory."""
    if rgb.shape[:2] == (height, width):
        return rgb.copy()
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
