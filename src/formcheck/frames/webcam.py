"""A webcam, through OpenCV."""

import os
import sys
import time
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import cv2
import numpy as np

from formcheck.errors import NoCamera
from formcheck.frames.frame import Rgb

RETRY_S = 1.0
"""Time between two attempts to open a lost webcam: whoever plugs it in again waits for it."""


class Webcam:
    """A webcam by its number, as a `Feed`; times from the clock at capture.

    Raises
    ------
    NoCamera
        It does not exist, is in use or not permitted.
    """

    waits = False
    live = True
    trouble = "The camera gives no pictures. Plug it in again: your set is kept."

    def __init__(self, number: int) -> None:
        self._number = number
        self.name = f"camera {number}"
        self.warnings: list[str] = []
        self._began_s = time.monotonic()
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # our own messages say what to do
        self._capture = _open(number)
        first = None if self._capture is None else self.read()
        if first is None:
            raise NoCamera(_failure_message(number))
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

    def retries(self) -> Iterator[float]:
        """Times to wait before each attempt to open it again, without end."""
        return chain([0.0], repeat(RETRY_S))

    def reopen(self) -> bool:
        """Try once to open it again."""
        self.close()
        self._capture = _open(self._number)
        return self._capture is not None

    def failure(self) -> None:
        """None: a webcam is never given up."""

    def close(self) -> None:
        """Release the camera, so that its light goes out."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def _open(number: int) -> cv2.VideoCapture | None:
    try:
        capture = cv2.VideoCapture(number)
    except cv2.error:
        return None
    if not capture.isOpened():
        capture.release()
        return None
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


def _failure_message(number: int, devices: Path = Path("/dev")) -> str:
    """One line: why a camera cannot be opened, and what to do."""
    device = devices / f"video{number}"
    if sys.platform.startswith("linux"):
        present = sorted(devices.glob("video*"))
        if not present:
            return "no camera was found. Plug one in, or play a file with --source FILE."
        if not device.exists():
            numbers = ", ".join(sorted(path.name.removeprefix("video") for path in present))
            return f"there is no camera {number}. Choose one of these with --source: {numbers}."
        if not os.access(device, os.R_OK | os.W_OK):
            return f"no permission to use {device}. Add yourself to the group 'video', log in again."
    return f"camera {number} delivers no frames. Close other programs that use it, or choose another with --source."
