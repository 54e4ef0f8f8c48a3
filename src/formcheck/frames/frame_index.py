"""Where each frame of a video file is, found without decoding, so that several readers can share one file."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from formcheck.frames.decoder import Decoder
from formcheck.frames.timestamps import Timestamps, limit_fps

Ticks = npt.NDArray[np.int64]

_SEEKS_EXACTLY = {"mov", "matroska"}
"""Containers with an index of their keyframes, as phones, cameras and screen recorders write them."""


class IndexMismatch(Exception):
    """The decoded frames are not those in the frame index; the file has to be read from start to end."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameIndex:
    """Frames of a regular file, in order of presentation.

    Attributes
    ----------
    ticks : (T,) int64
        Time of each frame on the stream's clock, increasing.
    selected : (N,) int64
        Positions in `ticks` of the frames that are given; the others are dropped (`formcheck.frames.timestamps`).
    keyframes : (K,) int64
        Ticks of the frames that can be decoded without earlier ones.
    time_base : Fraction
        Seconds per tick.
    warnings : list of str
        Warnings about the times, the same as after reading from start to end.
    """

    ticks: Ticks
    selected: Ticks
    keyframes: Ticks
    time_base: Fraction
    warnings: list[str]

    def __len__(self) -> int:
        """Number of frames that are given."""
        return len(self.selected)

    def time_s(self, index: int) -> float:
        """Seconds from the first frame, to the last bit those of `Timestamps` for a regular file."""
        return _seconds(self.ticks, int(self.selected[index]), self.time_base)

    def keyframe_for(self, index: int) -> int:
        """Tick of the keyframe from which a frame can be decoded."""
        position = int(np.searchsorted(self.keyframes, self.ticks[self.selected[index]], side="right"))
        return int(self.keyframes[position - 1])


def index_frames(decoder: Decoder, step_s: float, most_fps: float | None = None) -> FrameIndex | None:
    """Index a newly opened file by its packets; None where packets do not identify the frames.

    That is so for containers without an exact index, for files that are damaged or cut off, and where a
    time stamp is missing or stated twice.

    Parameters
    ----------
    step_s : float > 0
        Usual time between two frames.
    most_fps : float, optional
        Sufficient frame rate: frames in between are not selected.
    """
    base = decoder.time_base
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
    if not keyframes or len(ticks) < len(stated) or min(keyframes) > ticks[0]:
        return None
    if decoder.warnings(step_s) != decoder.time_warnings():
        return None
    timed = ((i, _seconds(ticks, i, base)) for i in range(len(ticks)))
    selected = np.array([i for i, _ in limit_fps(timed, most_fps)], np.int64)
    return FrameIndex(
        ticks,
        selected,
        np.unique(np.array(keyframes, np.int64)),
        base,
        decoder.time_warnings() + _time_warnings(ticks, base, step_s),
    )


def _seconds(ticks: Ticks, position: int, base: Fraction) -> float:
    return float(int(ticks[position]) * base) - float(int(ticks[0]) * base)


def _time_warnings(ticks: Ticks, base: Fraction, step_s: float) -> list[str]:
    timestamps = Timestamps(step_s)
    for tick in ticks.tolist():
        timestamps.add(float(tick * base))
    return timestamps.warnings()
