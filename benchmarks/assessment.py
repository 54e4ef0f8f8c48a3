"""Compare the single-leg bridge test with rendered truth: sink of the hips, outcomes, uncertainty, still bridges.

python -m samples.render --recipe benchmarks/assessment_recipe.json --videos out/test --stills out/test/stills
python benchmarks/assessment.py out/test [--write]

Limits and weights were chosen on clips of the people in `CHOSEN_ON`; the other people are used for reporting only. If
the poses of a clip lie beside it as NAME.npz, no model is run. `--write` puts the rows into assessment.json and the
tables into docs/assessment.md.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from page import write_table

from formcheck.apps.assess import assess_files
from formcheck.assessment.protocol import LEG_LOWER
from formcheck.assessment.result import SideResult, TrialResult
from formcheck.assessment.side import SINK_DEG
from formcheck.assessment.trial import HELD_S, sustained

ROWS = Path(__file__).with_suffix(".json")
PAGE = "assessment.md"
CHOSEN_ON = (0, 1, 4, 6, 7)
"""Numbers of the people on whose clips limits and weights were chosen; the others are used for reporting only."""
NEAR_S = 1.0
"""A labelled lowering is matched with a measured one whose lowest point is at most this far away in time."""
WOBBLES = {0: "none", 1: "small", 2: "large"}
OUTCOMES = ("steady", "dips", "drops", "uncertain", "not-judged")

Row = dict[str, Any]


# --- measuring ------------------------------------------------------------------------------------


def measured(folder: Path) -> list[Row]:
    """One row for each clip and side."""
    rows = []
    for path in sorted(folder.glob("*.label.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.removesuffix(".label.json")
        poses = path.with_name(f"{name}.npz")
        clip = poses if poses.exists() else path.with_name(f"{name}.mp4")
        if label.get("protocol") != LEG_LOWER.id or not clip.exists():
            continue
        sides = assess_files([clip], LEG_LOWER).result.sides
        for side in sorted({rep["side"] for rep in label["reps"]} | set(sides)):
            rows.append({"clip": name, "side": side, **_facts(name, label), **_side(label, side, sides.get(side))})
        print(name, flush=True)
    return rows


def _facts(name: str, label: Row) -> Row:
    """What the clip is meant to show, from its label and its name in the recipe."""
    parts = dict.fromkeys(("sag", "wobble"))
    for part in name.split("_"):
        if part[0] in "sw" and part[1:].isdigit():
            parts["sag" if part[0] == "s" else "wobble"] = int(part[1:])
    return {"azimuth": label["azimuth_deg"], "person": label["person"], "view": label["view"], **parts}


def _side(label: Row, side: str, found: SideResult | None) -> Row:
    """Result of one side, with the trials that match a labelled lowering."""
    labelled = [rep for rep in label["reps"] if rep["side"] == side]
    if found is None:
        return {"result": "absent", "reason": None, "labelled": len(labelled), "trials": [], "extra": 0}
    trials = []
    for rep in labelled:
        near = [trial for trial in found.trials if abs(trial.bottom_s - rep["turn_s"]) <= NEAR_S]
        trial = min(near, key=lambda t: abs(t.bottom_s - rep["turn_s"]), default=None)
        if trial is not None:
            trials.append(_trial(label, side, rep, trial, found))
    return {
        "result": found.result,
        "reason": found.reason,
        "limited_by": found.limited_by,
        "labelled": len(labelled),
        "extra": len(found.trials) - len(trials),
        "trials": trials,
    }


def _trial(label: Row, side: str, rep: Row, trial: TrialResult, found: SideResult) -> Row:
    """What was measured in one trial, and the true sink."""
    row: Row = {
        "valid": trial.valid,
        "reason": trial.reason,
        "sink_deg": trial.sink_deg,
        "sink_ci": trial.sink_ci,
        "sink_height": trial.sink_height,
        "sink_height_ci": trial.sink_height_ci,
        "wobble": trial.wobble,
    }
    if found.baseline is not None:
        span = (found.baseline.start_s, found.baseline.end_s)
        row["true_deg"] = _true(label["angles"][f"hip360_{side}"], label, rep, span)
        middle = np.mean([label["hip_height"]["left"], label["hip_height"]["right"]], axis=0)
        row["true_height"] = _true(middle, label, rep, span)
    return row


def _true(values: Sequence[float], label: Row, rep: Row, baseline: tuple[float, float]) -> float:
    """The true sink by the definition that is measured: held for `HELD_S`, below the true bridge on both feet."""
    known = np.asarray(values, float)
    time_s = np.arange(len(known)) / label["angles"]["fps"]
    both = known[(time_s >= baseline[0]) & (time_s <= baseline[1])]
    within = (time_s >= rep["start_s"]) & (time_s <= rep["end_s"])
    held = sustained(time_s[within], np.median(both) - known[within], HELD_S)
    assert held is not None
    return round(held[0], 4)


# --- tables ---------------------------------------------------------------------------------------


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def reported(rows: Sequence[Row]) -> list[Row]:
    """Rows of side-view clips with a known sag, of people on whom nothing was chosen."""
    return [row for row in rows if row["clip"].startswith("r") and row["person"] not in CHOSEN_ON]


def agreement(name: str, trials: Sequence[Row]) -> list[object]:
    """Cells of a row: bias, limits of agreement and coverage of some trials."""
    judged = [trial for trial in trials if trial["sink_deg"] is not None]
    if not judged:
        return [name, 0, *["–"] * 7]
    found = []
    for key, digits, scale in (("deg", 1, 1.0), ("height", 1, 100.0)):
        off = scale * np.array([trial[f"sink_{key}"] - trial[f"true_{key}"] for trial in judged])
        intervals = [trial["sink_ci" if key == "deg" else "sink_height_ci"] for trial in judged]
        inside = np.mean([low <= t[f"true_{key}"] <= high for t, (low, high) in zip(judged, intervals, strict=True)])
        wide = np.mean([scale * 0.5 * (high - low) for low, high in intervals])
        limits = 1.96 * off.std()
        found += [f"{off.mean():+.{digits}f}", f"{off.mean() - limits:.1f} to {off.mean() + limits:.1f}"]
        found.append(f"{100 * inside:.0f} % (± {wide:.1f})")
    return [name, len(judged), *found]


def sink_table(rows: Sequence[Row]) -> str:
    """Measured against true sink: for all clips, then by sag, wobble, person and camera."""
    shown = reported(rows)

    def of(chosen: Sequence[Row]) -> list[Row]:
        return [trial for row in chosen for trial in row["trials"]]

    lines = [agreement("all", of(shown))]
    for sag in sorted({row["sag"] for row in shown}):
        lines.append(agreement(f"requested sag {sag}°", of([row for row in shown if row["sag"] == sag])))
    for wobble, word in WOBBLES.items():
        lines.append(agreement(f"wobble {word}", of([row for row in shown if row["wobble"] == wobble])))
    for person in sorted({row["person"] for row in shown}):
        lines.append(agreement(f"person {person}", of([row for row in shown if row["person"] == person])))
    for low, high in ((0, 10), (10, 15), (15, 25)):
        chosen = [row for row in shown if low <= _off_side(row) < high]
        lines.append(agreement(f"camera {low}–{high}° off the side", of(chosen)))
    lines.append(agreement("people used for tuning", of([row for row in rows if _tuning(row)])))
    head = ("clips", "lowerings", "bias, °", "95 % of differences, °", "truth inside, °")
    return table([*head, "bias, % of trunk", "95 % of differences", "truth inside"], lines)


def _tuning(row: Row) -> bool:
    return row["clip"][0] in "tr" and row["sag"] is not None and row["person"] in CHOSEN_ON


def _off_side(row: Row) -> float:
    return float(abs(abs(row["azimuth"]) - 90.0))


def truth_of(row: Row) -> str:
    """The outcome by the true sink of the median lowering and the same limits."""
    sink = float(np.median([trial["true_deg"] for trial in row["trials"]]))
    return "steady" if sink <= SINK_DEG[0] else "dips" if sink <= SINK_DEG[1] else "drops"


def outcome_table(rows: Sequence[Row]) -> str:
    """Outcome by true sink and wobble."""
    lines = []
    shown = [row for row in reported(rows) if row["trials"]]
    for truth in OUTCOMES[:3]:
        for wobble, word in WOBBLES.items():
            chosen = [row for row in shown if truth_of(row) == truth and row["wobble"] == wobble]
            got = Counter(row["result"] for row in chosen)
            noticed = sum("wobble" in row["limited_by"] for row in chosen)
            lines.append([truth, word, len(chosen), *(got[outcome] for outcome in OUTCOMES), noticed])
    return table(["true sink", "true wobble", "sides", *(f"reported {o}" for o in OUTCOMES), "wobble reported"], lines)


def detection_table(rows: Sequence[Row]) -> str:
    """Lowerings detected, by set of clips."""
    lines = []
    side_on = [row for row in rows if row["sag"] is not None]
    sets = {
        "known sag, people used for reporting only": reported(rows),
        "known sag, people used for tuning": [row for row in side_on if _tuning(row)],
        "still bridge, then two lowerings": [row for row in rows if row["clip"][0] == "n"],
        "other views, both legs, trials to repeat": [
            row for row in rows if row["clip"][0] == "x" or row["clip"].startswith("t2")
        ],
    }
    for word, chosen in sets.items():
        labelled, extra = sum(row["labelled"] for row in chosen), sum(row["extra"] for row in chosen)
        trials = [trial for row in chosen for trial in row["trials"]]
        valid = sum(trial["valid"] for trial in trials)
        lines.append([word, len({row["clip"] for row in chosen}), labelled, len(trials), extra, valid])
    return table(("clips", "number", "lowerings", "detected on the correct leg", "false detections", "valid"), lines)


def other_table(rows: Sequence[Row]) -> str:
    """Results for other views, and for trials that have to be repeated."""
    chosen = [row for row in rows if row["clip"][0] in "nx" or row["clip"].startswith("t2")]
    lines = []
    for row in chosen:
        sinks = ", ".join(f"{t['sink_deg']:.0f}°" for t in row["trials"] if t["sink_deg"] is not None) or "–"
        again = "; ".join(t["reason"] for t in row["trials"] if t["reason"]) or "–"
        lines.append([f"`{row['clip']}`", row["side"], row["result"], sinks, row["reason"] or "–", again])
    return table(("clip", "leg", "result", "sink", "reason", "to repeat, because"), lines)


def main() -> None:
    """Measure the clips of the folders, print the tables, and write them with `--write`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+", help="clips with their labels")
    parser.add_argument("--write", action="store_true", help="write assessment.json and docs/assessment.md")
    asked = parser.parse_args()
    rows = [row for folder in asked.folder for row in measured(folder)]
    tables = {
        "found": detection_table(rows),
        "sink": sink_table(rows),
        "outcomes": outcome_table(rows),
        "others": other_table(rows),
    }
    for text in tables.values():
        print(f"\n{text}")
    if asked.write:
        ROWS.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", encoding="utf-8")
        for name, text in tables.items():
            write_table(name, text, PAGE)


if __name__ == "__main__":
    main()
