"""Rendered people who do none of the eight exercises, through the real pose model: nothing is counted.

The recordings are the full model's landmarks of the split `second` of `benchmarks/rendered_others.py`.
"""

import pytest
from rendered_others import VIEWS, Row, printed, rows_of

from clips import ROOT
from formcheck.exercises import catalog

RECORDINGS = ROOT / "tests/recorded_others"
NAMES = sorted(path.stem for path in RECORDINGS.glob("*.npz"))

ALIKE = dict.fromkeys(("bend_to_shins", "hamstring_stretch", "squat_with_weights"), "romanian-deadlift")
"""What may be counted as an exercise after all. Bending down and standing up with straight legs and hanging arms is a
deadlift in all but the weight, which no landmark shows, and a fold to the feet is one until it goes too deep, which is
not always seen obliquely and from the front; a squat that is not deep, with the weights hanging, is a deadlift with the
fault of squatting."""


def counted(name: str) -> dict[str, int]:
    return {row.exercise: row.reps for row in rows_of(RECORDINGS, name) if row.reps}


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if name.rpartition("_")[0] not in ALIKE])
def test_a_rendered_person_who_does_something_else_makes_no_rep(name: str):
    assert counted(name) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if name.rpartition("_")[0] in ALIKE])
def test_what_is_alike_is_counted_as_that_exercise_alone(name: str):
    assert set(counted(name)) <= {ALIKE[name.rpartition("_")[0]]}


def test_every_movement_is_there_from_every_view():
    movements = {name.rpartition("_")[0] for name in NAMES}

    assert len(movements) >= 12
    assert set(NAMES) == {f"{movement}_{view}" for movement in movements for view in VIEWS}


def test_table_names_what_was_counted_and_why_not():
    rows = [Row("a", "superman", 0, ()), Row("a", "hip-thrust", 2, ("x", "x")), Row("b", "superman", 0, ())]

    assert printed(rows).splitlines() == [
        f"{'a':28} hip-thrust: 2 REPS, 2 × x",
        f"{'b':28} ·",
        "2 recordings, 3 analyses: 2 reps",
    ]


def test_recordings_are_analysed_as_every_exercise():
    assert {row.exercise for row in rows_of(RECORDINGS, "walking_in_side")} == set(catalog())
