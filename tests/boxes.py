"""Edit lists and metadata written into MP4 and MOV files whose index comes last."""

import struct
from pathlib import Path


def with_edits(path: Path, edits: list[tuple[float, float | None, float]], *, wide: bool = False) -> Path:
    """Write an edit list of (seconds shown, start in the recording or None, rate) into a file, in place.

    With `wide`, in the form with 64 bits.
    """
    top = list(_boxes(path.read_bytes()))
    assert top[-1][0] == b"moov", "the index has to come last"
    film_scale = _scale(_inside(top[-1][1], b"mvhd"))
    media_scale = _scale(_inside(top[-1][1], b"trak", b"mdia", b"mdhd"))
    first = _media_start(top[-1][1])
    elst = struct.pack(">II", wide << 24, len(edits))
    for shown_s, start_s, rate in edits:
        start = -1 if start_s is None else round(start_s * media_scale) + first
        elst += struct.pack(">Qqi" if wide else ">Iii", round(shown_s * film_scale), start, round(rate * 65536))
    made = b"".join(
        _box(kind, _edited(body, _box(b"edts", _box(b"elst", elst))) if kind == b"trak" else body)
        for kind, body in _boxes(top[-1][1])
    )
    path.write_bytes(b"".join(_box(kind, body) for kind, body in top[:-1]) + _box(b"moov", made))
    return path


def _edited(track: bytes, edts: bytes) -> bytes:
    parts = b""
    for kind, body in _boxes(track):
        if kind != b"edts":
            parts += _box(kind, body)
        if kind == b"tkhd":
            parts += edts
    return parts


def _media_start(moov: bytes) -> int:
    """Where the recording begins in its own time: after the delay of pictures that are coded out of order."""
    try:
        return max(struct.unpack_from(">i", _inside(moov, b"trak", b"edts", b"elst"), 12)[0], 0)
    except KeyError:
        return 0


def _scale(header: bytes) -> int:
    return int(struct.unpack_from(">I", header, 12)[0])


def _inside(data: bytes, *path: bytes) -> bytes:
    for kind in path:
        data = dict(_boxes(data))[kind]
    return data


def _boxes(data: bytes):
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        yield kind, data[at + 8 : at + size]
        at += size


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body
