"""What the screen shows while somebody is led through the test."""

from dataclasses import dataclass
from math import ceil

from formcheck.assessment.baseline import Baseline
from formcheck.assessment.guide.speech import FAR_LEG, INSTRUCTIONS, NAME, PHASES
from formcheck.assessment.guide.steps import WAITING, Step, left_on_both
from formcheck.assessment.guide.tally import Tally
from formcheck.assessment.protocol import BASELINE_S, HOLD, LEAST_TRIALS, Protocol
from formcheck.assessment.side import REFUSED
from formcheck.assessment.single_leg_bridge import TestUpdate
from formcheck.pose.landmarks import Side
from formcheck.session.placement import PlacementId
from formcheck.workout.placement_gate import PlacementGate
from formcheck.workout.screen import Command, Mood, Screen, WorkoutStage
from formcheck.workout.speech_queue import Utterance

_ONLY_BEFORE: frozenset[PlacementId] = frozenset({"tilted", "turn-sideways", "turn", "camera-lower"})
"""How the camera stands is told before a side begins, not in the course of it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show at one moment.

    Attributes
    ----------
    step : Step
        What the person is asked for.
    instruction : str
        The same, in words.
    protocol : Protocol
        The one that is followed.
    update : TestUpdate or None
        What the test said of the newest frame.
    baseline : Baseline or None
        The newest bridge on both feet.
    tally : Tally
        What this side has brought so far.
    placing : Placing
        Whether the person is well placed.
    remark : (words, mood) or None
        What came of the lowering or hold that is just over.
    result : (headline, lines)
        The test's, once it is over.
    rest_left : int
        Seconds of the rest.
    notice : str or None
        What else there is to say, as of the camera.
    say : Line or None
        The line to say now.
    """

    step: Step
    instruction: str
    protocol: Protocol
    update: TestUpdate | None
    baseline: Baseline | None
    tally: Tally
    placing: PlacementGate
    remark: tuple[str, Mood] | None
    result: tuple[str, tuple[str, ...]]
    rest_left: int
    notice: str | None
    say: Utterance | None


def screen_of(shown: Shown) -> Screen:
    """The screen of a moment."""
    stage, seconds = _stage(shown)
    headline, mood = _headline(shown)
    hold = shown.protocol is HOLD
    count = shown.tally.held_s if hold else shown.tally.valid
    return Screen(
        stage=stage,
        name=NAME,
        headline=headline,
        mood=mood,
        lines=_lines(shown),
        seconds=seconds,
        count=count,
        goal="seconds" if hold else f"of {LEAST_TRIALS} lowerings",
        phase=None if shown.update is None else PHASES[shown.update.stage],
        progress=0.0 if hold else min(count / LEAST_TRIALS, 1.0),
        notice=shown.notice or _seen_badly(shown),
        commands=_commands(shown.step),
        say=shown.say,
    )


def _stage(shown: Shown) -> tuple[WorkoutStage, int | None]:
    if shown.step in (Step.PLACE, Step.TURN):
        return WorkoutStage.PLACEMENT, None
    if shown.step is Step.REST:
        return WorkoutStage.REST, max(shown.rest_left, 0)
    if shown.step is Step.BOTH and shown.update is not None:
        return WorkoutStage.COUNTDOWN, min(left_on_both(shown.update.stage_s), ceil(BASELINE_S))
    return (WorkoutStage.SUMMARY if shown.step is Step.DONE else WorkoutStage.SET), None


def _headline(shown: Shown) -> tuple[str, Mood]:
    step, placing = shown.step, shown.placing
    if step is Step.DONE:
        return shown.result[0], "plain"
    if step in (Step.PLACE, Step.TURN) and placing.ill_seen:
        return placing.headline, placing.mood
    if step is Step.PLACE and not placing.wrong:
        return placing.headline, placing.mood
    if shown.remark is not None and step in (Step.LOWER, Step.ENOUGH, Step.HOLD):
        return shown.remark
    return shown.instruction, "plain"


def _lines(shown: Shown) -> tuple[str, ...]:
    step, protocol = shown.step, shown.protocol
    if step is Step.DONE:
        return shown.result[1]
    if step is Step.PLACE:
        return protocol.set_up
    if step is Step.TURN:
        return protocol.set_up[1:]
    if step is Step.REST:
        return (INSTRUCTIONS[Step.TURN][1],)
    if step in (Step.LIFT, Step.BOTH, Step.STRETCH):
        return protocol.how_to[1:2]
    return _about_side(shown.tally.side, shown.baseline)


def _about_side(side: Side | None, baseline: Baseline | None) -> tuple[str, ...]:
    """Which leg carries, and whether the camera sees it well."""
    if side is None:
        return ()
    lines = [f"The {side} leg carries."]
    if baseline is not None and baseline.body.view in REFUSED:
        lines.append(f"Not judged: {REFUSED[baseline.body.view]}.")
    elif baseline is not None and baseline.body.near != side:
        lines.append(FAR_LEG)
    return tuple(lines)


def _seen_badly(shown: Shown) -> str | None:
    place = None if shown.update is None else shown.update.placement
    if place is None or shown.step is Step.DONE or shown.step in WAITING or place.id in _ONLY_BEFORE:
        return None
    return place.text


def _commands(step: Step) -> tuple[Command, ...]:
    if step is Step.DONE:
        return ()
    return (Command.START, Command.FINISH) if step in WAITING else (Command.FINISH,)
