import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.pose.video_poses import MAX_CHUNKS, MIN_CHUNK_S, MIN_WARM_UP_FRAMES, WARM_UP_S, cut_into_chunks

lengths = given(st.integers(1, 500_000), st.floats(0.5, 240))


@lengths
def test_chunks_cover_every_frame_once(frames, fps):
    chunks = cut_into_chunks(frames, fps)

    assert chunks[0].first == 0
    assert chunks[-1].stop == frames
    assert [s.stop for s in chunks[:-1]] == [s.first for s in chunks[1:]]
    assert all(s.first < s.stop for s in chunks)


@lengths
def test_every_chunk_is_the_same_work(frames, fps):
    work = [s.stop - s.warm_up for s in cut_into_chunks(frames, fps)]

    assert max(work) - min(work) <= 2


@lengths
def test_no_chunk_is_short_and_each_but_the_first_has_its_warm_up(frames, fps):
    chunks = cut_into_chunks(frames, fps)

    if len(chunks) > 1:
        assert min(s.stop - s.first for s in chunks) >= MIN_CHUNK_S * fps - 1
    warm_up = max(round(WARM_UP_S * fps), MIN_WARM_UP_FRAMES)
    assert all(s.first - s.warm_up == warm_up for s in chunks[1:])


@pytest.mark.parametrize(("seconds", "count"), [(0.1, 1), (20, 1), (22, 2), (40, 2), (45, 4), (3600, MAX_CHUNKS)])
def test_long_recordings_are_cut_more_often(seconds, count):
    assert len(cut_into_chunks(round(30 * seconds), 30)) == count
