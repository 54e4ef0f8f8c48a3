"""Compare readings of the back's outline with true bends of the spine: verdicts, ROC curves, false alarms.

python -m samples.render --recipe benchmarks/back_recipe.json --videos out/back --stills out/back/stills
python benchmarks/back.py --tuning out/back --flat samples/videos [--held-out DIR] [--poses DIR]
python benchmarks/back.py --page              rewrite the tables and figure of docs/back.md from benchmarks/back.json
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.apps.analyze import analyze_file
from formcheck.evaluation.labels import Label, RepLabel, labelled_clips, read_label
from formcheck.evaluation.score import match
from formcheck.exercises import catalog
from formcheck.output.export import write_poses
from formcheck.pose.recording import Origin
from formcheck.session.results import RepResult

ROOT = Path(__file__).parents[1]
RECIPE = ROOT / "benchmarks/back_recipe.json"
ROWS = ROOT / "benchmarks/back.json"
PAGE = ROOT / "docs/back.md"
FIGURE = ROOT / "docs/images/back_roc.svg"
BEGIN, END = "<!-- tables: written by benchmarks/back.py -->", "<!-- end of tables -->"
RULE = "back-rounded"
SWING = "kettlebell-swing"

Row = dict[str, Any]


# --- measuring ------------------------------------------------------------------------------------


def measured(folder: Path, name: str, poses: Path) -> Iterator[Row]:
    """One row for each labelled rep, of all exercises that have the rule."""
    with_rule = limits()
    for label_path, clip in labelled_clips(folder):
        label = read_label(label_path)
        if label.exercise not in with_rule:
            continue
        result = analyze_file(_recording(clip, label.exercise, poses), label.exercise).result
        matched = {id(rep): counted for rep, counted in match(label.reps, result.reps)}
        for rep in label.reps:
            yield {"set": name, "clip": clip.stem, **_row(label, rep, matched.get(id(rep)))}
        print(clip.stem, flush=True)


def _recording(clip: Path, exercise: str, poses: Path) -> Path:
    """Saved poses of the clip, so that a threshold can be tried without the model."""
    recording = poses / f"{clip.stem}.npz"
    if not recording.exists():
        poses.mkdir(parents=True, exist_ok=True)
        analysis = analyze_file(clip, exercise)
        source, model = analysis.source, analysis.result.provenance.model
        write_poses(analysis, recording, Origin(clip.stem, source.width, source.height, model.name, model.sha256, ""))
    return recording


def _row(label: Label, rep: RepLabel, counted: RepResult | None) -> Row:
    """Label and verdict of one rep; `counted` is None if it was not counted."""
    about = {"exercise": label.exercise, "view": label.view, "bend_deg": rep.spine_deg, "labelled": RULE in rep.faults}
    if counted is None:
        return {**about, "verdict": "not counted", "value": None, "reason": None}
    verdict = next(verdict for verdict in counted.verdicts if verdict.rule == RULE)
    return {**about, "verdict": verdict.verdict, "value": verdict.value, "reason": verdict.reason}


# --- the page -------------------------------------------------------------------------------------

BENDS = (0, 10, 20, 30, 40, 50)


def groups(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows of the rendered clips with known bends, grouped by how they were rendered."""
    clips = {entry["name"]: entry for entry in json.loads(RECIPE.read_text(encoding="utf-8"))}
    out: dict[str, list[Row]] = {}
    for row in rows:
        if row["set"] == "tuning":
            entry = clips[row["clip"]]
            bends = "lower back alone" if entry["wishes"].get("spine_low") else "whole spine"
            size = "1280×720" if entry.get("wide") else "640×480"
            turned = f", camera {entry['turn_deg']:+d}°" if entry.get("turn_deg") else ""
            name = f"{bends}: {catalog()[row['exercise']].name}, {size}{turned}"
            name += ", head up" if entry["wishes"].get("head_up") else ""
            name += ", loose shirt" if entry.get("loose_m") else ""
            out.setdefault(name, []).append(row)
    return dict(sorted(out.items(), key=lambda item: (not item[0].startswith("whole"), item[0])))


def read(rows: list[Row], bends: tuple[int, ...]) -> list[Row]:
    """Rows with one of these true bends (degrees) that have a reading."""
    return [row for row in rows if row["value"] is not None and row["bend_deg"] in bends]


def values(rows: list[Row]) -> list[float]:
    """Readings: the change of the bow in % of the back's length."""
    return [row["value"] for row in rows]


def readings(rows: list[Row]) -> list[str]:
    """Table of the mean reading and its range, by how the clips were rendered and by the true bend."""
    lines = ["| rendered | " + " | ".join(f"{bend}°" for bend in BENDS) + " |", "|" + "---|" * (len(BENDS) + 1)]
    for name, members in groups(rows).items():
        cells = []
        for bend in BENDS:
            some = values(read(members, (bend,)))
            cells.append(f"{np.mean(some):.1f} ({min(some):.1f} … {max(some):.1f})" if some else "–")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def of_kind(rows: list[Row], kind: str) -> list[Row]:
    """Rows of the groups whose name begins with `kind`."""
    return [row for name, members in groups(rows).items() if name.startswith(kind) for row in members]


def verdicts(rows: list[Row]) -> list[str]:
    """Table of the verdicts by true bend."""
    lines = ["| true bend | reps | flat | undecided | rounded | otherwise not judged | not counted |", "|" + "---|" * 7]
    swings = [row for row in rows if row["exercise"] == SWING]
    lifts = [row for row in rows if row["exercise"] != SWING]
    kinds = (("whole spine", lifts), ("lower back alone", lifts), ("whole spine, swing", swings))
    for kind, some in kinds:
        for bend in BENDS:
            members = [row for row in of_kind(some, kind.split(",")[0]) if row["bend_deg"] == bend]
            if members:
                lines.append(f"| {kind}, {bend}° | {len(members)} | " + " | ".join(map(str, _counts(members))) + " |")
    return lines


def _counts(rows: list[Row]) -> list[int]:
    """Numbers of reps: flat, undecided, rounded, otherwise not judged, not counted."""
    results = [row["verdict"] for row in rows]
    undecided = sum(row["verdict"] == "not-judged" and row["value"] is not None for row in rows)
    judged = [results.count("good"), undecided, results.count("fault")]
    return [*judged, results.count("not-judged") - undecided, results.count("not counted")]


def limits() -> dict[str, tuple[float, float]]:
    """Reading (%) up to which a back is flat, and above which it is rounded, by exercise."""
    rules = {exercise.id: rule for exercise in catalog().values() for rule in exercise.rules if rule.id == RULE}
    return {name: (rule.good[1] or 0.0, rule.fault_above or 0.0) for name, rule in rules.items()}


def roc(bent: list[float], flat: list[float]) -> tuple[np.ndarray, np.ndarray, float]:
    """False alarm rate and hit rate for every threshold, and the area under the curve."""
    limits = np.concatenate([[np.inf], np.sort([*bent, *flat])[::-1]])
    alarms = np.array([np.mean(np.array(flat) >= limit) for limit in limits])
    hits = np.array([np.mean(np.array(bent) >= limit) for limit in limits])
    wins = np.mean([(b > f) + 0.5 * (b == f) for b in bent for f in flat])
    return alarms, hits, float(wins)


def curves(rows: list[Row]) -> list[tuple[str, list[Row], list[Row]]]:
    """Comparisons in deadlifts and rows: name, reps with bent spines, reps with flat spines."""
    lifts = [row for row in rows if row["exercise"] != SWING]
    flat = read(of_kind(lifts, ""), (0, 10))
    whole = [(f"whole spine, {bend}°", read(of_kind(lifts, "whole"), (bend,)), flat) for bend in BENDS[2:]]
    low = [(f"lower back alone, {bend}°", read(of_kind(lifts, "lower"), (bend,)), flat) for bend in (30, 50)]
    return [curve for curve in whole + low if curve[1] and curve[2]]


def reported(rows: list[Row]) -> float:
    """Share of reps that are reported as rounded."""
    return float(np.mean([row["verdict"] == "fault" for row in rows]))


def separation(rows: list[Row]) -> list[str]:
    """Table of the area under each curve, hits and false alarms."""
    lines = ["| deadlifts and rows, against 0–10° | reps | area under the curve | hits | false alarms |"]
    lines.append("|" + "---|" * 5)
    for name, bent, flat in curves(rows):
        hits, alarms = (reported(reps) for reps in (bent, flat))
        area = roc(values(bent), values(flat))[2]
        lines.append(f"| {name} | {len(bent)} + {len(flat)} | {area:.3f} | {100 * hits:.0f} % | {100 * alarms:.0f} % |")
    return lines


def other_clips(rows: list[Row]) -> list[str]:
    """Table of clips that were not rendered for this benchmark, by label."""
    verdict_names = "flat | undecided | rounded | otherwise not judged | not counted"
    lines = [f"| clips | exercise | view | labelled | reps | {verdict_names} |", "|" + "---|" * 10]
    others = [row for row in rows if row["set"] != "tuning"]
    for key in sorted({(r["set"], r["exercise"], r["view"], r["labelled"]) for r in others}):
        members = [r for r in others if (r["set"], r["exercise"], r["view"], r["labelled"]) == key]
        about = f"| {key[0]} | {key[1]} | {key[2]} | {'rounded' if key[3] else 'flat'} | {len(members)} | "
        lines.append(about + " | ".join(map(str, _counts(members))) + " |")
    return lines


def reasons(rows: list[Row]) -> list[str]:
    """List of the reasons for which reps were not judged."""
    given = [row["reason"] for row in rows if row["verdict"] == "not-judged"]
    return [f"- {reason}: {given.count(reason)} reps" for reason in sorted(set(given))]


def page(rows: list[Row]) -> str:
    """Tables of docs/back.md."""
    bands = limits().items()
    parts = [
        "### Readings by true bend",
        "Change of the bow from standing, in % of the back's length: mean, and lowest to highest rep in brackets.",
        *_spaced(readings(rows)),
        "### Verdicts by true bend",
        "\n".join(
            f"- {catalog()[name].name}: flat up to {low:g} %, rounded above {high:g} %" for name, (low, high) in bands
        ),
        *_spaced(verdicts(rows)),
        "### What can be distinguished",
        "![ROC curves](images/back_roc.svg)",
        *_spaced(separation(rows)),
        "### Clips that were not rendered for this benchmark",
        *_spaced(other_clips(rows)),
        "### Why reps were not judged, over all clips",
        *_spaced(reasons(rows)),
    ]
    return "\n\n".join(parts)


def _spaced(lines: list[str]) -> list[str]:
    return ["\n".join(lines)]


def with_tables(text: str, rows: list[Row]) -> str:
    """The page with its tables rewritten."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{page(rows)}\n\n{END}{rest.split(END)[1]}"


def draw(rows: list[Row]) -> None:
    """Write the figure with the ROC curves."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "formcheck"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5.6, 4.2), layout="constrained")
    for name, bent, flat in curves(rows):
        alarms, hits, area = roc(values(bent), values(flat))
        (line,) = axes.plot(alarms, hits, label=f"{name} ({area:.2f})", linestyle="--" if "lower" in name else "-")
        axes.plot(reported(flat), reported(bent), "o", color=line.get_color(), clip_on=False)
    axes.set(xlabel="false alarms among spines bent 0–10°", ylabel="hits", xlim=(-0.01, 1), ylim=(0, 1.01))
    axes.legend(loc="lower right", fontsize=8, title="dot: the fault limit")
    figure.savefig(FIGURE, metadata={"Date": None})


def write_page() -> None:
    """Rewrite the figure, and the tables of docs/back.md, from benchmarks/back.json."""
    rows = json.loads(ROWS.read_text(encoding="utf-8"))
    draw(rows)
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tuning", type=Path, help="clips of benchmarks/back_recipe.json")
    parser.add_argument("--flat", type=Path, help="other clips that were looked at during tuning")
    parser.add_argument("--held-out", type=Path, help="clips that nothing was tuned on")
    parser.add_argument("--poses", type=Path, default=ROOT / "out/back_poses", help="folder for saved poses")
    parser.add_argument("--page", action="store_true")
    asked = parser.parse_args()
    sets = {"tuning": asked.tuning, "samples": asked.flat, "held out": asked.held_out}
    if not asked.page and any(sets.values()):
        rows = [row for name, folder in sets.items() if folder for row in measured(folder, name, asked.poses / name)]
        ROWS.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", encoding="utf-8")
    if asked.page or any(sets.values()):
        write_page()
    else:
        parser.print_usage()


if __name__ == "__main__":
    main()
