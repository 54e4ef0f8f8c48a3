"""A measured value with how far it may be off, and what follows for limits."""

from dataclasses import dataclass
from typing import Literal

Z95 = 1.96
"""Standard deviations to either side that hold 95 of 100 values of a normal distribution."""

Band = Literal["good", "close", "far", "uncertain"]
"""Within the first limit, between both, beyond the second; or an interval that straddles a limit."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its standard deviation, in the same unit.

    Attributes
    ----------
    value, sd : float
        The interval that holds the truth in 95 of 100 cases is ``interval``.
    at_s : float or None
        Moment that shows it, in seconds of the clip.
    """

    value: float
    sd: float
    at_s: float | None = None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval: low, high."""
        return self.value - Z95 * self.sd, self.value + Z95 * self.sd

    def surely_above(self, limit: float) -> bool:
        """Whether the whole interval lies above a limit."""
        return self.interval[0] > limit

    def surely_below(self, limit: float) -> bool:
        """Whether the whole interval lies below a limit."""
        return self.interval[1] < limit

    def band(self, good: float, far: float) -> Band:
        """Where it lies among two limits, larger being worse; uncertain where the interval straddles one."""
        low, high = self.interval
        if high <= good:
            return "good"
        if low > far:
            return "far"
        return "close" if low > good and high <= far else "uncertain"
