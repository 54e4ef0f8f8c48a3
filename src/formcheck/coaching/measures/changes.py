"""How far a signal is from where it rests, within one rep."""

from dataclasses import dataclass

import numpy as np

from formcheck.coaching.measures.levels import Aggregate, Over
from formcheck.coaching.measures.measure import History, Measured, OfSignal
from formcheck.coaching.measures.readings import at_rest, seen_enough, signal_range
from formcheck.coaching.movement import Phase
from formcheck.coaching.window import RepWindow


@dataclass(frozen=True, slots=True)
class Reach(OfSignal):
    """Rise of a signal from rest to the turn."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Rise, at the turn."""
        reach = signal_range(self.signal, window)
        return Measured(reason="not seen") if reach is None else Measured(reach, window.times.turn_s)


@dataclass(frozen=True, slots=True)
class Change(OfSignal):
    """Difference of a signal over a phase from the person's own baseline in the same clip.

    Camera and model bias cancel. The baseline is the rest just before and after the rep.
    """

    phase: Phase = Phase.TURN
    aggregate: Aggregate = "median"

    def take(self, window: RepWindow, history: History) -> Measured:
        """Difference, and the moment of the value that differs."""
        found = Over(self.signal, self.phase, self.aggregate).take(window, history)
        if found.value is None:
            return found
        baseline = at_rest(self.signal(window.track, window.body), window)
        if not np.isfinite(baseline):
            return Measured(reason="no baseline")
        return Measured(found.value - baseline, found.at_s)


@dataclass(frozen=True, slots=True)
class Shift(OfSignal):
    """How far a signal rests elsewhere after a rep than before it."""

    most: float
    """Farther than anything moves there, in the signal's unit: then it was another landmark."""

    def take(self, window: RepWindow, history: History) -> Measured:
        """Distance, at the end."""
        t, times = window.track.time_s, window.times
        values = self.signal(window.track, window.body)
        rests = [values[np.abs(t - at_s) <= 0.2] for at_s in (times.start_s, times.end_s)]
        if not times.end_seen or not all(seen_enough(rest) for rest in rests):
            return Measured(reason="not seen")
        before, after = (float(np.nanmedian(rest)) for rest in rests)
        if abs(after - before) > self.most:
            return Measured(reason="not plausible")
        return Measured(abs(after - before), times.end_s)
