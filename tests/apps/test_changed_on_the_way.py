"""A set of which the second half is recorded in another way: the reps before and after count, with their verdicts."""

from fractions import Fraction
from functools import cache
from io import BytesIO

import av
import cv2
import numpy as np
import pytest
from PIL import Image

import formcheck
from clips import MIXED, pictures
from media import write_clip

pytestmark = pytest.mark.slow

FPS, SIZE = 15, (320, 240)
CHANGES_S = 5.5
"""At rest between the first and the second rep."""

FIRST = round(CHANGES_S * FPS)


@cache
def shown():
    return [cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA) for picture in pictures(MIXED, 99.0)[::2]]


def resized(width, height):
    return lambda picture: cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)


def nearer(picture):
    return cv2.resize(picture[30:-30, 40:-40], SIZE)


def in_two_parts(folder, change, shape):
    """A transport stream of which the second half is stored in another way."""
    stored = [*shown()[:FIRST], *map(change, shown()[FIRST:])]
    whole = folder / "whole.ts"
    parts = [(stored[:FIRST], Fraction(1), 0), (stored[FIRST:], shape, FIRST)]
    whole.write_bytes(b"".join(_part(folder, *part).read_bytes() for part in parts))
    return whole


def _part(folder, stored, shape, first):
    times = [(first + i) / FPS for i in range(len(stored))]
    quick = {"preset": "veryfast", "crf": "20"}
    return write_clip(folder / "part.ts", stored, fps=FPS, times=times, pixel_aspect=shape, options=quick)


def assert_three_reps(result):
    assert [rep.turn_s for rep in result.reps] == pytest.approx([2.76, 6.93, 10.98], abs=0.12)
    assert [rep.faults for rep in result.reps] == [[], ["hips-low"], []]
    assert result.attempts == []


@pytest.mark.parametrize(
    ("change", "shape"),
    [
        (resized(160, 120), Fraction(1)),
        (resized(640, 480), Fraction(1)),
        (resized(240, 240), Fraction(4, 3)),
        (resized(320, 160), Fraction(2, 3)),
        (nearer, Fraction(1)),
    ],
    ids=["smaller", "larger", "wide pixels", "high pixels", "nearer"],
)
def test_another_size_shape_or_distance_keeps_the_set(tmp_path, change, shape):
    assert_three_reps(formcheck.analyze(in_two_parts(tmp_path, change, shape), "glute-bridge"))


def test_another_orientation_by_exif_keeps_the_set(tmp_path):
    """A time-lapse camera that was turned on its stand; its flag says so."""
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=FPS)
        stream.width, stream.height = SIZE
        stream.pix_fmt, stream.time_base = "yuvj420p", Fraction(1, FPS)
        for tick, picture in enumerate(shown()):
            turned = tick >= FIRST
            exif, jpeg = Image.Exif(), BytesIO()
            exif[0x0112] = 6 if turned else 1
            stored = np.ascontiguousarray(np.rot90(picture) if turned else picture)
            Image.fromarray(stored).save(jpeg, "JPEG", quality=92, exif=exif)
            packet = av.Packet(jpeg.getvalue())
            packet.stream, packet.pts, packet.dts, packet.duration = stream, tick, tick, 1
            packet.time_base, packet.is_keyframe = Fraction(1, FPS), True
            container.mux(packet)

    assert_three_reps(formcheck.analyze(path, "glute-bridge"))
