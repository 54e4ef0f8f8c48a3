"""The window of live coaching: every stage is drawn, nothing runs out of it or over the rest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures import bridge_track, frames, joined, lying_still
from formcheck.exercises import catalog
from formcheck.output.drawing.layout import Box
from formcheck.output.drawing.live_view import ROW_CHARACTERS, SIZE, _set_rows, command_for, compose
from formcheck.output.drawing.scene import mirrored
from formcheck.output.drawing.set_scenes import scene_of
from formcheck.session.headline import Headline
from formcheck.workout.screen import COMMANDS, LABELS, Command, Screen, SetSummary, WorkoutStage
from formcheck.workout.workout import Workout

NAMES = tuple(exercise.name for exercise in catalog().values())
GROUND = np.full((720, 1280, 3), 90, np.uint8)


def screens():
    """One screen of each stage, as a set brings them about."""
    workout = Workout(catalog(), (1280, 720))
    found = {WorkoutStage.CHOOSE: workout.tick(0.0)}
    found[WorkoutStage.PLACEMENT] = workout.choose("glute-bridge", 0.0)
    for pose in frames(joined(lying_still(6.0), bridge_track(2, top_deg=160.0))):
        screen = workout.step(pose)
        found[screen.stage] = screen
    found[WorkoutStage.REST] = workout.command(Command.END_SET, workout.now_s)
    found[WorkoutStage.SUMMARY] = workout.command(Command.FINISH, workout.now_s)
    return found


@pytest.mark.parametrize("stage", list(WorkoutStage))
def test_every_stage_fills_the_window_with_something(stage):
    drawn = compose(screens()[stage], GROUND, None, NAMES)

    assert drawn.shape == (SIZE[1], SIZE[0], 3)
    assert drawn.std() > 5


def test_words_do_not_run_into_the_picture():
    picture = np.full((560, 930, 3), 90, np.uint8)

    full = compose(screens()[WorkoutStage.SET], picture, None, NAMES)

    assert (full[0:560, 0:930] == 90).all()


@given(st.text("Wgäß ", min_size=1, max_size=300), st.integers(0, 999), st.sampled_from(list(WorkoutStage)))
def test_any_words_and_numbers_stay_within_the_window(words, number, stage):
    screen = Screen(stage, name=words, headline=words, lines=(words,) * 5, count=number, seconds=number, notice=words)

    assert compose(screen, GROUND, None, NAMES).shape == (SIZE[1], SIZE[0], 3)


def test_every_command_of_every_stage_has_a_key_and_a_label():
    keys = ["enter", "space", "n", "e", "q"]
    for stage, commands in COMMANDS.items():
        screen = Screen(stage, commands=commands)
        found = {command_for(key, screen) for key in keys}
        missing = set(commands) - found
        assert missing <= ({Command.FINISH} if stage is WorkoutStage.CHOOSE else set()), stage
    assert set(LABELS) == set(Command)


def test_a_key_that_means_nothing_asks_for_nothing():
    assert command_for("z", screens()[WorkoutStage.SET]) is None
    assert command_for("enter", screens()[WorkoutStage.REST]) is None


def test_in_the_mirror_the_body_is_mirrored_and_no_name_is_exchanged():
    workout = Workout(catalog(), (1280, 720))
    workout.choose("glute-bridge", 0.0)
    for pose in frames(joined(lying_still(6.0), bridge_track(1))):
        workout.step(pose)
    scene = scene_of(workout.update, workout.session, (1280.0, 720.0), Box(0, 0, 0, 0))

    other = mirrored(scene)

    np.testing.assert_allclose(other.pose.image[:, 0], 1280.0 - scene.pose.image[:, 0])
    assert (other.near, other.line, other.value) == (scene.near, scene.line, scene.value)
    assert other.above == -scene.above


def test_no_row_of_a_summary_is_so_long_that_it_becomes_small():
    details = ("8 of 24 checks could be made.",)
    found = Headline("3 reps counted", details, ("Move it. " * 14,), "plain", 8, 24)

    rows = _set_rows(SetSummary("Glute bridge", 3, (), None, found))

    assert max(len(row) for row, bold in rows if not bold) <= ROW_CHARACTERS
    assert " ".join(row for row, _ in rows[1:]) == f"8 of 24 checks could be made. {'Move it. ' * 14}".strip()
