"""Live frames: from a webcam, a network stream, or a file that is played.

Only the newest frame is kept, unless a file waits for its reader.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Protocol, Self

import cv2
import numpy as np

from formcheck.errors import FormcheckError, NoCamera
from formcheck.frames.frame import Frame, Rgb, SourceInfo
from formcheck.frames.video import VideoFile

RETRY_S = 1.0
"""Time between two attempts to reconnect a lost camera."""

READ_TIMEOUT_S = 3.0
"""A camera that delivers no frame for this long is treated as lost."""


class Playback(Enum):
    """How fast a file is played."""

    REAL_TIME = auto()
    """In real time like a camera: frames that are not taken in time are dropped."""
    EVERY_FRAME = auto()
    """No faster than real time, and each frame waits until the previous one was taken."""
    UNTHROTTLED = auto()
    """Each frame as soon as the previous one was taken."""


class Feed(Protocol):
    """A device, stream or file that delivers frames one by one."""

    name: str
    size: tuple[int, int]
    waits: bool
    """Whether a frame waits until the previous one was taken; else only the newest is kept."""

    def read(self) -> tuple[float, Rgb] | None:
        """Wait for the next frame: its time in seconds and its image; None at the end, or if the camera is lost."""

    def now_s(self) -> float:
        """Current time of the feed's clock, in seconds."""

    def reopen(self) -> bool:
        """Try to reconnect a lost camera; False if that failed or the source has ended."""

    def close(self) -> None:
        """Release the device or file."""


@dataclass(slots=True)
class Camera:
    """Reads a feed in its own thread and keeps one frame, the newest unless the feed waits; a context manager.

    Attributes
    ----------
    dropped : int
        Number of frames that were not taken in time.
    lost : bool
        True while the camera delivers no frames.
    ended : bool
        True once a file has ended and its last frame was taken.
    """

    feed: Feed
    dropped: int = 0
    lost: bool = False
    ended: bool = False
    _newest: tuple[float, Rgb] | None = None
    _frames_taken: int = 0
    _stop: bool = False
    _finished: bool = False
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _thread: threading.Thread | None = None
    _error: FormcheckError | None = None

    def now_s(self) -> float:
        """Current time of the source's clock in seconds, comparable with the frames' times."""
        return self.feed.now_s()

    @property
    def info(self) -> SourceInfo:
        """Description of the source."""
        return SourceInfo(self.feed.name, "camera", *self.feed.size)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._run, name="formcheck-camera", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        with self._changed:
            self._stop = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def newest(self, wait_s: float) -> Frame | None:
        """The newest frame that was not taken yet; None if there is none within `wait_s` seconds.

        Raises
        ------
        FormcheckError
            The source cannot be read any more.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._finished, wait_s)
            timed_image, self._newest = self._newest, None
            self._changed.notify_all()
            if timed_image is None:
                self.ended = self._finished
                if self._error is not None:
                    raise self._error
                return None
        self._frames_taken += 1
        return Frame(self._frames_taken - 1, *timed_image)

    def _run(self) -> None:
        try:
            while not self._stop:
                timed_image = self.feed.read()
                if timed_image is None and not self._reconnected():
                    break
                if timed_image is not None:
                    self._put(timed_image)
        except FormcheckError as error:
            self._error = error
        self.feed.close()
        with self._changed:
            self._finished = True
            self._changed.notify_all()

    def _put(self, timed_image: tuple[float, Rgb]) -> None:
        with self._changed:
            if self.feed.waits:
                self._changed.wait_for(lambda: self._newest is None or self._stop)
            self.dropped += self._newest is not None
            self._newest = timed_image
            self._changed.notify_all()

    def _reconnected(self) -> bool:
        """Wait until a lost camera is back; False if it will not come back."""
        self.lost = True
        while not self._stop:
            if self.feed.reopen():
                self.lost = False
                return True
            if isinstance(self.feed, PlayedFile):
                return False
            time.sleep(RETRY_S)
        return False


def _silence_opencv() -> None:
    """Suppress OpenCV's own messages about cameras: ours say what to do."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


class Device:
    """A webcam by its number, or a network stream by its address; times from the clock at capture."""

    waits = False

    def __init__(self, source: int | str) -> None:
        self._source = source
        self.name = f"camera {source}" if isinstance(source, int) else "network stream"
        self._began_s = time.monotonic()
        _silence_opencv()
        self._capture = _open(source)
        first = None if self._capture is None else self.read()
        if first is None:
            raise NoCamera(_failure_message(source))
        self.size = (first[1].shape[1], first[1].shape[0])

    def read(self) -> tuple[float, Rgb] | None:
        """The next frame as soon as it is captured."""
        if self._capture is None:
            return None
        ok, bgr = self._capture.read()
        if not ok or bgr is None:
            return None
        return self.now_s(), np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)

    def now_s(self) -> float:
        """Seconds since the device was opened."""
        return time.monotonic() - self._began_s

    def reopen(self) -> bool:
        """Try once to reconnect."""
        self.close()
        self._capture = _open(self._source)
        return self._capture is not None

    def close(self) -> None:
        """Release the camera, so that its light goes out."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class PlayedFile:
    """A video file played with its own times.

    With `Playback.REAL_TIME` its clock is the wall clock. Otherwise the clock shows the time of the newest frame, and
    runs on when the file has ended.
    """

    def __init__(
        self, path: str | Path, longest_px: int | None = None, playback: Playback = Playback.REAL_TIME
    ) -> None:
        self._file = VideoFile(path, longest_px)
        self.name = self._file.info.name
        self.size = (self._file.info.width, self._file.info.height)
        self.waits = playback is not Playback.REAL_TIME
        self._playback = playback
        self._frames: Iterator[Frame] | None = None
        self._began_s = 0.0
        self._position_s = 0.0
        self._ended_s: float | None = None

    def read(self) -> tuple[float, Rgb] | None:
        """The next frame, at its time."""
        if self._frames is None:
            self._frames, self._began_s = iter(self._file), time.monotonic()
        frame = next(self._frames, None)
        if frame is None:
            self._ended_s = time.monotonic()
            return None
        self._wait_for(frame.time_s)
        self._position_s = frame.time_s
        return frame.time_s, frame.rgb

    def _wait_for(self, time_s: float) -> None:
        if self._playback is Playback.UNTHROTTLED:
            return
        early_s = self._began_s + time_s - time.monotonic()
        if early_s > 0.0:
            time.sleep(early_s)
        elif self.waits:
            self._began_s -= early_s  # a slow reader delays the playback

    def now_s(self) -> float:
        """Current time of the file's clock, in seconds."""
        if self._frames is None:
            return 0.0
        if not self.waits:
            return time.monotonic() - self._began_s
        return self._position_s if self._ended_s is None else self._position_s + time.monotonic() - self._ended_s

    def reopen(self) -> bool:
        """False: a file that has ended cannot be reopened."""
        return False

    def close(self) -> None:
        """Close the file."""
        with suppress(ValueError):
            self._file.close()


def open_camera(source: str, longest_px: int | None = None, playback: Playback = Playback.REAL_TIME) -> Camera:
    """Open a webcam by its number, a stream by its address, or a file to be played.

    Parameters
    ----------
    longest_px : int, optional
        Longer side to which larger frames of a file are scaled down, as in an analysis.
    playback : Playback
        How fast a file is played; cameras and streams always run in real time.

    Raises
    ------
    NoCamera
        The camera does not exist, is in use or not permitted, or the stream does not answer.
    InputNotFound, NotAVideo
        The file does not exist, or is not a video.
    """
    if source.isdecimal():
        return Camera(Device(int(source)))
    if "://" in source:
        return Camera(Device(source))
    return Camera(PlayedFile(source, longest_px, playback))


def is_file(source: str) -> bool:
    """Whether a source is a file, which is played from its first frame to its last."""
    return not source.isdecimal() and "://" not in source


def _open(source: int | str) -> cv2.VideoCapture | None:
    try:
        if isinstance(source, int):
            capture = cv2.VideoCapture(source)
        else:
            limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 5000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, int(READ_TIMEOUT_S * 1000)]
            capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, limits)
    except cv2.error:
        return None
    if not capture.isOpened():
        capture.release()
        return None
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


def _failure_message(source: int | str, devices: Path = Path("/dev")) -> str:
    """One line: why a camera cannot be opened, and what to do."""
    if isinstance(source, str):
        return "the network stream delivers no frames. Check its address and that it is running."
    device = devices / f"video{source}"
    if sys.platform.startswith("linux"):
        present = sorted(devices.glob("video*"))
        if not present:
            return "no camera was found. Plug one in, or play a file with --source FILE."
        if not device.exists():
            numbers = ", ".join(sorted(path.name.removeprefix("video") for path in present))
            return f"there is no camera {source}. Choose one of these with --source: {numbers}."
        if not os.access(device, os.R_OK | os.W_OK):
            return f"no permission to use {device}. Add yourself to the group 'video', log in again."
    return f"camera {source} delivers no frames. Close other programs that use it, or choose another with --source."
