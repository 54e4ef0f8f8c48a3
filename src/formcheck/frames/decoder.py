"""One pass through a video file: decode what can be decoded, and report what could not."""

import stat
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
from av.container import InputContainer
from av.error import EOFError as EndOfStream
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from formcheck.errors import NotAVideo
from formcheck.frames.edit_list import edits_of, shown_once_in_order
from formcheck.frames.gif_clock import GifClock

FORMATS = (
    "mov,matroska,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,av1,obu,ivf,vvc,flv,live_flv,asf,gif,apng,ogg,"
    "mjpeg,mpjpeg,dv,mxf,nut,rm,wtv,yuv4mpegpipe,wav,mp3,aac,flac,amr,aiff,caf"
)
"""Formats that libav may try. Playlists are left out: they name other files, so an uploaded playlist could be used to
read them. Text and still images are left out too: libav would play them as a video of one frame."""
_STATES_DURATION = {"mov", "matroska"}  # others only estimate it, which cannot show that a file is cut off
WITHOUT_TIMES = {"h264", "hevc", "vvc", "mjpeg", "mpjpeg", "mpegvideo", "m4v", "obu"}
"""Bare pictures one after the other: libav assumes 25 a second."""

KEEP_TRACK = {"merge_pmt_versions": "1"}
"""Option of libav for transport streams: where the track of the video gets another number on the way, as in recordings
that were joined, it goes on. Else PyAV drops all that follows, and waits for as long as a live stream lasts."""

_SUPPORTED = "Use a video file such as MP4, MOV, MKV, WebM, AVI or GIF."


class Decoder:
    """A video file opened for one pass; a context manager.

    Attributes
    ----------
    stream : VideoStream
        The video stream that is read: the best one, never a cover image.
    time_base : Fraction or None
        Seconds of the recording per tick of the stream's clock; None if the container states no clock. Slow motion, of
        which the container states at what rate it was filmed, is given at the speed of filming.
    """

    def __init__(self, path: Path, *, threads: bool = True) -> None:
        self._container, self.stream = _open_stream(path)
        self._edits_left_out = "mov" in self.formats and not shown_once_in_order(edits_of(path, self.stream.id))
        if self._edits_left_out:
            self._container.close()
            self._container, self.stream = _open_stream(path, {"ignore_editlist": "1"})
        self._slowed = _slowed(self._container, self.stream)
        base = self.stream.time_base
        self.time_base: Fraction | None = None if base is None else base / self._slowed
        self.stream.thread_type = "AUTO" if threads else "NONE"
        self._damaged = 0
        self._truncated = False
        self._first_tick: int | None = None  # in ticks of the stream's clock
        self._end_tick = 0
        self._last_tick: int | None = None
        self._gif_clock = GifClock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._container.close()

    def frames(self) -> Iterator[VideoFrame]:
        """Every intact frame, in order of presentation; damaged frames are skipped and counted."""
        for packet in self._packets():
            for frame in self._decode(packet):
                if frame.is_corrupt:
                    self._damaged += 1
                else:
                    yield frame

    def frame_packets(self) -> "Iterator[Packet[VideoStream]]":
        """Packets of all frames that would be shown, without decoding, in file order."""
        for packet in self._packets():
            if packet is not None and not packet.is_discard:
                yield packet

    def seek(self, tick: int) -> None:
        """Continue from the last keyframe at or before `tick`, a time on the stream's clock."""
        self._container.seek(tick, stream=self.stream)

    @property
    def formats(self) -> list[str]:
        """Names of the container format in libav, such as ``mov`` and ``mp4``."""
        return self._container.format.name.split(",")

    @property
    def states_times(self) -> bool:
        """Whether the container states when its pictures are shown."""
        return WITHOUT_TIMES.isdisjoint(self.formats)

    def timestamp_s(self, frame: VideoFrame) -> float | None:
        """Time of a frame on the stream's clock, as the container states it; None if it states none."""
        if self._container.format.name == "gif":
            return self._gif_clock.next_s(frame)
        ticks = self._decode_tick(frame) if self._container.format.name == "avi" else frame.pts
        if ticks is None or self.time_base is None:
            return None
        return float(ticks * self.time_base)

    @property
    def fps(self) -> float | None:
        """Mean frame rate of the recording, as the container states it; None if it does not."""
        return float((self.stream.average_rate or 0) * self._slowed) or None

    def duration_s(self) -> float | None:
        """Duration of the video as the container states it or libav estimates it; None if neither does."""
        if self.stream.duration is not None and self.time_base is not None:
            return float(self.stream.duration * self.time_base)
        if self._container.duration is not None:
            return float(self._container.duration / av.time_base / self._slowed)
        return None

    def warnings(self, step_s: float) -> list[str]:
        """What was wrong with the file, one line each; complete once `frames` has ended."""
        lines = []
        if self._damaged:
            lines.append(f"damaged frames skipped: {self._damaged}")
        early_end = self._early_end(step_s)
        if early_end:
            lines.append(f"the file ends early: {early_end}")
        return lines + self.time_warnings()

    def time_warnings(self) -> list[str]:
        """How the times differ from those that a player shows, one line each; known from the start."""
        lines = []
        if self._edits_left_out:
            lines.append(
                "the file shows parts of the recording slower, faster, twice or in another order: this is "
                "left out, and times are those of the recording"
            )
        if self._slowed != 1:
            lines.append(
                f"slow motion: filmed at {float(self.fps or 0):.4g} frames per second and shown at "
                f"{float(self.stream.average_rate or 0):.4g}; times are those of filming"
            )
        return lines

    def _decode_tick(self, frame: VideoFrame) -> int | None:
        """Tick at which a frame leaves the decoder.

        AVI stores the decoding order only, one tick per frame; libav derives wrong presentation times from it where
        frames are coded out of order. The last frames come without a packet that would give them a tick.
        """
        if frame.dts is not None:
            self._last_tick = frame.dts
        elif self._last_tick is not None:
            self._last_tick += 1
        return self._last_tick

    def _packets(self) -> "Iterator[Packet[VideoStream] | None]":
        """Packets of the stream, then None to flush the decoder."""
        packets = self._container.demux(self.stream)
        while True:
            try:
                packet = next(packets)
            except (StopIteration, FFmpegError) as end:
                self._truncated |= isinstance(end, FFmpegError)
                break
            if packet.size == 0:  # libav's end marker
                break
            self._inspect(packet)
            yield packet
        yield None

    def _inspect(self, packet: "Packet[VideoStream]") -> None:
        self._truncated = packet.is_corrupt  # only the last packet decides
        if packet.pts is not None:
            if self._first_tick is None or packet.pts < self._first_tick:
                self._first_tick = packet.pts
            self._end_tick = max(self._end_tick, packet.pts + (packet.duration or 0))

    def _decode(self, packet: "Packet[VideoStream] | None") -> list[VideoFrame]:
        try:
            return self.stream.decode(packet)
        except EndOfStream:
            return []
        except FFmpegError:
            self._damaged += 1
            return []

    def _early_end(self, step_s: float) -> str | None:
        """How the file is cut off, in words; None if it seems complete."""
        base = self.time_base or Fraction(0)
        first_s = float((self._first_tick or 0) * base)
        reached_s = float(self._end_tick * base) - first_s
        end_s = self._stated_end_s()
        if end_s is not None and end_s - first_s - reached_s > max(0.25, 2 * step_s):
            return f"frames stop at {reached_s:.1f} s of {end_s - first_s:.1f} s"
        return f"its last frame, at {reached_s:.1f} s, is cut off" if self._truncated else None

    def _stated_end_s(self) -> float | None:
        """End of the video on the stream's clock; None if the container does not state it."""
        stream, container, base = self.stream, self._container, self.time_base
        if _STATES_DURATION.isdisjoint(self.formats):
            return None
        if stream.duration is not None and base is not None:
            return float(((stream.start_time or 0) + stream.duration) * base)
        if "DURATION" in stream.metadata:
            return _parse_clock_s(stream.metadata["DURATION"])
        if container.duration is None or len(container.streams) > 1:  # a longer sound track is normal
            return None
        return float(container.duration / av.time_base / self._slowed)


def _open_stream(path: Path, options: dict[str, str] | None = None) -> tuple[InputContainer, VideoStream]:
    container = _open(path, options or {})
    try:
        return container, _video_stream(container, path)
    except NotAVideo:
        container.close()
        raise


_CAPTURE_RATE = "com.android.capture.fps"
"""Key under which the cameras of Android phones state at which rate they filmed."""

_SLOW_MOTION = 1.5
"""Filmed at this many times the rate at which it is shown, or more, it is slow motion; chosen: well above rounding and
the rate of a dark room, below the factor of two with which phones begin."""


def _slowed(container: InputContainer, stream: VideoStream) -> Fraction:
    """How many times slower than filmed a slow-motion recording is shown; 1 for any other."""
    try:
        capture = Fraction(container.metadata[_CAPTURE_RATE]).limit_denominator(1000)
    except (KeyError, ValueError, ZeroDivisionError):
        return Fraction(1)
    shown = stream.average_rate
    return capture / shown if shown and capture >= Fraction(_SLOW_MOTION) * shown else Fraction(1)


def _open(path: Path, options: dict[str, str]) -> InputContainer:
    _check_file(path)
    try:
        return av.open(
            f"file:{path}",  # else libav reads '12:30.mp4' as a protocol
            mode="r",
            metadata_errors="replace",
            container_options={"format_whitelist": FORMATS, "protocol_whitelist": "file", **KEEP_TRACK, **options},
        )
    except PermissionError as error:
        raise NotAVideo(f"'{path}' may not be read: permission denied. Ask for access to it.") from error
    except FFmpegError as error:
        raise NotAVideo(f"'{path}' {_why_unreadable(path)}") from error


def _check_file(path: Path) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise NotAVideo(f"'{path}' is a folder, not a video. {_SUPPORTED}")
    if not stat.S_ISREG(status.st_mode):
        raise NotAVideo(f"'{path}' is a device or pipe, not a file. Save the video to a file first.")
    if status.st_size == 0:
        raise NotAVideo(f"'{path}' is empty (0 bytes). Record or copy it again.")


def _why_unreadable(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":  # MP4 and MOV: the index is written last
        return "is not complete: its index is missing or damaged. Copy it again, or repair the recording."
    return f"is not a video that can be read. {_SUPPORTED}"


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    stream = best_video(container)
    if stream is None:
        raise NotAVideo(f"'{path}' has no video stream. {_SUPPORTED}")
    if stream.codec_context is None:
        raise NotAVideo(f"'{path}' uses a codec that cannot be decoded here. Convert it to H.264 (MP4).")
    return stream


def best_video(container: InputContainer) -> VideoStream | None:
    """The video stream that is shown, never a cover image; None if there is none.

    A cover is flagged as such, or has a single picture where another stream has more.
    """
    streams = [s for s in container.streams.video if not s.disposition & s.disposition.attached_pic]
    if not streams:
        return None
    if any(stream.frames > 1 for stream in streams):
        streams = [stream for stream in streams if stream.frames != 1]
    best = container.streams.best("video")
    return best if isinstance(best, VideoStream) and best in streams else streams[0]


def _parse_clock_s(text: str) -> float | None:
    """Seconds of a text ``HH:MM:SS.fraction``; None for any other text."""
    try:
        hours, minutes, seconds = text.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    except ValueError:
        return None
