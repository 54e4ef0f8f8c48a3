"""Which movements a day of training has, and in which way each is done."""

from collections.abc import Collection
from dataclasses import dataclass

from formcheck.assessment.outcomes import Told
from formcheck.plan import options
from formcheck.plan.options import LIFTS, ExerciseOption, Gear, first_option
from formcheck.plan.results import Level
from formcheck.pose.landmarks import Side


@dataclass(frozen=True, slots=True)
class Person:
    """What the rules look at."""

    level: Level
    gear: Gear
    used: Told | None
    worse: Side | None

    @property
    def lifts(self) -> dict[str, ExerciseOption]:
        """The movements with weights that can be done with what is at hand; a beginner does none yet."""
        if self.level == "beginner":
            return {}
        found = {exercise: first_option(choices, self.gear) for exercise, choices in LIFTS.items()}
        return {exercise: option for exercise, option in found.items() if option is not None}


def _bridges(person: Person) -> tuple[ExerciseOption, ...]:
    """Bridges on two feet and on one leg, by the test: docs/sources.md#plan-result."""
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
    """One or two movements: docs/sources.md#plan-level."""
    bridges = _bridges(person)
    if person.used == "dips":
        return bridges
    if person.used == "steady":  # straight leg first, its weight is the harder way
        loaded = first_option(options.LOADED_BRIDGES, person.gear)
        return (options.STRAIGHT_SINGLE, loaded or options.ALTERNATING_SUPERMAN)
    if person.used == "drops":
        return (*bridges, options.ALTERNATING_SUPERMAN)
    return (options.BRIDGE, options.ALTERNATING_SUPERMAN)


def floor_day(person: Person) -> tuple[ExerciseOption, ...]:
    """All that is done lying, for the experienced."""
    thrust = first_option(LIFTS["hip-thrust"], person.gear)
    return (*_bridges(person), *([thrust] if thrust else []), options.SUPERMAN)


def full_day(person: Person) -> tuple[ExerciseOption, ...]:
    """The whole series with weights: the fast one first, then lying and standing in turn."""
    lifts = person.lifts
    bridges = _bridges(person)
    first: tuple[ExerciseOption, ...] = ()
    if person.used != "drops":
        two_feet, one_leg = bridges
        if "hip-thrust" in lifts:  # it is the bridge with weight; the one on the floor warms up for it
            first, bridges = (options.WARM_UP_BRIDGE,), (one_leg,)
        else:
            bridges = (first_option(options.LOADED_BRIDGES, person.gear) or two_feet, one_leg)
    order = ("kettlebell-swing", "romanian-deadlift", "hip-thrust", "bent-over-row")
    early = [lifts[exercise] for exercise in order if exercise in lifts]
    late = [lifts["gorilla-row"]] if "gorilla-row" in lifts else []
    return (*first, *early, *bridges, *late, options.SUPERMAN)


def emphasis_of(nth: int, available: Collection[str]) -> set[str]:
    """The movements that come first on the nth day of the series, or what takes their places."""
    wanted = options.EMPHASES[nth % len(options.EMPHASES)]
    return {
        exercise if exercise in available else substitute_for(exercise, available) or exercise for exercise in wanted
    }


def substitute_for(exercise: str, available: Collection[str]) -> str | None:
    """What takes the place of a movement that is not there; None where nothing does."""
    return next((other for other in options.SUBSTITUTES.get(exercise, ("glute-bridge",)) if other in available), None)
