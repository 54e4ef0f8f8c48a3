"""Pictures that carry EXIF, and an orientation of their own."""

import gc
from fractions import Fraction
from io import BytesIO

import av
import numpy as np
import pytest
from PIL import Image

from formcheck.frames.video import VideoFile
from media import with_corner

RED, GREEN = (220, 30, 30), (30, 200, 30)

STORED = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: np.rot90(upright, 1),
    7: lambda upright: upright.swapaxes(0, 1)[::-1, ::-1],
    8: lambda upright: np.rot90(upright, -1),
}
"""How a camera stores an upright picture, by its EXIF orientation."""


def write_motion_jpeg(path, orientations, *, degrees=None):
    """Motion JPEG of EXIF pictures, and clockwise degrees that the flag of its track asks for."""
    pictures = [STORED[orientation or 1](with_corner(64, 96)) for orientation in orientations]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=10)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt, stream.time_base = "yuvj420p", Fraction(1, 10)
        if degrees is not None:
            stream.set_display_rotation(-degrees)
        for tick, (picture, orientation) in enumerate(zip(pictures, orientations, strict=True)):
            exif, jpeg = Image.Exif(), BytesIO()
            exif[0x0110] = "Camera"
            if orientation:
                exif[0x0112] = orientation
            Image.fromarray(np.ascontiguousarray(picture)).save(jpeg, "JPEG", quality=95, subsampling=0, exif=exif)
            packet = av.Packet(jpeg.getvalue())
            packet.stream, packet.pts, packet.dts, packet.duration = stream, tick, tick, 1
            packet.time_base, packet.is_keyframe = Fraction(1, 10), True
            container.mux(packet)
    return path


def corners(rgb):
    return [rgb[4, 4], rgb[4, -5]]


@pytest.mark.parametrize("suffix", ["mov", "mp4", "mkv", "avi"])
@pytest.mark.parametrize("orientation", [None, *range(1, 9)])
def test_motion_jpeg_with_exif_is_upright(tmp_path, orientation, suffix):
    with VideoFile(write_motion_jpeg(tmp_path / f"a.{suffix}", [orientation] * 3)) as video:
        frames = list(video)

    assert (video.info.width, video.info.height) == (64, 96)
    assert [f.rgb.shape for f in frames] == [(96, 64, 3)] * 3
    np.testing.assert_allclose(corners(frames[-1].rgb), [RED, GREEN], atol=40)


def test_exif_without_an_orientation_leaves_the_flag_of_the_track(tmp_path):
    path = write_motion_jpeg(tmp_path / "a.mov", [None, None], degrees=90)

    with VideoFile(path) as video:
        frame = next(iter(video))

    assert (video.info.rotation_deg, frame.rgb.shape) == (90, (64, 96, 3))
    np.testing.assert_allclose(frame.rgb[4, -5], RED, atol=40)


def test_an_orientation_that_changes_is_followed(tmp_path):
    """A phone that was turned on its head between two pictures of a time-lapse."""
    with VideoFile(write_motion_jpeg(tmp_path / "a.mov", [1, 1, 3, 2])) as video:
        frames = list(video)

    for frame in frames:
        np.testing.assert_allclose(corners(frame.rgb), [RED, GREEN], atol=40)
    assert video.info.warnings == []


def test_an_orientation_that_changes_by_a_quarter_turn_is_followed_with_black_bars(tmp_path):
    with VideoFile(write_motion_jpeg(tmp_path / "a.mkv", [8, 8, 1])) as video:
        *_, last = video

    assert last.rgb.shape == (96, 64, 3)
    np.testing.assert_allclose(corners(last.rgb), [RED, GREEN], atol=40)


@pytest.mark.parametrize("suffix", ["mkv", "mov"])
def test_pictures_are_freed_at_once(tmp_path, suffix):
    """Else a film at 4K takes a gigabyte more: a picture and its side data refer to each other."""
    path = write_motion_jpeg(tmp_path / f"a.{suffix}", [6 if suffix == "mkv" else None] * 60, degrees=90)
    gc.collect()
    others = len(_pictures_alive())  # what fixtures of other tests in this process keep
    gc.disable()
    try:
        with VideoFile(path) as video:
            assert len(list(video)) == 60
        kept = len(_pictures_alive()) - others
    finally:
        gc.enable()

    assert kept <= 2


def _pictures_alive():
    return [o for o in gc.get_objects() if isinstance(o, av.VideoFrame) and o.width > 2]
