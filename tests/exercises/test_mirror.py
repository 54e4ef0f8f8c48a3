"""A mirror exchanges left and right, and nothing else: whole sets of every exercise."""

import pytest

from clips import ROOT
from evidence import RECORDED
from figures import bridge_track, session_of
from formcheck.exercises import catalog
from formcheck.pose.landmarks import other_side
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.session.session import Session
from movers import FRONT, MOVERS, mirrored, performed

FIGURES = {name: performed(name, {}, {}) for name in MOVERS} | {
    "glute-bridge": bridge_track(2),
    "gorilla-row": performed("gorilla-row", *[{"side": side} for side in ("right", "left", "left")], camera=FRONT),
}

GOLDEN = {
    "bent-over-row": "bent_over_row_torso_rising_mixed_side_left_p4",
    "glute-bridge": "glute_bridge_low_top_mixed_side_p5",
    "gorilla-row": "gorilla_row_same_side_45_p4",
    "hip-thrust": "hip_thrust_incomplete_mixed_side_p2",
    "kettlebell-swing": "kettlebell_swing_squatty_mixed_side_left_p7",
    "romanian-deadlift": "romanian_deadlift_squatting_mixed_side_left_p3",
    "single-leg-glute-bridge": "single_leg_glute_bridge_hip_sag_mixed_side_p4",
    "superman": "superman_legs_low_mixed_side_left_p3",
}


def assert_mirrored(track: Pose, exercise: str) -> None:
    plain, turned = (session_of(t, catalog()[exercise]) for t in (track, mirrored(track)))

    assert plain.reps
    assert outcome(turned) == outcome(plain)
    assert [rep.side for rep in turned.reps] == [rep.side and other_side(rep.side) for rep in plain.reps]
    assert turned.body is not None
    assert plain.body is not None
    if plain.body.view in ("side", "oblique"):  # from the front no side is nearer
        assert turned.body.near == other_side(plain.body.near)
    for a, b in zip(measured(turned), measured(plain), strict=True):
        assert a == pytest.approx(b, abs=0.01)


def outcome(session: Session) -> list:
    """Reps with their turns and verdicts, and attempts with their reasons."""
    reps = [
        (round(rep.times.turn_s, 2), [(f.rule.id, f.verdict, f.reason) for f in rep.rule_results])
        for rep in session.reps
    ]
    return [*reps, *[(round(a.start_s, 2), a.reason) for a in session.attempts]]


def measured(session: Session) -> list[float | None]:
    """Every value without its sign where the sign is that of a side."""
    sided = {"bar-tilted"}
    return [
        f.value if f.value is None or f.rule.id not in sided else abs(f.value)
        for rep in session.reps
        for f in rep.rule_results
    ]


def test_every_recorded_exercise_is_mirrored():
    assert set(GOLDEN) == RECORDED
    assert sorted(RECORDED - set(FIGURES)) == []


@pytest.mark.parametrize("exercise", FIGURES)
def test_figure_in_a_mirror_does_the_same_on_the_other_side(exercise: str):
    assert_mirrored(FIGURES[exercise], exercise)


@pytest.mark.parametrize("exercise", GOLDEN)
def test_recorded_set_in_a_mirror_is_the_same_on_the_other_side(exercise: str):
    recording = load_recording(ROOT / f"tests/golden/{GOLDEN[exercise]}.npz")

    assert_mirrored(recording.track, exercise)
