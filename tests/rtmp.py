"""An RTMP server on this machine that plays FLV: what Adobe's specification 1.0 asks of one, and no more."""

import re
import socketserver
import struct
import threading
import time
from contextlib import contextmanager, suppress

_CHUNK = 4096


def _amf(*values):
    """Values in AMF0: numbers, texts, and None."""
    coded = b""
    for value in values:
        if value is None:
            coded += b"\5"
        elif isinstance(value, str):
            coded += b"\2" + struct.pack(">H", len(value)) + value.encode()
        elif isinstance(value, dict):
            members = (struct.pack(">H", len(k)) + k.encode() + _amf(v) for k, v in value.items())
            coded += b"\3" + b"".join(members) + b"\0\0\11"
        else:
            coded += b"\0" + struct.pack(">d", value)
    return coded


def _message(kind, body, *, time_ms=0, stream=0, chunk=_CHUNK):
    """A message in chunks."""
    head = b"\5" + struct.pack(">I", time_ms)[1:] + struct.pack(">I", len(body))[1:] + bytes([kind])
    pieces = [body[at : at + chunk] for at in range(0, len(body), chunk)]
    return head + struct.pack("<I", stream) + b"\xc5".join(pieces)


def flv_tags(flv):
    """Kind, time in milliseconds and content of the tags of an FLV file."""
    at = 13
    while at + 11 <= len(flv):
        size = int.from_bytes(flv[at + 1 : at + 4])
        time_ms = int.from_bytes(flv[at + 7 : at + 8] + flv[at + 4 : at + 7])
        yield flv[at], time_ms, flv[at + 11 : at + 11 + size]
        at += size + 15


class _Client(socketserver.BaseRequestHandler):
    def handle(self):
        with suppress(OSError):
            hello = self._until(lambda got: len(got) >= 1537)
            self.request.sendall(b"\3" + bytes(1536) + hello[1:1537])
            self._until(lambda got: b"connect" in got)
            self.request.sendall(
                _message(1, struct.pack(">I", _CHUNK), chunk=128)
                + _message(20, _amf("_result", 1.0, {"fmsVer": "FMS/3"}, {"code": "NetConnection.Connect.Success"}))
            )
            asked = self._until(lambda got: re.search(rb"createStream\0.{8}", got, re.DOTALL))
            number = struct.unpack(">d", re.search(rb"createStream\0(.{8})", asked, re.DOTALL)[1])[0]
            self.request.sendall(_message(20, _amf("_result", number, None, 1.0)))
            self._until(lambda got: b"\2\0\4play" in got)
            started = {"level": "status", "code": "NetStream.Play.Start"}
            self.request.sendall(_message(20, _amf("onStatus", 0.0, None, started), stream=1))
            began = time.monotonic()
            for kind, time_ms, body in self.server.tags:
                time.sleep(max(0.0, began + time_ms / 1000 - time.monotonic()))
                self.request.sendall(_message(kind, body, time_ms=time_ms, stream=1))

    def setup(self):
        self.got = b""

    def _until(self, is_enough):
        while not is_enough(self.got):
            part = self.request.recv(65536)
            if not part:
                raise ConnectionResetError
            self.got += part
        return self.got


@contextmanager
def rtmp_server(flv):
    """Plays an FLV file in real time to each client; yields its address."""
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Client) as server:
        server.daemon_threads = True
        server.tags = list(flv_tags(flv))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"rtmp://127.0.0.1:{server.server_address[1]}/live/phone"
        server.shutdown()
