"""Score of one side of the protocol ``reps/1`` from the repetitions of a set."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from formcheck.pose.landmarks import SIDES, Side
from formcheck.session.judge import Rep, Verdict

SHORT_RULES = ("hip-sag", "hips-low")
"""Rules of the single-leg bridge whose fault means that a rep stayed short of the line, or of the person's best."""

SHORT_IN_A_ROW = 2
"""This many short reps in a row end the test; evidence, 8.1 C."""

BREAK_S = 5.0
"""Lying still for longer ends a bout of repetitions; chosen: longer than a breath between two of them."""

TWO_IN_A_ROW = "two in a row stayed short"


@dataclass(frozen=True, slots=True)
class Count:
    """Score of one side.

    Attributes
    ----------
    reps : int
        Reps before the first two short ones in a row that were not found to be short.
    ended : str
        What ended it.
    judged : bool
        False if the camera could not show for any rep whether it was short.
    """

    side: Side
    reps: int
    ended: str
    judged: bool

    @property
    def over(self) -> bool:
        """Whether two short reps in a row have ended it: later ones add nothing."""
        return self.ended == TWO_IN_A_ROW


def bouts_of(reps: Sequence[Rep]) -> list[list[Rep]]:
    """Reps in a row on one leg. A single rep of the other leg in between is a slip of the pose model, not a change."""
    found: list[list[Rep]] = []
    for rep, after in zip_longest(reps, reps[1:]):
        if not found or _begins(found[-1], rep, after):
            found.append([])
        found[-1].append(rep)
    return found


def _begins(bout: list[Rep], rep: Rep, after: Rep | None) -> bool:
    if rep.times.start_s - bout[-1].times.end_s >= BREAK_S:
        return True
    return rep.side != leg_of(bout) and after is not None and after.side == rep.side


def leg_of(bout: Sequence[Rep]) -> Side:
    """The supporting leg of most of the reps of a bout; of the first one if they are as many."""
    left, right = (sum(rep.side == side for rep in bout) for side in SIDES)
    if left == right and bout[0].side is not None:
        return bout[0].side
    return "left" if left > right else "right"


def count_side(reps: Sequence[Rep], side: Side) -> Count | None:
    """Score of one side from all reps of a set of single-leg bridges; None without reps of this side.

    A rep that the pose model assigned to the other leg than the rest of its bout was measured there: it is left out.
    """
    own = [rep for bout in bouts_of(reps) if leg_of(bout) == side for rep in bout if rep.side == side]
    if not own:
        return None
    short = [is_short(rep) for rep in own]
    judged = any(value is not None for value in short)
    for n in range(len(own) - SHORT_IN_A_ROW + 1):
        if all(short[n : n + SHORT_IN_A_ROW]):
            return Count(side, sum(not value for value in short[:n]), TWO_IN_A_ROW, judged)
    return Count(side, sum(not value for value in short), "the set ended", judged)


def is_short(rep: Rep) -> bool | None:
    """Whether a rep stayed short; None if no rule judged it."""
    verdicts = [f.verdict for f in rep.rule_results if f.rule.id in SHORT_RULES and f.verdict is not Verdict.NOT_JUDGED]
    return any(verdict is Verdict.FAULT for verdict in verdicts) if verdicts else None
