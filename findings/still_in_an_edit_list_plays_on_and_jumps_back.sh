#!/usr/bin/env bash
# A film with a freeze frame or slow motion in its edit list: libraries play on and then jump back in time.
#
# One would guess: an edit list is either heeded or ignored. Heeded, a freeze of 2 s is 2 s of one picture and half
# speed takes twice as long; ignored, every picture comes once, in order.
#
# True: FFmpeg heeds length and start of each edit and leaves out its rate. An edit that stands still (rate 0, a "dwell"
# in ISO base media files) is played at full speed for as long as it should stand, and the next edit goes back to where
# the still was taken: 2 s of movement are there twice, at times that rise without a gap. Whoever counts
# repetitions counts those twice. Half speed (rate 0.5, in QuickTime films) does the same. PyAV and OpenCV both
# give these pictures, and both still state the length in pictures (60) of the media and not what they
# give (80). With the demuxer's option `ignore_editlist` every picture comes once.
# Chromium 156, which reads such files through FFmpeg, played the same (looked at once, not part of this script).
#
# Versions: av 18.1.0 (FFmpeg 8.1), opencv-python-headless 5.0.0.93, numpy 2.4.6, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq av==18.1.0 opencv-python-headless==5.0.0.93 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import struct
from importlib.metadata import version

import av
import cv2
import numpy as np

print("av", av.__version__, "FFmpeg in av:", av.ffmpeg_version_info)
print("opencv-python-headless", version("opencv-python-headless"), "numpy", np.__version__)
FPS, PICTURES = 10, 60
wrong = []


def expect(what, seen, described, shown=None):
    print(f"  {what}: {seen if shown is None else shown}")
    if seen != described:
        wrong.append(f"{what}: {seen}, described as {described}")


def write_film(name):
    """Six seconds in which the grey level tells the number of the picture."""
    with av.open(name, "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"bf": "0", "g": str(FPS), "crf": "8"})
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for number in range(PICTURES):
            grey = np.full((64, 64, 3), 20 + 3 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode(None))


def number_of(picture):
    return round((float(picture.mean()) - 20) / 3)


def children(data):
    found = {}
    while data:
        size, kind = struct.unpack_from(">I4s", data)
        found[kind] = data[8:size]
        data = data[size:]
    return found


def joined(parts):
    return b"".join(struct.pack(">I4s", len(body) + 8, kind) + body for kind, body in parts.items())


def with_edits(source, name, edits):
    """The film with another edit list: (seconds shown, start in the media in seconds, rate) for each edit."""
    film = children(open(source, "rb").read())
    assert list(film)[-1] == b"moov"  # nothing behind it moves
    moov = children(film[b"moov"])
    track = children(moov[b"trak"])
    (film_clock,) = struct.unpack_from(">I", moov[b"mvhd"], 12)
    (media_clock,) = struct.unpack_from(">I", children(track[b"mdia"])[b"mdhd"], 12)
    rows = [
        struct.pack(">Iii", int(seconds * film_clock), int(start * media_clock), int(rate * 65536))
        for seconds, start, rate in edits
    ]
    track[b"edts"] = joined({b"elst": struct.pack(">II", 0, len(rows)) + b"".join(rows)})
    length = struct.pack(">I", int(sum(edit[0] for edit in edits) * film_clock))
    track[b"tkhd"] = track[b"tkhd"][:20] + length + track[b"tkhd"][24:]
    moov[b"mvhd"] = moov[b"mvhd"][:16] + length + moov[b"mvhd"][20:]
    moov[b"trak"] = joined(track)
    film[b"moov"] = joined(moov)
    open(name, "wb").write(joined(film))


def in_av(name, **options):
    """Numbers of the pictures, their steps in time, and how many the stream states."""
    with av.open(name, container_options=options) as container:
        pictures = list(container.decode(video=0))
        steps = {round(float(b.time - a.time), 6) for a, b in zip(pictures, pictures[1:])}
        return [number_of(p.to_ndarray(format="rgb24")) for p in pictures], steps, container.streams.video[0].frames


def in_opencv(name):
    film, numbers = cv2.VideoCapture(name), []
    stated = int(film.get(cv2.CAP_PROP_FRAME_COUNT))
    while (picture := film.read()[1]) is not None:
        numbers.append(number_of(picture))
    return numbers, stated


def runs(numbers):
    """Numbers in words: where they rise by one they are one run."""
    starts = [i for i, n in enumerate(numbers) if i == 0 or n != numbers[i - 1] + 1] + [len(numbers)]
    return ", ".join(f"{numbers[a]} to {numbers[b - 1]}" for a, b in zip(starts, starts[1:]))


write_film("plain.mov")
write_film("plain.mp4")
once = list(range(PICTURES))
for what, name, edits, asked, described in [
    ("one edit for all, rate 1", "plain.mp4", [(6, 0, 1)], once, once),
    (
        "3 s, a still of 2 s, the other 3 s",
        "plain.mp4",
        [(3, 0, 1), (2, 3, 0), (3, 3, 1)],
        once[:30] + 20 * [30] + once[30:],
        once[:50] + once[30:],
    ),
    (
        "1 s, the second after it at half speed, the other 4 s",
        "plain.mov",
        [(1, 0, 1), (2, 1, 0.5), (4, 2, 1)],
        once[:10] + sorted(2 * once[10:20]) + once[20:],
        once[:30] + once[20:],
    ),
]:
    with_edits(name, "edited." + name[-3:], edits)
    numbers, steps, stated = in_av("edited." + name[-3:])
    print(what)
    print(f"  the edit list asks for {len(asked)} pictures' time, {len(set(asked))} pictures in order")
    expect(f"PyAV gives {len(numbers)} pictures", numbers, described, runs(numbers))
    expect("steps in time, s", steps, {1 / FPS})
    expect("pictures stated", stated, PICTURES)
    numbers, stated = in_opencv("edited." + name[-3:])
    expect(f"OpenCV gives {len(numbers)} pictures", numbers, described, runs(numbers))
    expect("pictures stated", stated, PICTURES)
    numbers, _, _ = in_av("edited." + name[-3:], ignore_editlist="1")
    expect(f"PyAV with ignore_editlist gives {len(numbers)} pictures", numbers, once, runs(numbers))

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
