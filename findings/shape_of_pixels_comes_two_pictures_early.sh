#!/usr/bin/env bash
# PyAV: where the shape of the pixels changes on the way, the decoder tells of it before the pictures that have it arrive.
#
# One would guess: PyAV gives pictures no `sample_aspect_ratio`, but the codec context has one, and while a picture is
# handled it is that picture's. A broadcast that goes from 4:3 to 16:9 in the same number of pixels is then stretched
# picture by picture by what the codec context says.
#
# True: the codec context is as far as the decoder has read. With B-pictures that is ahead of the picture in hand: the last
# two of the old shape are handed out under the new one, and would be drawn a third too wide. Without B-pictures it
# fits. The shape of the picture itself is kept, and can be read through a filter: `scale` with `w=sar*...:eval=frame`,
# which by default looks at the first picture only.
#
# Versions: av 18.1.0, numpy 2.4.6, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq av==18.1.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import av
import numpy as np
from av.filter import Graph

print("av", version("av"), "numpy", version("numpy"))
PART = 12  # pictures of each shape
UNIT = 120
SHAPES = (Fraction(1), Fraction(4, 3))
wrong = []


def film(name, b_pictures):
    """H.264 in two parts of the same size, the second with wider pixels, one behind the other."""
    parts = b""
    for shape in SHAPES:
        with av.open(f"{name}.part", "w", format="h264") as out:
            stream = out.add_stream("libx264", rate=25, options={"bf": str(b_pictures), "b-adapt": "0"})
            stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
            stream.codec_context.sample_aspect_ratio = shape
            for n in range(PART):
                rgb = np.full((240, 320, 3), 10 * n, dtype=np.uint8)
                out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
            out.mux(stream.encode())
        parts += Path(f"{name}.part").read_bytes()
    Path(name).write_bytes(parts)


def through_filter(frame, graphs, evaluated):
    """The picture's own shape, from the width that a filter gives it."""
    if evaluated not in graphs:
        graph = Graph()
        source = graph.add_buffer(width=320, height=240, format=frame.format, time_base=Fraction(1, 25))
        scale = graph.add("scale", f"w={UNIT}*sar:h=2:eval={evaluated}")
        sink = graph.add("buffersink")
        source.link_to(scale)
        scale.link_to(sink)
        graph.configure()
        graphs[evaluated] = graph
    graphs[evaluated].push(frame)
    return Fraction(graphs[evaluated].pull().width, UNIT)


def first_wide(name):
    """The first picture, from 0, that each way of looking calls wide; None if it calls none so."""
    seen, graphs = {"codec context": [], "filter, eval=frame": [], "filter, eval=init": []}, {}
    with av.open(name, format="h264") as container:
        for frame in container.decode(video=0):
            seen["codec context"].append(container.streams.video[0].codec_context.sample_aspect_ratio)
            seen["filter, eval=frame"].append(through_filter(frame, graphs, "frame"))
            seen["filter, eval=init"].append(through_filter(frame, graphs, "init"))
    assert len(seen["codec context"]) == 2 * PART
    return {way: next((n for n, shape in enumerate(shapes) if shape != 1), None) for way, shapes in seen.items()}


for b_pictures, early in ((2, 2), (0, 0)):
    film("film.h264", b_pictures)
    seen = first_wide("film.h264")
    described = {"codec context": PART - early, "filter, eval=frame": PART, "filter, eval=init": None}
    print(f"{b_pictures} B-pictures, wide pixels begin with picture {PART}; called wide from: {seen}")
    if seen != described:
        wrong.append(f"{b_pictures} B-pictures: {seen}, described {described}")

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
