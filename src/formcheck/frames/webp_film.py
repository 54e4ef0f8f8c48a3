"""Animated WebP files, which libav cannot decode, read with Pillow."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

import cv2
import numpy as np
from PIL import Image

from formcheck.errors import NoFrames
from formcheck.frames.frame import Frame, Rgb, SourceInfo
from formcheck.frames.gif_clock import REPLACED_S
from formcheck.frames.orientation import fitted_size
from formcheck.frames.timestamps import limit_fps

_SHORTEST_S = 0.011
"""Browsers show pictures of WebP with a delay of 10 ms or less for `REPLACED_S`, as those of GIF."""

_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


def is_animated_webp(path: Path) -> bool:
    """Whether a file is a WebP of several pictures: an extended header with the flag of animation."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(21)
    return len(head) == 21 and head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X" and bool(head[20] & 2)


class WebpFilm:
    """Frames of an animated WebP file; can be iterated any number of times.

    Parameters
    ----------
    path : Path
        File for which `is_animated_webp` is true.
    longest_px : int, optional
        Longer side to which larger frames are scaled down; `info` states the recorded size.
    most_fps : float, optional
        Sufficient frame rate: frames in between are dropped.

    Raises
    ------
    NoFrames
        It cannot be decoded.
    """

    def __init__(self, path: Path, longest_px: int | None = None, most_fps: float | None = None) -> None:
        self._path, self._longest_px = path, longest_px
        try:
            with Image.open(path) as image:
                width, height = image.size
                count = int(getattr(image, "n_frames", 1))
        except _DAMAGED as error:
            raise NoFrames(f"no frame of '{path}' can be decoded. Record or copy it again.") from error
        self.info = SourceInfo(path.name, "video", width, height, frames=count, most_fps=most_fps)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing to close: an iteration closes its file."""

    def __iter__(self) -> Iterator[Frame]:
        self.info.warnings.clear()
        for index, (rgb, time_s) in enumerate(limit_fps(self._pictures(), self.info.most_fps)):
            yield Frame(index, time_s, rgb)

    def _pictures(self) -> Iterator[tuple[Rgb, float]]:
        time_s = 0.0
        size = fitted_size(self.info.width, self.info.height, self._longest_px)
        with Image.open(self._path) as image:
            for number in range(self.info.frames or 0):
                try:
                    image.seek(number)
                    rgb = np.array(image.convert("RGB"), np.uint8)
                except _DAMAGED:
                    self.info.warnings.append(f"the file ends early: frames stop at {time_s:.1f} s")
                    return
                if size != (self.info.width, self.info.height):
                    rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
                yield rgb, time_s
                delay_s = float(image.info.get("duration", 0)) / 1000
                time_s += delay_s if delay_s >= _SHORTEST_S else REPLACED_S
