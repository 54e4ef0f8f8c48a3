"""The edit lists of MP4 and MOV files: which part of the recording is shown, when, and how fast.

libav follows them only where every part is shown once, in order and at its own speed. A part that is to be shown at a
quarter of the speed, or to stand still, is played for its whole time on the screen instead, and what follows is played
once more. Format: ISO/IEC 14496-12, boxes ``edts`` and ``elst``.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_MOST_BYTES = 64 << 20
"""Largest index that is read; chosen: that of a recording of a day is smaller."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One part of a film as it is shown.

    Attributes
    ----------
    shown_s : float
        Seconds on the screen; 0 in a fragmented file, where it means the rest.
    start_s : float or None
        Where it begins in the recording, in seconds; None for an empty part.
    rate : float
        Speed: 1 as recorded, 0 stands still.
    """

    shown_s: float
    start_s: float | None
    rate: float = 1.0


def edits_of(path: Path, track: int) -> list[Edit]:
    """The edits of a track, in order; empty without an edit list, or if it cannot be read."""
    try:
        with path.open("rb") as file:
            return _edits(_index(file), track)
    except (OSError, struct.error):
        return []


def shown_once_in_order(edits: list[Edit]) -> bool:
    """Whether a film shows its recording as it was made, but for parts left out, and a wait before it begins."""
    parts = list(edits)
    while parts and parts[0].start_s is None:
        parts.pop(0)
    reached_s = 0.0
    for part in parts:
        if part.start_s is None or part.rate != 1.0 or part.start_s < reached_s - _ROUNDING_S:
            return False
        reached_s = part.start_s + part.shown_s
    return all(part.shown_s > 0.0 for part in parts[:-1])


_ROUNDING_S = 0.02
"""Parts that follow each other may overlap by this, in seconds: times on the screen are often kept to 1/600 s, in some
files to the hundredth; chosen below the duration of one picture."""


def _edits(index: bytes, track: int) -> list[Edit]:
    header = _first(index, b"mvhd")
    if header is None:
        return []
    film_scale = _timescale(header)
    for kind, body in _boxes(index):
        if kind == b"trak" and _track_id(body) == track:
            return _edits_in(body, film_scale)
    return []


def _edits_in(track: bytes, film_scale: int) -> list[Edit]:
    edit_list, media_header = _first(track, b"edts", b"elst"), _first(track, b"mdia", b"mdhd")
    if edit_list is None or media_header is None or not film_scale or not _timescale(media_header):
        return []
    entry = struct.Struct(">Qqi" if edit_list[0] == 1 else ">Iii")
    (count,) = struct.unpack_from(">I", edit_list, 4)
    count = min(count, (len(edit_list) - 8) // entry.size)
    edits = []
    for at in range(8, 8 + count * entry.size, entry.size):
        shown, start, rate = entry.unpack_from(edit_list, at)
        start_s = None if start < 0 else start / _timescale(media_header)
        edits.append(Edit(shown / film_scale, start_s, rate / 65536))
    return edits


def _track_id(track: bytes) -> int:
    header = _first(track, b"tkhd")
    return -1 if header is None else struct.unpack_from(">I", header, 20 if header[0] == 1 else 12)[0]


def _timescale(header: bytes) -> int:
    """Ticks per second, of a film's or a medium's header."""
    scale: int = struct.unpack_from(">I", header, 20 if header[0] == 1 else 12)[0]
    return scale


def _first(data: bytes, *path: bytes) -> bytes | None:
    """Content of the first box of this path; None if there is none."""
    for kind in path:
        found = next((body for name, body in _boxes(data) if name == kind), None)
        if found is None:
            return None
        data = found
    return data


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        kind, size, head = _header(data[at : at + 16], len(data) - at)
        if size < head:
            return
        yield kind, data[at + head : at + size]
        at += size


def _index(file: BinaryIO) -> bytes:
    """Content of the box ``moov``; empty if there is none, or it is too large to be one."""
    at, end = 0, file.seek(0, 2)
    while at + 8 <= end:
        file.seek(at)
        kind, size, head = _header(file.read(16), end - at)
        if size < head:
            return b""
        if kind == b"moov":
            file.seek(at + head)
            return file.read(size - head) if size <= _MOST_BYTES else b""
        at += size
    return b""


def _header(start: bytes, rest: int) -> tuple[bytes, int, int]:
    """Kind, size and size of the header of a box, of its first bytes; a box of size 0 takes the `rest` of the data."""
    size, kind = struct.unpack_from(">I4s", start)
    head = 8
    if size == 1 and len(start) >= 16:
        (size,), head = struct.unpack_from(">Q", start, 8), 16
    return kind, size or rest, head
