"""A test beside an earlier one: numbers side by side, and a change only where it is sure."""

from datetime import date

import pytest

from formcheck.assessment.comparison import (
    HIPS_FELL,
    NO_NUMBER_BEFORE,
    NO_NUMBER_NOW,
    NOT_BEFORE,
    NOT_NOW,
    OVERLAP,
    SMALLEST_CHANGE_DEG,
    SPREAD_UNKNOWN,
    TOO_SMALL,
    compare,
)
from formcheck.assessment.details import TestDetails
from formcheck.assessment.previous import PreviousSide, PreviousTest
from formcheck.assessment.result import SideResult

KNOWN = {"sink_deg": 5.0, "hold_s": 20.0, "reps": 4.0}


def now_of(result="dips", **values):
    return SideResult(result=result, reason=None, limited_by=[], source=0, **values)


def previous_of(protocol="leg-lower/1", **sides):
    return PreviousTest(
        path="before.json", protocol=protocol, person="Anna", date=date(2026, 3, 1), formcheck="0.1.0", sides=sides
    )


def left_of(before, now, protocol="leg-lower/1", **smallest):
    """The left side of a comparison."""
    details = TestDetails(previous=previous_of(protocol, **({} if before is None else {"left": before})))
    sides = {} if now is None else {"left": now}
    return compare(details, protocol, sides, **smallest).sides["left"]


def sink(value, low, high, kind=PreviousSide):
    values = {"sink_deg": value, "sink_ci": (low, high)}
    return kind(result="dips", **values) if kind is PreviousSide else now_of(**values)


def test_without_an_earlier_test_there_is_no_comparison():
    assert compare(TestDetails(), "leg-lower/1", {"left": now_of()}) is None


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [((12.0, 10.0, 14.0), (6.0, 4.0, 8.0), -6.0), ((6.0, 4.0, 8.0), (12.0, 10.0, 14.0), 6.0)],
)
def test_a_change_is_stated_when_the_intervals_are_apart(before, now, change):
    left = left_of(sink(*before), sink(*now, kind=None))

    assert (left.apart, left.change, left.reason) == (True, change, None)
    assert (left.before, left.before_ci, left.now, left.now_ci) == (before[0], before[1:], now[0], now[1:])


@pytest.mark.parametrize("now", [(6.0, 4.0, 10.0), (6.0, 4.0, 10.5), (12.0, 10.0, 14.0), (12.0, 5.0, 20.0)])
def test_no_change_is_stated_when_the_intervals_touch_or_overlap(now):
    left = left_of(sink(12.0, 10.0, 14.0), sink(*now, kind=None))

    assert (left.apart, left.change, left.reason) == (False, None, OVERLAP)


def test_a_smallest_change_is_asked_for_besides():
    before, now = sink(9.0, 8.0, 10.0), sink(5.5, 5.0, 6.0, kind=None)

    assert left_of(before, now, smallest={"sink_deg": 3.0}).change == -3.5
    left = left_of(before, now)
    assert 3.5 < SMALLEST_CHANGE_DEG < 6.0
    assert (left.apart, left.change, left.reason) == (True, None, TOO_SMALL)


@pytest.mark.parametrize(
    ("protocol", "before", "now"),
    [("hold/1", {"hold_s": 20.0}, {"hold_s": 90.0}), ("reps/1", {"reps": 3}, {"reps": 30})],
)
def test_seconds_and_repetitions_stand_side_by_side_until_their_spread_is_known(protocol, before, now):
    sides = PreviousSide(result="measured", **before), now_of("measured", **now)

    left = left_of(*sides, protocol)
    assert (left.before, left.now) == (*before.values(), *now.values())
    assert (left.apart, left.change, left.reason) == (None, None, SPREAD_UNKNOWN)
    assert left_of(*sides, protocol, smallest=KNOWN).change == left.now - left.before


def test_a_hold_that_the_earlier_clip_cut_off_lasted_at_least_as_long():
    before = PreviousSide(result="measured", hold_s=20.0, hold_ended="the clip ended")

    assert left_of(before, now_of("measured", hold_s=30.0), "hold/1").before_at_least


def test_hips_that_fell_have_no_number_to_compare():
    fell = PreviousSide(
        result="drops", sink_deg=30.0, sink_ci=(20.0, 40.0), trials=[{"valid": True, "hips_fell": True}]
    )
    set_apart = PreviousSide(
        result="dips", sink_deg=30.0, sink_ci=(20.0, 40.0), trials=[{"valid": False, "hips_fell": True}]
    )
    now = sink(5.0, 3.0, 7.0, kind=None)

    assert (left_of(fell, now).change, left_of(fell, now).reason) == (None, HIPS_FELL)
    assert left_of(set_apart, now).change == -25.0


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        (None, sink(5.0, 3.0, 7.0, kind=None), NOT_BEFORE),
        (sink(5.0, 3.0, 7.0), None, NOT_NOW),
        (PreviousSide(result="not-judged"), sink(5.0, 3.0, 7.0, kind=None), NO_NUMBER_BEFORE),
        (sink(5.0, 3.0, 7.0), now_of("not-judged"), NO_NUMBER_NOW),
    ],
)
def test_a_side_without_a_number_in_one_test_says_so(before, now, reason):
    left = left_of(before, now)

    assert (left.change, left.reason) == (None, reason)
    assert left.result_before == (None if before is None else before.result)
