"""The plan of a week as files: a page that needs nothing else, opens offline and prints, and the data."""

from pathlib import Path

from formcheck.exercises import find_exercise
from formcheck.files import replacing
from formcheck.output.pages import plan_table as table
from formcheck.output.pages.exercise_facts import anchor
from formcheck.output.pages.html import html_pages
from formcheck.output.pages.report_words import DISCLAIMER
from formcheck.plan.results import WeekPlan

_PAGE = html_pages()

_EVERYWHERE = ("plan-doses", "plan-progress", "plan-stop")
"""Anchors of the rules that every plan follows."""


def render(plan: WeekPlan) -> str:
    """The page as text; the same plan gives the same page."""
    return _PAGE.get_template("plan.html.j2").render(
        plan=plan,
        headline=table.headline(plan),
        for_whom=table.for_whom(plan),
        week=_week(plan),
        blocks=table.blocks(plan),
        grows=table.grows(plan),
        left_out=table.left_out(plan),
        exercises=[(find_exercise(exercise), notes) for exercise, notes in table.notes(plan)],
        log=table.log(plan),
        retest=table.retest_line(plan),
        anchors=list(dict.fromkeys([*(anchor(reason.source) for reason in plan.reasons), *_EVERYWHERE])),
        disclaimer=DISCLAIMER,
    )


def write_plan(plan: WeekPlan, folder: Path) -> list[Path]:
    """Write ``plan.json`` and ``plan.html`` into a folder that exists; OutputError when that cannot be done."""
    written = {folder / "plan.json": plan.to_json(), folder / "plan.html": render(plan)}
    for path, text in written.items():
        with replacing(path) as unfinished:
            unfinished.write_text(text, encoding="utf-8")
    return list(written)


def _week(plan: WeekPlan) -> list[tuple[str, str]]:
    """Each weekday's short name, and what it is for: a kind of day, or "rest"."""
    kinds = {day.weekday: day.kind for day in plan.days}
    return [(name[:3], str(kinds.get(day, "rest"))) for day, name in table.DAYS.items()]
