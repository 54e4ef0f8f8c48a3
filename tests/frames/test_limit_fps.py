from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.frames.timestamps import STEP_TOLERANCE, limit_fps
from formcheck.frames.video import VideoFile
from media import number_of, numbered, write_clip

times = st.lists(st.floats(0.001, 0.2), max_size=60).map(lambda steps: [0.0, *np.cumsum(steps).tolist()])


def kept(stated, most_fps=30.0):
    return [time_s for _, time_s in limit_fps(enumerate(stated), most_fps)]


@pytest.mark.parametrize(
    ("fps", "each"), [(24, 1), (25, 1), (29.97, 1), (30, 1), (50, 1), (59.94, 2), (60, 2), (90, 3), (120, 4), (240, 8)]
)
def test_fast_cameras_are_reduced_to_thirty(fps, each):
    stated = [i / fps for i in range(241)]

    assert kept(stated) == stated[::each]


def test_millisecond_clocks_do_not_matter():
    stated = [round(i / 60, 3) for i in range(121)]

    assert kept(stated) == stated[::2]


def test_a_camera_that_slows_down_in_the_dark_loses_nothing_there():
    fast, slow = [i / 60 for i in range(60)], [1 + i / 30 for i in range(30)]

    assert kept([*fast, *slow]) == [*fast[::2], *slow]


@given(times)
def test_dropped_frames_make_no_gap(stated):
    shown = kept(stated)
    wide = {(a, b) for a, b in pairwise(shown) if b - a > STEP_TOLERANCE / 30}

    assert (shown[0], shown[-1]) == (stated[0], stated[-1])
    assert wide <= set(pairwise(stated))


@given(times)
def test_without_a_limit_nothing_is_dropped(stated):
    assert kept(stated, None) == stated


@pytest.mark.parametrize("name", ["clip.mp4", "clip.avi"])
def test_a_video_gives_thirty_of_sixty(tmp_path, name):
    clip = write_clip(tmp_path / name, numbered(39), fps=60, options={"g": "7", "bf": "0"})
    with VideoFile(clip, most_fps=30) as video:
        shown = [(f.index, f.time_s, number_of(f.rgb)) for f in video]
        frame_index = video.frame_index()

        assert shown == [(n, pytest.approx(n / 30), 2 * n) for n in range(20)]
        if frame_index is not None:
            assert len(frame_index) == 20
            assert video.info.frames in (19, 20)
            for first in (0, 3, 10, 19):
                assert [(f.index, f.time_s, number_of(f.rgb)) for f in video.frames_from(frame_index, first)] == shown[
                    first:
                ]
