"""From decoded pictures to upright RGB: orientation, pixel shape, size and colours."""

from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from formcheck.frames.display_matrix import OrientationReader
from formcheck.frames.frame import Rgb
from formcheck.frames.orientation import Orientation, fitted_size
from formcheck.frames.pixel_shape import PixelShapeReader


class Geometry:
    """From a decoded frame to an upright one with square pixels, no larger than requested.

    Attributes
    ----------
    size, fitted : (width, height)
        Of the upright frame as recorded, and as it is given.
    """

    def __init__(self, stream: VideoStream, first: VideoFrame | None, longest_px: int | None) -> None:
        self._longest_px = longest_px
        if first is None:
            self.orientation, self.size = Orientation(), (stream.width, stream.height)
        else:
            self.orientation = OrientationReader()(first)
            shape = PixelShapeReader(stream)(first)
            self.size = self.orientation.size(_square_width(first, shape), first.height)
        self.fitted = fitted_size(*self.size, longest_px)

    def stored_size(self, decoded: VideoFrame, orientation: Orientation, shape: Fraction) -> tuple[int, int]:
        """Width and height of a frame with pixels of this shape, before it is rotated upright."""
        upright = orientation.size(_square_width(decoded, shape), decoded.height)
        return orientation.size(*fitted_size(*upright, self._longest_px))


def _square_width(decoded: VideoFrame, shape: Fraction) -> int:
    return max(1, round(decoded.width * shape))


_HDR = {ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67}
"""Transfer characteristics of HDR, PQ and HLG; taken as they are they look grey."""

_NO_MATRIX = 2
"""AVCOL_SPC_UNSPECIFIED: the file does not state how its luma and chroma make red, green and blue."""

_SD_HEIGHT = 576
"""Untagged pictures higher than this are BT.709, as players take them; libswscale takes all for BT.601."""

_SCALING_FORMATS = {"yuv420p": "yuv420p", "yuvj420p": "yuvj420p", "yuv420p10le": "yuv420p"}
"""Pixel formats of cameras, and the format in which each is scaled: twice as fast as scaling on the way to RGB."""


class UprightConverter:
    """Converts decoded frames of one pass to upright RGB; keeps libswscale's state between frames.

    All that may change on the way (orientation, shape of the pixels, size, format, colours) is looked up for each.
    """

    def __init__(self, geometry: Geometry, stream: VideoStream) -> None:
        self._geometry, self._orientation, self._shape = geometry, OrientationReader(), PixelShapeReader(stream)
        self._downscaler, self._to_rgb = VideoReformatter(), VideoReformatter()

    def __call__(self, decoded: VideoFrame) -> Rgb:
        """(height, width, 3) red-green-blue; shares memory with the decoded frame where possible."""
        orientation = self._orientation(decoded)
        width, height = self._geometry.stored_size(decoded, orientation, self._shape(decoded))
        colours = _colours(decoded)
        if height < decoded.height:
            pixel_format = "rgb24" if colours else _SCALING_FORMATS.get(decoded.format.name, "rgb24")
            decoded = self._downscaler.reformat(
                decoded, width, height, pixel_format, interpolation=Interpolation.AREA, threads=1, **colours
            )
        if decoded.format.name != "rgb24" or (decoded.width, decoded.height) != (width, height):
            decoded = self._to_rgb.reformat(decoded, width, height, format="rgb24", threads=1, **colours)
        stored = np.asarray(decoded.to_ndarray(), np.uint8)
        return np.ascontiguousarray(orientation.upright(stored))


def _colours(decoded: VideoFrame) -> dict[str, int]:
    """What libswscale has to be told to convert a picture to ordinary colours; empty if it knows.

    With other primaries or another transfer characteristic asked for than those of the picture, it converts the pixels
    and does not only tag them, whatever PyAV's documentation says.
    """
    if decoded.color_trc in _HDR:
        return {"dst_color_trc": ColorTrc.BT709, "dst_color_primaries": ColorPrimaries.BT709}
    if decoded.colorspace == _NO_MATRIX and decoded.height > _SD_HEIGHT and decoded.format.name.startswith("yuv"):
        return {"src_colorspace": Colorspace.ITU709}
    return {}
