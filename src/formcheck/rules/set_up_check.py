"""Checks of the person's set-up, made once before the first rep: fine, to be changed, or not seen."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Body, View
from formcheck.pose.pose import Pose
from formcheck.rules.measures.base import seen_enough

STILL = {"deg": 6.0, "trunk": 0.08, "ratio": 0.15}
"""Largest range of a signal during the check, by its unit; a person who moves more is not set up yet.
docs/sources.md#set-up."""


class SetUp(StrEnum):
    """Result of one check of a set-up."""

    FINE = "fine"
    CHANGE = "change"
    NOT_SEEN = "not-seen"


@dataclass(frozen=True, slots=True)
class SetUpCheck:
    """One thing about the person's posture that should be right before the first rep.

    Attributes
    ----------
    id, title : str
        Name in results, and in reports.
    signal : Signal
        What is checked: its median over the set-up.
    within : (low, high), in the unit of the signal
        Band outside which the set-up should be changed; None leaves an end open.
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
        """Whether the current view can show it."""
        return body.view in self.views

    def look(self, track: Pose, body: Body) -> "SetUpFinding":
        """Check the (T,) frames of a set-up; the result is "not seen" while the person still moves."""
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
    """Result of one check; `value` in the unit of its signal, None if it was not seen."""

    check: SetUpCheck
    verdict: SetUp
    value: float | None = None
