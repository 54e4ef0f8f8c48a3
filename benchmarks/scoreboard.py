"""The scoreboard: how right formcheck is on the samples, as figures that no change may make worse.

python benchmarks/scoreboard.py               analyse the samples; fail where a figure is worse than the board's
python benchmarks/scoreboard.py --write       analyse the samples; write the board and docs/accuracy.md anew
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

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


Row = dict[str, Any]
Board = dict[str, Any]

KEYS = {"counts": ("exercise", "view"), "rules": ("exercise", "view", "rule"), "angles": ("exercise", "view", "signal")}
"""What names a row of each table."""

LESS_IS_BETTER = {
    "counts": {"count_error": 0.0, "missed": 0.0, "extra": 0.0, "turn_p90_s": 0.05, "alarms_per_100": 0.0},
    "rules": {"misses": 0.0, "false_alarms": 0.0, "unjudged": 0.0},
    "angles": {"rmse_deg": 0.5},
}
"""Figures that must not grow, with the slack that another processor's arithmetic may need."""


NOTHING_WRONG = "Nothing on these clips. That says as much about the clips as about formcheck."


def board(scores: Iterable[ClipScore]) -> Board:
    """The sums of an evaluation, with the names of the clips behind each."""
    clips = list(scores)
    summary = asdict(summarize(clips))
    return {
        "schema": "formcheck.scoreboard/1",
        **{table: [dict(row) for row in summary[table]] for table in KEYS},
        "clips": [{"clip": c.clip, "labelled": c.labelled, "counted": c.counted, "matched": c.matched} for c in clips],
    }


def worse(before: Board, now: Board) -> list[str]:
    """What has become worse, a sentence each; empty when nothing has.

    A row that is new is no worsening; a row that has gone is.
    """
    told = []
    for table, names in KEYS.items():
        rows = {tuple(row[name] for name in names): row for row in now[table]}
        for old in before[table]:
            key = tuple(old[name] for name in names)
            where = " · ".join(key)
            if key not in rows:
                told.append(f"{where}: no longer measured")
                continue
            told += [f"{where}: {text}" for text in _grown(old, rows[key], LESS_IS_BETTER[table])]
    return told


def _grown(old: Row, new: Row, slack: dict[str, float]) -> list[str]:
    told = []
    for figure, allowed in slack.items():
        if old[figure] is None:
            continue
        if new[figure] is None or new[figure] > old[figure] + allowed:
            told.append(f"{figure} was {old[figure]}, is {new[figure]}")
    return told


def accuracy_page(figures: Board, changes: list[Row]) -> str:
    """``docs/accuracy.md``: what goes wrong first, then the tables.

    Parameters
    ----------
    figures : Board
        The scoreboard.
    changes : list of dict
        What ``benchmarks/metamorphic.py`` found: a row for each clip and change of its picture.
    """
    return "\n".join(
        [
            "# How right formcheck is",
            "",
            "Measured on the clips in `samples/videos` with the *full* model, and written by",
            "`python benchmarks/scoreboard.py --write`: do not edit. All samples are rendered, with exact truth; real",
            "footage is harder. `formcheck evaluate DIR` gives the same tables for your own clips",
            "([how to label them](labelling.md)).",
            "",
            "The limits of all movements but the glute bridge were chosen while looking at these very samples: their",
            "figures here say that nothing has become worse, not how right they are on new clips.",
            "",
            "## What goes wrong",
            "",
            *(_failures(figures) + _unsteady(changes) or [NOTHING_WRONG]),
            "",
            "## Counting",
            "",
            *_table(
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
            "## Faults, on the reps that were found",
            "",
            *_table(
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
            "## Angles against the truth, degrees",
            "",
            *_table(
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
            "One good clip of each movement through the pose model again, after a change of its pictures that should",
            "change nothing.",
            "",
            *_table(
                [{**row, "verdicts_changed": len(row["verdicts_changed"])} for row in changes],
                {
                    "exercise": "exercise",
                    "change": "change",
                    "reps": "reps",
                    "reps_changed": "reps more or less",
                    "verdicts": "verdicts",
                    "verdicts_changed": "verdicts changed",
                },
            ),
            "",
        ]
    )


def _unsteady(changes: list[Row]) -> list[str]:
    """Every change of the picture that changed a count or a verdict, a line each."""
    return [
        f"- {row['exercise']}, {row['change']}: {row['reps_changed']:+d} reps; "
        + ("; ".join(row["verdicts_changed"]) or "no verdict changed")
        for row in changes
        if row["reps_changed"] or row["verdicts_changed"]
    ]


def _failures(figures: Board) -> list[str]:
    """Every clip that is counted wrong and every rule that errs, a line each."""
    clips = [
        f"- `{c['clip']}`: {c['counted']} of {c['labelled']} reps counted, {c['matched']} of them right"
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
        (row["false_alarms"], "told wrongly"),
        (row["unjudged_faults"], "there but not judged"),
    ]
    return ", ".join(f"{n} {what}" for n, what in parts if n)


def _table(rows: list[Row], columns: dict[str, str]) -> list[str]:
    """A Markdown table; figures that do not exist are a dash."""
    lines = ["| " + " | ".join(columns.values()) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = ["–" if row[key] is None else str(row[key]) for key in columns]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def measure() -> Board:
    """Figures of the samples as they are now; samples of exercises that do not exist yet are left out."""
    scores = []
    for row in evaluate(SAMPLES, only=set(catalog())):
        if isinstance(row, ClipScore):
            scores.append(row)
        elif not row.meant:
            raise FormcheckError(f"{row.clip}: {row.reason}")
    return json.loads(json.dumps(board(scores)))


def write_page() -> None:
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
    told = worse(json.loads(BOARD.read_text()), now)
    print("\n".join(told) or "no figure is worse")
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
