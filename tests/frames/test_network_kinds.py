"""Kinds of addresses beside plain HTTP and RTSP: UDP, RTMP, HTTPS with its own certificate, and HTTP with Digest."""

import hashlib
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import closing, contextmanager, suppress
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import av
import numpy as np
import pytest

from clips import GOOD
from formcheck.errors import NoCamera
from formcheck.frames import network_camera as module
from formcheck.frames.network_camera import NetworkCamera
from rtmp import rtmp_server
from streaming import MPEG_TS, jpegs, mjpeg_parts, muxed_parts, network_camera, pictures_of

FPS = 15


@pytest.fixture(scope="module")
def shown():
    return pictures_of(GOOD, fps=FPS)[:75]


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def sender(url, form, pictures, *, codec="libx264"):
    """Sends pictures to an address in real time, again and again, until it is no longer needed."""
    ended = threading.Event()

    def send():
        with suppress(av.FFmpegError), av.open(url, "w", format=form) as out:
            stream = out.add_stream(codec, rate=FPS)
            stream.height, stream.width = pictures[0].shape[:2]
            stream.pix_fmt = "yuv420p"
            quick = {"preset": "ultrafast", "tune": "zerolatency", "g": str(FPS)}
            stream.options = quick | ({"x265-params": "log-level=none:pools=none"} if codec == "libx265" else {})
            began = time.monotonic()
            at = 0
            while not ended.is_set():
                picture = av.VideoFrame.from_ndarray(pictures[at % len(pictures)], format="bgr24")
                picture = picture.reformat(format="yuv420p")
                picture.pts, picture.time_base = at, Fraction(1, FPS)
                out.mux(stream.encode(picture))
                at += 1
                ended.wait(max(0.0, began + at / FPS - time.monotonic()))

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(5)


def assert_shown(camera, shown, count=40):
    frames = [camera.read() for _ in range(count)]
    assert None not in frames
    steps = np.diff([time_s for time_s, _ in frames[-15:]])
    assert np.median(steps) == pytest.approx(1 / FPS, abs=0.005)
    newest = frames[-1][1][:, :, ::-1].astype(int)
    assert min(np.abs(newest - picture).mean() for picture in shown) < 6.0


@pytest.mark.parametrize("codec", ["libx264", "libx265", "mpeg2video"])
def test_udp_carries_a_transport_stream(shown, codec):
    url = f"udp://127.0.0.1:{free_port(socket.SOCK_DGRAM)}"
    with sender(f"{url}?pkt_size=1316", "mpegts", shown, codec=codec), closing(NetworkCamera(url)) as camera:
        assert_shown(camera, shown)


def test_rtmp_as_phones_and_servers_send_it(shown):
    """Without sound, libav waits for it for five seconds; what had piled up is passed over."""
    flv = b"".join(muxed_parts([*shown, *shown], fps=FPS, form="flv"))
    with rtmp_server(flv) as url, closing(NetworkCamera(url)) as camera:
        assert_shown(camera, shown, count=130)


def test_udp_to_which_nobody_sends_is_given_up_in_time(monkeypatch):
    monkeypatch.setattr(module, "CONNECT_S", 1.5)
    began = time.monotonic()
    with pytest.raises(NoCamera, match="does not answer in time"):
        NetworkCamera(f"udp://127.0.0.1:{free_port(socket.SOCK_DGRAM)}")

    assert time.monotonic() - began < 5.0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl, for a certificate")
def test_https_with_a_certificate_of_its_own_is_read_as_cameras_have_no_other(tmp_path, shown):
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=camera"]
    subprocess.run([*made, "-keyout", tmp_path / "key", "-out", tmp_path / "crt"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "crt", tmp_path / "key")
    with network_camera(parts=muxed_parts(shown, fps=FPS), kind=MPEG_TS) as there:
        there.server.socket = context.wrap_socket(there.server.socket, server_side=True)
        with closing(NetworkCamera(there.url.replace("http:", "https:"))) as camera:
            assert_shown(camera, shown)


def test_https_to_a_server_without_it_is_a_line(shown):
    with network_camera(parts=muxed_parts(shown, fps=FPS), kind=MPEG_TS) as there, pytest.raises(NoCamera) as error:
        NetworkCamera(there.url.replace("http:", "https:"))

    assert "\n" not in str(error.value)
    assert "without a picture" in str(error.value) or "no stream" in str(error.value)


def digest_camera(parts, name, password):
    """An HTTP server that asks for Digest (RFC 7616, MD5 with qop auth), as most cameras do."""
    nonce, realm = secrets.token_hex(8), "camera"

    def md5(*words):
        return hashlib.md5(":".join(words).encode()).hexdigest()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            given = dict(re.findall(r'(\w+)="?([^",]+)"?', self.headers.get("Authorization", "")))
            middle = [given.get(key, "") for key in ("nc", "cnonce", "qop")]
            secret = md5(name, realm, password)
            right = md5(secret, nonce, *middle, md5("GET", given.get("uri", "")))
            if given.get("response") != right:
                self.send_response(401)
                self.send_header("WWW-Authenticate", f'Digest realm="{realm}", nonce="{nonce}", qop="auth"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
            self.end_headers()
            with suppress(OSError):
                for part in parts:
                    self.wfile.write(part)
                    time.sleep(1 / FPS)

        def log_message(self, *args):
            """Nothing on the terminal."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def test_http_with_digest_asks_for_the_login_and_takes_it():
    server = digest_camera(mjpeg_parts(jpegs(GOOD)), "admin", "s3cret")
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        host = f"127.0.0.1:{server.server_port}/video"
        for login in ("", "admin:wrong@"):
            with pytest.raises(NoCamera, match="name and password") as error:
                NetworkCamera(f"http://{login}{host}")
            assert "wrong" not in str(error.value)
        with closing(NetworkCamera(f"http://admin:s3cret@{host}")) as camera:
            assert [camera.read() is not None for _ in range(10)] == [True] * 10
    finally:
        server.shutdown()
        server.server_close()
