"""Fits and reports the change of the back of src/formcheck/rules/back.json: rendered people who bend by known angles.

    python benchmarks/back_clips.py render FOLDER, then poses FOLDER --model full, and lite
    python benchmarks/back.py rows FOLDER --model full      the back of every labelled rep: benchmarks/back.json
    python benchmarks/back.py fit                           fit on the people who do not only report
    python benchmarks/back.py risk                          false alarms against found backs by limit, on the same
    python benchmarks/back.py page                          rewrite the tables of docs/back.md

Rows hold the verdicts of the fit that is there: after `fit`, run `rows` again. Widths come from people who were left
out of the fit one after another.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
from back_clips import is_reporting
from back_page import PERCENT_PER_DEG, write_page

from formcheck.evaluation.labels import Label, read_label
from formcheck.exercises import catalog
from formcheck.pose.recording import load_recording
from formcheck.rules.back_fit import BackFit, BackShape
from formcheck.rules.measures.back import back_shape
from formcheck.rules.measures.base import History
from formcheck.rules.rep_frames import RepFrames
from formcheck.session import session as session_module
from formcheck.session.judge import Posture, RuleResult, judge_all
from formcheck.session.session import Session

ROOT = Path(__file__).parents[1]
ROWS = ROOT / "benchmarks/back.json"
DATA = ROOT / "src/formcheck/rules/back.json"
RULE = "back-rounded"
RIDGE = 0.5
GROUPS = (("romanian-deadlift", "bent-over-row"), ("kettlebell-swing",))
"""Exercises that share a fit."""
SHARES = (0.5, 0.8)
"""Share of the half-width that a verdict asks for in each group: chosen with `risk`, docs/back.md."""
FLAT_UP_TO_DEG = 11.0
LEVEL = 0.9
PROVENANCE = (
    "Fitted by benchmarks/back.py on rendered people (samples/render, recipe of benchmarks/back_clips.py); "
    "people 52 to 65 only report."
)

Row = dict[str, Any]
Floats = npt.NDArray[np.float64]


# --- measuring ------------------------------------------------------------------------------------


def rows_of(poses: Path, label: Label, recipe: dict[str, Any], model: str) -> Iterator[Row]:
    """One row for each labelled rep of a recording."""
    shapes: list[tuple[float, BackShape | str]] = []

    def listen(rules: Any, window: RepFrames, history: History, posture: Posture = "standing") -> list[RuleResult]:
        shapes.append((window.times.turn_s, back_shape(window, history)))
        return judge_all(rules, window, history, posture)

    with patch.object(session_module, "judge_all", listen):
        session = Session(catalog()[label.exercise].with_model(model))
        track = load_recording(poses).track
        for n in range(len(track)):
            session.step(track[n])
        session.finish()
    for n, known in enumerate(label.reps):
        rep = next((each for each in session.reps if known.start_s <= each.times.turn_s <= known.end_s), None)
        about = {"clip": poses.stem, "model": model, "exercise": label.exercise, "rep": n, "bend_deg": known.spine_deg}
        about |= {name: recipe[name] for name in ("person", "turn_deg", "loose_m")}
        about |= {
            "reports": is_reporting(int(poses.stem.split("_")[0])),
            "low": bool(recipe["wishes"].get("spine_low")),
        }
        yield about | _verdict(rep, shapes)


def _verdict(rep: Any, shapes: list[tuple[float, BackShape | str]]) -> Row:
    """Outline and verdict of a counted rep; None for one that was not counted."""
    if rep is None:
        return {"shape": None, "verdict": "not counted", "value": None, "half_width": None, "reason": None}
    shape = min(shapes, key=lambda each: abs(each[0] - rep.times.turn_s))[1]
    result = next(each for each in rep.rule_results if each.rule.id == RULE)
    rounded = None if isinstance(shape, str) else [round(each, 3) for each in shape]
    value, half = (None if each is None else round(each, 2) for each in (result.value, result.half_width))
    return {"shape": rounded, "verdict": result.verdict, "value": value, "half_width": half, "reason": result.reason}


def measure(folder: Path, model: str) -> None:
    """Write the rows of one model, and keep those of the others."""
    rows = [row for row in stored_rows() if row["model"] != model]
    for poses in sorted((folder / model).glob("*.npz")):
        label = folder / f"{poses.stem}.label.json"
        recipe = json.loads(label.read_text(encoding="utf-8"))["recipe"]
        rows += rows_of(poses, read_label(label), recipe, model)
    ROWS.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", encoding="utf-8")


def stored_rows() -> list[Row]:
    """Rows that were measured before."""
    return json.loads(ROWS.read_text(encoding="utf-8")) if ROWS.exists() else []


# --- fitting --------------------------------------------------------------------------------------


def fitted_rows(model: str, exercises: tuple[str, ...]) -> list[Row]:
    """Rows with an outline, of people who do not only report, set by set in order."""
    chosen = [row for row in stored_rows() if row["model"] == model and row["exercise"] in exercises]
    return [row for row in chosen if row["shape"] is not None and not row["reports"]]


def weights_of(rows: list[Row]) -> Floats:
    """Constant and weights by ridge regression on standardised cues."""
    cues = np.array([BackShape(*row["shape"]).cues() for row in rows])
    true = PERCENT_PER_DEG * np.array([row["bend_deg"] for row in rows])
    mean, spread = cues.mean(axis=0), cues.std(axis=0)
    terms = np.column_stack([np.ones(len(rows)), (cues - mean) / spread])
    penalty = RIDGE * np.diag([0.0, *np.ones(cues.shape[1])])
    found = np.linalg.solve(terms.T @ terms + penalty, terms.T @ true)
    weights = found[1:] / spread
    return np.array([found[0] - weights @ mean, *weights])


def left_out(rows: list[Row]) -> Floats:
    """Change of each rep by a fit without its person."""
    people = np.array([row["person"] for row in rows])
    found = np.zeros(len(rows))
    for person in np.unique(people):
        weights = weights_of([row for row, who in zip(rows, people, strict=True) if who != person])
        for n in np.flatnonzero(people == person):
            found[n] = weights @ (1.0, *BackShape(*rows[n]["shape"]).cues())
    return found


def spreads(rows: list[Row], found: Floats) -> tuple[float, float]:
    """Standard deviations of the error that the reps of a set share, and of what each has besides."""
    errors = found - PERCENT_PER_DEG * np.array([row["bend_deg"] for row in rows])
    clips = np.array([row["clip"] for row in rows])
    means = {clip: errors[clips == clip].mean() for clip in np.unique(clips)}
    apart = errors - np.array([means[clip] for clip in clips])
    sizes = len(rows) - len(means)
    return float(np.sqrt(np.mean(np.square(list(means.values()))))), float(np.sqrt((apart**2).sum() / sizes))


def estimates(rows: list[Row], found: Floats, fit: BackFit) -> Iterator[tuple[Row, float, float]]:
    """Each rep with its change in the light of the earlier ones of its set, and its half-width."""
    earlier: list[float] = []
    for n, row in enumerate(rows):
        if not n or rows[n - 1]["clip"] != row["clip"]:
            earlier = []
        estimate = fit(float(found[n]), earlier)
        earlier.append(float(found[n]))
        yield row, estimate.value, estimate.half_width


def fit_group(model: str, exercises: tuple[str, ...]) -> tuple[BackFit, list[tuple[Row, float, float]]]:
    """Fit of a group, and each of its reps as judged without its person."""
    rows, share = fitted_rows(model, exercises), SHARES[GROUPS.index(exercises)]
    found = left_out(rows)
    shared, single = spreads(rows, found)
    for wider in np.arange(0.8, 2.0, 0.02):  # the narrowest that holds enough: split conformal
        fit = BackFit(
            tuple(np.round(weights_of(rows), 4).tolist()), round(shared * wider, 3), round(single * wider, 3), share
        )
        judged = list(estimates(rows, found, fit))
        true = PERCENT_PER_DEG * np.array([row["bend_deg"] for row in rows])
        held = [abs(value - t) <= half for (_, value, half), t in zip(judged, true, strict=True)]
        if np.mean(held) >= LEVEL:
            break
    return fit, judged


def fit_all() -> None:
    """Write the data file."""
    fits: dict[str, dict[str, Any]] = {}
    for model in sorted({row["model"] for row in stored_rows()}):
        for exercises in GROUPS:
            fit, judged = fit_group(model, exercises)
            print(model, exercises, fit, f"{len(judged)} reps")
            entry = {"weights": list(fit.weights), "shared": fit.shared, "single": fit.single, "share": fit.share}
            fits.setdefault(model, {}).update(dict.fromkeys(exercises, entry))
    DATA.write_text(json.dumps({"provenance": PROVENANCE, "fits": fits}, indent=1) + "\n", encoding="utf-8")


def risk() -> None:
    """Print what a limit and a share of the half-width would do to the people of the fit, each left out."""
    for model in sorted({row["model"] for row in stored_rows()}):
        for exercises in GROUPS:
            _, judged = fit_group(model, exercises)
            for limit in (2.0, 2.2, 2.4, 2.6, 2.8, 3.0, 3.2):
                for share in (0.3, 0.4, 0.5, 0.6, 0.8):
                    print(model, exercises[0], f"limit {limit} % share {share}", *_risk(judged, limit, share))


def _risk(judged: list[tuple[Row, float, float]], limit: float, share: float) -> Iterator[str]:
    groups = {"flat": (0.0, FLAT_UP_TO_DEG), "20": (19.0, 21.0), "30": (29.0, 31.0), "more": (31.0, 60.0)}
    for name, (low, high) in groups.items():
        some = [(value, half) for row, value, half in judged if low <= row["bend_deg"] < high]
        fault = sum(value - share * half > limit for value, half in some)
        good = sum(value + share * half <= limit for value, half in some)
        yield f"{name}: rounded {fault}, flat {good} of {len(some)};"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["rows", "fit", "risk", "page"])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--model", choices=["full", "lite", "heavy"], default="full")
    asked = parser.parse_args()
    if asked.what == "rows":
        measure(asked.folder, asked.model)
    elif asked.what == "fit":
        fit_all()
    elif asked.what == "risk":
        risk()
    else:
        write_page(stored_rows())


if __name__ == "__main__":
    main()
