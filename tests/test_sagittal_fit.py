"""How the benchmark of intervals fits: what it may learn from, and how far off the side a measure is then judged."""

from dataclasses import replace

import numpy as np
import pytest
import sagittal_fit as fit
from sagittal_pairs import Pair

KNEE = "Over(knee_extension_deg, turn, median)"
STEEP = np.sin(np.radians([10.0, 20.0, 30.0, 40.0, 50.0, 60.0]))


def pair(person: int, turn: float, true: float, error: float = 0.0, exercise: str = "bent-over-row", **more) -> Pair:
    """A rep whose readings are all as wrong; the turn is a sine."""
    known = {"posture": "standing", "key": KNEE, "unit": "deg", "rules": ("knees-locked",)} | more
    return Pair(
        f"clip{person}", person, exercise, known["posture"], 0, known["key"], known["unit"], np.full(4, true + error),
        true, turn, True, float(np.degrees(np.arcsin(turn))), 1.0, 0.03,
        "side" if turn < 0.42 else "oblique", known["rules"], (),
    )  # fmt: skip


def people(true_of, **more) -> list[Pair]:
    """Six people from six turns, whose readings are up to a degree wrong."""
    return [
        pair(person, turn, true_of(person, n), np.sin(5.0 * person + n), **more)
        for person in range(6)
        for n, turn in enumerate(STEEP)
    ]


def varied(person: int, n: int) -> float:
    return 110.0 + 20.0 * ((person + n) % 4)


def test_an_angle_that_varies_is_judged_as_far_as_its_errors_allow():
    group = people(varied)

    assert fit.is_varied(group)
    assert fit.fit_of(group, fit.grouped(group))["up_to"] == 1.0


def test_an_angle_that_is_the_same_in_all_people_is_judged_from_the_side_only():
    """However well it is met: a fit that always says 150 would meet it too."""
    group = people(lambda person, _: 150.0 + 0.5 * person)

    assert not fit.is_varied(group)
    assert fit.fit_of(group, fit.grouped(group))["up_to"] == pytest.approx(np.sin(np.radians(25.0)), abs=1e-3)


def test_such_an_angle_is_fitted_on_all_exercises_of_its_posture():
    group = people(lambda person, _: 150.0)
    deadlifts = people(varied, exercise="romanian-deadlift", rules=("squatting",))
    bridges = people(varied, exercise="glute-bridge", posture="supine", rules=())
    groups = fit.grouped([*group, *deadlifts, *bridges])

    assert fit.material_for(group, groups) == [*group, *deadlifts]
    assert fit.material_for(deadlifts, groups) == deadlifts
    assert fit.fit_of(group, groups)["up_to"] == 1.0


def test_distances_that_are_the_same_in_all_people_have_their_own_fit():
    still = people(lambda *_: 0.0, unit="trunk", key="RangeOver(heel_lift_trunk)", rules=())

    assert fit.is_varied(still)


def reach_of(turns_deg: list[float], wrong_deg: list[float]) -> float:
    """Reach of a measure seen from these turns by three people each, and not held from some of them."""
    pairs = [pair(p, float(np.sin(np.radians(t))), varied(p, n)) for n, t in enumerate(turns_deg) for p in range(3)]
    errors = np.array([1.0 if turn in wrong_deg else 0.0 for turn in turns_deg for _ in range(3)])
    reached = fit.up_to(pairs, errors, np.full(6, 0.5), 0.0)
    return round(float(np.degrees(np.arcsin(reached))))


@pytest.mark.parametrize(
    ("turns_deg", "wrong_deg", "reach_deg"),
    [
        ([30, 33, 40, 42, 50, 52, 60, 62], [], 90),
        ([30, 33, 40, 42, 50, 52, 60, 62], [50, 52], 45),
        ([30, 33, 40, 50, 60, 62], [], 90),
        ([30, 33, 40, 50, 60, 62], [40, 50], 35),
        ([30, 33, 60, 62], [60, 62], 35),
        ([30, 33, 40], [], 35),
    ],
    ids=["all", "wrong from 45", "few in two steps", "wrong where there are few", "none between", "too few at the end"],
)
def test_no_turn_is_skipped_on_the_way_out(turns_deg, wrong_deg, reach_deg):
    assert reach_of(turns_deg, wrong_deg) == reach_deg


def test_errors_are_those_on_people_who_were_left_out():
    """One person whose image alone reads 30 degrees too high: the others say nothing about it."""
    group = people(varied)
    odd = [replace(p, readings=p.readings + 30.0) if p.person == 5 else p for p in group]
    errors = fit.left_out_errors(odd, 15.0)
    own = np.array([p.person == 5 for p in odd])

    assert errors[own] == pytest.approx(2.0, abs=0.1)
    assert np.abs(errors[~own]).max() < 0.5
