"""The shape of a picture's pixels, which may change from one picture to the next."""

from fractions import Fraction

from av.error import FFmpegError
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

_UNIT = 4096
"""Pixels to which a pixel as wide as high is stretched, to tell how wide it is; fine enough for all shapes in use."""

_STRETCHED = (
    ("crop", "w=min(iw\\,16):h=min(ih\\,16)"),
    ("scale", f"w={_UNIT}*sar:h=2:eval=frame:flags=neighbor"),
)
"""A corner of the picture, stretched by the shape of its pixels. PyAV does not give pictures their aspect ratio; this
filter looks at that of each picture, where others look at the one of the stream."""

_CREDIBLE = (0.25, 4.0)
"""Widths over heights of pixels that are believed; chosen: those of broadcasting and of wide lenses are 0.6 to 2.2."""


class PixelShapeReader:
    """Reads the shape of the pixels of pictures of one stream; to be asked for every picture, in order.

    The container's word holds for all pictures, as in players. Where it says nothing, or what the coded pictures say
    at the beginning, each picture's own holds.
    """

    def __init__(self, stream: VideoStream) -> None:
        self._codec = stream.codec_context
        stated, coded = stream.sample_aspect_ratio, self._codec.sample_aspect_ratio
        self._coded_states_it = bool(coded)
        self._fixed = bool(stated) and stated != coded
        self._last = Fraction(stated or 1)
        self._given = _credible(self._last)
        self._met = coded
        self._seen = {self._last}
        self._filter: Graph | None = None
        self._kind: tuple[int, int, str] | None = None

    def __call__(self, picture: VideoFrame) -> Fraction:
        """Width of a pixel divided by its height; 1 if it is not stated or not credible."""
        met = self._codec.sample_aspect_ratio
        if not self._fixed and (met != self._met or len(self._seen) > 1):
            self._met = met
            self._last = self._own(picture, Fraction(met or 1))
            self._given = _credible(self._last)
        return self._given

    def _own(self, picture: VideoFrame, met: Fraction) -> Fraction:
        """The picture's own; it is looked for once the decoder, which is ahead of it, has met another one."""
        self._seen.add(met)
        if len(self._seen) == 1:
            return self._last
        is_behind = (picture.width, picture.height) != (self._codec.width, self._codec.height)
        if is_behind and not self._coded_states_it:  # libav lends it the shape that the decoder has met
            return self._last
        measured = self._measured(picture)
        return min(self._seen, key=lambda shape: abs(shape - measured))

    def _measured(self, picture: VideoFrame) -> Fraction:
        """The picture's own, rounded; the decoder's if the filter does not take such pictures."""
        kind = (picture.width, picture.height, picture.format.name)
        try:
            if self._filter is None or kind != self._kind:
                self._filter, self._kind = _filter(picture), kind
            self._filter.push(picture)
            made = self._filter.pull()
        except FFmpegError:
            self._filter = None
            return Fraction(self._codec.sample_aspect_ratio or 1)
        assert isinstance(made, VideoFrame)
        return Fraction(made.width, _UNIT)


def _credible(shape: Fraction) -> Fraction:
    least, most = _CREDIBLE
    return shape if least <= shape <= most else Fraction(1)


def _filter(picture: VideoFrame) -> Graph:
    """The filters of `_STRETCHED`, for pictures of this size and format."""
    graph = Graph()
    links = [
        graph.add_buffer(width=picture.width, height=picture.height, format=picture.format, time_base=picture.time_base)
    ]
    links += [graph.add(name, options) for name, options in _STRETCHED]
    links.append(graph.add("buffersink"))
    graph.link_nodes(*links).configure()
    return graph
