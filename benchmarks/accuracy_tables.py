"""Tables of docs/accuracy.md, and its sections by view and at the turn; `scoreboard.py` writes the page."""

from typing import Any

from formcheck.evaluation.people import DRAWS, LEAST_PEOPLE, PEOPLE_LEVEL
from formcheck.rules.estimate import INTERVAL_LEVEL

Row = dict[str, Any]

WITH_INTERVAL = {"bias_deg": "bias_ci", "rmse_deg": "rmse_ci", "median_deg": "median_ci", "within": "within_ci"}
"""Figures at the turn, and their intervals over people."""


def markdown_table(rows: list[Row], columns: dict[str, str]) -> list[str]:
    """A Markdown table; a dash stands for a missing figure."""
    lines = ["| " + " | ".join(columns.values()) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = ["–" if row[key] is None else str(row[key]) for key in columns]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def view_section(rows: list[Row]) -> list[str]:
    """The section by view; nothing without rows."""
    if not rows:
        return []
    return [
        "## By view",
        "",
        "Where the camera stood, as the labels say. *Judged* is the share of verdicts that were given, of one for each",
        "rule and counted rep. Every labelled fault was found, missed (called good), not judged, or is one of a rep",
        "that was not counted. False alarms per 100 are those on reps labelled good; precision takes all false alarms.",
        "Precision and recall are of the reps that were judged.",
        "",
        *markdown_table(
            rows,
            {
                "view": "view",
                "clips": "clips",
                "people": "people",
                "labelled": "reps",
                "counted": "counted",
                "verdicts": "verdicts possible",
                "judged_share": "judged",
                "faults": "faults",
                "found": "found",
                "missed": "missed",
                "unjudged_faults": "not judged",
                "uncounted_faults": "rep not counted",
                "good_reps": "good reps",
                "alarms_per_100": "false alarms per 100",
                "precision": "precision",
                "recall": "recall",
            },
        ),
        "",
    ]


def turn_section(rows: list[Row]) -> list[str]:
    """The section of angles at the turn; nothing without rows."""
    if not rows:
        return []
    return [
        "## Angles at the turn, degrees",
        "",
        "Reps are judged at the turn, so the error there is the one that matters: the value that a verdict states,",
        "minus the true angle at the labelled turn (the median while it is held). Values that were not judged because",
        "they were too close to call are included. Hip, knee and elbow are included angles, the shin is measured from",
        "upright, the trunk from the floor; postures are apart, since their errors differ in sign. In brackets:",
        f"{100 * PEOPLE_LEVEL:g} % intervals by drawing whole people with all their reps {DRAWS} times, since reps of",
        f"one person are alike; none for fewer than {LEAST_PEOPLE} people. *Truth in interval* is the share of",
        f"verdicts whose own interval holds the truth, which should be {INTERVAL_LEVEL}. *Not compared* are labelled",
        "reps without a value or a truth.",
        "",
        *markdown_table(
            [{**row, **_turn_cells(row)} for row in rows],
            {
                "view": "view",
                "posture": "posture",
                "joint": "joint",
                "people": "people",
                "clips": "clips",
                "reps": "reps",
                "bias_deg": "bias",
                "rmse_deg": "RMSE",
                "median_deg": "median absolute",
                "within": "truth in interval",
                "half_width_deg": "half-width",
                "skipped": "not compared",
            },
        ),
        "",
    ]


def _turn_cells(row: Row) -> Row:
    """Figures with their intervals over people, and the reasons of reps that are not compared."""
    cells: Row = {}
    for figure, ends in WITH_INTERVAL.items():
        over = "" if row[ends] is None else f" [{row[ends][0]}, {row[ends][1]}]"
        cells[figure] = None if row[figure] is None else f"{row[figure]}{over}"
    return {**cells, "skipped": ", ".join(f"{reps} {reason}" for reason, reps in row["skipped"].items()) or None}
