"""What a camera exactly at the side would have measured, with an interval: several readings of a rep put together.

A rep is measured in each of its `Readings`; a fit, one for each pose model, exercise and measure, adds to the value in
the image a weighted sum of how far the other readings are from it. The weights depend smoothly on the turn of the
camera, so that the side view is the same estimate; near the side the image alone, less its offset, has half the say.
The weights come from rendered people whose true angles are known:
docs/intervals.md#intervals. The fits are a data file, ``estimate.json``, written by ``benchmarks/sagittal.py``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from formcheck.motion.signals.signal import Signal
from formcheck.pose.pose import Floats
from formcheck.rules.measures.base import Measure
from formcheck.rules.measures.combined import OrAlong

N_READINGS = 4
"""Number of readings: see `Readings`."""

INTERVAL_LEVEL = 0.9
"""Share of the true values that lie within the intervals."""

MOST_APART = 4.0
"""Readings that are farther from the image than this, in scales, count as this far; chosen: beyond it one of them is
simply wrong."""

SCALES: Mapping[str, float] = {"deg": 15.0, "trunk": 0.1, "trunk/s": 0.3, "ratio": 0.5, "%": 10.0, "s": 0.2}
"""About how far readings differ from a moderate angle, by unit; chosen: it only makes the weights comparable."""

SPREAD_KNOTS = (0.0, 0.25, 0.5, 0.7, 0.85, 0.95)
"""Sines of the turn of the camera at which half-widths are stored: 0, 14, 30, 44, 58 and 72 degrees."""

SIDE_IMAGE_SHARE = 0.5
"""Share of the image alone in the estimate of a side view, with the fit for the rest; chosen on the people of the fit,
each left out in turn: docs/intervals.md#side."""

SIDE_IMAGE_TURNS = (0.342, 0.5)
"""Sines of the turn, 20 and 30 degrees, between which that share goes to 0; chosen likewise: beyond it the image alone
is wrong."""

ALONE_WIDER = 2.0
"""Factor of the half-width where only the image is known; chosen: 93 % of the true values of the people of the fit lie
within it then, and 88 % of those of the people who only report, in place of 76 and 62 %."""

USUAL_MODEL = "full"
"""Pose model of an exercise that names none."""

SAME_FITS: Mapping[str, str] = {"heavy": "full", "client": "full"}
"""Pose models, and a client that sends landmarks, that use the fits of another model: docs/intervals.md#intervals."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value as a camera at the side would have measured it.

    Attributes
    ----------
    value, half_width : float, in the unit of the measure
        The interval of `INTERVAL_LEVEL` is ``value - half_width`` to ``value + half_width``.
    """

    value: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How one measure of one exercise is put together from its readings.

    Attributes
    ----------
    weights : tuple of float
        For each of `value_terms`, in scales.
    spread : tuple of float
        Half-width of the interval at each turn of `SPREAD_KNOTS`, in scales, if all readings agree.
    apart : float
        How much wider it is for each scale that the readings are apart.
    scale : float
        One scale in the unit of the measure.
    offset : float, in the unit of the measure
        By how much the image alone reads too high at the side.
    up_to : float
        Largest sine of the turn of the camera for which it was found good enough to judge by.
    """

    weights: tuple[float, ...]
    spread: tuple[float, ...]
    apart: float
    scale: float
    offset: float
    up_to: float

    def __call__(self, readings: Sequence[float | None], turn: float) -> Estimate:
        """Estimate from the readings of one rep, the image first; None for those that could not be measured.

        Parameters
        ----------
        turn : float
            Sine of the turn of the camera: see `Readings`.
        """
        row = np.array([[np.nan if each is None else each for each in readings]])
        row = np.pad(row, ((0, 0), (0, N_READINGS - row.shape[1])), constant_values=np.nan)
        turns = np.array([turn])
        apart = apart_of(row, self.scale)
        fitted = self.scale * float((value_terms(apart, turns) @ np.array(self.weights))[0])
        share = float(side_image_share(turns)[0])
        value = float(row[0, 0]) + (1.0 - share) * fitted - share * self.offset
        half = float(np.interp(abs(turn), SPREAD_KNOTS, self.spread) * widening(apart, self.apart)[0])
        return Estimate(value, self.scale * half)

    def of_image(self, value: float) -> Estimate:
        """Estimate from the image of a side view alone, where other readings do not agree with it or are missing."""
        width = float(np.interp(0.0, SPREAD_KNOTS, self.spread))
        return Estimate(value - self.offset, ALONE_WIDER * self.scale * width)


def apart_of(readings: Floats, scale: float) -> Floats:
    """How far the other readings are from the image.

    Parameters
    ----------
    readings : (N, R)
        The image first; NaN where a reading could not be measured.

    Returns
    -------
    (N, R - 1) scales, at most `MOST_APART`; 0 where there is none.
    """
    return np.nan_to_num(np.clip((readings[:, 1:] - readings[:, :1]) / scale, -MOST_APART, MOST_APART))


def value_terms(apart: Floats, turn: Floats) -> Floats:
    """Terms of the value, (N, 3 + 2 (R - 1)): constant and turn; each reading, and each reading times the turn.

    Nothing hangs on the direction of a small turn: it is not known there. Exactly from the side a turn of 10 to 17
    degrees is read, to one side as often as to the other.
    """
    turned = (turn**2)[:, None]
    directed = np.sign(turn)[:, None] * turned
    return np.concatenate([np.ones_like(turned), directed, turned, apart, apart * turned], axis=1)


def side_image_share(turn: Floats) -> Floats:
    """Share of the image alone in the estimate, (N,)."""
    return np.interp(np.abs(turn), SIDE_IMAGE_TURNS, (SIDE_IMAGE_SHARE, 0.0))


def widening(apart: Floats, share: float) -> Floats:
    """Factor (N,) of the half-width: 1 where all readings agree, and larger the farther they are apart."""
    own = np.zeros((len(apart), 1))
    return np.asarray(1.0 + share * np.std(np.concatenate([own, apart], axis=1), axis=1))


def measure_key(measure: Measure) -> str:
    """Name of a measure in the data file: its kind and all that it is made of.

    Of one that is replaced along the body, where there are no fits, that of the inner measure.
    """
    if isinstance(measure, OrAlong):
        return measure_key(measure.inner)
    return f"{type(measure).__name__}({', '.join(_text(getattr(measure, each.name)) for each in _fields(measure))})"


def _fields(measure: Measure) -> tuple[Any, ...]:
    return fields(measure) if is_dataclass(measure) else ()


def _text(value: object) -> str:
    if isinstance(value, Signal):
        return value.name
    if isinstance(value, Measure):
        return measure_key(value)
    return " + ".join(_text(each) for each in value) if isinstance(value, tuple) else str(value)


@cache
def _stored() -> Mapping[str, Mapping[str, Mapping[str, Fit]]]:
    text = files("formcheck.rules").joinpath("estimate.json").read_text(encoding="utf-8")
    return {
        model: {
            exercise: {
                key: Fit(
                    tuple(fit["weights"]), tuple(fit["spread"]), fit["apart"], fit["scale"], fit["offset"], fit["up_to"]
                )
                for key, fit in measures.items()
            }
            for exercise, measures in exercises.items()
        }
        for model, exercises in json.loads(text)["fits"].items()
    }


def is_exact(model: str) -> bool:
    """Whether the landmarks of a model count as exact: its name is unknown, so that it has no fit at all."""
    return SAME_FITS.get(model, model) not in _stored()


def fit_for(model: str, exercise: str, measure: Measure) -> Fit | None:
    """The fit of a measure; None if there is none, so that it is taken from the image alone, at the side alone.

    There is none for a model of an unknown name: its landmarks count as exact.
    """
    return _stored().get(SAME_FITS.get(model, model), {}).get(exercise, {}).get(measure_key(measure))
