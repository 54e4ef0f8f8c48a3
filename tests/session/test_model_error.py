"""A small pose model's error: what exceeds a limit by less is not judged, what exceeds it by more is a fault."""

from dataclasses import replace

import pytest

from figures import bridge_track, session_of
from formcheck.exercises import catalog
from formcheck.rules.estimate import Fit
from formcheck.rules.measures.across_reps import AgainstEarlier
from formcheck.rules.model_error import MODEL_ERROR, model_error
from formcheck.session.judge import Verdict
from movers import OBLIQUE

BRIDGE = catalog()["glute-bridge"]
FIT = Fit((0.0,) * 9, (0.1,) * 6, apart=0.0, scale=10.0, offset=0.0, up_to=1.0)
NOT_SURE = "not sure with this pose model"


def verdict_of(rule, model, **figure):
    """Verdict, value and reason of a rule without a fit on the last rep."""
    exercise = BRIDGE.with_model(model)
    exact = replace(exercise, rules=tuple(replace(each, fit=None) for each in exercise.rules))
    session = session_of(bridge_track(2, **figure), exact)
    (found,) = (each for each in session.reps[-1].rule_results if each.rule.id == rule)
    return found.verdict, found.value, found.reason


@pytest.mark.parametrize(
    ("top_deg", "full", "lite"),
    [(164.3, "fault", "not-judged"), (158.0, "fault", "fault"), (167.0, "good", "good")],
    ids=["a little beyond the limit", "far beyond it", "inside"],
)
def test_a_fault_exceeds_its_limit_by_more_than_the_error(top_deg, full, lite):
    limit = BRIDGE.rule("hips-low").fault_below
    with_full, with_lite = (verdict_of("hips-low", model, top_deg=top_deg) for model in ("full", "lite"))

    assert (with_full[0], with_lite[0]) == (full, lite)
    assert with_full[1] == with_lite[1]  # the value is reported, judged or not
    assert (with_lite[2] == NOT_SURE) == (limit - MODEL_ERROR["lite"]["deg"] < with_lite[1] < limit)


def test_reps_that_are_compared_are_no_fault_with_a_small_model():
    uneven = {"top_deg": (180.0, 150.0), "camera": OBLIQUE}  # hips too low is not judged from there

    assert verdict_of("uneven-height", "full", **uneven)[0] == "fault"
    assert verdict_of("uneven-height", "lite", **uneven)[::2] == ("not-judged", NOT_SURE)


def test_other_models_have_no_margin():
    for exercise in catalog().values():
        assert all(rule.margin == 0.0 for model in ("full", "client") for rule in exercise.with_model(model).rules)
        assert exercise.with_model("lite").with_model("lite") == exercise.with_model("lite")
        assert exercise.with_model("lite").with_model("full") == exercise.with_model("full")


def test_with_a_fit_too_reps_that_are_compared_are_no_fault_with_a_small_model():
    """A small model now and then measures a whole rep wrong, which no interval allows for."""
    uneven = {"top_deg": (180.0, 150.0), "camera": OBLIQUE}

    def found(exercise):
        fitted = replace(exercise, rules=tuple(replace(each, fit=FIT, explained_by=()) for each in exercise.rules))
        session = session_of(bridge_track(2, **uneven), fitted)
        return next(f for f in session.reps[-1].rule_results if f.rule.id == "uneven-height")

    assert found(BRIDGE.with_model("full")).verdict is Verdict.FAULT
    assert found(BRIDGE.with_model("lite")).reason == NOT_SURE


def test_margin_is_that_of_the_unit():
    for exercise in catalog().values():
        for rule in exercise.with_model("lite").rules:
            compared = isinstance(rule.measure, AgainstEarlier)
            assert rule.margin == (float("inf") if compared else MODEL_ERROR["lite"].get(rule.measure.unit, 0.0))
            plain = exercise.rule(rule.id)
            measure = plain.measure.for_model("lite", exercise.id)
            margin = model_error("lite", measure)
            assert rule == replace(plain, measure=measure, margin=margin, fit=rule.fit, along=rule.along)
