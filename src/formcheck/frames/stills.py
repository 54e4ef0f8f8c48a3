"""Single picture files: decoded upright, and the time at which a camera says it took them."""

import importlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

from formcheck.frames.frame import Rgb

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".avif", ".heic", ".heif")
"""Pictures that can be read; HEIC and HEIF with the extra ``heic``."""

OTHER_SUFFIXES = (".hif", ".jxl", ".jp2", ".gif", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2")
"""Pictures that cannot be read, and are counted; raw ones lie beside their JPEG in the folders of many cameras."""

_HEIF = {".heic", ".heif"}
_BY_PILLOW = {".avif", *_HEIF}
"""OpenCV does not read HEIC, and ignores how an AVIF picture stands."""

_EXIF_IFD, _TAKEN, _TAKEN_FRACTION = 0x8769, 0x9003, 0x9291  # EXIF 2.32: DateTimeOriginal, SubSecTimeOriginal
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


def read_upright(path: Path) -> Rgb | None:
    """Read a picture with its EXIF orientation applied; None if it cannot be decoded."""
    if path.suffix.lower() in OTHER_SUFFIXES:
        return None
    if path.suffix.lower() in _BY_PILLOW:
        return _by_pillow(path)
    try:
        encoded = np.fromfile(path, np.uint8)  # cv2.imread does not accept Unicode names on Windows
        rgb = cv2.imdecode(encoded, cv2.IMREAD_COLOR_RGB) if encoded.size else None
    except (OSError, cv2.error):
        return None
    return None if rgb is None else np.asarray(rgb, np.uint8)


def _by_pillow(path: Path) -> Rgb | None:
    if path.suffix.lower() in _HEIF and not heic_is_read():
        return None
    try:
        with Image.open(path) as image:
            return np.array(ImageOps.exif_transpose(image).convert("RGB"), np.uint8)
    except _UNREADABLE:
        return None


@cache
def heic_is_read() -> bool:
    """Whether the library for HEIC is installed; makes it known to Pillow."""
    with suppress(ImportError):
        importlib.import_module("pillow_heif").register_heif_opener()
        return True
    return False


def times_taken(paths: Sequence[Path]) -> list[float] | None:
    """Seconds from the first picture at which each was taken; None unless all state it and it always increases.

    Only times with a fraction of a second count: whole seconds are too coarse to time a movement.
    """
    taken: list[datetime] = []
    for path in paths:
        time = _taken(path)
        if time is None or (taken and time <= taken[-1]):
            return None
        taken.append(time)
    return [(time - taken[0]).total_seconds() for time in taken] if len(taken) > 1 else None


def _taken(path: Path) -> datetime | None:
    if path.suffix.lower() in _HEIF and not heic_is_read():
        return None
    try:
        with Image.open(path) as image:
            exif = image.getexif().get_ifd(_EXIF_IFD)
        second, fraction = str(exif[_TAKEN]).strip("\0 "), str(exif[_TAKEN_FRACTION]).strip("\0 ")
        if not (fraction.isascii() and fraction.isdecimal()):
            return None
        return datetime.strptime(f"{second}.{fraction[:6]}", "%Y:%m:%d %H:%M:%S.%f")
    except (*_UNREADABLE, KeyError):
        return None
