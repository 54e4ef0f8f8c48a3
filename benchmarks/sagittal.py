"""Fits and reports the estimates of src/formcheck/rules/estimate.json: rendered people, any turn of the camera.

    python benchmarks/sagittal_clips.py render FOLDER, then poses FOLDER --model full, and lite
    python benchmarks/sagittal.py pairs FOLDER PAIRS --model full      every measure of every rep beside its truth
    python benchmarks/sagittal.py fit PAIRS... --write                 fit on the people who do not only report
    python benchmarks/sagittal.py report PAIRS...                      errors and coverage on those who do

Nothing is fitted on a person who reports. Widths come from people who were left out of the fit one after another.
"""

import argparse
import json
import pickle
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from sagittal_clips import OTHERS_THAT_REPORT, REPORTING_PEOPLE  # noqa: E402
from sagittal_pairs import Pair, pairs_of  # noqa: E402

from formcheck.rules.estimate import (  # noqa: E402
    INTERVAL_LEVEL,
    SCALES,
    Fit,
    apart_of,
    spread_terms,
    value_terms,
)

Floats = npt.NDArray[np.float64]

DATA = ROOT / "src/formcheck/rules/estimate.json"
LEAST_REPS = 16
"""Fewer reps than this are not fitted."""
RIDGE, RIDGE_OF_TURN = 3.0, 0.3
"""Shrinks the weights of readings, and those of the turn alone, towards nothing; chosen without the people who report."""
SPREAD_RIDGE = 6.0
HUBER = 1.35
AT_SIDE_DEG = 20.0
"""Up to this true turn the image alone gives the offset between landmarks and true joints."""
LEAST_SHARE = 0.6
"""No interval is narrower than this share of the error at the side that `INTERVAL_LEVEL` of the reps stay below."""
NOT_FITTED = ("reps",)


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
    errors = np.full(len(pairs), np.nan)
    for person in np.unique(people):
        others = people != person
        weights = value_weights(readings[others], y[others], turn[others], scale, pairs[0].unit == "s")
        errors[~others] = terms[~others] @ weights - y[~others]
    return errors


def spread_weights(readings: Floats, errors: Floats, turn: Floats, scale: float) -> Floats:
    """Terms of the log half-width, moved until `INTERVAL_LEVEL` of the errors lie within it."""
    terms = spread_terms(apart_of(readings, scale), turn)
    size = np.log(np.maximum(np.abs(errors), 0.02))
    penalty = np.array([1e-3, SPREAD_RIDGE, SPREAD_RIDGE])
    middle = size.mean()
    weights = np.linalg.solve(terms.T @ terms + np.diag(penalty), terms.T @ (size - middle))
    weights[1:] = np.maximum(weights[1:], 0.0)
    weights[0] += middle
    over = np.sort(size - terms @ weights)
    rank = min(int(np.ceil(INTERVAL_LEVEL * (len(over) + 1))), len(over)) - 1
    weights[0] += over[rank]
    return np.asarray(weights)


def fit_of(pairs: list[Pair]) -> dict[str, Any] | None:
    """The fit of one measure of one exercise; None with too few reps."""
    if len(pairs) < LEAST_REPS or pairs[0].unit in NOT_FITTED:
        return None
    scale = SCALES[pairs[0].unit]
    readings, _, turn, off_deg = columns(pairs)
    target, offset = target_of(pairs)
    y = (target - readings[:, 0]) / scale
    errors = left_out_errors(pairs, scale)
    side = off_deg <= AT_SIDE_DEG
    least = float(np.quantile(np.abs(errors[side]), INTERVAL_LEVEL)) if side.sum() >= 6 else 0.0
    return {
        "weights": _rounded(value_weights(readings, y, turn, scale, pairs[0].unit == "s")),
        "spread": _rounded(spread_weights(readings, errors, turn, scale)),
        "least": round(LEAST_SHARE * least, 4),
        "scale": scale,
        "up_to": 1.0,
        "reps": len(pairs),
        "people": len({pair.person for pair in pairs}),
        "side_offset": round(offset, 3),
    }


def _rounded(values: Floats) -> list[float]:
    return [round(float(value), 4) for value in values]


def grouped(pairs: Iterable[Pair]) -> dict[tuple[str, str], list[Pair]]:
    """Pairs by exercise and measure."""
    out: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        out[pair.exercise, pair.key].append(pair)
    return out


def is_usable(pair: Pair) -> bool:
    """Whether the turn of the camera is known."""
    return pair.agrees and bool(np.isfinite(pair.turn)) and bool(np.isfinite(pair.readings).all())


def fits_of(pairs: list[Pair]) -> dict[str, dict[str, Any]]:
    """All fits of one pose model, by exercise and measure."""
    out: dict[str, dict[str, Any]] = defaultdict(dict)
    for (exercise, key), group in sorted(grouped(pairs).items()):
        fit = fit_of(group)
        if fit is not None:
            out[exercise][key] = fit
    return out


def read_pairs(paths: list[Path], *, reporting: bool) -> list[Pair]:
    """Usable pairs of the people who only report, or of the others."""
    found = [pair for path in paths for pair in pickle.loads(path.read_bytes())]  # noqa: S301
    return [pair for pair in found if (pair.person in (*REPORTING_PEOPLE, *OTHERS_THAT_REPORT)) == reporting and is_usable(pair)]


# Reporting

BINS = ((0.0, 15.0), (15.0, 25.0), (25.0, 35.0), (35.0, 45.0), (45.0, 55.0), (55.0, 70.0))


def as_fit(stored: dict[str, Any]) -> Fit:
    return Fit(tuple(stored["weights"]), tuple(stored["spread"]), stored["least"], stored["scale"], stored["up_to"])


def rows_of(pairs: list[Pair], fits: dict[str, dict[str, Any]]) -> Iterator[tuple[Pair, float, float, float]]:
    """Each pair with its error, half-width, and the error of the image alone."""
    for (exercise, key), group in grouped(pairs).items():
        stored = fits.get(exercise, {}).get(key)
        if stored is None:
            continue
        fit = as_fit(stored)
        shift = 0.0 if group[0].unit == "deg" else stored["side_offset"]
        for pair in group:
            found = fit(list(pair.readings), pair.turn)
            yield pair, found.value - pair.true - shift, found.half_width, float(pair.readings[0] - pair.true - shift)


def table(
    pairs: list[Pair], fits: dict[str, dict[str, Any]], by: Callable[[Pair], str], wanted: Callable[[Pair], bool]
) -> str:
    """Errors at the turn by group and turn of the camera."""
    found = [row for row in rows_of(pairs, fits) if wanted(row[0])]
    lines = []
    for name in sorted({by(row[0]) for row in found}):
        for low, high in BINS:
            rows = [r for r in found if by(r[0]) == name and low <= abs(r[0].true_turn_deg) < high]
            if not rows:
                continue
            error, half, image = (np.array([row[n] for row in rows]) for n in (1, 2, 3))
            people = len({row[0].person for row in rows})
            lines.append(
                f"| {name} | {low:.0f}-{high:.0f}° | {len(rows)} ({people}) | {_rms(image):.2f} | {_rms(error):.2f} | "
                f"{error.mean():+.2f} | {100 * np.mean(np.abs(error) <= half):.0f} % | {np.median(half):.2f} |"
            )
    head = "| | turn | reps (people) | image RMSE | RMSE | bias | within 90 % interval | median half-width |"
    return "\n".join([head, "|" + " --- |" * 8, *lines])


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(values**2)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pairs", "fit", "report"])
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--model", default="full")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--measures", nargs="*", default=["hip_extension", "knee_extension", "trunk_lean"])
    asked = parser.parse_args()
    if asked.what == "pairs":
        folder, out = asked.paths
        found: list[Pair] = []
        for label in sorted(folder.glob("*.label.json")):
            name = label.name.removesuffix(".label.json")
            poses, truth = folder / asked.model / f"{name}.npz", folder / f"{name}.truth.npz"
            poses = poses if poses.exists() else folder / f"{name}.npz"
            if poses.exists() and truth.exists():
                found += pairs_of(poses, label, truth)
        out.write_bytes(pickle.dumps(found))
        print(f"{len(found)} pairs of {len({pair.clip for pair in found})} clips")
        return
    if asked.what == "fit":
        pairs = read_pairs(asked.paths, reporting=False)
        stored = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else {"fits": {}}
        stored["fits"][asked.model] = fits_of(pairs)
        if asked.write:
            DATA.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
        return
    fits = json.loads(DATA.read_text(encoding="utf-8"))["fits"][asked.model]
    pairs = read_pairs(asked.paths, reporting=True)
    for part in asked.measures:
        print(f"\n{part}\n")
        print(table(pairs, fits, lambda p: p.posture, lambda p, part=part: part in p.key and p.key.startswith("Over") and "turn" in p.key))


if __name__ == "__main__":
    main()
