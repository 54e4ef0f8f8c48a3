"""Single JPEG pictures, as a browser sends them: from strangers, hence looked at before they are decoded."""

import cv2
import numpy as np

from formcheck.errors import NotAPicture
from formcheck.frames.frame import Rgb

MOST_PIXELS = 1920 * 1080
"""Larger pictures are refused before they are decoded: a small file can hold a huge picture."""

_START = b"\xff\xd8"
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # markers that state the size of the picture
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


def decode_jpeg(coded: bytes, most_pixels: int = MOST_PIXELS) -> Rgb:
    """Decode a JPEG picture to (height, width, 3) red-green-blue.

    Raises
    ------
    NotAPicture
        Not a JPEG, damaged, or larger than `most_pixels`.
    """
    width, height = jpeg_size(coded)
    if width * height > most_pixels:
        raise NotAPicture(f"the picture has {width}×{height} pixels. Send at most {most_pixels} pixels.")
    try:
        rgb = cv2.imdecode(np.frombuffer(coded, np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:
        rgb = None
    if rgb is None:
        raise NotAPicture("the picture is damaged. Send a whole JPEG.")
    return np.asarray(rgb, np.uint8)


def jpeg_size(coded: bytes) -> tuple[int, int]:
    """Width and height that a JPEG states, without decoding it.

    Raises
    ------
    NotAPicture
        It states none, or is no JPEG.
    """
    if not coded.startswith(_START):
        raise NotAPicture("what was sent is not a JPEG picture.")
    at = len(_START)
    while at + 9 < len(coded) and coded[at] == 0xFF:
        marker = coded[at + 1]
        if marker in _SIZES:
            height, width = int.from_bytes(coded[at + 5 : at + 7]), int.from_bytes(coded[at + 7 : at + 9])
            if width and height:
                return width, height
            break
        at += 2 if marker in _ALONE or marker == 0xFF else 2 + int.from_bytes(coded[at + 2 : at + 4])
    raise NotAPicture("the picture states no size. Send a whole JPEG.")
