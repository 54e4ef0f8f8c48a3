"""Landmarks of real people doing each movement, hand-counted: no pictures, found by the pose model elsewhere."""

import pytest

from clips import ROOT
from formcheck.apps.analyze import analyze_file

TURNS_S = {
    "glute-bridge": [
        ("real_glute_bridge_ball_squeeze", [8.0, 17.0, 24.0], 1.0),
        ("real_glute_bridge_two_cameras", [2.0, 5.6, 8.9, 14.0, 17.8, 21.4], 0.4),
    ],
    "romanian-deadlift": [
        ("real_rdl_dumbbell", [2.6], 0.4),
        ("real_rdl_dark_room", [1.9], 0.4),
        ("real_rdl_camera_walks_round", [2.4, 4.8, 6.7, 8.8], 0.3),
    ],
    "bent-over-row": [
        ("real_row_two_hand_kettlebell", [0.9, 3.1], 0.4),
        ("real_row_front", [2.4, 5.7, 9.1], 0.4),
    ],
    "superman": [("real_superman_slow", [4.3], 0.4)],
    "kettlebell-swing": [
        ("real_kettlebell_swing", [1.363, 2.797, 4.23, 5.467], 0.1),
        ("real_swing_hips_below_picture", [1.9, 3.8, 5.7, 7.7, 9.7, 11.6, 13.6, 15.4], 0.35),
    ],
    "hip-thrust": [
        ("real_hip_thrust_light_bar", [3.3, 7.3], 0.4),
        ("real_hip_thrust_few_frames", [3.4], 0.4),
    ],
}
"""Moments of the turns and how near they must be found. The bridges are held for two to three seconds; the hip
thrust begins at a lockout, which is no rep, and ends at one, which is. The clip of four swings begins and ends near the
top: the last swing ends with the clip. At each bottom of the eight swings the hips are
below the edge of the picture."""


@pytest.mark.parametrize(
    ("exercise", "name", "turns_s", "within_s"),
    [(exercise, *row) for exercise, rows in TURNS_S.items() for row in rows],
    ids=[row[0] for rows in TURNS_S.values() for row in rows],
)
def test_reps_of_a_real_person_are_found_and_nothing_else(exercise, name, turns_s, within_s):
    result = analyze_file(ROOT / f"tests/golden/{name}.npz", exercise).result

    assert [rep.turn_s for rep in result.reps] == pytest.approx(turns_s, abs=within_s)


def test_lowering_that_begins_behind_a_ball_is_not_called_fast():
    """From the feet the ball hides the top: what is seen first is a part of the way down, of about 1.2 s in all."""
    result = analyze_file(ROOT / "tests/golden/real_glute_bridge_two_cameras.npz", "glute-bridge").result

    assert [fault for rep in result.reps for fault in rep.faults if fault == "lowered-fast"] == []
    assert [rep.back_s > 1.0 for rep in result.reps[3:]] == [True] * 3
