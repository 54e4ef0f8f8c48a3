"""Compares a test with an earlier one of the same protocol, side by side; a change is stated only where it is sure."""

from collections.abc import Mapping

from formcheck.assessment.details import TestDetails
from formcheck.assessment.previous import PreviousSide, PreviousTest
from formcheck.assessment.protocol import ProtocolId
from formcheck.assessment.result import ComparisonResult, Interval, Measure, SideComparison, SideResult
from formcheck.pose.landmarks import SIDES, Side

SMALLEST_CHANGE_DEG: float | None = 5.0
"""Smallest change of the sink in degrees that is stated, besides that both intervals have to be apart.

1.96 times the standard deviation of the error of a change, of rendered people who are filmed again, the camera
elsewhere: docs/assessment.md#filmed-again. How much a person varies from day to day is not in it.
"""

SMALLEST_CHANGE_S: float | None = None
"""The same for a hold in seconds. None: not measured, and a hold has no interval, so no change is stated."""

SMALLEST_CHANGE_REPS: float | None = None
"""The same for repetitions. None: not measured, and a count has no interval, so no change is stated."""

SMALLEST_CHANGE: dict[Measure, float | None] = {
    "sink_deg": SMALLEST_CHANGE_DEG,
    "hold_s": SMALLEST_CHANGE_S,
    "reps": SMALLEST_CHANGE_REPS,
}

MEASURES: dict[ProtocolId, Measure] = {"leg-lower/1": "sink_deg", "hold/1": "hold_s", "reps/1": "reps"}
"""What is compared, by protocol: the name of its field in `SideResult`."""

NOT_BEFORE = "this side was not in the previous test"
NO_NUMBER_BEFORE = "this side has no number in the previous test"
NOT_NOW = "this side was not seen in this test"
NO_NUMBER_NOW = "this side has no number in this test"
HIPS_FELL = "the hips came down to the floor in one of the tests, so there is no number to compare"
OVERLAP = "the ranges of both tests overlap"
TOO_SMALL = "the difference is smaller than the same person may show on two days"
SPREAD_UNKNOWN = "how much this number varies from day to day is not known"


STILL_GOING = "the clip ended"
"""How a hold ended whose end was not seen."""


def compare(
    details: TestDetails,
    protocol: ProtocolId,
    sides: Mapping[Side, SideResult],
    smallest: Mapping[Measure, float | None] = SMALLEST_CHANGE,
) -> ComparisonResult | None:
    """Put a test beside the previous one; None if none was given.

    Parameters
    ----------
    smallest : mapping
        Smallest difference of each measure that is stated as a change, in its unit; None if it is not known.
    """
    previous = details.previous
    if previous is None:
        return None
    measure = MEASURES[protocol]
    seen = [side for side in SIDES if side in sides or side in previous.sides]
    return ComparisonResult(
        previous_date=previous.date,
        previous_person=previous.person,
        previous_formcheck=previous.formcheck,
        same_person=details.same_person,
        measure=measure,
        smallest_change=smallest[measure],
        sides={side: _compared(previous, sides.get(side), side, measure, smallest[measure]) for side in seen},
    )


def _compared(
    previous: PreviousTest, now: SideResult | None, side: Side, measure: Measure, smallest: float | None
) -> SideComparison:
    before = previous.sides.get(side)
    number_before, interval_before = _number(before, measure)
    number_now, interval_now = _number(now, measure)
    apart = None if interval_before is None or interval_now is None else _apart(interval_before, interval_now)
    reason, change = _why_none(before, now), None
    if reason is None and number_before is not None and number_now is not None:
        change = number_now - number_before
        reason = _why_not_sure(change, apart, smallest)
    elif reason is None:
        reason = NO_NUMBER_BEFORE if number_before is None else NO_NUMBER_NOW
    return SideComparison(
        result_before=None if before is None else before.result,
        before=number_before,
        before_ci=interval_before,
        before_at_least=before is not None and before.hold_ended == STILL_GOING,
        now=number_now,
        now_ci=interval_now,
        apart=apart,
        change=None if change is None or reason is not None else round(change, 3),
        reason=reason,
    )


def _number(found: PreviousSide | SideResult | None, measure: Measure) -> tuple[float | None, Interval | None]:
    """The number of a side and its interval, which only the sink has."""
    if found is None:
        return None, None
    if measure == "sink_deg":
        return found.sink_deg, found.sink_ci
    return (found.hold_s if measure == "hold_s" else found.reps), None


def _apart(one: Interval, other: Interval) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def _why_none(before: PreviousSide | None, now: SideResult | None) -> str | None:
    """Why the two sides cannot be compared at all; None if they can, as far as they have numbers."""
    if before is None:
        return NOT_BEFORE
    if now is None:
        return NOT_NOW
    fell = before.hips_fell or any(trial.valid and trial.hips_fell for trial in now.trials)
    return HIPS_FELL if fell else None


def _why_not_sure(change: float, apart: bool | None, smallest: float | None) -> str | None:
    """Why a difference is not stated as a change; None if it is one."""
    if apart is None and smallest is None:
        return SPREAD_UNKNOWN
    if apart is False:
        return OVERLAP
    return TOO_SMALL if smallest is not None and abs(change) < smallest else None
