"""Chooses training days and dates. Dates come from the caller; no clock is read."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import combinations
from typing import Literal, get_args

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

MAX_DAYS = 6
"""Most days in a week that may be asked for; one stays free: docs/sources.md#plan-days."""

USUAL_DAYS: dict[int, tuple[Weekday, ...]] = {
    1: ("mon",),
    2: ("mon", "thu"),
    3: ("mon", "wed", "fri"),
    4: ("mon", "wed", "fri", "sat"),
}
"""Days used when only their number is given; chosen."""

WEEK = timedelta(days=7)


def spread(days: Collection[Weekday], most: int) -> tuple[Weekday, ...]:
    """At most `most` of these days, as far apart as possible; among equals those earlier in the week."""
    if len(days) <= most:
        return in_order(days)
    return max(combinations(in_order(days), most), key=_smallest_gaps)


def nonconsecutive(days: Collection[Weekday]) -> frozenset[Weekday]:
    """As many of these days as possible without two in a row; Sunday and Monday count as in a row."""
    ordered = in_order(days)
    for count in range(len(ordered), 1, -1):
        fitting = [some for some in combinations(ordered, count) if _smallest_gaps(some)[0] > 1]
        if fitting:
            widest = max(fitting, key=_smallest_gaps)
            return frozenset(widest)
    return frozenset(ordered[:1])


def in_order(days: Iterable[Weekday]) -> tuple[Weekday, ...]:
    """Each day once, Monday first."""
    return tuple(sorted(set(days), key=WEEKDAYS.index))


def first_on(day: Weekday, start: date) -> date:
    """The first date on or after `start` that falls on this weekday."""
    return start + timedelta(days=(WEEKDAYS.index(day) - start.weekday()) % 7)


def retest_on(days: Collection[Weekday], start: date, weeks: int) -> date:
    """The first training day after `weeks` weeks that follows a day of rest.

    Such a day always exists, because no plan trains on all seven days.
    """
    after = start + weeks * WEEK
    rested = [day for day in days if _before(day) not in days]
    return min(first_on(day, after) for day in rested)


def _before(day: Weekday) -> Weekday:
    return WEEKDAYS[(WEEKDAYS.index(day) - 1) % 7]


def _smallest_gaps(days: tuple[Weekday, ...]) -> list[int]:
    """Days from each day to the next, around the week, smallest first."""
    at = [WEEKDAYS.index(day) for day in days]
    return sorted((later - earlier - 1) % 7 + 1 for earlier, later in zip(at, at[1:] + at[:1], strict=True))
