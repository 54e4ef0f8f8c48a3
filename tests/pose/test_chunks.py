import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.pose.video_poses import MOST, SHORTEST_S, WARM_UP_POSES_S, cut

lengths = given(st.integers(1, 500_000), st.floats(5, 240))


@lengths
def test_stretches_cover_every_frame_once(frames, fps):
    stretches = cut(frames, fps)

    assert stretches[0].first == 0
    assert stretches[-1].stop == frames
    assert [s.stop for s in stretches[:-1]] == [s.first for s in stretches[1:]]
    assert all(s.first < s.stop for s in stretches)


@lengths
def test_every_stretch_is_the_same_work(frames, fps):
    work = [s.stop - s.run_in for s in cut(frames, fps)]

    assert max(work) - min(work) <= 2


@lengths
def test_no_stretch_is_short_and_each_but_the_first_has_its_run_in(frames, fps):
    stretches = cut(frames, fps)

    if len(stretches) > 1:
        assert min(s.stop - s.first for s in stretches) >= SHORTEST_S * fps - 1
    assert all(s.first - s.run_in == round(WARM_UP_POSES_S * fps) for s in stretches[1:])


@pytest.mark.parametrize(("seconds", "count"), [(0.1, 1), (20, 1), (22, 2), (40, 2), (45, 4), (3600, MOST)])
def test_long_recordings_are_cut_more_often(seconds, count):
    assert len(cut(round(30 * seconds), 30)) == count
