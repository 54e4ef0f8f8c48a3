"""An RTSP camera on this machine: H.264 over RTP in the same connection (RFC 2326, 3550, 6184)."""

import base64
import socketserver
import struct
import threading
import time
from contextlib import suppress
from fractions import Fraction

import av

from streaming import serving

_MOST_BYTES = 1400
_SDP = (
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
    "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\na=control:track1\r\n"
)


def h264_pictures(pictures, *, fps):
    """Each picture as its H.264 units, without start codes."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.height, encoder.width = pictures[0].shape[:2]
    encoder.pix_fmt, encoder.time_base = "yuv420p", Fraction(1, fps)
    encoder.options = {"preset": "veryfast", "tune": "zerolatency", "g": str(fps), "x264-params": "sliced-threads=0"}
    coded = []
    for i, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
        frame.pts = i
        coded += [_units(bytes(packet)) for packet in encoder.encode(frame)]
    return coded


def _units(stream):
    return [unit.rstrip(b"\0") for unit in stream.split(b"\0\0\1") if unit.rstrip(b"\0")]


def _payloads(unit):
    """A unit as it is, or in fragments (FU-A) if it is larger than a packet."""
    if len(unit) <= _MOST_BYTES:
        return [unit]
    kind, rest = unit[0], unit[1:]
    pieces = [rest[i : i + _MOST_BYTES] for i in range(0, len(rest), _MOST_BYTES)]
    flags = [0x80 * (i == 0) | 0x40 * (i == len(pieces) - 1) for i in range(len(pieces))]
    return [bytes([kind & 0xE0 | 28, flag | kind & 0x1F]) + piece for flag, piece in zip(flags, pieces, strict=True)]


class RtspCamera:
    """Plays coded pictures in real time to each client from the newest whole picture on, then sends nothing more.

    With `login`, a name and password as in an address, it answers others with 401.
    """

    def __init__(self, pictures, *, fps=15, login=None):
        self.coded, self.fps = h264_pictures(pictures, fps=fps), fps
        self.login = login
        self.away = threading.Event()
        camera = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                with suppress(OSError):
                    while request := _request(self.rfile):
                        self.wfile.write(camera.answer(*request))
                        if request[0] == "PLAY":
                            camera.play(self.wfile)
                            return

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"rtsp://{self.host}/live"

    def answer(self, method, headers):
        """The answer to a request, as bytes."""
        lines, body = [f"CSeq: {headers['cseq']}"], ""
        status = "200 OK"
        if self.login is not None and headers.get("authorization") != self._authorization():
            status = "401 Unauthorized"
            lines.append('WWW-Authenticate: Basic realm="camera"')
        elif method == "OPTIONS":
            lines.append("Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN")
        elif method == "DESCRIBE":
            body = _SDP
            lines += ["Content-Type: application/sdp", f"Content-Length: {len(body)}"]
        elif method == "SETUP":
            lines += ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 1"]
        return "\r\n".join([f"RTSP/1.0 {status}", *lines, "", body]).encode()

    def play(self, out):
        """Send the pictures, each at its time."""
        began, number = time.monotonic(), 0
        for at, units in enumerate(self.coded):
            time.sleep(max(0.0, began + at / self.fps - time.monotonic()))
            if self.away.is_set():
                return
            payloads = [payload for unit in units for payload in _payloads(unit)]
            for i, payload in enumerate(payloads):
                last = 0x80 * (i == len(payloads) - 1)
                ticks = at * 90000 // self.fps
                packet = struct.pack(">BBHII", 0x80, last | 96, number & 0xFFFF, ticks, 1) + payload
                out.write(b"$\0" + struct.pack(">H", len(packet)) + packet)
                number += 1
        self.away.wait()

    def _authorization(self):
        return "Basic " + base64.b64encode(self.login.encode()).decode()


def _request(file):
    """Method and headers of the next request; None at the end."""
    first = file.readline().decode()
    if not first.strip():
        return None
    headers = {}
    while line := file.readline().decode().strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return first.split()[0], headers


def rtsp_camera(pictures, **options):
    """An RTSP camera that sends these pictures."""
    return serving(RtspCamera(pictures, **options))
