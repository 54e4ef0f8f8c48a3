"""A measured value of the test with its error, and where it lies among two limits."""

from dataclasses import dataclass
from typing import Literal

Z95 = 1.96
"""A normal distribution has 95 % of its values within this many standard deviations."""

Band = Literal["good", "close", "far", "uncertain"]
"""Within the first limit, between both, beyond the second; or an interval that contains a limit."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its standard deviation, in the same unit.

    Attributes
    ----------
    value, sd : float
        Value and standard deviation.
    at_s : float or None
        Time that shows it, in seconds of the clip.
    """

    value: float
    sd: float
    at_s: float | None = None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % confidence interval: low, high."""
        return self.value - Z95 * self.sd, self.value + Z95 * self.sd

    def surely_above(self, limit: float) -> bool:
        """Whether the whole interval lies above a limit."""
        return self.interval[0] > limit

    def surely_below(self, limit: float) -> bool:
        """Whether the whole interval lies below a limit."""
        return self.interval[1] < limit

    def band(self, good: float, far: float) -> Band:
        """Band among two limits, larger values being worse; uncertain if the interval contains a limit."""
        low, high = self.interval
        if high <= good:
            return "good"
        if low > far:
            return "far"
        return "close" if low > good and high <= far else "uncertain"
