#!/usr/bin/env bash
# PyAV: the pictures of a network camera that sends JPEGs over HTTP get the times of 25 a second, whatever it sends.
#
# One would guess: a stream without times (multipart/x-mixed-replace, what most cheap network cameras send) gives pictures
# without times, `frame.time` None, so that a reader sees that it has to look at the clock; or it gives the times of arrival.
#
# True: pictures sent ten a second get times 0.04 s apart, and three a second too. Nothing marks them as made up:
# `frame.pts` is set, no warning, and only `average_rate`, None, might make one doubt. Four seconds of movement are 1.6 s long then, and whatever
# is measured in seconds is wrong by the factor. The option `use_wallclock_as_timestamps` gives the times of arrival.
#
# Versions: av 18.1.0, Pillow 13.0.0, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq av==18.1.0 pillow==13.0.0
cd "$work"

venv/bin/python - <<'PY'
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from io import BytesIO
from threading import Thread

import av
from PIL import Image

print("av", version("av"), "pillow", version("pillow"))
wrong = []
PICTURES = 21


def expect(what, seen, as_described):
    print(f"  {what}: {seen}")
    if not as_described:
        wrong.append(f"{what}: {seen}")


class Camera(BaseHTTPRequestHandler):
    """Sends one JPEG after the other, as many a second as the address says."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
        self.end_headers()
        for n in range(PICTURES):
            jpeg = BytesIO()
            Image.new("RGB", (64, 48), (10 * n, 120, 30)).save(jpeg, "JPEG")
            head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.tell()}\r\n\r\n"
            self.wfile.write(head.encode() + jpeg.getvalue() + b"\r\n")
            self.wfile.flush()
            time.sleep(1 / int(self.path[1:]))

    def log_message(self, *_):
        pass


def times_of(rate, options):
    """Seconds that the pictures state from first to last, smallest and largest step, and the rate of the stream."""
    with av.open(f"http://127.0.0.1:{server.server_port}/{rate}", container_options=options) as container:
        stream = container.streams.video[0]
        times = [frame.time for _, frame in zip(range(PICTURES), container.decode(stream))]
        stated = str(stream.average_rate)
    steps = [after - before for before, after in zip(times, times[1:])]
    return len(times), times[-1] - times[0], min(steps), max(steps), stated


server = ThreadingHTTPServer(("127.0.0.1", 0), Camera)
Thread(target=server.serve_forever, daemon=True).start()
for rate in (10, 3):
    sent_s = (PICTURES - 1) / rate
    print(f"{PICTURES} pictures, {rate} a second: {sent_s:.1f} s")
    count, lasted, least, most, stated = times_of(rate, {})
    expect("pictures, stated seconds", (count, round(lasted, 2)), (count, round(lasted, 2)) == (PICTURES, 0.8))
    expect("steps", (round(least, 3), round(most, 3)), (round(least, 3), round(most, 3)) == (0.04, 0.04))
    expect("average_rate", stated, stated == "None")
    count, lasted, *_ = times_of(rate, {"use_wallclock_as_timestamps": "1"})
    expect("with times of arrival, seconds", round(lasted, 2), abs(lasted - sent_s) < 0.35 * sent_s)
server.shutdown()

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
