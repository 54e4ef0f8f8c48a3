from contextlib import closing
from fractions import Fraction

import numpy as np
import pytest

from formcheck.frames.frame_index import IndexMismatch
from formcheck.frames.video import VideoFile
from media import cut, damage, noisy, number_of, numbered, write_clip

OPEN_GROUPS = {"x264-params": "keyint=10:min-keyint=10:bframes=3:open-gop=1:scenecut=0"}
UNEVEN = np.cumsum(np.random.default_rng(2).uniform(0.003, 0.2, 39)).tolist()


def taken(frames):
    with closing(frames):
        return [(frame.index, frame.time_s, number_of(frame.rgb)) for frame in frames]


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("one_group.mp4", {}),
        ("short_groups.mp4", {"options": {"g": "5", "bf": "2"}}),
        ("open_groups.mp4", {"options": OPEN_GROUPS}),
        ("only_keyframes.mp4", {"options": {"g": "1"}}),
        ("uneven_times.mp4", {"options": {"g": "7", "bf": "3"}, "times": UNEVEN}),
        ("starts_late.mp4", {"options": {"g": "7"}, "times": [1.5 + i / 30 for i in range(39)]}),
        ("turned.mov", {"options": {"g": "7"}, "rotation_deg": 90}),
        ("stretched.mp4", {"options": {"g": "7"}, "pixel_aspect": Fraction(4, 3)}),
        ("with_sound.mp4", {"options": {"g": "7"}, "tone_s": 1.0}),
        ("matroska.mkv", {"options": {"g": "7", "bf": "2"}, "ticks_per_s": 1000}),
        ("vp9.webm", {"codec": "libvpx-vp9", "options": {"g": "7"}, "ticks_per_s": 1000}),
        ("hevc.mp4", {"codec": "libx265", "options": {"x265-params": "keyint=10:open-gop=1:bframes=3:log-level=none"}}),
    ],
)
def test_reading_from_any_frame_on_gives_the_same_frames(tmp_path, name, how):
    clip = write_clip(tmp_path / name, numbered(39), **how)
    with VideoFile(clip) as video:
        frame_index = video.frame_index()
        whole = taken(iter(video))

        assert frame_index is not None
        assert len(frame_index) == 39
        for first in (0, 1, 9, 10, 11, 20, 38):
            assert taken(video.frames_from(frame_index, first)) == whole[first:]


def test_readings_of_one_file_do_not_disturb_each_other(tmp_path):
    with VideoFile(write_clip(tmp_path / "clip.mp4", numbered(39), options={"g": "7"})) as video:
        frame_index = video.frame_index()
        with closing(video.frames_from(frame_index, 0)) as one, closing(video.frames_from(frame_index, 20)) as other:
            pairs = [(number_of(a.rgb), number_of(b.rgb)) for a, b in zip(one, other, strict=False)]

    assert pairs == [(i, i + 20) for i in range(19)]


def test_gaps_give_the_warnings_of_a_complete_reading(tmp_path):
    times = [i / 30 + (2.0 if i > 20 else 0.0) for i in range(39)]
    with VideoFile(write_clip(tmp_path / "gap.mp4", numbered(39), times=times)) as video:
        frame_index = video.frame_index()
        taken(iter(video))

        assert frame_index.warnings == video.info.warnings != []


@pytest.mark.parametrize("name", ["clip.avi", "clip.ts"])
def test_containers_without_an_exact_index_have_no_frame_index(tmp_path, name):
    with VideoFile(write_clip(tmp_path / name, numbered(20))) as video:
        assert video.frame_index() is None


def test_a_file_that_ends_early_has_no_frame_index(tmp_path):
    with VideoFile(cut(write_clip(tmp_path / "cut.mkv", noisy(60), ticks_per_s=1000), 0.6)) as video:
        assert video.frame_index() is None


def test_damage_that_no_index_shows_is_found_while_reading(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", noisy(60), options={"g": "10"})
    with VideoFile(clip) as video:
        frame_index = video.frame_index()
        damage(clip, 0.5, 20_000)

        with pytest.raises(IndexMismatch):
            taken(video.frames_from(frame_index, 0))


def test_large_frames_are_scaled_down_while_reading(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", numbered(20, 320, 180), options={"g": "7"}, rotation_deg=90)
    with VideoFile(clip, longest_px=160) as video:
        frame_index = video.frame_index()

        assert (video.info.width, video.info.height) == (180, 320)
        assert [(f.rgb.shape, number_of(f.rgb)) for f in video] == [((160, 90, 3), n) for n in range(20)]
        assert [number_of(f.rgb) for f in video.frames_from(frame_index, 18)] == [18, 19]
