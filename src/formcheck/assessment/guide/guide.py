"""Leads somebody through the test, step by step: what to do now, on the screen and aloud.

Pure state around the test: it reads no clock, opens no camera and makes no sound. Time comes with every frame, or
with `tick` when there is none. What is judged is what the test says of the same poses, whoever leads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from formcheck.assessment.guide.screen import Shown, screen_of
from formcheck.assessment.guide.speech import INSTRUCTIONS, TEN_SECONDS, WORKING, GuideVoice, lift_words, rest_words
from formcheck.assessment.guide.steps import OF_STAGE, RISE_S, WAITING, Step, left_on_both
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
"""Rest between the sides; from the protocol."""

FLICKER_S = 1.0
"""Out of position for less is a slip of the pose model; chosen."""

SETTLED_S = 1.0
"""Which leg is out is believed after so long; chosen: longer than the votes of the first frames sway."""

HOLD_TOLD_S, LOOK_S = 10, 0.5
"""A hold is told every so many seconds, and looked at so often for whether the hips have moved; chosen."""

MAX_TEST_S = 1200.0
"""A live test ends after so long whatever happens, so that what is kept stays small; chosen."""


@dataclass(slots=True)
class Guide:
    """State of leading one person through the test.

    Parameters
    ----------
    test : SingleLegBridgeTest
        What judges; every pose is handed on to it unchanged.
    recorded : bool
        True for a recording that is played: it cannot be told to wait, and ends with its last frame.

    Attributes
    ----------
    step_now : Step
        What the person is asked for.
    update : TestUpdate or None
        What the test said of the newest frame.
    """

    test: SingleLegBridgeTest
    recorded: bool = False
    step_now: Step = Step.PLACE
    update: TestUpdate | None = None
    notice: str | None = None
    _voice: GuideVoice = field(default_factory=GuideVoice)
    _tally: Tally = field(default_factory=Tally)
    _placing: PlacementGate = field(init=False)
    _sign: HandsOverhead = field(default_factory=HandsOverhead)
    _now_s: float = 0.0
    _since_s: float = 0.0
    _began_s: float | None = None
    _looks: int | None = None
    _forgiven: bool = False
    _over: set[Side] = field(default_factory=set)
    _parts: int = 0
    _head: float = 0.0
    """Where the head was in the first part: -1 for left of the hips in the picture, +1 for right."""
    _remark: tuple[float, str, Mood] = (float("-inf"), "", "plain")
    _result: tuple[str, tuple[str, ...]] = (WORKING, ())

    def __post_init__(self) -> None:
        self._placing = self._new_placing()

    @property
    def done(self) -> bool:
        """Whether the test is over."""
        return self.step_now is Step.DONE

    def step(self, pose: Pose) -> Screen:
        """Take the next frame, in order of time."""
        self._now_s = float(pose.time_s)
        first = self._began_s is None
        self._began_s = self._now_s if self._began_s is None else self._began_s
        update = self.update = self.test.step(pose)
        if first and not self.recorded:
            self._since_s = self._now_s
            self._ask()
        if not self.done:
            if update.trial is not None and self.step_now not in WAITING:
                self._take_trial(update.trial)
            if update.hold is not None:
                self._end_hold(update.hold)
            self._go(self._next(update))
            self._follow(update)
            if not self.recorded and (self._sign.step(update.pose) or self._now_s - self._began_s > MAX_TEST_S):
                self.end()
        return self._screen()

    def tick(self, time_s: float) -> Screen:
        """Time passes without a frame."""
        self._now_s = time_s
        if self.step_now is Step.REST:
            self._rest()
        return self._screen()

    def command(self, command: Command, time_s: float) -> Screen:
        """Do what the person asks for; nothing happens where it makes no sense."""
        self._now_s = time_s
        if command is Command.START and self.step_now in WAITING:
            if self.step_now is Step.REST:
                self._turn()
            else:
                self._forgiven = True
                self._go(Step.LIFT)
        elif command is Command.FINISH and not self.done:
            self.end()
        return self._screen()

    def end(self) -> None:
        """There will be no more frames."""
        self._go(Step.DONE)

    def conclude(self, headline: str, lines: Sequence[str], time_s: float) -> Screen:
        """The result is known: show and say it."""
        self._now_s, self._result, self._voice = time_s, (headline, tuple(lines)), GuideVoice()
        self._say(f"Done. {headline}.")
        return self._screen()

    # From step to step

    def _next(self, update: TestUpdate) -> Step:
        """What to ask for, from where the person is."""
        phase = update.stage
        lying = phase in (TestPhase.FLOOR, TestPhase.AWAY)
        if self._tally.enough:
            return self._side_over() if lying else Step.ENOUGH
        if phase is TestPhase.AWAY and update.stage_s < FLICKER_S and self.step_now not in WAITING:
            return self.step_now
        if lying:
            return self._on_floor(update)
        if self.step_now is Step.PLACE and self._ill_placed(update):
            return Step.PLACE
        if phase is TestPhase.BRIDGE:
            return Step.BOTH if update.stage_s < RISE_S + BASELINE_S else Step.STRETCH
        if self.test.baseline is None:
            return Step.TOO_SOON
        if self.test.protocol is HOLD:
            return Step.HOLD
        return OF_STAGE[phase]

    def _on_floor(self, update: TestUpdate) -> Step:
        """On the back, or somewhere else: wait for a person who is well placed, then for the hips."""
        in_position = update.stage is not TestPhase.AWAY
        if self.step_now is Step.REST:
            self._rest()
            return self.step_now
        if self.step_now in (Step.PLACE, Step.TURN):
            self._placing.step(update.pose, in_position)
            return Step.LIFT if self._placing.steady and self._turned(update.pose) else self.step_now
        return Step.PLACE if not in_position and update.stage_s > AWAY_S else Step.LIFT

    def _ill_placed(self, update: TestUpdate) -> bool:
        """Somebody who cannot wait is not held up, as long as the camera sees them well."""
        self._placing.step(update.pose, in_position=True)
        return self._placing.ill_seen and not self.recorded and not self._forgiven

    def _turned(self, pose: Pose) -> bool:
        return self._forgiven or self._parts == 0 or self.step_now is Step.PLACE or _head_of(pose) != self._head

    def _side_over(self) -> Step:
        """Hips down after a side: rest, or the end after both."""
        if self._tally.side is not None:
            self._over.add(self._tally.side)
        self._parts += 1
        if self._parts > 1 or len(self._over) > 1:
            return Step.DONE
        return Step.REST

    def _rest(self) -> None:
        left = self._rest_left()
        if left <= 0:
            self._turn()
        elif left == 10:
            self._voice.second(self._now_s, left, TEN_SECONDS)

    def _rest_left(self) -> int:
        return ceil(REST_S - (self._now_s - self._since_s))

    def _turn(self) -> None:
        self._placing = self._new_placing()
        self._go(Step.TURN)

    def _go(self, step: Step) -> None:
        if step is self.step_now:
            return
        before, self.step_now = self.step_now, step
        self._since_s, self._looks = self._now_s, None
        self._voice.new_step()
        if before in (Step.REST, Step.TURN) and step not in (Step.TURN, Step.DONE):
            self._tally.new_side()
            self._voice.new_side()
        if step is Step.HOLD:
            self._tally.held_s = 0
            self._voice.new_hold()
        if step is Step.PLACE:
            self._placing, self._forgiven = self._new_placing(), False
        if step in (Step.REST, Step.DONE):
            self._tally.close()
        if step in (Step.FLOOR, Step.RAISE):
            self._voice.doing(self._now_s)
        elif step not in (Step.DONE, Step.LOWER) or before is not Step.RAISE:
            self._ask()

    def _new_placing(self) -> PlacementGate:
        return PlacementGate(PlacementHelp(self.test.exercise, self.test.picture_px))

    # What happens in a step

    def _follow(self, update: TestUpdate) -> None:
        """What is told while a step goes on."""
        if update.side is not None and update.stage is TestPhase.OUT and update.stage_s >= SETTLED_S:
            self._know_side(update.side, update.pose)
        if self.step_now is Step.BOTH:
            left = left_on_both(update.stage_s)
            if left <= BASELINE_S:
                self._voice.second(self._now_s, left, f"{left}.", "hold")
        elif self.step_now is Step.HOLD:
            self._follow_hold(update.stage_s)
        if self.step_now in (Step.PLACE, Step.TURN) and self._placing.ill_seen:
            if self._placing.say is not None and not self.recorded:
                self._say(self._placing.say)
            self._voice.asked(self._now_s)
        if self._voice.remind(self._now_s) and self.step_now not in (Step.REST, Step.HOLD):
            self._ask()

    def _know_side(self, side: Side, pose: Pose) -> None:
        """Which leg carries is found; the same one a second time is told once."""
        self._tally.side = side
        self._head = self._head or _head_of(pose)
        baseline = self.test.baseline
        if baseline is not None and baseline.body.view != "side" and not self._forgiven:
            self._voice.from_there(self._now_s)
        if side in self._over:
            self._voice.again_leg(self._now_s, side)

    def _follow_hold(self, held_s: float) -> None:
        """Tens of seconds aloud; the end as soon as the hips have moved."""
        self._tally.held_s = int(held_s)
        self._voice.tens(self._now_s, held_s // HOLD_TOLD_S, f"{self._tally.held_s} seconds.")
        looks = int(held_s / LOOK_S)
        if looks == self._looks:
            return
        self._looks = looks
        so_far = self.test.hold_so_far()
        if so_far is not None and so_far.ended == "hips moved":
            self._end_hold(so_far)

    def _end_hold(self, hold: Hold) -> None:
        told = self._tally.take_hold(hold)
        if told is not None:  # else told already, while the leg was still out
            words, voice = told
            self._mark(words, "plain")
            self._say(voice)
            self._voice.asked(self._now_s)

    def _take_trial(self, trial: Trial) -> None:
        told = self._tally.take(trial, self.test.baselines)
        if told is not None:  # else told already
            words, voice, mood = told
            self._mark(words, mood)
            self._voice.say_after_trial(self._now_s, voice)

    # What is said and shown

    def _mark(self, words: str, mood: Mood) -> None:
        self._remark = (self._now_s, words, mood)

    def _say(self, text: str) -> None:
        self._voice.say(self._now_s, text)

    def _ask(self) -> None:
        """Say what to do now."""
        self._voice.asked(self._now_s)
        voice = self._asked()[1]
        if self.step_now is Step.ENOUGH and self._now_s - self._remark[0] < CUE_S:
            return  # said with the result
        if voice:
            self._say(voice)

    def _asked(self) -> tuple[str, str]:
        """The instruction of this step: for the screen, and aloud."""
        if self.step_now is Step.LIFT:
            return lift_words(self.test.protocol, self._tally.valid, tried=self._tally.tried)
        if self.step_now is Step.REST:
            return rest_words(self._tally.ended)
        return INSTRUCTIONS[self.step_now]

    def _screen(self) -> Screen:
        said_s, words, mood = self._remark
        return screen_of(
            Shown(
                step=self.step_now,
                instruction=self._asked()[0],
                protocol=self.test.protocol,
                update=self.update,
                baseline=self.test.baseline,
                tally=self._tally,
                placing=self._placing,
                remark=(words, mood) if self._now_s - said_s < CUE_S else None,
                result=self._result,
                rest_left=self._rest_left(),
                notice=self.notice,
                say=self._voice.step(self._now_s),
            )
        )


def _head_of(pose: Pose) -> float:
    """Side of the picture that the head is at, seen from the hips; 0 where nobody was seen."""
    step = (middle(pose, "shoulder") - middle(pose, "hip"))[..., 0]
    return float(np.sign(step)) if np.isfinite(step) else 0.0
