"""Values with intervals against limits."""

import pytest

from formcheck.assessment.estimate import Estimate
from formcheck.assessment.side import difference_pct, possible


@pytest.mark.parametrize(
    ("value", "sd", "level"),
    [
        (2.0, 1.0, "good"),
        (8.0, 0.5, "close"),
        (14.0, 1.0, "far"),
        (5.5, 1.0, "uncertain"),
        (10.0, 0.2, "uncertain"),
        (8.0, 4.0, "uncertain"),
    ],
)
def test_an_interval_that_straddles_a_limit_is_uncertain(value, sd, level):
    assert Estimate(value, sd).band(6.0, 10.0) == level


@pytest.mark.parametrize(
    ("interval", "outcomes"),
    [
        ((-2.0, 6.0), ("steady",)),
        ((5.0, 7.0), ("steady", "dips")),
        ((6.5, 9.5), ("dips",)),
        ((7.0, 12.0), ("dips", "drops")),
        ((3.0, 13.0), ("steady", "dips", "drops")),
        ((10.5, 20.0), ("drops",)),
    ],
)
def test_an_interval_allows_these_outcomes(interval, outcomes):
    assert possible(interval) == outcomes


def test_the_difference_keeps_its_sign_and_is_of_the_larger():
    assert difference_pct(0.8, 1.0) == pytest.approx(-20.0)
    assert difference_pct(1.0, 0.8) == pytest.approx(20.0)
