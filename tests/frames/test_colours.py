"""HDR as an ordinary picture, and pictures that do not state their colours."""

from fractions import Fraction

import av
import numpy as np
import pytest
from av.video.reformatter import Colorspace

from formcheck.frames.video import VideoFile
from media import write_clip

PQ, HLG = 16, 18
BT2020 = 9


def pq_code(nits):
    """Perceptual quantizer of ITU-R BT.2100, from luminance to 0–1."""
    y = (nits / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y)) ** 78.84375


def write_grays(path, shares, transfer, size=(96, 64)):
    """Columns of gray, as shares of the range of 10 bits in BT.2020."""
    width, height = size
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=10)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p10le"
        luma = np.repeat(np.round(64 + 876 * np.array(shares)).astype(np.uint16), width // len(shares))
        gray = np.full((height // 2, width // 2), 512, np.uint16)
        picture = av.VideoFrame(width, height, "yuv420p10le")
        for plane, values in zip(picture.planes, (np.tile(luma, (height, 1)), gray, gray), strict=True):
            row = np.zeros((values.shape[0], plane.line_size // 2), np.uint16)
            row[:, : values.shape[1]] = values
            plane.update(row.tobytes())
        for tagged in (stream.codec_context, picture):
            tagged.color_trc, tagged.color_primaries, tagged.colorspace, tagged.color_range = (
                transfer,
                BT2020,
                BT2020,
                1,
            )
        picture.pts, picture.time_base = 0, Fraction(1, 10)
        container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


def columns(path, count, longest_px=None):
    with VideoFile(path, longest_px) as video:
        rgb = next(iter(video)).rgb
    return [rgb[rgb.shape[0] // 2, int((i + 0.5) * rgb.shape[1] / count)].tolist() for i in range(count)]


@pytest.mark.parametrize("longest_px", [None, 48], ids=["as recorded", "scaled"])
@pytest.mark.parametrize(
    ("transfer", "shares"),
    [(PQ, [pq_code(nits) for nits in (0.0, 25.0, 100.0, 203.0)]), (HLG, [0.0, 0.35, 0.6, 0.75])],
    ids=["PQ", "HLG"],
)
def test_the_white_of_an_hdr_picture_is_white_and_its_grays_stay_gray(tmp_path, transfer, shares, longest_px):
    """203 cd/m², 75 % in HLG, is the white of paper: ITU-R BT.2408."""
    found = columns(write_grays(tmp_path / "hdr.mkv", shares, transfer), 4, longest_px)

    levels = [gray[1] for gray in found]
    assert max(max(gray) - min(gray) for gray in found) <= 2
    assert levels[0] <= 2
    assert levels[3] >= 245
    assert levels == sorted(levels)
    assert levels[2] - levels[1] > 40


@pytest.mark.parametrize(("height", "matrix"), [(480, Colorspace.ITU601), (720, Colorspace.ITU709)])
@pytest.mark.parametrize("longest_px", [None, 320], ids=["as recorded", "scaled"])
def test_untagged_colours_are_those_that_players_take_for_this_size(tmp_path, height, matrix, longest_px):
    """Red coded with the matrix of the size comes out as red; with the other one it would be 20 levels off."""
    red = np.full((height, 640, 3), (200, 40, 40), np.uint8)
    path = tmp_path / "untagged.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "4"})
        stream.width, stream.height, stream.pix_fmt = 640, height, "yuv420p"
        picture = av.VideoFrame.from_ndarray(red, format="rgb24").reformat(format="yuv420p", dst_colorspace=matrix)
        picture.colorspace = 2
        picture.pts, picture.time_base = 0, Fraction(1, 10)
        container.mux(stream.encode(picture))
        container.mux(stream.encode(None))

    (found,) = columns(path, 1, longest_px)

    assert found == pytest.approx([200, 40, 40], abs=6)


def test_an_ordinary_picture_is_not_touched(tmp_path):
    ramp = np.tile(np.linspace(0, 255, 96).astype(np.uint8)[:, None], (64, 1, 3))
    path = write_clip(tmp_path / "a.mkv", [ramp], codec="ffv1", pix_fmt="bgr0")

    with VideoFile(path) as video:
        np.testing.assert_array_equal(next(iter(video)).rgb, ramp)
