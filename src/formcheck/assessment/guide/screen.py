"""What the screen shows during the guided test."""

from math import ceil
from typing import Protocol

from formcheck.assessment.baseline import Baseline
from formcheck.assessment.guide.speech import FAR_LEG, INSTRUCTIONS, NAME, PHASES
from formcheck.assessment.guide.steps import WAITING, Step, left_on_both
from formcheck.assessment.guide.tally import Tally
from formcheck.assessment.protocol import BASELINE_S, HOLD, MIN_TRIALS
from formcheck.assessment.side import REFUSED
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest, TestUpdate
from formcheck.pose.landmarks import Side
from formcheck.session.placement import PlacementId
from formcheck.workout.placement_gate import PlacementGate
from formcheck.workout.screen import Command, Mood, Screen, WorkoutStage
from formcheck.workout.speech_queue import Utterance

_ONLY_BETWEEN_SIDES: frozenset[PlacementId] = frozenset({"tilted", "turn-sideways", "turn", "camera-lower"})
"""Problems with the position of the camera, shown before a side begins and not during it."""


class GuideState(Protocol):
    """What the screen reads of a `Guide`; it changes nothing."""

    test: SingleLegBridgeTest
    step_now: Step
    update: TestUpdate | None
    notice: str | None
    placement_gate: PlacementGate
    tally: Tally
    result: tuple[str, tuple[str, ...]]

    @property
    def instruction(self) -> tuple[str, str]:
        """What the person is asked to do, in words: on the screen, and aloud."""

    @property
    def remark(self) -> tuple[str, Mood] | None:
        """The outcome of the latest lowering or hold, and its mood; None once it has been shown for `CUE_S`."""

    @property
    def rest_left(self) -> int:
        """Seconds left of the rest."""


def guide_screen(guide: GuideState, say: Utterance | None) -> Screen:
    """Build the screen to show now; `say` is the line to speak with it."""
    stage, seconds = _stage(guide)
    headline, mood = _headline(guide)
    hold = guide.test.protocol is HOLD
    count = guide.tally.held_s if hold else guide.tally.valid
    return Screen(
        stage=stage,
        name=NAME,
        headline=headline,
        mood=mood,
        lines=_lines(guide),
        seconds=seconds,
        count=count,
        goal="seconds" if hold else f"of {MIN_TRIALS} lowerings",
        phase=None if guide.update is None else PHASES[guide.update.phase],
        progress=0.0 if hold else min(count / MIN_TRIALS, 1.0),
        notice=guide.notice or _camera_notice(guide),
        commands=_commands(guide.step_now),
        say=say,
    )


def _stage(guide: GuideState) -> tuple[WorkoutStage, int | None]:
    if guide.step_now in (Step.PLACE, Step.SWITCH_SIDE):
        return WorkoutStage.PLACEMENT, None
    if guide.step_now is Step.REST:
        return WorkoutStage.REST, max(guide.rest_left, 0)
    if guide.step_now is Step.BOTH and guide.update is not None:
        return WorkoutStage.COUNTDOWN, min(left_on_both(guide.update.phase_s), ceil(BASELINE_S))
    return (WorkoutStage.SUMMARY if guide.step_now is Step.DONE else WorkoutStage.SET), None


def _headline(guide: GuideState) -> tuple[str, Mood]:
    step, gate = guide.step_now, guide.placement_gate
    if step is Step.DONE:
        return guide.result[0], "plain"
    if step in (Step.PLACE, Step.SWITCH_SIDE) and gate.camera_problem:
        return gate.headline, gate.mood
    if step is Step.PLACE and not gate.blocked:
        return gate.headline, gate.mood
    if guide.remark is not None and step in (Step.LOWER, Step.ENOUGH, Step.HOLD):
        return guide.remark
    return guide.instruction[0], "plain"


def _lines(guide: GuideState) -> tuple[str, ...]:
    step, protocol = guide.step_now, guide.test.protocol
    if step is Step.DONE:
        return guide.result[1]
    if step is Step.PLACE:
        return protocol.set_up
    if step is Step.SWITCH_SIDE:
        return protocol.set_up[1:]
    if step is Step.REST:
        return (INSTRUCTIONS[Step.SWITCH_SIDE][1],)
    if step in (Step.LIFT, Step.BOTH, Step.STRETCH):
        return protocol.how_to[1:2]
    return _about_side(guide.tally.side, guide.test.baseline)


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


def _camera_notice(guide: GuideState) -> str | None:
    place = None if guide.update is None else guide.update.placement
    if place is None or guide.step_now is Step.DONE or guide.step_now in WAITING or place.id in _ONLY_BETWEEN_SIDES:
        return None
    return place.text


def _commands(step: Step) -> tuple[Command, ...]:
    if step is Step.DONE:
        return ()
    return (Command.START, Command.FINISH) if step in WAITING else (Command.FINISH,)
