"""One set, written in every container, codec and manner that a phone, browser or camera writes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from boxes import with_edits
from clips import GOOD, pictures
from media import write_clip

FPS, SIZE = 15, (320, 240)
TURN_S = 2.86
"""Turn of the only bridge in the first 5.5 s of the sample, from the sample itself at 15 frames a second."""


@dataclass(frozen=True)
class Film:
    """How a film is written.

    Attributes
    ----------
    rotation_deg, mirrored : int, bool
        What the flag asks of a player; the pictures are stored accordingly.
    squeeze : Fraction
        Width over height of a pixel; the pictures are stored narrower by it.
    late_s : float
        Time of the first picture.
    uneven : bool
        Steps between pictures alternate.
    edits : tuple
        Edit list, see `boxes.with_edits`.
    shift_s : float
        By how much earlier than in the sample the turn comes, as the edits leave the beginning out.
    """

    suffix: str
    codec: str
    pix_fmt: str = "yuv420p"
    rotation_deg: int = 0
    mirrored: bool = False
    squeeze: Fraction = Fraction(1)
    late_s: float = 0.0
    uneven: bool = False
    options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)
    edits: tuple = ()
    shift_s: float = 0.0

    def __str__(self) -> str:
        parts = [self.suffix, self.codec, "" if self.pix_fmt == "yuv420p" else self.pix_fmt]
        parts += [f"turned {self.rotation_deg}" if self.rotation_deg else "", "mirrored" if self.mirrored else ""]
        late = "" if not self.late_s else "late" if self.late_s == 1.5 else f"from {self.late_s:g} s"
        parts += [f"pixels {self.squeeze}" if self.squeeze != 1 else "", late]
        parts += ["uneven" if self.uneven else "", *self.options.values(), *self.container_options.values()]
        parts += [f"edits {self.edits}" if self.edits else ""]
        return " ".join(part for part in parts if part and "log-level" not in part)


@cache
def shown() -> tuple[np.ndarray, ...]:
    """The pictures as a player shows them."""
    whole = pictures(GOOD, 5.5)[::2]
    return tuple(cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA) for picture in whole)


def write(film: Film, folder: Path) -> Path:
    """Write a film into a folder."""
    steps = [0.5 / FPS, 1.5 / FPS] if film.uneven else [1 / FPS, 1 / FPS]
    times = film.late_s + np.concatenate([[0.0], np.cumsum([steps[i % 2] for i in range(len(shown()) - 1)])])
    path = write_clip(
        folder / f"film.{film.suffix}",
        [_stored(picture, film) for picture in shown()],
        fps=FPS,
        times=times.tolist(),
        codec=film.codec,
        pix_fmt=film.pix_fmt,
        rotation_deg=film.rotation_deg,
        mirrored=film.mirrored,
        pixel_aspect=film.squeeze if film.squeeze != 1 else None,
        options={**_QUIET.get(film.codec, {}), **film.options},
        container_options=film.container_options,
        ticks_per_s=_TICKS_PER_S.get(film.suffix, _TICKS_PER_S.get(film.codec, 90_000)),
    )
    return with_edits(path, list(film.edits)) if film.edits else path


_QUIET = {
    "libx265": {"x265-params": "log-level=none:pools=none:frame-threads=1", "preset": "ultrafast"},
    "libx264": {"preset": "ultrafast"},
    "libsvtav1": {"preset": "12", "svtav1-params": "lp=1"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8", "b": "1M"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "b": "1M"},
    **{codec: {"b": "2M"} for codec in ("mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "wmv2", "flv", "h263")},
}

_TICKS_PER_S = {"avi": FPS, "mpg": 30, "mxf": 30, "mpeg4": FPS, "mpeg2video": 30, "mpeg1video": 30, "h263": FPS}
"""Clocks of codecs and containers that take no finer one."""


def _stored(picture: np.ndarray, film: Film) -> np.ndarray:
    stored = np.rot90(picture, film.rotation_deg // 90)
    if film.mirrored:
        stored = stored[:, ::-1]
    if film.squeeze != 1:
        height, width = stored.shape[:2]
        stored = cv2.resize(stored, (2 * round(width / film.squeeze / 2), height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(stored)


def films() -> list[Film]:
    """All films of the table; no two are written alike."""
    every = [*_containers(), *_flags(), *_pixels(), *_times(), *_colours(), *_edits()]
    assert len({str(film) for film in every}) == len(every)
    return every


_PHONES = (("mp4", "libx264"), ("mov", "libx264"), ("mp4", "libx265"), ("mov", "libx265"), ("mkv", "libx264"))


def _containers() -> Iterator[Film]:
    holds = {
        "libx264": "mp4 mov mkv avi ts flv 3gp nut",
        "libx265": "mp4 mov mkv ts",
        "libsvtav1": "mp4 mkv webm",
        "libvpx": "webm mkv",
        "libvpx-vp9": "webm mkv mp4",
        "mpeg4": "mp4 mov mkv avi 3gp",
        "mpeg2video": "ts mkv",
        "mjpeg": "avi mov mkv",
        "ffv1": "mkv avi nut",
        "flv": "flv",
        "wmv2": "wmv avi",
    }
    for codec, suffixes in holds.items():
        for suffix in suffixes.split():
            yield Film(suffix, codec, "yuvj420p" if codec == "mjpeg" else "yuv420p")
    yield Film("mov", "prores_ks", "yuv422p10le")
    yield Film("gif", "gif", "rgb8")
    yield Film("apng", "apng", "rgb24")
    yield Film("mp4", "libx264", container_options={"movflags": "+faststart"})
    yield Film("mp4", "libx264", container_options={"movflags": "+frag_keyframe+empty_moov+default_base_moof"})
    yield Film("mkv", "libx264", container_options={"live": "1"})
    yield Film("webm", "libvpx-vp9", container_options={"live": "1"})
    for suffix, codec in _PHONES:
        yield Film(suffix, codec, options={"bf": "3", "g": "30", "preset": "fast"})


def _flags() -> Iterator[Film]:
    for suffix, codec in (*_PHONES, ("mov", "mjpeg")):
        for degrees in (90, 180, 270):
            yield Film(suffix, codec, "yuvj420p" if codec == "mjpeg" else "yuv420p", degrees)
        yield Film(suffix, codec, "yuvj420p" if codec == "mjpeg" else "yuv420p", mirrored=True)


def _pixels() -> Iterator[Film]:
    for suffix, codec in (*_PHONES, ("ts", "libx264"), ("3gp", "libx264")):
        for squeeze in (Fraction(4, 3), Fraction(2, 3)):
            yield Film(suffix, codec, squeeze=squeeze)
    yield Film("mp4", "libx264", rotation_deg=90, squeeze=Fraction(4, 3))


def _times() -> Iterator[Film]:
    for suffix, codec in (*_PHONES, ("webm", "libvpx-vp9"), ("flv", "libx264"), ("ts", "libx264")):
        yield Film(suffix, codec, uneven=True)
        yield Film(suffix, codec, late_s=1.5)
    yield Film("mkv", "libx264", late_s=-2.0)
    yield Film("mkv", "libx264", late_s=36_000.0)
    yield Film("ts", "libx264", late_s=95_440.0)  # 33 bits of its clock end on the way


def _colours() -> Iterator[Film]:
    for pix_fmt in ("yuv420p10le", "yuv422p", "yuv444p", "yuvj420p"):
        yield Film("mp4", "libx264", pix_fmt)
    for pix_fmt in ("yuv420p10le", "yuv444p"):
        yield Film("mkv", "libx265", pix_fmt)
    yield Film("mp4", "libsvtav1", "yuv420p10le")
    yield Film("webm", "libvpx-vp9", "yuv444p")
    yield Film("mkv", "ffv1", "bgr0")
    yield Film("mkv", "libx264rgb", "rgb24")
    yield Film("mov", "libx264", "yuv422p10le")
    yield Film("mkv", "libx265", "yuv422p12le")
    yield Film("mov", "prores_ks", "yuva444p10le")
    yield Film("webm", "libvpx-vp9", "yuva420p")
    yield Film("mov", "qtrle", "rgb24")
    yield Film("mov", "png", "rgba64be")


def _edits() -> Iterator[Film]:
    for suffix, codec in _PHONES[:4]:
        yield Film(suffix, codec, edits=((5.4, 0.0, 1.0),), options={"bf": "0"})
        yield Film(suffix, codec, edits=((1.0, None, 1.0), (5.4, 0.0, 1.0)), options={"bf": "0"})
        yield Film(suffix, codec, edits=((5.0, 0.4, 1.0),), shift_s=0.4, options={"bf": "0"})
        yield Film(suffix, codec, edits=((1.2, 0.0, 1.0), (8.0, 1.2, 0.25), (2.4, 3.2, 1.0)), options={"bf": "0"})
        yield Film(suffix, codec, edits=((3.0, 0.0, 1.0), (4.0, 3.0, 0.0), (2.4, 3.0, 1.0)), options={"bf": "0"})
        yield Film(suffix, codec, edits=((4.0, 0.0, 1.0), (4.0, 1.4, 1.0)), options={"bf": "0"})
