"""The verdicts that the benchmark of intervals counts are those that formcheck gives."""

from dataclasses import replace

import numpy as np
import pytest
import sagittal_pairs
from sagittal_pairs import Pair
from sagittal_verdicts import Tally, is_beyond, results_of, verdicts_of

from figures import GLUTE_BRIDGE, Camera, bridge_track
from formcheck.motion.view import body_of
from formcheck.rules.measures.base import History
from formcheck.rules.rep_frames import Movement, RepFrames, cut_rep
from formcheck.session.judge import Seen, Verdict, judge

FULL = GLUTE_BRIDGE.with_model("full")


def window_from(off_deg: float, hip_deg: float) -> RepFrames:
    track = bridge_track(1, hip_deg, camera=Camera(off_deg=off_deg))
    body = body_of(track[:20], "supine")
    signal = FULL.rep.signal_for(body.view).signal
    found = cut_rep(track, Movement(1.2, 3.35, 5.5, 118.0, 180.0), signal, body, cutoff_hz=4.0, posture="supine")
    assert found is not None
    return found


def pairs(window: RepFrames) -> list[Pair]:
    shared = ("clip", 99, GLUTE_BRIDGE, 0.0, 0)
    found = sagittal_pairs._pairs(shared, window, History(), window, History())
    return [replace(pair, faults=()) for pair in found]


@pytest.mark.parametrize("hip_deg", [140.0, 155.0, 160.0, 165.0, 178.0])
@pytest.mark.parametrize("off_deg", [0.0, 30.0, 50.0])
def test_each_verdict_is_that_of_the_program(off_deg, hip_deg):
    window = window_from(off_deg, hip_deg)
    results = {result.rule.id: result for pair in pairs(window) for result in results_of(pair, "full")}

    assert {"hips-low", "short-hold"} <= set(results)
    for name, result in results.items():
        expected = judge(FULL.rule(name), window, History(), Seen(window, "supine"))
        assert (result.verdict, result.value, result.reason, result.half_width) == (
            expected.verdict,
            expected.value,
            expected.reason,
            expected.half_width,
        )


def test_where_the_image_does_not_agree_the_benchmark_gives_no_verdict_either():
    """From the side, an image beyond the limit and other readings that pull the estimate back inside it."""
    rule = FULL.rule("hips-low")
    assert rule.fit is not None
    assert rule.fault_below is not None
    (pair,) = (pair for pair in pairs(window_from(0.0, 170.0)) if rule.id in pair.rules)
    low = rule.fault_below + rule.fit.offset - 1.0
    apart = replace(pair, readings=np.array([low, low + 60.0, low + 60.0, low + 60.0]))

    (alone,) = (each for each in results_of(apart, "full") if each.rule.id == rule.id)

    estimate = rule.fit(list(apart.readings), apart.turn)
    assert estimate.value - estimate.half_width > rule.fault_below
    assert (alone.verdict, alone.reason) == (Verdict.NOT_JUDGED, "too close to call")


def test_a_true_value_beyond_the_limit_is_a_fault_and_one_at_it_is_none():
    rule = FULL.rule("hips-low")
    assert rule.fault_below is not None

    assert is_beyond(rule, rule.fault_below - 0.1)
    assert not is_beyond(rule, rule.fault_below)


def test_verdicts_are_counted_against_the_true_value_and_wrong_ones_are_named():
    found = pairs(window_from(0.0, 178.0))
    tally, wrong = verdicts_of(found, "full", "side")
    lied, named = verdicts_of([replace(p, true=90.0) for p in found if "hips-low" in p.rules], "full", "side")

    assert (tally.false_alarms, tally.missed, wrong) == (0, 0, [])
    assert tally.good > 3
    assert (lied.missed, len(named)) == (1, 1)
    assert named[0].startswith("good: clip rep 0, 0°, hips-low: ")


def test_shares_are_of_what_could_be_judged():
    tally = Tally()
    for has_fault, verdict in [(True, Verdict.FAULT), (True, Verdict.NOT_JUDGED), (False, Verdict.GOOD)]:
        tally.add(has_fault, verdict)

    assert tally.cells == ("67% of 3", "1/1", "1/1 (1 not judged)", "0 in 1")
