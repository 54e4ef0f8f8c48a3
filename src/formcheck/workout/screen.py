"""What a person reads while being coached: the same words and numbers on the desktop and in the browser."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np

from formcheck.rules.exercise import Exercise
from formcheck.rules.laterality import Laterality
from formcheck.rules.measures.position import is_at_turn
from formcheck.rules.prescription import counted_sides
from formcheck.rules.rule import Rule
from formcheck.session.headline import Headline, headline
from formcheck.session.judge import Verdict
from formcheck.session.session import Session
from formcheck.session.update import Update
from formcheck.workout.speech_queue import Utterance

Mood = Literal["plain", "good", "fault"]
"""Mood of the large words: neutral, something good, something to change. Never shown by colour alone."""

CUE_S = 3.0
"""How long words about a rep stay on the screen, in seconds; chosen: long enough to read twice, and gone before the
next rep ends."""


class WorkoutStage(StrEnum):
    """Stages of a workout, in order."""

    CHOOSE = "choose"
    PLACEMENT = "placement"
    COUNTDOWN = "countdown"
    SET = "set"
    REST = "rest"
    SUMMARY = "summary"


class Command(StrEnum):
    """What the user can ask for, by key, button or sign."""

    START = "start"
    PAUSE = "pause"
    END_SET = "end-set"
    NEXT_SET = "next-set"
    CHOOSE = "choose"
    FINISH = "finish"


COMMANDS: dict[WorkoutStage, tuple[Command, ...]] = {
    WorkoutStage.CHOOSE: (Command.FINISH,),
    WorkoutStage.PLACEMENT: (Command.START, Command.PAUSE, Command.CHOOSE, Command.FINISH),
    WorkoutStage.COUNTDOWN: (Command.PAUSE, Command.CHOOSE, Command.FINISH),
    WorkoutStage.SET: (Command.END_SET, Command.PAUSE, Command.CHOOSE, Command.FINISH),
    WorkoutStage.REST: (Command.NEXT_SET, Command.CHOOSE, Command.FINISH),
    WorkoutStage.SUMMARY: (Command.NEXT_SET, Command.CHOOSE),
}
"""Commands of each stage; any other is ignored."""

LABELS: dict[Command, str] = {
    Command.START: "Start now",
    Command.PAUSE: "Pause",
    Command.END_SET: "End set",
    Command.NEXT_SET: "Next set",
    Command.CHOOSE: "Other exercise",
    Command.FINISH: "Finish",
}


METER_SPAN = {"deg": 60.0, "trunk": 0.6}
"""How far below its band the range meter begins, by unit; chosen so that every exercise shows its rest on it."""


@dataclass(frozen=True, slots=True)
class Meter:
    """How far the body has moved, against the band it should reach.

    Attributes
    ----------
    value : float or None
        The current value; None while it is not visible.
    low, high : float
        Ends of the scale.
    good : (low, high)
        The target band, cut to the scale.
    unit : str
        ``deg`` or ``trunk``.
    name : str
        What it measures, in words.
    """

    value: float | None
    low: float
    high: float
    good: tuple[float, float]
    unit: str
    name: str

    @property
    def in_band(self) -> bool:
        """Whether the value lies in the target band."""
        return self.value is not None and self.good[0] <= self.value <= self.good[1]

    def share(self, value: float) -> float:
        """Position on the scale, 0 to 1."""
        return float(np.clip((value - self.low) / (self.high - self.low), 0.0, 1.0))


CORRECTED = "Form corrected in the last reps"

CORRECTED_REPS = 2
"""A fault counts as corrected when it was absent from this many of the last reps in which it could be judged;
chosen."""


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A finished set in a few words.

    Attributes
    ----------
    faults : tuple of (str, int)
        Title of each fault and number of reps with it: most severe first, then most frequent.
    advice : str or None
        The one thing for next time; None without a fault, or when every fault was corrected.
    found : Headline
        The headline of the set, as in its report.
    """

    exercise: str
    count: int
    faults: tuple[tuple[str, int], ...]
    advice: str | None
    found: Headline

    @property
    def headline(self) -> str:
        """How many reps were counted, and how they were."""
        return self.found.text

    @property
    def lines(self) -> tuple[str, ...]:
        """The findings, line by line, and what to change."""
        lines = [*self.found.details, *self.found.camera]
        if self.advice is not None:
            lines.append(f"Next time: {self.advice}")
        elif self.faults:
            lines.append(CORRECTED)
        return tuple(lines)


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything shown and said at one moment.

    Attributes
    ----------
    stage : WorkoutStage
    exercise, name : str
        Id and name of the exercise; empty before one is chosen.
    headline : str
        Large words.
    mood : str
        Mood of the large words.
    lines : tuple of str
        Small text, the most important line first.
    seconds : int or None
        Seconds left of the countdown or of the rest.
    count, attempts : int
        Counted reps of this set, and attempts that were not counted.
    goal : str
        Prescribed reps, in words.
    phase : str or None
        Name of the rep phase; None before the person is in position.
    progress : float
        Position between rest and the turn, 0 to 1.
    hold_s : float or None
        Seconds held so far, while the person holds at the turning point.
    hold_target_s : float
        Prescribed hold; 0 without one.
    meter : Meter or None
        Range meter; None outside a set, or in a view that cannot show it.
    notice : str or None
        A problem with camera, machine or set-up.
    paused : bool
    commands : tuple of Command
        Commands available now.
    sets : tuple of SetSummary
        The finished sets, in order.
    say : Utterance or None
        The line to speak now.
    """

    stage: WorkoutStage
    exercise: str = ""
    name: str = ""
    headline: str = ""
    mood: Mood = "plain"
    lines: tuple[str, ...] = ()
    seconds: int | None = None
    count: int = 0
    attempts: int = 0
    goal: str = ""
    phase: str | None = None
    progress: float = 0.0
    hold_s: float | None = None
    hold_target_s: float = 0.0
    meter: Meter | None = None
    notice: str | None = None
    paused: bool = False
    commands: tuple[Command, ...] = ()
    sets: tuple[SetSummary, ...] = ()
    say: Utterance | None = None


def towards_goal(session: Session) -> int:
    """Reps that count towards the prescription; if reps have sides, those of the side with fewer.

    In an exercise on one leg, each leg may have a set of its own: a leg without any rep is ignored.
    """
    done = [side.reps for side in session.progress.done]
    if session.exercise.rep.laterality is Laterality.ONE_LEG:
        done = [reps for reps in done if reps] or [0]
    return min(done)


def goal_of(exercise: Exercise) -> str:
    """The prescribed reps, in words."""
    least, most = exercise.target.reps
    each_side = len(counted_sides(exercise.rep.laterality)) > 1
    return f"of {least}–{most} reps{' a side' if each_side else ''}"


def sides_of(update: Update | None) -> tuple[str, ...]:
    """Reps of each side, in words; empty if reps have no side."""
    if update is None or update.by_side is None:
        return ()
    left, right = update.by_side
    return (f"left {left}, right {right}",)


def counted(reps: int) -> str:
    """A number of reps in words."""
    return "1 rep" if reps == 1 else f"{reps} reps"


def summary_of(session: Session) -> SetSummary:
    """Summary of a finished set."""
    faults = [f.rule for rep in session.reps for f in rep.rule_results if f.verdict is Verdict.FAULT]
    frequent = Counter(rule.id for rule in faults)
    rules = sorted({rule.id: rule for rule in faults}.values(), key=lambda rule: (-rule.severity, -frequent[rule.id]))
    return SetSummary(
        exercise=session.exercise.name,
        count=len(session.reps),
        faults=tuple((rule.title, frequent[rule.id]) for rule in rules),
        advice=next((rule.say.cue for rule in rules if not _corrected(rule, session)), None),
        found=headline(session),
    )


def _corrected(rule: Rule, session: Session) -> bool:
    """Whether the last reps in which the rule could be judged are free of its fault."""
    verdicts = [f.verdict for rep in session.reps for f in rep.rule_results if f.rule.id == rule.id]
    judged = [verdict for verdict in verdicts if verdict is not Verdict.NOT_JUDGED]
    return len(judged) > CORRECTED_REPS and Verdict.FAULT not in judged[-CORRECTED_REPS:]


def meter_of(update: Update, session: Session) -> Meter | None:
    """The range meter of a set; None if no rule has a target for it, or the view cannot show it."""
    exercise, body = session.exercise, session.body
    rule = _reached_at_turn(exercise)
    if rule is None or body is None or body.view not in rule.views or rule.measure.main_signal is None:
        return None
    signal = rule.measure.main_signal
    low, high = _ends(rule)
    value = float(signal(update.pose, body)) - (0.0 if rule.fit is None else rule.fit.offset)
    good = (rule.good[0] if rule.good[0] is not None else low, rule.good[1] if rule.good[1] is not None else high)
    return Meter(value if np.isfinite(value) else None, low, high, good, signal.unit, signal.label)


def _reached_at_turn(exercise: Exercise) -> Rule | None:
    """The rule about the value of the shown angle at the turning point."""
    for rule in exercise.rules:
        measure = rule.measure
        if (
            is_at_turn(measure)
            and measure.unit in METER_SPAN
            and measure.main_signal == exercise.angle
            and rule.fault_below is not None
        ):
            return rule
    return None


def _ends(rule: Rule) -> tuple[float, float]:
    """Ends of a scale from the rest position to a little beyond the band."""
    least = rule.good[0] if rule.good[0] is not None else 0.0
    most = rule.good[1] if rule.good[1] is not None else least
    span = METER_SPAN[rule.measure.unit]
    return least - span, most + 0.25 * span
