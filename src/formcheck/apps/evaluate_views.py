"""Tables of an evaluation by view, for the terminal; none is wider than `WIDTH`."""

from collections.abc import Callable, Iterable, Sequence

from rich import box
from rich.table import Table

from formcheck.evaluation.by_view import TurnRow, ViewRow
from formcheck.evaluation.people import LEAST_PEOPLE
from formcheck.evaluation.summary import Summary

WIDTH = 100
"""Columns of a terminal that the tables fit in."""

Figure = Callable[[ViewRow], object]

FIGURES: tuple[tuple[str, Figure], ...] = (
    ("clips", lambda row: row.clips),
    ("people", lambda row: row.people or None),
    ("reps labelled", lambda row: row.labelled),
    ("reps counted", lambda row: row.counted),
    ("  of these labelled", lambda row: row.matched),
    ("verdicts possible (counted reps × rules)", lambda row: row.verdicts),
    ("  judged, %", lambda row: _percent(row.judged_share)),
    ("faults labelled", lambda row: row.faults),
    ("  found", lambda row: row.found),
    ("  missed (called good)", lambda row: row.missed),
    ("  not judged", lambda row: row.unjudged_faults),
    ("  rep not counted", lambda row: row.uncounted_faults),
    ("good reps (all faults labelled)", lambda row: row.good_reps),
    ("  false alarms on them per 100", lambda row: row.alarms_per_100),
    ("false alarms on all reps", lambda row: row.false_alarms),
    ("precision, %", lambda row: _percent(row.precision)),
    ("recall of those judged, %", lambda row: _percent(row.recall)),
)
"""Lines of the table by view."""


def view_table(rows: Iterable[ViewRow]) -> Table:
    """One column for each view."""
    views = list(rows)
    table = Table("", title="By view", title_justify="left", box=box.SIMPLE_HEAD)
    for row in views:
        table.add_column(row.view, justify="right")
    for name, figure in FIGURES if views else ():
        table.add_row(name, *(cell(figure(row)) for row in views))
    return table


def turn_table(summary: Summary) -> Table:
    """One line for each view, posture and joint that is compared; below its figures their intervals over people."""
    table = Table(box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left", padding=(0, 1, 0, 0))
    table.title = "Angles at the turn: value of the verdict minus truth, degrees"
    table.caption = (
        f"Truth in interval: of the verdict, should be {100 * summary.interval_level:g} %.\n"
        f"In brackets: {100 * summary.people_level:g} % over people, none for fewer than {LEAST_PEOPLE}."
    )
    table.add_column("")
    for name in ("people,\nclips, reps", "bias", "RMSE", "median\nabsolute", "truth in\ninterval", "half\nwidth"):
        table.add_column(name, justify="right")
    group = None
    for row in summary.turns:
        if not row.reps:
            continue
        if (row.view, row.posture) != group:
            group = row.view, row.posture
            table.add_row(", ".join(group))
        table.add_row(f"  {row.joint}", f"{row.people}, {row.clips}, {row.reps}", *_errors(row))
    return table


def _errors(row: TurnRow) -> tuple[str, ...]:
    inside = None if row.within_ci is None else (100 * row.within_ci[0], 100 * row.within_ci[1])
    return (
        _over(f"{row.bias_deg:+.1f}", row.bias_ci, "+.1f"),
        _over(f"{row.rmse_deg:.1f}", row.rmse_ci, ".1f"),
        _over(f"{row.median_deg:.1f}", row.median_ci, ".1f"),
        "–" if row.within is None else _over(f"{100 * row.within:.0f} % of {row.intervals}", inside, ".0f"),
        "–" if row.half_width_deg is None else f"{row.half_width_deg:.1f}",
    )


def _over(figure: str, ends: tuple[float, float] | None, form: str) -> str:
    """A figure, and both ends of its interval below it."""
    return figure if ends is None else f"{figure}\n[{ends[0]:{form}}, {ends[1]:{form}}]"


def skipped_lines(rows: Sequence[TurnRow]) -> list[str]:
    """Who is not in the table of angles at the turn, and why; nothing if no label has true angles."""
    skipped = [row for row in rows if row.skipped]
    if not any(row.reps or set(row.skipped) - {"no truth"} for row in rows):
        return []
    return [f"  {row.view}, {row.posture}, {row.joint}: {_reasons(row)}" for row in skipped]


def _reasons(row: TurnRow) -> str:
    parts = [f"{reps} {reason}" for reason, reps in row.skipped.items()]
    if row.skipped_people:
        parts.append(f"so nothing of person {', '.join(row.skipped_people)}")
    return ", ".join(parts)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def cell(value: object) -> str:
    """A figure as text; a dash stands for a missing one."""
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, int | float) else str(value)
