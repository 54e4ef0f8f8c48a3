"""How `benchmarks/sagittal.py` fits: weights by a robust ridge, widths from people who were left out of the fit."""

import pickle
import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from sagittal_clips import OTHERS_THAT_REPORT, REPORTING_PEOPLE  # noqa: E402
from sagittal_pairs import Pair  # noqa: E402

from formcheck.exercises import catalog  # noqa: E402
from formcheck.rules.estimate import (  # noqa: E402
    INTERVAL_LEVEL,
    SCALES,
    SPREAD_KNOTS,
    apart_of,
    side_image_share,
    value_terms,
    widening,
)

Floats = npt.NDArray[np.float64]
Groups = dict[tuple[str, str], list[Pair]]
"""Pairs by exercise and measure."""

LEAST_REPS = 16
"""Fewer reps than this are not fitted."""
RIDGE, RIDGE_OF_TURN = 1.0, 0.1
"""Shrinks the weights of readings, and those of the turn alone, towards nothing; chosen on the people of the fit."""
LEAST_ERROR = 0.1
"""Smallest error that is assumed, root mean square in scales (1.5°, 0.01 trunk lengths); chosen: rendered people are
more alike than real ones, and on the people of the fit, each left out in turn, widths with 0.02 to 0.1 score alike."""
REACHES_DEG = (25.0, 35.0, 45.0, 55.0, 65.0)
LEAST_HELD, LEAST_HELD_OF = 0.75, 6
"""A step of the turn is judged if the intervals hold this share of its errors, where it has so many."""
LEAST_FAR_OUT = 3
"""Of a step that was joined with those before it, so many must be as far off the side as it reaches."""
WIDENINGS = (0.0, 0.5, 1.0, 2.0)
NEAR_TURN = 0.15
"""Standard deviation, as a sine, of the weights of the reps that a half-width is taken from."""
HUBER = 1.35
AT_SIDE_DEG = 20.0
"""Up to this true turn the image alone gives the offset between landmarks and true joints."""
LEAST_VARIED = 0.2
"""Standard deviation of the true angles, in scales (3°), from which a fit has shown that it follows them; chosen: of
the rules that are fitted none lies between 1.7 and 5°. Where they are all alike, a fit learns that one angle."""
NOT_FITTED = ("reps",)
NOT_FITTED_SIGNALS = ("neck_deg",)
"""The ears of a head that looks away are guesses, in the image and in the world landmarks alike."""
LARGEST_ERROR = 1.0
"""A step of the turn is not judged if its errors are larger than this, root mean square in scales; chosen: a verdict on
so wide an interval is worth nothing, and where the pose model is that wrong, it is so in ways that few people show."""


def columns(pairs: list[Pair]) -> tuple[Floats, Floats, Floats, Floats]:
    """Readings, true values, turns, and true turns in degrees."""
    return (
        np.stack([pair.readings for pair in pairs]),
        np.array([pair.true for pair in pairs]),
        np.array([pair.turn for pair in pairs]),
        np.abs([pair.true_turn_deg for pair in pairs]),
    )


def target_of(pairs: list[Pair]) -> tuple[Floats, float]:
    """What the fit aims at, and by how much the image reads too high at the side.

    Angles are true angles. Everything else stays in the measure of the landmarks as seen from the side, in which its
    limits were chosen.
    """
    readings, true, _, off_deg = columns(pairs)
    side = off_deg <= AT_SIDE_DEG
    offset = float(np.median((readings[:, 0] - true)[side])) if side.sum() >= 4 else 0.0
    return (true if pairs[0].unit == "deg" else true + offset), offset


def robust_ridge(terms: Floats, y: Floats, penalty: Floats) -> Floats:
    """Weights by ridge regression in which reps that fit badly count less (Huber)."""
    rows = np.ones(len(y))
    for _ in range(8):
        weighted = terms * rows[:, None]
        weights = np.linalg.solve(weighted.T @ terms + np.diag(penalty), weighted.T @ y)
        away = np.abs(y - terms @ weights)
        limit = HUBER * max(1.48 * float(np.median(away)), 0.02)
        rows = np.minimum(1.0, limit / np.maximum(away, 1e-9))
    return np.asarray(weights)


def value_weights(readings: Floats, y: Floats, turn: Floats, scale: float, timed: bool) -> Floats:
    """Weights of the terms of the value; durations are the same in every reading and stay as they are."""
    terms = value_terms(apart_of(readings, scale), turn)
    if timed:
        return np.zeros(terms.shape[1])
    penalty = np.full(terms.shape[1], RIDGE)
    penalty[:3] = RIDGE_OF_TURN
    return robust_ridge(terms, y, penalty)


def left_out_errors(pairs: list[Pair], scale: float) -> Floats:
    """Errors in scales on each person, fitted on all others."""
    readings, _, turn, _ = columns(pairs)
    y = (target_of(pairs)[0] - readings[:, 0]) / scale
    people = np.array([pair.person for pair in pairs])
    terms = value_terms(apart_of(readings, scale), turn)
    share = side_image_share(turn)
    errors = np.full(len(pairs), np.nan)
    for person in np.unique(people):
        others = people != person
        weights = value_weights(readings[others], y[others], turn[others], scale, pairs[0].unit == "s")
        alone = -image_offset([pair for pair in pairs if pair.person != person]) / scale
        mixed = (1.0 - share[~others]) * (terms[~others] @ weights) + share[~others] * alone
        errors[~others] = mixed - y[~others]
    return errors


def image_offset(pairs: list[Pair]) -> float:
    """By how much the image alone reads too high at the side; nothing but angles is judged by true values."""
    return target_of(pairs)[1] if pairs[0].unit == "deg" else 0.0


def spread_of(readings: Floats, errors: Floats, turn: Floats, scale: float) -> tuple[Floats, float]:
    """Half-widths at `SPREAD_KNOTS` and the widening for readings that are apart: the narrowest that hold enough.

    The error at a knot is the root mean square of those seen from about there, never less than at a smaller turn. One
    factor for all then makes the intervals hold `INTERVAL_LEVEL` of the errors (split conformal).
    """
    apart, away = apart_of(readings, scale), np.abs(turn)
    choices = []
    for share in WIDENINGS:
        wider = widening(apart, share)
        sized = np.abs(errors) / wider
        knots = np.maximum.accumulate([_weighted_rms(sized, away - knot) for knot in SPREAD_KNOTS])
        ratios = np.sort(sized / np.interp(away, SPREAD_KNOTS, knots))
        rank = min(int(np.ceil(INTERVAL_LEVEL * (len(ratios) + 1))), len(ratios)) - 1
        widths = ratios[rank] * np.interp(away, SPREAD_KNOTS, knots) * wider
        choices.append((float(np.mean(np.log(widths))), share, ratios[rank] * knots))
    _, share, knots = min(choices, key=lambda choice: choice[0])
    return knots, share


def _weighted_rms(sized: Floats, away: Floats) -> float:
    weights = np.exp(-0.5 * (away / NEAR_TURN) ** 2)
    return max(float(np.sqrt((weights * sized**2).sum() / weights.sum())), LEAST_ERROR)


def is_fitted(pairs: list[Pair]) -> bool:
    """Whether there is enough to fit, of a measure that readings can show."""
    pair = pairs[0]
    shown = pair.unit not in NOT_FITTED and not any(name in pair.key for name in NOT_FITTED_SIGNALS)
    rules = [catalog()[pair.exercise].rule(name) for name in pair.rules]
    return len(pairs) >= LEAST_REPS and shown and (not rules or any("side" in rule.views for rule in rules))


def is_varied(pairs: list[Pair]) -> bool:
    """Whether true angles were different enough to show that a fit follows them.

    Distances, and how much something moves, are the same in all readings, or as much smaller as the view makes them.
    """
    true = np.array([pair.true for pair in pairs])
    return pairs[0].unit != "deg" or float(true.std()) >= LEAST_VARIED * SCALES["deg"]


def material_for(group: list[Pair], groups: Groups) -> list[Pair]:
    """The pairs that a measure is fitted on: its own, or those of its angle in all exercises of the posture.

    The latter for an angle that is the same in all people of its own exercise.
    """
    kind, _, rest = group[0].key.partition("(")
    if is_varied(group) or kind != "Over":
        return group
    signal = f"{kind}({rest.split(',')[0]},"
    found = [
        other
        for (_, key), other in groups.items()
        if other[0].posture == group[0].posture and key.startswith(signal) and "range" not in key
    ]
    return [pair for other in found for pair in other]


def fit_of(group: list[Pair], groups: Groups) -> dict[str, Any] | None:
    """The fit of one measure of one exercise; None with too few reps."""
    if not is_fitted(group):
        return None
    pairs = material_for(group, groups)
    scale = SCALES[pairs[0].unit]
    readings, _, turn, _ = columns(pairs)
    y = (target_of(pairs)[0] - readings[:, 0]) / scale
    errors = left_out_errors(pairs, scale)
    spread, apart = spread_of(readings, errors, turn, scale)
    return {
        "weights": _rounded(value_weights(readings, y, turn, scale, pairs[0].unit == "s")),
        "spread": _rounded(spread),
        "apart": apart,
        "scale": scale,
        "offset": round(image_offset(group), 3),
        "up_to": up_to(pairs, errors, spread, apart),
        "reps": len(pairs),
        "people": len({pair.person for pair in pairs}),
        "landmarks": round(target_of(group)[1], 3),
    }


def up_to(pairs: list[Pair], errors: Floats, spread: Floats, apart: float) -> float:
    """Sine of the largest turn to which the intervals hold enough of the errors, going out from the side in steps.

    A step with too few reps is joined with the next one: what was seen there counts, and no step is skipped. An angle
    whose true values are all alike is not followed at all: only the side shows it.
    """
    readings, _, turn, _ = columns(pairs)
    away = np.abs(turn)
    wider = widening(apart_of(readings, SCALES[pairs[0].unit]), apart)
    held = np.abs(errors) <= np.interp(away, SPREAD_KNOTS, spread) * wider
    reached = REACHES_DEG[0]
    if not is_varied(pairs):
        return round(float(np.sin(np.radians(reached))), 4)
    for low, high in pairwise(REACHES_DEG):
        there = (away > np.sin(np.radians(reached))) & (away <= np.sin(np.radians(high)))
        far_out = there & (away > np.sin(np.radians(low)))
        if there.sum() < LEAST_HELD_OF or far_out.sum() < LEAST_FAR_OUT:
            continue
        too_wrong = float(np.sqrt(np.mean(errors[there] ** 2))) > LARGEST_ERROR
        if held[there].mean() < LEAST_HELD or (too_wrong and pairs[0].unit != "s"):
            break
        reached = high
    return 1.0 if reached == REACHES_DEG[-1] else round(float(np.sin(np.radians(reached))), 4)


def _rounded(values: Floats) -> list[float]:
    return [round(float(value), 4) for value in values]


def grouped(pairs: Iterable[Pair]) -> Groups:
    """Pairs by exercise and measure."""
    out: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        out[pair.exercise, pair.key].append(pair)
    return out


def is_usable(pair: Pair) -> bool:
    """Whether the turn of the camera is known."""
    return pair.agrees and bool(np.isfinite(pair.turn))


def fits_of(pairs: list[Pair]) -> dict[str, dict[str, Any]]:
    """All fits of one pose model, by exercise and measure."""
    out: dict[str, dict[str, Any]] = defaultdict(dict)
    groups = grouped(pairs)
    for (exercise, key), group in sorted(groups.items()):
        fit = fit_of(group, groups)
        if fit is not None:
            out[exercise][key] = fit
    return out


def read_pairs(paths: list[Path], *, reporting: bool, usable: bool = True) -> list[Pair]:
    """Pairs of the people who only report, or of the others; all, or those that are usable for a fit."""
    found = [pair for path in paths for pair in pickle.loads(path.read_bytes())]
    return [
        pair
        for pair in found
        if (pair.person in (*REPORTING_PEOPLE, *OTHERS_THAT_REPORT)) == reporting and (is_usable(pair) or not usable)
    ]
