"""Several readings put together to one value with an interval, by the weights of a fit."""

import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from formcheck import rules as r
from formcheck.exercises import catalog
from formcheck.motion import signals as s
from formcheck.rules.estimate import (
    SCALES,
    SPREAD_KNOTS,
    Estimate,
    Fit,
    apart_of,
    fit_for,
    measure_key,
    value_terms,
    widening,
)

WEIGHTS = (0.2, 0.0, 1.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.5)
FIT = Fit(WEIGHTS, (0.2, 0.2, 0.4, 0.8, 1.0, 1.0), apart=0.0, scale=10.0, offset=0.0, up_to=1.0)


def test_at_the_side_the_value_is_half_the_fit_and_half_the_image_less_its_offset():
    found = replace(FIT, offset=4.0)([100.0, 100.0, 110.0, 100.0], 0.0)

    fitted = 100.0 + 10.0 * (0.2 + 0.5 * 1.0)
    assert found.value == pytest.approx(0.5 * fitted + 0.5 * 96.0)
    assert found.half_width == pytest.approx(10.0 * 0.2)


def test_from_30_degrees_off_the_side_the_fit_alone_decides():
    far = float(np.sin(np.radians(30.0)))

    def difference(turn: float) -> float:
        return FIT([100.0] * 4, turn).value - replace(FIT, offset=4.0)([100.0] * 4, turn).value

    assert difference(far) == pytest.approx(0.0, abs=0.001)
    assert 0.1 < difference(far - 0.05) < 2.0


@pytest.mark.parametrize("turn_deg", [10.0, 17.0])
def test_hardly_anything_hangs_on_the_direction_of_a_small_turn(turn_deg):
    """It is not known there: a person seen exactly from the side is read as turned by so much, to either side."""
    directed = replace(FIT, weights=(0.0, 1.0, *(0.0,) * 7))
    turn = float(np.sin(np.radians(turn_deg)))
    one, other = (directed([100.0] * 4, each).value for each in (turn, -turn))

    assert abs(one - other) < 0.1 * directed.scale


def test_with_the_turn_other_readings_gain_weight_and_the_interval_grows():
    found = FIT([100.0, 100.0, 100.0, 120.0], 0.6)

    assert found.value == pytest.approx(100.0 + 10.0 * (0.2 + 0.36 + 0.5 * 0.36 * 2.0))
    assert found.half_width == pytest.approx(10.0 * 0.6)


def test_the_turn_changes_value_and_interval_without_a_jump():
    turns = np.linspace(-0.9, 0.9, 721)
    found = [FIT([100.0, 104.0, 92.0, 96.0], float(turn)) for turn in turns]

    assert np.abs(np.diff([each.value for each in found])).max() < 0.1
    assert np.abs(np.diff([each.half_width for each in found])).max() < 0.1


def test_a_reading_that_is_missing_says_nothing():
    assert FIT([100.0, None, None, None], 0.3) == FIT([100.0, 100.0, 100.0, 100.0], 0.3)


def test_a_reading_far_away_counts_as_four_scales_away():
    assert FIT([100.0, 100.0, 500.0, 100.0], 0.0) == FIT([100.0, 100.0, 140.0, 100.0], 0.0)
    assert FIT([100.0, 100.0, 139.0, 100.0], 0.0) != FIT([100.0, 100.0, 140.0, 100.0], 0.0)


def test_the_image_alone_is_taken_less_its_offset_and_twice_as_wide():
    fit = Fit(WEIGHTS, (0.2, 0.2, 0.4, 0.8, 1.0, 1.0), apart=1.0, scale=10.0, offset=4.0, up_to=1.0)

    assert fit.of_image(100.0) == Estimate(96.0, 4.0)


def test_readings_that_are_apart_widen_the_interval():
    apart = apart_of(np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 10.0, -10.0, 20.0]]), 10.0)
    narrow, wide = widening(apart, 0.5)

    assert narrow == pytest.approx(1.0)
    assert wide == pytest.approx(1.0 + 0.5 * np.std([0.0, 1.0, -1.0, 2.0]))


def test_terms_have_one_row_for_each_rep():
    assert value_terms(np.zeros((5, 3)), np.zeros(5)).shape == (5, len(WEIGHTS))


def test_two_measures_have_the_same_key_only_if_they_are_the_same():
    measures = {measure_key(rule.measure): rule.measure for each in catalog().values() for rule in each.rules}

    for exercise in catalog().values():
        for rule in exercise.rules:
            assert measures[measure_key(rule.measure)] == rule.measure


def test_stored_fits_are_of_measures_that_exercises_have_or_that_are_reported():
    """A measure that was changed loses its fit: then the fits have to be made again."""
    stored = json.loads(files("formcheck.rules").joinpath("estimate.json").read_text(encoding="utf-8"))
    standard = {
        measure_key(r.at_turn(signal))
        for signal in (s.HIP_ANGLE, s.KNEE_ANGLE, s.TRUNK_LEAN, s.SHANK_TILT, s.ELBOW_ANGLE)
    }
    for exercises in stored["fits"].values():
        for exercise, fits in exercises.items():
            known = {measure_key(rule.measure) for rule in catalog()[exercise].rules} | standard
            assert set(fits) <= known, exercise


@pytest.mark.parametrize("model", ["full", "lite"])
def test_every_fit_has_a_weight_for_each_term_and_a_width_for_each_knot(model):
    for exercise in catalog().values():
        for rule in exercise.rules:
            fit = fit_for(model, exercise.id, rule.measure)
            if fit is None:
                continue
            assert len(fit.weights) == len(WEIGHTS)
            assert len(fit.spread) == len(SPREAD_KNOTS)
            assert np.all(np.diff(fit.spread) >= 0.0)
            assert min(fit.spread) > 0.0
            assert fit.scale == SCALES[rule.measure.unit]


def test_heavy_uses_the_fits_of_full_and_a_model_of_no_name_has_none():
    measure = catalog()["romanian-deadlift"].rule("squatting").measure

    assert fit_for("full", "romanian-deadlift", measure) is not None
    assert fit_for("heavy", "romanian-deadlift", measure) == fit_for("full", "romanian-deadlift", measure)
    assert fit_for("exact", "romanian-deadlift", measure) is None
