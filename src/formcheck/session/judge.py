"""Judges a finished rep: one verdict for each rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from formcheck.motion.sagittal_readings import Readings, readings_of
from formcheck.motion.view import ALONG_BODY, Azimuth, Body, Posture
from formcheck.pose.landmarks import Side
from formcheck.rules.estimate import Estimate
from formcheck.rules.measures.base import History, Measurement
from formcheck.rules.rep_frames import RepFrames, RepTimes
from formcheck.rules.rep_rule import RepSignal
from formcheck.rules.rule import SIDE_UP_TO, Rule

SURE_FROM = 0.57
"""Sine of the turn from which a verdict asks for the whole interval, 35 degrees: docs/intervals.md#risk."""

SHARE_AT_SIDE = 0.2
"""Share of the interval that a verdict asks for in a side view: docs/intervals.md#risk."""


NO_DIRECTION = ("s", "%")
"""Units of what is the same whichever way the person faces: durations, and shares of the person's own reps."""


def verdict_share(turn: float) -> float:
    """Share of the half-width by which a value must lie beyond a limit, or inside it.

    Parameters
    ----------
    turn : float
        Sine of the turn of the camera: see `Readings`.
    """
    return float(np.interp(abs(turn), (SIDE_UP_TO, SURE_FROM), (SHARE_AT_SIDE, 1.0)))


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
    half_width : float or None
        The value is known to within this much, in its unit: an interval of `INTERVAL_LEVEL`. None if it is not known
        how well it is known.
    """

    rule: Rule
    verdict: Verdict
    value: float | None = None
    at_s: float | None = None
    reason: str | None = None
    close: bool = False
    half_width: float | None = None

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """Both ends of the interval, in the unit of the measure; None without one."""
        if self.value is None or self.half_width is None:
            return None, None
        return self.value - self.half_width, self.value + self.half_width


@dataclass(slots=True)
class Seen:
    """A rep and its other readings, which are made when the first rule asks for them.

    Attributes
    ----------
    window : RepFrames
        The rep.
    posture : Posture
        Position of the body in the exercise.
    """

    window: RepFrames
    posture: Posture
    _readings: Readings | None = None
    _windows: list[RepFrames] = field(default_factory=list)

    def readings(self) -> tuple[Readings, list[RepFrames]]:
        """All readings, and the rep in each of them but the image."""
        if self._readings is None:
            self._readings = readings_of(self.window.track, self.window.body, self.posture)
            others = self._readings.tracks[1:]
            self._windows = [replace(self.window, track=track, body=body) for track, body in others]
        return self._readings, self._windows


def judge_all(
    rules: tuple[Rule, ...], window: RepFrames, history: History, posture: Posture = "standing"
) -> list[RuleResult]:
    """Results of all rules on one rep; a fault that is explained by the fault of another rule is not judged."""
    seen = Seen(window, posture)
    return without_explained([judge(rule, window, history, seen) for rule in rules])


def without_explained(rule_results: list[RuleResult]) -> list[RuleResult]:
    """The results of one rep, in which a fault that is explained by the fault of another rule is not judged."""
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


def judge(rule: Rule, window: RepFrames, history: History, seen: Seen | None = None) -> RuleResult:
    """Result of one rule on one rep.

    Parameters
    ----------
    rule : Rule
        The measure and its limits.
    window : RepFrames
        The rep.
    history : History
        Measurements of earlier reps of the set.
    seen : Seen, optional
        The rep with its other readings; without them a rule is judged by the image alone.
    """
    views = {
        window.times.view,
        window.body.view,
    }  # of this rep and of the camera now: both must be known and allowed
    if not views <= set(rule.seen_from):
        hidden = "view not known" if "unknown" in views else "wrong view"
        return RuleResult(rule, Verdict.NOT_JUDGED, reason=hidden)
    if not window.times.turn_shown:
        return RuleResult(rule, Verdict.NOT_JUDGED, reason="too few frames")
    measured = rule.measure.take(window, history)
    if measured.value is None or measured.reason is not None:
        return RuleResult(rule, Verdict.NOT_JUDGED, measured.value, measured.at_s, measured.reason)
    if measured.half_width is not None:
        return judge_estimate(rule, measured, Estimate(measured.value, measured.half_width), measured.share)
    along_body = bool(views & {*ALONG_BODY})
    if along_body and rule.along is not None:  # fits reach no farther
        return judge_estimate(rule, measured, rule.along.estimate(measured.value), 1.0)
    if rule.fit is None or seen is None or along_body:
        return judge_value(rule, measured, measured.value)
    return _by_interval(rule, measured, seen, history)


def judge_value(rule: Rule, measured: Measurement, value: float) -> RuleResult:
    """Verdict on a value of which it is not known how exact it is, but for the error of a small pose model."""
    too_low, too_high = _beyond(rule, value, value)
    if too_low and measured.at_least:
        return RuleResult(rule, Verdict.NOT_JUDGED, reason="seen only in part")
    if not (too_low or too_high):
        return RuleResult(rule, Verdict.GOOD, value, measured.at_s, close=_close(rule, value))
    if _within_margin(rule, value):
        return RuleResult(rule, Verdict.NOT_JUDGED, value, measured.at_s, "not sure with this pose model")
    return RuleResult(rule, Verdict.FAULT, value, measured.at_s)


def _by_interval(rule: Rule, measured: Measurement, seen: Seen, history: History) -> RuleResult:
    """Verdict on a rep that was measured in the image, and is now measured in the other readings too."""
    readings, windows = seen.readings()
    at_side = {seen.window.times.view, seen.window.body.view} == {"side"}
    values = [measured.value, *(rule.measure.take(window, history).value for window in windows)]
    return judge_readings(rule, measured, values, turn_for(rule, readings.turn, readings.agrees), at_side=at_side)


def turn_for(rule: Rule, turn: float, agrees: bool) -> float:
    """Turn of the camera for a rule, a sine: NaN if it is not known, or if the rule needs a direction that is not."""
    return turn if agrees or rule.measure.unit in NO_DIRECTION else float("nan")


def judge_readings(
    rule: Rule, measured: Measurement, values: Sequence[float | None], turn: float, *, at_side: bool
) -> RuleResult:
    """Verdict on what a rep was measured to be in its readings.

    Parameters
    ----------
    rule : Rule
        With a fit.
    measured : Measurement
        In the image, with a value.
    values : (4,) in the unit of the measure
        In each of the `Readings`, the image first; None where it could not be measured.
    turn : float
        Sine of the turn of the camera, as `turn_for` gives it.
    at_side : bool
        Whether the view is a side view.
    """
    assert rule.fit is not None
    assert measured.value is not None
    known = bool(np.isfinite(turn))
    if not (known or at_side):
        return RuleResult(rule, Verdict.NOT_JUDGED, reason="view not known")
    if not at_side and abs(turn) > rule.fit.up_to and "oblique" not in rule.views:
        return RuleResult(rule, Verdict.NOT_JUDGED, reason="wrong view")
    image = rule.fit.of_image(measured.value)
    found = rule.fit(values, turn) if known else image
    share = verdict_share(turn if known else 0.0)
    return judge_estimate(rule, measured, found, share, image.value if at_side else None)


def judge_estimate(
    rule: Rule, measured: Measurement, found: Estimate, share: float, image: float | None = None
) -> RuleResult:
    """Verdict on an interval: a fault if enough of it is beyond a limit, good if enough of it is inside.

    Parameters
    ----------
    rule, measured : Rule, Measurement
        What was measured.
    found : Estimate
        Its value with an interval.
    share : float
        Share of the half-width by which the value must lie beyond the limit, or inside it.
    image : float, optional
        Value in the image of a side view: there it is the best of the readings by far, and must have the same verdict.
    """
    result = _of_estimate(rule, found, measured, share)
    if image is None or result.reason is not None:
        return result
    if any(_beyond(rule, image, image)) == (result.verdict is Verdict.FAULT):
        return result
    return replace(result, verdict=Verdict.NOT_JUDGED, reason="too close to call", close=False)


def _of_estimate(rule: Rule, found: Estimate, measured: Measurement, share: float) -> RuleResult:
    """Verdict on an estimate; `share` of its half-width must lie on one side of the limit."""
    if rule.measure.never_negative:
        found = replace(found, value=max(found.value, 0.0))
    reach = share * found.half_width
    certain = _beyond(rule, found.value + reach, found.value - reach)
    possible = _beyond(rule, found.value - reach, found.value + reach)
    shown = RuleResult(rule, Verdict.NOT_JUDGED, found.value, measured.at_s, half_width=found.half_width)
    if possible[0] and measured.at_least:
        return RuleResult(rule, Verdict.NOT_JUDGED, reason="seen only in part")
    if any(certain) and np.isinf(rule.margin):
        return replace(shown, reason="not sure with this pose model")
    if any(certain):
        return replace(shown, verdict=Verdict.FAULT)
    if any(possible):
        return replace(shown, reason="too close to call")
    return replace(shown, verdict=Verdict.GOOD, close=_close(rule, found.value))


def _beyond(rule: Rule, for_low: float, for_high: float) -> tuple[bool, bool]:
    """Whether one value is below the lower limit, and another above the upper limit."""
    too_low = rule.fault_below is not None and for_low < rule.fault_below
    too_high = rule.fault_above is not None and for_high > rule.fault_above
    return too_low, too_high


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
