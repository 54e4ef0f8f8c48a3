"""The repetitions led live: counted aloud for each leg, ended by two short ones in a row, or by lying still."""

from dataclasses import replace

import numpy as np
import pytest

from figures import SIDE, Camera, frames, joined
from formcheck.assessment.assessment import finish_assessment
from formcheck.assessment.counting import BREAK_S, count_side
from formcheck.assessment.guide.reps_guide import RepsGuide
from formcheck.assessment.guide.speech import LIFT_FOR_REPS, STAYED_SHORT, TWO_SHORT
from formcheck.assessment.guide.steps import Step
from formcheck.assessment.protocol import REPS
from formcheck.assessment.tracked_run import finish_set, follow
from formcheck.frames.frame import SourceInfo
from formcheck.pose.landmarks import SIDES
from formcheck.pose.pose import Pose
from formcheck.session.results import ModelInfo
from formcheck.session.run_log import RunLog
from formcheck.workout.screen import WorkoutStage
from led import fed, recorded, thinned
from lowerings import DOWN_DEG, UP_DEG, doing

SOURCE = SourceInfo("test", "camera", 480, 360)
MODEL = ModelInfo(name="full", sha256="")
SHORT_DEG = 155.0
TURNED = Camera(head="right")


def repetitions(tops: tuple[float, ...], side: str, camera: Camera = SIDE, rest_s: float = 3.0) -> Pose:
    """One leg held out while the hips go up to each of these angles and down; then a rest."""
    up_and_down = [step for top in tops for step in ((1.2, top, 1.0), (1.0, top, 1.0), (1.2, DOWN_DEG, 1.0))]
    steps = ((3.0, DOWN_DEG, 0.0), (1.0, DOWN_DEG, 1.0), (0.5, DOWN_DEG, 1.0), *up_and_down, (rest_s, DOWN_DEG, 0.0))
    return in_picture(doing(steps, side, camera))


def in_picture(track: Pose) -> Pose:
    """The figures are drawn for a picture of 1280 pixels."""
    return replace(track, image=track.image * 0.375)


FULL, SHORT = UP_DEG, SHORT_DEG


@pytest.fixture(scope="module")
def clip():
    """Right leg: full, short, full, then two short ones, of which the model hangs one on the wrong leg; left leg:
    two full, a short one, a full one: `benchmarks/led_clips.py`."""
    return fed(recorded("reps"), REPS)


def test_reps_of_a_recording_are_counted_aloud_for_each_leg(clip):
    counted = [line for line in clip.lines if line[0].isdigit() or ". 1." in line or " leg. " in line]

    assert counted == ["Right leg. 1.", "2.", "Left leg. 1.", "2.", "3."]


def test_a_short_rep_is_said_and_not_counted(clip):
    assert clip.lines.count(STAYED_SHORT[1]) == 3
    assert STAYED_SHORT[0] in clip.headlines


def test_a_recording_leads_through_both_legs(clip):
    assert clip.steps == [Step.PLACE, Step.LIFT, Step.REPS, Step.REST, Step.REPS]
    assert "Right leg: 2 full" in clip.headlines


def test_what_is_said_is_what_is_counted_from_the_recording(clip):
    track = recorded("reps")
    result = finish_assessment([follow(frames(track), REPS, SOURCE, MODEL)], REPS).result

    assert {side: found.reps for side, found in result.sides.items()} == {"right": 2, "left": 3}


def test_being_led_changes_no_count():
    track, log = recorded("reps"), RunLog()
    seen = fed(track[:1], REPS)
    guide = RepsGuide(seen.guide.session)
    log.add(track[0], seen.guide.update)
    for pose in frames(track[1:]):
        guide.step(pose)
        log.add(pose, guide.update)

    live = finish_assessment([finish_set(log, SOURCE, MODEL)], REPS).result
    film = finish_assessment([follow(frames(track), REPS, SOURCE, MODEL)], REPS).result

    assert live.to_json() == film.to_json()
    film_reps = follow(frames(track), REPS, SOURCE, MODEL).test.reps
    assert [(rep.times, rep.side) for rep in guide.session.reps] == [(rep.times, rep.side) for rep in film_reps]


def test_both_legs_are_led_through_to_the_end():
    track = joined(
        repetitions((FULL, FULL, SHORT, SHORT), "right", rest_s=40.0),
        repetitions((FULL, FULL, FULL), "left", TURNED, rest_s=BREAK_S + 2.0),
    )

    seen = fed(track, REPS)

    whole = [Step.PLACE, Step.LIFT, Step.REPS, Step.REST, Step.SWITCH_SIDE, Step.LIFT, Step.REPS, Step.DONE]
    assert [step for step in seen.steps if step is not Step.ENOUGH] == whole
    assert LIFT_FOR_REPS[1] in " ".join(seen.lines)


def test_two_short_ones_in_a_row_end_a_side_at_once():
    seen = fed(repetitions((FULL, FULL, SHORT, SHORT, FULL), "right"), REPS)

    assert any(line.startswith("Two in a row stayed short.") for line in seen.lines)
    assert TWO_SHORT[0] in seen.headlines or Step.REST in seen.steps
    assert seen.guide.tally.ended == "Right leg: 2 full"


def test_a_short_one_between_full_ones_does_not_end_it():
    seen = fed(repetitions((FULL, SHORT, FULL), "right"), REPS)

    assert Step.REST not in seen.steps
    assert seen.guide.tally.reps == 2


def test_lying_still_ends_a_side_and_a_breath_does_not():
    breath, still = (
        fed(repetitions((FULL, FULL), "right", rest_s=seconds), REPS) for seconds in (BREAK_S - 1.5, BREAK_S + 2.0)
    )

    assert breath.steps[-1] is Step.REPS
    assert still.steps[-1] is Step.REST
    assert still.guide.tally.ended == "Right leg: 2 full"


def test_a_leg_is_named_as_soon_as_there_is_time_to_say_it():
    lines = fed(repetitions((FULL, FULL, FULL), "right"), REPS).lines

    assert sum(line.startswith("Right leg. ") for line in lines) == 1


def test_the_other_leg_without_a_rest_begins_its_own_side():
    track = joined(repetitions((FULL, FULL), "right", rest_s=0.3), repetitions((FULL, FULL, FULL), "left", rest_s=1.0))

    seen = fed(track, REPS)

    assert (seen.guide.tally.side, seen.guide.tally.reps) == ("left", 3)


def test_a_camera_at_the_foot_end_is_reported_first_and_holds_nobody_up():
    seen = fed(repetitions((FULL, FULL, FULL), "right", Camera(off_deg=80.0)), REPS)

    assert any("turn sideways" in line for line in seen.lines)
    assert seen.steps[:2] == [Step.PLACE, Step.REPS]
    assert seen.guide.despite is not None


@pytest.mark.parametrize("seed", range(3))
def test_few_frames_with_gaps_change_no_count(seed, clip):
    few, all_of_them = (
        each.guide.session.reps for each in (fed(thinned(recorded("reps"), 7.0, 0.3, seed), REPS), clip)
    )

    for side in SIDES:
        assert count_side(few, side) == count_side(all_of_them, side)


def test_the_screen_shows_the_number_large(clip):
    screen = clip.guide.tick(clip.guide.now_s)

    assert (screen.stage, screen.count, screen.goal) == (WorkoutStage.SET, 3, "full reps")
    assert np.isfinite(screen.progress)
