"""Live frames: from a webcam, a network stream, or a file that is played.

Only the newest frame is kept, unless a file waits for its reader.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Protocol, Self

from formcheck.errors import FormcheckError
from formcheck.frames.frame import Frame, Rgb, SourceInfo
from formcheck.frames.network_camera import NetworkCamera
from formcheck.frames.stuck import StuckWatch
from formcheck.frames.video import VideoFile
from formcheck.frames.webcam import Webcam
from formcheck.frames.webp_film import WebpFilm, is_animated_webp


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
    trouble: str
    """What to tell a person while no frames come."""
    warnings: list[str]
    """What was wrong with its pictures or their times, for the result."""

    @property
    def live(self) -> bool:
        """Whether it shows what happens now; its pictures are watched then."""

    def read(self) -> tuple[float, Rgb] | None:
        """Wait for the next frame: its time in seconds and its image; None at the end, or if the camera is lost."""

    def now_s(self) -> float:
        """Current time of the feed's clock, in seconds."""

    def retries(self) -> Iterator[float]:
        """Seconds to wait before each attempt to reconnect; it ends when the camera is given up."""

    def reopen(self) -> bool:
        """Try once to reconnect a lost camera."""

    def failure(self) -> FormcheckError | None:
        """Why a camera was given up, for its user; None for a source that has come to its end."""

    def close(self) -> None:
        """Release the device or file."""


@dataclass(slots=True)
class Camera:
    """Reads a feed in its own thread and keeps one frame, the newest unless the feed waits; a context manager.

    Of a camera that is stuck or black, no frames are given.

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
    _watch: StuckWatch = field(default_factory=StuckWatch)

    def now_s(self) -> float:
        """Current time of the source's clock in seconds, comparable with the frames' times."""
        return self.feed.now_s()

    @property
    def trouble(self) -> str | None:
        """What to tell a person while no frames come; None as long as they do, and once the source has ended."""
        if self.ended:
            return None
        return self.feed.trouble if self.lost else self._watch.trouble

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
            self._thread.join(timeout=1.0 if self.lost else 5.0)  # lost: there is nothing to release

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
                    self._error = None if self._stop else self.feed.failure()
                    break
                if timed_image is not None and (not self.feed.live or self._watch.shows_something(*timed_image)):
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
        for wait_s in self.feed.retries():
            with self._changed:
                if self._changed.wait_for(lambda: self._stop, wait_s):
                    return False
            if self.feed.reopen():
                self.lost = False
                return True
        return False


class PlayedFile:
    """A video file, or an animated WebP, played with its own times.

    With `Playback.REAL_TIME` its clock is the wall clock. Otherwise the clock shows the time of the newest frame, and
    runs on when the file has ended.
    """

    live = False
    trouble = "The file gives no pictures."

    def __init__(
        self, path: str | Path, longest_px: int | None = None, playback: Playback = Playback.REAL_TIME
    ) -> None:
        webp = is_animated_webp(Path(path))
        self._file = WebpFilm(Path(path), longest_px) if webp else VideoFile(path, longest_px)
        self.warnings: list[str] = []
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

    def retries(self) -> Iterator[float]:
        """None: a file that has ended is at its end."""
        return iter(())

    def reopen(self) -> bool:
        """False: a file that has ended cannot be reopened."""
        return False

    def failure(self) -> None:
        """None: its end is no failure."""

    def close(self) -> None:
        """Close the file."""
        if isinstance(self._file, VideoFile):
            with suppress(ValueError):
                self._file.close()


def open_camera(source: str, longest_px: int | None = None, playback: Playback = Playback.REAL_TIME) -> Camera:
    """Open a webcam by its number, a stream by its address, or a file to be played.

    Parameters
    ----------
    longest_px : int, optional
        Longer side to which larger frames of a file or stream are scaled down, as in an analysis.
    playback : Playback
        How fast a file is played; cameras and streams always run in real time.

    Raises
    ------
    NoCamera
        The webcam does not exist, is in use or not permitted, or no picture comes from the address.
    InputNotFound, NotAVideo
        The file does not exist, or is not a video.
    """
    if source.isdecimal():
        return Camera(Webcam(int(source)))
    if "://" in source:
        return Camera(NetworkCamera(source, longest_px))
    return Camera(PlayedFile(source, longest_px, playback))


def is_file(source: str) -> bool:
    """Whether a source is a file, which is played from its first frame to its last."""
    return not source.isdecimal() and "://" not in source
