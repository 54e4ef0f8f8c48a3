"""Transport streams in which the track of the video gets another number, and those with two of them."""

from contextlib import closing
from fractions import Fraction

import av
import numpy as np
import pytest

from formcheck.frames.network_camera import NetworkCamera
from formcheck.frames.video import VideoFile
from media import number_of, numbered
from streaming import MPEG_TS, network_camera

FPS = 25


def part(path, numbers, *, start, pid, codec="libx264", size=(64, 48)):
    """Numbered pictures from a time on, in a track of this number."""
    quiet = {"x265-params": "log-level=none:bframes=0:pools=none"} if codec == "libx265" else {"g": "25", "bf": "0"}
    with av.open(str(path), "w", format="mpegts", options={"mpegts_start_pid": str(pid)}) as out:
        stream = out.add_stream(codec, rate=FPS, options=quiet)
        (stream.width, stream.height), stream.pix_fmt = size, "yuv420p"
        for i, number in enumerate(numbers):
            picture = av.VideoFrame.from_ndarray(numbered(number + 1, *size)[number], format="rgb24")
            picture.pts, picture.time_base = start + i, Fraction(1, FPS)
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return path.read_bytes()


def joined(folder, lengths, **second):
    """Parts one after the other, every second one in another track; the file and the numbers of its pictures."""
    start, coded, numbers = 0, b"", []
    for i, length in enumerate(lengths):
        now = [(3 * i + k) % 36 for k in range(length)]
        options = second if i % 2 else {}
        coded += part(folder / "part.ts", now, start=start, pid=300 if i % 2 else 256, **options)
        start, numbers = start + length, numbers + now
    path = folder / "joined.ts"
    path.write_bytes(coded)
    return path, numbers


@pytest.mark.parametrize("second", [{}, {"size": (96, 72)}], ids=str)
@pytest.mark.parametrize("lengths", [(30, 35), (70, 80)], ids=str)
def test_a_track_that_takes_over_is_read_on(tmp_path, lengths, second, capfd):
    path, numbers = joined(tmp_path, lengths, **second)
    with VideoFile(path) as video:
        frames = list(video)

    found = [number_of(frame.rgb) for frame in frames]
    assert abs(len(found) - len(numbers)) <= 2
    assert found[: lengths[0] - 3] == numbers[: lengths[0] - 3]
    assert found[-10:-3] in [numbers[at : at + 7] for at in range(len(numbers) - 12, len(numbers) - 7)]
    assert np.diff([frame.time_s for frame in frames]).max() < 0.2
    assert {frame.rgb.shape for frame in frames} == {(48, 64, 3)}


def test_another_codec_is_said_to_be_damaged(tmp_path):
    path, _ = joined(tmp_path, (30, 35), codec="mpeg2video")
    with VideoFile(path) as video:
        frames = list(video)

    assert len(frames) >= 28
    assert any("damaged frames skipped" in warning for warning in video.info.warnings)


def test_the_first_track_may_come_back(tmp_path):
    path, numbers = joined(tmp_path, (70, 70, 70))
    with VideoFile(path) as video:
        found = [number_of(frame.rgb) for frame in video]

    assert len(found) >= len(numbers) - 4
    assert found[-25:-3] in [numbers[at : at + 22] for at in range(len(numbers) - 27, len(numbers) - 22)]


def test_a_track_beside_the_first_is_left_alone(tmp_path):
    """Two programmes in one stream; the second goes on for longer."""
    path = tmp_path / "two.ts"
    with av.open(str(path), "w") as out:
        tracks = [out.add_stream("libx264", rate=FPS, options={"bf": "0", "g": "25"}) for _ in range(2)]
        for track in tracks:
            track.width, track.height, track.pix_fmt = 64, 48, "yuv420p"
        for i in range(150):
            for track, level in zip(tracks, (60, 200), strict=True):
                if i < 70 or level == 200:
                    gray = np.full((48, 64, 3), level, np.uint8)
                    picture = av.VideoFrame.from_ndarray(gray, format="rgb24")
                    picture.pts, picture.time_base = i, Fraction(1, FPS)
                    out.mux(track.encode(picture))
        for track in tracks:
            out.mux(track.encode(None))
    with VideoFile(path) as video:
        levels = [float(frame.rgb.mean()) for frame in video]

    assert np.ptp(levels) < 5
    assert len(levels) in (70, 150)


@pytest.mark.parametrize("second", [{}, {"codec": "mpeg2video"}], ids=str)
def test_a_network_camera_whose_track_changes_is_followed_or_joined_anew(tmp_path, second):
    """Another codec cannot be followed: the connection counts as lost in time, and a new one would read it."""
    path, numbers = joined(tmp_path, (60, 250), **second)
    coded = path.read_bytes()
    size = 188 * (len(coded) // 188 // 300)
    parts = [coded[at : at + size] for at in range(0, len(coded), size)]
    with network_camera(parts=parts, kind=MPEG_TS, fps=FPS) as there, closing(NetworkCamera(there.url)) as camera:
        found, waited_s = [], []
        while len(found) < 150:
            began_s = camera.now_s()
            picture = camera.read()
            waited_s.append(camera.now_s() - began_s)
            if picture is None:
                break
            found.append(number_of(picture[1]))

    assert found[:50] == numbers[1:51]
    assert max(waited_s) < 5.0
    assert len(found) == 150 if not second else 55 <= len(found) < 100
