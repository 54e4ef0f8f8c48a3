"""A week of training from a test result, a level, what is at hand and the days there are: plain rules."""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from formcheck import __version__
from formcheck.assessment import doses, plan_words
from formcheck.assessment.doses import EQUIPMENT, HINGES, LIFTS, NOTHING, Equipment, Gear, Way, first_way
from formcheck.assessment.outcomes import Outcome, Told
from formcheck.assessment.plan_results import (
    LeftOut,
    Level,
    PlanDay,
    PlanItem,
    PlanReason,
    PlanRetest,
    PlanTest,
    WeekPlan,
)
from formcheck.assessment.week import (
    MOST_DAYS,
    USUAL,
    WEEKDAYS,
    Weekday,
    first_on,
    never_in_a_row,
    retest_on,
    spread,
)
from formcheck.coaching.prescription import counted_sides
from formcheck.coaching.rules import Exercise
from formcheck.errors import CannotPlan
from formcheck.exercises import catalog, find_exercise
from formcheck.pose.landmarks import Side

WEEKS = 4
"""Until the next test: docs/sources.md#plan-progress."""

MOST_TRAINED: dict[Level, int] = {"beginner": 3, "experienced": 4}
"""Days of training a week: docs/sources.md#plan-days."""

SETS = (2, 3)
"""Of each movement, in the first and in the second half: docs/sources.md#plan-doses."""

FEW = 5
"""A day of so many movements has room for the larger number of sets in all of them: docs/sources.md#plan-doses."""

WARM_UP_S, LIFT_S, CHANGE_S = 300.0, 1.0, 60.0
"""For the estimate of a day's length: warm-up, lifting in a rep, going to the next movement."""


@dataclass(frozen=True, slots=True)
class _Person:
    """What the rules look at."""

    level: Level
    gear: Gear
    used: Told | None
    worse: Side | None

    @property
    def lifts(self) -> dict[str, Way]:
        """The movements with weights that can be done with what is at hand; a beginner does none yet."""
        if self.level == "beginner":
            return {}
        found = {exercise: first_way(ways, self.gear) for exercise, ways in LIFTS.items()}
        return {exercise: way for exercise, way in found.items() if way is not None}


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
        Of a test; None where none was taken.
    level : "beginner" or "experienced"
    equipment : names of `Equipment`
        What is at hand; nothing means body weight.
    days : 1 to 6, or weekdays
        On how many days at most, or on which.
    start : date, optional
        The first day of the plan. Without one there are weekdays and no dates.

    Returns
    -------
    WeekPlan
        The same input gives the same plan.

    Raises
    ------
    CannotPlan
        No such level, equipment or days.
    """
    if level not in get_args(Level):
        raise CannotPlan(f"no level '{level}'. Known: {', '.join(get_args(Level))}.")
    gear = _gear(equipment)
    asked, trained = _days(days, level)
    person = _Person(level, gear, *((None, None) if outcome is None else (outcome.used, outcome.worse)))
    planned = _planned(trained, person, start)
    weights = any(_weighted(item) for day in planned for item in day.items)
    return WeekPlan(
        formcheck=__version__,
        level=level,
        equipment=[thing for thing in EQUIPMENT if thing in gear],
        test=PlanTest(
            protocol=None if outcome is None else outcome.protocol,
            left=None if outcome is None else outcome.left,
            right=None if outcome is None else outcome.right,
            used=person.used,
        ),
        start=start,
        weeks=WEEKS,
        days=planned,
        left_out=_left_out(person, planned),
        warm_up=plan_words.warm_up(weights=weights),
        progress=plan_words.progress(WEEKS, weights=weights, holds=person.used == "drops"),
        stop=plan_words.STOP,
        retest=PlanRetest(
            after_weeks=WEEKS,
            on=None if start is None else retest_on(trained, start, WEEKS),
            what=plan_words.retest(outcome, level),
        ),
        reasons=_reasons(outcome, person, asked, planned),
    )


# --- what was asked for ---------------------------------------------------------------------------


def _gear(equipment: Iterable[Equipment]) -> Gear:
    wanted = frozenset(equipment)
    for thing in sorted(wanted - set(EQUIPMENT)):
        near = difflib.get_close_matches(thing, EQUIPMENT, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise CannotPlan(f"no equipment named '{thing}'.{hint} Known: none, {', '.join(EQUIPMENT)}.")
    return plan_words.expanded(wanted)


def _days(days: int | Iterable[Weekday], level: Level) -> tuple[int, tuple[Weekday, ...]]:
    """How many days were asked for, and which of them are trained: never more."""
    most = MOST_TRAINED[level]
    if isinstance(days, int):
        if not 1 <= days <= MOST_DAYS:
            raise CannotPlan(f"a week is planned for 1 to {MOST_DAYS} days, not {days}.")
        return days, USUAL[min(days, most)]
    named = set(days)
    unknown = sorted(named - set(WEEKDAYS))
    if unknown:
        raise CannotPlan(f"no weekday '{unknown[0]}'. Known: {', '.join(WEEKDAYS)}; or give a number of days.")
    if not 1 <= len(named) <= MOST_DAYS:
        raise CannotPlan(f"a week is planned for 1 to {MOST_DAYS} different days, not {len(named)}.")
    return len(named), spread(named, most)


# --- which movements ------------------------------------------------------------------------------


def _bridges(person: _Person) -> tuple[Way, ...]:
    """Bridges on two feet and on one leg, by the test: docs/sources.md#plan-result."""
    if person.used == "drops":
        return (doses.HELD_BRIDGE, doses.SHIFTED_BRIDGE) if person.worse else (doses.HELD_BRIDGE,)
    if person.used == "dips":
        return (doses.BRIDGE, doses.BENT_SINGLE)
    if person.used == "steady":
        return (
            first_way(doses.LOADED_BRIDGES, person.gear) or doses.BRIDGE,
            first_way(doses.LOADED_SINGLES, person.gear) or doses.STRAIGHT_SINGLE,
        )
    return (doses.BRIDGE, doses.STRAIGHT_SINGLE)


def _beginner_day(person: _Person) -> tuple[Way, ...]:
    """One or two movements: docs/sources.md#plan-level."""
    bridges = _bridges(person)
    if person.used == "dips":
        return bridges
    if person.used == "steady":  # straight leg first, its weight is the harder way
        loaded = first_way(doses.LOADED_BRIDGES, person.gear)
        return (doses.STRAIGHT_SINGLE, loaded or doses.ALTERNATING_SUPERMAN)
    if person.used == "drops":
        return (*bridges, doses.ALTERNATING_SUPERMAN)
    return (doses.BRIDGE, doses.ALTERNATING_SUPERMAN)


def _floor_day(person: _Person) -> tuple[Way, ...]:
    """All that is done lying, for the experienced."""
    thrust = first_way(LIFTS["hip-thrust"], person.gear)
    return (*_bridges(person), *([thrust] if thrust else []), doses.SUPERMAN)


def _series(person: _Person) -> tuple[Way, ...]:
    """The whole series with weights: the fast one first, then lying and standing in turn."""
    lifts = person.lifts
    bridges = _bridges(person)
    first: tuple[Way, ...] = ()
    if person.used != "drops":
        two_feet, one_leg = bridges
        if "hip-thrust" in lifts:  # it is the bridge with weight; the one on the floor warms up for it
            first, bridges = (doses.WARM_UP_BRIDGE,), (one_leg,)
        else:
            bridges = (first_way(doses.LOADED_BRIDGES, person.gear) or two_feet, one_leg)
    order = ("kettlebell-swing", "romanian-deadlift", "hip-thrust", "bent-over-row")
    early = [lifts[exercise] for exercise in order if exercise in lifts]
    late = [lifts["gorilla-row"]] if "gorilla-row" in lifts else []
    return (*first, *early, *bridges, *late, doses.SUPERMAN)


# --- the days -------------------------------------------------------------------------------------


def _planned(trained: tuple[Weekday, ...], person: _Person, start: date | None) -> list[PlanDay]:
    """The days, in the order of the week."""
    hinges = never_in_a_row(trained) if HINGES & set(person.lifts) else frozenset()
    in_turn = [day for day in trained if day in hinges]
    return [_day(day, in_turn, person, start) for day in trained]


def _day(day: Weekday, hinges: list[Weekday], person: _Person, start: date | None) -> PlanDay:
    emphasis = None
    if person.level == "beginner":
        ways = _beginner_day(person)
    elif day in hinges:
        ways = _series(person)
        emphasis = _emphasis(hinges.index(day), {way.exercise for way in ways})
    else:  # beside days with weights a light one
        person = replace(person, gear=NOTHING if hinges else person.gear)
        ways = _floor_day(person)
    items = [_item(way, person, three_sets=_three_sets(way, ways, emphasis)) for way in ways]
    return PlanDay(
        weekday=day,
        first_on=None if start is None else first_on(day, start),
        kind="hinge" if day in hinges else "floor",
        minutes_from=_minutes(items, later=False),
        minutes_to=_minutes(items, later=True),
        items=items,
    )


def _emphasis(nth: int, there: Collection[str]) -> set[str]:
    """The movements that come first on the nth day of the series, or what takes their places."""
    wanted = doses.EMPHASES[nth % len(doses.EMPHASES)]
    return {exercise if exercise in there else _instead(exercise, there) or exercise for exercise in wanted}


def _instead(exercise: str, there: Collection[str]) -> str | None:
    return next((other for other in doses.INSTEAD.get(exercise, ("glute-bridge",)) if other in there), None)


def _three_sets(way: Way, ways: tuple[Way, ...], emphasis: set[str] | None) -> bool:
    return emphasis is None or len(ways) <= FEW or way.exercise in emphasis


def _item(way: Way, person: _Person, *, three_sets: bool) -> PlanItem:
    plain = find_exercise(way.exercise)
    exercise = plain if way.variant is None else plain.as_variant(way.variant)
    target = exercise.target
    worse = person.worse if way.by_leg else None
    sets, later = SETS if three_sets and worse is None else (SETS[0], SETS[0])
    if way is doses.WARM_UP_BRIDGE:
        sets, later = 1, 1
    return PlanItem(
        exercise=exercise.id,
        name=exercise.name,
        way=way.id,
        done=way.done,
        how=way.how,
        variant=way.variant,
        sets=sets,
        sets_later=later,
        reps_from=target.reps[0],
        reps_to=target.reps[1],
        each_side=_each_side(exercise, way),
        hold_s=target.hold_s if way.hold_s is None else way.hold_s,
        lower_s=target.lower_s,
        rest_s=target.rest_s,
        first_side=worse,
        extra_set_side=worse,
        easier=way.easier,
        harder=way.harder_with(person.gear),
        check=way.check,
    )


def _each_side(exercise: Exercise, way: Way) -> bool:
    return way.by_leg or len(counted_sides(exercise.rep.working)) > 1


def _minutes(items: list[PlanItem], *, later: bool) -> int:
    """About how long a day takes, to five minutes."""
    seconds = WARM_UP_S
    for item in items:
        reps, sets = (item.reps_to, item.sets_later) if later else (item.reps_from, item.sets)
        rep_s = LIFT_S + item.hold_s + max(item.lower_s, LIFT_S / 2)
        sides = 2 if item.each_side else 1
        seconds += sets * (sides * reps * rep_s + item.rest_s) + CHANGE_S
        seconds += reps * rep_s if item.extra_set_side else 0.0
    return 5 * round(seconds / 60 / 5)


# --- why ------------------------------------------------------------------------------------------


def _weighted(item: PlanItem) -> bool:
    ways = (*doses.LOADED_BRIDGES, *doses.LOADED_SINGLES, *(way for each in LIFTS.values() for way in each))
    return any((way.exercise, way.id) == (item.exercise, item.way) and way.needs - {"bench"} for way in ways)


def _left_out(person: _Person, planned: list[PlanDay]) -> list[LeftOut]:
    """Every movement that is not in the week, and why."""
    there = {item.exercise for day in planned for item in day.items}
    return [
        LeftOut(
            exercise=exercise.id,
            name=exercise.name,
            reason=_why_out(exercise.id, person),
            instead=_instead(exercise.id, there) if person.level == "experienced" and exercise.id in LIFTS else None,
        )
        for exercise in catalog().values()
        if exercise.id not in there
    ]


def _why_out(exercise: str, person: _Person) -> str:
    if exercise in LIFTS:
        if person.level == "beginner":
            return "later, with weights"
        return f"needs {plan_words.needed(exercise)}"
    if exercise == "single-leg-glute-bridge" and person.used != "steady":
        return "after the next test" if person.used is None else "when the hips stay up on both feet"
    return "two movements are enough to begin with"


def _reasons(outcome: Outcome | None, person: _Person, asked: int, planned: list[PlanDay]) -> list[PlanReason]:
    loaded = any(
        item.exercise == "single-leg-glute-bridge" and _weighted(item) for day in planned for item in day.items
    )
    told = [
        (plan_words.result_reason(outcome, loaded=loaded), "plan-result"),
        (plan_words.level_reason(person.level, weights=bool(HINGES & set(person.lifts))), "plan-level"),
    ]
    if outcome is not None and person.worse is not None:
        told.insert(1, (plan_words.side_reason(outcome, person.worse), "plan-result"))
    told += [(text, "plan-days") for text in _day_reasons(asked, planned, person)]
    if person.level == "experienced" and len(person.lifts) < len(LIFTS):
        told.append((plan_words.EQUIPMENT_REASON, "plan-equipment"))
    return [PlanReason(text=text, source=f"docs/sources.md#{anchor}") for text, anchor in told]


def _day_reasons(asked: int, planned: list[PlanDay], person: _Person) -> list[str]:
    reasons = []
    if len(planned) < asked:
        reasons.append(plan_words.fewer_days(asked, len(planned)))
    if len(planned) == 1:
        reasons.append(plan_words.ONE_DAY)
    kinds = {day.kind for day in planned}
    if kinds == {"hinge", "floor"}:
        reasons.append(plan_words.LIGHT_DAY)
    elif "hinge" in kinds and len(planned) > 1:
        reasons.append(plan_words.REST_DAY)
    return reasons
