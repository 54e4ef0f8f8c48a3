"""A small pose model's error: what exceeds a limit by less is not judged, what exceeds it by more is a fault."""

from dataclasses import replace

import pytest

from figures import bridge_track
from formcheck.exercises import catalog
from formcheck.frames.frame import SourceInfo
from formcheck.rules.measures.across_reps import AgainstEarlier
from formcheck.rules.model_error import MODEL_ERROR, model_error
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo
from movers import OBLIQUE

SOURCE = SourceInfo("set", "video", 1280, 720, 30.0)
BRIDGE = catalog()["glute-bridge"]
NOT_SURE = "not sure with this pose model"


def verdict_of(rule, model, **figure):
    """Verdict, value and reason of a rule on the last rep."""
    track = bridge_track(2, **figure)
    poses = (track[i] for i in range(len(track)))
    result = analyze_poses(poses, BRIDGE, SOURCE, ModelInfo(name=model, sha256="0" * 64)).result
    (verdict,) = (v for v in result.reps[-1].verdicts if v.rule == rule)
    return verdict.verdict, verdict.value, verdict.reason


@pytest.mark.parametrize(
    ("top_deg", "full", "lite"),
    [(169.3, "fault", "not-judged"), (163.0, "fault", "fault"), (172.0, "good", "good")],
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
        assert exercise.with_model("full") == exercise.with_model("client") == exercise
        assert exercise.with_model("lite").with_model("lite") == exercise.with_model("lite")
        assert exercise.with_model("lite").with_model("full") == exercise


def test_margin_is_that_of_the_unit():
    for exercise in catalog().values():
        for rule in exercise.with_model("lite").rules:
            compared = isinstance(rule.measure, AgainstEarlier)
            assert rule.margin == (float("inf") if compared else MODEL_ERROR["lite"].get(rule.measure.unit, 0.0))
            assert rule == replace(exercise.rule(rule.id), margin=model_error("lite", rule.measure))
