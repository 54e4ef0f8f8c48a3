"""The test on recorded poses of rendered people, whose true sink is known.

The recordings are the full model's landmarks of clips of `benchmarks/assessment_recipe.json`.
"""

from dataclasses import replace

import numpy as np
import pytest

from clips import ROOT
from figures import HEIGHT, WIDTH
from formcheck.apps.assess import assess_files
from formcheck.assessment.assessment import finish_assessment
from formcheck.assessment.phases import TestPhase
from formcheck.assessment.protocol import HOLD, LEG_LOWER, REPS
from formcheck.assessment.tracked_run import follow
from formcheck.frames.frame import SourceInfo
from formcheck.pose.pose import DetectionFlag, Pose
from formcheck.pose.recording import load_recording
from formcheck.session.results import ModelInfo
from lowerings import DOWN_DEG, UP_DEG, doing, side_of

GOLDEN = ROOT / "tests/golden"
DROPS = GOLDEN / "single_leg_test_drops_p1.npz"  # left leg, true sink 20, 21 and 20 degrees
SHORT = GOLDEN / "single_leg_test_short_tap_p4.npz"  # right leg, steady; the second heel stays above the floor
OBLIQUE = GOLDEN / "single_leg_test_45_p4.npz"
EXERCISE = GOLDEN / "single_leg_glute_bridge_hip_sag_mixed_side_p4.npz"


def assessed(track, protocol=LEG_LOWER, size=(640, 480)):
    source = SourceInfo("track", "recording", *size, frames=len(track))
    poses = (track[i] for i in range(len(track)))
    return finish_assessment([follow(poses, protocol, source, ModelInfo(name="full", sha256=""))], protocol)


def test_hips_that_drop_are_measured_within_the_stated_interval():
    result = assess_files([DROPS], LEG_LOWER).result

    assert list(result.sides) == ["left"]
    left = result.sides["left"]
    assert (left.result, left.limited_by) == ("drops", ["sink"])
    for trial, true_deg in zip(left.trials, (20.2, 21.2, 19.8), strict=True):
        low, high = trial.sink_ci
        assert low <= true_deg <= high
        assert abs(trial.sink_deg - true_deg) < 3.0
        assert trial.valid
    assert result.difference_pct is None
    assert any("Stop here" in line for line in result.advice)
    assert any("right leg was not seen" in line for line in result.advice)


def test_a_heel_that_stays_above_the_floor_is_set_apart():
    right = assess_files([SHORT], LEG_LOWER).result.sides["right"]

    assert [trial.valid for trial in right.trials] == [True, False]
    assert right.trials[1].reason == "the heel did not reach the floor"
    assert right.result in ("steady", "uncertain")
    assert right.sink_deg < 4.0


def test_two_clips_give_two_sides_and_their_difference():
    result = assess_files([SHORT, DROPS], LEG_LOWER).result

    assert {side: found.source for side, found in result.sides.items()} == {"left": 1, "right": 0}
    kept = {side: found.height_kept for side, found in result.sides.items()}
    expected = 100 * (kept["left"] - kept["right"]) / max(kept.values())
    assert result.difference_pct == pytest.approx(expected, abs=0.1)
    assert result.difference_pct < -15  # the right leg held the hips up, the left did not
    assert result.difference_flagged == (abs(result.difference_pct) >= 20)


def test_a_mirrored_person_gets_the_other_leg_and_the_same_numbers():
    track = load_recording(DROPS).track

    mirrored = assessed(track.mirrored(640)).result.sides

    as_filmed = assessed(track).result.sides["left"]
    assert list(mirrored) == ["right"]
    assert mirrored["right"].sink_deg == pytest.approx(as_filmed.sink_deg, abs=0.2)


def test_seen_at_an_angle_a_sink_is_measured_with_a_wider_interval():
    right = assess_files([OBLIQUE], LEG_LOWER).result.sides["right"]  # 45 degrees off the side

    assert (right.result, right.baseline.view) == ("drops", "oblique")
    low, high = right.sink_ci
    assert low <= 15.0 <= high
    from_the_side = assess_files([DROPS], LEG_LOWER).result.sides["left"]
    assert high - low > from_the_side.sink_ci[1] - from_the_side.sink_ci[0]


def test_the_exercise_is_not_treated_as_the_test():
    result = assess_files([EXERCISE], LEG_LOWER).result

    assert all(found.result == "not-judged" for found in result.sides.values())
    assert not any(trial.valid for found in result.sides.values() for trial in found.trials)


def test_without_a_bridge_on_both_feet_there_is_nothing_to_compare_with():
    track = load_recording(DROPS).track
    out = track[track.time_s > 6.4]

    result = assessed(out).result

    assert {found.result for found in result.sides.values()} <= {"not-judged"}
    assert result.difference_pct is None


def test_a_still_bridge_gives_no_sink():
    track = load_recording(DROPS).track
    still = track[(track.time_s > 2.5) & (track.time_s < 5.0)]
    rng = np.random.default_rng(3)
    long = Pose.stack([_shaken(still[i % len(still)], i / 30, rng) for i in range(600)])

    assert assessed(long).result.sides == {}


def _shaken(pose, time_s, rng):
    noise = rng.normal(0, 0.7, pose.image.shape)
    return replace(pose, time_s=np.float64(time_s) * np.ones(()), image=pose.image + noise)


def test_nothing_is_compared_across_a_cut():
    track = load_recording(DROPS).track
    notes = np.zeros(len(track), dtype=np.int64)
    notes[np.searchsorted(track.time_s, 6.5)] = DetectionFlag.CUT

    result = assessed(replace(track, notes=notes)).result

    assert {found.result for found in result.sides.values()} <= {"not-judged"}


def test_the_stages_come_in_the_order_of_the_protocol():
    track = load_recording(DROPS).track
    source = SourceInfo("track", "recording", 640, 480, frames=len(track))

    seen = follow((track[i] for i in range(len(track))), LEG_LOWER, source, ModelInfo(name="full", sha256=""))

    stages = [update.phase for update in seen.updates]
    order = [stage for n, stage in enumerate(stages) if n == 0 or stage is not stages[n - 1]]
    lowering = [TestPhase.OUT, TestPhase.DOWN, TestPhase.BACK]
    assert order[:2] == [TestPhase.FLOOR, TestPhase.BRIDGE]
    assert order[2:11] == 3 * lowering
    assert order[-1] is TestPhase.FLOOR
    assert sum(update.trial is not None for update in seen.updates) == 3


def held(seconds, *, then):
    """The recording with the leg held out for some time, and what came after, or nothing."""
    track = load_recording(DROPS).track
    before, out = track[track.time_s <= 6.9], track[(track.time_s > 6.6) & (track.time_s <= 6.9)]
    poses = [before[i] for i in range(len(before))]
    for i in range(round(30 * seconds)):
        time_s = float(poses[-1].time_s) + 1 / 30
        poses.append(replace(out[i % len(out)], time_s=np.float64(time_s) * np.ones(())))
    if then:
        end = track[track.time_s > 18.3]
        shift = float(poses[-1].time_s) + 1 / 30 - float(end.time_s[0])
        poses += [replace(end[i], time_s=end.time_s[i] + shift) for i in range(len(end))]
    return Pose.stack(poses)


def test_a_hold_is_timed_until_the_leg_comes_down():
    left = assessed(held(12.0, then=True), HOLD).result.sides["left"]

    assert left.result == "measured"
    assert left.hold_s == pytest.approx(12.6, abs=1.0)
    assert left.hold_ended == "leg or hips came down"


def test_a_hold_that_the_clip_cuts_off_lasted_at_least_this_long():
    left = assessed(held(5.0, then=False), HOLD).result.sides["left"]

    assert left.hold_ended == "the clip ended"
    assert "at least" in left.reason


def test_hips_that_move_by_ten_degrees_end_a_hold():
    from formcheck.assessment.baseline import baseline_of
    from formcheck.assessment.hold import measure_hold

    track = load_recording(DROPS).track
    baseline = baseline_of(track[(track.time_s > 2.0) & (track.time_s < 5.0)])
    lowering = track[(track.time_s > 6.5) & (track.time_s < 9.0)]  # the hips sink by 20 degrees at about 7.6 s

    hold = measure_hold(lowering, "left", baseline, cut=False)

    assert hold.ended == "hips moved"
    assert 7.0 < hold.end_s < 8.3


def test_repetitions_end_with_two_short_ones_in_a_row():
    right = assess_files([EXERCISE], REPS).result.sides["right"]

    assert (right.result, right.reps, right.reps_ended) == ("measured", 1, "two in a row stayed short")


def test_repetitions_on_their_side_are_counted_turned_and_the_result_says_so():
    recording = load_recording(EXERCISE)
    size = recording.origin.width, recording.origin.height

    result = assessed(recording.track.rotated(1, *size), REPS, size[::-1]).result

    upright = assess_files([EXERCISE], REPS).result
    source = result.sources[0]
    assert result.sides["right"].reps == upright.sides["right"].reps
    assert (source.recording.turned_deg, source.recording.width, source.recording.height) == (270, *size)
    assert ["turned anticlockwise by 90°" in warning for warning in source.warnings] == [True]


def test_saved_poses_of_a_turned_picture_say_so_in_the_test_too():
    track = load_recording(SHORT).track
    source = SourceInfo("track", "recording", 640, 480, frames=len(track), turned_deg=90)

    seen = follow((track[i] for i in range(len(track))), LEG_LOWER, source, ModelInfo(name="full", sha256=""))

    quality = finish_assessment([seen], LEG_LOWER).result.sources[0]
    assert quality.recording.turned_deg == 90
    assert ["turned clockwise by 90°" in warning for warning in quality.warnings] == [True]


def test_hips_that_come_down_to_the_floor_have_no_height_to_compare_and_a_reason():
    result = assessed(doing(side_of(2, sink_deg=UP_DEG - DOWN_DEG)), size=(WIDTH, HEIGHT)).result

    side = result.sides["right"]
    assert (side.result, [trial.hips_fell for trial in side.trials]) == ("drops", [True, True])
    assert (side.height_kept, result.difference_pct) == (None, None)
    assert "to the floor in 2 of 2 lowerings" in side.reason


def test_the_settings_name_the_limits():
    settings = assess_files([SHORT], LEG_LOWER).result.settings

    assert (settings["wobble_trunk"], settings["wobble_ratio"]) == (0.018, 3.5)
