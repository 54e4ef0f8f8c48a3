"""What the test is told in: words for outcomes, stages and limits."""

from formcheck.assessment.phases import TestPhase
from formcheck.assessment.result import SideResult
from formcheck.assessment.side import Outcome, possible

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
    "measured": "good",
}
"""Look of an outcome on a page, as in the report of a set."""

MARKS = {"good": "✓", "close": "≈", "fault": "!", "not-judged": "–"}

MEANINGS: dict[Outcome, str] = {
    "steady": "The hips stayed up while the other leg was lowered.",
    "dips": "The hips sank or shook a little while the other leg was lowered.",
    "drops": "The hips sank clearly while the other leg was lowered.",
    "uncertain": "The camera cannot tell it surely enough to say one or the other.",
    "not-judged": "This side could not be judged.",
    "measured": "",
}

LIMITS: dict[str, str] = {
    "sink": "the hips sank",
    "wobble": "the hips shook",
    "arch": "the back arched beyond where it was on both feet",
    "recovery": "the hips took long to come back",
}
"""What kept a side from being steady."""

STAGES: dict[TestPhase, str | None] = {
    TestPhase.AWAY: None,
    TestPhase.FLOOR: "on the floor",
    TestPhase.BRIDGE: "both feet",
    TestPhase.OUT: "leg out",
    TestPhase.DOWN: "lower",
    TestPhase.BACK: "raise",
}


def degrees(value: float | None, interval: tuple[float, float] | None) -> str:
    """As in "8° (5 to 11)"; a dash where it was not measured."""
    if value is None or interval is None:
        return "–"
    return f"{_whole(value)}° ({_whole(interval[0])} to {_whole(interval[1])})"


def percent(value: float | None, interval: tuple[float, float] | None) -> str:
    """A share of the trunk's length, as in "7 % (3 to 11)"."""
    if value is None or interval is None:
        return "–"
    return f"{_whole(100 * value)} % ({_whole(100 * interval[0])} to {_whole(100 * interval[1])})"


def _whole(value: float) -> str:
    """Without a decimal, and without a zero below zero."""
    return f"{round(value) + 0:d}".replace("-", "\N{MINUS SIGN}")


def score(found: SideResult) -> str:
    """What a side is told as, in large words."""
    if found.hold_s is not None:
        more = "at least " if found.hold_ended == "the clip ended" else ""
        return f"{more}{found.hold_s:.0f} s"
    if found.reps is not None:
        return "1 repetition" if found.reps == 1 else f"{found.reps} repetitions"
    if found.result == "uncertain" and found.sink_ci is not None:
        return " or ".join(OUTCOMES[outcome] for outcome in possible(found.sink_ci))
    return OUTCOMES[found.result]
