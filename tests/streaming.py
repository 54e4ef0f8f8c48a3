"""A network camera on this machine: a clip as a stream over HTTP, which can stop and start again."""

import signal
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle

import av
import cv2
import numpy as np

BOUNDARY = "picture"
MJPEG = f"multipart/x-mixed-replace; boundary={BOUNDARY}"
MPEG_TS = "video/mp2t"

LOGIN = "admin:s3cret"
"""Name and password in the addresses of the programs that are run."""

INTERLACED = {"x264-params": "interlaced=1:tff=1"}


def pictures_of(clip, *, fps=15):
    """Pictures of a clip of 30 a second, BGR, at a lower rate."""
    with av.open(str(clip)) as source:
        return [frame.to_ndarray(format="bgr24") for frame in source.decode(video=0)][:: round(30 / fps)]


def jpegs(clip, *, fps=15):
    """Pictures of a clip as JPEGs."""
    return [_jpeg(picture) for picture in pictures_of(clip, fps=fps)]


def _jpeg(picture):
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


def mjpeg_parts(jpegs):
    """JPEGs as the parts of a stream that never ends."""
    return [
        f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n".encode() + jpeg + b"\r\n"
        for jpeg in jpegs
    ]


class _Parts:
    """A file that keeps what each call of the muxer wrote."""

    def __init__(self):
        self.written = bytearray()

    def write(self, data):
        self.written += data
        return len(data)

    def take(self):
        part, self.written = bytes(self.written), bytearray()
        return part


def muxed_parts(pictures, *, fps, form="mpegts", codec="libx264", options=None, stated_fps=None):
    """Pictures as a stream of a container, one part for each picture; `options` are the encoder's."""
    file = _Parts()
    parts = []
    height, width = pictures[0].shape[:2]
    with av.open(file, "w", format=form, options={"flush_packets": "1"}) as out:
        stream = out.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        quick = {"preset": "veryfast", "tune": "zerolatency", "g": str(fps)} if codec == "libx264" else {}
        stream.options = quick | (options or {})
        for i, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
            frame.pts, frame.time_base = i * 1000, Fraction(1, 1000 * (stated_fps or fps))
            for packet in stream.encode(frame):
                out.mux(packet)
            parts.append(file.take())
        for packet in stream.encode():
            out.mux(packet)
    parts.append(file.take())
    return parts


def held(jpeg, *, variants=8):
    """The same scene several times, each with the noise of a sensor: parts of an MJPEG stream."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    noise = np.random.default_rng(0)
    noisy = [picture + noise.normal(0, 2, picture.shape) for _ in range(variants)]
    return mjpeg_parts(_jpeg(np.clip(one, 0, 255).astype(np.uint8)) for one in noisy)


class NetworkCamera:
    """Streams parts in real time from the first request on, to every client; what was missed is not sent again.

    With `waits` it holds the first picture until `go`, as a person does who waits for an instruction. A stream of
    JPEGs holds its last picture, others end.
    """

    def __init__(self, parts, *, fps=15, kind=MJPEG, before=None, after=None, answer=200):
        self.parts, self.fps, self.kind = parts, fps, kind
        self.before, self.after = before, after
        self.began = None
        self.away = threading.Event()
        self.requests = []
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                camera.requests.append(dict(self.headers))
                if camera.away.is_set() or answer != 200:
                    self.send_error(503 if camera.away.is_set() else answer)
                    return
                self.send_response(200)
                self.send_header("Content-Type", camera.kind)
                self.end_headers()
                with suppress(OSError):  # the client has gone
                    camera.play(self.wfile)

            def log_message(self, *args):
                """Nothing on the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/stream"

    def go(self):
        self.began = self.began or time.monotonic()

    def play(self, out):
        if self.before is None:
            self.go()
        self._hold(out, self.before, lambda: self.began is None)
        position = int((time.monotonic() - self.began) * self.fps)
        for at, part in enumerate(self.parts[position:], position):
            time.sleep(max(0.0, self.began + at / self.fps - time.monotonic()))
            if self.away.is_set():
                return
            out.write(part)
        self._hold(out, self.after, lambda: True)

    def _hold(self, out, parts, while_true):
        for part in cycle(parts or ()):
            if self.away.is_set() or not while_true():
                return
            out.write(part)
            time.sleep(1 / self.fps)


@contextmanager
def serving(camera):
    """A camera whose server runs in a thread, until it is no longer needed."""
    threading.Thread(target=camera.server.serve_forever, daemon=True).start()
    try:
        yield camera
    finally:
        camera.away.set()
        camera.server.shutdown()
        camera.server.server_close()


def network_camera(jpegs=(), *, waits=False, parts=None, **options):
    """A network camera of JPEGs that holds its last picture, or of any `parts`."""
    if parts is None:
        parts = mjpeg_parts(jpegs)
        options = {"before": held(jpegs[0]) if waits else None, "after": parts[-1:]} | options
    return serving(NetworkCamera(parts, **options))


def run_until(program, clip, folder, *, go, stop, breaks=False):
    """Run a program with a network camera; its exit code, and the lines it printed.

    The person in the clip begins when the program prints the line `go`. When it prints the line `stop`, Ctrl-C is
    sent; or, with `breaks`, the camera goes away for good.
    """
    with network_camera(jpegs(clip), waits=True) as camera:
        address = camera.url.replace("://", f"://{LOGIN}@")
        options = ("--source", address, "--no-window", "--mute", "--model", "lite", "-o", str(folder))
        with subprocess.Popen(
            [*program, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ) as running:
            lines = []
            for line in running.stdout:
                lines.append(line.strip())
                if lines[-1] == go:
                    camera.go()
                if lines[-1] == stop and breaks:
                    camera.away.set()
                elif lines[-1] == stop:
                    running.send_signal(signal.SIGINT)
            running.wait(timeout=60)
    return running.returncode, lines
