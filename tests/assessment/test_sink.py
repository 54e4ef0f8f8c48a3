"""How the readings of a lowering are put together, and how sure the result is."""

from dataclasses import replace

import numpy as np
import pytest
from test_single_leg_bridge import DROPS, assessed

from formcheck.assessment.baseline import ENOUGH_S, baseline_of
from formcheck.assessment.sink import FARTHEST_OFF_DEG, READINGS, measured_sink, the_fit
from formcheck.assessment.sink_cues import SinkCues
from formcheck.pose.recording import load_recording
from lowerings import doing, side_of

ROLL = "image.roll"
TOO_FAR = np.sin(np.radians(FARTHEST_OFF_DEG + 1.0))


@pytest.fixture(scope="module")
def baseline():
    track = load_recording(DROPS).track
    return baseline_of(track[(track.time_s > 2.0) & (track.time_s < 5.0)])


def cues(sink_deg, turn=0.0, **other):
    """All readings agree on a sink, except for some others."""
    lower = {name: sink_deg / scale for name, scale in zip(READINGS, the_fit().scales, strict=True)}
    return SinkCues(lower | {ROLL: 0.0} | {name.replace("_", "."): value for name, value in other.items()}, 1.0, turn)


def test_readings_that_agree_give_about_what_they_say(baseline):
    for sink_deg in (0.0, 5.0, 12.0, 20.0):
        assert measured_sink(cues(sink_deg), baseline).value == pytest.approx(sink_deg, abs=1.5 + 0.15 * sink_deg)


def test_a_reading_that_is_far_from_all_others_counts_little(baseline):
    alone = measured_sink(cues(8.0), baseline).value

    for name in READINGS:
        for wrong in (-40.0, 60.0):
            assert measured_sink(cues(8.0, **{name.replace(".", "_"): wrong}), baseline).value == pytest.approx(
                alone, abs=2.0
            )


def test_it_is_less_sure_the_farther_off_the_side_the_more_it_sinks_and_the_less_is_seen(baseline):
    def sd(found):
        return measured_sink(found, baseline).sd

    unseen = dict.fromkeys(("outline_slope", "outline_height"), np.nan)
    no_world = dict.fromkeys(("plane_trunk", "plane_trunk-side"), np.nan)
    assert sd(cues(3.0)) < sd(cues(3.0, turn=0.5)) < sd(cues(3.0, turn=0.7))
    assert sd(cues(3.0)) < sd(cues(10.0)) < sd(cues(16.0)) <= sd(cues(30.0))
    assert sd(cues(3.0)) < sd(cues(3.0, **unseen)) <= sd(cues(3.0, **unseen, **no_world))


def test_a_short_bridge_on_both_feet_makes_it_less_sure(baseline):
    short = replace(baseline, end_s=baseline.start_s + 0.5 * ENOUGH_S)

    assert measured_sink(cues(3.0), short).sd > measured_sink(cues(3.0), baseline).sd


def test_a_camera_that_is_turned_too_far_measures_nothing(baseline):
    assert measured_sink(cues(3.0, turn=TOO_FAR), baseline) is None
    assert measured_sink(cues(3.0, turn=-TOO_FAR), baseline) is None
    assert measured_sink(cues(3.0, turn=np.nan), baseline) is not None


def test_deeper_hips_give_larger_sinks():
    sinks = [assessed(doing(side_of(1, sink_deg=deg))).result.sides["right"].sink_deg for deg in (0.0, 6.0, 12.0, 20.0)]

    assert np.all(np.diff(sinks) > 3.0)


def test_an_uncertain_side_says_what_would_settle_it():
    found = assessed(doing(side_of(1, sink_deg=4.5)), size=(640, 480)).result.sides["right"]

    assert found.result == "uncertain"
    assert found.to_settle
