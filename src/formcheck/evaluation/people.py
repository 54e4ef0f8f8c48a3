"""How far a figure may be off because these people were measured and not others: a bootstrap over people.

Reps of a person are alike. Intervals over reps would be too narrow, so whole people are drawn, with all their reps.
"""

from collections.abc import Callable, Sequence

import numpy as np

from formcheck.pose.pose import Floats

PEOPLE_LEVEL = 0.95
"""Level of the intervals over people."""

LEAST_PEOPLE = 4
"""Fewer people give no interval: of three, each is drawn three times in 1 of 27 draws (3.7 %), so that both ends of an
interval of 95 % would be single people."""

DRAWS, SEED = 2000, 20261130
"""Draws of people, and the seed that makes them repeatable; chosen: the ends then vary by a few hundredths of the
width."""

Statistic = Callable[[Floats, Floats], Floats]
"""A figure of values (N,), each counted as often as its weight: (..., N) whole numbers give (...) figures."""


def mean(values: Floats, weights: Floats) -> Floats:
    """Weighted mean."""
    return np.asarray((weights * values).sum(axis=-1) / weights.sum(axis=-1))


def root_mean_square(values: Floats, weights: Floats) -> Floats:
    """Weighted root mean square."""
    return np.sqrt(mean(values**2, weights))


def median_size(values: Floats, weights: Floats) -> Floats:
    """Weighted median of the absolute values, halfway between the two middle ones of an even number."""
    sizes = np.abs(values)
    order = np.argsort(sizes)
    below = np.cumsum(weights[..., order], axis=-1)
    half = 0.5 * below[..., -1:]
    lower, upper = np.argmax(below >= half, axis=-1), np.argmax(below > half, axis=-1)
    return np.asarray(0.5 * (sizes[order][lower] + sizes[order][upper]))


def over_people(values: Floats, people: Sequence[str], statistic: Statistic) -> tuple[float, float] | None:
    """Interval of `PEOPLE_LEVEL` of a figure, by the percentiles of draws of people.

    Parameters
    ----------
    values : (N,) floats
        One for each rep; finite.
    people : (N,) names
        Whose rep it is.

    Returns
    -------
    (low, high), in the unit of the figure
        None for fewer than `LEAST_PEOPLE` people.
    """
    names, whose = np.unique(np.asarray(people, dtype=str), return_inverse=True)
    if len(names) < LEAST_PEOPLE:
        return None
    draws = np.random.default_rng(SEED).multinomial(len(names), np.full(len(names), 1.0 / len(names)), size=DRAWS)
    figures = statistic(values, draws[:, whose].astype(np.float64))
    low, high = np.quantile(figures, [0.5 - 0.5 * PEOPLE_LEVEL, 0.5 + 0.5 * PEOPLE_LEVEL])
    return float(low), float(high)
