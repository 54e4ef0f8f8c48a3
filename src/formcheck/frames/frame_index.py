"""Where each picture of a video file is, found without decoding: what lets several readers share one file."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from formcheck.frames.decoder import Decoder
from formcheck.frames.timestamps import Timestamps, limit_fps

Ticks = npt.NDArray[np.int64]

_SEEKS_EXACTLY = {"mov", "matroska"}
"""Containers with an index of their keyframes; phones, cameras and screen recorders write these."""


class IndexMismatch(Exception):
    """The pictures that came are not the ones that the frame index names; the file has to be read in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameIndex:
    """Pictures of a regular file, in order of presentation.

    Attributes
    ----------
    ticks : (T,) int64
        Time of each picture on the stream's clock, increasing.
    selected : (N,) int64
        Places in `ticks` of the pictures that are given; the others are left out (`formcheck.frames.timestamps`).
    keyframes : (K,) int64
        Those of them that can be decoded without the ones before.
    time_base : Fraction
        Seconds per tick.
    warnings : list of str
        What is to be told of the times, as after a reading from start to end.
    """

    ticks: Ticks
    selected: Ticks
    keyframes: Ticks
    time_base: Fraction
    warnings: list[str]

    def __len__(self) -> int:
        """Number of pictures that are given."""
        return len(self.selected)

    def time_s(self, index: int) -> float:
        """Seconds from the first picture: to the last bit what `Timestamps` gives for a regular file."""
        return _seconds(self.ticks, int(self.selected[index]), self.time_base)

    def keyframe_for(self, index: int) -> int:
        """Tick of the keyframe from which a picture can be decoded."""
        position = int(np.searchsorted(self.keyframes, self.ticks[self.selected[index]], side="right"))
        return int(self.keyframes[position - 1])


def index_frames(decoder: Decoder, step_s: float, most_fps: float | None = None) -> FrameIndex | None:
    """Look at every packet of a freshly opened file; None where its pictures cannot be told from them.

    That is so for containers without an exact index, for files that are damaged or cut off, and where a
    time is missing or stated twice.

    Parameters
    ----------
    step_s : float > 0
        Usual time between pictures.
    most_fps : float, optional
        Rate that is enough: pictures in between are not kept.
    """
    base = decoder.stream.time_base
    if base is None or _SEEKS_EXACTLY.isdisjoint(decoder.formats):
        return None
    stated: list[int] = []
    keyframes: list[int] = []
    for packet in decoder.frame_packets():
        if packet.pts is None or packet.is_corrupt:
            return None
        stated.append(packet.pts)
        if packet.is_keyframe:
            keyframes.append(packet.pts)
    ticks = np.unique(np.array(stated, np.int64))
    if not keyframes or len(ticks) < len(stated) or min(keyframes) > ticks[0] or decoder.warnings(step_s):
        return None
    timed = ((i, _seconds(ticks, i, base)) for i in range(len(ticks)))
    selected = np.array([i for i, _ in limit_fps(timed, most_fps)], np.int64)
    return FrameIndex(
        ticks, selected, np.unique(np.array(keyframes, np.int64)), base, _time_warnings(ticks, base, step_s)
    )


def _seconds(ticks: Ticks, position: int, base: Fraction) -> float:
    return float(int(ticks[position]) * base) - float(int(ticks[0]) * base)


def _time_warnings(ticks: Ticks, base: Fraction, step_s: float) -> list[str]:
    timestamps = Timestamps(step_s)
    for tick in ticks.tolist():
        timestamps.add(float(tick * base))
    return timestamps.warnings()
