#!/usr/bin/env bash
# PyAV: a picture whose side data was looked at stays in memory after the last name for it is gone.
#
# One would guess: a decoded picture is freed when nothing refers to it any more, as without that look: a loop over a film
# holds one or two pictures, however long the film is.
#
# True: `frame.side_data` makes an object that refers to the picture, and the picture to it. Reference counting never
# frees the two; only Python's search for cycles does, which counts objects and not the megabyte behind each. A reader that
# asks every picture for its rotation or its HDR facts therefore holds hundreds of pictures at a time: at 1920 by 1080 three
# megabytes each. Freeing them by hand works: `gc.collect()`, or dropping the look for all but the pictures that need it.
#
# Versions: av 18.1.0, numpy 2.4.6, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq av==18.1.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import gc
from importlib.metadata import version

import av
import numpy as np

print("av", version("av"), "numpy", version("numpy"))
PICTURES = 120
wrong = []

with av.open("film.mp4", "w") as film:
    stream = film.add_stream("mpeg4", rate=30)
    stream.width, stream.height = 320, 240
    for n in range(PICTURES):
        rgb = np.full((240, 320, 3), n, dtype=np.uint8)
        film.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
    film.mux(stream.encode())


def alive(look):
    """Pictures that are still in memory after a loop which keeps none, before and after a search for cycles."""
    gc.collect()
    gc.disable()
    with av.open("film.mp4") as film:
        for frame in film.decode(video=0):
            if look:
                len(frame.side_data)
        del frame
    kept = sum(isinstance(each, av.VideoFrame) for each in gc.get_objects())
    gc.enable()
    gc.collect()
    return kept, sum(isinstance(each, av.VideoFrame) for each in gc.get_objects())


for look, described in ((False, (0, 0)), (True, (PICTURES, 0))):
    seen = alive(look)
    print(f"{PICTURES} pictures, side data {'looked at' if look else 'left alone'}: {seen[0]} kept, {seen[1]} after a search")
    if seen != described:
        wrong.append(f"look {look}: {seen}, described {described}")

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
