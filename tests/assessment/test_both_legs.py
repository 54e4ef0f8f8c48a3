"""Tests of both legs in one clip, seen from 25 degrees off the side, with outlines, ten frames a second.

The recordings are the full model's landmarks of clips 22 and 46 of `benchmarks/assessment_clips.py`: people of the fit.
"""

import pytest

from clips import ROOT
from formcheck.apps.assess import assess_files
from formcheck.assessment.protocol import LEG_LOWER

TRUE_DEG = {
    ("head", "left"): (6.4, 7.6, 3.3),
    ("head", "right"): (18.8, 16.4, 19.9),
    ("feet", "left"): (13.6, 11.9, 12.0),
    ("feet", "right"): (2.4, 1.4, 3.7),
}
"""True sinks of the lowerings, by the end of the body that the camera is turned to, and the supporting leg."""


@pytest.fixture(scope="module")
def results():
    golden = ROOT / "tests/golden"
    return {
        end: assess_files([golden / f"single_leg_test_both_legs_{end}.npz"], LEG_LOWER).result
        for end in ("head", "feet")
    }


@pytest.mark.parametrize(("end", "side"), list(TRUE_DEG))
def test_each_lowering_follows_the_true_sink_of_the_right_leg(results, end, side):
    trials = results[end].sides[side].trials

    assert len(trials) == 3
    for trial, true_deg in zip(trials, TRUE_DEG[end, side], strict=True):
        assert trial.valid
        assert trial.sink_ci[0] <= true_deg <= trial.sink_ci[1]
        assert trial.sink_deg == pytest.approx(true_deg, abs=2.0)


def test_a_side_is_the_mean_of_its_lowerings_and_surer_than_one_of_them(results):
    found = results["head"].sides["right"]

    assert found.sink_deg == pytest.approx(sum(trial.sink_deg for trial in found.trials) / 3, abs=0.01)
    widths = [trial.sink_ci[1] - trial.sink_ci[0] for trial in found.trials]
    assert found.sink_ci[1] - found.sink_ci[0] < max(widths)


def test_what_can_be_decided_is_and_what_cannot_names_two_neighbours_and_a_way(results):
    assert results["head"].sides["right"].result == "drops"
    for end, side, words in (("head", "left", "steady or dips"), ("feet", "left", "dips or drops")):
        found = results[end].sides[side]
        assert found.result == "uncertain"
        assert words in found.reason
        assert found.to_settle
        assert any(found.to_settle in line for line in results[end].advice)


@pytest.mark.slow
def test_the_sample_answers_for_both_legs():
    clip = ROOT / "samples/videos/single_leg_glute_bridge_test_both_side_p5.mp4"

    sides = assess_files([clip], LEG_LOWER).result.sides

    assert {side: found.result for side, found in sides.items()} == {"left": "drops", "right": "steady"}
    assert [trial.valid for found in sides.values() for trial in found.trials] == [True] * 6
    assert sides["left"].sink_deg == pytest.approx(19.3, abs=2.0)  # true: 18.7, 18.4, 20.8
    assert sides["right"].sink_deg == pytest.approx(1.1, abs=1.5)  # true: 1.2, 1.2, 1.0
