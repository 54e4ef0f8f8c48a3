"""Leads a person through the test step by step: what to do now, on the screen and aloud.

It reads no clock, opens no camera and makes no sound. Time comes with each frame, or with `tick` when there is no
frame. The guide never changes the verdict: the same poses give the same result without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from formcheck.assessment.guide.screen import guide_screen
from formcheck.assessment.guide.speech import INSTRUCTIONS, TEN_SECONDS, WORKING, GuideSpeech, lift_words, rest_words
from formcheck.assessment.guide.steps import OF_PHASE, RISE_S, WAITING, Step, left_on_both
from formcheck.assessment.guide.tally import Tally
from formcheck.assessment.hold import Hold
from formcheck.assessment.phases import TestPhase
from formcheck.assessment.protocol import BASELINE_S, HOLD
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest, TestUpdate
from formcheck.assessment.trial import Trial
from formcheck.motion.view import middle
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Pose
from formcheck.session.placement import PlacementHelp
from formcheck.workout.placement_gate import PlacementGate
from formcheck.workout.screen import CUE_S, Command, Mood, Screen
from formcheck.workout.set_end import AWAY_S, HandsOverhead

REST_S = 30.0
"""Rest between the sides, in seconds; from the protocol."""

FLICKER_S = 1.0
"""Being out of position for less time is treated as a slip of the pose model; chosen."""

SETTLED_S = 1.0
"""The detected leg is trusted after being out for this long; chosen: the votes of the first frames vary for less."""

HOLD_SAID_EVERY_S, HOLD_LOOK_EVERY_S = 10, 0.5
"""Seconds between two announcements of a hold, and between two checks whether the hips have moved; chosen."""

MAX_TEST_S = 1200.0
"""Longest live test, so that the poses kept in memory stay few; chosen."""


@dataclass(slots=True)
class Guide:
    """State of one person's guided test.

    Parameters
    ----------
    test : SingleLegBridgeTest
        The test that judges; it receives every pose unchanged.
    recorded : bool
        True when a recording is played: it cannot wait, and ends with its last frame.

    Attributes
    ----------
    step_now : Step
        What the person is asked to do.
    update : TestUpdate or None
        The test's update for the latest frame.
    notice : str or None
        A problem with the camera or the machine, set by the caller.
    placement_gate : PlacementGate
        Whether the person is well placed.
    tally : Tally
        What has been done on the current side.
    result : (headline, lines)
        The result of the test once it is known.
    now_s : float
        Time of the latest frame, tick or command, in seconds.
    """

    test: SingleLegBridgeTest
    recorded: bool = False
    step_now: Step = Step.PLACE
    update: TestUpdate | None = None
    notice: str | None = None
    placement_gate: PlacementGate = field(init=False)
    tally: Tally = field(default_factory=Tally)
    result: tuple[str, tuple[str, ...]] = (WORKING, ())
    now_s: float = 0.0
    _speech: GuideSpeech = field(default_factory=GuideSpeech)
    _sign: HandsOverhead = field(default_factory=HandsOverhead)
    _step_since_s: float = 0.0
    _started_s: float | None = None
    _hold_looks: int | None = None
    _start_anyway: bool = False
    _sides_done: set[Side] = field(default_factory=set)
    _parts_done: int = 0
    _head_side: float = 0.0
    """Where the head was on the first side: -1 for left of the hips in the image, +1 for right."""
    _remark: tuple[float, str, Mood] = (float("-inf"), "", "plain")

    def __post_init__(self) -> None:
        self.placement_gate = self._new_placement_gate()

    @property
    def done(self) -> bool:
        """Whether the test is over."""
        return self.step_now is Step.DONE

    @property
    def instruction(self) -> tuple[str, str]:
        """What the person is asked to do, in words: on the screen, and aloud."""
        if self.step_now is Step.LIFT:
            return lift_words(self.test.protocol, self.tally.valid, tried=self.tally.tried)
        if self.step_now is Step.REST:
            return rest_words(self.tally.ended)
        return INSTRUCTIONS[self.step_now]

    @property
    def remark(self) -> tuple[str, Mood] | None:
        """The outcome of the latest lowering or hold, and its mood; None once it has been shown for `CUE_S`."""
        said_s, words, mood = self._remark
        return (words, mood) if self.now_s - said_s < CUE_S else None

    @property
    def rest_left(self) -> int:
        """Seconds left of the rest."""
        return ceil(REST_S - (self.now_s - self._step_since_s))

    def step(self, pose: Pose) -> Screen:
        """Process the next frame, in order of time."""
        self.now_s = float(pose.time_s)
        first = self._started_s is None
        self._started_s = self.now_s if self._started_s is None else self._started_s
        update = self.update = self.test.step(pose)
        if first and not self.recorded:
            self._step_since_s = self.now_s
            self._ask()
        if not self.done:
            if update.trial is not None and self.step_now not in WAITING:
                self._take_trial(update.trial)
            if update.hold is not None:
                self._end_hold(update.hold)
            self._enter(self._next(update))
            self._comment(update)
            if not self.recorded and (self._sign.step(update.pose) or self.now_s - self._started_s > MAX_TEST_S):
                self.end()
        return self._screen()

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
                self._start_anyway = True
                self._enter(Step.LIFT)
        elif command is Command.FINISH and not self.done:
            self.end()
        return self._screen()

    def end(self) -> None:
        """End the test: there will be no more frames."""
        self._enter(Step.DONE)

    def conclude(self, headline: str, lines: Sequence[str], time_s: float) -> Screen:
        """Show and say the result."""
        self.now_s, self.result, self._speech = time_s, (headline, tuple(lines)), GuideSpeech()
        self._say(f"Done. {headline}.")
        return self._screen()

    # From step to step

    def _next(self, update: TestUpdate) -> Step:
        """The step that follows from what the person does."""
        phase = update.phase
        lying = phase in (TestPhase.FLOOR, TestPhase.AWAY)
        if self.tally.enough:
            return self._side_over() if lying else Step.ENOUGH
        if phase is TestPhase.AWAY and update.phase_s < FLICKER_S and self.step_now not in WAITING:
            return self.step_now
        if lying:
            return self._on_floor(update)
        if self.step_now is Step.PLACE and self._has_camera_problem(update):
            return Step.PLACE
        if phase is TestPhase.BRIDGE:
            return Step.BOTH if update.phase_s < RISE_S + BASELINE_S else Step.STRETCH
        if self.test.baseline is None:
            return Step.TOO_SOON
        if self.test.protocol is HOLD:
            return Step.HOLD
        return OF_PHASE[phase]

    def _on_floor(self, update: TestUpdate) -> Step:
        """With the hips down, or out of position: wait for a well-placed person, then for the hips to rise."""
        in_position = update.phase is not TestPhase.AWAY
        if self.step_now is Step.REST:
            self._rest()
            return self.step_now
        if self.step_now in (Step.PLACE, Step.SWITCH_SIDE):
            self.placement_gate.step(update.pose, in_position)
            return Step.LIFT if self.placement_gate.steady and self._has_turned(update.pose) else self.step_now
        return Step.PLACE if not in_position and update.phase_s > AWAY_S else Step.LIFT

    def _has_camera_problem(self, update: TestUpdate) -> bool:
        """Whether to hold back a person who begins early: only if the camera does not see them well."""
        self.placement_gate.step(update.pose, in_position=True)
        return self.placement_gate.camera_problem and not self.recorded and not self._start_anyway

    def _has_turned(self, pose: Pose) -> bool:
        return (
            self._start_anyway
            or self._parts_done == 0
            or self.step_now is Step.PLACE
            or _head_side_of(pose) != self._head_side
        )

    def _side_over(self) -> Step:
        """The step after a side whose hips are down: the rest, or the end after both sides."""
        if self.tally.side is not None:
            self._sides_done.add(self.tally.side)
        self._parts_done += 1
        if self._parts_done > 1 or len(self._sides_done) > 1:
            return Step.DONE
        return Step.REST

    def _rest(self) -> None:
        left = self.rest_left
        if left <= 0:
            self._start_switch()
        elif left == 10:
            self._speech.second(self.now_s, left, TEN_SECONDS)

    def _start_switch(self) -> None:
        self.placement_gate = self._new_placement_gate()
        self._enter(Step.SWITCH_SIDE)

    def _enter(self, step: Step) -> None:
        if step is self.step_now:
            return
        before, self.step_now = self.step_now, step
        self._step_since_s, self._hold_looks = self.now_s, None
        self._speech.new_step()
        if before in (Step.REST, Step.SWITCH_SIDE) and step not in (Step.SWITCH_SIDE, Step.DONE):
            self.tally.new_side()
            self._speech.new_side()
        if step is Step.HOLD:
            self.tally.held_s = 0
            self._speech.new_hold()
        if step is Step.PLACE:
            self.placement_gate, self._start_anyway = self._new_placement_gate(), False
        if step in (Step.REST, Step.DONE):
            self.tally.close()
        if step in (Step.FLOOR, Step.RAISE):
            self._speech.doing(self.now_s)
        elif step not in (Step.DONE, Step.LOWER) or before is not Step.RAISE:
            self._ask()

    def _new_placement_gate(self) -> PlacementGate:
        return PlacementGate(PlacementHelp(self.test.exercise, self.test.picture_px))

    # What happens in a step

    def _comment(self, update: TestUpdate) -> None:
        """Comment while a step goes on."""
        if update.side is not None and update.phase is TestPhase.OUT and update.phase_s >= SETTLED_S:
            self._learn_side(update.side, update.pose)
        if self.step_now is Step.BOTH:
            left = left_on_both(update.phase_s)
            if left <= BASELINE_S:
                self._speech.second(self.now_s, left, f"{left}.", "hold")
        elif self.step_now is Step.HOLD:
            self._comment_on_hold(update.phase_s)
        if self.step_now in (Step.PLACE, Step.SWITCH_SIDE) and self.placement_gate.camera_problem:
            if self.placement_gate.say is not None and not self.recorded:
                self._say(self.placement_gate.say)
            self._speech.asked(self.now_s)
        if self._speech.remind(self.now_s) and self.step_now not in (Step.REST, Step.HOLD):
            self._ask()

    def _learn_side(self, side: Side, pose: Pose) -> None:
        """Note which leg carries; say so once if it is the same leg as before."""
        self.tally.side = side
        self._head_side = self._head_side or _head_side_of(pose)
        baseline = self.test.baseline
        if baseline is not None and baseline.body.view != "side" and not self._start_anyway:
            self._speech.bad_view(self.now_s)
        if side in self._sides_done:
            self._speech.same_leg(self.now_s, side)

    def _comment_on_hold(self, held_s: float) -> None:
        """Announce every ten seconds of a hold, and its end as soon as the hips have moved."""
        self.tally.held_s = int(held_s)
        self._speech.tens(self.now_s, held_s // HOLD_SAID_EVERY_S, f"{self.tally.held_s} seconds.")
        looks = int(held_s / HOLD_LOOK_EVERY_S)
        if looks == self._hold_looks:
            return
        self._hold_looks = looks
        hold = self.test.current_hold()
        if hold is not None and hold.ended == "hips moved":
            self._end_hold(hold)

    def _end_hold(self, hold: Hold) -> None:
        outcome = self.tally.take_hold(hold)
        if outcome is not None:  # None: said already, while the leg was still out
            words, aloud = outcome
            self._show_remark(words, "plain")
            self._say(aloud)
            self._speech.asked(self.now_s)

    def _take_trial(self, trial: Trial) -> None:
        outcome = self.tally.take(trial, self.test.baselines)
        if outcome is not None:  # None: said already
            words, aloud, mood = outcome
            self._show_remark(words, mood)
            self._speech.say_after_trial(self.now_s, aloud)

    # What is said and shown

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
        if aloud:
            self._say(aloud)

    def _screen(self) -> Screen:
        return guide_screen(self, self._speech.step(self.now_s))


def _head_side_of(pose: Pose) -> float:
    """Which way the head lies from the hips in the image: -1 left, +1 right, 0 if nobody is visible."""
    along = (middle(pose, "shoulder") - middle(pose, "hip"))[..., 0]
    return float(np.sign(along)) if np.isfinite(along) else 0.0
