"""The tables of docs/back.md, from the rows of `benchmarks/back.py`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/back.md"
BEGIN, END = "<!-- tables: written by benchmarks/back.py -->", "<!-- end of tables -->"
PERCENT_PER_DEG = 0.2
"""By how much the bow of the average rendered person changes for a degree that the whole spine bends."""
SWING = "kettlebell-swing"
OBLIQUE_FROM_DEG = 25.0
BENDS = {"0–10°": (0.0, 11.0), "20°": (19.0, 21.0), "30°": (29.0, 31.0), "31–50°": (31.0, 51.0)}
COLUMNS = "reps | flat | undecided | rounded | otherwise not judged | not counted"

Row = dict[str, Any]


def kinds(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by what they are compared as: whole spine from the side and obliquely, lower back alone, swings."""
    lifts = [row for row in rows if row["exercise"] != SWING]
    whole = [row for row in lifts if not row["low"]]
    return {
        "side": [row for row in whole if abs(row["turn_deg"]) < OBLIQUE_FROM_DEG],
        "oblique": [row for row in whole if abs(row["turn_deg"]) >= OBLIQUE_FROM_DEG],
        "lower back alone": [row for row in lifts if row["low"]],
        "swings": [row for row in rows if row["exercise"] == SWING],
    }


def bent(rows: list[Row], bends: str) -> list[Row]:
    """Rows with one of the true bends of `BENDS`."""
    low, high = BENDS[bends]
    return [row for row in rows if low <= row["bend_deg"] < high]


def counts(rows: list[Row]) -> list[int]:
    """Numbers of reps: all, flat, undecided, rounded, otherwise not judged, not counted."""
    undecided = sum(row["verdict"] == "not-judged" and row["value"] is not None for row in rows)
    by = Counter(row["verdict"] for row in rows)
    return [len(rows), by["good"], undecided, by["fault"], by["not-judged"] - undecided, by["not counted"]]


def verdicts(rows: list[Row]) -> Iterator[str]:
    """Table of verdicts by true bend."""
    yield f"| seen | true bend | {COLUMNS} |"
    yield "|" + "---|" * 8
    for kind, members in kinds(rows).items():
        for bends in BENDS:
            some = bent(members, bends)
            if some:
                yield f"| {kind} | {bends} | " + " | ".join(map(str, counts(some))) + " |"


def clothes(rows: list[Row]) -> Iterator[str]:
    """Table of verdicts by clothes: deadlifts and rows, whole spine, all views."""
    yield f"| clothes | true bend | {COLUMNS} |"
    yield "|" + "---|" * 8
    whole = kinds(rows)["side"] + kinds(rows)["oblique"]
    for name, loose in (("close", 0.0), ("1.5 cm off the skin", 0.015), ("3 cm off the skin", 0.03)):
        for bends in ("0–10°", "30°"):
            some = bent([row for row in whole if row["loose_m"] == loose], bends)
            if some:
                yield f"| {name} | {bends} | " + " | ".join(map(str, counts(some))) + " |"


def errors(rows: list[Row]) -> Iterator[str]:
    """Table of errors of the change, and how many of the true ones lie in the interval."""
    yield "| seen | reps | people | mean error | root mean square error | half-width | truth within |"
    yield "|" + "---|" * 7
    for kind, members in kinds(rows).items():
        some = [row for row in members if row["half_width"] is not None]
        if some and kind != "lower back alone":
            off = np.array([row["value"] - PERCENT_PER_DEG * row["bend_deg"] for row in some])
            half = np.array([row["half_width"] for row in some])
            people = len({row["person"] for row in some})
            cells = [f"{off.mean():+.1f} %", f"{np.sqrt((off**2).mean()):.1f} %", f"{half.mean():.1f} %"]
            yield f"| {kind} | {len(some)} | {people} | " + " | ".join(cells) + f" | {np.mean(abs(off) <= half):.0%} |"


def reasons(rows: list[Row]) -> Iterator[str]:
    """List of the reasons for which reps were not judged."""
    given = Counter(row["reason"] for row in rows if row["verdict"] == "not-judged")
    for reason, number in sorted(given.items()):
        yield f"- {reason}: {number} reps"


def part(rows: list[Row]) -> Iterator[str]:
    """Sections on the rows of one pose model."""
    own, fitted = ([row for row in rows if row["reports"] == reports] for reports in (True, False))
    yield "#### Verdicts by true bend, people that only report"
    yield "\n".join(verdicts(own))
    yield "#### Verdicts by clothes, people that only report"
    yield "\n".join(clothes(own))
    yield "#### Errors of the change, people that only report"
    yield "\n".join(errors(own))
    yield "#### Verdicts by true bend, people of the fit"
    yield "\n".join(verdicts(fitted))
    yield "#### Why reps were not judged, all people"
    yield "\n".join(reasons(rows))


def tables(rows: list[Row]) -> str:
    """All tables, by pose model."""
    models = sorted({row["model"] for row in rows})
    parts = [each for m in models for each in (f"### *{m}*", *part([row for row in rows if row["model"] == m]))]
    return "\n\n".join(parts)


def with_tables(text: str, rows: list[Row]) -> str:
    """The page with its tables rewritten."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{tables(rows)}\n\n{END}{rest.split(END)[1]}"


def write_page(rows: list[Row]) -> None:
    """Rewrite the tables of docs/back.md."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
