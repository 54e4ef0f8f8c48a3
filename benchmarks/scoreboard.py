"""The scoreboard: how accurate formcheck is on the samples, as figures that no change may make worse.

python benchmarks/scoreboard.py               analyse the samples; fail if a figure is worse than on the scoreboard
python benchmarks/scoreboard.py --write       analyse the samples; rewrite the scoreboard and docs/accuracy.md
python benchmarks/scoreboard.py --page        rewrite docs/accuracy.md from the scoreboard
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from accuracy_tables import Row, markdown_table, turn_section, view_section

from formcheck.apps.evaluate import evaluate
from formcheck.errors import FormcheckError
from formcheck.evaluation.score import ClipScore
from formcheck.evaluation.summary import summarize
from formcheck.exercises import catalog

ROOT = Path(__file__).parents[1]
BOARD = ROOT / "benchmarks/scoreboard.json"
CHANGES = ROOT / "benchmarks/metamorphic.json"
PAGE = ROOT / "docs/accuracy.md"
SAMPLES = ROOT / "samples/videos"


Board = dict[str, Any]

KEYS = {
    "views": ("view",),
    "turns": ("view", "posture", "joint"),
    "counts": ("exercise", "view"),
    "rules": ("exercise", "view", "rule"),
    "angles": ("exercise", "view", "signal"),
}
"""Columns that identify a row of each table."""

LESS_IS_BETTER = {
    "views": {"missed": 0.0, "unjudged_faults": 0.0, "uncounted_faults": 0.0, "false_alarms": 0.0},
    "turns": {"rmse_deg": 0.5, "median_deg": 0.5},
    "counts": {"count_error": 0.0, "missed": 0.0, "extra": 0.0, "turn_p90_s": 0.05, "alarms_per_100": 0.0},
    "rules": {"misses": 0.0, "false_alarms": 0.0, "unjudged": 0.0},
    "angles": {"rmse_deg": 0.5},
}
"""Figures that must not grow, with a tolerance for the arithmetic of another processor."""


NOTHING_WRONG = "No error on these clips. That says as much about the clips as about formcheck."


def board(scores: Iterable[ClipScore]) -> Board:
    """The sums of an evaluation, and the counts of each clip."""
    clips = list(scores)
    summary = asdict(summarize(clips))
    return {
        "schema": "formcheck.scoreboard/1",
        **{table: [dict(row) for row in summary[table]] for table in KEYS},
        "clips": [{"clip": c.clip, "labelled": c.labelled, "counted": c.counted, "matched": c.matched} for c in clips],
    }


def worse(before: Board, now: Board) -> list[str]:
    """One sentence for each figure that is worse than before.

    A new row or table does not count as worse; a missing row does.
    """
    messages = []
    for table, names in KEYS.items():
        rows = {tuple(row[name] for name in names): row for row in now.get(table, [])}
        for old in before.get(table, []):
            key = tuple(old[name] for name in names)
            where = " · ".join(key)
            if key not in rows:
                messages.append(f"{where}: no longer measured")
                continue
            messages += [f"{where}: {text}" for text in _grown(old, rows[key], LESS_IS_BETTER[table])]
    return messages


def _grown(old: Row, new: Row, tolerances: dict[str, float]) -> list[str]:
    messages = []
    for figure, allowed in tolerances.items():
        if old[figure] is None:
            continue
        if new[figure] is None or new[figure] > old[figure] + allowed:
            messages.append(f"{figure} was {old[figure]}, is {new[figure]}")
    return messages


def accuracy_page(figures: Board, changes: list[Row]) -> str:
    """Text of ``docs/accuracy.md``: failures first, then the tables.

    Parameters
    ----------
    figures : Board
        The scoreboard.
    changes : list of dict
        Result of ``benchmarks/metamorphic.py``: a row for each clip and change of its images.
    """
    return "\n".join(
        [
            "# How accurate formcheck is",
            "",
            "Measured on the clips in `samples/videos` with the *full* model. This page is written by",
            "`python benchmarks/scoreboard.py --write`: do not edit it. All samples are rendered, with exact truth;",
            "real footage is harder. `formcheck evaluate DIR` gives the same tables for your own clips",
            "([how to label them](labelling.md)).",
            "",
            "The limits of all movements but the glute bridge were chosen on these same samples. Their figures here",
            "show that nothing has become worse, not how accurate they are on new clips.",
            "",
            "## What goes wrong",
            "",
            *(_failures(figures) + _unsteady(changes) or [NOTHING_WRONG]),
            "",
            *view_section(figures.get("views", [])),
            "## Counting",
            "",
            *markdown_table(
                figures["counts"],
                {
                    "exercise": "exercise",
                    "view": "view",
                    "clips": "clips",
                    "exact": "exact",
                    "labelled": "reps",
                    "missed": "missed",
                    "extra": "extra",
                    "turn_median_s": "turn error, s",
                    "turn_p90_s": "90 %, s",
                    "good_reps": "good reps",
                    "alarms_per_100": "false alarms per 100",
                },
            ),
            "",
            "## Faults, on the reps that were counted",
            "",
            *markdown_table(
                figures["rules"],
                {
                    "exercise": "exercise",
                    "view": "view",
                    "rule": "rule",
                    "hits": "hits",
                    "misses": "misses",
                    "false_alarms": "false alarms",
                    "unjudged": "not judged",
                    "precision": "precision",
                    "recall": "recall",
                    "coverage": "coverage",
                },
            ),
            "",
            *turn_section(figures.get("turns", [])),
            "## Angles against the truth over all frames, degrees",
            "",
            *markdown_table(
                figures["angles"],
                {
                    "exercise": "exercise",
                    "view": "view",
                    "signal": "signal",
                    "clips": "clips",
                    "bias_deg": "bias",
                    "rmse_deg": "RMSE",
                },
            ),
            "",
            "## The same clip, changed",
            "",
            "One good clip of each movement, analysed again after a change of its images that should not change the",
            "result.",
            "",
            *markdown_table(
                [{**row, "verdicts_changed": len(row["verdicts_changed"])} for row in changes],
                {
                    "exercise": "exercise",
                    "change": "change",
                    "reps": "reps",
                    "reps_changed": "change in reps",
                    "verdicts": "verdicts",
                    "verdicts_changed": "verdicts changed",
                },
            ),
            "",
        ]
    )


def _unsteady(changes: list[Row]) -> list[str]:
    """One line for each change of the images that changed a count or a verdict."""
    return [
        f"- {row['exercise']}, {row['change']}: {row['reps_changed']:+d} reps; "
        + ("; ".join(row["verdicts_changed"]) or "no verdict changed")
        for row in changes
        if row["reps_changed"] or row["verdicts_changed"]
    ]


def _failures(figures: Board) -> list[str]:
    """One line for each clip with a wrong count and each rule with an error."""
    clips = [
        f"- `{c['clip']}`: {c['labelled']} reps, {c['counted']} counted, {c['matched']} of these correct"
        for c in figures["clips"]
        if not c["counted"] == c["labelled"] == c["matched"]
    ]
    rules = [
        f"- {r['exercise']}, {r['view']}, `{r['rule']}`: {_errors(r)}"
        for r in figures["rules"]
        if r["misses"] or r["false_alarms"] or r["unjudged_faults"]
    ]
    return clips + rules


def _errors(row: Row) -> str:
    parts = [
        (row["misses"], "missed"),
        (row["false_alarms"], "reported wrongly"),
        (row["unjudged_faults"], "present but not judged"),
    ]
    return ", ".join(f"{n} {kind}" for n, kind in parts if n)


def measure() -> Board:
    """Current figures of the samples; samples of exercises that do not exist are left out."""
    scores = []
    for row in evaluate(SAMPLES, only=set(catalog())):
        if isinstance(row, ClipScore):
            scores.append(row)
        elif not row.meant:
            raise FormcheckError(f"{row.clip}: {row.reason}")
    return json.loads(json.dumps(board(scores)))


def write_page() -> None:
    """Rewrite ``docs/accuracy.md`` from the scoreboard."""
    PAGE.write_text(accuracy_page(json.loads(BOARD.read_text()), json.loads(CHANGES.read_text())))
    print(f"wrote {PAGE.relative_to(ROOT)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--page", action="store_true")
    wanted = parser.parse_args()
    if wanted.page:
        write_page()
        return
    now = measure()
    if wanted.write:
        BOARD.write_text(json.dumps(now, indent=1) + "\n")
        write_page()
        return
    messages = worse(json.loads(BOARD.read_text()), now)
    print("\n".join(messages) or "no figure is worse")
    sys.exit(1 if messages else 0)


if __name__ == "__main__":
    main()
