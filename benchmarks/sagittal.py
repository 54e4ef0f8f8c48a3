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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from sagittal_fit import Floats, fits_of, grouped, read_pairs  # noqa: E402
from sagittal_pairs import Pair, pairs_of  # noqa: E402
from sagittal_verdicts import VIEWS, left_out_rows, risk_table, verdicts_of  # noqa: E402

from formcheck.rules.estimate import Fit  # noqa: E402

DATA = ROOT / "src/formcheck/rules/estimate.json"
PROVENANCE = (
    "Fitted by benchmarks/sagittal.py on rendered people (samples/render, recipe of benchmarks/sagittal_clips.py and "
    "the second and third split of benchmarks/oblique_counts.py); people 17 to 19 and 30 to 39 only report."
)
"""Written into the data file."""
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
    for view in VIEWS:
        print(f"\n{view}\n\n{risk_table(rows, view)}")


def show_verdicts(paths: list[Path], model: str) -> None:
    """Verdicts on the people who only report."""
    pairs = read_pairs(paths, reporting=True, usable=False)
    for view in VIEWS:
        tally, wrong = verdicts_of(pairs, model, view)
        print("\n".join([f"- {view}: {tally}", "", *(f"- {each}" for each in wrong), ""]))


def show_report(paths: list[Path], model: str) -> None:
    """Errors at the turn on the people who only report, by posture and turn of the camera."""
    fits = json.loads(DATA.read_text(encoding="utf-8"))["fits"][model]
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
    elif asked.what == "risk":
        show_risk(asked.paths)
    else:
        {"fit": save_fits, "verdicts": show_verdicts, "report": show_report}[asked.what](asked.paths, asked.model)


if __name__ == "__main__":
    main()
