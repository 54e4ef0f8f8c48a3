"""Writes H.264 video in MP4 that browsers play, with the time stamps of the source."""

import errno
import os
from contextlib import ExitStack, suppress
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.packet import Packet
from av.video.reformatter import ColorPrimaries, ColorTrc
from av.video.stream import VideoStream

from formcheck.files import replacing, unwritable
from formcheck.frames.frame import Rgb

_TICKS_PER_S = 90_000  # the MPEG clock: 11 µs
_KEYFRAME_EVERY = 60  # frames; seeking to a moment of the report is immediate
_SUBQ = 1  # x264's subpixel refinement; the preset's 2 takes a sixth longer for files as large (docs/performance.md)
_ONLY_FRAME_S = 1 / 30  # duration of a video with a single frame
_COLORSPACE_601 = 6  # AVCOL_SPC_SMPTE170M, the matrix that cv2 uses
_LIMITED_RANGE = 1  # AVCOL_RANGE_MPEG


class _Abandoned(Exception):
    """The frames ended with an exception."""


class VideoWriter:
    """Writes frames with their times to an MP4 file; a context manager.

    The file appears under its name once it is complete. Until then there is only a hidden file beside it, which is
    removed after an exception.

    Parameters
    ----------
    path : str or Path
        Output file; an existing one is replaced.
    width, height : int
        Size of the frames in pixels. H.264 with 4:2:0 colour sampling needs even numbers: the last column or row of
        an odd frame is repeated, so 1×1 becomes 2×2.
    preset, crf
        x264's speed and quality; a smaller crf gives better quality and larger files.

    Raises
    ------
    OutputError
        The folder is missing or not writable, or the disk is full.
    ValueError
        A frame of another size, a time that does not increase or is below 0, or no frame at all.

    Notes
    -----
    Times are kept to 1/90000 s; the last frame is shown for as long as the one before it. There are no B-frames, so
    that a file that starts at 0 starts at 0 in every player.
    """

    def __init__(self, path: str | Path, width: int, height: int, *, preset: str = "veryfast", crf: int = 23) -> None:
        if width < 1 or height < 1:
            raise ValueError(f"a frame of {width}×{height} pixels cannot be written")
        self.path = Path(path)
        self._shape = (height, width, 3)
        self._even = (height + height % 2, width + width % 2)
        self._options = {"preset": preset, "crf": str(crf), "bf": "0", "g": str(_KEYFRAME_EVERY), "subq": str(_SUBQ)}
        self._cleanup = ExitStack()
        self._container: OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._pending: Packet[VideoStream] | None = None  # its duration is known when the next packet comes
        self._last_pts: int | None = None
        self._last_time_s = -1.0
        self._step = round(_ONLY_FRAME_S * _TICKS_PER_S)

    def __enter__(self) -> Self:
        if self.path.is_dir():
            raise unwritable(self.path, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
        with ExitStack() as cleanup:
            self._container = self._open(cleanup.enter_context(replacing(self.path)))
            cleanup.callback(self._discard)
            self._cleanup = cleanup.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, *exc: object) -> None:
        with suppress(_Abandoned), self._cleanup:
            if kind is not None:  # the exception goes on to the caller; it is not a write error
                raise _Abandoned
            self._finish()

    def write(self, rgb: Rgb, time_s: float) -> None:
        """Add one frame.

        Parameters
        ----------
        rgb : (height, width, 3) uint8
            The caller may reuse the array afterwards.
        time_s : float
            Time of the frame; greater than that of the frame before.
        """
        if self._stream is None:
            raise ValueError("write() outside of 'with VideoWriter(...)'")
        if rgb.shape != self._shape or rgb.dtype != np.uint8:
            raise ValueError(f"frame is {rgb.dtype} {rgb.shape}, expected uint8 {self._shape}")
        frame = av.VideoFrame.from_ndarray(self._yuv(rgb), format="yuv420p")  # _numpy_buffer miscounts rows
        frame.pts = self._ticks(time_s)
        frame.time_base = Fraction(1, _TICKS_PER_S)
        try:
            self._mux(self._stream.encode(frame))
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _open(self, unfinished: Path) -> OutputContainer:
        unfinished.touch()
        container = av.open(f"file:{unfinished}", mode="w", format="mp4", container_options={"movflags": "+faststart"})
        height, width = self._even
        stream = container.add_stream("libx264", rate=30, options=self._options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, _TICKS_PER_S)
        stream.thread_type = "AUTO"
        stream.colorspace, stream.color_range = _COLORSPACE_601, _LIMITED_RANGE
        stream.color_primaries, stream.color_trc = ColorPrimaries.BT709.value, ColorTrc.BT709.value
        self._stream = stream
        return container

    def _yuv(self, rgb: Rgb) -> Rgb:
        """Planes Y, U and V as one (1.5 · height, width) array; ten times faster with OpenCV than with swscale."""
        more_rows, more_columns = self._even[0] - rgb.shape[0], self._even[1] - rgb.shape[1]
        if more_rows or more_columns:
            rgb = np.pad(rgb, ((0, more_rows), (0, more_columns), (0, 0)), mode="edge")
        return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420), np.uint8)

    def _ticks(self, time_s: float) -> int:
        if not 0 <= time_s < float("inf"):
            raise ValueError(f"time_s must be 0 or more, not {time_s}")
        if time_s <= self._last_time_s:
            raise ValueError(f"time_s must increase: {time_s} after {self._last_time_s}")
        pts = round(time_s * _TICKS_PER_S)
        if self._last_pts is not None:
            pts = max(pts, self._last_pts + 1)
            self._step = pts - self._last_pts
        self._last_pts, self._last_time_s = pts, time_s
        return pts

    def _mux(self, packets: "list[Packet[VideoStream]]") -> None:
        """Write packets, holding back the newest until its duration is known."""
        assert self._container is not None
        for packet in packets:
            if self._pending is not None:
                self._container.mux(self._pending)
            self._pending = packet

    def _finish(self) -> None:
        assert self._container is not None
        assert self._stream is not None
        if self._last_pts is None:
            raise ValueError(f"no frame was written to '{self.path}'")
        self._mux(self._stream.encode(None))
        assert self._pending is not None
        self._pending.duration = self._step
        self._container.mux(self._pending)
        self._container.close()
        self._container = None

    def _discard(self) -> None:
        """Close an unfinished file; does nothing after `_finish`."""
        if self._container is not None:
            with suppress(OSError):
                self._container.close()
        self._container = self._stream = self._pending = None
