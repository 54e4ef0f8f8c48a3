import pytest

from formcheck.frames.frame_source import open_frames, select_frames
from media import damage, noisy, number_of, numbered, write_clip


def whole(path):
    with open_frames(path) as frames:
        return {frame.index: (frame.time_s, number_of(frame.rgb)) for frame in frames}


def taken(path, times):
    with open_frames(path) as frames:
        return {frame.index: (frame.time_s, number_of(frame.rgb)) for frame in select_frames(frames, times)}


def check(path, numbers):
    known = whole(path)
    got = taken(path, {n: known[n][0] for n in numbers})

    assert list(got) == sorted(numbers)
    assert got == {n: known[n] for n in numbers}


@pytest.mark.parametrize("name", ["clip.mp4", "clip.avi"])
@pytest.mark.parametrize("numbers", [[], [0], [38], [7, 8, 9], [30, 2, 31, 16], range(39)])
def test_only_the_selected_frames_come(tmp_path, name, numbers):
    check(write_clip(tmp_path / name, numbered(39), options={"g": "8", "bf": "2"}), numbers)


def test_frames_that_do_not_exist_are_left_out(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", numbered(20))

    assert list(taken(clip, {n: n / 30 for n in (3, 19, 20, 500)})) == [3, 19]


def test_damaged_frames_before_them_do_not_shift_the_selected_ones(tmp_path):
    clip = damage(write_clip(tmp_path / "clip.mp4", noisy(60), options={"g": "10"}), 0.5, 20_000)

    assert len(whole(clip)) < 60
    check(clip, [2, 40, 45])


def test_damaged_frames_among_them_do_not_shift_the_selected_ones(tmp_path):
    clip = damage(write_clip(tmp_path / "clip.mp4", noisy(60), options={"g": "10"}), 0.5, 20_000)

    check(clip, [2, *range(25, 40)])
