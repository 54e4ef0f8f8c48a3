"""Measures made of other measures: the largest of several, or one that is taken only under a condition."""

from dataclasses import dataclass

import numpy as np

from formcheck.motion.geometry import distance
from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import ALONG_BODY
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.rules.measures.base import History, Measure, Measurement
from formcheck.rules.rep_frames import Phase, RepFrames


@dataclass(frozen=True, slots=True)
class MaxOf(Measure):
    """The largest of several measures; not seen if one of them was not.

    Attributes
    ----------
    of : tuple of Measure
        The measures, in one unit.
    """

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
        """The largest, at its time."""
        found = [measure.take(rep, history) for measure in self.of]
        missing = next((m for m in found if m.value is None), None)
        return missing or max(found, key=lambda measured: measured.value or 0.0)


@dataclass(frozen=True, slots=True)
class Conditional(Measure):
    """Another measure, taken only under a condition.

    Attributes
    ----------
    inner : Measure
        The other measure.
    """

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
    """Another measure, if the line between the left and right landmark of a part is long enough to have a direction.

    Attributes
    ----------
    part : str
        Body part with a left and a right landmark.
    least_px : float, pixels
        Shortest median length of the line at the turn.
    """

    part: str
    least_px: float

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """The inner measure, or the reason that the line is too short."""
        left, right = (rep.track.point(landmark(self.part, side)) for side in SIDES)
        wide = distance(left, right)[rep.frames(Phase.TURN)]
        if not np.isfinite(wide).any() or np.nanmedian(wide) < self.least_px:
            return Measurement(reason="too small in the picture")
        return self.inner.take(rep, history)


@dataclass(frozen=True, slots=True)
class OrAlong(Conditional):
    """Another measure, replaced by one that shows the same where the camera looks along the body.

    Attributes
    ----------
    along : Measure
        What is measured from the front, from behind, and from either end of a lying person, in the same unit.
    """

    along: Measure

    @property
    def never_negative(self) -> bool:
        """That of the inner measure."""
        return self.inner.never_negative

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """The measure that this view shows."""
        measure = self.along if rep.times.view in ALONG_BODY else self.inner
        return measure.take(rep, history)


@dataclass(frozen=True, slots=True)
class When(Conditional):
    """Another measure, if a second one lies within a band.

    Attributes
    ----------
    where : Measure
        The second measure. If it could not be taken, its own reason is reported.
    within : (low, high), in the unit of `where`
        Band of `where`.
    reason : str
        Reported if `where` lies outside `within`.
    """

    where: Measure
    within: tuple[float, float]
    reason: str

    def take(self, rep: RepFrames, history: History) -> Measurement:
        """The inner measure, or the reason that it would mean nothing."""
        shown = self.where.take(rep, history)
        if shown.value is None:
            return shown
        low, high = self.within
        return self.inner.take(rep, history) if low <= shown.value <= high else Measurement(reason=self.reason)
