"""Live sources: a played file, a network camera that is lost and comes back, and cameras that cannot be used."""

import threading
import time

import numpy as np
import pytest
from PIL import Image

from clips import GOOD
from formcheck.errors import InputNotFound, NoCamera, NotAVideo
from formcheck.frames.camera import Playback, open_camera
from formcheck.frames.video import VideoFile
from formcheck.frames.webcam import _failure_message
from media import write_clip
from streaming import jpegs, network_camera


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """Two seconds of frames, each with its own brightness."""
    pictures = [np.full((48, 64, 3), 4 * i, np.uint8) for i in range(60)]
    return write_clip(tmp_path_factory.mktemp("short") / "short.mp4", pictures)


def played(path, pause_s=0.0, playback=Playback.REAL_TIME):
    """All frames for a reader who needs `pause_s` per frame, the time it took, and the camera."""
    frames = []
    with open_camera(str(path), playback=playback) as camera:
        began = time.monotonic()
        while not camera.ended:
            frame = camera.newest(0.2)
            if frame is not None:
                frames.append(frame)
                time.sleep(pause_s)
        return frames, time.monotonic() - began, camera


def test_a_file_plays_in_real_time_and_ends(short):
    frames, took_s, _ = played(short)

    assert 1.9 < took_s < 4.0
    assert frames[-1].time_s == pytest.approx(59 / 30, abs=0.01)


def test_a_slow_reader_gets_the_newest_frame_and_the_dropped_ones_are_counted(short):
    frames, took_s, camera = played(short, pause_s=0.2)

    assert took_s < 4.0
    assert len(frames) < 15
    assert len(frames) + camera.dropped == 60
    assert max(np.diff([frame.time_s for frame in frames])) > 0.15


@pytest.mark.parametrize("playback", [Playback.EVERY_FRAME, Playback.UNTHROTTLED])
def test_a_file_that_waits_drops_nothing_however_slow_its_reader(short, playback):
    with VideoFile(short) as file:
        stated = [frame.time_s for frame in file]

    frames, _, camera = played(short, pause_s=0.05, playback=playback)

    assert [frame.time_s for frame in frames] == stated
    assert camera.dropped == 0


def test_only_unthrottled_playback_is_faster_than_real_time(short):
    _, watched_s, _ = played(short, playback=Playback.EVERY_FRAME)
    _, read_s, _ = played(short, playback=Playback.UNTHROTTLED)

    assert watched_s > 1.9
    assert read_s < watched_s


def test_the_clock_of_a_file_that_waits_shows_the_newest_frame_and_runs_on_after_the_last(short):
    with open_camera(str(short), playback=Playback.UNTHROTTLED) as camera:
        first = camera.newest(5.0)
        time.sleep(0.5)
        assert first.time_s <= camera.now_s() <= first.time_s + 0.1
        while not camera.ended:
            camera.newest(5.0)
        at_end_s = camera.now_s()
        time.sleep(0.2)

        assert at_end_s >= 59 / 30
        assert camera.now_s() - at_end_s >= 0.2


def test_a_file_that_waits_can_be_closed_in_the_middle(short):
    began = time.monotonic()
    with open_camera(str(short), playback=Playback.UNTHROTTLED) as camera:
        assert camera.newest(5.0) is not None

    assert time.monotonic() - began < 5.0  # its thread has ended: leaving waits 5 s for one that has not
    assert [thread for thread in threading.enumerate() if thread.name == "formcheck-camera"] == []


def test_played_frames_have_the_times_of_the_file(short):
    with VideoFile(short) as file:
        stated = [frame.time_s for frame in file]

    frames, _, _ = played(short)

    assert {frame.time_s for frame in frames} <= set(stated)
    assert all(np.diff([frame.time_s for frame in frames]) > 0)


def test_a_network_camera_gives_frames_with_times_of_the_clock():
    with network_camera(jpegs(GOOD)) as there, open_camera(there.url) as camera:
        frames = [camera.newest(5.0) for _ in range(10)]

    assert all(frame is not None for frame in frames)
    assert frames[0].rgb.shape == (480, 640, 3)
    assert all(np.diff([frame.time_s for frame in frames]) > 0)


def test_a_lost_camera_is_noticed_and_reconnected():
    with network_camera(jpegs(GOOD)) as there, open_camera(there.url) as camera:
        before = camera.newest(5.0)
        there.away.set()
        deadline = time.monotonic() + 20
        while not camera.lost and time.monotonic() < deadline:
            camera.newest(0.1)
        assert camera.lost
        assert not camera.ended

        there.away.clear()
        while camera.lost and time.monotonic() < deadline:
            camera.newest(0.1)
        after = camera.newest(5.0)

    assert after is not None
    assert after.time_s > before.time_s


def test_no_stream_at_an_address_is_a_one_line_error():
    with network_camera([b""]) as there:
        url = there.url
    with pytest.raises(NoCamera, match="network stream"):
        open_camera(url)


def test_no_such_file_and_no_video(tmp_path):
    (tmp_path / "text.mp4").write_text("not a video")

    with pytest.raises(InputNotFound):
        open_camera(str(tmp_path / "none.mp4"))
    with pytest.raises(NotAVideo):
        open_camera(str(tmp_path / "text.mp4"))


def test_an_unknown_camera_number_is_a_one_line_error():
    with pytest.raises(NoCamera) as error:
        open_camera("77")

    assert "\n" not in str(error.value)


@pytest.mark.skipif("sys.platform != 'linux'", reason="cameras are files on Linux only")
def test_a_camera_error_says_what_to_do(tmp_path):
    assert "Plug one in" in _failure_message(0, tmp_path)

    (tmp_path / "video2").touch()
    assert "--source: 2" in _failure_message(0, tmp_path)
    assert "Close other programs" in _failure_message(2, tmp_path)


def test_an_animated_webp_is_played_as_other_films_are(tmp_path):
    first, *others = [Image.fromarray(np.full((48, 64, 3), 8 * i, np.uint8)) for i in range(20)]
    first.save(tmp_path / "a.webp", save_all=True, append_images=others, duration=50, lossless=True)

    frames, took_s, camera = played(tmp_path / "a.webp", playback=Playback.EVERY_FRAME)

    assert [frame.time_s for frame in frames] == pytest.approx(np.arange(20) * 0.05)
    assert took_s > 0.9
    assert camera.feed.size == (64, 48)
