"""What a plan says. Exercise advice only: docs/sources.md#plan-stop."""

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
    "Stop the set when the movement loses its form. Stop the training when something hurts, or when you are dizzy, "
    "unusually short of breath or tight in the chest; if it does not pass or comes back, talk to a professional."
)

ONE_DAY = "One day a week is a beginning; two or more do more."
REST_DAY = "Between two days of standing hinges with weights there is a day without."
LIGHT_DAY = (
    "Between two days of standing hinges with weights there is a day without: what is trained on such a day is light "
    "and done on the floor."
)
EQUIPMENT_REASON = (
    "What needs things that you do not have is replaced by its nearest relative among the eight movements."
)

_WARM_UP = "Five minutes of walking or stepping on the spot, until you feel warm."
_FIRST_SETS = " Begin each movement with a weight by one set with little weight, or none, to check your form."

_RESULT = {
    "drops": "{who}: the bridge goes back to both feet, with long holds, until the hips stay up.",
    "dips": (
        "{who}: the bridge on two feet stays, and the bridge on one leg is done with the free knee bent, "
        "which is a shorter lever."
    ),
    "steady": "{who}: the bridge is done on one leg, the free leg straight{load}.",
}
_DID = {"steady": "stayed steady", "dips": "dipped", "drops": "dropped"}


def warm_up(*, weights: bool) -> str:
    """Before each training."""
    return _WARM_UP + (_FIRST_SETS if weights else "")


def needed(exercise_id: str) -> str:
    """The least that a movement with weights asks for: "a barbell or two dumbbells"."""
    needs = [option.needs for option in LIFTS[exercise_id]]
    least = [need for need in needs if not any(other < with_included(need) for other in needs)]
    return " or ".join(" and ".join(THINGS[thing] for thing in sorted(need)) for need in least)


def level_reason(level: Level, *, weights: bool) -> str:
    """What the level decides."""
    if level == "beginner":
        return (
            "As a beginner you add one or two movements with body weight to your week. Those with weights come later."
        )
    if not weights:
        return "You know the movements: without weights you do those on the floor, up to four times a week."
    return "You know the movements: you do the whole series with the weights you have, up to four times a week."


def result_reason(outcome: Outcome | None, *, loaded: bool) -> str:
    """What the test decides, or why it decides nothing."""
    if outcome is None:
        return "No test result was given: this week follows your level alone. Take the test soon and plan anew."
    if outcome.protocol != LEG_LOWER:
        return (
            f"A test of the protocol {outcome.protocol} gives a number and not steady, dips or drops: this week "
            "follows your level alone."
        )
    used = outcome.used
    if used is None:
        unknown = _capital(_unknown_sides(outcome))
        return f"{unknown}: this week follows your level alone. Film the test once more and plan anew."
    text = _RESULT[used].format(who=_who(outcome, used), load=" and a weight on the hip" if loaded else "")
    return text if len(outcome.known) == len(SIDES) else f"{text} {_capital(_unknown_sides(outcome))}."


def side_reason(outcome: Outcome, side: Side) -> str:
    """What the difference between the sides decides."""
    other = outcome.known["left" if side == "right" else "right"]
    return (
        f"On the day of the test the {side} side {_DID[outcome.known[side]]} and the other {_DID[other]}: where sets "
        f"are done for each leg, the {side} one goes first and does one set more; both do the same version."
    )


def fewer_days(asked: int, planned: int) -> str:
    """Why fewer days are trained than might be."""
    return f"You have {asked} days; {planned} of them are for training, as the others are for recovery."


def progress(weeks: int, *, weights: bool, holds: bool) -> list[str]:
    """From week to week until the next test."""
    first = "Week 1: the lower number of reps."
    if weights:
        first += " Choose a weight with which the last rep looks like the first."
    second = "Week 2: if every rep was clean, one or two reps more in each set, up to the upper number."
    if holds:
        second = "Week 2: if every rep was clean, hold longer before you do more: up to five seconds in the bridge."
    third = "Week 3: the larger number of sets, where two are named, and the lower number of reps again."
    last = f"Week {weeks}: up to the upper number again. An exercise that is clean there goes one step up: “harder”."
    if weights:
        last += " With weights the step is small, and the reps begin at the lower number."
    back = "In any week: when hips sink or reps lose their form, end the set, and take the easier way next time."
    return [first, second, third, last, back]


def retest(outcome: Outcome | None, level: Level) -> list[str]:
    """What to test again, and what follows."""
    again = " again" if outcome is not None and outcome.protocol == LEG_LOWER else ""
    steps = [
        f"Take the single-leg bridge test{again} ({LEG_LOWER}), both sides, rested and before that day's "
        "training. Then plan anew with its result."
    ]
    if outcome is not None:
        steps.append("Compare it only with tests of the same protocol; one day can differ from the next.")
    if level == "beginner":
        steps.append(
            "Steady on both sides, and this week easy: learn the movements with weights, light, one new one a week, "
            "and plan as experienced when you know them."
        )
    return steps


def _who(outcome: Outcome, used: str) -> str:
    sides = [side for side, found in outcome.known.items() if found == used]
    where = "on both sides" if len(sides) == len(SIDES) else f"on the {sides[0]} side"
    return f"In the test the hips {_DID[used]} {where}"


def _unknown_sides(outcome: Outcome) -> str:
    """Why the test does not tell of a side."""
    return " and ".join(
        f"of the {side} side the test {_UNKNOWN[outcome.of(side)]}" for side in SIDES if side not in outcome.known
    )


_UNKNOWN = {None: "saw nothing", "uncertain": "is not sure", "not-judged": "could not judge"}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
