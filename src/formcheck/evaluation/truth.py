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


UPRIGHT_FROM_DEG = 60.0
"""Labels hold the slope of the trunk, not which way it leans; chosen: nobody leans back by 30 degrees in an exercise
done standing, so that a trunk below this slope leans forward."""


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
    name = _name(label, signal, side)
    if label.angles is None or name is None:
        return None
    values = np.asarray(label.angles[name], dtype=np.float64)
    return np.arange(len(values)) / float(label.angles["fps"]), values


def _name(label: Label, signal: str, side: Side) -> str | None:
    names = [name.format(side=side) for name in TRUE_ANGLES[signal]]
    return next((name for name in names if name in (label.angles or {})), None)


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


def standing_trunk_at_turn(label: Label, rep: RepLabel, side: Side) -> float | None:
    """True slope of the trunk above the floor at the turn of a rep done standing: above 90 it leans back.

    The trunk leans by the lean of the shin plus the knee angle minus the hip angle, which says which way. None if the
    label lacks one of these and the trunk is more upright than `UPRIGHT_FROM_DEG`.
    """
    slope = true_at_turn(label, rep, "trunk_inclination_deg", side)
    if slope is None or slope <= UPRIGHT_FROM_DEG:
        return slope
    if _name(label, "hip_extension_deg", side) != f"hip360_{side}":
        return None  # a hip that is never above 180 does not show an arched one
    shin, knee, hip = (
        true_at_turn(label, rep, signal, side)
        for signal in ("shank_tilt_deg", "knee_extension_deg", "hip_extension_deg")
    )
    if shin is None or knee is None or hip is None:
        return None
    return slope if shin + knee >= hip else 180.0 - slope
