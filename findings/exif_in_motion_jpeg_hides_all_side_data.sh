#!/usr/bin/env bash
# PyAV: one EXIF block in a Motion JPEG, and no side data of any picture can be looked at, not even its rotation matrix.
#
# One would guess: side data that a binding has no name for is left out of the mapping, or comes as a number. A file whose
# pictures carry EXIF, as time-lapses copied from camera JPEGs do, loses nothing else by it.
#
# True: libav attaches the EXIF as side data of kind 31, PyAV's names end at 27, and every look at `frame.side_data`
# raises ValueError, also `.get("DISPLAYMATRIX")` and `len()`. `frame.rotation` still works, but it is the same for a
# mirrored picture and for one that is not: EXIF orientations 1 and 4, 2 and 3, 5 and 6, 7 and 8 cannot be told apart.
# The matrix is there: libav's own filter `sidedata`, told to delete kind 31, makes it readable, right for all eight.
#
# Versions: av 18.1.0, Pillow 13.0.0, numpy 2.4.6, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq av==18.1.0 pillow==13.0.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
from fractions import Fraction
from importlib.metadata import version
from io import BytesIO

import av
import numpy as np
from av.filter import Graph
from PIL import Image

print("av", version("av"), "pillow", version("pillow"), "numpy", version("numpy"))
wrong = []


def expect(what, seen, described):
    print(f"  {what}: {seen}")
    if seen != described:
        wrong.append(f"{what}: {seen}, described as {described}")


def write(name, orientation):
    """Three pictures, 64 by 48, each a JPEG with EXIF as a camera writes it."""
    exif, jpeg = Image.Exif(), BytesIO()
    exif[0x0110] = "Camera"
    exif[0x0112] = orientation
    Image.new("RGB", (64, 48), (90, 120, 30)).save(jpeg, "JPEG", exif=exif)
    with av.open(name, "w") as container:
        stream = container.add_stream("mjpeg", rate=10)
        stream.width, stream.height, stream.pix_fmt, stream.time_base = 64, 48, "yuvj420p", Fraction(1, 10)
        for tick in range(3):
            packet = av.Packet(jpeg.getvalue())
            packet.stream, packet.pts, packet.dts, packet.duration = stream, tick, tick, 1
            packet.time_base, packet.is_keyframe = Fraction(1, 10), True
            container.mux(packet)


def attempt(look):
    try:
        return str(look())
    except ValueError as error:
        return f"ValueError: {error}"


def without_exif(frame):
    graph = Graph()
    graph.link_nodes(
        graph.add_buffer(width=64, height=48, format=frame.format, time_base=frame.time_base),
        graph.add("sidedata", "mode=delete:type=31"),
        graph.add("buffersink"),
    ).configure()
    graph.push(frame)
    return graph.pull()


refused = "ValueError: 31 is not a valid Type"
angles, matrices = {}, {}
for orientation in range(1, 9):
    write("film.mov", orientation)
    with av.open("film.mov") as container:
        frame = next(container.decode(video=0))
        if orientation == 6:
            print("a picture with EXIF orientation 6")
            expect('side_data.get("DISPLAYMATRIX")', attempt(lambda: frame.side_data.get("DISPLAYMATRIX")), refused)
            expect("len(side_data)", attempt(lambda: len(frame.side_data)), refused)
        angles[orientation] = frame.rotation % 360
        matrix = without_exif(frame).side_data.get("DISPLAYMATRIX")
        numbers = np.frombuffer(bytes(matrix), np.int32) >> 16
        matrices[orientation] = tuple(numbers[[0, 1, 3, 4]].tolist())

print("all eight orientations")
expect("frame.rotation, modulo 360", angles, {1: 0, 2: 180, 3: 180, 4: 0, 5: 270, 6: 270, 7: 90, 8: 90})
expect(
    "matrix after the filter (a, b, c, d)",
    matrices,
    {
        1: (1, 0, 0, 1),
        2: (-1, 0, 0, 1),
        3: (-1, 0, 0, -1),
        4: (1, 0, 0, -1),
        5: (0, 1, 1, 0),
        6: (0, 1, -1, 0),
        7: (0, -1, -1, 0),
        8: (0, -1, 1, 0),
    },
)

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
