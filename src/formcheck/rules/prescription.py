"""The prescription of a set, and how far the set follows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.pose.landmarks import SIDES, Side
from formcheck.rules.exercise import Exercise, Target
from formcheck.rules.laterality import Laterality
from formcheck.rules.rep_frames import Phase, RepTimes

TIMED_TO_S, TIMED_TO_SHARE = 0.3, 0.25
"""A hold or a lowering is long enough if it is short by no more than this time and no more than this share of the
prescribed time: docs/sources.md#hold."""


def enough_s(asked_s: float) -> float:
    """Seconds from which a prescribed time counts as reached, since it cannot be timed more finely."""
    return asked_s - min(TIMED_TO_S, TIMED_TO_SHARE * asked_s)


@dataclass(frozen=True, slots=True)
class Done:
    """Counted reps of one side, or of the whole body.

    Attributes
    ----------
    side : "left", "right" or None
        None if reps have no side.
    reps : int
        Counted reps.
    held_long, lowered_slowly : int or None
        How many of them were held, and lowered, for the prescribed time; None if none is prescribed. A lowering
        that was only partly seen is not included.
    """

    side: Side | None
    reps: int
    held_long: int | None
    lowered_slowly: int | None


@dataclass(frozen=True, slots=True)
class PrescriptionProgress:
    """A prescription and how far it has been followed: one row per side, or one for the whole body."""

    target: Target
    done: tuple[Done, ...]

    @property
    def reached(self) -> bool:
        """Whether the smallest prescribed number of reps was done, on every side that is counted."""
        return all(done.reps >= self.target.reps[0] for done in self.done)

    @property
    def each_side(self) -> bool:
        """Whether the prescription is for each side."""
        return len(self.done) > 1


def counted_sides(laterality: Laterality) -> tuple[Side | None, ...]:
    """Sides that are counted separately; only None if reps have no side."""
    return SIDES if laterality in (Laterality.ONE_LEG, Laterality.EACH_ARM) else (None,)


def progress(exercise: Exercise, reps: Sequence[tuple[Side | None, RepTimes]]) -> PrescriptionProgress:
    """How far counted reps, each with its side and its times, follow the prescription."""
    rows = []
    for side in counted_sides(exercise.rep.laterality):
        own = [times for of, times in reps if of == side]
        rows.append(_done(exercise.target, side, own))
    return PrescriptionProgress(exercise.target, tuple(rows))


def _done(target: Target, side: Side | None, reps: list[RepTimes]) -> Done:
    held = sum(times.hold_seen and times.hold_s >= enough_s(target.hold_s) for times in reps)
    slow = sum((lowering_s(times, target) or 0.0) >= enough_s(target.lower_s) for times in reps)
    return Done(side, len(reps), held if target.hold_s else None, slow if target.lower_s else None)


def lowering_s(times: RepTimes, target: Target) -> float | None:
    """Seconds in which the hips or the weights came down, in the phase that the exercise lowers in.

    None if it was not seen from start to end.
    """
    if target.lowering is Phase.OUT:
        return times.hold_start_s - times.start_s if times.start_seen and times.out_seen else None
    return times.back_s if times.end_seen and times.back_seen else None
