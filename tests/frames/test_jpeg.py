"""JPEG images from unknown senders."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.errors import NotAnImage
from formcheck.frames.images import decode_jpeg, jpeg_size


def coded(width=64, height=48, *options):
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[:, : width // 2] = (220, 30, 30)
    return cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), list(options))[1].tobytes()


def test_an_image_comes_out_as_it_went_in_red_first():
    rgb = decode_jpeg(coded())

    assert rgb.shape == (48, 64, 3)
    assert rgb[24, 10, 0] > 180 > 90 > rgb[24, 10, 2]


@pytest.mark.parametrize("options", [(), (cv2.IMWRITE_JPEG_PROGRESSIVE, 1), (cv2.IMWRITE_JPEG_RST_INTERVAL, 2)])
def test_the_size_is_known_before_it_is_decoded(options):
    assert jpeg_size(coded(320, 200, *options)) == (320, 200)


def test_a_small_file_that_claims_to_be_huge_is_rejected_without_being_decoded():
    bomb = bytearray(coded())
    at = bomb.index(b"\xff\xc0")
    bomb[at + 5 : at + 9] = (65_000).to_bytes(2, "big") * 2

    with pytest.raises(NotAnImage, match="65000×65000"):
        decode_jpeg(bytes(bomb))


@given(st.binary(max_size=400))
def test_random_bytes_are_rejected_in_one_line(junk):
    with pytest.raises(NotAnImage):
        decode_jpeg(b"\xff\xd8" + junk if len(junk) % 2 else junk)


def test_a_truncated_image_is_rejected_or_decoded_as_far_as_it_goes():
    whole = coded(320, 240)
    for length in range(0, len(whole), 97):
        try:
            assert decode_jpeg(whole[:length]).shape == (240, 320, 3)
        except NotAnImage:
            continue
