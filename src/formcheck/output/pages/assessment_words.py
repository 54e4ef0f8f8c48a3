"""Wording of the test: outcomes, phases and limits."""

from formcheck.assessment.decision import possible
from formcheck.assessment.phases import TestPhase
from formcheck.assessment.result import SideResult
from formcheck.assessment.side import Outcome

OUTCOMES: dict[Outcome, str] = {
    "steady": "steady",
    "dips": "dips",
    "drops": "drops",
    "uncertain": "cannot tell",
    "not-judged": "not judged",
    "measured": "measured",
}

KINDS: dict[Outcome, str] = {
    "steady": "good",
    "dips": "close",
    "drops": "fault",
    "uncertain": "not-judged",
    "not-judged": "not-judged",
    "measured": "measured",
}
"""CSS class of an outcome, the same as for verdicts in the report of a set."""

MARKS = {"good": "✓", "close": "≈", "fault": "!", "not-judged": "–", "measured": ""}
"""A number of seconds or repetitions is no verdict, and has no mark."""

MEANINGS: dict[Outcome, str] = {
    "steady": "The hips stayed up while the other leg was lowered.",
    "dips": "The hips sank or shook a little while the other leg was lowered.",
    "drops": "The hips sank clearly while the other leg was lowered.",
    "uncertain": "The measurement is not certain enough to decide.",
    "not-judged": "This side could not be judged.",
    "measured": "",
}

LIMITS: dict[str, str] = {
    "sink": "the hips sank",
    "wobble": "the hips shook",
    "arch": "the back arched more than on both feet",
    "recovery": "the hips were slow to come back up",
}
"""Why a side was not steady."""

STAGES: dict[TestPhase, str | None] = {
    TestPhase.AWAY: None,
    TestPhase.FLOOR: "on the floor",
    TestPhase.BRIDGE: "both feet",
    TestPhase.OUT: "leg out",
    TestPhase.DOWN: "lower",
    TestPhase.BACK: "raise",
}


def degrees(value: float | None, interval: tuple[float, float] | None) -> str:
    """An angle and its range, as in "8° (5 to 11)"; a dash if it was not measured."""
    if value is None or interval is None:
        return "–"
    return f"{_whole(value)}° ({_whole(interval[0])} to {_whole(interval[1])})"


def percent(value: float | None, interval: tuple[float, float] | None) -> str:
    """A share of trunk length and its range, as in "7 % (3 to 11)"; a dash if it was not measured."""
    if value is None or interval is None:
        return "–"
    return f"{_whole(100 * value)} % ({_whole(100 * interval[0])} to {_whole(100 * interval[1])})"


def _whole(value: float) -> str:
    """Rounded to a whole number, never "−0"."""
    return f"{round(value) + 0:d}".replace("-", "\N{MINUS SIGN}")


def score(result: SideResult) -> str:
    """The result of a side in a few words, for headings."""
    if result.hold_s is not None:
        more = "at least " if result.hold_ended == "the clip ended" else ""
        return f"{more}{result.hold_s:.0f} s"
    if result.reps is not None:
        return "1 repetition" if result.reps == 1 else f"{result.reps} repetitions"
    return outcome_words(result.result, result.sink_ci)


def outcome_words(outcome: Outcome, sink_ci: tuple[float, float] | None) -> str:
    """An outcome; if it is uncertain, those that the interval of the sink allows, as in "steady or dips"."""
    if outcome == "uncertain" and sink_ci is not None:
        return " or ".join(OUTCOMES[each] for each in possible(sink_ci))
    return OUTCOMES[outcome]
