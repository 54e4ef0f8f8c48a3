"""How far a back has rounded, with an interval: several cues of its outline put together.

The change of the bow from standing follows the bend of the spine, but people who bend alike read differently: buttocks,
clothes, the height and turn of the camera. Part of that shows in the outline itself, and a fit on rendered people whose
spines bend by known angles takes it out. What is left belongs to the person and the camera, and is the same in all reps
of a set: as nobody's back bends the other way in a hinge, the flattest rep so far limits it. The fits are a data file,
``back.json``, written by ``benchmarks/back.py``: docs/back.md.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from formcheck.rules.estimate import INTERVAL_LEVEL, SAME_FITS, Estimate

TAIL = 0.5 * (1.0 - INTERVAL_LEVEL)
"""Share of the true values beyond each end of an interval."""

NORMAL = NormalDist()

LEAST_SHARE = 1e-9
"""Keeps the quantiles finite where the flattest rep reads far flatter than any back in the fit; chosen."""


class BackShape(NamedTuple):
    """The outline of the back of one rep against that of the same person standing: medians over frames, percent.

    Attributes
    ----------
    bow, standing_bow : float
        Height of its arc over its length, at the bottom and standing.
    roughness, standing_roughness : float
        How far it is from an arc.
    depth, standing_depth : float
        How far it is from the line between hips and shoulders.
    """

    bow: float
    standing_bow: float
    roughness: float
    standing_roughness: float
    depth: float
    standing_depth: float

    @property
    def change(self) -> float:
        """How much more it bows than standing."""
        return self.bow - self.standing_bow

    def cues(self) -> tuple[float, ...]:
        """What the weights of a fit belong to, after a constant."""
        return (self.change, self.roughness - self.standing_roughness, self.depth, self.standing_depth)


@dataclass(frozen=True, slots=True)
class BackFit:
    """How the change of a back is put together from the cues of its outline.

    Attributes
    ----------
    weights : tuple of float
        A constant, and one weight for each of `BackShape.cues`.
    shared : float, percent
        Standard deviation of the error that all reps of a set share.
    single : float, percent
        Standard deviation of the error that each rep has besides.
    share : float
        Share of the half-width by which a change must lie beyond a limit, or inside it, for a verdict.
    """

    weights: tuple[float, ...]
    shared: float
    single: float
    share: float

    def first(self, shape: BackShape) -> float:
        """The change of one rep by itself, in percent."""
        return float(np.dot(self.weights, (1.0, *shape.cues())))

    def __call__(self, first: float, earlier: Sequence[float]) -> Estimate:
        """The change of a rep in the light of the earlier reps of its set.

        Parameters
        ----------
        first : float, percent
            The change of this rep by itself.
        earlier : sequence of float, percent
            Those of the earlier reps.

        Returns
        -------
        Estimate
            In percent of the length of the outline, as the average rendered person would show it from the side.
        """
        low, middle, high = self._shared_error(min(first, *earlier) if earlier else first)
        half = np.hypot(0.5 * (high - low), NORMAL.inv_cdf(1.0 - TAIL) * self.single)
        return Estimate(first - middle, float(half))

    def _shared_error(self, flattest: float) -> tuple[float, float, float]:
        """Quantiles of the shared error: normal, and cut off where the flattest rep would bend the other way."""
        below = NORMAL.cdf((flattest + self.single) / self.shared)
        low, middle, high = (
            self.shared * NORMAL.inv_cdf(max(share * below, LEAST_SHARE)) for share in (TAIL, 0.5, 1.0 - TAIL)
        )
        return low, middle, high


@cache
def _stored() -> Mapping[str, Mapping[str, BackFit]]:
    text = files("formcheck.rules").joinpath("back.json").read_text(encoding="utf-8")
    return {
        model: {exercise: BackFit(**{**fit, "weights": tuple(fit["weights"])}) for exercise, fit in exercises.items()}
        for model, exercises in json.loads(text)["fits"].items()
    }


def back_fit_for(model: str, exercise: str) -> BackFit | None:
    """The fit of an exercise for a pose model; None if there is none."""
    return _stored().get(SAME_FITS.get(model, model), {}).get(exercise)
