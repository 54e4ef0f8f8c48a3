"""Still images: a folder of them read like a video, and single JPEGs as a browser sends them."""

import re
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Self

import cv2
import numpy as np

from formcheck.errors import InputNotFound, NoFrames, NotAnImage
from formcheck.frames.frame import Frame, Rgb, SourceInfo, existing_path
from formcheck.frames.orientation import letterbox, refitted_warning
from formcheck.frames.stills import OTHER_SUFFIXES, SUFFIXES, heic_is_read, read_upright, times_taken

ASSUMED_FPS = 30.0
"""Images per second of a folder whose rate is not given; chosen: what most cameras record."""


class ImageFolder:
    """Images of a folder as frames, in the natural order of their names: ``f2.png`` before ``f10.png``.

    Parameters
    ----------
    path : str or Path
        Folder of images (`formcheck.frames.stills.SUFFIXES`); folders inside it are not read.
    fps : float > 0, optional
        Images per second: image n gets the time n / fps. If it is not given, the times are those at which the images
        were taken, where EXIF states it for all of them, to a fraction of a second and always later; otherwise
        `ASSUMED_FPS` is used, `info.timed` is False, and a warning says so.

    Raises
    ------
    InputNotFound
        No such folder.
    NoFrames
        It contains no image, or none that can be read.

    Notes
    -----
    The EXIF orientation is applied. The first readable image gives the size; others are letterboxed to it. Hidden
    files are ignored.
    """

    def __init__(self, path: str | Path, fps: float | None = None) -> None:
        if fps is not None and not (fps > 0 and isfinite(fps)):
            raise ValueError(f"fps must be greater than 0, not {fps}")
        folder = existing_path(path)
        if not folder.is_dir():
            raise InputNotFound(f"'{folder}' is not a folder. Give the folder that holds the images.")
        self._paths = _images_in(folder)
        self._fps = ASSUMED_FPS if fps is None else fps
        first = next((rgb for rgb in map(read_upright, self._paths) if rgb is not None), None)
        if first is None:
            raise NoFrames(_no_images_message(folder, len(self._paths)))
        height, width = first.shape[:2]
        count = len(self._paths)
        taken_s = times_taken(self._paths) if fps is None else None
        self._times_s = taken_s or [position / self._fps for position in range(count)]
        self.info = SourceInfo(
            folder.resolve().name,
            "pictures",
            width,
            height,
            fps,
            frames=count,
            duration_s=taken_s[-1] if taken_s else count / self._fps,
            timed=fps is not None or taken_s is not None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing to close."""

    def __iter__(self) -> Iterator[Frame]:
        self.info.warnings.clear()
        unreadable: list[str] = []
        refitted = index = start = 0
        for position, path in enumerate(self._paths):
            rgb = read_upright(path)
            if rgb is None:
                unreadable.append(path.name)
                continue
            if rgb.shape[:2] != (self.info.height, self.info.width):
                rgb = letterbox(rgb, self.info.width, self.info.height)
                refitted += 1
            start = position if index == 0 else start
            yield Frame(index, self._times_s[position] - self._times_s[start], rgb)
            index += 1
        self._add_warnings(unreadable, refitted)

    def _add_warnings(self, unreadable: list[str], refitted: int) -> None:
        if not self.info.timed:
            self.info.warnings.append(
                f"The frame rate of these pictures is not known: {ASSUMED_FPS:g} a second were assumed, and nothing is "
                "judged that is measured in seconds. State it with --fps."
            )
        if unreadable:
            names = ", ".join(unreadable[:3]) + (", …" if len(unreadable) > 3 else "")
            count = f"{len(unreadable)} of {len(self._paths)}"
            self.info.warnings.append(f"unreadable images skipped: {count} ({names}){_heic_hint(unreadable)}")
        if refitted:
            self.info.warnings.append(refitted_warning(refitted, self.info))


def _images_in(folder: Path) -> list[Path]:
    """Images in natural order; one of a kind that cannot be read only where no other image has its name."""
    files = [p for p in folder.iterdir() if not p.name.startswith(".") and p.is_file()]
    images = [p for p in files if p.suffix.lower() in SUFFIXES]
    names = {p.stem for p in images}
    images += [p for p in files if p.suffix.lower() in OTHER_SUFFIXES and p.stem not in names]
    return sorted(images, key=lambda p: (_natural_key(p.name), p.name))


def _natural_key(name: str) -> list[tuple[int, str]]:
    """Sort key: digits by their value, the rest by its letters."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def _heic_hint(unreadable: list[str]) -> str:
    heic = any(name.lower().endswith((".heic", ".heif")) for name in unreadable)
    return ". HEIC needs the extra 'heic': pip install 'formcheck[heic]'" if heic and not heic_is_read() else ""


def _no_images_message(folder: Path, count: int) -> str:
    if count:
        return f"none of the {count} images in '{folder}' can be read. Export them again as JPEG or PNG."
    return f"no images in '{folder}'. It should hold {', '.join(s[1:] for s in SUFFIXES)} files."


MAX_PIXELS = 1920 * 1080
"""Larger images are rejected before they are decoded, since a small file can hold a huge image."""

_START_MARKER = b"\xff\xd8"
_SIZE_MARKERS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # markers of segments that state the image size
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


def decode_jpeg(encoded: bytes, max_pixels: int = MAX_PIXELS) -> Rgb:
    """Decode a JPEG image to (height, width, 3) red-green-blue.

    Raises
    ------
    NotAnImage
        Not a JPEG, damaged, or larger than `max_pixels`.
    """
    width, height = jpeg_size(encoded)
    if width * height > max_pixels:
        raise NotAnImage(f"the image has {width}×{height} pixels. Send at most {max_pixels} pixels.")
    try:
        rgb = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:
        rgb = None
    if rgb is None:
        raise NotAnImage("the image is damaged. Send a complete JPEG.")
    return np.asarray(rgb, np.uint8)


def jpeg_size(encoded: bytes) -> tuple[int, int]:
    """Width and height that a JPEG states, without decoding it.

    Raises
    ------
    NotAnImage
        It states no size, or is not a JPEG.
    """
    if not encoded.startswith(_START_MARKER):
        raise NotAnImage("the data is not a JPEG image.")
    at = len(_START_MARKER)
    while at + 9 < len(encoded) and encoded[at] == 0xFF:
        marker = encoded[at + 1]
        if marker in _SIZE_MARKERS:
            height, width = int.from_bytes(encoded[at + 5 : at + 7]), int.from_bytes(encoded[at + 7 : at + 9])
            if width and height:
                return width, height
            break
        at += 2 if marker in _WITHOUT_LENGTH or marker == 0xFF else 2 + int.from_bytes(encoded[at + 2 : at + 4])
    raise NotAnImage("the image states no size. Send a complete JPEG.")
