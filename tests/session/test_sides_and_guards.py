"""Which side works is found, and a movement of another exercise is an attempt with its reason."""

from dataclasses import replace

import numpy as np
import pytest

from evidence import RECORDED
from figures import (
    SIDE,
    Camera,
    along,
    bridge_path,
    bridge_track,
    feet_for,
    hidden,
    joined,
    pictured,
    session_of,
    supine,
    times,
)
from formcheck.exercises import catalog
from formcheck.exercises.romanian_deadlift import EXERCISE as DEADLIFT
from formcheck.motion.signals import HANDS_SPREAD
from formcheck.motion.view import View, body_scale_px
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.rules.rep_rule import Guard
from formcheck.session.session import Session
from movers import FRONT, OBLIQUE, performed
from other_movements import seen


def session(track: Pose, exercise: str) -> Session:
    return session_of(track, catalog()[exercise])


def reasons(track: Pose, exercise: str) -> list[str]:
    """Why nothing was counted; empty where something was."""
    done = session(track, exercise)
    return [] if done.reps else sorted({attempt.reason for attempt in done.attempts})


# Sides


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("head", ["left", "right"])
def test_leg_that_stands_is_the_side_that_works(side: str, head: str):
    track = performed("single-leg-glute-bridge", {"side": side}, {"side": side}, camera=Camera(head=head))

    assert [rep.side for rep in session(track, "single-leg-glute-bridge").reps] == [side, side]


def test_bridge_on_one_leg_is_none_on_both():
    track = performed("single-leg-glute-bridge", {}, {})

    assert reasons(track, "glute-bridge") == ["one foot in the air"]


def test_bridge_on_both_feet_is_none_on_one():
    assert reasons(bridge_track(2), "single-leg-glute-bridge") == ["both feet on the floor"]


def test_leg_that_is_up_for_less_than_most_of_the_lift_was_lowered_in_between():
    lowered = {"rest_free_thigh": 2.0, "free_thigh": (2.0, 60.0, 2.0)}

    assert reasons(performed("single-leg-glute-bridge", lowered, lowered), "single-leg-glute-bridge") == [
        "both feet on the floor"
    ]


@pytest.mark.parametrize("sides", [("left", "right", "left"), ("right", "right", "left")])
def test_each_arm_makes_its_own_reps(sides: tuple[str, ...]):
    track = performed("gorilla-row", *({"side": side} for side in sides), camera=FRONT)

    assert [rep.side for rep in session(track, "gorilla-row").reps] == list(sides)


def test_arm_that_rests_has_made_no_rep_when_the_other_comes_down():
    """It rises a little, as the trunk turns back; the hand that worked is higher all the while."""
    track = performed(
        "gorilla-row", *[{"side": "right", "roll": -14.0, "free_arm": 25.0, "rest_arm": 0.0}] * 3, camera=FRONT
    )

    done = session(track, "gorilla-row")

    assert [rep.side for rep in done.reps] == ["right"] * 3
    assert done.attempts == []


def test_both_sides_alike_have_no_side():
    assert {rep.side for rep in session(performed("superman", {}, {}), "superman").reps} == {None}


def test_reps_of_each_side_are_compared_with_those_of_the_same_side():
    """The second right one is lower than the first, and higher than both left ones."""
    tops = [("right", 190.0), ("left", 170.0), ("right", 176.0), ("left", 170.0)]
    parts = [performed("single-leg-glute-bridge", {"side": side, "hip": hip}) for side, hip in tops]
    done = session_of(joined(*parts, pause_s=0.5), catalog()["single-leg-glute-bridge"])

    short = [next(f for f in rep.rule_results if f.rule.id == "hips-low") for rep in done.reps]

    assert [rep.side for rep in done.reps] == ["right", "left", "right", "left"]
    assert [f.reason for f in short[:2]] == ["needs an earlier rep"] * 2
    assert short[2].value == pytest.approx(18.0, abs=6.0)
    assert short[3].value == pytest.approx(0.0, abs=0.5)


# Guards


FAR_FEET_M = 1.32
"""Distance of the feet from the shoulders at which the knees are nearly straight."""


def straight_legged(camera: Camera = SIDE) -> Pose:
    """Bridges with the feet so far away that the legs are straight."""
    path = bridge_path(2, 192.0, rest_deg=165.0)
    time_s = times(path, camera.fps)
    return pictured(time_s, supine(along(path, time_s), FAR_FEET_M), camera)


FAR = FAR_FEET_M - feet_for(0.0, 180.0)


def sit_ups_with_hips_guessed() -> Pose:
    """Sit-ups from the feet; hidden behind the legs, the hips are a guess that follows the trunk."""
    track = seen("sit ups", "front")
    image, shoulder = track.image.copy(), track.point(Landmark.LEFT_SHOULDER)[:, 1]
    image[:, (Landmark.LEFT_HIP, Landmark.RIGHT_HIP), 1] -= 0.5 * (shoulder[0] - shoulder)[:, None]
    return replace(track, image=image)


def hands_far_below() -> Pose:
    """Thrusts whose hands are farther below the shoulders than arms are long, as push-ups from the front look."""
    track = performed("hip-thrust", {}, {})
    image = track.image.copy()
    image[:, (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST), 1] += 2.0 * np.nanmedian(body_scale_px(track))
    return replace(track, image=image)


REFUSED: dict[tuple[str, str, View], Pose] = {
    ("glute-bridge", "shoulders on a bench", "side"): performed("hip-thrust", *[{"rest_trunk": -20.0}] * 2),
    ("glute-bridge", "shoulders on a bench", "oblique"): performed(
        "hip-thrust", *[{"rest_trunk": -20.0}] * 2, camera=OBLIQUE
    ),
    ("glute-bridge", "straight legs", "side"): straight_legged(),
    ("glute-bridge", "straight legs", "oblique"): straight_legged(OBLIQUE),
    ("glute-bridge", "shoulders lifted", "end-on"): sit_ups_with_hips_guessed(),
    ("single-leg-glute-bridge", "straight legs", "side"): performed(
        "single-leg-glute-bridge", *[{"feet": FAR, "rest_feet": FAR, "hip": 195.0, "rest_hip": 160.0}] * 2
    ),
    ("superman", "knees bent", "side"): performed("superman", *[{"knee": 110.0}] * 2),
    ("superman", "knees bent", "oblique"): performed("superman", *[{"knee": 105.0}] * 2, camera=OBLIQUE),
    ("hip-thrust", "shoulders not on a bench", "side"): bridge_track(2),
    ("hip-thrust", "shoulders not on a bench", "oblique"): bridge_track(2, camera=OBLIQUE),
    ("hip-thrust", "held up by the arms", "side"): hands_far_below(),
    ("bent-over-row", "trunk goes up and down", "side"): performed(
        "bent-over-row", *[{"lean": 17.0, "rest_lean": 82.0}] * 2
    ),
    ("bent-over-row", "one arm pulls", "side"): performed("gorilla-row", *[{"side": "right"}] * 2),
    ("bent-over-row", "one arm pulls", "oblique"): performed("gorilla-row", *[{"side": "right"}] * 2, camera=OBLIQUE),
    ("romanian-deadlift", "hands lifted", "side"): performed("romanian-deadlift", *[{"arm": 80.0}] * 2),
    ("romanian-deadlift", "hands lifted", "front"): performed("romanian-deadlift", *[{"arm": 80.0}] * 2, camera=FRONT),
    ("romanian-deadlift", "arms pull", "side"): performed("romanian-deadlift", *[{"elbow": 110.0}] * 2),
    ("romanian-deadlift", "not standing tall before or after", "side"): performed(
        "romanian-deadlift", *[{"rest_lean": 38.0, "lean": 85.0}] * 2
    ),
    ("romanian-deadlift", "not standing tall before or after", "front"): performed(
        "romanian-deadlift", *[{"rest_lean": 48.0, "lean": 85.0}] * 2, camera=FRONT
    ),
    ("romanian-deadlift", "trunk not bent forward", "side"): performed(
        "romanian-deadlift", *[{"lean": 34.0, "knee": 130.0}] * 2
    ),
    ("romanian-deadlift", "hips go down", "side"): performed(
        "romanian-deadlift", *[{"lean": 45.0, "shank": 45.0, "knee": 71.0}] * 2
    ),
    ("romanian-deadlift", "folded down to the feet", "side"): performed("romanian-deadlift", *[{"lean": 118.0}] * 2),
    ("kettlebell-swing", "hands held up", "side"): performed(
        "kettlebell-swing", *[{"rest_lean": 50.0, "rest_arm": 90.0, "arm": 120.0}] * 2
    ),
    ("bent-over-row", "hands held up", "side"): performed("bent-over-row", *[{"arm": 110.0, "rest_arm": 110.0}] * 2),
    ("gorilla-row", "trunk too upright", "front"): performed(
        "gorilla-row", *[{"side": "right", "lean": 36.0, "rest_lean": 36.0}] * 2, camera=FRONT
    ),
    ("kettlebell-swing", "no hinge", "side"): performed("kettlebell-swing", *[{"rest_lean": 0.0}] * 2),
    ("kettlebell-swing", "no hinge", "front"): performed("kettlebell-swing", *[{"rest_lean": 0.0}] * 2, camera=FRONT),
    ("kettlebell-swing", "hands not together", "front"): performed(
        "kettlebell-swing", *[{"apart": 1.0, "rest_apart": 1.0}] * 2, camera=FRONT
    ),
    ("bent-over-row", "not standing on the feet", "side"): seen("row on a bench", "side"),
    ("bent-over-row", "hips go up and down", "side"): performed("bent-over-row", *[{"shank": 35.0, "knee": 90.0}] * 2),
    ("bent-over-row", "not bent over", "side"): performed("bent-over-row", *[{"lean": 14.0, "rest_lean": 14.0}] * 2),
    ("superman", "held up by the arms", "side"): seen("push ups", "side"),
    ("gorilla-row", "both hands lifted", "oblique"): performed(
        "gorilla-row", *[{"side": "right", "free_arm": -70.0, "free_elbow": 100.0}] * 2, camera=OBLIQUE
    ),
    ("gorilla-row", "trunk swings up", "side"): performed(
        "gorilla-row", *[{"side": "right", "rest_lean": 72.0, "lean": 22.0}] * 2
    ),
    ("gorilla-row", "not bent over", "side"): performed(
        "gorilla-row", *[{"side": "right", "lean": 19.0, "rest_lean": 19.0}] * 2
    ),
}


@pytest.mark.parametrize(("exercise", "reason", "view"), REFUSED)
def test_movement_of_another_kind_is_an_attempt_with_its_reason(exercise: str, reason: str, view: str):
    done = session(REFUSED[exercise, reason, view], exercise)

    assert done.reps == []
    assert {attempt.reason for attempt in done.attempts} == {reason}


def test_every_guard_of_a_recorded_exercise_has_refused_something():
    covered = {(exercise, reason) for exercise, reason, _ in REFUSED}

    guards = {(e.id, guard.reason) for e in catalog().values() for guard in e.rep.guards}
    assert sorted(covered - guards) == []
    assert sorted(guard for guard in guards - covered if guard[0] in RECORDED) == []


@pytest.mark.parametrize("within", [(None, 1.0), (-1.0, None), (-1.0, 1.0)])
def test_guard_lets_everything_inside_its_band_pass(within: tuple[float | None, float | None]):
    guard = Guard(DEADLIFT.rep.guards[0].measure, within, "beyond", ("side",))

    assert not any(guard.refuses(value) for value in (-1.0, 0.0, 1.0))
    assert guard.refuses(-1.01) is (within[0] is not None)
    assert guard.refuses(1.01) is (within[1] is not None)


@pytest.mark.parametrize(
    ("exercise", "good"),
    [(name, performed(name, *[{"side": side} for side in ("right", "left")])) for name in ("gorilla-row",)]
    + [(name, performed(name, {}, {})) for name in ("bent-over-row", "romanian-deadlift", "hip-thrust", "superman")],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_own_reps_pass_every_guard(exercise: str, good: Pose):
    done = session(good, exercise)

    assert len(done.reps) == 2
    assert done.attempts == []


def test_guard_abstains_where_its_landmark_was_not_seen():
    pulled = REFUSED["romanian-deadlift", "arms pull", "side"]

    unseen = session(hidden(pulled, Landmark.RIGHT_WRIST), "romanian-deadlift")

    assert len(unseen.reps) == 2
    assert unseen.attempts == []


def test_guard_abstains_in_a_view_that_cannot_show_it():
    pulled = performed("romanian-deadlift", *[{"elbow": 110.0}] * 2, camera=OBLIQUE)

    assert len(session(pulled, "romanian-deadlift").reps) == 2


@pytest.mark.parametrize(("rise", "counted"), [(0.4, 2), (1.0, 0)])
def test_hand_that_is_only_guessed_needs_to_be_farther_from_the_other(rise: float, counted: int):
    """A two-handed row whose far hand the trunk hides: the model's guess of it stays behind."""
    behind_by = {"free_arm": -95.0 * (1.0 - rise), "free_elbow": 60.0 + 112.0 * rise}
    track = performed("gorilla-row", *[{"side": "right", "arm": -95.0, "elbow": 60.0} | behind_by] * 2)
    behind = hidden(track, Landmark.LEFT_WRIST)

    assert len(session(behind, "bent-over-row").reps) == counted


def far_foot_up(visibility: float, *, knee_too: bool) -> Pose:
    """Thrusts from the side whose far foot the pose model places high up, with this visibility."""
    track = performed("hip-thrust", {}, {})
    image, seen_as = track.image.copy(), track.visibility.copy()
    moved = (Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX) + (Landmark.LEFT_KNEE,) * knee_too
    image[:, moved, 1] -= 90.0
    seen_as[:, moved] = visibility
    return replace(track, image=image, visibility=seen_as)


@pytest.mark.parametrize(
    ("visibility", "knee_too", "counted"),
    [(0.3, True, 2), (0.8, False, 2), (0.8, True, 0)],
    ids=["not seen", "a shin that cannot be", "seen"],
)
def test_foot_behind_the_body_that_is_only_guessed_refuses_nothing(visibility: float, knee_too: bool, counted: int):
    done = session(far_foot_up(visibility, knee_too=knee_too), "hip-thrust")

    assert len(done.reps) == counted
    assert {attempt.reason for attempt in done.attempts} == (set() if counted else {"one foot in the air"})


@pytest.mark.parametrize("view", ["side", "oblique", "front"])
def test_swing_refuses_nothing_on_hips_that_are_not_seen(view: str):
    camera = {"side": SIDE, "oblique": OBLIQUE, "front": FRONT}[view]
    swings = performed("kettlebell-swing", *[{"rest_lean": 0.0}] * 2, camera=camera)
    guards = catalog()["kettlebell-swing"].rep.guards
    frames = hidden(swings, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)

    assert {guard.reason for guard in guards if guard.optional} == {"no hinge", "hands not together", "hands held up"}
    assert len(session(frames, "kettlebell-swing").reps) == 2


def test_landmarks_of_an_optional_guard_are_not_optional():
    swing = catalog()["kettlebell-swing"]
    optional = {guard.measure.main_signal for guard in swing.rep.guards if guard.optional}

    assert HANDS_SPREAD in optional
    assert HANDS_SPREAD not in swing.signals
