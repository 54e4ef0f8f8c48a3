"""A movement out and back, as it was found in one signal, before it is measured."""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Part of a repetition, in order."""

    REST = "rest"
    OUT = "out"
    """From the start to the turn: lifting in a bridge."""
    TURN = "turn"
    """At the turn: the top of a bridge, while it is held."""
    BACK = "back"
    """From the turn to the end: lowering in a bridge."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement out and back, before it is judged.

    Attributes
    ----------
    start_s, peak_s, end_s : float
        Leaving rest, highest value, back at rest or still: roughly; the judge measures them anew.
    base, peak : float
        Value at rest and at the peak, in the driver's unit.
    broken_off : str or None
        Why it ended before it came back; None for a movement that did.
    end_seen : bool
        False when the recording ended on the way back.
    start_seen : bool
        False when the recording began on the way out: what the rest before was is not known.
    cut : bool
        True when the recording ended at the turn, or before half of the way back.
    """

    start_s: float
    peak_s: float
    end_s: float
    base: float
    peak: float
    broken_off: str | None = None
    end_seen: bool = True
    start_seen: bool = True
    cut: bool = False
