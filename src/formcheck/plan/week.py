"""Plans a training week from a test result, a level, the equipment and the days available, by plain rules."""

import difflib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import get_args

from formcheck._version import __version__
from formcheck.assessment.outcomes import Outcome
from formcheck.errors import CannotPlan
from formcheck.exercises import catalog, find_exercise
from formcheck.plan import wording
from formcheck.plan.calendar import (
    MAX_DAYS,
    USUAL_DAYS,
    WEEKDAYS,
    Weekday,
    first_on,
    nonconsecutive,
    retest_on,
    spread,
)
from formcheck.plan.day_templates import Person, beginner_day, emphasis_of, floor_day, full_day, substitute_for
from formcheck.plan.options import (
    EQUIPMENT,
    HINGES,
    LIFTS,
    NOTHING,
    PLANNED,
    WARM_UP_BRIDGE,
    Equipment,
    ExerciseOption,
    Gear,
    with_included,
)
from formcheck.plan.results import (
    LeftOut,
    Level,
    PlanDay,
    PlanItem,
    PlanReason,
    PlanRetest,
    PlanTest,
    WeekPlan,
)
from formcheck.rules.exercise import Exercise
from formcheck.rules.prescription import counted_sides

WEEKS = 4
"""Weeks until the next test: docs/sources.md#plan-progress."""

MAX_TRAINING_DAYS: dict[Level, int] = {"beginner": 3, "experienced": 4}
"""Most training days a week: docs/sources.md#plan-days."""

SETS = (2, 3)
"""Sets of each exercise, in the first and in the second half of the plan: docs/sources.md#plan-doses."""

SMALL_DAY = 5
"""Up to this many exercises, a day has room for the larger number of sets in each: docs/sources.md#plan-doses."""

WARM_UP_S, LIFT_S, CHANGE_S = 300.0, 1.0, 60.0
"""Seconds for estimating a day's length: warm-up, lifting phase of a rep, change of exercise."""


def plan_week(
    outcome: Outcome | None,
    level: Level,
    equipment: Iterable[Equipment] = (),
    days: int | Iterable[Weekday] = 3,
    start: date | None = None,
) -> WeekPlan:
    """A week to be repeated until the next test.

    Parameters
    ----------
    outcome : Outcome or None
        Result of a test; None without one.
    level : "beginner" or "experienced"
    equipment : names of `Equipment`
        Equipment available; none means body weight only.
    days : 1 to 6, or weekdays
        Most days to train on, or which days.
    start : date, optional
        First day of the plan. Without it the plan has weekdays but no dates.

    Returns
    -------
    WeekPlan
        The same input gives the same plan.

    Raises
    ------
    CannotPlan
        The level, the equipment or the days are not valid.
    """
    if level not in get_args(Level):
        raise CannotPlan(f"no level '{level}'. Known: {', '.join(get_args(Level))}.")
    gear = _gear(equipment)
    asked, trained = _days(days, level)
    test = outcome or Outcome()
    person = Person(level, gear, test.used, test.worse)
    planned = _planned(trained, person, start)
    weights = any(item.weighted for day in planned for item in day.items)
    return WeekPlan(
        formcheck=__version__,
        level=level,
        equipment=[thing for thing in EQUIPMENT if thing in gear],
        test=PlanTest(
            protocol=None if outcome is None else outcome.protocol,
            left=test.left,
            right=test.right,
            used=person.used,
        ),
        start=start,
        weeks=WEEKS,
        days=planned,
        left_out=_left_out(person, planned),
        warm_up=wording.warm_up(weights=weights),
        progress=wording.progress(WEEKS, weights=weights, holds=person.used == "drops"),
        stop=wording.STOP,
        retest=PlanRetest(
            after_weeks=WEEKS,
            on=None if start is None else retest_on(trained, start, WEEKS),
            what=wording.retest(outcome, level),
        ),
        reasons=_reasons(outcome, person, asked, planned),
    )


# --- the input ------------------------------------------------------------------------------------


def _gear(equipment: Iterable[Equipment]) -> Gear:
    wanted = frozenset(equipment)
    for thing in sorted(wanted - set(EQUIPMENT)):
        near = difflib.get_close_matches(thing, EQUIPMENT, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise CannotPlan(f"no equipment named '{thing}'.{hint} Known: none, {', '.join(EQUIPMENT)}.")
    return with_included(wanted)


def _days(days: int | Iterable[Weekday], level: Level) -> tuple[int, tuple[Weekday, ...]]:
    """Number of days asked for, and the training days chosen among them."""
    most = MAX_TRAINING_DAYS[level]
    if isinstance(days, int):
        if not 1 <= days <= MAX_DAYS:
            raise CannotPlan(f"a week is planned for 1 to {MAX_DAYS} days, not {days}.")
        return days, USUAL_DAYS[min(days, most)]
    named = set(days)
    unknown = sorted(named - set(WEEKDAYS))
    if unknown:
        raise CannotPlan(f"no weekday '{unknown[0]}'. Known: {', '.join(WEEKDAYS)}; or give a number of days.")
    if not 1 <= len(named) <= MAX_DAYS:
        raise CannotPlan(f"a week is planned for 1 to {MAX_DAYS} different days, not {len(named)}.")
    return len(named), spread(named, most)


# --- the days -------------------------------------------------------------------------------------


def _planned(trained: tuple[Weekday, ...], person: Person, start: date | None) -> list[PlanDay]:
    """The training days, in the order of the week."""
    hinges = nonconsecutive(trained) if HINGES & set(person.lifts) else frozenset()
    in_turn = [day for day in trained if day in hinges]
    return [_day(day, in_turn, person, start) for day in trained]


def _day(day: Weekday, hinges: list[Weekday], person: Person, start: date | None) -> PlanDay:
    emphasis = None
    if person.level == "beginner":
        options = beginner_day(person)
    elif day in hinges:
        options = full_day(person)
        emphasis = emphasis_of(hinges.index(day), {option.exercise for option in options})
    else:  # next to days with weights, a light one
        person = replace(person, gear=NOTHING if hinges else person.gear)
        options = floor_day(person)
    items = [_item(option, person, three_sets=_three_sets(option, options, emphasis)) for option in options]
    return PlanDay(
        weekday=day,
        first_on=None if start is None else first_on(day, start),
        kind="hinge" if day in hinges else "floor",
        minutes_from=_minutes(items, later=False),
        minutes_to=_minutes(items, later=True),
        items=items,
    )


def _three_sets(option: ExerciseOption, options: tuple[ExerciseOption, ...], emphasis: set[str] | None) -> bool:
    return emphasis is None or len(options) <= SMALL_DAY or option.exercise in emphasis


def _item(option: ExerciseOption, person: Person, *, three_sets: bool) -> PlanItem:
    plain = find_exercise(option.exercise)
    exercise = plain if option.variant is None else plain.as_variant(option.variant)
    target = exercise.target
    worse = person.worse if option.by_leg else None
    sets, later = SETS if three_sets and worse is None else (SETS[0], SETS[0])
    if option is WARM_UP_BRIDGE:
        sets, later = 1, 1
    return PlanItem(
        exercise=exercise.id,
        name=exercise.name,
        way=option.id,
        done=option.done,
        how=option.how,
        variant=option.variant,
        sets=sets,
        sets_later=later,
        reps_from=target.reps[0],
        reps_to=target.reps[1],
        each_side=_each_side(exercise, option),
        hold_s=target.hold_s if option.hold_s is None else option.hold_s,
        lower_s=target.lower_s,
        rest_s=target.rest_s,
        first_side=worse,
        extra_set_side=worse,
        easier=option.easier,
        harder=option.harder_with(person.gear),
        weighted=option.weighted,
        check=option.check,
    )


def _each_side(exercise: Exercise, option: ExerciseOption) -> bool:
    return option.by_leg or len(counted_sides(exercise.rep.laterality)) > 1


def _minutes(items: list[PlanItem], *, later: bool) -> int:
    """Estimated length of a day, rounded to five minutes."""
    seconds = WARM_UP_S
    for item in items:
        reps, sets = (item.reps_to, item.sets_later) if later else (item.reps_from, item.sets)
        rep_s = LIFT_S + item.hold_s + max(item.lower_s, LIFT_S / 2)
        sides = 2 if item.each_side else 1
        seconds += sets * (sides * reps * rep_s + item.rest_s) + CHANGE_S
        seconds += reps * rep_s if item.extra_set_side else 0.0
    return 5 * round(seconds / 60 / 5)


# --- why ------------------------------------------------------------------------------------------


def _left_out(person: Person, planned: list[PlanDay]) -> list[LeftOut]:
    """Every exercise that is not in the week, and why."""
    in_week = {item.exercise for day in planned for item in day.items}
    return [
        LeftOut(
            exercise=exercise.id,
            name=exercise.name,
            reason=_left_out_reason(exercise.id, person),
            instead=substitute_for(exercise.id, in_week)
            if person.level == "experienced" and exercise.id in LIFTS
            else None,
        )
        for exercise in catalog().values()
        if exercise.id not in in_week
    ]


def _left_out_reason(exercise: str, person: Person) -> str:
    if exercise not in PLANNED:
        return "not part of the week plan"
    if exercise in LIFTS:
        if person.level == "beginner":
            return "later, with weights"
        return f"needs {wording.needed(exercise)}"
    if exercise == "single-leg-glute-bridge" and person.used != "steady":
        return "after the next test" if person.used is None else "once the hips stay up on both feet"
    return "two movements are enough to begin with"


def _reasons(outcome: Outcome | None, person: Person, asked: int, planned: list[PlanDay]) -> list[PlanReason]:
    loaded = any(item.exercise == "single-leg-glute-bridge" and item.weighted for day in planned for item in day.items)
    reasons = [
        (wording.result_reason(outcome, loaded=loaded), "plan-result"),
        (wording.level_reason(person.level, weights=bool(HINGES & set(person.lifts))), "plan-level"),
    ]
    if outcome is not None and person.worse is not None:
        reasons.insert(1, (wording.side_reason(outcome, person.worse), "plan-result"))
    reasons += [(text, "plan-days") for text in _day_reasons(asked, planned, person)]
    if person.level == "experienced" and len(person.lifts) < len(LIFTS):
        reasons.append((wording.EQUIPMENT_REASON, "plan-equipment"))
    return [PlanReason(text=text, source=f"docs/sources.md#{anchor}") for text, anchor in reasons]


def _day_reasons(asked: int, planned: list[PlanDay], person: Person) -> list[str]:
    reasons = []
    if len(planned) < asked:
        reasons.append(wording.fewer_days(asked, len(planned)))
    if len(planned) == 1:
        reasons.append(wording.ONE_DAY)
    kinds = {day.kind for day in planned}
    if kinds == {"hinge", "floor"}:
        reasons.append(wording.LIGHT_DAY)
    elif "hinge" in kinds and len(planned) > 1:
        reasons.append(wording.REST_DAY)
    return reasons
