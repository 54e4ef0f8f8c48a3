"""Which outcome the sink of a side has, and what would settle one that is uncertain."""

from collections.abc import Sequence
from statistics import fmean

from formcheck.assessment.estimate import Band, Estimate
from formcheck.assessment.outcomes import ClearOutcome

SINK_DEG = (6.0, 10.0)
"""Sink of the hips in degrees: up to the first they stay, beyond the second they drop: docs/sources.md#test-limits."""

_ORDER: tuple[ClearOutcome, ...] = ("steady", "dips", "drops")

OUTCOME_OF: dict[Band, ClearOutcome | None] = {"good": "steady", "close": "dips", "far": "drops", "uncertain": None}
"""Outcome of each band of the sink; None where its interval contains a limit."""

AT_THE_LIMIT = "it is so near a limit that only tests on other days can tell more"


def possible(interval: tuple[float, float]) -> tuple[ClearOutcome, ...]:
    """The outcomes that an interval of the sink allows: one, or the two neighbours that are likelier.

    Parameters
    ----------
    interval : (low, high) degrees
        95 % confidence interval of the sink. One that contains both limits allows all three outcomes, of which the one
        that is farther from its middle is left out.
    """
    low, high = interval
    first, last = (sum(end > limit for limit in SINK_DEG) for end in (low, high))
    if last - first == len(SINK_DEG):
        first, last = (1, 2) if fmean(interval) > fmean(SINK_DEG) else (0, 1)
    return _ORDER[first : last + 1]


def to_settle(value: float, ways: Sequence[tuple[str, float]]) -> str:
    """What would settle an uncertain outcome, if the sink stayed what it is.

    Parameters
    ----------
    value : float
        The sink of the side in degrees.
    ways : sequence of (words, standard deviation in degrees)
        What can be done, the easiest first, and the error that the sink would have then.
    """
    for words, sd in ways:
        if OUTCOME_OF[Estimate(value, sd).band(*SINK_DEG)] is not None:
            return words
    return AT_THE_LIMIT
