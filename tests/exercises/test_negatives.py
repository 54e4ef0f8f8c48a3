"""Nobody's repetitions: each exercise's recordings counted as every other, and people who do none at all."""

import pytest
from negatives import Row, count_as_all, main, material, matrix

from clips import ROOT
from evidence import RECORDED
from figures import getting_up, lying_still, session_of, standing_still, walking
from formcheck.evaluation.labels import read_label
from formcheck.exercises import catalog
from formcheck.pose.recording import load_recording
from movers import performed
from other_movements import MOVEMENTS, VIEWS, seen

GOLDEN, SAMPLES = ROOT / "tests/golden", ROOT / "samples/videos"

CLIPS = (
    "bent_over_row_torso_rising_mixed_side_left_p4",
    "glute_bridge_low_top_mixed_side_p5",
    "gorilla_row_same_side_45_p4",
    "hip_thrust_incomplete_mixed_side_p2",
    "kettlebell_swing_good_setup_side_p1",
    "romanian_deadlift_squatting_mixed_side_left_p3",
    "single_leg_glute_bridge_hip_sag_mixed_side_p4",
    "superman_legs_low_mixed_side_left_p3",
)
"""One for each exercise; `benchmarks/negatives.py` counts them all."""

ALLOWED = {
    "kettlebell_swing_good_setup_side_p1": {"romanian-deadlift": 2},
}
"""What is counted as another exercise. Bowing for the bell and standing up with it, before and after the
swings, is a hinge with straight arms: nothing distinguishes it from a deadlift. Remove an entry that is no longer
needed."""


def counted(name: str) -> dict[str, int]:
    track = load_recording(GOLDEN / f"{name}.npz").track
    return {exercise: count for exercise, count in count_as_all([track[i] for i in range(len(track))]).items() if count}


@pytest.mark.slow
@pytest.mark.parametrize("name", CLIPS)
def test_exercise_is_counted_as_labelled_and_as_no_other(name: str):
    label = read_label(SAMPLES / f"{name}.label.json")

    assert counted(name) == {label.exercise: len(label.reps)} | ALLOWED.get(name, {})


def test_every_recorded_exercise_is_counted_as_the_others():
    assert {read_label(SAMPLES / f"{name}.label.json").exercise for name in CLIPS} == RECORDED


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("real_*.npz")))
def test_a_real_person_is_counted_as_no_more_than_one_exercise(name: str):
    assert len(counted(name)) == 1


@pytest.mark.parametrize("exercise", catalog())
@pytest.mark.parametrize(
    "track",
    [
        pytest.param(standing_still(8.0, noise_px=2.0), id="standing"),
        pytest.param(walking(6.0), id="walking"),
        pytest.param(lying_still(8.0, noise_px=2.0), id="lying"),
        pytest.param(getting_up(), id="getting up"),
        pytest.param(performed("superman", {"chest": 0.0, "arms": 0.0, "legs": 0.0}), id="lying face down"),
        pytest.param(performed("bent-over-row", {"arm": 0.0, "elbow": 172.0}), id="bent over, still"),
    ],
)
def test_person_who_does_nothing_makes_no_rep(track, exercise: str):
    assert session_of(track, catalog()[exercise]).reps == []


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("movement", MOVEMENTS)
def test_another_movement_is_counted_as_no_exercise_from_any_view(movement: str, view: str):
    track = seen(movement, view)

    assert {exercise: n for exercise in catalog() if (n := len(session_of(track, catalog()[exercise]).reps))} == {}


@pytest.mark.parametrize(
    ("name", "exercise", "reason"),
    [
        ("not_a_swing_jumping_jacks", "kettlebell-swing", "no hinge"),
        ("not_a_row_chest_on_a_bench", "gorilla-row", "both hands lifted"),
    ],
)
def test_a_real_person_who_does_something_else(name: str, exercise: str, reason: str):
    track = load_recording(GOLDEN / f"{name}.npz").track

    session = session_of(track, catalog()[exercise])

    assert session.reps == []
    assert {attempt.reason for attempt in session.attempts} == {reason}
    assert counted(name) == {}


def test_table_has_what_was_done_in_its_rows():
    rows = [Row("a", "superman", 3, {"superman": 3, "hip-thrust": 1}), Row("b", "superman", 2, {"superman": 2})]

    assert matrix(rows) == {"superman": dict.fromkeys(catalog(), 0) | {"superman": 5, "hip-thrust": 1}}


def test_benchmark_prints_its_table(tmp_path, monkeypatch, capsys):
    name = "superman_legs_low_mixed_side_left_p3"
    for source in (SAMPLES / f"{name}.label.json", GOLDEN / f"{name}.npz"):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    monkeypatch.setattr("sys.argv", ["negatives.py", str(tmp_path)])

    main()

    printed = capsys.readouterr().out
    assert "repetitions of another exercise: 0" in printed
    assert [line.split()[-2:] for line in printed.splitlines() if line.startswith("superman")] == [["3", "1"]]


def test_recordings_are_found_by_the_name_of_their_label():
    found = list(material(SAMPLES, GOLDEN))

    assert found
    assert [label for label, source in found if read_label(label).exercise.replace("-", "_") not in source.stem] == []
