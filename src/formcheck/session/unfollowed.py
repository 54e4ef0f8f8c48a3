"""Stretches of a set in which nobody could be followed: whatever moved there is not counted, and the result says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

LISTED_FROM_S = 1.0
"""Shorter stretches are bridged, or cost no rep; chosen: the fastest exercise takes about as long for one."""

GAP_S = 0.4
"""Shorter gaps are slips of the pose model; chosen: longer than most of them."""

APART_S = 1.0
"""Gaps that are less far apart, with no rep between them, are one stretch: half of each swing may be out of the
picture. Chosen: the fastest exercise takes about as long for one rep."""


@dataclass(slots=True)
class Unfollowed:
    """Collects the gaps in which the signal that reps are counted in was not seen, from the first set-up on.

    Attributes
    ----------
    gaps : list of (start_s, end_s)
        Gaps that are over, in seconds of the clip.
    """

    gaps: list[tuple[float, float]] = field(default_factory=list)
    _followed_s: float = np.nan

    def begin(self, time_s: float) -> None:
        """A person is in position from now on, perhaps for the first time."""
        self._followed_s = time_s if np.isnan(self._followed_s) else self._followed_s

    def step(self, time_s: float, followed: bool) -> None:
        """Take the next frame: whether the signal was seen."""
        if followed:
            self.finish(time_s)

    def finish(self, time_s: float) -> None:
        """The set is over, perhaps in a gap. A second call changes nothing."""
        if time_s - self._followed_s >= GAP_S:
            self.gaps.append((self._followed_s, time_s))
        self._followed_s = time_s

    def stretches(self, turns_s: Sequence[float]) -> list[tuple[float, float]]:
        """The stretches to report, (start_s, end_s).

        Parameters
        ----------
        turns_s : sequence of float, seconds
            Turns of the counted reps: what lies around one was followed.
        """
        merged: list[tuple[float, float]] = []
        for start_s, end_s in self.gaps:
            before_s = merged[-1][1] if merged else -np.inf
            if start_s - before_s < APART_S and not any(before_s <= turn_s <= start_s for turn_s in turns_s):
                merged[-1] = (merged[-1][0], end_s)
            else:
                merged.append((start_s, end_s))
        return [(start_s, end_s) for start_s, end_s in merged if end_s - start_s >= LISTED_FROM_S]
