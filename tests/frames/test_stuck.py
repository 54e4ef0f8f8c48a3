"""Cameras that are stuck or black are noticed by time; people who hold still, and dark rooms, are not."""

from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from clips import GOOD, ROOT
from formcheck.frames.camera import open_camera
from formcheck.frames.stuck import DARK, SAME, STUCK_S, StuckWatch
from streaming import jpegs, mjpeg_parts, network_camera, pictures_of

FPS = 15
CLIP = ROOT / "samples/videos/superman_good_setup_side_p5.mp4"


def troubles(pictures, fps=FPS):
    watch = StuckWatch()
    found = []
    for at, picture in enumerate(pictures):
        passes = watch.shows_something(at / fps, picture)
        assert passes == (watch.trouble is None)
        found.append(watch.trouble)
    return found


@pytest.fixture(scope="module")
def person():
    return pictures_of(CLIP, fps=FPS)[40]


@pytest.mark.parametrize("fps", [2, 15, 30])
def test_the_same_picture_is_noticed_within_three_seconds_at_any_rate(person, fps):
    found = troubles([person] * (5 * fps), fps)

    assert found[: int(STUCK_S * fps)] == [None] * int(STUCK_S * fps)
    assert found[3 * fps :] == [SAME] * (2 * fps)


def test_it_is_over_with_the_first_picture_that_differs(person):
    moved = person.copy()
    moved[100, 100] += 1

    assert troubles([person] * 60 + [moved])[-2:] == [SAME, None]


def test_pictures_that_are_sent_twice_are_no_trouble():
    assert set(troubles(np.repeat(pictures_of(GOOD, fps=FPS)[:60], 2, axis=0))) == {None}


@pytest.mark.parametrize("crf", ["23", "35", "40"])
@pytest.mark.parametrize("breath_px", [0.2, 0.5])
def test_a_person_who_holds_still_and_breathes_is_no_trouble(person, crf, breath_px):
    height, width = person.shape[:2]
    rises = 1 + breath_px / height * np.sin(2 * np.pi * np.arange(150) / FPS / 4)
    scenes = [
        cv2.warpAffine(person, np.float32([[1, 0, 0], [0, rise, 0]]), (width, height), borderMode=cv2.BORDER_REPLICATE)
        for rise in rises
    ]

    assert set(troubles(coded(scenes, crf))) == {None}


def coded(pictures, crf):
    """Pictures as a camera sends them that saves bits: rarely a whole one."""
    coder, decoder = av.CodecContext.create("libx264", "w"), av.CodecContext.create("h264", "r")
    coder.height, coder.width = pictures[0].shape[:2]
    coder.pix_fmt, coder.time_base = "yuv420p", Fraction(1, FPS)
    coder.options = {"preset": "veryfast", "tune": "zerolatency", "crf": crf, "g": "150"}
    for at, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
        frame.pts = at
        for packet in coder.encode(frame):
            for shown in decoder.decode(av.Packet(bytes(packet))):
                yield shown.to_ndarray(format="rgb24")


def dark(brightest, rng):
    return rng.integers(0, brightest + 1, (240, 320, 3), dtype=np.uint8)


def test_black_pictures_with_noise_and_a_clock_in_them_are_noticed():
    rng = np.random.default_rng(0)
    pictures = [dark(12, rng) for _ in range(60)]
    for picture in pictures:
        picture[8:20, 8:60] = 255

    assert troubles(pictures)[44:] == [DARK] * 16


def test_a_dark_room_is_no_trouble():
    rng = np.random.default_rng(0)

    assert set(troubles([dark(40, rng) for _ in range(60)])) == {None}


def test_a_network_camera_that_sticks_gives_no_frames_until_it_moves_again():
    moving = jpegs(GOOD)[:75]
    parts = mjpeg_parts([*moving[:15], *[moving[15]] * 60, *moving[15:]])
    with network_camera(parts=parts, fps=FPS) as there, open_camera(there.url) as camera:
        began = heard = None
        times = []
        while len(times) < 90 and not camera.ended:
            frame = camera.newest(0.2)
            if frame is not None:
                times.append(frame.time_s)
                began = frame.time_s if began is None else began
            if camera.trouble == SAME and heard is None:
                heard = camera.now_s()
            if heard is not None and frame is not None and frame.time_s > heard + 0.5:
                break

    assert heard is not None
    assert heard - began < 1.0 + 3.2
    assert np.diff(times).max() > 1.0
    assert camera.trouble is None
