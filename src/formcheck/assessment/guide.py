"""Leads somebody through the test, step by step: what to do now, on the screen and aloud.

Pure state around the test: it reads no clock, opens no camera and makes no sound. Time comes with every frame, or
with `tick` when there is none. What is judged is what the test says of the same poses, whoever leads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil

import numpy as np

from formcheck.assessment.guide_words import (
    AGAIN_LEG,
    FAR_LEG,
    FROM_THERE,
    INSTRUCTIONS,
    NAME,
    PHASES,
    TEN_SECONDS,
    WORKING,
    after_trial,
    ended_words,
    held_words,
    lift_words,
    rest_words,
)
from formcheck.assessment.hold import Hold
from formcheck.assessment.phases import Stage as Phase
from formcheck.assessment.protocol import BASELINE_S, HOLD, LEAST_TRIALS
from formcheck.assessment.side import REFUSED, SINK_DEG
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest, TestUpdate
from formcheck.assessment.trial import Trial
from formcheck.coaching.flow import AWAY_S, CUE_S
from formcheck.coaching.gesture import HandsOverhead
from formcheck.coaching.placement import PlacementHelp, PlacementId
from formcheck.coaching.placing import Placing
from formcheck.coaching.screen import Command, Mood, Screen, Stage
from formcheck.coaching.talk import Kind, Talk
from formcheck.motion.view import middle
from formcheck.pose.landmarks import Side, other_side
from formcheck.pose.pose import Pose

RISE_S = 1.5
"""The hips are taken to be up so long after they have left the floor: then the three seconds on both feet begin.
Chosen."""

REST_S = 30.0
"""Rest between the sides; from the protocol."""

REMIND_S = 10.0
"""What to do is said again after so long in which nothing happened; chosen: longer than it takes to do it."""

FLICKER_S = 1.0
"""Out of position for less is a slip of the pose model; chosen."""

MOST_TRIES = 8
"""After so many lowerings a side is over even with fewer valid ones than wanted; chosen: more only tire."""

SETTLED_S = 1.0
"""Which leg is out is believed after so long; chosen: longer than the votes of the first frames sway."""

HOLD_TOLD_S, LOOK_S = 10, 0.5
"""A hold is told every so many seconds, and looked at so often for whether the hips have moved; chosen."""

MAX_TEST_S = 1200.0
"""A live test ends after so long whatever happens, so that what is kept stays small; chosen."""

_ONLY_BEFORE: frozenset[PlacementId] = frozenset({"tilted", "turn-sideways", "turn", "camera-lower"})
"""How the camera stands is told before a side begins, not in the course of it."""


class Step(StrEnum):
    """What the person is asked for."""

    PLACE = "place"
    """Get into position."""
    LIFT = "lift"
    """Lift the hips."""
    BOTH = "both"
    """Hold on both feet."""
    STRETCH = "stretch"
    """Stretch one leg."""
    TOO_SOON = "too-soon"
    """The leg was stretched before there was a bridge on both feet to compare with: put it down again."""
    LOWER = "lower"
    """Lower the leg."""
    FLOOR = "floor"
    """It is on its way to the floor."""
    RAISE = "raise"
    """It is on its way back."""
    HOLD = "hold"
    """Hold, for the protocol ``hold/1``."""
    ENOUGH = "enough"
    """This side is over: foot down, hips down."""
    REST = "rest"
    """Rest between the sides."""
    TURN = "turn"
    """Turn round for the other leg."""
    DONE = "done"
    """The test is over."""


_OF_PHASE = {Phase.OUT: Step.LOWER, Phase.DOWN: Step.FLOOR, Phase.BACK: Step.RAISE}
_WAITING = (Step.PLACE, Step.REST, Step.TURN)


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
    _talk: Talk = field(default_factory=Talk)
    _placing: Placing = field(init=False)
    _sign: HandsOverhead = field(default_factory=HandsOverhead)
    _now_s: float = 0.0
    _since_s: float = 0.0
    _began_s: float | None = None
    _asked_s: float = float("-inf")
    _second_told: int | None = None
    _forgiven: bool = False
    _trials: list[Trial] = field(default_factory=list)
    """Of this part: a part is what is done before the rest, or after it."""
    _side: Side | None = None
    _enough: bool = False
    _ended: str = ""
    _held_s: int = 0
    _tens_told: float = 0.0
    _leg_told: bool = False
    _view_told: bool = False
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
            if update.trial is not None and self.step_now not in _WAITING:
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
        if command is Command.START and self.step_now in _WAITING:
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
        self._now_s, self._result, self._talk = time_s, (headline, tuple(lines)), Talk()
        self._say(f"Done. {headline}.")
        return self._screen()

    # From step to step

    def _next(self, update: TestUpdate) -> Step:
        """What to ask for, from where the person is."""
        phase = update.stage
        lying = phase in (Phase.FLOOR, Phase.AWAY)
        if self._enough:
            return self._side_over() if lying else Step.ENOUGH
        if phase is Phase.AWAY and update.stage_s < FLICKER_S and self.step_now not in _WAITING:
            return self.step_now
        if lying:
            return self._on_floor(update)
        if self.step_now is Step.PLACE and self._ill_placed(update):
            return Step.PLACE
        if phase is Phase.BRIDGE:
            return Step.BOTH if update.stage_s < RISE_S + BASELINE_S else Step.STRETCH
        if self.test.baseline is None:
            return Step.TOO_SOON
        if self.test.protocol is HOLD:
            return Step.HOLD
        return _OF_PHASE[phase]

    def _on_floor(self, update: TestUpdate) -> Step:
        """On the back, or somewhere else: wait for a person who is well placed, then for the hips."""
        in_position = update.stage is not Phase.AWAY
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
        if self._side is not None:
            self._over.add(self._side)
        self._parts += 1
        if self._parts > 1 or len(self._over) > 1:
            return Step.DONE
        return Step.REST

    def _rest(self) -> None:
        left = self._rest_left()
        if left <= 0:
            self._turn()
        elif left == 10 and self._second_told != left:
            self._second_told = left
            self._say(TEN_SECONDS)

    def _rest_left(self) -> int:
        return ceil(REST_S - (self._now_s - self._since_s))

    def _turn(self) -> None:
        self._placing = self._new_placing()
        self._go(Step.TURN)

    def _go(self, step: Step) -> None:
        if step is self.step_now:
            return
        before, self.step_now = self.step_now, step
        self._since_s, self._second_told = self._now_s, None
        if before in (Step.REST, Step.TURN) and step not in (Step.TURN, Step.DONE):
            self._side, self._leg_told, self._view_told, self._held_s = None, False, False, 0
        if step is Step.HOLD:
            self._held_s, self._tens_told = 0, 0.0
        if step is Step.PLACE:
            self._placing, self._forgiven = self._new_placing(), False
        if step in (Step.REST, Step.DONE):
            self._new_part()
        if step in (Step.FLOOR, Step.RAISE):
            self._talk.drop("guide")  # what to do is being done
            self._asked_s = self._now_s
        elif step not in (Step.DONE, Step.LOWER) or before is not Step.RAISE:
            self._ask()

    def _new_part(self) -> None:
        self._trials, self._enough = [], False

    def _new_placing(self) -> Placing:
        return Placing(PlacementHelp(self.test.exercise, self.test.picture_px))

    # What happens in a step

    def _follow(self, update: TestUpdate) -> None:
        """What is told while a step goes on."""
        if update.side is not None and update.stage is Phase.OUT and update.stage_s >= SETTLED_S:
            self._know_side(update.side, update.pose)
        if self.step_now is Step.BOTH:
            self._count_down(update.stage_s)
        elif self.step_now is Step.HOLD:
            self._follow_hold(update.stage_s)
        if self.step_now in (Step.PLACE, Step.TURN) and self._placing.ill_seen:
            if self._placing.say is not None and not self.recorded:
                self._say(self._placing.say)
            self._asked_s = self._now_s
        if self._now_s - self._asked_s >= REMIND_S and self.step_now not in (Step.REST, Step.HOLD):
            self._ask()

    def _know_side(self, side: Side, pose: Pose) -> None:
        """Which leg carries is found; the same one a second time is told once."""
        self._side = side
        self._head = self._head or _head_of(pose)
        baseline = self.test.baseline
        if baseline is not None and baseline.body.view != "side" and not (self._forgiven or self._view_told):
            self._view_told = True
            self._say(FROM_THERE)
        if side in self._over and not self._leg_told:
            self._leg_told = True
            self._say(AGAIN_LEG.format(side=side, other=other_side(side)))

    def _count_down(self, held_s: float) -> None:
        left = ceil(RISE_S + BASELINE_S - held_s)
        if left <= BASELINE_S and left != self._second_told:
            self._second_told = left
            self._say(f"{left}.", "hold")

    def _follow_hold(self, held_s: float) -> None:
        """Tens of seconds aloud; the end as soon as the hips have moved."""
        self._held_s = int(held_s)
        tens, looks = divmod(held_s, HOLD_TOLD_S)[0], int(held_s / LOOK_S)
        if tens > self._tens_told:
            self._tens_told = tens
            self._say(f"{self._held_s} seconds.")
        if looks == self._second_told:
            return
        self._second_told = looks
        so_far = self.test.hold_so_far()
        if so_far is not None and so_far.ended == "hips moved":
            self._end_hold(so_far)

    def _end_hold(self, hold: Hold) -> None:
        if self._enough:  # told already, while the leg was still out
            return
        self._side, self._enough, self._held_s = hold.side, True, int(hold.seconds)
        words, voice = held_words(hold)
        self._ended = words
        self._mark(words, "plain")
        self._say(voice)
        self._asked_s = self._now_s

    def _take_trial(self, trial: Trial) -> None:
        """Count it, say what came of it, and whether it is enough."""
        self._side = trial.side
        self._trials.append(trial)
        if self._enough:
            return  # told already
        valid = self._valid(trial.side)
        dropped = trial.invalid is None and self._drops(trial)
        tries = sum(each.side == trial.side for each in self._trials)
        self._enough = dropped or valid >= LEAST_TRIALS or tries >= MOST_TRIES
        headline, voice, mood = after_trial(trial.invalid, valid, enough=self._enough, dropped=dropped)
        self._ended = ended_words(trial.side, enough=valid < LEAST_TRIALS)
        self._mark(headline, mood)
        self._talk.drop("guide")
        self._say(voice, "correction")
        self._asked_s = self._now_s

    def _valid(self, side: Side | None) -> int:
        return sum(trial.invalid is None and trial.side == side for trial in self._trials)

    def _drops(self, trial: Trial) -> bool:
        """Whether the hips surely dropped: then the side is over. From elsewhere than the side nobody can tell."""
        sank = trial.sink_deg is not None and trial.sink_deg.surely_above(SINK_DEG[1])
        return self.test.baselines[trial.side].body.view == "side" and (sank or trial.lowering.hips_fell)

    # What is said and shown

    def _mark(self, words: str, mood: Mood) -> None:
        self._remark = (self._now_s, words, mood)

    def _ask(self) -> None:
        """Say what to do now."""
        self._asked_s = self._now_s
        voice = self._asked()[1]
        if self.step_now is Step.ENOUGH and self._now_s - self._remark[0] < CUE_S:
            return  # said with the result
        if voice:
            self._say(voice)

    def _say(self, text: str, kind: Kind = "guide") -> None:
        if kind == "guide":
            self._talk.drop("guide", "correction", "hold")
        self._talk.offer(self._now_s, kind, text)

    def _asked(self) -> tuple[str, str]:
        """The instruction of this step: for the screen, and aloud."""
        if self.step_now is Step.LIFT:
            return lift_words(self.test.protocol, self._valid(self._side), tried=bool(self._trials))
        if self.step_now is Step.REST:
            return rest_words(self._ended)
        return INSTRUCTIONS[self.step_now]

    def _screen(self) -> Screen:
        stage, seconds = self._stage()
        headline, mood = self._headline()
        update = self.update
        hold = self.test.protocol is HOLD
        count = self._held_s if hold else self._valid(self._side)
        return Screen(
            stage=stage,
            name=NAME,
            headline=headline,
            mood=mood,
            lines=self._lines(),
            seconds=seconds,
            count=count,
            goal="seconds" if hold else f"of {LEAST_TRIALS} lowerings",
            phase=None if update is None else PHASES[update.stage],
            progress=0.0 if hold else min(count / LEAST_TRIALS, 1.0),
            notice=self.notice or self._seen_badly(),
            commands=self._commands(),
            say=self._talk.step(self._now_s),
        )

    def _stage(self) -> tuple[Stage, int | None]:
        if self.step_now in (Step.PLACE, Step.TURN):
            return Stage.PLACEMENT, None
        if self.step_now is Step.REST:
            return Stage.REST, max(self._rest_left(), 0)
        if self.step_now is Step.BOTH and self.update is not None:
            left = ceil(RISE_S + BASELINE_S - self.update.stage_s)
            return Stage.COUNTDOWN, min(left, ceil(BASELINE_S))
        return (Stage.SUMMARY if self.done else Stage.SET), None

    def _headline(self) -> tuple[str, Mood]:
        if self.done:
            return self._result[0], "plain"
        if self.step_now in (Step.PLACE, Step.TURN) and self._placing.ill_seen:
            return self._placing.headline, self._placing.mood
        if self.step_now is Step.PLACE and not self._placing.wrong:
            return self._placing.headline, self._placing.mood
        said_s, words, mood = self._remark
        if self._now_s - said_s < CUE_S and self.step_now in (Step.LOWER, Step.ENOUGH, Step.HOLD):
            return words, mood
        return self._asked()[0], "plain"

    def _lines(self) -> tuple[str, ...]:
        protocol = self.test.protocol
        if self.done:
            return self._result[1]
        if self.step_now is Step.PLACE:
            return protocol.set_up
        if self.step_now is Step.TURN:
            return protocol.set_up[1:]
        if self.step_now is Step.REST:
            return (INSTRUCTIONS[Step.TURN][1],)
        if self.step_now in (Step.LIFT, Step.BOTH, Step.STRETCH):
            return protocol.how_to[1:2]
        return self._about_side()

    def _about_side(self) -> tuple[str, ...]:
        """Which leg carries, and whether the camera sees it well."""
        side = self._side
        if side is None:
            return ()
        lines = [f"The {side} leg carries."]
        baseline = self.test.baseline
        if baseline is not None and baseline.body.view in REFUSED:
            lines.append(f"Not judged: {REFUSED[baseline.body.view]}.")
        elif baseline is not None and baseline.body.near != side:
            lines.append(FAR_LEG)
        return tuple(lines)

    def _seen_badly(self) -> str | None:
        place = None if self.update is None else self.update.placement
        if place is None or self.done or self.step_now in _WAITING or place.id in _ONLY_BEFORE:
            return None
        return place.text

    def _commands(self) -> tuple[Command, ...]:
        if self.done:
            return ()
        return (Command.START, Command.FINISH) if self.step_now in _WAITING else (Command.FINISH,)


def _head_of(pose: Pose) -> float:
    """Side of the picture that the head is at, seen from the hips; 0 where nobody was seen."""
    step = (middle(pose, "shoulder") - middle(pose, "hip"))[..., 0]
    return float(np.sign(step)) if np.isfinite(step) else 0.0
