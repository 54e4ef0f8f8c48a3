"""What is said, and when: one line at a time, nothing stale, little when all is well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures import bridge_track, frames, joined, lying_still, nobody
from formcheck.exercises import catalog
from formcheck.workout.screen import Command
from formcheck.workout.speech_queue import IMPORTANCE, SpeechQueue, spoken_s
from formcheck.workout.workout import Workout

KINDS = sorted(IMPORTANCE)


def said(track, exercise="glute-bridge"):
    workout = Workout(catalog())
    workout.choose(exercise, 0.0)
    screens = [workout.step(pose) for pose in frames(joined(lying_still(8.0), track))]
    return [screen.say for screen in screens if screen.say is not None]


def texts(lines):
    return [line.text for line in lines]


@given(st.lists(st.tuples(st.floats(0.01, 2.0), st.sampled_from(KINDS), st.text("abc ", min_size=1, max_size=40))))
def test_no_line_begins_before_the_one_before_it_is_over(offers):
    queue, now, over = SpeechQueue(), 0.0, 0.0
    for wait, kind, text in offers:
        for _ in range(4):
            now += wait / 4
            line = queue.step(now)
            if line is not None:
                assert line.time_s >= over
                over = line.time_s + spoken_s(line.text)
        queue.offer(now, kind, text)


def test_a_count_that_comes_too_late_is_not_said():
    queue = SpeechQueue()
    queue.offer(0.0, "guide", "a long line that takes its time to be said aloud")
    queue.step(0.0)

    queue.offer(0.1, "count", "1.")

    assert [queue.step(t / 10) for t in range(2, 60)] == [None] * 58


def test_a_correction_takes_the_place_of_a_waiting_count_and_not_the_other_way_round():
    queue = SpeechQueue()
    queue.offer(0.0, "correction", "Hips higher.")
    queue.offer(0.0, "count", "2.")

    assert queue.step(0.1).text == "Hips higher."


def test_each_rep_is_counted_and_a_fault_is_said_with_its_count():
    lines = texts(said(bridge_track(3, top_deg=[180.0, 160.0, 180.0], rest_s=1.5)))

    assert "2. Push through your heels, hips higher." in lines
    assert "3. That is the line." in lines


def test_a_corrected_fault_is_not_mentioned_again():
    lines = said(bridge_track(5, top_deg=[160.0, 180.0, 180.0, 180.0, 180.0], rest_s=1.5))

    corrections = [line for line in lines if line.kind == "correction"]

    assert len(corrections) == 1
    assert corrections[0].text.startswith("1.")


def test_a_fault_in_every_rep_is_not_mentioned_every_time():
    lines = said(bridge_track(5, top_deg=160.0, hold_s=1.0, lift_s=0.7, lower_s=1.0, rest_s=0.5))

    assert 1 <= sum("hips higher" in line.text for line in lines) <= 3


def test_less_is_said_when_all_is_well():
    well = said(bridge_track(6, hold_s=2.4, rest_s=1.2))
    words = sum(len(line.text.split()) for line in well if line.kind != "guide")

    assert words <= 6 + 2 * 2 + 4  # the counts, the end of the first two holds, one praise
    assert sum(line.kind == "praise" for line in well) <= 1


def test_the_end_of_the_hold_is_said_in_the_first_two_reps_only():
    lines = texts(said(bridge_track(5, hold_s=2.6, rest_s=1.2)))

    assert lines.count("And lower.") == 2


def test_the_goal_is_announced_when_it_is_reached():
    least = catalog()["glute-bridge"].target.reps[0]

    lines = texts(said(bridge_track(least, hold_s=0.8, lift_s=0.7, lower_s=1.0, rest_s=0.8)))

    assert any(line.startswith(f"{least}, that's the goal.") for line in lines)


@pytest.mark.parametrize(
    ("tops", "expected"),
    [
        ([160.0, 180.0, 180.0], "Form corrected in the last reps."),
        ([180.0, 180.0, 160.0], "Next time: hips higher."),
        ([180.0, 180.0, 180.0], "No faults."),
    ],
)
def test_after_the_set_only_uncorrected_faults_are_mentioned(tops, expected):
    workout = Workout(catalog())
    workout.choose("glute-bridge", 0.0)
    for pose in frames(joined(lying_still(8.0), bridge_track(3, top_deg=tops))):
        workout.step(pose)
    begin = workout.now_s
    heard = [workout.command(Command.END_SET, begin), *(workout.tick(begin + n / 4) for n in range(20))]

    assert [expected in screen.say.text for screen in heard if screen.say] == [True]


def test_what_is_wrong_with_the_camera_is_said_once_in_a_set():
    lines = said(nobody(bridge_track(6), 6.0, 9.5))

    assert sum(line.kind == "place" for line in lines) == 1


def test_why_a_movement_does_not_count_is_not_said_twice_in_a_row():
    lines = texts(said(bridge_track(3, top_deg=136.0, hold_s=0.5, lift_s=0.6, lower_s=0.6)))

    assert sum(line.startswith("Not counted") for line in lines) == 1


@pytest.mark.parametrize("exercise", sorted(catalog()))
def test_every_cue_can_be_said_in_one_breath(exercise):
    assert [rule.say.voice for rule in catalog()[exercise].rules if spoken_s(f"10. {rule.say.voice}") > 5.0] == []
