"""Before the start: whether place and light will allow an answer, and what happens if somebody begins all the same."""

from dataclasses import replace

import numpy as np
import pytest
from test_guide import SOURCE, guide_of, led, said, steps

from figures import Camera, frames
from formcheck.assessment.assessment import finish_assessment
from formcheck.assessment.guide.placement import AT_AN_ANGLE, BEGIN_ANYWAY, WELL
from formcheck.assessment.guide.screen import about_side
from formcheck.assessment.guide.speech import GOING_ON
from formcheck.assessment.guide.steps import Step
from formcheck.assessment.protocol import HOLD, LEG_LOWER
from formcheck.assessment.tracked_run import follow
from formcheck.motion.view import Body
from formcheck.session.results import ModelInfo
from lowerings import bridge, doing, lie, side_of

END_ON = Camera(off_deg=80.0)


def test_a_good_place_is_confirmed_once_before_the_start_and_the_test_begins():
    _, shown = led(doing((*lie(8.0), *side_of(1))))

    confirmed = [n for n, line in enumerate(said(shown)) if line.startswith(WELL)]
    assert len(confirmed) == 1
    assert said(shown)[confirmed[0]].endswith("Lift the hips until knee, hip and shoulder make one line.")
    assert Step.LOWER in steps(shown)


def test_a_good_place_is_confirmed_to_somebody_who_lifts_the_hips_at_once_too():
    _, shown = led(doing((*lie(2.0), *bridge(), *lie(1.0))))

    assert sum(line.startswith(WELL) for line in said(shown)) == 1


def test_a_camera_at_an_angle_is_allowed_and_called_less_certain():
    _, shown = led(doing(side_of(1), camera=Camera(off_deg=30.0)))

    assert sum(line.startswith(AT_AN_ANGLE) for line in said(shown)) == 1
    assert Step.LOWER in steps(shown)


def test_a_hold_needs_the_side_view_that_lowerings_do_not():
    track = doing(lie(6.0), camera=Camera(off_deg=30.0))

    assert steps(led(track, LEG_LOWER)[1]) == [Step.PLACE, Step.LIFT]
    assert steps(led(track, HOLD)[1]) == [Step.PLACE]


@pytest.mark.parametrize("camera", [END_ON, Camera(off_deg=50.0)], ids=["foot end", "too oblique"])
def test_a_camera_that_cannot_judge_is_reported_again_and_again_and_how_to_begin_all_the_same(camera):
    _, shown = led(doing(lie(25.0), camera=camera))

    assert steps(shown) == [Step.PLACE]
    turn = [line for line in said(shown) if ": turn sideways to the camera." in line]
    assert 2 <= len(turn) <= 4
    assert turn[-1].endswith(BEGIN_ANYWAY)
    assert shown[-1][0].lines[-1] == BEGIN_ANYWAY


def test_the_foot_end_has_its_word():
    _, shown = led(doing(lie(6.0), camera=END_ON))

    assert "You are seen along the body, from the feet: turn sideways to the camera." in said(shown)


def test_a_dark_room_is_reported_before_the_camera():
    track = doing(lie(6.0), camera=END_ON)
    dark = replace(track, light=np.full_like(track.light, 0.05))

    lines = said(led(dark)[1])

    assert "Too dark: switch on a light, or face the window." in lines
    assert not any("turn sideways" in line for line in lines)


def test_a_person_cut_off_by_the_picture_is_told_what_to_change():
    track = doing(lie(6.0))
    moved = replace(track, image=track.image + np.array([700.0, 0.0]))

    lines = said(led(moved)[1])

    assert any("cut off" in line or "do not fit" in line for line in lines)


def test_somebody_who_begins_all_the_same_is_led_on_and_the_result_says_why_nothing_is_judged():
    track = doing(side_of(), camera=END_ON)
    guide, shown = led(track)

    assert steps(shown).count(Step.RAISE) == 3
    assert any(line.startswith(GOING_ON) for line in said(shown))
    result = finish_assessment([follow(frames(track), LEG_LOWER, SOURCE, ModelInfo(name="none", sha256=""))], LEG_LOWER)
    reasons = {side.reason for side in result.result.sides.values()}
    assert any("looks along the body" in reason for reason in reasons)
    guide.end()
    screen = guide.conclude("Right leg: not judged", [], 100.0)
    assert any("turn sideways" in line for line in screen.lines)


def test_a_problem_that_is_mended_in_time_is_not_mentioned_in_the_result():
    guide = guide_of()
    dark = doing(lie(5.0))
    for pose in frames(replace(dark, light=np.full_like(dark.light, 0.05))):
        guide.step(pose)
    assert guide.step_now is Step.PLACE

    for pose in frames(replace(dark, time_s=dark.time_s + 6.0)):
        guide.step(pose)

    assert guide.step_now is Step.LIFT
    guide.end()
    assert guide.conclude("Right leg: steady", [], 100.0).lines == ()


@pytest.mark.parametrize(
    ("view", "words"), [("oblique", "too far off the side"), ("end-on", "along the body"), ("unknown", "not known")]
)
def test_a_view_that_a_hold_is_not_judged_from_has_its_own_word(view, words):
    lines = about_side("right", Body("right", 1, 100.0, view, azimuth_deg=40.0), HOLD)

    assert len(lines) == 2
    assert words in lines[1]
