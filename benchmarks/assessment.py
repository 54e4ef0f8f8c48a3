"""Compare the single-leg bridge test with rendered truth: sink of the hips, outcomes, intervals, repeated tests.

    python benchmarks/assessment_clips.py render FOLDER      draw the clips (samples/render/requirements.txt)
    python benchmarks/assessment_clips.py poses FOLDER       the model's landmarks of each clip
    python benchmarks/assessment.py FOLDER [--write]

`--write` puts the rows into assessment.json and the tables into docs/assessment.md. The people in the tables are new
bodies, of whom nothing was fitted: benchmarks/assessment_clips.py.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from assessment_clips import is_reporting
from assessment_tables import tables
from page import write_table

from formcheck.apps.assess import assess_files
from formcheck.assessment.baseline import DRIFT_HZ
from formcheck.assessment.protocol import LEG_LOWER
from formcheck.assessment.result import AssessmentResult, SideResult, TrialResult
from formcheck.assessment.trial import HELD_S, sustained
from formcheck.errors import NobodySeen
from formcheck.motion.filters import zero_lag_series

ROWS = Path(__file__).with_suffix(".json")
PAGE = "assessment.md"
NEAR_S = 1.0
"""A labelled lowering is matched with a measured one whose lowest point is at most this far away in time."""

Row = dict[str, Any]


def measured(folder: Path, model: str) -> list[Row]:
    """One row for each clip and side of the clips that report."""
    rows = []
    for path in sorted(folder.glob("*.label.json")):
        name = path.name.removesuffix(".label.json")
        poses = folder / model / f"{name}.npz"
        if not poses.exists() or not is_reporting(int(name[:3])):
            continue
        label = json.loads(path.read_text(encoding="utf-8"))
        result = result_of(poses)
        for side in sorted({rep["side"] for rep in label["reps"]} | set(result.sides if result else ())):
            rows.append({"clip": name, "side": side, **_facts(name, label), **_side(label, side, result)})
        print(name, flush=True)
    return rows


def result_of(poses: Path) -> AssessmentResult | None:
    """Result of a recording; None if the model saw nobody in it."""
    try:
        return assess_files([poses], LEG_LOWER).result
    except NobodySeen:
        return None


def _facts(name: str, label: Row) -> Row:
    """What the clip shows, from its label and its recipe."""
    recipe = label["recipe"]
    kind = recipe["name"].split("_")[1]
    off = abs(abs(label["azimuth_deg"]) - 90.0)
    wobble = recipe["wishes"].get("wobble_deg", 0.0)
    return {"kind": kind, "person": label["person"], "off_side": round(off, 1), "fps": recipe["fps"], "wobble": wobble}


def _side(label: Row, side: str, result: AssessmentResult | None) -> Row:
    """Result of one side, with the trials that match a labelled lowering."""
    labelled = [rep for rep in label["reps"] if rep["side"] == side]
    found = None if result is None else dict[str, SideResult](result.sides).get(side)
    if found is None:
        reason = "nobody was seen" if result is None else "; ".join(result.advice)
        said = {"result": "absent", "reason": reason, "sink_deg": None, "sink_ci": None, "near": None}
        return said | {"labelled": len(labelled), "trials": [], "extra": 0, "true_deg": None}
    trials = []
    for rep in labelled:
        near = [trial for trial in found.trials if abs(trial.bottom_s - rep["turn_s"]) <= NEAR_S]
        trial = min(near, key=lambda t: abs(t.bottom_s - rep["turn_s"]), default=None)
        if trial is not None:
            trials.append(_trial(label, side, rep, trial, found))
    valid = [trial["true_deg"] for trial in trials if trial["valid"] and trial["true_deg"] is not None]
    return {
        "result": found.result,
        "reason": found.reason,
        "limited_by": found.limited_by,
        "sink_deg": found.sink_deg,
        "sink_ci": found.sink_ci,
        "true_deg": round(float(np.mean(valid)), 2) if valid else None,
        "near": None if found.baseline is None else found.baseline.near_side == side,
        "labelled": len(labelled),
        "extra": len(found.trials) - len(trials),
        "trials": trials,
    }


def _trial(label: Row, side: str, rep: Row, trial: TrialResult, found: SideResult) -> Row:
    """What was measured in one trial, and the true sink."""
    true = None
    if found.baseline is not None:
        true = true_sink(label, side, rep, (found.baseline.start_s, found.baseline.end_s))
    said = {"valid": trial.valid, "reason": trial.reason, "fell": trial.hips_fell}
    return said | {"sink_deg": trial.sink_deg, "sink_ci": trial.sink_ci, "true_deg": true}


def true_sink(label: Row, side: str, rep: Row, baseline: tuple[float, float]) -> float:
    """The true sink of one lowering in degrees, by the definition that is measured: see `formcheck.assessment.sink`."""
    known = np.asarray(label["angles"][f"hip360_{side}"], float)
    time_s = np.arange(len(known)) / label["angles"]["fps"]
    both = known[(time_s >= baseline[0]) & (time_s <= baseline[1])]
    within = (time_s >= rep["start_s"]) & (time_s <= rep["end_s"])
    slow = zero_lag_series(time_s, known[:, None], DRIFT_HZ)[:, 0]
    lasting = sustained(time_s[within], np.median(both) - slow[within], HELD_S)
    assert lasting is not None
    return round(lasting[0], 3)


def main() -> None:
    """Measure the clips of a folder, print the tables, and write them with `--write`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="clips with their labels, and poses in full/")
    parser.add_argument("--model", default="full", choices=["full", "lite", "heavy"])
    parser.add_argument("--write", action="store_true", help="write assessment.json and docs/assessment.md")
    asked = parser.parse_args()
    rows = measured(asked.folder, asked.model)
    for name, text in tables(rows).items():
        print(f"\n{name}\n{text}")
        if asked.write:
            write_table(name, text, PAGE)
    if asked.write:
        ROWS.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
