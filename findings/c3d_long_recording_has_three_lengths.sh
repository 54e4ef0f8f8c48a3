#!/usr/bin/env bash
# C3D: one recording of 70,000 frames is 70,000, 70,016 or 65,535 frames long, depending on who read and saved it.
#
# One would guess: C3D counts frames in 16 bits, so a writer refuses a longer recording, or writes the well-known
# parameters for long ones (TRIAL:ACTUAL_END_FIELD, POINT:LONG_FRAMES) and readers heed them.
#
# True (70,000 frames are 19.4 minutes at 60 a second; nothing below raises an error or shows a warning unless said):
#   - ezc3d writes all 70,000 frames to disk and states 65,535. It reads back 65,535; the rest is lost.
#   - The package c3d writes 70,000 with those parameters and reads 70,000. ezc3d reads 70,016 from that file: it goes
#     on to the end of the last block of 512 bytes, and gives the padding as 16 points at the origin that count as seen.
#   - That file, opened and saved by ezc3d, keeps both parameters with the right 70,000, but is 65,535 long for ezc3d.
#   - At 65,535 frames exactly the package c3d reads none of ezc3d's frames: the loop's end is computed in 16 bits and
#     becomes 0 (numpy and c3d warn). 65,534 is the longest recording that both read alike.
#   - Events have a limit as well: ezc3d writes 256 events without a word and then cannot open its own file (OSError);
#     255 are fine. A start and an end for each repetition are 256 at the 128th.
#
# Versions: ezc3d 1.7.2, c3d 0.6.0, numpy 2.4.6, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq ezc3d==1.7.2 c3d==0.6.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import os
import warnings
from importlib.metadata import version

import c3d
import ezc3d
import numpy as np

print("ezc3d", version("ezc3d"), "c3d", version("c3d"), "numpy", version("numpy"))
wrong = []


def expect(what, seen, described):
    print(f"  {what}: {seen}")
    if seen != described:
        wrong.append(f"{what}: {seen}, described as {described}")


def write_ezc3d(name, frames, events=0):
    """One marker that is at x = 1, 2, 3 … mm."""
    file = ezc3d.c3d()
    file["parameters"]["POINT"]["RATE"]["value"] = [60.0]
    file["parameters"]["POINT"]["UNITS"]["value"] = ["mm"]
    file["parameters"]["POINT"]["LABELS"]["value"] = ["RHIP"]
    points = np.ones((4, 1, frames))
    points[0, 0] = np.arange(1, frames + 1)
    file["data"]["points"] = points
    for i in range(events):
        file.add_event(time=[0.0, i / 10], context="General", label=f"event {i}")
    file.write(name)


def write_c3d(name, frames):
    file = c3d.Writer(point_rate=60.0)
    file.set_point_labels(["RHIP"])
    file.add_frames([(np.array([[i + 1, 1, 1, 0, 0]], np.float32), np.zeros((0, 0))) for i in range(frames)])
    with open(name, "wb") as out:
        file.write(out)


def length_ezc3d(name):
    return ezc3d.c3d(name)["data"]["points"].shape[2]


def length_c3d(name):
    """Frames, and the kinds of warnings beside the one about a file without analog channels."""
    with open(name, "rb") as file, warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        frames = sum(1 for _ in c3d.Reader(file).read_frames())
    return frames, sorted(w.category.__name__ for w in told if "No analog" not in str(w.message))


def stated(name):
    parameters = ezc3d.c3d(name)["parameters"]
    low, high = parameters["TRIAL"]["ACTUAL_END_FIELD"]["value"]
    return int(low) + 65536 * int(high), int(parameters["POINT"]["LONG_FRAMES"]["value"][0])


warnings.simplefilter("error")  # a warning would end the script
warnings.filterwarnings("ignore", message="No analog data")  # of c3d, and as it should be
print("ezc3d writes 70,000 frames")
write_ezc3d("a.c3d", 70_000)
expect("bytes on disk are enough for all of them", os.path.getsize("a.c3d") > 70_000 * 16, True)
expect("ezc3d reads", length_ezc3d("a.c3d"), 65_535)

print("c3d writes 70,000 frames")
write_c3d("b.c3d", 70_000)
expect("stated in TRIAL:ACTUAL_END_FIELD and POINT:LONG_FRAMES", stated("b.c3d"), (70_000, 70_000))
expect("c3d reads", length_c3d("b.c3d"), (70_000, []))
read = ezc3d.c3d("b.c3d")
expect("ezc3d reads", read["data"]["points"].shape[2], 70_016)
expect("x of the last 18 in ezc3d", read["data"]["points"][0, 0, -18:].tolist(), [69_999.0, 70_000.0] + [0.0] * 16)
residuals = read["data"]["meta_points"]["residuals"][0, 0, -16:]
expect("residuals of the last 16 (-1 would be: not seen)", set(residuals.tolist()), {0.0})

write_c3d("f.c3d", 69_984)  # 2,187 blocks without a rest
expect("69,984 frames, which fill their last block: ezc3d reads", length_ezc3d("f.c3d"), 69_984)

print("ezc3d opens the file of 70,000 and saves it")
read.write("c.c3d")
expect("stated in TRIAL:ACTUAL_END_FIELD and POINT:LONG_FRAMES", stated("c.c3d"), (70_000, 70_000))
expect("ezc3d reads", length_ezc3d("c.c3d"), 65_535)

print("at the edge of 16 bits, written by ezc3d")
for frames, by_c3d in (65_534, (65_534, [])), (65_535, (0, ["RuntimeWarning", "UserWarning"])):
    write_ezc3d("d.c3d", frames)
    expect(f"{frames} frames: ezc3d reads", length_ezc3d("d.c3d"), frames)
    expect(f"{frames} frames: c3d reads, and warns", length_c3d("d.c3d"), by_c3d)

print("events, written and read by ezc3d")
for events, described in (255, "255 events"), (256, "OSError"):
    write_ezc3d("e.c3d", 600, events)
    try:
        seen = f"{ezc3d.c3d('e.c3d')['parameters']['EVENT']['TIMES']['value'].shape[1]} events"
    except OSError:
        seen = "OSError"
    expect(f"{events} events", seen, described)

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
