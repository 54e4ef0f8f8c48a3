"""Half a movement at the beginning of a clip, or of what is seen again: it begins at the turn, or on the way back."""

from dataclasses import dataclass

import numpy as np

from formcheck.motion.view import Posture
from formcheck.rules.rep_frames import Movement

HELD_S, STANDING_HELD_S = 3.0, 1.0
"""Longest time at the turn before the way back, lying and standing; chosen: longer than prescribed holds, and shorter
than standing before the first swing or pull."""

NOT_SEEN = "not seen"
"""Reason for a movement, or half of one, of which too little was seen."""

SETTLES_S, SETTLES_BY = 0.2, 1.5
"""A fall that begins so soon after the first value must be so many times the range of a rep; chosen: the landmarks of
somebody who has just been found settle, which looks like a small fall."""

SEEN_BY_S = 0.5
"""A signal that is first seen later than this is no beginning; chosen: a few frames may be missing."""

STILL_SHARE = 0.1
"""The way back is over when the signal has come up again by this share of it, or has stayed for `STILL_S` within this
share; chosen: above jitter."""

STILL_S = 0.3


def longest_held_s(posture: Posture) -> float:
    """Longest time at the turn before the half of a movement, in seconds."""
    return STANDING_HELD_S if posture == "standing" else HELD_S


@dataclass(slots=True)
class OpeningHalf:
    """Watches a signal from the beginning until the first way back is over.

    Attributes
    ----------
    rep_range : float
        Smallest fall that counts as half of a rep, in the unit of the signal.
    reason : str
        Reported for the half.
    since_s : float
        Time of the first frame of the clip, or after the cut, in seconds.
    held_s : float
        Longest time at the turn before it.
    is_over : bool
        Whether the first way back is over, or there was none.
    """

    rep_range: float
    reason: str
    since_s: float
    held_s: float
    is_over: bool = False
    _seen_s: float = np.nan
    _first: float = np.nan
    _top: float = -np.inf
    _top_s: float = np.nan
    _low: float = np.inf
    _low_s: float = np.nan

    @property
    def began_at(self) -> float:
        """Height over rest at which the signal began with half a movement, in its unit; NaN if it was none."""
        return self._first - self._low

    def step(self, time_s: float, value: float) -> Movement | None:
        """Take the next value at rest, not NaN; returns the half when it is over, or None."""
        if self.is_over:
            return None
        if np.isnan(self._seen_s):
            self._seen_s, self._first = time_s, value
            if time_s - self.since_s > SEEN_BY_S:
                self._is_none()
                return None
        if value > self._top:
            self._top, self._top_s = value, time_s
            self._low, self._low_s = value, time_s
        fall = self._top - self._low
        margin = STILL_SHARE * fall
        if value < self._low - margin or (value < self._low and fall < self.rep_range):
            self._low, self._low_s = value, time_s
            fall = self._top - value
        if fall < self.rep_range:
            if time_s - self._seen_s > self.held_s and value >= self._top - 0.5 * self.rep_range:
                self._is_none()
            return None
        return self.finish() if value > self._low + margin or time_s - self._low_s > STILL_S else None

    def first_movement(self, base: float, rise: float) -> None:
        """The first movement is over: it began at rest, or on a way out that may be too short for a rep."""
        if self.is_over:
            return
        self.is_over = True
        self._low = min(self._low, base)
        if rise >= self.rep_range:
            self._is_none()

    def finish(self) -> Movement | None:
        """End it here; the half if it was large enough."""
        if self.is_over:
            return None
        self.is_over = True
        least = self.rep_range * (SETTLES_BY if self._top_s - self._seen_s < SETTLES_S else 1.0)
        if not self._top - self._low >= least:
            self._is_none()
            return None
        return Movement(self._seen_s, self._top_s, self._low_s, self._low, self._top, self.reason, start_seen=False)

    def _is_none(self) -> None:
        """There is no half movement at the beginning."""
        self.is_over, self._first = True, np.nan
