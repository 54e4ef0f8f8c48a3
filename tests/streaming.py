"""A network camera on this machine: a clip as a stream of JPEG images, which can stop and start again."""

import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import av
import cv2

BOUNDARY = "picture"


def jpegs(clip, *, fps=15):
    """Pictures of a clip as JPEGs."""
    with av.open(str(clip)) as source:
        shown = [frame.to_ndarray(format="bgr24") for frame in source.decode(video=0)][:: round(30 / fps)]
    return [cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes() for picture in shown]


class NetworkCamera:
    """Streams pictures in real time from the first request on, to every client, and holds the last one.

    With `waits` it holds the first one until `go`, as a person does who waits for an instruction.
    """

    def __init__(self, pictures, *, fps=15, waits=False):
        self.pictures, self.fps, self.waits = pictures, fps, waits
        self.began = None
        self.away = threading.Event()
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if camera.away.is_set():
                    self.send_error(503)
                    return
                self.send_response(200)
                self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
                self.end_headers()
                camera.play(self.wfile)

            def log_message(self, *args):
                """Nothing on the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/stream.mjpg"

    def go(self):
        self.began = self.began or time.monotonic()

    def play(self, out):
        if not self.waits:
            self.go()
        try:
            while not self.away.is_set():
                now = time.monotonic()
                at = 0 if self.began is None else int((now - self.began) * self.fps)
                jpeg = self.pictures[min(at, len(self.pictures) - 1)]
                out.write(
                    f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n".encode()
                    + jpeg
                    + b"\r\n"
                )
                due = now + 1 / self.fps if self.began is None else self.began + (at + 1) / self.fps
                time.sleep(max(0.0, due - time.monotonic()))
        except OSError:
            return  # the client has gone


@contextmanager
def network_camera(pictures, *, fps=15, waits=False):
    camera = NetworkCamera(pictures, fps=fps, waits=waits)
    threading.Thread(target=camera.server.serve_forever, daemon=True).start()
    try:
        yield camera
    finally:
        camera.away.set()
        camera.server.shutdown()
        camera.server.server_close()


def run_until(program, clip, folder, *, go, stop):
    """Run a program with a network camera; its exit code, and the lines it printed.

    The person in the clip begins when the program prints the line `go`; Ctrl-C is sent when it prints the line `stop`.
    """
    with network_camera(jpegs(clip), waits=True) as camera:
        options = ("--source", camera.url, "--no-window", "--mute", "--model", "lite", "-o", str(folder))
        with subprocess.Popen(
            [*program, *options],
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ) as running:
            lines = []
            for line in running.stdout:
                lines.append(line.strip())
                if lines[-1] == go:
                    camera.go()
                if lines[-1] == stop:
                    running.send_signal(signal.SIGINT)
            running.wait(timeout=60)
    return running.returncode, lines
