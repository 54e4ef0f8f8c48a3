"""Numbers made of other numbers: the largest of several, or one only where something shows that it means something."""

from dataclasses import dataclass

import numpy as np

from formcheck.motion.geometry import distance
from formcheck.motion.signals.signal import Signal
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.rules.measures.base import History, Measure, Measurement
from formcheck.rules.rep_frames import Phase, RepFrames


@dataclass(frozen=True, slots=True)
class MaxOf(Measure):
    """The largest of several numbers of one unit; not seen when one of them was not."""

    of: tuple[Measure, ...]

    @property
    def unit(self) -> str:
        """That of the first."""
        return self.of[0].unit

    @property
    def main_signal(self) -> Signal | None:
        """Signal of the first."""
        return self.of[0].main_signal

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """The largest, where it was."""
        found = [measure.take(rep, history) for measure in self.of]
        missing = next((m for m in found if m.value is None), None)
        return missing or max(found, key=lambda measured: measured.value or 0.0)


@dataclass(frozen=True, slots=True)
class Conditional(Measure):
    """Another number, where something shows that it means something."""

    inner: Measure

    @property
    def unit(self) -> str:
        """That of the inner measure."""
        return self.inner.unit

    @property
    def main_signal(self) -> Signal | None:
        """Signal of the inner measure."""
        return self.inner.main_signal


@dataclass(frozen=True, slots=True)
class WhenWide(Conditional):
    """Another number, where the line between a left and a right landmark is long enough to have a direction."""

    part: str
    least_px: float

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """The inner number, or the reason that the line is too short."""
        left, right = (rep.track.point(landmark(self.part, side)) for side in SIDES)
        wide = distance(left, right)[rep.frames(Phase.TURN)]
        if not np.isfinite(wide).any() or np.nanmedian(wide) < self.least_px:
            return Measurement(reason="too small in the picture")
        return self.inner.take(rep, history)


@dataclass(frozen=True, slots=True)
class When(Conditional):
    """Another number, where a second one shows that it means something."""

    where: Measure
    within: tuple[float, float]
    reason: str
    """Why there is no number where the second lies outside; where that was not seen, there is none either."""

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """The inner number, or the reason that it would mean nothing."""
        shown = self.where.take(rep, history)
        if shown.value is None:
            return shown
        low, high = self.within
        return self.inner.take(rep, history) if low <= shown.value <= high else Measurement(reason=self.reason)
