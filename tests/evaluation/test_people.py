"""The bootstrap draws whole people, and its statistics are right for weighted reps."""

import numpy as np
import pytest

from formcheck.evaluation.people import mean, median_size, over_people, root_mean_square

FOUR = ["a", "b", "c", "d"]


def test_weights_count_a_value_as_often():
    values = np.array([1.0, -3.0, 4.0])
    weights = np.array([2.0, 0.0, 1.0])
    often = np.array([1.0, 1.0, 4.0])

    assert mean(values, weights) == pytest.approx(2.0)
    assert root_mean_square(values, weights) == pytest.approx(np.sqrt(np.mean(often**2)))
    assert median_size(values, weights) == pytest.approx(1.0)


@pytest.mark.parametrize("values", [[3.0], [-4.0, 1.0], [5.0, -1.0, 2.0], [-7.0, 1.0, 2.0, 4.0]])
def test_median_of_weights_of_one_is_the_median(values):
    sizes = np.array(values)

    assert median_size(sizes, np.ones_like(sizes)) == pytest.approx(np.median(np.abs(sizes)))


def test_statistics_of_many_draws_are_those_of_each_draw():
    values = np.array([2.0, -8.0, 3.0])
    draws = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]])

    assert mean(values, draws) == pytest.approx([8 / 3, -8.0])
    assert median_size(values, draws) == pytest.approx([3.0, 8.0])


def test_more_reps_of_the_same_people_do_not_narrow_the_interval():
    once = over_people(np.array([0.0, 2.0, 4.0, 6.0]), FOUR, mean)
    often = over_people(np.tile([0.0, 2.0, 4.0, 6.0], 50), FOUR * 50, mean)

    assert once is not None
    assert often == pytest.approx(once)
    assert once[1] - once[0] > 3.0


def test_more_people_narrow_the_interval():
    values = np.tile([0.0, 2.0, 4.0, 6.0], 10)

    low, high = over_people(values, [f"person {n}" for n in range(40)], mean)

    assert 2.0 < low < 3.0 < high < 4.0


def test_ends_are_those_of_all_draws_of_four_people():
    """Of the 256 draws of four people, one of whom is wrong by 8, 81 have him never and one has him always."""
    low, high = over_people(np.array([0.0, 0.0, 0.0, 8.0]), FOUR, mean)

    # 2.5 % of the draws have him three or four times (13 of 256, 5.1 %): 97.5 % lies at three, 6 degrees
    assert (low, high) == pytest.approx((0.0, 6.0))


def test_people_count_by_their_reps():
    """Three people with an error of 0 in one rep each, and one with 10 in seven: 7 of 10 reps."""
    low, high = over_people(np.array([0.0] * 3 + [10.0] * 7), ["a", "b", "c"] + ["d"] * 7, mean)

    assert low == pytest.approx(0.0)
    assert high == pytest.approx(10 * 21 / 22)  # d three times, one other once


def test_three_people_are_too_few_however_many_reps_they_did():
    assert over_people(np.arange(90.0), ["a", "b", "c"] * 30, mean) is None


def test_the_same_values_give_the_same_interval():
    values = np.linspace(-3.0, 5.0, 12)
    people = FOUR * 3

    assert over_people(values, people, root_mean_square) == over_people(values, people, root_mean_square)
