"""Times of a network camera: stated steps where they are credible, never later than the arrival."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.frames.network_clock import MOST_LAG_S, NetworkClock

STEP_S = 1 / 15


def times(stated, arrived, **options):
    clock = NetworkClock(**options)
    return np.array([clock.add(*pair) for pair in zip(stated, arrived, strict=True)]), clock


def test_the_jitter_of_the_network_is_taken_out():
    taken = np.arange(300) * STEP_S
    jitter = np.random.default_rng(0).uniform(0.0, 0.3, 300)
    jitter[0] = 0.0
    got, _ = times(taken + 1000.0, np.maximum.accumulate(taken + 5.0 + jitter))

    assert np.diff(got) == pytest.approx(np.full(299, STEP_S), abs=0.12)  # as the best delay becomes known
    assert np.diff(got[150:]).std() < 0.003


def test_pictures_that_had_piled_up_do_not_delay_the_later_ones():
    taken = np.arange(60) * STEP_S
    arrived = np.maximum(taken, 2.0)  # the first thirty come at once
    got, _ = times(taken, arrived)

    assert got[-20:] == pytest.approx(taken[-20:], abs=0.002)


def test_a_pause_of_the_network_leaves_the_steps_as_they_were():
    taken = np.arange(200) * STEP_S
    arrived = np.where((taken > 6.0) & (taken < 8.0), 8.0, taken)
    got, clock = times(taken, arrived)

    assert got == pytest.approx(taken, abs=0.001)
    assert clock.credible


@pytest.mark.parametrize("factor", [0.6, 0.8, 0.93])
def test_a_slow_clock_of_the_camera_is_found_out(factor):
    arrived = np.arange(600) * STEP_S
    got, clock = times(arrived * factor, arrived)

    assert not clock.credible
    assert got[200:] == pytest.approx(arrived[200:])


@pytest.mark.parametrize("factor", [1.2, 25 / 15])
def test_with_a_fast_clock_of_the_camera_times_are_those_of_arrival(factor):
    arrived = np.arange(300) * STEP_S
    got, _ = times(arrived * factor, arrived)

    assert got == pytest.approx(arrived)


def test_a_clock_that_drifts_as_real_ones_do_is_followed():
    arrived = np.arange(15 * 600) * STEP_S
    got, clock = times(arrived * (1 - 1e-4), arrived)

    assert clock.credible
    assert np.abs(got - arrived).max() < 0.01


@pytest.mark.parametrize("jump_s", [-5000.0, -4.0, 4.0, 5000.0])
def test_after_a_jump_of_the_stated_times_they_go_on_from_the_arrival(jump_s):
    arrived = np.arange(300) * STEP_S
    got, clock = times(arrived + jump_s * (arrived > 10.0), arrived)

    assert got == pytest.approx(arrived, abs=0.001)
    assert clock.credible


def test_pictures_in_advance_keep_their_distance_to_the_first():
    taken = np.arange(60) * STEP_S
    arrived = np.floor(taken)  # segments of a second, a second before their time at most
    got, _ = times(taken, arrived, in_advance=True)

    assert got == pytest.approx(taken)


def test_without_stated_times_they_are_those_of_arrival():
    arrived = np.cumsum(np.random.default_rng(1).uniform(0.02, 0.1, 50))
    got, _ = times([None] * 50, arrived)

    assert got == pytest.approx(arrived)


@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(0.0, 2.0)), min_size=1, max_size=50))
def test_times_rise_whatever_is_stated_and_are_never_ahead_nor_far_behind(pairs):
    arrived = np.cumsum([wait_s for _, wait_s in pairs])
    got, _ = times([stated for stated, _ in pairs], arrived)

    assert (np.diff(got) > 0).all()
    assert (got <= arrived + 0.001 * len(pairs)).all()
    assert (got >= arrived - MOST_LAG_S).all()
