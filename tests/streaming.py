"""A network camera on this machine: a clip as a stream of JPEG pictures, which can go away and come back."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import av
import cv2

BOUNDARY = "picture"


def jpegs(clip, *, lead_s=4.0, tail_s=30.0, fps=15):
    """Pictures of a clip as JPEGs, the first and last one held for a while."""
    with av.open(str(clip)) as source:
        shown = [frame.to_ndarray(format="bgr24") for frame in source.decode(video=0)][:: round(30 / fps)]
    coded = [cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes() for picture in shown]
    return [coded[0]] * round(lead_s * fps) + coded + [coded[-1]] * round(tail_s * fps)


class NetworkCamera:
    """Plays pictures in real time from the moment it is first looked at, to whoever looks."""

    def __init__(self, pictures, *, fps=15):
        self.pictures, self.fps = pictures, fps
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

    def play(self, out):
        self.began = self.began or time.monotonic()
        try:
            while not self.away.is_set():
                at = int((time.monotonic() - self.began) * self.fps)
                jpeg = self.pictures[min(at, len(self.pictures) - 1)]
                out.write(
                    f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n".encode()
                    + jpeg
                    + b"\r\n"
                )
                time.sleep(max(0.0, self.began + (at + 1) / self.fps - time.monotonic()))
        except OSError:
            return  # nobody looks any more


@contextmanager
def network_camera(pictures, *, fps=15):
    camera = NetworkCamera(pictures, fps=fps)
    threading.Thread(target=camera.server.serve_forever, daemon=True).start()
    try:
        yield camera
    finally:
        camera.away.set()
        camera.server.shutdown()
        camera.server.server_close()
