"""What is measured and judged from the front, from behind, and from the ends of lying people: rendered, with the truth.

    python benchmarks/front_clips.py render FOLDER, then poses FOLDER --model full, and lite
    python benchmarks/front.py errors FOLDER... --model full      measures against the truth of a camera at the side
    python benchmarks/front.py verdicts FOLDER... --model full    verdicts against the labelled faults

Only reps that formcheck counts in a view along the body are in the tables; how many were not is said below them. The
folders of `sagittal_clips.py` may be given too: nothing of what is reported here was fitted on them. People who
report stand apart.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from front_clips import CHOSEN_PEOPLE  # noqa: E402
from sagittal_pairs import labelled_faults, true_pose, true_window  # noqa: E402

from formcheck import rules as r  # noqa: E402
from formcheck.exercises import catalog  # noqa: E402
from formcheck.motion.view import ALONG_BODY  # noqa: E402
from formcheck.pose.recording import load_recording  # noqa: E402
from formcheck.rules.exercise import Exercise  # noqa: E402
from formcheck.rules.measures.base import History, Measure  # noqa: E402
from formcheck.rules.rep_frames import RepFrames  # noqa: E402
from formcheck.session import session as session_module  # noqa: E402
from formcheck.session.judge import RuleResult, judge_all  # noqa: E402
from formcheck.session.session import Session  # noqa: E402

DURATIONS: tuple[Measure, ...] = (r.OutTime(), r.HoldTime(), r.BackTime())


@dataclass
class Seen:
    """One counted rep, seen along the body: its measures as (measured, true), and its verdicts.

    `faults` are those of the label; None if no labelled rep fits.
    """

    clip: str
    person: int
    exercise: Exercise
    measured: dict[str, tuple[float, float]]
    results: list[RuleResult]
    faults: tuple[str, ...] | None


def seen_reps(folders: list[Path], model: str, missed: Counter[str]) -> Iterator[Seen]:
    """All reps that are counted in a view along the body; labelled reps that are not counted go into `missed`."""
    for label in sorted(path for folder in folders for path in folder.glob("*.label.json")):
        name = label.name.removesuffix(".label.json")
        recording, truth = label.parent / model / f"{name}.npz", label.with_name(f"{name}.truth.npz")
        if recording.exists() and truth.exists():
            yield from _of_clip(recording, json.loads(label.read_text(encoding="utf-8")), truth, missed)


def _of_clip(recording: Path, known: dict[str, Any], truth: Path, missed: Counter[str]) -> Iterator[Seen]:
    exercise = catalog()[known["exercise"]].with_model(recording.parent.name)
    track = load_recording(recording).track
    stored = np.load(truth)
    points, fps = stored["points"].astype(float), float(stored["fps"])
    times = np.arange(len(points)) / fps + float(track.time_s[0])
    history, out = History(), list[Seen]()

    def listen(rules: tuple[r.Rule, ...], window: RepFrames, earlier: History, posture: Any) -> list[RuleResult]:
        true = true_window(window, true_pose(points, times, window.body.facing), exercise)
        results = judge_all(rules, window, earlier, posture)
        if true is not None and window.times.view in ALONG_BODY:
            measured = dict(_pairs(exercise, window, earlier, true.on(window.side), history))
            faults = labelled_faults(known["reps"], window)
            out.append(Seen(recording.stem, known["person"], exercise, measured, results, faults))
            history.remember([rule.measure for rule in rules], true)
        return results

    with patch.object(session_module, "judge_all", listen):
        session = Session(exercise)
        for n in range(len(track)):
            session.step(track[n])
        session.finish()
    if out or abs(abs((known["azimuth_deg"] + 180.0) % 360.0 - 180.0) - 90.0) > 65.0:
        missed[f"{exercise.id} {known['view']}"] += len(known["reps"]) - len(session.reps)
    return iter(out)


def _pairs(
    exercise: Exercise, window: RepFrames, earlier: History, true: RepFrames, history: History
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Durations, and the measures of rules that these views show: as measured, and truly."""
    shown = {type(rule.measure).__name__: rule.measure for rule in exercise.rules if set(rule.views) & {*ALONG_BODY}}
    for measure in {**{type(each).__name__: each for each in DURATIONS}, **shown}.values():
        value, truth = measure.take(window, earlier), measure.take(true, history)
        if value.value is not None and value.reason is None and truth.value is not None:
            yield f"{exercise.posture} {type(measure).__name__} ({measure.unit})", (value.value, truth.value)


def errors(reps: list[Seen]) -> None:
    """Print bias, root mean square, and what 90 % of the errors lie within."""
    rows: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for rep in reps:
        group = "chosen on" if rep.person in CHOSEN_PEOPLE else "reports"
        for name, (value, true) in rep.measured.items():
            rows[name, group].append((rep.person, value - true))
    print("| measure | people | reps (people) | bias | RMSE | 90 % within |\n| --- | --- | --- | --- | --- | --- |")
    for (name, group), found in sorted(rows.items()):
        off = np.array([error for _, error in found])
        people = len({person for person, _ in found})
        wide = float(np.quantile(np.abs(off), 0.9, method="higher"))
        print(
            f"| {name} | {group} | {len(off)} ({people}) | {off.mean():+.2f} | {np.sqrt((off**2).mean()):.2f} "
            f"| {wide:.2f} |"
        )


def verdicts(reps: list[Seen]) -> None:
    """Print for each rule how its verdicts agree with the labels; reps without a label are left out."""
    rows: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for rep in reps:
        if rep.faults is None:
            continue
        group = "chosen on" if rep.person in CHOSEN_PEOPLE else "reports"
        for result in rep.results:
            truly = "fault" if result.rule.id in rep.faults else "good"
            said = result.verdict.value if result.reason is None else f"not judged: {result.reason}"
            rows[rep.exercise.id, result.rule.id, group][f"{truly} → {said}"] += 1
            if truly == "good" and result.verdict == "fault":
                print("false alarm:", rep.clip, result.rule.id, result.value, result.half_width)
    for row, counts in sorted(rows.items()):
        if any("wrong view" not in name for name in counts):
            print(*row, dict(sorted(counts.items())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["errors", "verdicts"])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--model", choices=["full", "lite", "heavy"], default="full")
    asked = parser.parse_args()
    missed: Counter[str] = Counter()
    reps = list(seen_reps(asked.folders, asked.model, missed))
    {"errors": errors, "verdicts": verdicts}[asked.what](reps)
    print("not counted:", {name: n for name, n in missed.items() if n})


if __name__ == "__main__":
    main()
