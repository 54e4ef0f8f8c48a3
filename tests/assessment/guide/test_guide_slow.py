"""A machine that takes few frames, at uneven times and with gaps, loses no lowering and invents no reason."""

import pytest

from clips import ROOT
from formcheck.assessment.counting import is_short
from formcheck.assessment.guide.led import FEW_FPS, TOO_SLOW
from formcheck.assessment.protocol import HOLD, REPS
from formcheck.pose.recording import load_recording
from led import fed, recorded, thinned

KINDS = ("hands", "heel_up", "foot_moved", "fall", "down_at_once", "drops_p1", "short_tap_p4")

RATES = {"ten a second": (10.0, 0.0), "seven with gaps": (7.0, 0.3), "five": (5.0, 0.0), "five with gaps": (5.0, 0.4)}


@pytest.fixture(scope="module")
def whole():
    """The outcome of each lowering when no frame is dropped."""
    return {kind: outcomes(fed(recorded(kind))) for kind in KINDS}


def outcomes(seen):
    return [(trial.side, trial.invalid, trial.lowering.hips_fell) for trial in seen.guide.test.trials]


@pytest.mark.parametrize("rate", list(RATES))
@pytest.mark.parametrize("kind", KINDS)
def test_every_lowering_is_found_with_the_outcome_it_has_when_no_frame_is_dropped(whole, kind, rate):
    assert outcomes(fed(thinned(recorded(kind), *RATES[rate]))) == whole[kind]


def test_a_bent_knee_keeps_its_word():
    assert set(fed(thinned(recorded("knee_bent"), 7.0, 0.3)).reasons) == {"the free leg was not stretched"}


@pytest.mark.parametrize("seed", range(3))
def test_a_hold_keeps_its_seconds(seed):
    track = recorded("hold")

    few, all_of_them = (
        [hold.seconds for hold in fed(each, HOLD).guide.test.holds] for each in (thinned(track, 7.0, 0.3, seed), track)
    )

    assert few == pytest.approx(all_of_them, abs=1.0)


@pytest.mark.parametrize("seed", range(3))
def test_short_and_full_repetitions_of_a_sample_stay_what_they_are(seed):
    track = load_recording(ROOT / "tests/golden/single_leg_glute_bridge_hip_sag_mixed_side_p4.npz").track

    few, all_of_them = (
        [(rep.side, is_short(rep)) for rep in fed(each, REPS).guide.session.reps]
        for each in (thinned(track, 7.0, 0.3, seed), track)
    )

    assert few == all_of_them
    assert [short for _, short in few].count(True) == 2


def test_too_few_frames_are_reported_on_the_screen():
    track = recorded("heel_up")

    slow, quick = (fed(thinned(track, fps)).guide for fps in (FEW_FPS - 1.5, FEW_FPS + 3.0))

    assert slow.tick(slow.now_s).notice == TOO_SLOW
    assert quick.tick(quick.now_s).notice != TOO_SLOW


@pytest.mark.parametrize("seed", range(3))
def test_where_the_gaps_fall_makes_no_difference(seed, whole):
    assert outcomes(fed(thinned(recorded("hands"), 6.0, 0.35, seed))) == whole["hands"]
