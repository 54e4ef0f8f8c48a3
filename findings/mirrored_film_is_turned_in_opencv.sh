#!/usr/bin/env bash
# A film that its header mirrors (a selfie video): OpenCV gives it upside down or unmirrored, and PyAV's angle agrees.
#
# One would guess: OpenCV, which turns films upright by itself (CAP_PROP_ORIENTATION_AUTO), either applies the matrix in
# the header of an MP4 or leaves it alone. A mirrored film comes mirrored or as stored, the right way up in any case.
#
# True: OpenCV makes one angle of the matrix, also of a matrix that mirrors, for which no angle is right. Of the eight
# quarter turns and mirrors the four without a mirror come right and the four with one come wrong:
#   - left-right mirror: turned by 180 degrees, so people hang from the ceiling.
#   - top-bottom mirror: nothing is done, so a film that is stored upside down stays so.
#   - both diagonal mirrors: turned by a quarter, and not mirrored.
# `picture.rotation` in PyAV has the same angles (0 for the top-bottom mirror, -180 for the left-right one). What
# decides is in `picture.side_data["DISPLAYMATRIX"]`: nine numbers, applied here pixel by pixel to say what is to be
# shown. Chromium 156 showed all eight films as the matrix says (looked at once, not part of this script).
#
# Versions: opencv-python-headless 5.0.0.93, av 18.1.0 (FFmpeg 8.1), numpy 2.4.6, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq opencv-python-headless==5.0.0.93 av==18.1.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import struct
from importlib.metadata import version

import av
import cv2
import numpy as np

print("opencv-python-headless", version("opencv-python-headless"), "av", av.__version__)
print("FFmpeg in av:", av.ffmpeg_version_info, "numpy", np.__version__)
WIDTH, HEIGHT = 64, 48
ONE = 1 << 16
COLOURS = {"R": (255, 0, 0), "G": (0, 255, 0), "B": (0, 0, 255), "W": (255, 255, 255)}
wrong = []


def expect(what, seen, described):
    print(f"  {what}: {seen}")
    if seen != described:
        wrong.append(f"{what}: {seen}, described as {described}")


def write_film():
    """Red and green above, blue and white below."""
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for quarter, colour in enumerate(COLOURS.values()):
        top, left = quarter // 2 * HEIGHT // 2, quarter % 2 * WIDTH // 2
        picture[top : top + HEIGHT // 2, left : left + WIDTH // 2] = colour
    with av.open("plain.mp4", "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "1", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))


def with_matrix(a, b, c, d):
    """The film with x' = a x + c y, y' = b x + d y in its track header, moved back into the quadrant of the picture."""
    x = -min(0, a) * WIDTH - min(0, c) * HEIGHT
    y = -min(0, b) * WIDTH - min(0, d) * HEIGHT
    film = bytearray(open("plain.mp4", "rb").read())
    identity = struct.pack(">9i", ONE, 0, 0, 0, ONE, 0, 0, 0, 1 << 30)
    at = film.index(identity, film.index(b"tkhd"))
    film[at : at + 36] = struct.pack(">9i", a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, x * ONE, y * ONE, 1 << 30)
    open("film.mp4", "wb").write(film)


def applied(picture, matrix):
    """What is to be shown: every stored pixel put where the matrix sends its centre."""
    a, b, _, c, d, _, x, y, _ = matrix
    height, width = picture.shape[:2]
    shown = np.zeros((width, height, 3) if a == 0 else (height, width, 3), np.uint8)
    for row in range(height):
        for column in range(width):
            to_x = (a * (column + 0.5) + c * (row + 0.5) + x) / ONE
            to_y = (b * (column + 0.5) + d * (row + 0.5) + y) / ONE
            shown[int(to_y), int(to_x)] = picture[row, column]
    return shown


def corners(picture):
    """Colours of the four quarters, row by row."""
    height, width = picture.shape[:2]
    places = [(height // 4, width // 4), (height // 4, 3 * width // 4)]
    places += [(3 * height // 4, width // 4), (3 * height // 4, 3 * width // 4)]
    return "".join(min(COLOURS, key=lambda c: np.abs(picture[at].astype(int) - COLOURS[c]).sum()) for at in places)


def in_av():
    with av.open("film.mp4") as container:
        picture = next(container.decode(video=0))
        stored = picture.to_ndarray(format="rgb24")
        data = picture.side_data.get("DISPLAYMATRIX")
        matrix = np.frombuffer(bytes(data), np.int32) if data is not None else [ONE, 0, 0, 0, ONE, 0, 0, 0, 0]
        return picture.rotation, corners(stored), corners(applied(stored, [int(m) for m in matrix]))


def in_opencv():
    film = cv2.VideoCapture("film.mp4")
    assert film.get(cv2.CAP_PROP_ORIENTATION_AUTO) == 1
    return film.get(cv2.CAP_PROP_ORIENTATION_META), corners(film.read()[1][..., ::-1])


write_film()
print("quarters row by row: R red, G green, B blue, W white; stored as RGBW")
for name, matrix, shown, opencv, angles in [
    ("as it is", (1, 0, 0, 1), "RGBW", "RGBW", (0, 0)),
    ("quarter turn", (0, 1, -1, 0), "BRWG", "BRWG", (-90, 90)),
    ("half turn", (-1, 0, 0, -1), "WBGR", "WBGR", (-180, 180)),
    ("three quarter turn", (0, -1, 1, 0), "GWRB", "GWRB", (90, 270)),
    ("left-right mirror", (-1, 0, 0, 1), "GRWB", "WBGR", (-180, 180)),
    ("top-bottom mirror", (1, 0, 0, -1), "BWRG", "RGBW", (0, 0)),
    ("diagonal mirror", (0, 1, 1, 0), "RBGW", "BRWG", (-90, 90)),
    ("other diagonal mirror", (0, -1, -1, 0), "WGBR", "GWRB", (90, 270)),
]:
    with_matrix(*matrix)
    (av_angle, stored, player), (opencv_angle, opencv_shows) = in_av(), in_opencv()
    expect(f"{name}: stored, by the matrix, OpenCV", (stored, player, opencv_shows), ("RGBW", shown, opencv))
    expect("    angle in PyAV, in OpenCV", (int(av_angle), int(opencv_angle)), angles)

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
