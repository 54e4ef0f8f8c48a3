"""What was asked for and what was done: counted for each side, held and lowered, live and in the result."""

import numpy as np
import pytest

from evidence import RECORDED
from figures import (
    GLUTE_BRIDGE,
    Camera,
    along,
    bent_over,
    bridge_track,
    frames,
    pictured,
    session_of,
    supermen,
    times,
    updates_of,
)
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.rules.exercise import Exercise
from formcheck.rules.prescription import enough_s, progress
from formcheck.rules.rep_frames import Phase, RepTimes
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo
from formcheck.session.session import Session
from formcheck.settings import Settings

ALTERNATE = find_exercise("superman").as_variant("alternate")

every = pytest.mark.parametrize("exercise", catalog().values(), ids=lambda exercise: exercise.id)


def rep(out_s: float = 1.0, hold_s: float = 2.0, back_s: float = 2.0, *, start_seen=True, end_seen=True) -> RepTimes:
    marks = (1.0, 1.0 + out_s, 1.0 + out_s + hold_s / 2, 1.0 + out_s + hold_s, 1.0 + out_s + hold_s + back_s)
    return RepTimes(*marks, 0.0, 1.0, end_seen, start_seen, ways_seen=True, view="side")


def test_holds_and_lowerings_are_counted_as_asked_for():
    reps = [rep(), rep(hold_s=1.0), rep(back_s=0.9), rep(hold_s=1.75, back_s=1.25)]

    (done,) = progress(GLUTE_BRIDGE, [(None, times) for times in reps]).done

    assert (done.reps, done.held_long, done.lowered_slowly) == (4, 3, 3)


def test_lowering_that_was_not_seen_as_a_whole_is_not_called_slow():
    (done,) = progress(GLUTE_BRIDGE, [(None, rep(back_s=3.0, end_seen=False))]).done

    assert done.lowered_slowly == 0


def test_deadlift_is_lowered_on_the_way_out():
    deadlift = find_exercise("romanian-deadlift")
    assert deadlift.target.lowering is Phase.OUT

    (done,) = progress(deadlift, [(None, rep(out_s=2.0, back_s=0.3)), (None, rep(out_s=1.0, back_s=5.0))]).done

    assert (done.held_long, done.lowered_slowly) == (None, 1)


@pytest.mark.parametrize(("asked", "least"), [(2.0, 1.7), (0.4, 0.3), (0.0, 0.0)])
def test_times_are_kept_to_what_can_be_timed(asked: float, least: float):
    assert enough_s(asked) == pytest.approx(least)


@every
def test_target_is_reached_with_the_least_number_on_every_side(exercise: Exercise):
    sides = [row.side for row in progress(exercise, []).done]
    least = exercise.target.reps[0]

    enough = [(side, rep()) for side in sides for _ in range(least)]

    assert progress(exercise, enough).reached
    assert not progress(exercise, enough[1:]).reached
    assert not progress(exercise, []).reached


def test_sides_are_those_of_the_exercise():
    each = {exercise.id for exercise in catalog().values() if progress(exercise, []).each_side}

    assert each & RECORDED == {"gorilla-row", "single-leg-glute-bridge"}


def test_every_frame_says_whether_the_target_is_reached():
    track = bridge_track(3, hold_s=0.6)
    session, updates = updates_of(track, GLUTE_BRIDGE.under(Settings(reps=(2, 3))))

    assert len(session.reps) == 3
    assert next(update.count for update in updates if update.reached) == 2
    assert [update.reached for update in updates] == [update.count >= 2 for update in updates]
    assert {update.by_side for update in updates} == {None}


def test_every_frame_says_how_many_each_side_has_done():
    _, updates = updates_of(supermen("LRL"), ALTERNATE.under(Settings(reps=(1, 2))))

    assert list(dict.fromkeys(update.by_side for update in updates)) == [(0, 0), (1, 0), (1, 1), (2, 1)]
    assert next(update.by_side for update in updates if update.reached) == (1, 1)


def test_result_says_what_was_asked_for_and_done():
    source = SourceInfo("clip.mp4", "video", 1280, 720)
    result = analyze_poses(frames(supermen("LRL")), ALTERNATE, source, ModelInfo(name="full", sha256="")).result

    row = result.prescription

    assert (row.reps_from, row.reps_to, row.each_side, row.hold_s, row.reached) == (
        5,
        10,
        True,
        2.0,
        False,
    )
    assert [(done.side, done.reps, done.held_long, done.lowered_slowly) for done in row.done] == [
        ("left", 2, 2, 2),
        ("right", 1, 1, 1),
    ]


# What is looked at before the first rep


def verdicts(session: Session) -> list[str]:
    return [found.verdict for found in session.set_up]


def test_feet_in_place_are_fine_and_nothing_is_said():
    session, updates = updates_of(bridge_track(1))

    assert verdicts(session) == ["fine"]
    assert {update.hint for update in updates} == {"get into position", None}


def test_hint_about_far_feet_is_shown_until_the_first_rep_begins():
    far = bridge_track(1, 180.0, shank_deg=-38.0, rest_deg=140.0, lead_s=2.0)
    session, updates = updates_of(far)

    advice = GLUTE_BRIDGE.set_up[0].advice
    shown = [update.time_s for update in updates if update.hint == advice]
    assert verdicts(session) == ["change"]
    assert 0.6 < shown[0] < 1.0
    assert shown[-1] < session.reps[0].times.start_s + 0.5


def test_set_up_from_a_view_that_hides_it_is_not_seen():

    assert verdicts(session_of(bridge_track(1, camera=Camera(off_deg=45.0)))) == ["not-seen"]


def test_person_who_still_moves_is_not_set_up():
    row = find_exercise("bent-over-row")
    time_s = times(((2.0, 0.0),), 30.0)
    folding = pictured(time_s, bent_over(np.linspace(14.0, 60.0, len(time_s))))

    assert verdicts(session_of(folding, row)) == ["not-seen"]


def test_what_should_change_may_be_mended_before_the_first_rep():

    row = find_exercise("bent-over-row")
    path = ((2.0, 16.0), (1.0, 60.0), (1.5, 60.0))
    time_s = times(path, 30.0)
    session, updates = updates_of(pictured(time_s, bent_over(along(path, time_s))), row)

    assert row.set_up[0].advice in {update.hint for update in updates}
    assert verdicts(session) == ["fine"]
    assert updates[-1].hint is None


@every
def test_set_up_checks_are_short_and_named(exercise: Exercise):
    assert [check.id for check in exercise.set_up if not 0 < len(check.advice) <= 60] == []
    assert [check.id for check in exercise.set_up if not check.source.startswith("docs/sources.md#")] == []
    assert [check.id for check in exercise.set_up if check.within == (None, None) or not check.views] == []
