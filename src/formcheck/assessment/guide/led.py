"""What leading through any protocol of the test has in common: place, rest, turning round, speech, screen.

It reads no clock, opens no camera and makes no sound. Time comes with each frame, or with `tick` when there is no
frame. A guide never changes the verdict: the same poses give the same result without it.
"""

from abc import abstractmethod
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from formcheck.assessment.guide.placement import BEGIN_ANYWAY, TestPlacement
from formcheck.assessment.guide.screen import GuideState, guide_screen
from formcheck.assessment.guide.speech import (
    GOING_ON,
    INSTRUCTIONS,
    PUT_DOWN,
    TEN_SECONDS,
    WORKING,
    GuideSpeech,
    rest_words,
)
from formcheck.assessment.guide.steps import WAITING, Step
from formcheck.assessment.guide.tally import Tally
from formcheck.motion.view import middle
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.placement import PlacementHelp
from formcheck.workout.placement_gate import PlacementGate
from formcheck.workout.screen import CUE_S, Command, Mood, Screen
from formcheck.workout.set_end import HandsOverhead

REST_S = 30.0
"""Rest between the sides, in seconds; from the protocol."""

MAX_TEST_S = 1200.0
"""Longest live test, so that the poses kept in memory stay few; chosen."""

FEW_FPS, FEW_S = 5.0, 5.0
"""Below so many frames a second, over so many seconds, a lowering may be lost: docs/live.md."""

TOO_SLOW = "Too few pictures a second: close other programs, or use --model lite."

_OPENING = (Step.PLACE, Step.LIFT, Step.BOTH, Step.STRETCH)
"""Steps before anything is judged."""


@dataclass(slots=True, kw_only=True)
class Led(GuideState):
    """State of one person's guided test, whatever its protocol.

    Parameters
    ----------
    recorded : bool
        True when a recording is played: it cannot wait, and ends with its last frame.

    Attributes
    ----------
    step_now : Step
        What the person is asked to do.
    notice : str or None
        A problem with the camera or the machine, set by the caller.
    placement_gate : PlacementGate
        Whether the person is well placed.
    despite : str or None
        The problem with the place of the camera or the light in spite of which the person has begun.
    tally : Tally
        What has been done on the current side.
    result : (headline, lines)
        The result of the test once it is known.
    now_s : float
        Time of the latest frame, tick or command, in seconds.
    """

    recorded: bool = False
    step_now: Step = Step.PLACE
    notice: str | None = None
    placement_gate: PlacementGate = field(init=False)
    despite: str | None = None
    tally: Tally = field(default_factory=Tally)
    result: tuple[str, tuple[str, ...]] = (WORKING, ())
    now_s: float = 0.0
    _placement: TestPlacement = field(init=False)
    _speech: GuideSpeech = field(default_factory=GuideSpeech)
    _sign: HandsOverhead = field(default_factory=HandsOverhead)
    _step_since_s: float = 0.0
    _started_s: float | None = None
    _start_anyway: bool = False
    _sides_done: set[Side] = field(default_factory=set)
    _parts_done: int = 0
    _head_side: float = 0.0
    """Where the head was on the first side: -1 for left of the hips in the image, +1 for right."""
    _remark: tuple[float, str, Mood] = (float("-inf"), "", "plain")
    _outcome: tuple[float, str] = (float("-inf"), "")
    """When the outcome of a side was said, and in which words."""
    _frames_s: deque[float] = field(default_factory=deque)
    _lead_in: str = ""
    """Put before each instruction until it has been said."""

    def __post_init__(self) -> None:
        self._look_again_at_place()

    @property
    @abstractmethod
    def exercise(self) -> Exercise:
        """The exercise whose position and camera advice are used."""

    @property
    @abstractmethod
    def picture_px(self) -> tuple[int, int] | None:
        """Size of the upright image in pixels; None if unknown."""

    @abstractmethod
    def step(self, pose: Pose) -> Screen:
        """Process the next frame, in order of time."""

    # The same for all

    @property
    def done(self) -> bool:
        """Whether the test is over."""
        return self.step_now is Step.DONE

    @property
    def remark(self) -> tuple[str, Mood] | None:
        """The outcome of the latest lowering, hold or rep, and its mood; None once it was shown for `CUE_S`."""
        said_s, words, mood = self._remark
        return (words, mood) if self.now_s - said_s < CUE_S else None

    @property
    def trouble(self) -> str | None:
        """The problem set by the caller, or that there are too few frames."""
        spanned_s = self._frames_s[-1] - self._frames_s[0] if self._frames_s else 0.0
        slow = spanned_s > 0.5 * FEW_S and (len(self._frames_s) - 1) / spanned_s < FEW_FPS
        return self.notice or (TOO_SLOW if slow else None)

    @property
    def rest_left(self) -> int:
        """Seconds left of the rest."""
        return ceil(REST_S - (self.now_s - self._step_since_s))

    @property
    def may_begin_anyway(self) -> bool:
        """Whether the place is not good enough and has been complained about."""
        return self.step_now is Step.PLACE and self.placement_gate.camera_problem

    def tick(self, time_s: float) -> Screen:
        """Advance the time without a frame."""
        self.now_s = time_s
        if self.step_now is Step.REST:
            self._rest()
        return self._screen()

    def command(self, command: Command, time_s: float) -> Screen:
        """Carry out a command of the user; one that this step does not offer is ignored."""
        self.now_s = time_s
        if command is Command.START and self.step_now in WAITING:
            if self.step_now is Step.REST:
                self._start_switch()
            else:
                self._begin_anyway()
                self._enter(Step.LIFT)
        elif command is Command.FINISH and not self.done:
            self.end()
        return self._screen()

    def end(self) -> None:
        """End the test: there will be no more frames."""
        self._enter(Step.DONE)

    def conclude(self, headline: str, lines: Sequence[str], time_s: float) -> Screen:
        """Show and say the result."""
        shown = list(lines)
        if self.despite is not None:
            shown.append(f"You began although the camera was not well placed. {self.despite}")
        self.now_s, self.result, self._speech = time_s, (headline, tuple(shown)), GuideSpeech()
        self._say(f"Done. {headline}.")
        return self._screen()

    def _begin(self, pose: Pose) -> None:
        """Note the time of a frame; with the first frame, ask for the position."""
        self.now_s = float(pose.time_s)
        self._frames_s.append(self.now_s)
        while self._frames_s[0] < self.now_s - FEW_S:
            self._frames_s.popleft()
        if self._started_s is None:
            self._started_s = self.now_s
            if not self.recorded:
                self._step_since_s = self.now_s
                self._ask()

    def _end_if_asked(self, pose: Pose) -> None:
        """End the test by both hands overhead, or because it lasts too long; never that of a recording."""
        started_s = self.now_s if self._started_s is None else self._started_s
        if not self.recorded and (self._sign.step(pose) or self.now_s - started_s > MAX_TEST_S):
            self.end()

    def _wait_for_place(self, pose: Pose, *, in_position: bool) -> Step:
        """In `PLACE` or `SWITCH_SIDE`: the step that follows once everything is well."""
        self.placement_gate.step(pose, in_position)
        if not self.placement_gate.steady or not self._has_turned(pose):
            return self.step_now
        if self.step_now is Step.PLACE and not self.recorded:
            self._lead_in = self._placement.verdict
        return Step.LIFT

    def _has_turned(self, pose: Pose) -> bool:
        return (
            self._start_anyway
            or self._parts_done == 0
            or self.step_now is Step.PLACE
            or head_side_of(pose) != self._head_side
        )

    def _begin_anyway(self) -> None:
        """The person begins although the place is not good enough: the test goes on, and the result says so."""
        self._start_anyway = True
        if self.placement_gate.camera_problem:
            self.despite = self.despite or self.placement_gate.headline
            self._lead_in = GOING_ON

    def _side_over(self) -> Step:
        """The step after a side whose hips are down: the rest, or the end after both sides."""
        self._close_side()
        return Step.DONE if self._parts_done > 1 or len(self._sides_done) > 1 else Step.REST

    def _close_side(self) -> None:
        if self.tally.side is not None:
            self._sides_done.add(self.tally.side)
        self._parts_done += 1

    def _rest(self) -> None:
        left = self.rest_left
        if left <= 0:
            self._start_switch()
        elif left == 10:
            self._speech.second(self.now_s, left, TEN_SECONDS)

    def _start_switch(self) -> None:
        self._look_again_at_place()
        self._enter(Step.SWITCH_SIDE)

    def _enter(self, step: Step) -> None:
        if step is self.step_now:
            return
        before, self.step_now = self.step_now, step
        self._step_since_s = self.now_s
        self._speech.new_step()
        if before in (Step.REST, Step.SWITCH_SIDE) and step not in (Step.SWITCH_SIDE, Step.DONE):
            self.tally.new_side()
            self._speech.new_side()
        if step not in _OPENING:
            self._lead_in = ""
        if step is Step.PLACE:
            self._look_again_at_place()
            self._start_anyway = False
        if step in (Step.REST, Step.DONE):
            self.tally.close()
        self._entered(step, before)

    @abstractmethod
    def _entered(self, step: Step, before: Step) -> None:
        """A step has begun: say what to do in it."""

    def _look_again_at_place(self) -> None:
        self._placement = TestPlacement(PlacementHelp(self.exercise, self.picture_px), self.protocol)
        self.placement_gate = PlacementGate(self._placement)

    # What is said and shown

    def _comment_on_place(self) -> None:
        """Say what to change before the side begins; and repeat an instruction that is not followed."""
        if self.step_now in (Step.PLACE, Step.SWITCH_SIDE) and self.placement_gate.camera_problem:
            if self.placement_gate.say is not None and not self.recorded:
                again = self._step_since_s + 10.0 < self.now_s and self.step_now is Step.PLACE
                self._say(f"{self.placement_gate.say} {BEGIN_ANYWAY}" if again else self.placement_gate.say)
            self._speech.asked(self.now_s)
        if self._speech.remind(self.now_s) and self.step_now not in (Step.REST, Step.HOLD):
            self._ask()

    def _show_remark(self, words: str, mood: Mood) -> None:
        self._remark = (self.now_s, words, mood)

    def _say(self, text: str) -> None:
        self._speech.say(self.now_s, text)

    def _ask(self) -> None:
        """Say what to do now."""
        self._speech.asked(self.now_s)
        _, aloud = self.instruction
        if self.step_now is Step.ENOUGH and self.now_s - self._remark[0] < CUE_S:
            return  # said with the outcome already
        if self.step_now is Step.REST and self._outcome[0] == self.now_s:
            aloud = f"{self._outcome[1].removesuffix(PUT_DOWN).strip()} {aloud}"  # it would be lost otherwise
        if aloud:
            self._say(f"{self._lead_in} {aloud}".strip())

    def _screen(self) -> Screen:
        say = self._speech.step(self.now_s)
        if say is not None and self._lead_in and say.text.startswith(self._lead_in):
            self._lead_in = ""
        return guide_screen(self, say)


def common_words(step: Step, tally: Tally) -> tuple[str, str]:
    """Instruction of a step that is the same in all protocols: on the screen, and aloud."""
    return rest_words(tally.ended) if step is Step.REST else INSTRUCTIONS[step]


def head_side_of(pose: Pose) -> float:
    """Which way the head lies from the hips in the image: -1 left, +1 right, 0 if nobody is visible."""
    along = (middle(pose, "shoulder") - middle(pose, "hip"))[..., 0]
    return float(np.sign(along)) if np.isfinite(along) else 0.0
