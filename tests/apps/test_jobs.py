"""A whole analysis with one job and with two, of a clip that is long enough to be divided in use."""

import pytest

from clips import pictures
from formcheck import analyze
from formcheck.frames.video import VideoFile
from formcheck.pose.video_poses import cut_into_chunks
from media import write_clip

pytestmark = pytest.mark.slow

FOUR_TIMES = 4  # the first repetition of the sample: 21.6 s


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return write_clip(tmp_path_factory.mktemp("jobs") / "four.mp4", pictures() * FOUR_TIMES)


@pytest.fixture(scope="module")
def results(clip):
    return [analyze(clip, "glute-bridge", "lite", jobs=jobs) for jobs in (1, 2)]


def test_the_clip_is_divided(clip):
    with VideoFile(clip) as video:
        assert len(cut_into_chunks(len(video.frame_index()), 30.0)) == 2


def test_one_job_and_two_give_the_same_result_to_the_last_digit(results):
    one, two = results

    assert len(one.reps) == FOUR_TIMES
    assert two.model_dump_json() == one.model_dump_json()
