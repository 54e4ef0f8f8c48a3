"""Chooses the exercises of a training day, and the option in which each is done."""

from collections.abc import Collection
from dataclasses import dataclass

from formcheck.assessment.outcomes import ClearOutcome
from formcheck.plan import options
from formcheck.plan.options import LIFTS, ExerciseOption, Gear, first_option
from formcheck.plan.results import Level
from formcheck.pose.landmarks import Side


@dataclass(frozen=True, slots=True)
class Person:
    """What the rules of a plan depend on."""

    level: Level
    gear: Gear
    used: ClearOutcome | None
    worse: Side | None

    @property
    def lifts(self) -> dict[str, ExerciseOption]:
        """Lifts that the equipment allows, with the option for each; none for a beginner."""
        if self.level == "beginner":
            return {}
        possible = {exercise: first_option(choices, self.gear) for exercise, choices in LIFTS.items()}
        return {exercise: option for exercise, option in possible.items() if option is not None}


def _bridges(person: Person) -> tuple[ExerciseOption, ...]:
    """Bridges on two feet and on one leg, chosen by the test result: docs/sources.md#plan-result."""
    if person.used == "drops":
        return (options.HELD_BRIDGE, options.SHIFTED_BRIDGE) if person.worse else (options.HELD_BRIDGE,)
    if person.used == "dips":
        return (options.BRIDGE, options.BENT_SINGLE)
    if person.used == "steady":
        return (
            first_option(options.LOADED_BRIDGES, person.gear) or options.BRIDGE,
            first_option(options.LOADED_SINGLES, person.gear) or options.STRAIGHT_SINGLE,
        )
    return (options.BRIDGE, options.STRAIGHT_SINGLE)


def beginner_day(person: Person) -> tuple[ExerciseOption, ...]:
    """One or two exercises: docs/sources.md#plan-level."""
    bridges = _bridges(person)
    if person.used == "dips":
        return bridges
    if person.used == "steady":  # first with a straight leg; adding weight to it is the harder option
        loaded = first_option(options.LOADED_BRIDGES, person.gear)
        return (options.STRAIGHT_SINGLE, loaded or options.ALTERNATING_SUPERMAN)
    if person.used == "drops":
        return (*bridges, options.ALTERNATING_SUPERMAN)
    return (options.BRIDGE, options.ALTERNATING_SUPERMAN)


def floor_day(person: Person) -> tuple[ExerciseOption, ...]:
    """All exercises done lying down, for an experienced person."""
    thrust = first_option(LIFTS["hip-thrust"], person.gear)
    return (*_bridges(person), *([thrust] if thrust else []), options.SUPERMAN)


def full_day(person: Person) -> tuple[ExerciseOption, ...]:
    """All exercises, with weights: the swing first while fresh, then lying and standing exercises in turn."""
    lifts = person.lifts
    bridges = _bridges(person)
    first: tuple[ExerciseOption, ...] = ()
    if person.used != "drops":
        two_feet, one_leg = bridges
        if "hip-thrust" in lifts:  # the weighted bridge; the one on the floor warms up for it
            first, bridges = (options.WARM_UP_BRIDGE,), (one_leg,)
        else:
            bridges = (first_option(options.LOADED_BRIDGES, person.gear) or two_feet, one_leg)
    order = ("kettlebell-swing", "romanian-deadlift", "hip-thrust", "bent-over-row")
    early = [lifts[exercise] for exercise in order if exercise in lifts]
    late = [lifts["gorilla-row"]] if "gorilla-row" in lifts else []
    return (*first, *early, *bridges, *late, options.SUPERMAN)


def emphasis_of(nth: int, available: Collection[str]) -> set[str]:
    """Exercises with the larger number of sets on the nth full day, or their substitutes."""
    wanted = options.EMPHASES[nth % len(options.EMPHASES)]
    return {
        exercise if exercise in available else substitute_for(exercise, available) or exercise for exercise in wanted
    }


def substitute_for(exercise: str, available: Collection[str]) -> str | None:
    """The available exercise that replaces another; None if there is none."""
    return next((other for other in options.SUBSTITUTES.get(exercise, ("glute-bridge",)) if other in available), None)
