"""Counts what has been done on one side: how many lowerings are valid, and whether that is enough."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from formcheck.assessment.baseline import Baseline
from formcheck.assessment.counting import Count
from formcheck.assessment.decision import surely_drops
from formcheck.assessment.guide.placement import is_judged_from
from formcheck.assessment.guide.speech import (
    DROPPED,
    FELL,
    TWO_SHORT,
    counted_words,
    ended_early_words,
    ended_words,
    held_words,
    repeated_words,
    reps_ended_words,
)
from formcheck.assessment.hold import Hold
from formcheck.assessment.protocol import LEG_LOWER, MIN_TRIALS
from formcheck.assessment.trial import Trial
from formcheck.pose.landmarks import Side
from formcheck.workout.screen import Mood

MAX_TRIALS = 8
"""A side ends after this many lowerings, even with fewer than `MIN_TRIALS` valid ones; chosen: more only tire."""


@dataclass(slots=True)
class Tally:
    """State of one side of the test: what is done before the rest, or after it.

    Attributes
    ----------
    side : "left", "right" or None
        The leg that carries; None until it is known.
    enough : bool
        Whether this side is over.
    ended : str
        How it ended, in words.
    held_s : int
        Seconds held, in the protocol ``hold/1``.
    reps : int
        Full reps, in the protocol ``reps/1``.
    fell : bool
        Whether this side, or the one just over, ended with hips that came down to the floor.
    """

    side: Side | None = None
    enough: bool = False
    ended: str = ""
    held_s: int = 0
    reps: int = 0
    fell: bool = False
    _trials: list[Trial] = field(default_factory=list)

    @property
    def tried(self) -> bool:
        """Whether there was any lowering, valid or not."""
        return bool(self._trials)

    @property
    def valid(self) -> int:
        """Number of valid lowerings on this side."""
        return sum(trial.invalid is None and trial.side == self.side for trial in self._trials)

    def take(self, trial: Trial, baselines: Mapping[Side, Baseline]) -> tuple[str, str, Mood] | None:
        """Count a lowering; its outcome on the screen, aloud, and its mood; None if the side was already over."""
        self.side = trial.side
        self._trials.append(trial)
        if self.enough:
            return None
        trials = sum(each.side == trial.side for each in self._trials)
        self.fell = trial.lowering.hips_fell
        dropped = trial.invalid is None and _drops(trial, baselines[trial.side])
        self.enough = dropped or self.valid >= MIN_TRIALS or trials >= MAX_TRIALS
        self.ended = ended_words(trial.side, enough=dropped or self.valid < MIN_TRIALS)
        if dropped:
            return ended_early_words(FELL if self.fell else DROPPED)
        if self.enough and self.valid < MIN_TRIALS:
            return ended_early_words(None)
        if trial.invalid is not None:
            return repeated_words(trials, trial.invalid, MIN_TRIALS - self.valid)
        return counted_words(self.valid, enough=self.enough)

    def take_hold(self, hold: Hold) -> tuple[str, str] | None:
        """End this side with a hold; its outcome on the screen and aloud; None if the side was already over."""
        if self.enough:
            return None
        self.side, self.enough, self.held_s = hold.side, True, int(hold.seconds)
        self.ended, voice = held_words(hold)
        return self.ended, voice

    def take_count(self, count: Count) -> str | None:
        """Take over the count of this side after a rep; what is said when that ends it, else None."""
        self.side, self.reps, self.enough = count.side, count.reps, count.over
        self.ended = reps_ended_words(count.side, count.reps)
        return TWO_SHORT[1] if count.over else None

    def close(self) -> None:
        """Close this side: the hips are down."""
        self._trials, self.reps, self.enough = [], 0, False

    def new_side(self) -> None:
        """Begin a new side; which leg will carry is not known yet."""
        self.side, self.held_s, self.reps, self.fell = None, 0, 0, False


def _drops(trial: Trial, baseline: Baseline) -> bool:
    """Whether the hips clearly dropped, which ends the side; only where the view can show it."""
    return is_judged_from(baseline.body, LEG_LOWER) and (surely_drops(trial.sink_deg) or trial.lowering.hips_fell)
