"""The same set in every container, codec and manner of writing: the same count, turn and verdicts."""

import numpy as np
import pytest
from PIL import Image

import formcheck
from clips import MIXED, pictures
from films_matrix import FPS, TURN_S, films, shown, write
from formcheck.frames.video import VideoFile
from media import write_clip

FILMS = films()
GRAY_TOLERANCE = 25.0
"""Mean difference of a picture's levels after coding; eight bits of a GIF's palette take most of it."""


def test_the_table_has_as_many_films_as_it_should():
    assert len(FILMS) >= 120


@pytest.mark.slow
@pytest.mark.parametrize("film", FILMS, ids=str)
def test_film_is_read_whole_and_judged_alike(film, tmp_path, capfd):
    path = write(film, tmp_path)
    with VideoFile(path) as video:
        frames = list(video)

    first = shown()[round(film.shift_s * FPS)]
    assert frames[0].rgb.shape == first.shape
    assert np.abs(frames[0].rgb.astype(float) - first).mean() < GRAY_TOLERANCE
    assert len(frames) >= 5.0 * FPS
    assert (np.diff([frame.time_s for frame in frames]) > 0).all()

    result = formcheck.analyze(path, "glute-bridge")

    assert [rep.turn_s for rep in result.reps] == [pytest.approx(TURN_S - film.shift_s, abs=0.05)]
    assert [rep.faults for rep in result.reps] == [[]]
    assert result.attempts == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "options"), [("a.avif", {"speed": 10}), ("a.webp", {"method": 0})])
def test_pictures_that_move_are_judged_alike(name, options, tmp_path):
    """As browsers and messengers save them, with whole milliseconds."""
    first, *others = map(Image.fromarray, shown())
    first.save(tmp_path / name, save_all=True, append_images=others, duration=1000 // FPS, quality=70, **options)

    result = formcheck.analyze(tmp_path / name, "glute-bridge")

    assert [rep.turn_s for rep in result.reps] == [pytest.approx(TURN_S, abs=0.05)]
    assert [rep.faults for rep in result.reps] == [[]]


@pytest.mark.slow
@pytest.mark.parametrize(("step", "times", "fps"), [(1, 2, 60), (2, 2, 30), (4, 4, 30)])
def test_pictures_that_are_repeated_to_reach_a_higher_rate_change_nothing(step, times, fps, tmp_path):
    stored = [picture for picture in pictures(MIXED, 99.0)[::step] for _ in range(times)]

    result = formcheck.analyze(write_clip(tmp_path / "a.mp4", stored, fps=fps), "glute-bridge")

    assert [rep.turn_s for rep in result.reps] == pytest.approx([2.75, 6.93, 10.99], abs=0.07)
    assert [rep.faults for rep in result.reps] == [[], ["hips-low"], []]
    assert result.quality.warnings == []
