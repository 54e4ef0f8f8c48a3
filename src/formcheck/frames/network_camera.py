"""A network camera: pictures of a stream, the newest as soon as it comes."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import cast

import av
from av.error import DecoderNotFoundError, FFmpegError, InvalidDataError
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from formcheck.errors import NoCamera
from formcheck.frames.decoder import FORMATS, KEEP_TRACK, WITHOUT_TIMES, best_video
from formcheck.frames.frame import Rgb
from formcheck.frames.network_address import NetworkAddress
from formcheck.frames.network_clock import NetworkClock
from formcheck.frames.orientation import letterbox
from formcheck.frames.upright import Geometry, UprightConverter

CONNECT_S = 10.0
"""Longest wait for a connection and its first picture; chosen: H.264 cameras send a whole picture every 1 to 10 s,
and nothing can be shown before it."""

SILENT_S = 3.0
"""A connection without a picture for this long is lost; chosen: longer than a hiccup of a wireless network, shorter
than a rep with its pause."""

PATIENCE_S = 30.0
"""For how long a lost connection is tried again; chosen: a camera restarts within half a minute, and nobody waits
longer in front of it."""

_LONGEST_RETRY_S = 8.0
"""Longest time between two attempts; the first comes at once, then they are 1, 2, 4 s apart."""

_POLL_S = 0.1
"""How often Ctrl-C is looked for while a connection is being made."""

_OPTIONS = {
    "format_whitelist": f"{FORMATS},hls,rtsp",
    "protocol_whitelist": "http,https,tcp,tls,udp,rtp,rtsp,rtsps,rtmp,rtmps,crypto,httpproxy",  # never a file
    "fpsprobesize": "0",  # else it waits for twenty pictures to guess a rate that nobody needs
    **KEEP_TRACK,
    "seg_format_options": ":".join(f"{name}={value}" for name, value in KEEP_TRACK.items()),  # the same in HLS
    "rtsp_flags": "prefer_tcp",  # over UDP a lost packet spoils pictures until the next whole one
}

_SLOW_CLOCK = (
    "The times that the camera states run slower than the clock: those at which its pictures arrived are used. "
    "Set its frame rate to what it can deliver."
)

_IN_SEGMENTS = {"hls"}
"""Formats that send several seconds at once."""


class NetworkCamera:
    """A stream by its address, as a `Feed`.

    Parameters
    ----------
    longest_px : int, optional
        Longer side to which larger pictures are scaled down.

    Raises
    ------
    NoCamera
        Within some seconds, if no picture comes from there. The message never shows name or password.

    Notes
    -----
    Upright and with square pixels, as those of a file; pictures of another size than the first are letterboxed.
    """

    waits = False

    def __init__(self, url: str, longest_px: int | None = None) -> None:
        self._address = NetworkAddress.parse(url)
        self._longest_px = longest_px
        self.name = f"camera at {self._address.host}"
        self.trouble = f"No pictures from the {self.name}: connecting again. Your set is kept."
        self.warnings: list[str] = []
        self._began_s = time.monotonic()
        self._connection: _Connection | None = None
        self._is_film = False
        self._use(_connected(self._address), NetworkClock())
        self.size = self._geometry.fitted

    def read(self) -> tuple[float, Rgb] | None:
        """The next picture: its time on this machine's clock and its image; None if the connection is lost."""
        picture = None if self._connection is None else self._connection.next_picture(SILENT_S)
        if self._connection is None or picture is None:
            return None
        time_s = self._clock.add(self._connection.stated_s(picture), self.now_s())
        if not self._clock.credible and _SLOW_CLOCK not in self.warnings:
            self.warnings.append(_SLOW_CLOCK)
        if self._connection.in_advance:
            time.sleep(max(0.0, time_s - self.now_s()))
        rgb = self._upright(picture)
        return time_s, rgb if rgb.shape[1::-1] == self.size else letterbox(rgb, *self.size)

    @property
    def live(self) -> bool:
        """Whether it shows what happens now: a film on a web server does not."""
        return not self._is_film

    def now_s(self) -> float:
        """Seconds since the connection was first asked for."""
        return time.monotonic() - self._began_s

    def retries(self) -> Iterator[float]:
        """Times to wait before each attempt to connect again, in seconds; none for a film that has ended."""
        began_s, wait_s = self.now_s(), 0.0
        while not self._is_film and self.now_s() + wait_s - began_s <= PATIENCE_S:
            yield wait_s
            wait_s = min(max(1.0, 2.0 * wait_s), _LONGEST_RETRY_S)

    def reopen(self) -> bool:
        """Try once to connect again."""
        self.close()
        try:
            self._use(_connected(self._address), self._clock)
        except NoCamera:
            return False
        return True

    def failure(self) -> NoCamera | None:
        """Why there are no more pictures, as an error for the user; None for a film that has come to its end."""
        if self._is_film:
            return None
        return NoCamera(
            f"the {self.name} stopped sending pictures and did not come back within {PATIENCE_S:.0f} s. "
            "Check its power and its network, and begin again."
        )

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _use(self, connection: "_Connection", before: NetworkClock) -> None:
        self._connection, self._is_film = connection, connection.is_film
        self._clock = NetworkClock(connection.in_advance, last_s=before.last_s)
        self._geometry = Geometry(connection.stream, connection.first, self._longest_px)
        self._upright = UprightConverter(self._geometry, connection.stream)


class _Connection:
    """An open stream, read up to its first picture."""

    def __init__(self, url: str) -> None:
        self._container = av.open(
            url,
            mode="r",
            metadata_errors="replace",
            container_options=_OPTIONS,
            timeout=(CONNECT_S, SILENT_S),
        )
        self.stream = self._video()
        self._packets = self._container.demux()  # of all streams: with sound alone, it would not return
        self._decoded: deque[VideoFrame] = deque()
        formats = set(self._container.format.name.split(","))
        self._states_times = WITHOUT_TIMES.isdisjoint(formats)
        in_segments = not _IN_SEGMENTS.isdisjoint(formats)
        has_end = self._container.size > 0 and not in_segments  # the size of a playlist says nothing
        self.is_film = has_end or (self._container.duration or 0) > 0
        self.in_advance = self.is_film or in_segments
        self.first = self.next_picture(CONNECT_S)

    def next_picture(self, wait_s: float) -> VideoFrame | None:
        """The next intact picture; None if none comes within `wait_s` seconds, or the stream has ended."""
        until_s = time.monotonic() + wait_s
        while not self._decoded:
            packet = self._next_packet()
            if packet is None or time.monotonic() > until_s:
                return None
            if packet.stream is self.stream:
                self._decode(cast("Packet[VideoStream]", packet))
        return self._decoded.popleft()

    def stated_s(self, picture: VideoFrame) -> float | None:
        """Time of a picture as the stream states it, in seconds; None if it states none."""
        if picture.pts is None or self.stream.time_base is None or not self._states_times:
            return None
        return float(picture.pts * self.stream.time_base)

    def close(self) -> None:
        """End the connection."""
        self._container.close()

    def _video(self) -> VideoStream:
        stream = best_video(self._container)
        if stream is None or stream.codec_context is None:
            self._container.close()
            raise InvalidDataError(0, "no video") if stream is None else DecoderNotFoundError(0, "no decoder")
        stream.thread_type = "NONE"  # threads would hold pictures back
        return stream

    def _next_packet(self) -> "Packet[Stream] | None":
        try:
            return next(self._packets, None)
        except FFmpegError:
            return None

    def _decode(self, packet: "Packet[VideoStream]") -> None:
        with suppress(FFmpegError):  # damaged: the next ones may be intact
            self._decoded.extend(picture for picture in self.stream.decode(packet) if not picture.is_corrupt)


def _connected(address: NetworkAddress) -> _Connection:
    """Connect to a camera and wait for its first picture, in a thread so that Ctrl-C works meanwhile.

    Raises
    ------
    NoCamera
        It cannot be reached, or sends no picture in time.
    """
    outcome: SimpleQueue[_Connection | Exception] = SimpleQueue()

    def connect() -> None:
        try:
            outcome.put(_Connection(address.url))
        except Exception as error:
            outcome.put(error)

    Thread(target=connect, name="formcheck-connect", daemon=True).start()
    began_s = time.monotonic()
    while time.monotonic() - began_s < 2 * CONNECT_S:
        with suppress(Empty):
            connection = outcome.get(timeout=_POLL_S)
            if isinstance(connection, Exception):
                in_time = time.monotonic() - began_s < CONNECT_S  # with RTSP, "invalid data" may mean a timeout
                raise address.failure(connection if in_time else None) from None  # libav's own message has the url
            if connection.first is not None:
                return connection
            connection.close()
            break
    raise address.failure(None)
