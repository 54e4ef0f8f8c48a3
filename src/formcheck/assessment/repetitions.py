"""Repetitions to fatigue: bridges on one leg until two in a row stay short of the line."""

from dataclasses import dataclass

from formcheck.pose.landmarks import Side
from formcheck.session.judge import Rep, Verdict
from formcheck.session.session import Session

SHORT_RULES = ("hip-sag", "hips-low")
"""Rules of the single-leg bridge whose fault means a rep short of the line, or of the person's own best."""

SHORT_IN_A_ROW = 2
"""So many short reps in a row end the test; evidence, 8.1 C."""


@dataclass(frozen=True, slots=True)
class Count:
    """Score of one side.

    Attributes
    ----------
    reps : int
        Reps before the first of two in a row that stay short; short ones are not counted.
    ended : str
        By what.
    judged : bool
        False when the camera could not show in any rep whether it was short.
    """

    side: Side
    reps: int
    ended: str
    judged: bool


def count_side(session: Session, side: Side) -> Count | None:
    """Score of one side from a set of single-leg bridges; None when it made none."""
    reps = [rep for rep in session.reps if rep.side == side]
    if not reps:
        return None
    short = [_short(rep) for rep in reps]
    judged = any(value is not None for value in short)
    for n in range(len(reps) - SHORT_IN_A_ROW + 1):
        if all(short[n : n + SHORT_IN_A_ROW]):
            return Count(side, sum(not value for value in short[:n]), "two in a row stayed short", judged)
    return Count(side, sum(not value for value in short), "the set ended", judged)


def _short(rep: Rep) -> bool | None:
    """None where no rule could tell."""
    told = [f.verdict for f in rep.rule_results if f.rule.id in SHORT_RULES and f.verdict is not Verdict.NOT_JUDGED]
    return any(verdict is Verdict.FAULT for verdict in told) if told else None
