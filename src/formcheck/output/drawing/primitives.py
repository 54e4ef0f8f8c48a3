"""Drawing primitives: text, panels, badges, bars, lines. They draw in place; text and panels stay in their box."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from formcheck.frames.frame import Rgb
from formcheck.output.drawing.layout import Box

Colour = tuple[int, int, int]
"""Red, green, blue."""

Point = tuple[float, float]
"""x and y in pixels, to the right and down."""

INK: Colour = (16, 18, 22)
"""Dark background of text, and dark marks on bright badges."""

SMALLEST_TEXT_PX = 7.0
"""Text that would have to be smaller than this is left out."""

_CAP_HEIGHT = 0.79  # height of a capital letter over the font size; these five were measured on DejaVu Sans
_ASCENT, _ASCENT_ACCENTED = 0.83, 1.01  # height of the tallest letter above the baseline
_DESCENT, _DESCENT_DESCENDING = 0.02, 0.26  # and depth of the lowest below it
_DESCENDERS = frozenset("gjpqyQ,;()[]{}|_")
_LINE_HEIGHT = 1.12  # distance between two lines of text over the font size
_SHRINK_FACTOR = 0.94
_SUBPIXEL_BITS = 4
_FONT_LOCK = threading.Lock()  # cv2 mixes up letters when threads share a font face


@dataclass(frozen=True, slots=True)
class FittedText:
    """Text broken into lines that fit a box, and the font size at which they fit."""

    lines: tuple[str, ...]
    size_px: float


def panel(rgb: Rgb, box: Box, *, radius_px: float = 0.0, opacity: float = 0.72) -> None:
    """Darken a box so that text on it can be read; only the pixels of the box are touched."""
    roi = region(rgb, box)
    if not roi.size:
        return
    cover = roi.copy()
    height, width = roi.shape[:2]
    radius = int(min(radius_px, height / 2, width / 2))
    cv2.rectangle(cover, (radius, 0), (width - 1 - radius, height), INK, cv2.FILLED)
    if radius:
        cv2.rectangle(cover, (0, radius), (width, height - 1 - radius), INK, cv2.FILLED)
        for x in (radius, width - 1 - radius):
            for y in (radius, height - 1 - radius):
                dot(cover, (x, y), radius, INK)
    cv2.addWeighted(cover, opacity, roi, 1.0 - opacity, 0.0, dst=roi)


def text(
    rgb: Rgb,
    box: Box,
    words: str,
    colour: Colour,
    *,
    bold: bool = True,
    align: float = 0.0,
    lines: int = 1,
    size_px: float | None = None,
) -> None:
    """Write text into a box, vertically centred, as large as fits but at most `size_px`.

    Parameters
    ----------
    align : 0 to 1
        0 at the left edge of the box, 0.5 in the middle, 1 at the right edge.
    lines : int
        Maximum number of lines.
    """
    roi = region(rgb, box)
    height, width = roi.shape[:2]
    fitted = fit(words, width, height, lines=lines, bold=bold, size_px=size_px)
    if fitted is None:
        return
    size, step = fitted.size_px, fitted.size_px * _LINE_HEIGHT
    above, below = _ascent_and_descent(words)
    more = step * (len(fitted.lines) - 1)
    centred = 0.5 * (height + _CAP_HEIGHT * size - more)  # capitals centred, if descenders leave room
    baseline = max(min(centred, height - 2 - below * size - more), above * size + 1)
    for line in fitted.lines:
        left = align * (width - text_width(line, size, bold))
        at = (round(left), round(baseline))
        with _FONT_LOCK:
            cv2.putText(roi, line, at, colour, _font(bold), round(size))
        baseline += step


@lru_cache(maxsize=512)
def fit(
    words: str, width: float, height: float, *, lines: int = 1, bold: bool = True, size_px: float | None = None
) -> FittedText | None:
    """Break text into lines and choose the largest font size that fits; None if no legible size does.

    Text that is too long even at the smallest size ends in an ellipsis. A word is never cut, because half a number
    is a different number.
    """
    one = sum(_ascent_and_descent(words))
    size = min(size_px or np.inf, (height - 3) / one)
    while size >= SMALLEST_TEXT_PX:
        broken = _wrap(words, width, size, bold)
        used = _LINE_HEIGHT * size * (len(broken) - 1) + one * size + 3
        if len(broken) <= lines and used <= height and all(text_width(b, size, bold) <= width for b in broken):
            return FittedText(broken, size)
        size *= _SHRINK_FACTOR
    return _shortened(words, width, bold) if height >= one * SMALLEST_TEXT_PX + 3 else None


def _ascent_and_descent(words: str) -> tuple[float, float]:
    """How far the letters extend above and below the baseline, over the font size."""
    accented = any(letter.isalpha() and not letter.isascii() for letter in words)
    descending = bool(_DESCENDERS.intersection(words))
    return _ASCENT_ACCENTED if accented else _ASCENT, _DESCENT_DESCENDING if descending else _DESCENT


def text_width(words: str, size_px: float, bold: bool = True) -> float:
    """Width of one line in pixels."""
    return _width(words, round(size_px), bold)


def tick(rgb: Rgb, centre: Point, radius_px: float, colour: Colour) -> None:
    """Badge for something good: a tick on a disc."""
    dot(rgb, centre, radius_px, colour)
    path = _around(centre, radius_px, ((-0.45, 0.05), (-0.12, 0.38), (0.48, -0.32)))
    _path(rgb, path, radius_px)


def exclamation(rgb: Rgb, centre: Point, radius_px: float, colour: Colour) -> None:
    """Badge for a fault: an exclamation mark on a disc."""
    dot(rgb, centre, radius_px, colour)
    _path(rgb, _around(centre, radius_px, ((0.0, -0.56), (0.0, 0.02))), radius_px)
    dot(rgb, (centre[0], centre[1] + 0.5 * radius_px), 0.16 * radius_px, INK)


def dash(rgb: Rgb, centre: Point, radius_px: float, colour: Colour) -> None:
    """Badge for something that was not judged: a dash on a disc."""
    dot(rgb, centre, radius_px, colour)
    _path(rgb, _around(centre, radius_px, ((-0.42, 0.0), (0.42, 0.0))), radius_px)


def bar(rgb: Rgb, box: Box, share: float, colour: Colour) -> None:
    """Horizontal bar with round ends, filled from the left to a share (0 to 1) of its length."""
    thickness = max(2.0, box.height)
    y, left, right = 0.5 * (box.top + box.bottom), box.left + thickness / 2, box.right - thickness / 2
    if right <= left:
        return
    line(rgb, (left, y), (right, y), (74, 78, 86), thickness)
    if share > 0.0:
        line(rgb, (left, y), (left + min(share, 1.0) * (right - left), y), colour, thickness)


def line(rgb: Rgb, start: Point, end: Point, colour: Colour, thickness_px: float) -> None:
    """Anti-aliased line with round ends, placed to 1/16 of a pixel so that it does not jitter from frame to frame."""
    lines(rgb, [(start, end)], colour, thickness_px)


def lines(rgb: Rgb, ends: Sequence[tuple[Point, Point]], colour: Colour, thickness_px: float) -> None:
    """Many separate lines, each drawn as by `line`."""
    if ends:
        fixed = np.rint(np.array(ends) * 2**_SUBPIXEL_BITS).astype(np.int32)
        cv2.polylines(rgb, fixed, False, colour, max(1, round(thickness_px)), cv2.LINE_AA, _SUBPIXEL_BITS)


def dot(rgb: Rgb, centre: Point, radius_px: float, colour: Colour) -> None:
    """Filled disc."""
    x, y = (round(place * 2**_SUBPIXEL_BITS) for place in centre)
    radius = max(1, round(radius_px * 2**_SUBPIXEL_BITS))
    cv2.circle(rgb, (x, y), radius, colour, cv2.FILLED, cv2.LINE_AA, _SUBPIXEL_BITS)


def _around(centre: Point, radius_px: float, shape: tuple[Point, ...]) -> list[Point]:
    return [(centre[0] + radius_px * x, centre[1] + radius_px * y) for x, y in shape]


def _path(rgb: Rgb, points: list[Point], radius_px: float) -> None:
    """Thick dark stroke through the points."""
    lines(rgb, list(pairwise(points)), INK, 0.26 * radius_px)


def region(rgb: Rgb, box: Box) -> Rgb:
    """View of the pixels inside a box; drawing on it cannot go beyond the box."""
    height, width = rgb.shape[:2]
    left, right = (min(max(0, round(x)), width) for x in (box.left, box.right))
    top, bottom = (min(max(0, round(y)), height) for y in (box.top, box.bottom))
    return rgb[top:bottom, left:right]


@cache
def _font(bold: bool) -> Any:
    """DejaVu Sans, which comes with matplotlib: its zero has no slash and cannot be read as an eight.

    The file is located without importing matplotlib. Without matplotlib, OpenCV's own font is used.
    """
    matplotlib = find_spec("matplotlib")
    folder = Path((matplotlib and matplotlib.origin) or "").parent / "mpl-data" / "fonts" / "ttf"
    file = folder / f"DejaVuSans{'-Bold' if bold else ''}.ttf"
    return cv2.FontFace(str(file) if file.is_file() else "sans")


@lru_cache(maxsize=2048)
def _width(words: str, size_px: int, bold: bool) -> float:
    with _FONT_LOCK:
        _, _, width, _ = cv2.getTextSize((0, 0), words, (0, 0), _font(bold), size_px)
    return float(width)


def _wrap(words: str, width: float, size_px: float, bold: bool) -> tuple[str, ...]:
    """Break text into lines, each filled as far as the width allows."""
    done: list[str] = []
    for word in words.split(" "):
        longer = f"{done[-1]} {word}" if done else word
        if done and text_width(longer, size_px, bold) <= width:
            done[-1] = longer
        else:
            done.append(word)
    return tuple(done)


def _shortened(words: str, width: float, bold: bool) -> FittedText | None:
    known = words.split(" ")
    for count in range(len(known) - 1, 0, -1):
        cut = " ".join(known[:count]) + "…"
        if text_width(cut, SMALLEST_TEXT_PX, bold) <= width:
            return FittedText((cut,), SMALLEST_TEXT_PX)
    return None
