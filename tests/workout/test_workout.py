"""A workout from stage to stage, with stick figures: what is shown, and when a set begins and ends."""

from dataclasses import replace

import numpy as np
import pytest

from clips import ROOT
from figures import (
    Camera,
    bridge_track,
    frames,
    joined,
    lying_still,
    nobody,
    overhead,
    standing_still,
    walking,
)
from formcheck.apps.write import analysis_of
from formcheck.exercises import catalog
from formcheck.frames.frame import SourceInfo
from formcheck.pose.recording import load_recording
from formcheck.session.results import ModelInfo
from formcheck.workout.screen import Command, WorkoutStage, towards_goal
from formcheck.workout.set_end import AWAY_S, STILL_S
from formcheck.workout.workout import COUNTDOWN_S, Workout

READY_S = 6.0
"""Lying still for this long passes placement and countdown."""


def run(track, exercise="glute-bridge", *, recorded=False):
    """A workout that has seen a track, and the screens it gave."""
    workout = Workout(catalog(), recorded=recorded)
    screens = [workout.choose(exercise, 0.0)]
    screens += [workout.step(pose) for pose in frames(track)]
    return workout, screens


def stages(screens):
    """Stages in the order in which they were shown, each once in a row."""
    return [
        s.stage for s, before in zip(screens, [None, *screens], strict=False) if not before or s.stage != before.stage
    ]


def set_of(reps, **how):
    """Lying still until the set has begun, then a set."""
    return joined(lying_still(READY_S), bridge_track(reps, **how))


# --- the way to a set


def test_a_person_who_lies_still_is_led_through_placement_and_countdown_into_the_set():
    _, screens = run(set_of(2))

    assert stages(screens) == [WorkoutStage.PLACEMENT, WorkoutStage.COUNTDOWN, WorkoutStage.SET]
    assert screens[-1].count == 2


def test_the_countdown_counts_three_two_one():
    _, screens = run(set_of(1))

    shown = [screen.seconds for screen in screens if screen.stage is WorkoutStage.COUNTDOWN]

    assert sorted(set(shown), reverse=True) == [3, 2, 1]
    assert shown == sorted(shown, reverse=True)


def test_a_person_who_begins_before_the_countdown_is_over_loses_no_rep():
    workout, screens = run(bridge_track(3, lead_s=2.5))

    assert screens[-1].count == 3
    assert workout.stage is WorkoutStage.SET


def test_nobody_and_passers_by_start_nothing():
    empty = nobody(walking(4.0), 0.0, 10.0)

    for track in (empty, walking(6.0), standing_still(8.0)):
        _, screens = run(track)
        assert stages(screens) == [WorkoutStage.PLACEMENT]


def test_a_camera_that_does_not_see_the_side_is_reported_and_the_set_waits():
    _, screens = run(bridge_track(3, camera=Camera(off_deg=60)))

    assert stages(screens) == [WorkoutStage.PLACEMENT]
    assert "sideways" in screens[-1].headline
    assert screens[-1].mood == "fault"


def test_starting_all_the_same_is_allowed():
    workout = Workout(catalog())
    workout.choose("glute-bridge", 0.0)
    track = bridge_track(3, camera=Camera(off_deg=40), lead_s=6.0)
    for pose in frames(track):
        if workout.stage is WorkoutStage.PLACEMENT and float(pose.time_s) > 2.0:
            workout.command(Command.START, float(pose.time_s))
        screen = workout.step(pose)

    assert screen.stage is WorkoutStage.SET
    assert screen.count == 3


def test_leaving_the_position_in_the_countdown_leads_back_to_the_placement():
    _, screens = run(joined(lying_still(3.0), standing_still(3.0)))

    assert stages(screens) == [WorkoutStage.PLACEMENT, WorkoutStage.COUNTDOWN, WorkoutStage.PLACEMENT]


# --- the end of a set


def ended_after(track):
    """Seconds from the start of what follows a set to the end of the set; None when it does not end."""
    workout, _ = run(set_of(2))
    shift = workout.now_s + 1 / 30
    for pose in frames(track):
        workout.step(replace(pose, time_s=pose.time_s + shift))
        if workout.stage is not WorkoutStage.SET:
            return float(pose.time_s)
    return None


def test_a_set_ends_when_the_person_gets_up():
    assert ended_after(standing_still(8.0)) == pytest.approx(AWAY_S, abs=0.3)


def test_a_set_ends_when_the_person_has_gone():
    assert ended_after(nobody(lying_still(8.0), -1.0, 9.0)) == pytest.approx(AWAY_S, abs=0.3)


def test_a_set_ends_when_nothing_moves_any_more():
    assert ended_after(lying_still(STILL_S + 2.0)) == pytest.approx(STILL_S, abs=1.0)


def test_a_breather_does_not_end_a_set():
    assert ended_after(lying_still(STILL_S - 3.0)) is None


def test_both_hands_overhead_end_a_set():
    assert ended_after(overhead(standing_still(3.0))) == pytest.approx(1.0, abs=0.1)


def test_a_set_ends_with_the_last_prescribed_rep():
    most = catalog()["glute-bridge"].target.reps[1]

    workout, screens = run(set_of(most, hold_s=0.6, lift_s=0.6, lower_s=0.9, rest_s=0.3))

    assert workout.stage is WorkoutStage.REST
    assert screens[-1].sets[0].count == most


def test_where_reps_have_sides_each_side_has_to_reach_the_goal():
    track = load_recording(ROOT / "tests/golden/gorilla_row_same_side_45_p4.npz").track

    workout, screens = run(track, "gorilla-row", recorded=True)

    sides = [rep.side for rep in workout.session.reps]
    assert screens[-1].lines[0] == f"left {sides.count('left')}, right {sides.count('right')}"
    assert towards_goal(workout.session) == min(sides.count("left"), sides.count("right")) < len(sides)
    assert screens[-1].goal == "of 10–15 reps a side"


def test_a_set_without_any_movement_leaves_nothing_behind():
    workout, screens = run(joined(lying_still(READY_S), standing_still(AWAY_S + 2.0)))

    assert stages(screens)[-2:] == [WorkoutStage.SET, WorkoutStage.PLACEMENT]
    assert workout.finished == []


def test_rest_counts_down_and_leads_to_the_next_set():
    workout, _ = run(set_of(2))
    start_s = workout.now_s
    workout.command(Command.END_SET, start_s)
    rest_s = catalog()["glute-bridge"].target.rest_s

    halfway = workout.tick(start_s + rest_s / 2)
    after = workout.tick(start_s + rest_s + 0.1)

    assert halfway.stage is WorkoutStage.REST
    assert halfway.seconds == rest_s / 2
    assert after.stage is WorkoutStage.PLACEMENT
    assert after.sets[0].count == 2


def test_the_rep_on_its_way_back_counts_when_the_set_is_ended():
    track = set_of(2)
    whole = frames(track)
    cut = whole[: round((READY_S + 1.0 + 4.5 + 1.0 + 1.5 + 1.2) * 30)]  # into the lowering of the second
    workout = Workout(catalog())
    workout.choose("glute-bridge", 0.0)
    for pose in cut:
        workout.step(pose)
    before = len(workout.session.reps)

    screen = workout.command(Command.END_SET, float(cut[-1].time_s))

    assert (before, screen.sets[0].count) == (1, 2)


def test_finishing_shows_the_summary_of_all_sets():
    workout, _ = run(set_of(2))
    workout.command(Command.END_SET, workout.now_s)
    screen = workout.command(Command.FINISH, workout.now_s)

    assert screen.stage is WorkoutStage.SUMMARY
    assert screen.headline == "1 set, 2 reps"


# --- pause, other exercise, commands that make no sense


def test_what_is_done_in_a_pause_is_not_counted():
    workout, _ = run(set_of(2))
    workout.command(Command.PAUSE, workout.now_s)
    later = joined(lying_still(0.5), bridge_track(2))
    shift = workout.now_s + 0.1
    for pose in frames(later):
        screen = workout.step(replace(pose, time_s=pose.time_s + shift))
    assert (screen.paused, screen.count, screen.headline) == (True, 2, "Paused")

    workout.command(Command.PAUSE, workout.now_s)
    shift = workout.now_s + 0.1
    for pose in frames(bridge_track(1)):
        screen = workout.step(replace(pose, time_s=pose.time_s + shift))

    assert (screen.paused, screen.count) == (False, 3)


def test_another_exercise_keeps_the_set_before():
    workout, _ = run(set_of(2))

    workout.command(Command.CHOOSE, workout.now_s)
    screen = workout.choose("superman", workout.now_s)

    assert (screen.stage, screen.name) == (WorkoutStage.PLACEMENT, "Superman")
    assert [s.count for s in screen.sets] == [2]


@pytest.mark.parametrize("command", [Command.NEXT_SET, Command.END_SET])
def test_a_command_that_makes_no_sense_does_nothing(command):
    workout, before = run(lying_still(1.0))

    assert workout.command(command, workout.now_s).stage is before[-1].stage


def test_an_exercise_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        Workout(catalog()).choose("push-up", 0.0)


def test_a_lost_camera_does_not_end_the_set():
    workout, _ = run(set_of(2))
    workout.camera_returned()
    gone_s = workout.now_s + 40.0
    for pose in frames(bridge_track(2)):
        screen = workout.step(replace(pose, time_s=pose.time_s + gone_s))

    assert (screen.stage, screen.count) == (WorkoutStage.SET, 4)


# --- live is recorded


def result_of(workout):
    done = workout.finished[0]
    source = SourceInfo("test", "camera", 1280, 720)
    return analysis_of(done, source, ModelInfo(name="none", sha256="")).result


def test_what_is_saved_is_what_was_coached():
    workout, _ = run(set_of(4, top_deg=[180.0, 160.0, 180.0, 180.0], noise_px=1.0))
    session = workout.session
    workout.command(Command.FINISH, workout.now_s)

    result = result_of(workout)

    coached = [[f.rule.id for f in rep.rule_results if f.verdict == "fault"] for rep in session.reps]
    assert [rep.faults for rep in result.reps] == coached
    assert coached[1] == ["hips-low"]
    assert [cue.text for cue in result.cues] == [cue.text for cue in session.cues]
    start_s = workout.finished[0].track.time_s[0]
    np.testing.assert_allclose(
        [r.turn_s for r in result.reps], [r.times.turn_s - start_s for r in session.reps], atol=1e-3
    )


def test_times_of_a_saved_set_count_from_its_first_frame():
    workout, _ = run(set_of(1))
    workout.command(Command.FINISH, workout.now_s)

    assert result_of(workout).source.duration_s < workout.now_s
    assert result_of(workout).reps[0].start_s < READY_S + COUNTDOWN_S


def test_a_recording_is_never_asked_to_wait():
    seen_from_the_front = bridge_track(3, camera=Camera(off_deg=40))

    workout, screens = run(seen_from_the_front, recorded=True)
    workout.end(workout.now_s)

    assert WorkoutStage.COUNTDOWN not in stages(screens)
    assert workout.finished[0].summary.count == 3


# --- what is shown in a set


def test_the_meter_shows_the_angle_against_its_band():
    _, screens = run(set_of(1, hold_s=2.0))

    highest = max((s.meter for s in screens if s.meter and s.meter.value), key=lambda meter: meter.value)

    assert highest.good == (170.0, 185.0)
    assert highest.in_band
    assert highest.share(highest.low) == 0.0


def test_a_cue_is_shown_for_a_while_after_its_rep():
    _, screens = run(joined(set_of(1, top_deg=160.0), lying_still(5.0)))

    shown = [s for s in screens if s.headline == "Hips higher"]

    assert 2.5 < len(shown) / 30 < 3.5
    assert {s.mood for s in shown} == {"fault"}


def test_the_set_up_is_shown_until_the_first_rep():
    _, screens = run(set_of(2))
    in_set = [s for s in screens if s.stage is WorkoutStage.SET]

    assert in_set[0].lines == catalog()["glute-bridge"].words.set_up[:1]
    assert in_set[-1].lines == ()


def test_why_a_movement_is_not_counted_is_shown():
    _, screens = run(joined(set_of(1), bridge_track(1, top_deg=136.0)))

    assert any(line.startswith("Not counted") for s in screens for line in s.lines)


# --- what belongs to a set


def test_frames_in_which_the_camera_could_not_see_well_do_not_belong_to_the_set():
    ill_seen = bridge_track(2, camera=Camera(off_deg=60), lead_s=4.0)

    workout, screens = run(joined(ill_seen, set_of(2)))
    workout.command(Command.FINISH, workout.now_s)

    assert screens[-1].count == 2
    assert workout.finished[0].track.time_s[0] > ill_seen.time_s[-1] - 0.5


def test_frames_of_getting_into_position_belong_to_the_set():
    workout, _ = run(joined(standing_still(2.5), set_of(1)))
    workout.command(Command.FINISH, workout.now_s)

    assert workout.finished[0].track.time_s[0] == 0.0
