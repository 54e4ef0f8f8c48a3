"""Films that once went wrong, made from the samples: tests/films/README.md."""

from functools import cache
from pathlib import Path

import formcheck
from formcheck.session.results import SetResult

FILMS = Path(__file__).parents[1] / "films"


@cache
def judged(name: str) -> SetResult:
    return formcheck.analyze(FILMS / name, "glute-bridge")


def test_bands_of_light_that_travel_through_the_image_are_no_cuts():
    result = judged("light_bands.mp4")

    assert [round(rep.turn_s, 1) for rep in result.reps] == [2.7]
    assert [rep.faults for rep in result.reps] == [[]]
    assert result.quality.segments == 1
    assert any("flickers" in warning for warning in result.quality.warnings)


def test_a_divided_film_with_eight_frames_a_second_counts_and_judges():
    result = judged("low_rate_8fps.mp4")

    assert len(result.reps) == 6
    assert [rep.index for rep in result.reps if "hips-low" in rep.faults] == [2, 5]


def test_motion_jpeg_with_the_exif_of_a_camera_is_read():
    result = judged("exif_mjpeg.mov")

    assert [round(rep.turn_s, 1) for rep in result.reps] == [2.7]
    assert [rep.faults for rep in result.reps] == [[]]


def test_a_part_shown_slower_is_not_played_twice():
    result = judged("edit_slow.mov")

    assert [round(rep.turn_s, 1) for rep in result.reps] == [2.8]
    assert [rep.faults for rep in result.reps] == [[]]
    assert any("times are those of the recording" in warning for warning in result.quality.warnings)
