"""What became of a finished movement: a counted repetition, or an attempt."""

from dataclasses import dataclass

from formcheck.coaching.judge import Finding
from formcheck.coaching.rep_rule import Driver
from formcheck.coaching.window import RepTimes
from formcheck.motion.view import Body
from formcheck.pose.landmarks import Side


@dataclass(frozen=True, slots=True, eq=False)
class Rep:
    """A counted repetition with its moments and verdicts."""

    index: int
    window: RepTimes
    body: Body
    driver: Driver
    findings: list[Finding]
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A movement that was not counted, and why."""

    start_s: float
    end_s: float
    reason: str
    side: Side | None = None
