"""How a person sets up for an exercise, looked at once before the first rep: fine, change this, or cannot see."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Body, View
from formcheck.pose.pose import Pose
from formcheck.rules.measures.base import seen_enough

STILL = {"deg": 6.0, "trunk": 0.08, "ratio": 0.15}
"""Most that a signal may move while it is looked at, by its unit: whoever still moves is not set up yet.
docs/sources.md#set-up."""


class SetUp(StrEnum):
    """What one check says of a set-up."""

    FINE = "fine"
    CHANGE = "change"
    NOT_SEEN = "not-seen"


@dataclass(frozen=True, slots=True)
class SetUpCheck:
    """One thing about the person's posture that should be right before the first rep.

    Attributes
    ----------
    id, title : str
        Name in results, and for a reader.
    signal : Signal
        What is looked at: its median over the set-up.
    within : (low, high), in the unit of the signal
        Band outside which the set-up should change; None leaves an end open.
    views : tuple of View
        Views that can show it.
    advice : str
        What to change.
    source : str
        Where the band comes from: an anchor in ``docs/sources.md``.
    """

    id: str
    title: str
    signal: Signal
    within: tuple[float | None, float | None]
    views: tuple[View, ...]
    advice: str
    source: str

    def shown_in(self, body: Body) -> bool:
        """Whether the view can show it."""
        return body.view in self.views

    def look(self, track: Pose, body: Body) -> "SetUpFinding":
        """The check on (T,) frames of a set-up; not seen while the person still moves."""
        if not self.shown_in(body):
            return SetUpFinding(self, SetUp.NOT_SEEN)
        values = self.signal(track, body)
        if not seen_enough(values) or np.ptp(values[np.isfinite(values)]) > STILL[self.signal.unit]:
            return SetUpFinding(self, SetUp.NOT_SEEN)
        value = float(np.nanmedian(values))
        low, high = self.within
        wrong = (low is not None and value < low) or (high is not None and value > high)
        return SetUpFinding(self, SetUp.CHANGE if wrong else SetUp.FINE, value)


@dataclass(frozen=True, slots=True)
class SetUpFinding:
    """One check on one set-up; `value` in the unit of its signal, None where it was not seen."""

    check: SetUpCheck
    verdict: SetUp
    value: float | None = None
