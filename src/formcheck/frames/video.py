"""Video files: upright frames with the times that the container states."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Self

import numpy as np

from formcheck.errors import NoFrames
from formcheck.frames.decoder import Decoder
from formcheck.frames.frame import Frame, SourceInfo, existing_path
from formcheck.frames.frame_index import FrameIndex, IndexMismatch, index_frames
from formcheck.frames.orientation import letterbox, refitted_warning
from formcheck.frames.timestamps import STEP_TOLERANCE, Timestamps, limit_fps, without_outliers
from formcheck.frames.upright import Geometry, UprightConverter

_FALLBACK_FPS = 30.0


class VideoFile:
    """Frames of a video file, in order of presentation; can be iterated any number of times.

    Parameters
    ----------
    path : str or Path
        Any container and codec that libav decodes, including animated GIF.
    longest_px : int, optional
        Longer side to which larger frames are scaled down during their conversion; `info` states the recorded size.
    most_fps : float, optional
        Sufficient frame rate: frames in between are dropped, and the remaining ones are numbered without gaps.

    Raises
    ------
    InputNotFound, NotAVideo
        At once, if nothing exists there, or it cannot be read as a video.
    NoFrames
        At the end of reading, if no frame could be decoded.

    Notes
    -----
    Frames are upright, have square pixels and are opaque (transparency is dropped). If the size changes during the
    video, later frames are letterboxed to the size of the first; an orientation that changes is followed. HDR is
    converted to the colours of an ordinary picture.
    """

    def __init__(self, path: str | Path, longest_px: int | None = None, most_fps: float | None = None) -> None:
        self._path = existing_path(path)
        self._reading: Generator[Frame] | None = None
        with Decoder(self._path, threads=False) as decoder:
            self._geometry = Geometry(decoder.stream, next(decoder.frames(), None), longest_px)
            self.info = _source_info(self._path.name, decoder, self._geometry, most_fps)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End an iteration that is still running, and close the file."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def __iter__(self) -> Iterator[Frame]:
        self.close()
        self.info.warnings.clear()
        self.info.timed = True
        self._reading = self._frames()
        return self._reading

    def frame_index(self) -> FrameIndex | None:
        """Where each frame is, found without decoding; None if the file has to be read from start to end."""
        with Decoder(self._path, threads=False) as decoder:
            return index_frames(decoder, self._step_s, self.info.most_fps)

    def frames_from(self, frame_index: FrameIndex, first: int) -> Generator[Frame]:
        """Frames from number `first` on, the same as when reading from the start.

        Several such generators can read the same file at once; closing the generator closes its file.

        Raises
        ------
        IndexMismatch
            A frame is missing, has another size, or is not the one in the frame index.
        """
        _keep_freed_memory()
        with Decoder(self._path) as decoder:
            upright = UprightConverter(self._geometry, decoder.stream)
            if first:
                decoder.seek(frame_index.keyframe_for(first))
            index, position = first, int(frame_index.selected[first])
            for decoded in decoder.frames():
                if index == first and decoded.pts is not None and decoded.pts < frame_index.ticks[position]:
                    continue  # between the keyframe and the first requested frame
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
            raise IndexMismatch(f"'{self._path}': frame {position} is not where the index says")

    @property
    def _step_s(self) -> float:
        return 1 / (self.info.fps or _FALLBACK_FPS)

    def _frames(self) -> Generator[Frame]:
        _keep_freed_memory()
        timestamps = Timestamps(self._step_s)
        refitted = 0
        index = -1
        with Decoder(self._path) as decoder:
            upright = UprightConverter(self._geometry, decoder.stream)
            stated = ((decoded, decoder.timestamp_s(decoded)) for decoded in decoder.frames())
            mended = without_outliers(stated, timestamps.count_repair)
            timed = ((decoded, timestamps.add(stated_s)) for decoded, stated_s in mended)
            for index, (decoded, time_s) in enumerate(limit_fps(timed, self.info.most_fps)):
                rgb = upright(decoded)
                if rgb.shape[1::-1] != self._geometry.fitted:
                    rgb = letterbox(rgb, *self._geometry.fitted)
                    refitted += 1
                yield Frame(index, time_s, rgb)
            self.info.warnings += decoder.warnings(timestamps.step_s) + timestamps.warnings()
            if timestamps.credible and not decoder.states_times:
                self.info.warnings.append(f"the file states no times: {1 / self._step_s:.4g} frames per second assumed")
            self.info.timed = timestamps.credible and decoder.states_times
        if refitted:
            self.info.warnings.append(refitted_warning(refitted, self.info))
        if index < 0:
            raise NoFrames(f"no frame of '{self._path}' can be decoded. Record or copy it again.")


def _keep_freed_memory() -> None:
    """Make glibc reuse the memory of a freed frame for the next one, up to 64 MB.

    By default it returns the memory of a freed frame to the system and requests it again for the next one, page by
    page: at 1080p that takes as long as decoding. It stops doing so after one large block was freed, even one that
    was never written to. With other C libraries this has no effect.
    """
    np.empty(31 << 20, np.uint8)


def _source_info(name: str, decoder: Decoder, geometry: Geometry, most_fps: float | None) -> SourceInfo:
    fps = decoder.fps
    duration_s = decoder.duration_s()
    frames = decoder.stream.frames or (round(duration_s * fps) if fps and duration_s else None)
    if frames and fps and most_fps:
        frames //= max(1, int(STEP_TOLERANCE * fps / most_fps))
    width, height = geometry.size
    turn = geometry.orientation.degrees
    return SourceInfo(name, "video", width, height, fps, frames, duration_s, turn, most_fps=most_fps)
