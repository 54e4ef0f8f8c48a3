"""What the screen shows in each stage of a workout."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from formcheck.rules.exercise import Exercise
from formcheck.rules.rep_frames import Phase
from formcheck.session.headline import checks_made, is_sure
from formcheck.session.judge import Rep, Verdict
from formcheck.session.session import Session
from formcheck.session.update import Update
from formcheck.workout.placement_gate import PlacementGate
from formcheck.workout.screen import (
    COMMANDS,
    CUE_S,
    Mood,
    Screen,
    SetSummary,
    WorkoutStage,
    counted,
    goal_of,
    meter_of,
    sides_of,
)
from formcheck.workout.speech_queue import Utterance


class WorkoutState(Protocol):
    """What the screen reads of a `Workout`; it changes nothing."""

    stage: WorkoutStage
    exercise: Exercise | None
    session: Session | None
    placement_gate: PlacementGate | None
    advice: str | None
    notice: str | None
    paused: bool
    now_s: float

    @property
    def update(self) -> Update | None:
        """The session's update for the latest frame."""

    @property
    def summaries(self) -> Sequence[SetSummary]:
        """The finished sets, in order."""

    @property
    def remark(self) -> tuple[str, Mood] | None:
        """Words about the latest rep, and their mood; None once they have been shown for `CUE_S`."""

    @property
    def seconds_left(self) -> int:
        """Seconds left of the countdown or of the rest; 0 in the other stages."""


_Words = tuple[str, Mood, tuple[str, ...]]
"""Headline, its mood, and small words."""


def workout_screen(workout: WorkoutState, say: Utterance | None) -> Screen:
    """Build the screen to show now; `say` is the line to speak with it."""
    headline, mood, lines = {
        WorkoutStage.CHOOSE: _choose,
        WorkoutStage.PLACEMENT: _placement,
        WorkoutStage.COUNTDOWN: _countdown,
        WorkoutStage.SET: _set,
        WorkoutStage.REST: _rest,
        WorkoutStage.SUMMARY: _summary,
    }[workout.stage](workout)
    exercise, session = workout.exercise, workout.session
    screen = Screen(
        stage=workout.stage,
        headline="Paused" if workout.paused else headline,
        mood="plain" if workout.paused else mood,
        lines=lines,
        seconds=workout.seconds_left if workout.stage in (WorkoutStage.COUNTDOWN, WorkoutStage.REST) else None,
        count=0 if session is None else len(session.reps),
        attempts=0 if session is None else len(session.attempts),
        notice=workout.notice
        or (workout.advice if workout.stage in (WorkoutStage.PLACEMENT, WorkoutStage.COUNTDOWN) else None),
        paused=workout.paused,
        commands=COMMANDS[workout.stage],
        sets=tuple(workout.summaries),
        say=say,
    )
    if exercise is None:
        return screen
    prescribed = replace(
        screen,
        exercise=exercise.id,
        name=exercise.name,
        goal=goal_of(exercise),
        hold_target_s=exercise.target.hold_s,
    )
    return _followed(prescribed, workout)


def _followed(screen: Screen, workout: WorkoutState) -> Screen:
    """Add where the person is in the rep, during a set."""
    exercise, session, update = workout.exercise, workout.session, workout.update
    if exercise is None or session is None or update is None or workout.stage is not WorkoutStage.SET:
        return screen
    return replace(
        screen,
        phase=None if update.phase is None else exercise.words.phases[update.phase],
        progress=update.progress,
        hold_s=update.hold_s if update.phase is Phase.TURN else None,
        meter=meter_of(update, session),
        notice=workout.notice or (None if update.placement is None else update.placement.text),
    )


def _choose(workout: WorkoutState) -> _Words:
    return "Choose an exercise", "plain", ()


def _placement(workout: WorkoutState) -> _Words:
    assert workout.exercise is not None
    assert workout.placement_gate is not None
    words = workout.exercise.words
    return workout.placement_gate.headline, workout.placement_gate.mood, (*words.set_up, words.camera)


def _countdown(workout: WorkoutState) -> _Words:
    assert workout.exercise is not None
    return "Get ready", "good", workout.exercise.words.how_to[:1]


def _set(workout: WorkoutState) -> _Words:
    assert workout.exercise is not None
    assert workout.session is not None
    attempts = workout.session.attempts
    lines = sides_of(workout.update) if workout.session.reps or attempts else workout.exercise.words.set_up[:1]
    if attempts and workout.now_s - attempts[-1].end_s < 2 * CUE_S:
        lines = (*lines, f"Not counted: {attempts[-1].reason}")
    if workout.remark is not None:
        return *workout.remark, lines
    hint = None if workout.update is None else workout.update.hint
    return (hint or "").capitalize(), "plain", lines


def _rest(workout: WorkoutState) -> _Words:
    done = workout.summaries[-1]
    mood: Mood = "good" if done.found.mood == "good" else "plain"
    return f"Set {len(workout.summaries)}: {done.headline}", mood, done.lines


def _summary(workout: WorkoutState) -> _Words:
    sets = workout.summaries
    if not sets:
        return "No sets done", "plain", ()
    number = "1 set" if len(sets) == 1 else f"{len(sets)} sets"
    return f"{number}, {counted(sum(each.count for each in sets))}", "plain", sets[0].lines if len(sets) == 1 else ()


def rep_words(update: Update, rep: Rep, exercise: Exercise) -> tuple[str, Mood]:
    """Large words about a rep: the cue, or a fault that the voice skips because it was mentioned a moment ago."""
    if update.cue is not None:
        return update.cue.text, "good" if update.cue.kind == "praise" else "fault"
    faults = [f.rule for f in rep.rule_results if f.verdict is Verdict.FAULT]
    if faults:
        return max(faults, key=lambda rule: rule.severity).say.cue, "fault"
    if is_sure(rep, exercise):
        return "Good", "good"
    return ("No fault seen" if checks_made(rep) else "Counted, not judged"), "plain"
