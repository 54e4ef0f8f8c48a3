"""Which outcome the sink of a side has, and what would settle one that is uncertain."""

from collections.abc import Sequence
from statistics import NormalDist, fmean

from formcheck.assessment.estimate import Z95, Estimate
from formcheck.assessment.outcomes import ClearOutcome

SINK_DEG = (6.0, 10.0)
"""Sink of the hips in degrees: up to the first they stay, beyond the second they drop: docs/sources.md#test-limits."""

LIKELY = 0.875
"""An outcome is named alone if it has at least this probability; chosen on the people of the fit, each left out in
turn: 2 of 45 outcomes that stood alone were wrong, by one step (0.95: 1 of 30, 0.8: 3 of 51)."""

SURE = 0.95
"""A single lowering drops for sure from this probability on; chosen, as for all intervals."""

AT_THE_LIMIT = "test again on other days, it is too near a limit"


def possible(interval: tuple[float, float]) -> tuple[ClearOutcome, ...]:
    """The outcomes that a sink may have: one if it is at least `LIKELY`, else the two neighbours that are likelier.

    Parameters
    ----------
    interval : (low, high) degrees
        95 % confidence interval of the sink, of a normal distribution.
    """
    steady, drops = _ends(interval)
    chances: tuple[tuple[ClearOutcome, float], ...] = (
        ("steady", steady),
        ("dips", 1.0 - steady - drops),
        ("drops", drops),
    )
    for outcome, chance in chances:
        if chance >= LIKELY:
            return (outcome,)
    return ("steady", "dips") if steady > drops else ("dips", "drops")


def _ends(interval: tuple[float, float]) -> tuple[float, float]:
    """Probabilities that a sink stays within the first limit, and that it is beyond the second."""
    sink = NormalDist(fmean(interval), max((interval[1] - interval[0]) / (2.0 * Z95), 1e-9))
    return sink.cdf(SINK_DEG[0]), 1.0 - sink.cdf(SINK_DEG[1])


def surely_drops(sink: Estimate | None) -> bool:
    """Whether a sink is so large that no other outcome is likely; False if it was not measured."""
    return sink is not None and _ends(sink.interval)[1] >= SURE


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
        if len(possible(Estimate(value, sd).interval)) == 1:
            return words
    return AT_THE_LIMIT
