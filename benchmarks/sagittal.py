"""Fits and reports the estimates of src/formcheck/rules/estimate.json: rendered people, any turn of the camera.

    python benchmarks/sagittal_clips.py render FOLDER, then poses FOLDER --model full, and lite
    python benchmarks/sagittal.py pairs FOLDER PAIRS --model full      every measure of every rep beside its truth
    python benchmarks/sagittal.py fit PAIRS... --model full             fit on the people who do not only report
    python benchmarks/sagittal.py risk PAIRS...                        false alarms against judged share, on the former
    python benchmarks/sagittal.py report PAIRS...                      errors and coverage on those who do
    python benchmarks/sagittal.py verdicts PAIRS...                    verdicts on them

Nothing is fitted on a person who reports. Widths come from people who were left out of the fit one after another.
"""

import argparse
import json
import pickle
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from sagittal_clips import OTHERS_THAT_REPORT, REPORTING_PEOPLE  # noqa: E402
from sagittal_pairs import Pair, pairs_of  # noqa: E402

from formcheck.exercises import catalog  # noqa: E402
from formcheck.rules.estimate import (  # noqa: E402
    INTERVAL_LEVEL,
    SCALES,
    SPREAD_KNOTS,
    Fit,
    apart_of,
    value_terms,
    widening,
)
from formcheck.session.judge import verdict_share  # noqa: E402

Floats = npt.NDArray[np.float64]

DATA = ROOT / "src/formcheck/rules/estimate.json"
LEAST_REPS = 16
"""Fewer reps than this are not fitted."""
RIDGE, RIDGE_OF_TURN = 1.0, 0.1
"""Shrinks the weights of readings, and those of the turn alone, towards nothing; chosen on the people of the fit."""
LEAST_ERROR = 0.02
"""Smallest error that is assumed, in scales; chosen: rendered people are more alike than real ones."""
REACHES_DEG = (25.0, 35.0, 45.0, 55.0, 65.0)
LEAST_HELD, LEAST_HELD_OF = 0.75, 6
"""A step of the turn is judged if the intervals hold this share of its errors, where it has so many."""
WIDENINGS = (0.0, 0.5, 1.0, 2.0)
NEAR_TURN = 0.15
"""Standard deviation, as a sine, of the weights of the reps that a half-width is taken from."""
HUBER = 1.35
PROVENANCE = (
    "Fitted by benchmarks/sagittal.py on rendered people (samples/render, recipe of benchmarks/sagittal_clips.py and "
    "the second and third split of benchmarks/oblique_counts.py); people 17 to 19 and 30 to 39 only report."
)
"""Written into the data file."""
AT_SIDE_DEG = 20.0
"""Up to this true turn the image alone gives the offset between landmarks and true joints."""
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
    errors = np.full(len(pairs), np.nan)
    for person in np.unique(people):
        others = people != person
        weights = value_weights(readings[others], y[others], turn[others], scale, pairs[0].unit == "s")
        errors[~others] = terms[~others] @ weights - y[~others]
    return errors


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


def fit_of(pairs: list[Pair]) -> dict[str, Any] | None:
    """The fit of one measure of one exercise; None with too few reps."""
    if not is_fitted(pairs):
        return None
    scale = SCALES[pairs[0].unit]
    readings, _, turn, _ = columns(pairs)
    target, offset = target_of(pairs)
    y = (target - readings[:, 0]) / scale
    errors = left_out_errors(pairs, scale)
    spread, apart = spread_of(readings, errors, turn, scale)
    return {
        "weights": _rounded(value_weights(readings, y, turn, scale, pairs[0].unit == "s")),
        "spread": _rounded(spread),
        "apart": apart,
        "scale": scale,
        "offset": round(offset if pairs[0].unit == "deg" else 0.0, 3),
        "up_to": up_to(pairs, errors, spread, apart),
        "reps": len(pairs),
        "people": len({pair.person for pair in pairs}),
        "landmarks": round(offset, 3),
    }


def up_to(pairs: list[Pair], errors: Floats, spread: Floats, apart: float) -> float:
    """Sine of the largest turn to which the intervals hold enough of the errors, going out from the side in steps."""
    readings, _, turn, _ = columns(pairs)
    away = np.abs(turn)
    wider = widening(apart_of(readings, SCALES[pairs[0].unit]), apart)
    held = np.abs(errors) <= np.interp(away, SPREAD_KNOTS, spread) * wider
    reached = REACHES_DEG[0]
    for low, high in pairwise(REACHES_DEG):
        there = (away > np.sin(np.radians(low))) & (away <= np.sin(np.radians(high)))
        if there.sum() < LEAST_HELD_OF:
            continue
        too_wrong = float(np.sqrt(np.mean(errors[there] ** 2))) > LARGEST_ERROR
        if held[there].mean() < LEAST_HELD or (too_wrong and pairs[0].unit != "s"):
            break
        reached = high
    return 1.0 if reached == REACHES_DEG[-1] else round(float(np.sin(np.radians(reached))), 4)


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
    return pair.agrees and bool(np.isfinite(pair.turn))


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
    found = [pair for path in paths for pair in pickle.loads(path.read_bytes())]
    return [
        pair
        for pair in found
        if (pair.person in (*REPORTING_PEOPLE, *OTHERS_THAT_REPORT)) == reporting and is_usable(pair)
    ]


# Reporting

BINS = ((0.0, 15.0), (15.0, 25.0), (25.0, 35.0), (35.0, 45.0), (45.0, 55.0), (55.0, 70.0))


def as_fit(stored: dict[str, Any]) -> Fit:
    return Fit(
        tuple(stored["weights"]),
        tuple(stored["spread"]),
        stored["apart"],
        stored["scale"],
        stored["offset"],
        stored["up_to"],
    )


def rows_of(pairs: list[Pair], fits: dict[str, dict[str, Any]]) -> Iterator[tuple[Pair, float, float, float]]:
    """Each pair with its error, half-width, and the error of the image alone."""
    for (exercise, key), group in grouped(pairs).items():
        stored = fits.get(exercise, {}).get(key)
        if stored is None:
            continue
        fit = as_fit(stored)
        shift = 0.0 if group[0].unit == "deg" else stored["landmarks"]
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


@dataclass
class Tally:
    """Verdicts against labels."""

    possible: int = 0
    hits: int = 0
    missed: int = 0
    unsure_faults: int = 0
    false_alarms: int = 0
    good: int = 0
    unsure_good: int = 0
    other_truth: int = 0
    """Labelled faults that the true measure does not show, as a low top compared with other low tops: left out."""

    def add(self, has_fault: bool, verdict: str) -> None:
        """Take one verdict: fault, good or unsure."""
        self.possible += 1
        names = {
            (True, "fault"): "hits",
            (True, "good"): "missed",
            (True, "unsure"): "unsure_faults",
            (False, "fault"): "false_alarms",
            (False, "good"): "good",
            (False, "unsure"): "unsure_good",
        }
        name = names[has_fault, verdict]
        setattr(self, name, getattr(self, name) + 1)

    def __str__(self) -> str:
        judged = self.hits + self.missed + self.false_alarms + self.good
        called, faults = self.hits + self.false_alarms, self.hits + self.missed
        return (
            f"judged {judged / max(self.possible, 1):.0%} of {self.possible}, precision {self.hits}/{called}, "
            f"recall of judged {self.hits}/{faults} ({self.unsure_faults} unsure), "
            f"false alarms {self.false_alarms} in {self.good + self.false_alarms} good, "
            f"{self.other_truth} labels left out"
        )


def verdicts_of(pairs: list[Pair], fits: dict[str, dict[str, Any]], view: str) -> tuple[Tally, list[str]]:
    """Verdicts as formcheck gives them on rules that the side shows, and those that are wrong."""
    tally, wrong = Tally(), []
    for pair in pairs:
        stored = fits.get(pair.exercise, {}).get(pair.key)
        rules = [catalog()[pair.exercise].rule(name) for name in pair.rules]
        if pair.view != view or pair.faults is None or pair.unit in NOT_FITTED:
            continue
        for rule in (rule for rule in rules if "side" in rule.views):
            verdict, value, half = "unsure", float(pair.readings[0]), float("nan")
            if stored is not None and (view == "side" or abs(pair.turn) <= stored["up_to"]):
                found = as_fit(stored)(list(pair.readings), pair.turn)
                value, half = found.value, found.half_width
                verdict = verdict_of(rule, value, verdict_share(pair.turn) * half)
            beyond = verdict_of(rule, pair.true, 0.0) == "fault"
            if rule.id in pair.faults and not beyond:
                tally.other_truth += 1
                continue
            tally.add(beyond, verdict)
            if (beyond, verdict) in ((True, "good"), (False, "fault")):
                where = f"{pair.clip} rep {pair.rep}, {pair.true_turn_deg:.0f}°, {rule.id}"
                wrong.append(f"{verdict}: {where}: {value:.2f} ± {half:.2f}, truly {pair.true:.2f}")
    return tally, wrong


# Risk and coverage

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)


def left_out_rows(pairs: list[Pair]) -> Iterator[tuple[Pair, float, float]]:
    """Each pair with its estimate and half-width, both from fits without its person."""
    for group in grouped(pairs).values():
        if not is_fitted(group):
            continue
        scale = SCALES[group[0].unit]
        readings, _, turn, _ = columns(group)
        people = np.array([pair.person for pair in group])
        errors = left_out_errors(group, scale)
        target, _ = target_of(group)
        for person in np.unique(people):
            own = people == person
            knots, share = spread_of(readings[~own], errors[~own], turn[~own], scale)
            wider = widening(apart_of(readings[own], scale), share)
            halves = scale * np.interp(np.abs(turn[own]), SPREAD_KNOTS, knots) * wider
            for n, half in zip(np.flatnonzero(own), halves, strict=True):
                yield group[n], float(target[n] + scale * errors[n]), float(half)


def verdict_of(rule: Any, value: float, reach: float) -> str:
    """As `formcheck.session.judge` decides."""
    low, high = rule.fault_below, rule.fault_above
    if (low is not None and value + reach < low) or (high is not None and value - reach > high):
        return "fault"
    near = (low is not None and value - reach < low) or (high is not None and value + reach > high)
    return "unsure" if near else "good"


def risk_table(rows: list[tuple[Pair, float, float]], wanted: Callable[[Pair], bool]) -> str:
    """Judged share and errors for each share of the half-width that a verdict asks for."""
    exercises = catalog()
    lines = []
    for share in SHARES:
        tally = Tally()
        for pair, value, half in rows:
            if pair.faults is None or not wanted(pair):
                continue
            for name in pair.rules:
                rule = exercises[pair.exercise].rule(name)
                beyond = verdict_of(rule, pair.true, 0.0) == "fault"
                if name in pair.faults and not beyond:
                    tally.other_truth += 1
                else:
                    tally.add(beyond, verdict_of(rule, value, share * half))
        lines.append(f"{share:.2f}: {tally}")
    return "\n".join(lines)


def save_pairs(folder: Path, out: Path, model: str) -> None:
    """All pairs of the recordings of a folder, or of its part for a pose model."""
    found: list[Pair] = []
    for label in sorted(folder.glob("*.label.json")):
        name = label.name.removesuffix(".label.json")
        poses, truth = folder / model / f"{name}.npz", folder / f"{name}.truth.npz"
        poses = poses if poses.exists() else folder / f"{name}.npz"
        if poses.exists() and truth.exists():
            found += pairs_of(poses, label, truth)
    out.write_bytes(pickle.dumps(found))
    print(f"{len(found)} pairs of {len({pair.clip for pair in found})} clips")


def save_fits(paths: list[Path], model: str) -> None:
    """Fit one pose model, and write it beside the others."""
    stored = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else {"fits": {}}
    fits = stored["fits"] | {model: fits_of(read_pairs(paths, reporting=False))}
    DATA.write_text(json.dumps({"provenance": PROVENANCE, "fits": fits}, indent=1) + "\n", encoding="utf-8")


def show_risk(paths: list[Path]) -> None:
    """Judged share and errors by the share of the interval that is asked for, on the people of the fit."""
    rows = list(left_out_rows(read_pairs(paths, reporting=False)))
    for view in ("side", "oblique"):
        print(f"\n{view}\n{risk_table(rows, lambda pair, view=view: pair.view == view)}")


def show_verdicts(paths: list[Path], fits: dict[str, dict[str, Any]]) -> None:
    """Verdicts on the people who only report."""
    for view in ("side", "oblique"):
        tally, wrong = verdicts_of(read_pairs(paths, reporting=True), fits, view)
        print("\n".join([f"\n{view}: {tally}", *wrong]))


def show_report(paths: list[Path], fits: dict[str, dict[str, Any]]) -> None:
    """Errors at the turn on the people who only report, by posture and turn of the camera."""
    pairs = read_pairs(paths, reporting=True)
    for signal in ("hip_extension_deg", "knee_extension_deg", "trunk_lean_deg"):
        key = f"Over({signal}, turn, median)"
        print(f"\n{signal}\n\n{table(pairs, fits, lambda pair: pair.posture, lambda p, key=key: p.key == key)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pairs", "fit", "risk", "verdicts", "report"])
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--model", default="full")
    asked = parser.parse_args()
    if asked.what == "pairs":
        save_pairs(*asked.paths, asked.model)
    elif asked.what == "fit":
        save_fits(asked.paths, asked.model)
    elif asked.what == "risk":
        show_risk(asked.paths)
    else:
        fits = json.loads(DATA.read_text(encoding="utf-8"))["fits"][asked.model]
        {"verdicts": show_verdicts, "report": show_report}[asked.what](asked.paths, fits)


if __name__ == "__main__":
    main()
