"""The same set in every container, codec and manner of writing: the same count, turn and verdicts."""

import numpy as np
import pytest

import formcheck
from films_matrix import FPS, TURN_S, films, shown, write
from formcheck.frames.video import VideoFile

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
