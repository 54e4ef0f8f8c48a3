"""The times of a network camera's pictures, on the clock of this machine."""

from dataclasses import dataclass

WINDOW_S = 5.0
"""Over this time the least delay is looked for; chosen: longer than a hiccup of the network, a few reps at most."""

MOST_DRIFT_S = 0.25
"""A least delay that has grown by more than this is no delay: the camera's clock is slow. Chosen: 5 % of a window, as
much as a time rule may err."""

FOLLOWED_DRIFT_S = 0.005
"""By how much the least delay may grow from window to window and be followed; a thousandth of a window, ten times
the drift of real clocks."""

MOST_LAG_S = 3.0
"""A picture later than this is no late picture: the stated times have jumped. As long as the longest silence before a
connection counts as lost."""

_SHORTEST_STEP_S = 0.001
"""Between two pictures, where both would have the same time."""


@dataclass(slots=True)
class NetworkClock:
    """Maps stated times to this machine's clock; keeps the steps between pictures free of the network's jitter.

    A picture cannot arrive before it was taken. So the picture that was on its way for the shortest time fixes the
    camera's clock, and later ones are placed by the times that they state.

    Attributes
    ----------
    in_advance : bool
        Whether pictures come in advance and wait for their time, as in HLS; the first one fixes the clock then.
    credible : bool
        False once the stated times have turned out to run slower than this machine's clock; times are those of
        arrival from then on.
    last_s : float
        Time of the newest picture; -inf before the first.
    """

    in_advance: bool = False
    credible: bool = True
    _offset_s: float | None = None
    last_s: float = float("-inf")
    _least_s: float = float("inf")
    _window_ends_s: float = float("-inf")
    _newest_offset_s: float = float("-inf")

    def add(self, stated_s: float | None, now_s: float) -> float:
        """Time of the next picture, later than that of the one before.

        Parameters
        ----------
        stated_s : float or None
            As the stream states it, in seconds from anywhere; None if it states none.
        now_s : float
            Time of arrival.
        """
        time_s = now_s
        if stated_s is not None and self.credible:
            offset_s = self._fitted_offset(now_s - stated_s, now_s)
            if self.credible:
                time_s = stated_s + offset_s
        self.last_s = max(time_s, self.last_s + _SHORTEST_STEP_S)
        return self.last_s

    def _fitted_offset(self, offset_s: float, now_s: float) -> float:
        """The offset in use, after a picture whose own offset is `offset_s`."""
        used = self._offset_s
        if used is not None and now_s >= self._window_ends_s and not self.in_advance:
            used = self._drifted(used, now_s)
        if used is not None and offset_s - used > MOST_LAG_S:
            self.credible = offset_s - self._newest_offset_s > MOST_LAG_S / 2  # a jump; else it has fallen behind
        self._newest_offset_s = offset_s
        if used is None or abs(offset_s - used) > MOST_LAG_S:  # the beginning, or stated times that have jumped
            used = self._least_s = offset_s
            self._window_ends_s = now_s + WINDOW_S
        elif not self.in_advance:
            used = min(used, offset_s)
            self._least_s = min(self._least_s, offset_s)
        self._offset_s = used
        return used

    def _drifted(self, used: float, now_s: float) -> float:
        """The offset for the next window, after the least one of this window was compared with the one in use."""
        grown_s = self._least_s - used
        self.credible = grown_s <= MOST_DRIFT_S
        self._least_s, self._window_ends_s = float("inf"), now_s + WINDOW_S
        return used + min(grown_s, FOLLOWED_DRIFT_S)
