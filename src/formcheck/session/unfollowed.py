"""Stretches of a set in which nobody could be followed: whatever moved there is not counted, and the result says so."""

from dataclasses import dataclass, field

import numpy as np

LISTED_FROM_S = 1.0
"""Shorter stretches are bridged, or cost no rep; chosen: the fastest exercise takes about as long for one."""


@dataclass(slots=True)
class Unfollowed:
    """Collects the stretches, from the first set-up on.

    Attributes
    ----------
    spans : list of (start_s, end_s)
        Stretches that are over, in seconds of the clip.
    """

    spans: list[tuple[float, float]] = field(default_factory=list)
    _followed_s: float = np.nan

    def step(self, time_s: float, followed: bool) -> None:
        """Take the next frame: whether the signal that reps are counted in was seen."""
        if followed:
            self.finish(time_s)

    def finish(self, time_s: float) -> None:
        """The set is over, perhaps in such a stretch. A second call changes nothing."""
        if time_s - self._followed_s >= LISTED_FROM_S:
            self.spans.append((self._followed_s, time_s))
        self._followed_s = time_s
