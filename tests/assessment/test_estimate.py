"""Values with intervals against limits."""

import pytest

from formcheck.assessment.decision import AT_THE_LIMIT, possible, surely_drops, to_settle
from formcheck.assessment.estimate import Estimate, mean_of
from formcheck.assessment.side import difference_pct


@pytest.mark.parametrize(
    ("interval", "outcomes"),
    [
        ((-2.0, 6.0), ("steady",)),
        ((-2.0, 7.5), ("steady",)),  # 91 % below 6
        ((-1.0, 8.0), ("steady", "dips")),  # 86 % below 6
        ((5.0, 7.0), ("steady", "dips")),
        ((6.5, 9.5), ("dips",)),
        ((7.0, 12.0), ("dips", "drops")),
        ((2.0, 13.0), ("steady", "dips")),  # both limits are in it: the likelier neighbours
        ((3.0, 14.0), ("dips", "drops")),
        ((-10.0, 40.0), ("dips", "drops")),  # never steady or drops
        ((9.7, 20.0), ("drops",)),
        ((9.0, 14.0), ("drops",)),  # 88 % above 10
        ((8.5, 14.0), ("dips", "drops")),
    ],
)
def test_an_interval_allows_these_outcomes(interval, outcomes):
    assert possible(interval) == outcomes


def test_the_difference_keeps_its_sign_and_is_of_the_larger():
    assert difference_pct(0.8, 1.0) == pytest.approx(-20.0)
    assert difference_pct(1.0, 0.8) == pytest.approx(20.0)


def test_a_mean_is_surer_only_by_what_its_parts_do_not_share():
    parts = [Estimate(value, 2.0, at_s) for value, at_s in ((4.0, 1.0), (6.0, 2.0), (11.0, 3.0))]

    assert (mean_of(parts, 1.0).value, mean_of(parts, 1.0).sd, mean_of(parts, 1.0).at_s) == (7.0, 2.0, 2.0)
    assert mean_of(parts, 0.0).sd == pytest.approx(2.0 / 3**0.5)
    assert mean_of(parts[:1], 0.4) == parts[0]


def test_a_sink_that_was_not_measured_drops_nothing():
    assert not surely_drops(None)
    assert surely_drops(Estimate(20.0, 2.0))
    assert not surely_drops(Estimate(12.5, 2.0))  # though drops is the only outcome that is likely
    assert possible(Estimate(12.5, 2.0).interval) == ("drops",)


def test_what_settles_an_outcome_is_the_easiest_that_would():
    ways = [("one more lowering", 3.0), ("film exactly from the side", 1.0), ("both", 0.5)]

    assert to_settle(4.0, ways) == "film exactly from the side"
    assert to_settle(0.5, ways) == "one more lowering"
    assert to_settle(6.1, ways) == AT_THE_LIMIT
