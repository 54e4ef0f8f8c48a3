"""The address of a network camera: what of it may be shown, and why nothing comes from there.

Names, passwords and tokens are part of an address; only host and port leave this module.
"""

import errno
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from av import error as av_error

from formcheck.errors import NoCamera

SCHEMES = ("rtsp", "rtsps", "http", "https", "rtmp", "rtmps", "udp")
"""Kinds of address that are read; those with which cameras, phones and browsers send pictures."""

_NO_STREAM = (
    "A page or a single picture is no stream: check what follows the host; the camera's manual names its address for "
    "RTSP, MJPEG, MPEG-TS or HLS."
)


@dataclass(frozen=True, slots=True)
class NetworkAddress:
    """Where a network camera is.

    Attributes
    ----------
    url : str
        The whole address, with name and password if there are any: not to be printed or saved.
    host : str
        Host and port: what may be shown.
    """

    url: str
    host: str

    def __repr__(self) -> str:
        return f"NetworkAddress({self.host!r})"

    @classmethod
    def parse(cls, url: str) -> "NetworkAddress":
        """Check an address as the user typed it.

        Raises
        ------
        NoCamera
            A kind of address that is not read, or one without a host.
        """
        scheme = url.partition("://")[0].lower()
        if scheme not in SCHEMES:
            kinds = ", ".join(f"{known}://" for known in SCHEMES)
            raise NoCamera(f"addresses that begin with '{scheme}://' are not read. Use one of {kinds}.")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            parts, host, port = urlsplit(""), None, None
        if scheme != "udp" and not host:
            raise NoCamera(
                "the address of the network camera cannot be read. It is like rtsp://NAME:PASSWORD@HOST:554/PATH; "
                "in name and password write %23 for #, %2F for /, %3A for :, %40 for @."
            )
        if "@" in url and "@" not in parts.netloc:  # perhaps a name and a password with a slash in it
            return cls(url, "the given address")
        shown = f"[{host}]" if host and ":" in host else host or "this machine"
        return cls(url, f"{shown}:{port}" if port else shown)

    def failure(self, error: BaseException | None) -> NoCamera:
        """One line: why nothing comes from this address, and what to do; None stands for no answer in time."""
        return NoCamera(f"no network stream from {self.host}: {self._reason(error)}")

    def _reason(self, error: BaseException | None) -> str:
        if error is None or isinstance(error, (av_error.ExitError, av_error.TimeoutError)):
            return "it does not answer in time. Check that the camera is on, and in this network."
        for kind, reason in _REASONS.items():
            if isinstance(error, kind):
                return reason
        if not self._is_known():
            return "there is no such host. Check the address, and that this machine is in the camera's network."
        if isinstance(error, OSError) and error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
            return "it cannot be reached. Check the address, and that this machine is in the camera's network."
        return f"it ends the connection without a picture. {_NO_STREAM}"

    def _is_known(self) -> bool:
        """Whether a machine of this name exists, as far as can be told."""
        try:
            socket.getaddrinfo(urlsplit(self.url).hostname, None)
        except socket.gaierror:
            return False
        except (OSError, ValueError):
            return True
        return True


_REASONS: dict[type[BaseException], str] = {
    av_error.HTTPUnauthorizedError: (
        "it asks for name and password. Write them into the address: rtsp://NAME:PASSWORD@HOST/PATH, and the same "
        "with http://."
    ),
    av_error.HTTPForbiddenError: "it refuses access (403). Check name and password, and the camera's settings.",
    av_error.HTTPNotFoundError: (
        "there is nothing at this path (404). Check what follows the host; the camera's manual names it."
    ),
    av_error.HTTPClientError: "it refuses the request. Check what follows the host, and name and password.",
    av_error.HTTPServerError: "it answers with an error of its own (5xx). Close other viewers, or start it anew.",
    av_error.ConnectionRefusedError: "it refuses the connection. Check the port, and that the camera is streaming.",
    av_error.ProtocolNotFoundError: "this kind of address is not built in here. Use rtsp:// or http://.",
    av_error.DecoderNotFoundError: "its codec cannot be decoded here. Set the camera to H.264 or MJPEG.",
    av_error.InvalidDataError: f"what it sends is not a video. {_NO_STREAM}",
    ValueError: f"what it sends is not a video that can be read. {_NO_STREAM}",
    av_error.EOFError: f"it ends the connection without a picture. {_NO_STREAM}",
}
"""Words for what libav reports, the special before the general."""
