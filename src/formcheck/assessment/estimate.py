"""A measured value of the test with its error."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

Z95 = 1.96
"""A normal distribution has 95 % of its values within this many standard deviations."""


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


def mean_of(found: Sequence[Estimate], shared: float) -> Estimate:
    """Mean of several estimates of one person, at the time of the one that is nearest to it.

    Parameters
    ----------
    found : sequence of Estimate
        At least one.
    shared : float
        Share of the variance, 0 to 1, that they have in common, which no number of them averages out.
    """
    mean = fmean(each.value for each in found)
    variance = fmean(each.sd**2 for each in found) * (shared + (1.0 - shared) / len(found))
    nearest = min(found, key=lambda each: abs(each.value - mean))
    return Estimate(mean, variance**0.5, nearest.at_s)
