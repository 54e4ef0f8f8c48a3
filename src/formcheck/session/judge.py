"""Judges a finished rep: one verdict for each rule."""

from dataclasses import dataclass
from enum import StrEnum

from formcheck.motion.view import Azimuth, Body
from formcheck.pose.landmarks import Side
from formcheck.rules.measures.base import History
from formcheck.rules.rep_frames import RepFrames, RepTimes
from formcheck.rules.rep_rule import RepSignal
from formcheck.rules.rule import Rule


class Verdict(StrEnum):
    """The verdict of one rule on one rep."""

    GOOD = "good"
    FAULT = "fault"
    NOT_JUDGED = "not-judged"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The result of one rule on one rep.

    Attributes
    ----------
    rule : Rule
        The rule.
    verdict : Verdict
        Its verdict.
    value : float or None
        Measured value, in the unit of the rule's measure; None if it could not be measured.
    at_s : float or None
        Time that shows it, in seconds of the clip.
    reason : str or None
        Why it was not judged.
    close : bool
        Passed, but outside the target band.
    """

    rule: Rule
    verdict: Verdict
    value: float | None = None
    at_s: float | None = None
    reason: str | None = None
    close: bool = False


def judge_all(rules: tuple[Rule, ...], window: RepFrames, history: History) -> list[RuleResult]:
    """Results of all rules on one rep; a fault that is explained by the fault of another rule is not judged."""
    rule_results = [judge(rule, window, history) for rule in rules]
    faults = {result.rule.id for result in rule_results if result.verdict is Verdict.FAULT}
    return [
        RuleResult(result.rule, Verdict.NOT_JUDGED, reason=f"told by {causes[0]}")
        if result.verdict is Verdict.FAULT and (causes := sorted(faults.intersection(result.rule.explained_by)))
        else result
        for result in rule_results
    ]


def not_judged(rules: tuple[Rule, ...], reason: str) -> list[RuleResult]:
    """Results of rules that cannot be judged on a rep, all for the same reason."""
    return [RuleResult(rule, Verdict.NOT_JUDGED, reason=reason) for rule in rules]


def judge(rule: Rule, window: RepFrames, history: History) -> RuleResult:
    """Result of one rule on one rep.

    Parameters
    ----------
    rule : Rule
        The measure and its limits.
    window : RepFrames
        The rep.
    history : History
        Measurements of earlier reps of the set.
    """
    views = {
        window.times.view,
        window.body.view,
    }  # of this rep and of the camera now: both must be known and allowed
    if not views <= set(rule.views):
        hidden = "view not known" if "unknown" in views else "wrong view"
        return RuleResult(rule, Verdict.NOT_JUDGED, reason=hidden)
    if not window.times.turn_shown:
        return RuleResult(rule, Verdict.NOT_JUDGED, reason="too few frames")
    measured = rule.measure.take(window, history)
    value, at_s = measured.value, measured.at_s
    if value is None or measured.reason is not None:
        return RuleResult(rule, Verdict.NOT_JUDGED, value, at_s, measured.reason)
    too_low = rule.fault_below is not None and value < rule.fault_below
    too_high = rule.fault_above is not None and value > rule.fault_above
    if too_low and measured.at_least:
        return RuleResult(rule, Verdict.NOT_JUDGED, reason="seen only in part")
    if not (too_low or too_high):
        return RuleResult(rule, Verdict.GOOD, value, at_s, close=_close(rule, value))
    if _within_margin(rule, value):
        return RuleResult(rule, Verdict.NOT_JUDGED, value, at_s, "not sure with this pose model")
    return RuleResult(rule, Verdict.FAULT, value, at_s)


def _within_margin(rule: Rule, value: float) -> bool:
    """Whether the error of the pose model alone may have carried this value beyond a limit."""
    limits = (limit for limit in (rule.fault_below, rule.fault_above) if limit is not None)
    return any(abs(value - limit) < rule.margin for limit in limits)


def _close(rule: Rule, value: float) -> bool:
    """Whether a passing value lies between the target band and the limit of this rule.

    Another rule judges values beyond the other end of the band.
    """
    low, high = rule.good
    below = rule.fault_below is not None and low is not None and value < low
    above = rule.fault_above is not None and high is not None and value > high
    return below or above


@dataclass(frozen=True, slots=True, eq=False)
class Rep:
    """A counted repetition: its times, its body scale, the signal that it was counted in, and its verdicts.

    `azimuth` is where the camera stood during it; None if unknown.
    """

    index: int
    times: RepTimes
    body: Body
    driver: RepSignal
    rule_results: list[RuleResult]
    side: Side | None = None
    azimuth: Azimuth | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A movement that was not counted, and the reason. Times are seconds of the clip."""

    start_s: float
    end_s: float
    reason: str
    side: Side | None = None
