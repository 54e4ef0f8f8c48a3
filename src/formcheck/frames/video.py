"""Video files: upright pictures with the times that the container states."""

from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Self, cast

import numpy as np
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream

from formcheck.errors import NoFrames
from formcheck.frames.decoder import Decoder
from formcheck.frames.frame import Frame, Rgb, SourceInfo, existing_path
from formcheck.frames.frame_index import FrameIndex, IndexMismatch, index_frames
from formcheck.frames.orientation import Orientation, fitted_size, letterbox, refitted_warning
from formcheck.frames.timestamps import STEP_TOLERANCE, Timestamps, limit_fps

_FALLBACK_FPS = 30.0


class VideoFile:
    """Pictures of a video file, in order of presentation; may be read any number of times.

    Parameters
    ----------
    path : str or Path
        Any container and codec that libav decodes; animated GIF too.
    longest_px : int, optional
        Longer side to which larger pictures are scaled down, together with their conversion; `info` tells the
        size that was recorded.
    most_fps : float, optional
        Rate that is enough: pictures in between are left out, those that are given are numbered anew.

    Raises
    ------
    InputNotFound, NotAVideo
        At once, when there is nothing there, or nothing that can be read as a video.
    NoFrames
        At the end of reading, when not one picture could be decoded.

    Notes
    -----
    Pictures are turned upright, made of square pixels, and opaque (transparency is dropped). Should the
    size change on the way, later pictures are letterboxed to the size of the first.
    """

    def __init__(self, path: str | Path, longest_px: int | None = None, most_fps: float | None = None) -> None:
        self._path = existing_path(path)
        self._reading: Generator[Frame] | None = None
        with Decoder(self._path, threads=False) as decoder:
            self._geometry = _Geometry(decoder.stream, next(decoder.frames(), None), longest_px)
            self.info = _source_info(self._path.name, decoder, self._geometry, most_fps)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End a reading that is still under way, and let go of the file."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def __iter__(self) -> Iterator[Frame]:
        self.close()
        self.info.warnings.clear()
        self._reading = self._frames()
        return self._reading

    def frame_index(self) -> FrameIndex | None:
        """Where each picture is, without decoding; None if the file has to be read from start to end."""
        with Decoder(self._path, threads=False) as decoder:
            return index_frames(decoder, self._step_s, self.info.most_fps)

    def frames_from(self, frame_index: FrameIndex, first: int) -> Generator[Frame]:
        """Pictures from number `first` on, the same as those of a reading from the start.

        May go on while others read the same file; closing the generator lets go of it.

        Raises
        ------
        IndexMismatch
            A picture is missing, of another size, or another one than the frame index says.
        """
        _keep_freed_memory()
        upright = _UprightConverter(self._geometry)
        with Decoder(self._path) as decoder:
            if first:
                decoder.seek(frame_index.keyframe_for(first))
            index, position = first, int(frame_index.selected[first])
            for decoded in decoder.frames():
                if index == first and decoded.pts is not None and decoded.pts < frame_index.ticks[position]:
                    continue  # between the keyframe and the picture that is wanted
                if position == len(frame_index.ticks) or decoded.pts != frame_index.ticks[position]:
                    break
                if position == frame_index.selected[index]:
                    rgb = upright(decoded)
                    if rgb.shape[1::-1] != self._geometry.fitted:
                        break
                    yield Frame(index, frame_index.time_s(index), rgb)
                    index += 1
                position += 1
        if index < len(frame_index):
            raise IndexMismatch(f"'{self._path}': picture {position} is not where it should be")

    @property
    def _step_s(self) -> float:
        return 1 / (self.info.fps or _FALLBACK_FPS)

    def _frames(self) -> Generator[Frame]:
        _keep_freed_memory()
        timestamps = Timestamps(self._step_s)
        upright = _UprightConverter(self._geometry)
        refitted = 0
        index = -1
        with Decoder(self._path) as decoder:
            timed = ((decoded, timestamps.add(decoder.timestamp_s(decoded))) for decoded in decoder.frames())
            for index, (decoded, time_s) in enumerate(limit_fps(timed, self.info.most_fps)):
                rgb = upright(decoded)
                if rgb.shape[1::-1] != self._geometry.fitted:
                    rgb = letterbox(rgb, *self._geometry.fitted)
                    refitted += 1
                yield Frame(index, time_s, rgb)
            self.info.warnings += decoder.warnings(timestamps.step_s) + timestamps.warnings()
        if refitted:
            self.info.warnings.append(refitted_warning(refitted, self.info))
        if index < 0:
            raise NoFrames(f"not one picture of '{self._path}' can be decoded. Record or copy it again.")


class _Geometry:
    """From a decoded picture to an upright one with square pixels, and no larger than asked for.

    Attributes
    ----------
    size, fitted : (width, height)
        Of the upright picture as recorded, and as it is given.
    """

    def __init__(self, stream: VideoStream, first: VideoFrame | None, longest_px: int | None) -> None:
        self._pixel_aspect = _pixel_aspect(stream)
        self.orientation = _orientation(first) if first is not None else Orientation()
        stored = (first.width, first.height) if first is not None else (stream.width, stream.height)
        self._square = (self._square_width(stored[0]), stored[1])
        self.size = self.orientation.size(*self._square)
        self.fitted = fitted_size(*self.size, longest_px)

    def stored_size(self, decoded: VideoFrame) -> tuple[int, int]:
        """Width and height that a picture gets before it is turned."""
        square = (self._square_width(decoded.width), decoded.height)
        return self.orientation.size(*self.fitted) if square == self._square else square

    def _square_width(self, width: int) -> int:
        return max(1, round(width * self._pixel_aspect))


_SCALING_FORMATS = {"yuv420p": "yuv420p", "yuvj420p": "yuvj420p", "yuv420p10le": "yuv420p"}
"""Formats that cameras record, and in which they are scaled: twice as fast as on the way to red-green-blue."""


class _UprightConverter:
    """Upright pictures of one reading; it keeps libswscale's state from picture to picture."""

    def __init__(self, geometry: _Geometry) -> None:
        self._geometry = geometry
        self._downscaler, self._to_rgb = VideoReformatter(), VideoReformatter()

    def __call__(self, decoded: VideoFrame) -> Rgb:
        """(height, width, 3) red-green-blue; shares memory with the picture when it can."""
        width, height = self._geometry.stored_size(decoded)
        if height < decoded.height:
            pixel_format = _SCALING_FORMATS.get(decoded.format.name, "rgb24")
            decoded = self._downscaler.reformat(
                decoded, width, height, pixel_format, interpolation=Interpolation.AREA, threads=1
            )
        as_rgb = self._to_rgb.reformat(decoded, width, height, format="rgb24", threads=1)
        stored = np.asarray(as_rgb.to_ndarray(), np.uint8)
        return np.ascontiguousarray(self._geometry.orientation.upright(stored))


def _pixel_aspect(stream: VideoStream) -> float:
    """Width of a pixel by its height; 1 where it is not stated or cannot be meant."""
    ratio = float(stream.sample_aspect_ratio or 1)
    return ratio if 0.25 <= ratio <= 4 else 1.0


def _orientation(decoded: VideoFrame) -> Orientation:
    side_data = cast(Mapping[str, SideData], decoded.side_data)  # PyAV's stub names one kind only
    matrix = side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return Orientation()
    return Orientation.from_matrix(np.frombuffer(bytes(matrix), np.int32).tolist())


def _keep_freed_memory() -> None:
    """Have glibc keep a freed picture for the next one, up to 64 MB.

    It gives memory back to the system whenever it has a picture or two to spare, and takes it again for the
    next one, page by page: at 1080p that takes as long as decoding. It stops once it has seen one large block
    freed, of which not a byte need be used. Elsewhere this does nothing.
    """
    np.empty(31 << 20, np.uint8)


def _source_info(name: str, decoder: Decoder, geometry: _Geometry, most_fps: float | None) -> SourceInfo:
    fps = float(decoder.stream.average_rate or 0) or None
    duration_s = decoder.duration_s()
    frames = decoder.stream.frames or (round(duration_s * fps) if fps and duration_s else None)
    if frames and fps and most_fps:
        frames //= max(1, int(STEP_TOLERANCE * fps / most_fps))
    width, height = geometry.size
    turn = geometry.orientation.degrees
    return SourceInfo(name, "video", width, height, fps, frames, duration_s, turn, most_fps=most_fps)
