"""One pass through a video file: open it, decode what can be decoded, remember what could not."""

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

# What libav may take a file for. Playlists are left out: they name other files, which a stranger's upload
# could use to read them. So are text and single pictures, which libav would play as a film of one picture.
_FORMATS = (
    "mov,matroska,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,av1,obu,ivf,vvc,flv,live_flv,asf,gif,apng,ogg,"
    "mjpeg,mpjpeg,dv,mxf,nut,rm,wtv,yuv4mpegpipe,wav,mp3,aac,flac,amr,aiff,caf"
)
_STATES_DURATION = {"mov", "matroska"}  # others estimate it from what is there, so a cut cannot be seen
_SUPPORTED = "Use a video file such as MP4, MOV, MKV, WebM, AVI or GIF."


class Decoder:
    """A video file opened for one pass; a context manager.

    Attributes
    ----------
    stream : VideoStream
        The video stream that is read: the best one, never a cover picture.
    """

    def __init__(self, path: Path, *, threads: bool = True) -> None:
        self._container = _open(path)
        try:
            self.stream = _video_stream(self._container, path)
        except NotAVideo:
            self._container.close()
            raise
        self.stream.thread_type = "AUTO" if threads else "NONE"
        self._damaged = 0
        self._truncated = False
        self._first_tick: int | None = None  # ticks of the stream's clock
        self._end_tick = 0
        self._last_tick: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._container.close()

    def frames(self) -> Iterator[VideoFrame]:
        """Every whole picture, in order of presentation; damaged ones are left out and counted."""
        for packet in self._packets():
            for frame in self._decode(packet):
                if frame.is_corrupt:
                    self._damaged += 1
                else:
                    yield frame

    def frame_packets(self) -> "Iterator[Packet[VideoStream]]":
        """Packets of every picture that is to be shown, not decoded, in the order of the file."""
        for packet in self._packets():
            if packet is not None and not packet.is_discard:
                yield packet

    def seek(self, tick: int) -> None:
        """Go on from the last keyframe that is not after `tick`, a time on the stream's clock."""
        self._container.seek(tick, stream=self.stream)

    @property
    def formats(self) -> list[str]:
        """Names that libav has for the kind of container, such as ``mov`` and ``mp4``."""
        return self._container.format.name.split(",")

    def timestamp_s(self, frame: VideoFrame) -> float | None:
        """Time on the stream's clock that the container states for a picture; None if it states none."""
        ticks = self._decode_tick(frame) if self._container.format.name == "avi" else frame.pts
        if ticks is None or self.stream.time_base is None:
            return None
        return float(ticks * self.stream.time_base)

    def duration_s(self) -> float | None:
        """Length of the video that the container states or libav estimates; None if neither."""
        if self.stream.duration is not None and self.stream.time_base is not None:
            return float(self.stream.duration * self.stream.time_base)
        if self._container.duration is not None:
            return self._container.duration / av.time_base
        return None

    def warnings(self, step_s: float) -> list[str]:
        """Tell what was amiss on the way, one line each, once `frames` has come to its end."""
        lines = []
        if self._damaged:
            lines.append(f"damaged pictures skipped: {self._damaged}")
        early_end = self._early_end(step_s)
        if early_end:
            lines.append(f"the file ends early: {early_end}")
        return lines

    def _decode_tick(self, frame: VideoFrame) -> int | None:
        """Tick at which a picture leaves the decoder.

        AVI knows the order of decoding only, one tick for each picture; what libav makes of it is wrong where
        pictures are coded out of order. The last ones come without a packet that would give them a tick.
        """
        if frame.dts is not None:
            self._last_tick = frame.dts
        elif self._last_tick is not None:
            self._last_tick += 1
        return self._last_tick

    def _packets(self) -> "Iterator[Packet[VideoStream] | None]":
        """Packets of the stream, then None: flush the decoder."""
        packets = self._container.demux(self.stream)
        while True:
            try:
                packet = next(packets)
            except (StopIteration, FFmpegError) as end:
                self._truncated |= isinstance(end, FFmpegError)
                break
            if packet.size == 0:  # libav's own sign of the end
                break
            self._inspect(packet)
            yield packet
        yield None

    def _inspect(self, packet: "Packet[VideoStream]") -> None:
        self._truncated = packet.is_corrupt  # only that of the last packet stays
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
        """In words; None if the file seems whole."""
        base = self.stream.time_base or Fraction(0)
        first_s = float((self._first_tick or 0) * base)
        reached_s = float(self._end_tick * base) - first_s
        end_s = self._stated_end_s()
        if end_s is not None and end_s - first_s - reached_s > max(0.25, 2 * step_s):
            return f"pictures stop at {reached_s:.1f} s of {end_s - first_s:.1f} s"
        return f"its last picture, at {reached_s:.1f} s, is cut off" if self._truncated else None

    def _stated_end_s(self) -> float | None:
        """End of the video on the stream's clock, where the container states it."""
        stream, container = self.stream, self._container
        if _STATES_DURATION.isdisjoint(self.formats):
            return None
        if stream.duration is not None and stream.time_base is not None:
            return float(((stream.start_time or 0) + stream.duration) * stream.time_base)
        if "DURATION" in stream.metadata:
            return _parse_clock_s(stream.metadata["DURATION"])
        if container.duration is None or len(container.streams) > 1:  # a longer sound track is no fault
            return None
        return container.duration / av.time_base


def _open(path: Path) -> InputContainer:
    _check_file(path)
    try:
        return av.open(
            f"file:{path}",  # or libav takes '12:30.mp4' for a protocol
            mode="r",
            metadata_errors="replace",
            container_options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"},
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
    streams = [s for s in container.streams.video if not s.disposition & s.disposition.attached_pic]
    if not streams:
        raise NotAVideo(f"'{path}' has no video stream. {_SUPPORTED}")
    best = container.streams.best("video")
    stream = best if isinstance(best, VideoStream) and best in streams else streams[0]
    if stream.codec_context is None:
        raise NotAVideo(f"'{path}' is coded in a way that cannot be decoded here. Convert it to H.264 (MP4).")
    return stream


def _parse_clock_s(text: str) -> float | None:
    """Seconds of ``HH:MM:SS.fraction``; None if it is something else."""
    try:
        hours, minutes, seconds = text.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    except ValueError:
        return None
