"""The outcome of a test for each side, as the week plan needs it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from formcheck.assessment.document import not_valid, read_document
from formcheck.pose.landmarks import SIDES, Side

SideOutcome = Literal["steady", "dips", "drops", "uncertain", "not-judged"]

LEG_LOWER = "leg-lower/1"
"""The protocol with these outcomes; the others give seconds or repetitions."""

ClearOutcome = Literal["steady", "dips", "drops"]
"""Outcomes that a plan can use."""

_WORSE: dict[ClearOutcome, int] = {"steady": 0, "dips": 1, "drops": 2}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcomes of a test that a plan depends on.

    Attributes
    ----------
    protocol : str
        Id of the protocol; only `LEG_LOWER` has these outcomes.
    left, right : SideOutcome or None
        None if the side was not seen.
    """

    protocol: str = LEG_LOWER
    left: SideOutcome | None = None
    right: SideOutcome | None = None

    def of(self, side: Side) -> SideOutcome | None:
        """Outcome of a side."""
        return self.left if side == "left" else self.right

    @property
    def known(self) -> dict[Side, ClearOutcome]:
        """Sides with a clear outcome."""
        if self.protocol != LEG_LOWER:
            return {}
        return {side: clear for side in SIDES if (clear := _clear(self.of(side))) is not None}

    @property
    def used(self) -> ClearOutcome | None:
        """The outcome that the plan uses: that of the worse side; None if it is not known.

        One steady side alone is not enough, since the other may be worse.
        """
        known = self.known
        worst = max(known.values(), key=lambda outcome: _WORSE[outcome], default=None)
        return None if worst == "steady" and len(known) < len(SIDES) else worst

    @property
    def worse(self) -> Side | None:
        """The worse side; None if both have the same outcome, or one is not known."""
        known = self.known
        if len(known) < len(SIDES) or known["left"] == known["right"]:
            return None
        return max(known, key=lambda side: _WORSE[known[side]])


def _clear(outcome: SideOutcome | None) -> ClearOutcome | None:
    return None if outcome is None or outcome == "uncertain" or outcome == "not-judged" else outcome


class _SidePart(BaseModel):
    model_config = ConfigDict(extra="ignore")
    result: SideOutcome


class _Sides(BaseModel):
    model_config = ConfigDict(extra="ignore")
    left: _SidePart | None = None
    right: _SidePart | None = None


def read_outcome(path: Path) -> Outcome:
    """Read the outcome from an ``assessment.json``; keys that a plan does not need are ignored.

    Raises
    ------
    InputNotFound
        The file does not exist.
    BadAssessment
        The file is not an assessment, or was made by a newer formcheck.
    """
    data = read_document(path)
    if data["protocol"] != LEG_LOWER:
        return Outcome(data["protocol"])
    try:
        sides = _Sides.model_validate(data.get("sides"))
    except ValidationError as error:
        raise not_valid(path, error, "sides") from error
    return Outcome(LEG_LOWER, *(None if part is None else part.result for part in (sides.left, sides.right)))
