"""Plans a week from the options of ``formcheck plan``, and shows it on the terminal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from formcheck.apps.write import prepare_folder
from formcheck.assessment.outcomes import read_outcome
from formcheck.errors import CannotPlan
from formcheck.output.pages import plan_page
from formcheck.output.pages.report_words import DISCLAIMER
from formcheck.plan.calendar import Weekday
from formcheck.plan.options import Equipment
from formcheck.plan.results import Level, WeekPlan
from formcheck.plan.week import plan_week

LAST_YEAR = 9000
"""Last year that a plan may begin in: the calendar of Python ends with 9999."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """The options as typed; see ``formcheck plan --help``."""

    assessment: Path | None
    level: str
    equipment: str
    days: str
    start: str | None


def plan_for(request: PlanRequest) -> WeekPlan:
    """The plan for a request.

    Raises
    ------
    InputNotFound, BadAssessment
        The assessment cannot be used.
    CannotPlan
        No such level, equipment, days or date.
    """
    # plan_week checks the names, and lists the known ones in its error.
    return plan_week(
        None if request.assessment is None else read_outcome(request.assessment),
        cast(Level, request.level),
        cast(list[Equipment], [] if _items(request.equipment) == ["none"] else _items(request.equipment)),
        _days(request.days),
        _start(request.start),
    )


def save_plan(plan: WeekPlan, folder: Path, assessment: Path | None = None) -> None:
    """Write ``plan.json`` and ``plan.html`` into a folder, created if needed.

    Raises
    ------
    OutputError
        They cannot be written, or the assessment would be written over.
    """
    prepare_folder(folder, plan_page.NAMES, [] if assessment is None else [assessment])
    plan_page.write_plan(plan, folder)


def _items(typed: str) -> list[str]:
    return [item.strip().lower() for item in typed.split(",") if item.strip()]


def _days(typed: str) -> int | list[Weekday]:
    try:
        return int(typed)
    except ValueError:
        return cast(list[Weekday], _items(typed))


def _start(typed: str | None) -> date:
    if typed is None:
        return date.today()
    try:
        start = date.fromisoformat(typed)
    except ValueError as error:
        raise CannotPlan(f"'{typed}' is not a date. Write it as in 2026-11-23.") from error
    if start.year > LAST_YEAR:
        raise CannotPlan(f"'{typed}' is too far away. Choose a date before the year {LAST_YEAR + 1}.")
    return start


def show_plan(plan: WeekPlan, folder: Path | None) -> None:
    """The week on the terminal."""
    console = Console(highlight=False)
    console.print(f"[bold]{plan_page.headline(plan)}[/bold]\n{plan_page.for_whom(plan)}\n")
    _points(console, "Why this week", (reason.text for reason in plan.reasons))
    for block in plan_page.blocks(plan):
        console.print(f"[bold]{block.title}[/bold]: {block.about[0].lower()}{block.about[1:]}")
        console.print(_table(block))
    if plan_page.sets_footnote(plan):
        console.print(plan_page.sets_footnote(plan) + "\n")
    items = [note.item for _, notes in plan_page.notes(plan) for note in notes]
    _points(console, "How", (f"{_name(item.name, item.done)}: {item.how}" for item in items if item.how))
    _points(console, "Before and during every workout", (plan.warm_up, plan.stop))
    _points(console, "From week to week", plan.progress)
    _points(console, f"The next test: {plan_page.retest_line(plan)}", plan.retest.what)
    _points(console, "Left out of this week", plan_page.left_out(plan))
    console.print(f"[dim]{DISCLAIMER}[/dim]")
    if folder is not None:
        console.print(f"Files are in {folder}")


def _table(block: plan_page.Block) -> Table:
    table = Table("exercise", "each set", *(column.lower() for column in block.columns))
    for row in block.rows:
        table.add_row(_name(row.name, row.done), f"{row.each_set}; {row.rest}", *row.sets)
    return table


def _name(name: str, done: str) -> str:
    return f"{name}, {done}" if done else name


def _points(console: Console, title: str, points: Iterable[str]) -> None:
    lines = list(points)
    if lines:
        console.print(f"[bold]{title}[/bold]")
        for line in lines:
            console.print(Padding(f"- {line}", (0, 0, 0, 1)))
        console.print()
