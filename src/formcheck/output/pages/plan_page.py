"""The plan of a week: its wording for terminal and page, the page itself, and the data file."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from formcheck.exercises import find_exercise
from formcheck.files import replacing
from formcheck.output.pages.exercise_facts import anchor
from formcheck.output.pages.html import html_pages
from formcheck.output.pages.report_words import DISCLAIMER, duration, listing, plural, prescribed, rep_range
from formcheck.plan.calendar import WEEK, Weekday
from formcheck.plan.results import PlanDay, PlanItem, WeekPlan

DAYS: dict[Weekday, str] = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_KINDS = {"hinge": "exercises with weights", "floor": "floor exercises"}

_PAGE = html_pages()

_SOURCES_OF_ALL = ("plan-doses", "plan-progress", "plan-stop")
"""Anchors in ``docs/sources.md`` of the rules that every plan follows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One exercise on the days of a block; `sets` has one cell for each column of the block."""

    name: str
    done: str
    each_set: str
    rest: str
    sets: list[str]


@dataclass(frozen=True, slots=True)
class Block:
    """Days with the same exercises; `columns` are the headings of the set columns."""

    title: str
    about: str
    columns: list[str]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Note:
    """One way in which an exercise is done this week; if it is not done so every day, the title names the days."""

    title: str
    item: PlanItem


@dataclass(frozen=True, slots=True)
class LogWeek:
    """A week to tick off: its days, with dates if the plan has a start date."""

    number: int
    days: list[str]


def headline(plan: WeekPlan) -> str:
    """As in "Your week: 3 days of training"."""
    return f"Your week: {plural(len(plan.days), 'day')} of training"


def for_whom(plan: WeekPlan) -> str:
    """Level, equipment and test, in one line."""
    names = {"kettlebell": "one kettlebell", "kettlebells": "two kettlebells"}
    items = [item for item in plan.equipment if item != "kettlebell" or "kettlebells" not in plan.equipment]
    equipment = listing(names.get(item, item) for item in items) if items else "body weight"
    return f"{plan.level.capitalize()} · {equipment} · {_test(plan)}"


def _test(plan: WeekPlan) -> str:
    if plan.test.protocol is None:
        return "no test"
    sides = [(side, outcome) for side, outcome in (("left", plan.test.left), ("right", plan.test.right)) if outcome]
    outcomes = ", ".join(f"{side} {outcome.replace('-', ' ')}" for side, outcome in sides)
    return f"test {plan.test.protocol}" + (f": {outcomes}" if outcomes else "")


def blocks(plan: WeekPlan) -> list[Block]:
    """The days in the order of the week; days with the same exercises form one block."""
    by_exercises: dict[tuple[tuple[str, str], ...], list[PlanDay]] = {}
    for day in plan.days:
        by_exercises.setdefault(tuple((item.exercise, item.way) for item in day.items), []).append(day)
    return [_block(days) for days in by_exercises.values()]


def _block(days: list[PlanDay]) -> Block:
    per_day = [[_sets(item) for item in day.items] for day in days]
    same = all(sets == per_day[0] for sets in per_day)
    columns = [["Sets"], *per_day[:1]] if same else [[day.weekday.capitalize() for day in days], *per_day]
    cells = list(zip(*columns[1:], strict=True))
    rows = [_row(item, list(sets)) for item, sets in zip(days[0].items, cells, strict=True)]
    least, most = min(day.minutes_from for day in days), max(day.minutes_to for day in days)
    minutes = f"{least} to {most}" if least < most else f"{most}"
    about = f"{_KINDS[days[0].kind].capitalize()}, about {minutes} minutes including the warm-up"
    return Block(listing(DAYS[day.weekday] for day in days), about, columns[0], rows)


def _row(item: PlanItem, sets: list[str]) -> Row:
    each_set = rep_range((item.reps_from, item.reps_to), each_side=item.each_side)
    for word, seconds in (("hold", item.hold_s), ("lower over", item.lower_s)):
        each_set += f", {word} {prescribed(seconds, 's')}" if seconds else ""
    return Row(item.name, item.done, each_set, f"rest {duration(item.rest_s)}", sets)


def _sets(item: PlanItem) -> str:
    """As in "2 → 3", or "right 3, then left 2", with the starting side first."""
    plain = f"{item.sets}" if item.sets == item.sets_later else f"{item.sets} → {item.sets_later}"
    if item.extra_set_side is None:
        return plain
    other = "left" if item.extra_set_side == "right" else "right"
    return f"{item.extra_set_side} {item.sets + 1}, then {other} {item.sets}"


def sets_footnote(plan: WeekPlan) -> str:
    """Footnote on the arrow between two numbers of sets; empty if the plan has no such arrow."""
    if all(item.sets == item.sets_later for day in plan.days for item in day.items):
        return ""
    half = plan.weeks // 2
    return f"2 → 3: two sets in weeks 1 and {half}, three from week {half + 1}."


def notes(plan: WeekPlan) -> list[tuple[str, list[Note]]]:
    """Each exercise of the week once: its id, and the ways in which it is done, in order of appearance."""
    seen: dict[str, dict[tuple[str, str], tuple[PlanItem, list[Weekday]]]] = {}
    for day in plan.days:
        for item in day.items:
            ways = seen.setdefault(item.exercise, {})
            ways.setdefault((item.way, item.harder), (item, []))[1].append(day.weekday)
    return [(exercise, _notes(list(ways.values()))) for exercise, ways in seen.items()]


def _notes(ways: list[tuple[PlanItem, list[Weekday]]]) -> list[Note]:
    apart = any(days != ways[0][1] for _, days in ways)
    return [_note(item, days if apart else []) for item, days in ways]


def _note(item: PlanItem, days: list[Weekday]) -> Note:
    done = item.done or ("plain" if days else "")
    when = f" ({', '.join(day.capitalize() for day in days)})" if days else ""
    return Note(done[:1].upper() + done[1:] + when, item)


def log(plan: WeekPlan) -> list[LogWeek]:
    """Weeks and days to tick off, the days in the order of their dates."""
    days = sorted(plan.days, key=lambda day: day.first_on or date.min)
    return [LogWeek(week + 1, [_log_day(day, week) for day in days]) for week in range(plan.weeks)]


def _log_day(day: PlanDay, week: int) -> str:
    name = day.weekday.capitalize()
    return name if day.first_on is None else f"{name} {short_date(day.first_on + week * WEEK)}"


def short_date(day: date) -> str:
    """As in "23 Nov"."""
    return f"{day.day} {day:%b}"


def long_date(day: date) -> str:
    """As in "Monday 21 December 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def retest_line(plan: WeekPlan) -> str:
    """When the next test is."""
    after = f"after {plan.retest.after_weeks} weeks"
    return f"{after[0].upper()}{after[1:]}." if plan.retest.on is None else f"{long_date(plan.retest.on)}, {after}."


def left_out(plan: WeekPlan) -> list[str]:
    """Exercises left out of the week, grouped by reason."""
    names = {item.exercise: item.name for day in plan.days for item in day.items}
    lines = []
    for (reason, instead), group in groupby(
        sorted(plan.left_out, key=lambda out: (out.reason, out.instead or "")),
        key=lambda out: (out.reason, out.instead),
    ):
        place = f"; replaced by: {names[instead]}" if instead else ""
        lines.append(f"{listing(out.name for out in group)}: {reason}{place}.")
    return lines


def render(plan: WeekPlan) -> str:
    """The page as text; the same plan gives the same page."""
    return _PAGE.get_template("plan.html.j2").render(
        plan=plan,
        headline=headline(plan),
        for_whom=for_whom(plan),
        week=_week(plan),
        blocks=blocks(plan),
        sets_footnote=sets_footnote(plan),
        left_out=left_out(plan),
        exercises=[(find_exercise(exercise), ways) for exercise, ways in notes(plan)],
        log=log(plan),
        retest=retest_line(plan),
        anchors=list(dict.fromkeys([*(anchor(reason.source) for reason in plan.reasons), *_SOURCES_OF_ALL])),
        disclaimer=DISCLAIMER,
    )


NAMES = ("plan.json", "plan.html")


def write_plan(plan: WeekPlan, folder: Path) -> list[Path]:
    """Write ``plan.json`` and ``plan.html`` into an existing folder; OutputError if they cannot be written."""
    written = dict(zip((folder / name for name in NAMES), (plan.to_json(), render(plan)), strict=True))
    for path, text in written.items():
        with replacing(path) as unfinished:
            unfinished.write_text(text, encoding="utf-8")
    return list(written)


def _week(plan: WeekPlan) -> list[tuple[str, str]]:
    """Each weekday's short name and kind: the kind of training day, or "rest"."""
    kinds = {day.weekday: day.kind for day in plan.days}
    return [(name[:3], str(kinds.get(day, "rest"))) for day, name in DAYS.items()]
