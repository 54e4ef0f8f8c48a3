"""How far the hips sink in a lowering, with its error: all readings of `formcheck.assessment.sink_cues` put together.

A single reading follows the sink, but is wrong by as much as a third of it, another amount for each person, leg and
camera: the pose model places the hips of a bent and of a straight leg differently. Readings that are wrong in ways of
their own are averaged; weights and errors were fitted on rendered people, none of whom is among those that the docs
report on. They are a data file, ``sink.json``, written by ``benchmarks/sink_fit.py``: docs/assessment.md#sink.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from formcheck.assessment.baseline import ENOUGH_S, Baseline
from formcheck.assessment.estimate import Estimate
from formcheck.assessment.sink_cues import SinkCues
from formcheck.pose.pose import Floats

READINGS = (
    "image.trunk",
    "image.trunk-side",
    "image.hip",
    "plane.trunk",
    "plane.trunk-side",
    "outline.slope",
    "outline.height",
)
"""Readings that are averaged."""

MOST_APART_DEG, MOST_APART_SHARE = 3.0, 0.2
"""A reading is at most so far from the middle of all, in degrees of sink plus a share of it: one that is farther is
simply wrong; chosen on the people of the fit, each left out in turn."""

FARTHEST_OFF_DEG = 55.0
"""Largest azimuth that is measured; chosen: the fit has cameras up to 45° off the side, and their azimuth is estimated
to within 8°."""

NO_SURER_DEG = 18.0
"""Errors of larger sinks are those of this one, in degrees; the likeliest on the people of the fit: 14 to 20 and no
limit were tried."""

SHORT_SD_DEG = 1.0
"""Standard deviation that is added when the bridge on both feet was short; chosen."""


@dataclass(frozen=True, slots=True)
class SinkFit:
    """Weights and errors.

    Attributes
    ----------
    scales : tuple of float
        Degrees of sink for one unit of each of `READINGS`.
    weights : tuple of float
        Their shares, and then those of `conditions`, in degrees.
    spreads : dict of str to tuple of float
        For ``all`` readings, ``landmarks`` without outline, and the ``image`` alone: the parts of `sd_of`.
    shared : float
        Share of the variance that all lowerings of a side have in common.
    """

    scales: tuple[float, ...]
    weights: tuple[float, ...]
    spreads: Mapping[str, tuple[float, float, float]]
    shared: float

    def __call__(self, cues: SinkCues) -> Estimate | None:
        """The sink of one lowering in degrees of the hip angle; None if the image did not show it."""
        row = row_of(cues)
        if not np.isfinite(row[:3]).any():
            return None
        value = float((terms(row[None], conditions([cues]), np.array(self.scales)) @ np.array(self.weights))[0])
        return Estimate(value, self.sd_deg(value, cues.turn, seen=seen_in(row)), cues.at_s)

    def sd_deg(self, sink_deg: float, turn: float, *, seen: str = "all") -> float:
        """Standard deviation of a sink of one lowering in degrees; a turn that is not known counts as none."""
        return float(sd_of(self.spreads[seen], np.array(sink_deg), np.nan_to_num(turn) ** 2))


def sd_of(parts: tuple[float, float, float], sink_deg: Floats, turned: Floats) -> Floats:
    """Standard deviation of sinks, (...) degrees.

    Parameters
    ----------
    parts : tuple of float
        In degrees: a constant; that of a sink of 10 degrees, which grows with its square up to `NO_SURER_DEG`; and that
        of a camera that looks along the body.
    turned : (...)
        Squared sine of the azimuth.
    """
    constant, sunk, across = parts
    far = np.clip(sink_deg, 0.0, NO_SURER_DEG)
    return np.asarray(np.sqrt(constant**2 + (sunk * far**2 / 100.0) ** 2 + (across * turned) ** 2))


def row_of(cues: SinkCues) -> Floats:
    """The readings of a lowering at its deepest moment, (R,), in the order of `READINGS`; NaN where not seen."""
    return np.array([cues.lower[name] for name in READINGS])


def conditions(cues: Sequence[SinkCues]) -> Floats:
    """What shifts all readings alike, (N, 3): nothing, the squared sine of the turn towards the feet, the pelvis' roll.

    Hips that sink far also roll far, and the readings fall behind there.
    """
    turns = np.nan_to_num([each.turn for each in cues])
    rolls = np.nan_to_num([each.lower["image.roll"] for each in cues])
    return np.stack([np.ones(len(cues)), 10.0 * np.sign(turns) * turns**2, rolls], axis=1)


def terms(rows: Floats, given: Floats, scales: Floats) -> Floats:
    """What the weights of a fit belong to: (N, R) readings in degrees of sink, limited, without gaps, and `given`."""
    sinks = rows * scales
    middle = np.nanmedian(sinks, axis=1, keepdims=True)
    most = MOST_APART_DEG + MOST_APART_SHARE * np.abs(middle)
    known: npt.NDArray[np.bool_] = np.isfinite(sinks)
    limited = np.clip(np.where(known, sinks, middle), middle - most, middle + most)
    return np.concatenate([limited, given], axis=1)


def seen_in(row: Floats) -> str:
    """The key of `SinkFit.spreads` for these readings."""
    by_kind = {
        kind: any(np.isfinite(value) for name, value in zip(READINGS, row, strict=True) if name.startswith(kind))
        for kind in ("outline", "plane")
    }
    if not by_kind["plane"]:
        return "image"
    return "all" if by_kind["outline"] else "landmarks"


def measured_sink(cues: SinkCues, baseline: Baseline) -> Estimate | None:
    """The sink of one lowering in degrees of the hip angle; None if the camera cannot show it.

    A bridge on both feet that was shorter than `ENOUGH_S` makes it less sure.
    """
    if abs(np.nan_to_num(cues.turn)) > np.sin(np.radians(FARTHEST_OFF_DEG)):
        return None
    found = the_fit()(cues)
    if found is None or baseline.seconds >= ENOUGH_S:
        return found
    return replace(found, sd=float(np.hypot(found.sd, SHORT_SD_DEG)))


@cache
def the_fit() -> SinkFit:
    """The fit that belongs to this version."""
    stored = json.loads(files("formcheck.assessment").joinpath("sink.json").read_text(encoding="utf-8"))
    return SinkFit(
        tuple(stored["scales"]),
        tuple(stored["weights"]),
        {name: tuple(values) for name, values in stored["spreads"].items()},
        stored["shared"],
    )
