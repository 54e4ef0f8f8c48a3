"""What the screen shows during the guided test."""

from abc import ABC, abstractmethod

from formcheck.assessment.guide.placement import BEGIN_ANYWAY, is_judged_from
from formcheck.assessment.guide.speech import FAR_LEG, INSTRUCTIONS, NAME
from formcheck.assessment.guide.steps import WAITING, Step
from formcheck.assessment.guide.tally import Tally
from formcheck.assessment.protocol import REPS, Protocol
from formcheck.assessment.side import TOO_FAR_OFF
from formcheck.motion.view import Body
from formcheck.pose.landmarks import Side
from formcheck.session.placement import Placement, PlacementId
from formcheck.workout.placement_gate import PlacementGate
from formcheck.workout.screen import Command, Mood, Screen, WorkoutStage
from formcheck.workout.speech_queue import Utterance

_ONLY_BETWEEN_SIDES: frozenset[PlacementId] = frozenset({"tilted", "turn-sideways", "turn", "camera-lower"})
"""Problems with the position of the camera, shown before a side begins and not during it."""


class GuideState(ABC):
    """What the screen reads of a guide, see `Led`; it changes nothing."""

    __slots__ = ()

    step_now: Step
    placement_gate: PlacementGate
    tally: Tally
    result: tuple[str, tuple[str, ...]]

    @property
    @abstractmethod
    def protocol(self) -> Protocol:
        """Which protocol is done."""

    @property
    @abstractmethod
    def instruction(self) -> tuple[str, str]:
        """What the person is asked to do, in words: on the screen, and aloud."""

    @property
    @abstractmethod
    def count(self) -> int:
        """The large number: lowerings, seconds or reps of this side."""

    @property
    @abstractmethod
    def goal(self) -> str:
        """What the number counts, in words."""

    @property
    @abstractmethod
    def progress(self) -> float:
        """How much of this side is done, from 0 to 1; 0 if there is no goal."""

    @property
    @abstractmethod
    def phase_words(self) -> str | None:
        """What the person does now, in words; None if it is not known."""

    @property
    @abstractmethod
    def countdown_s(self) -> int | None:
        """Seconds to count down now; None without a countdown."""

    @property
    @abstractmethod
    def side_lines(self) -> tuple[str, ...]:
        """Which leg carries, and whether the camera sees it well."""

    @property
    @abstractmethod
    def place_now(self) -> Placement | None:
        """One thing to change about camera, light or position, while the test goes on."""

    @property
    @abstractmethod
    def remark(self) -> tuple[str, Mood] | None:
        """The outcome of the latest lowering, hold or rep, and its mood; None once it was shown for `CUE_S`."""

    @property
    @abstractmethod
    def trouble(self) -> str | None:
        """A problem with the camera or the machine."""

    @property
    @abstractmethod
    def rest_left(self) -> int:
        """Seconds left of the rest."""

    @property
    @abstractmethod
    def may_begin_anyway(self) -> bool:
        """Whether the place is not good enough and has been complained about."""


def guide_screen(guide: GuideState, say: Utterance | None) -> Screen:
    """Build the screen to show now; `say` is the line to speak with it."""
    stage, seconds = _stage(guide)
    headline, mood = _headline(guide)
    return Screen(
        stage=stage,
        name=NAME,
        headline=headline,
        mood=mood,
        lines=_lines(guide),
        seconds=seconds,
        count=guide.count,
        goal=guide.goal,
        phase=guide.phase_words,
        progress=guide.progress,
        notice=guide.trouble or _camera_notice(guide),
        commands=_commands(guide.step_now),
        say=say,
    )


def _stage(guide: GuideState) -> tuple[WorkoutStage, int | None]:
    if guide.step_now in (Step.PLACE, Step.SWITCH_SIDE):
        return WorkoutStage.PLACEMENT, None
    if guide.step_now is Step.REST:
        return WorkoutStage.REST, max(guide.rest_left, 0)
    if guide.countdown_s is not None:
        return WorkoutStage.COUNTDOWN, guide.countdown_s
    return (WorkoutStage.SUMMARY if guide.step_now is Step.DONE else WorkoutStage.SET), None


def _headline(guide: GuideState) -> tuple[str, Mood]:
    step, gate = guide.step_now, guide.placement_gate
    if step is Step.DONE:
        return guide.result[0], "plain"
    if step in (Step.PLACE, Step.SWITCH_SIDE) and gate.camera_problem:
        return gate.headline, gate.mood
    if step is Step.PLACE and not gate.blocked:
        return gate.headline, gate.mood
    remark = guide.remark
    if remark is not None and step in (Step.LOWER, Step.ENOUGH, Step.HOLD, Step.REPS):
        return remark
    if remark is not None and step in (Step.LIFT, Step.FLOOR, Step.RAISE) and remark[1] == "fault":
        return remark
    return guide.instruction[0], "plain"


def _lines(guide: GuideState) -> tuple[str, ...]:
    step, protocol = guide.step_now, guide.protocol
    if step is Step.DONE:
        return guide.result[1]
    if guide.may_begin_anyway:
        return (*protocol.set_up, BEGIN_ANYWAY)
    if step is Step.PLACE:
        return protocol.set_up
    if step is Step.SWITCH_SIDE:
        return protocol.set_up[1:]
    if step is Step.REST:
        return (INSTRUCTIONS[Step.SWITCH_SIDE][1],)
    if step is Step.LIFT:
        return protocol.how_to[2:3] if protocol is REPS else protocol.how_to[:1]
    if step in (Step.BOTH, Step.STRETCH):
        return protocol.how_to[1:2]
    return guide.side_lines


def about_side(side: Side | None, body: Body | None, protocol: Protocol) -> tuple[str, ...]:
    """Which leg carries, and whether the camera sees it well."""
    if side is None:
        return ()
    lines = [f"The {side} leg carries."]
    if body is not None and not is_judged_from(body, protocol):
        lines.append(f"Not judged: {TOO_FAR_OFF.get(body.view, 'the view of the camera is not known')}.")
    elif body is not None and body.near != side:
        lines.append(FAR_LEG)
    return tuple(lines)


def _camera_notice(guide: GuideState) -> str | None:
    place = guide.place_now
    if place is None or guide.step_now is Step.DONE or guide.step_now in WAITING or place.id in _ONLY_BETWEEN_SIDES:
        return None
    return place.text


def _commands(step: Step) -> tuple[Command, ...]:
    if step is Step.DONE:
        return ()
    return (Command.START, Command.FINISH) if step in WAITING else (Command.FINISH,)
