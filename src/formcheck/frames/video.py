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
from formcheck.frames.timestamps import SLACK, Timestamps, limit_fps

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
            self._shape = _Shape(decoder.stream, next(decoder.pictures(), None), longest_px)
            self.info = _describe(self._path.name, decoder, self._shape, most_fps)

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

    def since(self, frame_index: FrameIndex, first: int) -> Generator[Frame]:
        """Pictures from number `first` on, the same as those of a reading from the start.

        May go on while others read the same file; closing the generator lets go of it.

        Raises
        ------
        IndexMismatch
            A picture is missing, of another size, or another one than the frame index says.
        """
        _keep_freed_memory()
        upright = _Upright(self._shape)
        with Decoder(self._path) as decoder:
            if first:
                decoder.seek(frame_index.key_for(first))
            index, place = first, int(frame_index.kept[first])
            for picture in decoder.pictures():
                if index == first and picture.pts is not None and picture.pts < frame_index.ticks[place]:
                    continue  # between the keyframe and the picture that is wanted
                if place == len(frame_index.ticks) or picture.pts != frame_index.ticks[place]:
                    break
                if place == frame_index.kept[index]:
                    rgb = upright(picture)
                    if rgb.shape[1::-1] != self._shape.fitted:
                        break
                    yield Frame(index, frame_index.time_s(index), rgb)
                    index += 1
                place += 1
        if index < len(frame_index):
            raise IndexMismatch(f"'{self._path}': picture {place} is not where it should be")

    @property
    def _step_s(self) -> float:
        return 1 / (self.info.fps or _FALLBACK_FPS)

    def _frames(self) -> Generator[Frame]:
        _keep_freed_memory()
        timeline = Timestamps(self._step_s)
        upright = _Upright(self._shape)
        refitted = 0
        index = -1
        with Decoder(self._path) as decoder:
            timed = ((picture, timeline.place(decoder.stated_s(picture))) for picture in decoder.pictures())
            for index, (picture, time_s) in enumerate(limit_fps(timed, self.info.most_fps)):
                rgb = upright(picture)
                if rgb.shape[1::-1] != self._shape.fitted:
                    rgb = letterbox(rgb, *self._shape.fitted)
                    refitted += 1
                yield Frame(index, time_s, rgb)
            self.info.warnings += decoder.warnings(timeline.step_s) + timeline.warnings()
        if refitted:
            self.info.warnings.append(refitted_warning(refitted, self.info))
        if index < 0:
            raise NoFrames(f"not one picture of '{self._path}' can be decoded. Record or copy it again.")


class _Shape:
    """From a decoded picture to an upright one with square pixels, and no larger than asked for.

    Attributes
    ----------
    size, fitted : (width, height)
        Of the upright picture as recorded, and as it is given.
    """

    def __init__(self, stream: VideoStream, first: VideoFrame | None, longest_px: int | None) -> None:
        self._stretch = _stretch(stream)
        self.orientation = _orientation(first) if first is not None else Orientation()
        stored = (first.width, first.height) if first is not None else (stream.width, stream.height)
        self._square = (self._square_width(stored[0]), stored[1])
        self.size = self.orientation.size(*self._square)
        self.fitted = fitted_size(*self.size, longest_px)

    def stored_size(self, picture: VideoFrame) -> tuple[int, int]:
        """Width and height that a picture gets before it is turned."""
        square = (self._square_width(picture.width), picture.height)
        return self.orientation.size(*self.fitted) if square == self._square else square

    def _square_width(self, width: int) -> int:
        return max(1, round(width * self._stretch))


_SCALED_AS = {"yuv420p": "yuv420p", "yuvj420p": "yuvj420p", "yuv420p10le": "yuv420p"}
"""Formats that cameras record, and in which they are scaled: twice as fast as on the way to red-green-blue."""


class _Upright:
    """Upright pictures of one reading; it keeps libswscale's state from picture to picture."""

    def __init__(self, shape: _Shape) -> None:
        self._shape = shape
        self._smaller, self._rgb = VideoReformatter(), VideoReformatter()

    def __call__(self, picture: VideoFrame) -> Rgb:
        """(height, width, 3) red-green-blue; shares memory with the picture when it can."""
        width, height = self._shape.stored_size(picture)
        if height < picture.height:
            how = _SCALED_AS.get(picture.format.name, "rgb24")
            picture = self._smaller.reformat(picture, width, height, how, interpolation=Interpolation.AREA, threads=1)
        as_rgb = self._rgb.reformat(picture, width, height, format="rgb24", threads=1)
        stored = np.asarray(as_rgb.to_ndarray(), np.uint8)
        return np.ascontiguousarray(self._shape.orientation.upright(stored))


def _stretch(stream: VideoStream) -> float:
    """Width of a pixel by its height; 1 where it is not stated or cannot be meant."""
    ratio = float(stream.sample_aspect_ratio or 1)
    return ratio if 0.25 <= ratio <= 4 else 1.0


def _orientation(picture: VideoFrame) -> Orientation:
    beside = cast(Mapping[str, SideData], picture.side_data)  # PyAV's stub names one kind only
    matrix = beside.get("DISPLAYMATRIX")
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


def _describe(name: str, decoder: Decoder, shape: _Shape, most_fps: float | None) -> SourceInfo:
    fps = float(decoder.stream.average_rate or 0) or None
    length_s = decoder.length_s()
    frames = decoder.stream.frames or (round(length_s * fps) if fps and length_s else None)
    if frames and fps and most_fps:
        frames //= max(1, int(SLACK * fps / most_fps))
    width, height = shape.size
    turn = shape.orientation.degrees
    return SourceInfo(name, "video", width, height, fps, frames, length_s, turn, most_fps=most_fps)
