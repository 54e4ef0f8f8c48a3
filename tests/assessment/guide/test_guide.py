"""The guided test step by step: what the person is asked to do, and that the guide never changes the verdict."""

from dataclasses import replace
from itertools import pairwise

import pytest

from clips import ROOT
from figures import Camera, between, frames, joined, nobody, overhead, shaken, standing_still
from formcheck.assessment.assessment import finish_assessment
from formcheck.assessment.guide.guide import Guide
from formcheck.assessment.guide.led import REST_S
from formcheck.assessment.guide.speech import BAD_VIEW, ENOUGH, INSTRUCTIONS, PUT_DOWN, REMIND_S
from formcheck.assessment.guide.steps import Step
from formcheck.assessment.guide.tally import MAX_TRIALS
from formcheck.assessment.protocol import HOLD, LEG_LOWER
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest
from formcheck.assessment.tracked_run import finish_run, follow
from formcheck.exercises import find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.pose.landmarks import Landmark
from formcheck.pose.recording import load_recording
from formcheck.session.results import ModelInfo
from formcheck.session.run_log import RunLog
from formcheck.workout.screen import Command, WorkoutStage
from formcheck.workout.speech_queue import spoken_s
from lowerings import both_sides, bridge, doing, down, lie, lowering, out, side_of

SOURCE = SourceInfo("test", "camera", 1280, 720)
MODEL = ModelInfo(name="none", sha256="")
SHORT_TAP = ROOT / "tests/golden/single_leg_test_short_tap_p4.npz"
TURNED = Camera(head="right")


def guide_of(protocol=LEG_LOWER, *, recorded=False):
    return Guide(
        SingleLegBridgeTest(find_exercise("single-leg-glute-bridge"), protocol, (1280, 720)), recorded=recorded
    )


def led(track, protocol=LEG_LOWER, *, recorded=False):
    """A guide that has seen a track, and the screens it gave, each with its step; ends when the guide does."""
    guide = guide_of(protocol, recorded=recorded)
    shown = []
    for pose in frames(track):
        shown.append((guide.step(pose), guide.step_now))
        if guide.done and not recorded:
            break
    return guide, shown


def steps(shown):
    """The steps in order, each once in a row."""
    found = [step for _, step in shown]
    return [step for step, before in zip(found, [None, *found], strict=False) if step is not before]


def said(shown):
    return [screen.say.text for screen, _ in shown if screen.say is not None]


def headlines(shown):
    return [screen.headline for screen, _ in shown]


ONE_LOWERING = [Step.LOWER, Step.FLOOR, Step.RAISE]
ONE_SIDE = [Step.BOTH, Step.STRETCH, *ONE_LOWERING * 3, Step.ENOUGH]


# --- the way through the test


@pytest.fixture(scope="module")
def whole():
    """Both sides, well done, with a short rest that is skipped by going on."""
    return led(shaken(both_sides(pause_s=2.0), 0.5))


def test_both_sides_are_led_through_in_order(whole):
    guide, shown = whole

    assert steps(shown) == [Step.PLACE, Step.LIFT, *ONE_SIDE, Step.REST, *ONE_SIDE, Step.DONE]
    assert [trial.side for trial in guide.test.trials] == ["right"] * 3 + ["left"] * 3


def test_valid_lowerings_are_counted_for_each_side(whole):
    _, shown = whole

    counts = [screen.count for screen, step in shown if step in ONE_SIDE]

    assert sorted(set(counts)) == [0, 1, 2, 3]
    rises = [(a, b) for a, b in pairwise(counts) if a != b]
    assert rises == [(0, 1), (1, 2), (2, 3), (3, 0), (0, 1), (1, 2), (2, 3)]


def test_three_seconds_on_both_feet_are_counted_down(whole):
    _, shown = whole
    lines = said(shown)

    at = lines.index("Hold, both feet down.")

    assert lines[at + 1 : at + 5] == ["3.", "2.", "1.", "Now stretch out your far leg."]
    seconds = [screen.seconds for screen, step in shown if step is Step.BOTH]
    assert set(seconds) == {3, 2, 1}


def test_one_thing_is_said_at_a_time_and_nothing_twice_in_a_row(whole):
    _, shown = whole
    lines = [screen.say for screen, _ in shown if screen.say is not None]

    for line, after in pairwise(lines):
        assert after.time_s >= line.time_s + spoken_s(line.text) - 1e-9
        assert after.text != line.text


def test_the_result_is_shown_and_said_at_the_end(whole):
    guide, _ = whole

    screen = guide.conclude("Both legs: steady", ["One line."], 100.0)

    assert (screen.stage, screen.headline, screen.lines) == (WorkoutStage.SUMMARY, "Both legs: steady", ("One line.",))
    assert screen.say.text == "Done. Both legs: steady."


# --- trials that do not count, and sides that end early


def test_a_heel_that_stays_short_of_the_floor_is_asked_for_again():
    recording = load_recording(SHORT_TAP)

    guide, shown = led(recording.track)

    assert [trial.invalid for trial in guide.test.trials] == [None, "the heel did not reach the floor"]
    assert said(shown).count("Second again: the heel did not reach the floor. Two more.") == 1
    again = [screen for screen, _ in shown if screen.headline.startswith("Second again")]
    assert {(screen.mood, screen.count) for screen in again} == {("fault", 1)}


def test_an_invalid_lowering_is_made_up_for():
    _, shown = led(
        doing((*lie(3.0), *bridge(), *out(), *lowering(), *lowering(low=0.5), *lowering() * 2, *down(), *lie(1.0)))
    )

    assert steps(shown)[-2:] == [Step.ENOUGH, Step.REST]
    assert steps(shown).count(Step.RAISE) == 4


def test_hips_that_surely_drop_end_the_side():
    _, shown = led(doing(side_of(3, sink_deg=25.0)))

    before = [step for _, step in shown]
    assert before.index(Step.ENOUGH) < len(before) - 60
    assert said(shown).count(f"Your hips dropped. {ENOUGH} {PUT_DOWN}") == 1
    assert steps(shown).count(Step.RAISE) == 1


def test_eight_lowerings_are_the_most_even_when_none_counts():
    _, shown = led(doing((*lie(3.0), *bridge(), *out(), *lowering(low=0.5) * (MAX_TRIALS + 1))))

    assert steps(shown).count(Step.RAISE) == MAX_TRIALS
    assert steps(shown)[-1] is Step.ENOUGH


def test_hips_that_come_down_before_the_third_lowering_are_asked_up_again():
    guide, shown = led(
        doing((*lie(3.0), *bridge(), *out(), *lowering() * 2, *down(), *lie(4.0), *bridge(), *out(), *lowering()))
    )

    assert "Lift the hips: 1 more" in headlines(shown)
    assert "Lift the hips again. 1 more." in said(shown)
    assert steps(shown)[-1] is Step.ENOUGH
    assert len(guide.test.trials) == 3


def test_a_leg_that_is_stretched_at_once_is_put_down_again():
    _, shown = led(doing((*lie(3.0), (0.5, 180.0, 0.0), *out(4.0))))

    assert Step.TOO_SOON in steps(shown)
    assert "Put your foot down. Hold with both feet down first." in said(shown)


# --- between the sides


def rested(more):
    """The first side, a whole rest, and what comes then."""
    return joined(doing((*side_of(), *lie(REST_S + 1.0))), more)


def test_the_rest_counts_down_and_leads_to_turning_round():
    _, shown = led(rested(doing(side_of(), "left", TURNED)))

    seconds = [screen.seconds for screen, step in shown if step is Step.REST]
    assert (seconds[0], seconds[-1]) == (30, 1)
    assert steps(shown)[-len(ONE_SIDE) - 4 :] == [Step.REST, Step.SWITCH_SIDE, Step.LIFT, *ONE_SIDE, Step.DONE]
    assert "Ten seconds." in said(shown)
    assert INSTRUCTIONS[Step.SWITCH_SIDE][1] in said(shown)


def test_a_person_who_has_not_turned_round_is_reminded_and_not_held_up():
    _, shown = led(rested(doing((*lie(REMIND_S + 2.0), *side_of()), "right")))

    assert said(shown).count(INSTRUCTIONS[Step.SWITCH_SIDE][1]) == 2
    assert steps(shown)[-1] is Step.DONE


def test_the_same_leg_a_second_time_is_mentioned_once():
    _, shown = led(rested(doing(side_of(), "right")))

    assert said(shown).count("That is the right leg again. The left leg is still to do.") == 1
    assert steps(shown)[-1] is Step.DONE


def test_the_rest_ends_when_asked():
    guide, shown = led(doing((*side_of(), *lie(1.0))))
    assert shown[-1][1] is Step.REST

    screen = guide.command(Command.START, guide.update.time_s)

    assert guide.step_now is Step.SWITCH_SIDE
    assert screen.headline == "Turn round for the other leg"


# --- placement


def test_a_view_that_could_not_be_detected_before_is_reported_once_when_it_is_known():
    _, shown = led(doing(side_of(2), camera=Camera(off_deg=80.0)), recorded=True)  # a recording is not held back

    assert said(shown).count(BAD_VIEW) == 1


def test_going_on_all_the_same_is_allowed_and_shown_as_not_judged():
    guide = guide_of()
    for pose in frames(doing(side_of(1), camera=Camera(off_deg=60.0))):
        if guide.step_now is Step.PLACE and float(pose.time_s) > 2.0:
            guide.command(Command.START, float(pose.time_s))
        screen = guide.step(pose)
        if guide.step_now is Step.FLOOR:
            break

    assert guide.step_now is Step.FLOOR
    assert any(line.startswith("Not judged: ") for line in screen.lines)


def test_nobody_is_asked_into_position_again_and_again_but_not_all_the_time():
    _, shown = led(nobody(standing_still(25.0), -1.0, 26.0))

    assert steps(shown) == [Step.PLACE]
    assert 2 <= len(said(shown)) <= 5


def test_both_hands_overhead_end_the_test():
    track = joined(doing(side_of(1)), overhead(standing_still(3.0)))

    assert steps(led(track)[1])[-1] is Step.DONE
    assert Step.DONE not in steps(led(track, recorded=True)[1])


# --- the timed hold


def test_a_hold_is_announced_every_ten_seconds_and_ends_with_the_leg():
    guide, shown = led(doing((*lie(3.0), *bridge(), *out(23.0), *down(), *lie(1.0))), HOLD)

    seconds = guide.test.holds[0].seconds
    assert seconds == pytest.approx(23.5, abs=1.0)
    spoken = [line for line in said(shown) if line.endswith(" seconds.")]
    assert spoken == ["10 seconds.", "20 seconds.", f"{seconds:.0f} seconds."]
    assert steps(shown)[-1] is Step.REST
    assert shown[-1][0].headline == f"Right leg: {seconds:.0f} s"


def test_a_hold_ends_when_the_hips_have_moved():
    moved = ((0.8, 150.0, 1.0), (4.0, 150.0, 1.0))

    _, shown = led(doing((*lie(3.0), *bridge(), *out(6.0), *moved)), HOLD)

    assert steps(shown)[-1] is Step.ENOUGH
    assert any("then your hips moved" in line for line in said(shown))
    ends = next(n for n, (_, step) in enumerate(shown) if step is Step.ENOUGH)
    assert len(shown) - ends > 60  # said at once, not only when the leg comes down


# --- one path


@pytest.mark.parametrize(
    ("make", "protocol"),
    [
        (lambda: load_recording(SHORT_TAP).track, LEG_LOWER),
        (lambda: shaken(both_sides(pause_s=2.0, sink_deg=8.0), 1.0), LEG_LOWER),
        (lambda: shaken(doing((*lie(3.0), *bridge(), *out(12.0), *down())), 1.0), HOLD),
    ],
    ids=["rendered", "figure", "hold"],
)
def test_being_led_changes_nothing_that_is_judged(make, protocol):
    track = make()
    guide = guide_of(protocol)
    log = RunLog()
    for pose in frames(track):
        guide.step(pose)
        log.add(pose, guide.update)

    live = finish_run(guide.test, log, SOURCE, MODEL)
    recorded = follow(frames(track), protocol, SOURCE, MODEL)

    assert live.test.trials == recorded.test.trials
    assert live.test.holds == recorded.test.holds
    assert live.test.trials or live.test.holds
    assert (
        finish_assessment([live], protocol).result.to_json() == finish_assessment([recorded], protocol).result.to_json()
    )


def test_a_side_that_was_ended_because_it_drops_is_not_asked_for_more():
    track = doing((*lie(3.0), *bridge(), *out(), *lowering(sink_deg=25.0), *down(), *lie(1.0)))

    result = finish_assessment([follow(frames(track), LEG_LOWER, SOURCE, MODEL)], LEG_LOWER).result

    assert result.sides["right"].result == "drops"
    assert not any(line.startswith("Only") for line in result.advice)


@pytest.mark.parametrize("protocol", [LEG_LOWER, HOLD])
def test_legs_that_are_swapped_at_first_leave_no_trace(protocol):
    track = doing((*lie(3.0), *bridge(), *out(6.0), *lowering() * 3, *down()))
    guide = guide_of(protocol)
    out_s = next(float(pose.time_s) for pose in frames(track) if guide.step(pose) and guide.update.side is not None)

    exchanged = legs_exchanged(track, 0.0, out_s + 0.5)
    result = finish_assessment([follow(frames(exchanged), protocol, SOURCE, MODEL)], protocol).result

    assert list(result.sides) == ["right"]
    assert result.sides["right"].result == ("steady" if protocol is LEG_LOWER else "measured")


def legs_exchanged(track, from_s, to_s):
    """The model swaps the legs in these frames."""
    order = [mark.mirror if mark >= Landmark.LEFT_HIP else mark for mark in Landmark]
    image, frames_there = track.image.copy(), between(track, from_s, to_s)
    image[frames_there] = image[frames_there][:, order]
    return replace(track, image=image)


def test_a_lowering_in_which_the_pictures_stopped_says_so():
    track = doing(side_of(1))
    bottom_s = follow(frames(track), LEG_LOWER, SOURCE, MODEL).test.trials[0].lowering.bottom_s
    poses = [pose for pose in frames(track) if not bottom_s - 0.4 < pose.time_s < bottom_s + 0.3]

    trials = follow(poses, LEG_LOWER, SOURCE, MODEL).test.trials

    assert [trial.invalid for trial in trials] == ["the pictures stopped for a moment"]
