"""What the screen shows in each stage of a workout."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formcheck.rules.exercise import Exercise
from formcheck.rules.rep_frames import Phase
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


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show at one moment of a workout.

    Attributes
    ----------
    stage : Stage
    time_s : float
        The moment.
    seconds : int
        What is left of the countdown or of the rest.
    exercise : Exercise or None
        None before one is chosen.
    session : Session or None
        The set that goes on, or is about to begin.
    update : Update or None
        What it said of the newest frame.
    placing : Placing or None
        Whether the person is well placed.
    finished : sequence of SetSummary
        The finished sets, in order.
    remark : (words, mood) or None
        What is said of the newest rep.
    notice : str or None
        What is wrong with the camera or the machine.
    advice : str or None
        What to change about the set-up.
    paused : bool
    say : Line or None
        The line to say now.
    """

    stage: WorkoutStage
    time_s: float
    seconds: int
    exercise: Exercise | None
    session: Session | None
    update: Update | None
    placing: PlacementGate | None
    finished: Sequence[SetSummary]
    remark: tuple[str, Mood] | None
    notice: str | None
    advice: str | None
    paused: bool
    say: Utterance | None


_Large = tuple[str, Mood, tuple[str, ...]]
"""Headline, its mood, and small words."""


def screen_of(shown: Shown) -> Screen:
    """The screen of a moment."""
    headline, mood, lines = {
        WorkoutStage.CHOOSE: _choose,
        WorkoutStage.PLACEMENT: _placement,
        WorkoutStage.COUNTDOWN: _countdown,
        WorkoutStage.SET: _set,
        WorkoutStage.REST: _rest,
        WorkoutStage.SUMMARY: _summary,
    }[shown.stage](shown)
    exercise, session = shown.exercise, shown.session
    screen = Screen(
        stage=shown.stage,
        headline="Paused" if shown.paused else headline,
        mood="plain" if shown.paused else mood,
        lines=lines,
        seconds=shown.seconds if shown.stage in (WorkoutStage.COUNTDOWN, WorkoutStage.REST) else None,
        count=0 if session is None else len(session.reps),
        attempts=0 if session is None else len(session.attempts),
        notice=shown.notice
        or (shown.advice if shown.stage in (WorkoutStage.PLACEMENT, WorkoutStage.COUNTDOWN) else None),
        paused=shown.paused,
        commands=COMMANDS[shown.stage],
        sets=tuple(shown.finished),
        say=shown.say,
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
    return _followed(prescribed, shown)


def _followed(screen: Screen, shown: Shown) -> Screen:
    """With where the person is in a repetition."""
    exercise, session, update = shown.exercise, shown.session, shown.update
    if exercise is None or session is None or update is None or shown.stage is not WorkoutStage.SET:
        return screen
    return replace(
        screen,
        phase=None if update.phase is None else exercise.words.phases[update.phase],
        progress=update.progress,
        hold_s=update.hold_s if update.phase is Phase.TURN else None,
        meter=meter_of(update, session),
        notice=shown.notice or (None if update.placement is None else update.placement.text),
    )


def _choose(shown: Shown) -> _Large:
    return "Choose an exercise", "plain", ()


def _placement(shown: Shown) -> _Large:
    assert shown.exercise is not None
    assert shown.placing is not None
    words = shown.exercise.words
    return shown.placing.headline, shown.placing.mood, (*words.set_up, words.camera)


def _countdown(shown: Shown) -> _Large:
    assert shown.exercise is not None
    return "Get ready", "good", shown.exercise.words.how_to[:1]


def _set(shown: Shown) -> _Large:
    assert shown.exercise is not None
    assert shown.session is not None
    attempts = shown.session.attempts
    lines = sides_of(shown.update) if shown.session.reps or attempts else shown.exercise.words.set_up[:1]
    if attempts and shown.time_s - attempts[-1].end_s < 2 * CUE_S:
        lines = (*lines, f"Not counted: {attempts[-1].reason}")
    if shown.remark is not None:
        return *shown.remark, lines
    hint = None if shown.update is None else shown.update.hint
    return (hint or "").capitalize(), "plain", lines


def _rest(shown: Shown) -> _Large:
    done = shown.finished[-1]
    mood: Mood = "good" if done.judged and not done.faults else "plain"
    return f"Set {len(shown.finished)}: {done.headline}", mood, done.lines


def _summary(shown: Shown) -> _Large:
    sets = shown.finished
    if not sets:
        return "No set done", "plain", ()
    number = "1 set" if len(sets) == 1 else f"{len(sets)} sets"
    return f"{number}, {counted(sum(each.count for each in sets))}", "plain", sets[0].lines if len(sets) == 1 else ()


def rep_words(update: Update, rep: Rep) -> tuple[str, Mood]:
    """Large words about a rep: the cue, else what the voice keeps to itself because it was said a moment ago."""
    if update.cue is not None:
        return update.cue.text, "good" if update.cue.kind == "praise" else "fault"
    faults = [f.rule for f in rep.rule_results if f.verdict is Verdict.FAULT]
    if faults:
        return max(faults, key=lambda rule: rule.severity).say.cue, "fault"
    if any(f.verdict is Verdict.GOOD for f in rep.rule_results):
        return "Good", "good"
    return "Counted, not judged", "plain"
