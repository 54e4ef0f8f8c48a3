"""How far a small pose model's measurements lie from those of *full*: by so much must a fault exceed its limit."""

import math
from collections.abc import Mapping

from formcheck.rules.measures.across_reps import AgainstEarlier
from formcheck.rules.measures.base import Measure

MODEL_ERROR: Mapping[str, Mapping[str, float]] = {"lite": {"deg": 2.0, "trunk": 0.03, "s": 0.08, "%": 0.7}}
"""Median difference from *full*, by pose model and unit: docs/sources.md#lite."""


def model_error(model: str, measure: Measure) -> float:
    """Error of a measurement with a pose model, in the unit of the measure.

    0 for models and units without a known error. Infinite where reps are compared with earlier ones: now and then a
    small model measures a whole rep wrong.
    """
    errors = MODEL_ERROR.get(model, {})
    return math.inf if errors and isinstance(measure, AgainstEarlier) else errors.get(measure.unit, 0.0)
