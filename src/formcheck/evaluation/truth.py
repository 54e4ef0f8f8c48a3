"""True angles of a label, by the signal that estimates them."""

from collections.abc import Mapping

import numpy as np

from formcheck.evaluation.labels import Label, RepLabel
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Floats

TRUE_ANGLES: Mapping[str, tuple[str, ...]] = {
    "hip_extension_deg": ("hip360_{side}", "hip_{side}"),
    "knee_extension_deg": ("knee_{side}",),
    "shank_tilt_deg": ("shin_{side}",),
    "trunk_inclination_deg": ("trunk",),
    "elbow_extension_deg": ("elbow_{side}",),
}
"""By signal, the names of the true angle that it estimates; the first one in the label is used."""

LEAST_FRAMES = 3
"""Fewest frames that a true angle at the turn is taken from; as many as `RepFrames.frames` takes for a turn without a
hold."""


def true_series(label: Label, signal: str, side: Side) -> tuple[Floats, Floats] | None:
    """Times and values of the true angle that a signal estimates.

    Parameters
    ----------
    signal : str
        One of `TRUE_ANGLES`.
    side : Side
        Side of the body.

    Returns
    -------
    (F,) seconds of the clip and (F,) degrees; None if the label does not have it.
    """
    if label.angles is None:
        return None
    names = [name.format(side=side) for name in TRUE_ANGLES[signal]]
    known = [name for name in names if name in label.angles]
    if not known:
        return None
    values = np.asarray(label.angles[known[0]], dtype=np.float64)
    return np.arange(len(values)) / float(label.angles["fps"]), values


def true_at_turn(label: Label, rep: RepLabel, signal: str, side: Side) -> float | None:
    """True angle at the labelled turn of a rep, in degrees: the median while it is held.

    Without a labelled hold it is taken from the `LEAST_FRAMES` frames nearest to the turn. None if the label does not
    have it, or ends before the turn.
    """
    series = true_series(label, signal, side)
    if series is None or not series[0].size or not series[0][0] <= rep.turn_s <= series[0][-1]:
        return None
    time_s, values = series
    away = np.abs(time_s - rep.turn_s)
    held = np.flatnonzero(away <= 0.5 * (rep.hold_s or 0.0) + 1e-6)
    if held.size < LEAST_FRAMES:
        held = np.argsort(away, kind="stable")[:LEAST_FRAMES]
    known = values[held][np.isfinite(values[held])]
    return float(np.median(known)) if known.size else None
