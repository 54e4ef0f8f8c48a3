#!/usr/bin/env bash
# MediaPipe: mp.Image of a numpy view (a crop, a turned picture) silently is another picture.
#
# One would guess: `mp.Image(data=view)` copies what the array shows, or raises TypeError for an array that is not
# contiguous. It did raise in the versions with compiled bindings (0.10.21 still did, tried once beside this script).
#
# True: since the bindings were rewritten, only the address of the first element and the size are handed on. The
# strides are not looked at. A column crop becomes rows of the whole picture cut at the wrong places, a picture turned
# by transposing becomes a sheared one, one in Fortran order becomes stripes. There is no error and no warning, and
# size and format of the image are those that one expects, so nothing that follows can notice. A crop of rows comes
# right, since it stays contiguous: that one crop works says nothing about the next.
# The cure: `np.ascontiguousarray` before the call.
#
# No model and no weights are needed. The wheels need libEGL, libGLESv2 and libGL on the system.
#
# Versions: mediapipe 1.2.2, numpy 2.4.6, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq mediapipe==1.2.2 opencv-contrib-python==5.0.0.93 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import warnings
from importlib.metadata import version

import mediapipe as mp
import numpy as np

warnings.simplefilter("error")  # a warning would end the script
print("mediapipe", version("mediapipe"), "numpy", np.__version__)
wrong = []


def expect(what, seen, described):
    print(f"  {what}: {seen}")
    if seen != described:
        wrong.append(f"{what}: {seen}, described as {described}")


def inside(array):
    """Pixels of the image that MediaPipe makes of an array."""
    image = mp.Image(image_format=mp.ImageFormat.SRGB, data=array)
    return np.array(image.numpy_view())  # copied while the image is alive


def middle(pixels):
    """Where the white disc is: the mean column and row of bright pixels, and how many there are."""
    rows, columns = np.nonzero(pixels[..., 0] > 128)
    return round(float(columns.mean())), round(float(rows.mean())), len(rows)


rows, columns = np.mgrid[:480, :640]
disc = (columns - 400) ** 2 + (rows - 120) ** 2 < 50**2
picture = np.ascontiguousarray(np.repeat(disc[..., None] * np.uint8(255), 3, axis=2))
count = int(disc.sum())
print(f"a white disc at (400, 120) in 640x480, {count} bright pixels")

for name, view, is_true, at in [
    ("all of it", picture, True, (400, 120)),
    ("rows 16 to 432", picture[16:432], True, (400, 104)),
    ("columns 160 to 480", picture[:, 160:480], False, (240, 120)),
    ("transposed", picture.transpose(1, 0, 2), False, (120, 400)),
    ("Fortran order", np.asfortranarray(picture), False, (400, 120)),
]:
    print(f"{name}: C-contiguous {view.flags.c_contiguous}")
    expect("numpy sees the disc at", middle(view), (*at, count))
    seen = inside(view)
    expect("the image has the view's size", seen.shape == view.shape, True)
    expect("the image is the view", bool(np.array_equal(seen, view)), is_true)
    print("  mediapipe sees bright pixels around", middle(seen))
    if not is_true and name != "Fortran order":
        memory = picture.reshape(-1)[(view.ctypes.data - picture.ctypes.data) :][: view.size]
        expect("it is the bytes from the first element on", bool(np.array_equal(seen.reshape(-1), memory)), True)
    cured = inside(np.ascontiguousarray(view))
    expect("after ascontiguousarray it is the view", bool(np.array_equal(cured, view)), True)

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
