import subprocess
import sys

import av
import numpy as np
import pytest

from formcheck.errors import OutputError
from formcheck.frames.video import VideoFile
from formcheck.output.drawing.video_writer import VideoWriter
from media import noisy, number_of, numbered, with_corner


def write(path, frames, times):
    height, width = frames[0].shape[:2]
    with VideoWriter(path, width, height) as writer:
        for rgb, time_s in zip(frames, times, strict=True):
            writer.write(rgb, time_s)
    return path


def read(path):
    with VideoFile(path) as video:
        frames = list(video)
    assert video.info.warnings == []
    return frames, video.info


@pytest.mark.parametrize(
    "times",
    [
        [i / 30 for i in range(36)],
        [i / 120 for i in range(36)],
        [i * 1001 / 30000 for i in range(36)],
        np.cumsum(np.random.default_rng(2).uniform(0.003, 0.2, 36)).tolist(),
    ],
    ids=["30 fps", "120 fps", "29.97 fps", "variable"],
)
def test_pictures_come_back_at_their_times(tmp_path, times):
    frames, info = read(write(tmp_path / "out.mp4", numbered(36), times))

    assert [number_of(f.rgb) for f in frames] == list(range(36))
    assert [f.time_s for f in frames] == pytest.approx([t - times[0] for t in times], abs=0.001)
    length_s = times[-1] - times[0] + (times[-1] - times[-2])
    assert info.duration_s == pytest.approx(length_s, abs=0.001)


def test_a_film_that_starts_late_keeps_its_clock(tmp_path):
    path = write(tmp_path / "out.mp4", numbered(3), [1.5, 1.6, 1.7])

    with av.open(str(path)) as container:
        assert [f.time for f in container.decode(video=0)] == pytest.approx([1.5, 1.6, 1.7], abs=0.001)


def test_one_picture_makes_a_film(tmp_path):
    frames, info = read(write(tmp_path / "out.mp4", numbered(1), [0.0]))

    assert len(frames) == 1
    assert info.duration_s == pytest.approx(1 / 30, abs=0.001)


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (1, 5), (63, 47), (64, 47), (640, 1)])
def test_odd_sizes_get_one_more_column_or_row(tmp_path, size):
    frames, info = read(write(tmp_path / "out.mp4", numbered(4, *size), [0, 0.1, 0.2, 0.3]))

    assert (info.width, info.height) == (size[0] + size[0] % 2, size[1] + size[1] % 2)
    assert [number_of(f.rgb) for f in frames] == [0, 1, 2, 3]


def test_colours_come_back_as_they_were(tmp_path):
    picture = with_corner(64, 48)

    frames, _ = read(write(tmp_path / "out.mp4", [picture] * 2, [0, 0.1]))

    np.testing.assert_allclose(frames[0].rgb[6, 6].astype(int), picture[6, 6], atol=8)
    np.testing.assert_allclose(frames[0].rgb[6, 58].astype(int), picture[6, 58], atol=8)


def test_browsers_can_play_it(tmp_path):
    path = write(tmp_path / "out.mp4", numbered(20), [i / 30 for i in range(20)])
    coded = path.read_bytes()

    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
    assert coded.index(b"moov") < coded.index(b"mdat")  # plays before it is loaded


def test_the_callers_array_may_be_reused(tmp_path):
    canvas = np.zeros((48, 64, 3), np.uint8)
    with VideoWriter(tmp_path / "out.mp4", 64, 48) as writer:
        for i, rgb in enumerate(numbered(10)):
            canvas[:] = rgb
            writer.write(canvas, i / 30)

    assert [number_of(f.rgb) for f in read(tmp_path / "out.mp4")[0]] == list(range(10))


def test_arrays_that_are_views_are_written_too(tmp_path):
    picture = with_corner(64, 48)
    frames, _ = read(write(tmp_path / "out.mp4", [picture[:, ::-1]] * 2, [0, 0.1]))

    np.testing.assert_allclose(frames[0].rgb[6, 58].astype(int), picture[6, 6], atol=8)


def test_nothing_else_is_left_beside_the_film_and_an_old_one_is_replaced(tmp_path):
    path = tmp_path / "out.mp4"
    path.write_bytes(b"old")

    write(path, numbered(2), [0, 0.1])

    assert [p.name for p in tmp_path.iterdir()] == ["out.mp4"]
    assert len(read(path)[0]) == 2


def broken_off(path):
    with VideoWriter(path, 64, 48) as writer:
        for i, rgb in enumerate(numbered(30)):
            writer.write(rgb, i / 30)
        raise KeyboardInterrupt


def test_an_exception_leaves_no_file_and_keeps_the_old_one(tmp_path):
    path = tmp_path / "out.mp4"
    path.write_bytes(b"old")

    with pytest.raises(KeyboardInterrupt):
        broken_off(path)

    assert [p.name for p in tmp_path.iterdir()] == ["out.mp4"]
    assert path.read_bytes() == b"old"


def test_a_folder_that_cannot_be_written_is_reported_before_the_first_picture(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "folder.mp4").mkdir()
    for path in (tmp_path / "file" / "out.mp4", tmp_path / "nowhere" / "out.mp4", tmp_path / "folder.mp4"):
        with pytest.raises(OutputError, match=r"cannot write '.*\.mp4': .*\. Choose a folder") as caught:
            VideoWriter(path, 64, 48).__enter__()
        assert "\n" not in str(caught.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.mp4"]


FULL_DISK = """
import resource, signal, sys
from media import noisy
from formcheck.errors import OutputError
from formcheck.output.drawing.video_writer import VideoWriter

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    with VideoWriter(sys.argv[1], 160, 120) as writer:
        for i, rgb in enumerate(noisy(60)):
            writer.write(rgb, i / 30)
except OutputError as error:
    print("OutputError", error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
@pytest.mark.parametrize("room", [0.0, 0.3, 0.99])
def test_a_full_disk_is_reported_and_nothing_half_written_stays(tmp_path, room):
    whole = write(tmp_path / "whole.mp4", noisy(60), [i / 30 for i in range(60)]).stat().st_size
    folder = tmp_path / "full"
    folder.mkdir()

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FULL_DISK, str(folder / "out.mp4"), str(int(whole * room))],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
        check=True,
    )

    assert done.stdout.startswith("OutputError cannot write")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    assert list(folder.iterdir()) == []


def test_mistakes_of_the_caller_are_value_errors(tmp_path):
    picture = numbered(1)[0]
    wrong = {
        "expected uint8": (picture[:-1], 0.0),
        "frame is float64": (picture / 2, 0.0),
        "0 or more": (picture, -0.1),
        "must be 0 or more, not nan": (picture, float("nan")),
    }
    for message, (rgb, time_s) in wrong.items():
        with pytest.raises(ValueError, match=message), VideoWriter(tmp_path / "out.mp4", 64, 48) as writer:
            writer.write(rgb, time_s)
    with pytest.raises(ValueError, match="must increase"):
        write(tmp_path / "out.mp4", numbered(2), [0.5, 0.5])
    with pytest.raises(ValueError, match="no frame"), VideoWriter(tmp_path / "out.mp4", 64, 48):
        pass
    with pytest.raises(ValueError, match="outside of 'with"):
        VideoWriter(tmp_path / "out.mp4", 64, 48).write(picture, 0.0)
    with pytest.raises(ValueError, match="0×48"):
        VideoWriter(tmp_path / "out.mp4", 0, 48)
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_the_pictures_is_not_taken_for_one_of_writing(tmp_path):
    with pytest.raises(OSError, match="unplugged"), VideoWriter(tmp_path / "out.mp4", 64, 48):
        raise OSError("unplugged")

    assert list(tmp_path.iterdir()) == []
