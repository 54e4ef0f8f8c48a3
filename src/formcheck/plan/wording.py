"""The texts of a plan. They give exercise advice only: docs/sources.md#plan-stop."""

from formcheck.assessment.outcomes import LEG_LOWER, Outcome
from formcheck.plan.options import LIFTS, Equipment, with_included
from formcheck.plan.results import Level
from formcheck.pose.landmarks import SIDES, Side

THINGS: dict[Equipment, str] = {
    "dumbbells": "two dumbbells",
    "kettlebell": "a kettlebell",
    "kettlebells": "two kettlebells",
    "barbell": "a barbell",
    "bench": "a bench",
}

STOP = (
    "Stop the set when your form breaks down. Stop training if anything hurts, or if you feel dizzy, unusually short "
    "of breath or tight in the chest; if it does not pass or comes back, talk to a professional."
)

ONE_DAY = "One day a week is a start; two or more do more."
REST_DAY = "Standing hinges with weights are never on two days in a row."
LIGHT_DAY = (
    "Standing hinges with weights are never on two days in a row: training on the days between is light and done on "
    "the floor."
)
EQUIPMENT_REASON = "A movement that needs equipment you do not have is replaced by the most similar one."

_WARM_UP = "Five minutes of walking or stepping on the spot, until you feel warm."
_FIRST_SETS = " Start each movement that has a weight with one set at little weight, or none, to check your form."

_RESULT = {
    "drops": "{who}: go back to the bridge on both feet, with long holds, until the hips stay up.",
    "dips": (
        "{who}: keep the bridge on two feet, and do the bridge on one leg with the free knee bent, which is a shorter "
        "lever."
    ),
    "steady": "{who}: do the bridge on one leg, with the free leg straight{load}.",
}
_DID = {"steady": "stayed steady", "dips": "dipped", "drops": "dropped"}


def warm_up(*, weights: bool) -> str:
    """What to do before each training."""
    return _WARM_UP + (_FIRST_SETS if weights else "")


def needed(exercise_id: str) -> str:
    """The least equipment that a lift needs: "a barbell or two dumbbells"."""
    needs = [option.needs for option in LIFTS[exercise_id]]
    least = [need for need in needs if not any(other < with_included(need) for other in needs)]
    return " or ".join(" and ".join(THINGS[thing] for thing in sorted(need)) for need in least)


def level_reason(level: Level, *, weights: bool) -> str:
    """How the level shapes the week."""
    if level == "beginner":
        return "As a beginner, add one or two body-weight movements to your week. Movements with weights come later."
    if not weights:
        return "You know the movements: without weights, do the ones on the floor, up to four times a week."
    return "You know the movements: do all of them with the weights you have, up to four times a week."


def result_reason(outcome: Outcome | None, *, loaded: bool) -> str:
    """How the test result shapes the week, or why it does not."""
    if outcome is None:
        return "No test result was given: this week follows your level alone. Take the test soon and make a new plan."
    if outcome.protocol != LEG_LOWER:
        return (
            f"A {outcome.protocol} test gives a number, not steady, dips or drops: this week follows your level alone."
        )
    used = outcome.used
    if used is None:
        unknown = _capital(_unknown_sides(outcome))
        return f"{unknown}: this week follows your level alone. Film the test again and make a new plan."
    text = _RESULT[used].format(who=_who(outcome, used), load=" and a weight on the hip" if loaded else "")
    return text if len(outcome.known) == len(SIDES) else f"{text} {_capital(_unknown_sides(outcome))}."


def side_reason(outcome: Outcome, side: Side) -> str:
    """How a difference between the sides shapes the week."""
    other = outcome.known["left" if side == "right" else "right"]
    return (
        f"In the test the {side} side {_DID[outcome.known[side]]} and the other {_DID[other]}: when sets are done leg "
        f"by leg, start with the {side} leg and give it one more set; both legs do the same version."
    )


def fewer_days(asked: int, planned: int) -> str:
    """Why the week has fewer training days than asked for."""
    return f"You have {asked} days: train on {planned} of them and recover on the others."


def progress(weeks: int, *, weights: bool, holds: bool) -> list[str]:
    """What to change from week to week until the next test."""
    first = "Week 1: the lower number of reps."
    if weights:
        first += " Choose a weight at which the last rep looks like the first."
    second = "Week 2: if every rep was clean, add one or two reps to each set, up to the upper number."
    if holds:
        second = "Week 2: if every rep was clean, hold longer before you add reps: up to five seconds in the bridge."
    third = "Week 3: the larger number of sets, where two are given, and the lower number of reps again."
    last = f"Week {weeks}: build up to the upper number again."
    last += " If an exercise is clean there, go on to its “harder” version."
    if weights:
        last += " With weights, take a small step and start again at the lower number of reps."
    back = "In any week: when your hips sink or your form breaks down, end the set and do the easier version next time."
    return [first, second, third, last, back]


def retest(outcome: Outcome | None, level: Level) -> list[str]:
    """What to test next, and what to do with the result."""
    again = " again" if outcome is not None and outcome.protocol == LEG_LOWER else ""
    steps = [
        f"Take the single-leg bridge test{again} ({LEG_LOWER}) on both sides, rested, before that day's "
        "training. Then make a new plan from its result."
    ]
    if outcome is not None:
        steps.append("Compare it only with tests of the same protocol; one day can differ from the next.")
    if level == "beginner":
        steps.append(
            "If both sides are steady and this week feels easy, learn the movements with weights: start light, with "
            "one new movement a week. Plan as experienced once you know them."
        )
    return steps


def _who(outcome: Outcome, used: str) -> str:
    sides = [side for side, known in outcome.known.items() if known == used]
    where = "on both sides" if len(sides) == len(SIDES) else f"on the {sides[0]} side"
    return f"In the test the hips {_DID[used]} {where}"


def _unknown_sides(outcome: Outcome) -> str:
    """Which sides the test says nothing about, and why."""
    if not outcome.known and outcome.left == outcome.right:
        return f"the test {_UNKNOWN[outcome.left]} either side"
    unknown = [f"{_UNKNOWN[outcome.of(side)]} the {side} side" for side in SIDES if side not in outcome.known]
    return f"the test {' and '.join(unknown)}"


_UNKNOWN = {None: "did not see", "uncertain": "is not certain about", "not-judged": "could not judge"}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
