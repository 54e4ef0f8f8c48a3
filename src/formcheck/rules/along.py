"""How exact measures are along the body: from the front, from behind, and from the ends of a lying person.

No fit reaches there (see `estimate`). Errors of rendered people whose true values are known stand in for it:
docs/intervals.md#along. A measure that is not listed is judged by its value alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.motion.view import Posture
from formcheck.rules.estimate import SAME_FITS, Estimate
from formcheck.rules.measures.base import Measure


@dataclass(frozen=True, slots=True)
class ErrorSpan:
    """By how much a measure may read too low and too high, in its unit."""

    too_low: float
    too_high: float

    def estimate(self, value: float) -> Estimate:
        """What a value that was measured says about the true one."""
        return Estimate(value + 0.5 * (self.too_low - self.too_high), 0.5 * (self.too_low + self.too_high))


LYING: Mapping[str, ErrorSpan] = {"HoldTime": ErrorSpan(0.85, 0.4), "BackTime": ErrorSpan(0.45, 1.0)}
"""Of lying people, in seconds, by kind of measure. Seen from the feet the knees hide the hips."""

OWN: Mapping[str, Mapping[str, ErrorSpan]] = {
    "bent-over-row": {"BackTime": ErrorSpan(0.25, 0.25), "OrAlong": ErrorSpan(5.0, 5.0)},  # s, deg
    "glute-bridge": {"Over": ErrorSpan(0.0, 0.35)},  # ratio
    "gorilla-row": {"OrAlong": ErrorSpan(5.0, 5.0)},  # deg
    "romanian-deadlift": {"OutTime": ErrorSpan(0.55, 0.1)},  # s
}
"""By exercise and kind of measure. The height of the shoulders hardly changes where a hinge begins, so that it is seen
to begin late. Knees that have fallen in are seen about half as far in as they are."""

MODELS = ("full", "lite")
"""Pose models whose errors are known: those of *lite* are no larger."""


def error_along(model: str, exercise: str, posture: Posture, measure: Measure) -> ErrorSpan | None:
    """How exact a measure is along the body; None if it is not known, or counts as exact."""
    if SAME_FITS.get(model, model) not in MODELS:
        return None
    kind = type(measure).__name__
    own = OWN.get(exercise, {}).get(kind)
    return own if own is not None or posture == "standing" else LYING.get(kind)
