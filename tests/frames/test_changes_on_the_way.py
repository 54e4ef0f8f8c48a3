"""What may change between two pictures of a recording: the shape of its pixels, its size, colours and rate."""

import struct
from contextlib import closing
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest
from av.video.reformatter import Colorspace

from formcheck.frames.network_camera import NetworkCamera
from formcheck.frames.video import VideoFile
from media import with_corner, write_clip
from streaming import MPEG_TS, network_camera

SIZE = (96, 64)
COUNT = 12
REORDERED = {"libx264": {"bf": "3", "g": "30"}, "mpeg4": {"bf": "2"}}
REORDERED["libx265"] = {"x265-params": "log-level=none:pools=none:frame-threads=1", "preset": "ultrafast"}


def in_a_row(folder, parts, suffix="ts"):
    """Parts of a recording one after the other, as broadcasters and cameras send them."""
    whole = folder / f"whole.{suffix}"
    whole.write_bytes(b"".join(part.read_bytes() for part in parts))
    return whole


def squeezed(folder, number, aspect, codec="libx264"):
    """A part whose pixels are `aspect` times as wide as high; shown it is as large as any other."""
    width = 2 * round(SIZE[0] / aspect / 2)
    stored = cv2.resize(with_corner(*SIZE), (width, SIZE[1]), interpolation=cv2.INTER_AREA)
    return write_clip(
        folder / f"{number}.ts",
        [stored] * COUNT,
        fps=25,
        codec=codec,
        pixel_aspect=aspect if aspect != 1 else None,
        options=REORDERED[codec],
        ticks_per_s=25,
    )


def shapes(folder, aspects, codec="libx264"):
    return in_a_row(folder, [squeezed(folder, i, aspect, codec) for i, aspect in enumerate(aspects)])


def assert_shown_in_full(rgb):
    """Red and green reach into the corners, and the upper third is as wide as it should be: no bars, not squeezed."""
    height = len(rgb)
    red = (rgb[height // 6, :, 0] > 120).mean()
    green = (rgb[height // 6, :, 1] > 120).mean()
    assert red == pytest.approx(1 / 3, abs=0.04)
    assert green == pytest.approx(1 / 3, abs=0.04)


@pytest.mark.parametrize("codec", REORDERED)
@pytest.mark.parametrize(
    "aspects",
    [(Fraction(1), Fraction(4, 3)), (Fraction(4, 3), Fraction(1)), (Fraction(4, 3), Fraction(2, 3), Fraction(4, 3))],
    ids=str,
)
def test_size_and_pixel_shape_that_change_together_show_the_same_picture(tmp_path, codec, aspects):
    with VideoFile(shapes(tmp_path, aspects, codec)) as video:
        frames = list(video)

    assert len(frames) >= (COUNT - 1) * len(aspects)
    assert {frame.rgb.shape for frame in frames} == {(SIZE[1], SIZE[0], 3)}
    for frame in frames:
        assert_shown_in_full(frame.rgb)
    assert not [warning for warning in video.info.warnings if "another size" in warning]


@pytest.mark.parametrize("codec", ["libx264", "libx265", "mpeg4"])
def test_pixel_shape_alone_changes_with_the_picture_from_which_on_it_holds(tmp_path, codec):
    """Broadcasters change from 4:3 to 16:9 like this; decoders know of it some pictures before they show one."""
    stored = with_corner(*SIZE)
    parts = [
        write_clip(
            tmp_path / f"{i}.ts",
            [stored] * COUNT,
            fps=25,
            codec=codec,
            pixel_aspect=aspect,
            options=REORDERED[codec],
            ticks_per_s=25,
        )
        for i, aspect in enumerate([Fraction(4, 3), Fraction(16, 11)])
    ]
    with VideoFile(in_a_row(tmp_path, parts)) as video:
        frames = list(video)

    wide = [int((frame.rgb[:8].max(axis=(1, 2)) < 12).sum()) for frame in frames]  # rows of the bar above
    assert wide[:COUNT] == [0] * COUNT
    assert min(wide[COUNT:]) >= 2
    assert [w for w in video.info.warnings if "another size" in w] == [
        f"frames of another size fitted to 128×64 with black bars: {COUNT}"
    ]


def test_broadcasts_change_between_narrow_and_wide(tmp_path):
    """MPEG-2 knows no shape of pixels, only that of the picture: 4:3 and 16:9, of the same size."""
    aspects = [Fraction(8, 9), Fraction(32, 27)]
    parts = [
        write_clip(
            tmp_path / f"{i}.ts",
            [with_corner(96, 64)] * COUNT,
            fps=25,
            codec="mpeg2video",
            pixel_aspect=aspect,
            options={"bf": "2"},
            ticks_per_s=25,
        )
        for i, aspect in enumerate(aspects)
    ]
    with VideoFile(in_a_row(tmp_path, parts)) as video:
        frames = list(video)

    assert video.info.width / video.info.height == pytest.approx(4 / 3, abs=0.01)
    bars = [int((frame.rgb[:12].max(axis=(1, 2)) < 12).sum()) for frame in frames]
    assert (max(bars[:COUNT]), min(bars[COUNT:])) == (0, 8)


@pytest.mark.parametrize("suffix", ["mp4", "mov"])
@pytest.mark.parametrize("width", [128, 64])
def test_the_shape_that_the_container_states_holds_for_every_picture(tmp_path, suffix, width):
    """Tools correct a wrong shape in the container alone; players believe it."""
    path = write_clip(tmp_path / f"a.{suffix}", [with_corner(*SIZE)] * 5, pixel_aspect=Fraction(5, 3))
    coded = path.read_bytes()
    before, after = (b"pasp" + struct.pack(">II", *shape) for shape in ((5, 3), (width, 96)))
    assert coded.count(before) == 1
    path.write_bytes(coded.replace(before, after))

    with VideoFile(path) as video:
        frames = list(video)

    assert {frame.rgb.shape[:2] for frame in frames} == {(64, width)}


def test_a_network_camera_that_changes_the_shape_of_its_pixels_is_followed(tmp_path):
    parts = [shapes(tmp_path, (Fraction(1), Fraction(4, 3))).read_bytes()]
    with (
        network_camera(parts=parts, kind=MPEG_TS) as there,
        closing(NetworkCamera(there.url)) as camera,
    ):
        pictures = [camera.read()[1] for _ in range(2 * COUNT - 4)]

    assert {picture.shape for picture in pictures} == {(SIZE[1], SIZE[0], 3)}
    for picture in pictures:
        assert_shown_in_full(picture)


# --- colours


def coloured(path, **tags):
    """Pictures of one red, coded with other tags of range or matrix, which come out as the same red."""
    red = np.full((64, 96, 3), (200, 40, 40), np.uint8)
    matrix, full = tags.get("matrix", 5), tags.get("full", False)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"crf": "4", "g": "30"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, tags.get("pix_fmt", "yuv420p")
        stream.codec_context.color_range = 2 if full else 1
        stream.codec_context.colorspace = matrix
        coded_in = Colorspace.ITU709 if matrix == 1 else Colorspace.ITU601
        for i in range(COUNT):
            picture = av.VideoFrame.from_ndarray(red, format="rgb24").reformat(
                format=tags.get("pix_fmt", "yuv420p"), dst_colorspace=coded_in, dst_color_range=2 if full else 1
            )
            picture.colorspace, picture.color_range = matrix, 2 if full else 1
            picture.pts, picture.time_base = i, Fraction(1, 25)
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("longest_px", [None, 48], ids=["as recorded", "scaled"])
@pytest.mark.parametrize(
    "tags",
    [{"full": True}, {"matrix": 1}, {"pix_fmt": "yuv444p"}, {"pix_fmt": "yuv420p10le"}, {"full": True, "matrix": 1}],
    ids=str,
)
def test_colours_that_are_coded_in_another_way_from_a_picture_on_stay_the_same(tmp_path, tags, longest_px):
    parts = [coloured(tmp_path / "a.ts"), coloured(tmp_path / "b.ts", **tags), coloured(tmp_path / "c.ts")]
    with VideoFile(in_a_row(tmp_path, parts), longest_px) as video:
        found = [frame.rgb[frame.rgb.shape[0] // 2, frame.rgb.shape[1] // 2] for frame in video]

    assert len(found) == 3 * COUNT
    np.testing.assert_allclose(found, np.tile([200, 40, 40], (3 * COUNT, 1)), atol=6)


# --- rate


def test_another_rate_from_a_picture_on_keeps_its_times(tmp_path):
    """A camera that halves its rate in the dark."""
    times = [i / 30 for i in range(30)] + [1 + i / 12 for i in range(12)]
    shades = [np.full((48, 64, 3), 40 + 4 * i, np.uint8) for i in range(42)]
    with VideoFile(write_clip(tmp_path / "a.ts", shades, times=times)) as video:
        frames = list(video)

    assert [frame.time_s for frame in frames] == pytest.approx(times, abs=0.001)
    assert video.info.warnings == []
