"""Scenes with a second person, put together from the project's own clips."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np

from formcheck.frames.frame import Rgb

VIDEOS = Path(__file__).parents[1] / "samples/videos"
FPS = 15.0

Film = list[Rgb]


@cache
def _film(name: str) -> tuple[Rgb, ...]:
    with av.open(str(VIDEOS / f"{name}.mp4")) as container:
        step = round(float(container.streams.video[0].average_rate) / FPS)
        shown = (frame for n, frame in enumerate(container.decode(video=0)) if n % step == 0)
        return tuple(frame.to_ndarray(format="rgb24") for frame in shown)


def film(name: str, from_s: float = 0.0, until_s: float = 99.0) -> Film:
    """Frames of a sample, `FPS` a second, 640 by 480 pixels."""
    return list(_film(name)[round(from_s * FPS) : round(until_s * FPS)])


@cache
def _standing_person() -> tuple[Rgb, Rgb]:
    """A person who stands, seen from the side: their pixels, and where they are (0 or 1)."""
    rgb = film("bent_over_row_good_side_p1")[20]
    mask = np.zeros(rgb.shape[:2], np.uint8)
    box = (270, 45, 90, 390)  # left, top, width, height
    cv2.setRNGSeed(1)
    cv2.grabCut(rgb, mask, box, np.zeros((1, 65)), np.zeros((1, 65)), 8, cv2.GC_INIT_WITH_RECT)
    left, top, width, height = box
    inside = slice(top, top + height), slice(left, left + width)
    return rgb[inside], np.isin(mask[inside], (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)


def with_stander(rgb: Rgb, centre_x: float, feet_y: float, scale: float = 1.0) -> Rgb:
    """The image with a standing person in front; they may be partly or wholly outside of it."""
    person, mask = _standing_person()
    size = (round(person.shape[1] * scale), round(person.shape[0] * scale))
    person, mask = cv2.resize(person, size), cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST)
    return pasted(rgb, person, round(centre_x - size[0] / 2), round(feet_y - size[1]), mask)


def pasted(rgb: Rgb, piece: Rgb, left: int, top: int, mask: Rgb | None = None) -> Rgb:
    """The image with a piece in it, cut off at the edges."""
    out = rgb.copy()
    height, width = rgb.shape[:2]
    rows = slice(max(top, 0), max(min(top + piece.shape[0], height), 0))
    columns = slice(max(left, 0), max(min(left + piece.shape[1], width), 0))
    part = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return out
    shown = np.ones(piece[part].shape[:2], bool) if mask is None else mask[part].astype(bool)
    out[rows, columns][shown] = piece[part][shown]
    return out


def walking_past(user: Film, from_s: float, takes_s: float, scale: float, feet_y: float = 470.0) -> Film:
    """Somebody walks past in front, from the left to the right."""
    width = user[0].shape[1]
    out = list(user)
    for n in range(round(from_s * FPS), min(round((from_s + takes_s) * FPS), len(user))):
        share = (n / FPS - from_s) / takes_s
        out[n] = with_stander(user[n], -100 + share * (width + 200), feet_y, scale)
    return out


def mirrored(user: Film) -> Film:
    """The film as a mirror beside it shows it."""
    return [np.ascontiguousarray(rgb[:, ::-1]) for rgb in user]


def on_the_wall(user: Film, other: Film, left: int, top: int, scale: float) -> Film:
    """Another film in a frame on the wall behind: a screen, or a poster if it stands still."""
    out = []
    for n, rgb in enumerate(user):
        piece = cv2.resize(other[n % len(other)], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        framed = cv2.copyMakeBorder(piece, 6, 6, 6, 6, cv2.BORDER_CONSTANT, value=(40, 30, 20))
        out.append(pasted(rgb, framed, left, top))
    return out


def beside(left: Film, right: Film, scale: float = 1.0) -> Film:
    """Two films next to each other; the right one smaller or larger, on the same floor."""
    return [np.hstack(pair) for pair in _of_one_height(left, right, scale)]


def _of_one_height(left: Film, right: Film, scale: float) -> Iterator[tuple[Rgb, Rgb]]:
    for a, b in zip(left, right, strict=False):
        other = cv2.resize(b, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        height = max(a.shape[0], other.shape[0])
        yield _raised(a, height), _raised(other, height)


def _raised(rgb: Rgb, height: int) -> Rgb:
    return cv2.copyMakeBorder(rgb, height - rgb.shape[0], 0, 0, 0, cv2.BORDER_REPLICATE)


def sliding_in(user: Film, other: Film, from_s: float, takes_s: float, scale: float) -> Film:
    """A wider image: at its right another, larger person comes in and stays."""
    out = []
    for n, (rgb, piece) in enumerate(_of_one_height(user, other, scale)):
        share = float(np.clip((n / FPS - from_s) / takes_s, 0.0, 1.0))
        room = np.full_like(piece, 120)
        shown = round(share * piece.shape[1])
        room[:, piece.shape[1] - shown :] = piece[:, :shown]
        out.append(np.hstack([rgb, room]))
    return out
