"""What the coach says aloud during a set: counts, cues, the end of a hold, what comes next."""

from dataclasses import dataclass, field
from math import ceil

from formcheck.rules.exercise import Exercise
from formcheck.rules.measures.timing import HoldTime
from formcheck.rules.rep_frames import Phase
from formcheck.session.judge import Rep, Verdict
from formcheck.session.session import Session
from formcheck.session.update import Update
from formcheck.workout.screen import CORRECTED, SetSummary, counted, towards_goal
from formcheck.workout.speech_queue import SpeechQueue, Utterance

HOLD_HELP_REPS = 2
"""The end of the hold is announced in this many first reps, later only after a hold that was too short; chosen."""

LONG_HOLD_S = 4.0
"""Holds of at least this length are counted down; chosen: a shorter hold ends before the words do."""

ATTEMPT_AGAIN_S = 10.0
"""Least time between two explanations why a movement was not counted; chosen: more often is nagging."""


@dataclass(slots=True)
class Commentary:
    """Turns events into spoken lines; `step` returns the one to say now."""

    _queue: SpeechQueue = field(default_factory=SpeechQueue)
    _hold_rep: int | None = None
    _hold_second: int | None = None
    _held_briefly: bool = False
    _goal_said: bool = False
    _advice_given: set[str] = field(default_factory=set)
    _attempts: int = 0
    _attempt_said_s: float = float("-inf")

    def step(self, time_s: float) -> Utterance | None:
        """The line to say now, or None."""
        return self._queue.step(time_s)

    def guide(self, time_s: float, text: str) -> None:
        """Say what comes next; any waiting line is out of date."""
        self._queue.drop("guide", "correction", "place", "praise", "hold", "count")
        self._queue.offer(time_s, "guide", text)

    def advise(self, time_s: float, text: str) -> None:
        """Say what to change about the set-up, once per set."""
        if text not in self._advice_given:
            self._advice_given.add(text)
            self._queue.offer(time_s, "place", text)

    def new_set(self) -> None:
        """Forget the previous set."""
        self._hold_rep, self._hold_second, self._held_briefly, self._attempts = None, None, False, 0
        self._goal_said = False
        self._advice_given.clear()

    def set_over(self, time_s: float, summary: SetSummary, rest_s: float) -> None:
        """Say how many reps, the one thing to improve, and how long to rest."""
        verdict = f"Next time: {summary.advice.lower()}." if summary.advice else ""
        if not verdict and summary.faults:
            verdict = f"{CORRECTED}."
        elif not verdict and summary.found.mood == "good":
            verdict = "No faults."
        parts = ["Set done.", f"{counted(summary.count)}.".capitalize(), verdict, f"Rest for {rest_s:.0f} seconds."]
        self.guide(time_s, " ".join(part for part in parts if part))

    def follow(self, update: Update, session: Session, not_counted: str | None) -> None:
        """Comment on one frame of a set; `not_counted` is why the latest attempt was not counted."""
        exercise = session.exercise
        if update.rep is not None:
            self._queue.drop("count", "hold", "correction", "praise")  # about the previous rep
            self._rep(update, update.rep, session)
        if update.phase is Phase.TURN:
            self._hold(update, exercise)
        if update.placement is not None and update.placement.id not in self._advice_given:
            self._advice_given.add(update.placement.id)
            self._queue.offer(update.time_s, "place", update.placement.text)
        if update.attempts > self._attempts:
            self._attempts = update.attempts
            self._attempt(update.time_s, not_counted)

    def _rep(self, update: Update, rep: Rep, session: Session) -> None:
        """Say the count, and the cue in the same breath."""
        self._held_briefly = any(
            isinstance(f.rule.measure, HoldTime) and f.verdict is Verdict.FAULT for f in rep.rule_results
        )
        goal = not self._goal_said and towards_goal(session) >= session.exercise.target.reps[0]
        self._goal_said = self._goal_said or goal
        number = f"{update.count}, that's the goal." if goal else f"{update.count}."
        if update.cue is None:
            self._queue.offer(update.time_s, "praise" if goal else "count", number)
        else:
            self._queue.offer(update.time_s, update.cue.kind, f"{number} {_sentence(update.cue.voice)}")

    def _hold(self, update: Update, exercise: Exercise) -> None:
        """Count down a long hold; announce the end of a short one where it helps."""
        target_s = exercise.target.hold_s
        if target_s <= 0.0:
            return
        if self._hold_rep != update.count:
            self._hold_rep, self._hold_second = update.count, None
        left = max(0, ceil(target_s - update.hold_s))
        if left == self._hold_second:
            return
        first, self._hold_second = self._hold_second is None, left
        if left == 0 and (target_s >= LONG_HOLD_S or update.count < HOLD_HELP_REPS or self._held_briefly):
            self._queue.offer(update.time_s, "hold", f"And {exercise.words.phases[Phase.BACK]}.")
        elif target_s >= LONG_HOLD_S and left <= 3 and not first:
            self._queue.offer(update.time_s, "hold", f"{left}.")

    def _attempt(self, time_s: float, reason: str | None) -> None:
        if reason is not None and time_s - self._attempt_said_s >= ATTEMPT_AGAIN_S:
            self._attempt_said_s = time_s
            self._queue.offer(time_s, "correction", f"Not counted: {reason}.")


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
