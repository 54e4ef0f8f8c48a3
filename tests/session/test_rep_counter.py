"""The counter follows one signal: out, turn and back make a movement, and nothing else does."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from figures import GLUTE_BRIDGE, Path, along, bridge_path, times
from formcheck.motion.signals.angles import HIP_ANGLE
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rep_rule import RepRule, RepSignal
from formcheck.session.rep_counter import Movement, RepCounter

DRIVER = RepSignal(HIP_ANGLE, rep_range=20.0, attempt_range=10.0, views=("side",))
RULE = replace(GLUTE_BRIDGE.rep, signals_by_view=(DRIVER,), max_s=60.0, held=False)

Steps = list[tuple[float, float, bool]]
"""Time, value, in position."""


def steps(path: Path, fps: float = 30.0) -> Steps:
    t = times(path, fps)
    return [(float(a), float(b), True) for a, b in zip(t, along(path, t), strict=True)]


def followed(values: Steps, rule: RepRule = RULE) -> tuple[RepCounter, list[Movement]]:
    """The counter after these values, and the movements it found."""
    counter = RepCounter(rule, DRIVER)
    return counter, [done for done in (counter.step(*value) for value in values) if done is not None]


def movements(values: Steps, rule: RepRule = RULE) -> list[Movement]:
    """All movements, including one at the end of the set."""
    counter, done = followed(values, rule)
    last = counter.finish()
    return done if last is None else [*done, last]


def complete(values: Steps, rule: RepRule = RULE) -> int:
    """Number of movements that came back."""
    return sum(done.broken_off is None for done in movements(values, rule))


@pytest.mark.parametrize("reps", [0, 1, 3, 10])
def test_each_out_and_back_is_one_movement(reps: int):
    assert complete(steps(bridge_path(reps))) == reps


def test_movement_knows_when_and_how_far():
    (done,) = movements(steps(bridge_path(1, lead_s=1.0, lift_s=1.0, hold_s=1.5, lower_s=1.4)))

    assert done.start_s == pytest.approx(1.0, abs=0.3)
    assert 2.0 <= done.peak_s <= 3.5
    assert done.end_s == pytest.approx(4.9, abs=0.4)
    assert (done.base, done.peak) == pytest.approx((118.0, 180.0), abs=0.1)
    assert done.broken_off is None


@pytest.mark.parametrize("amplitude", [0.0, 1.0, 4.5])
def test_stillness_and_jitter_never_count(amplitude: float):
    t = np.arange(1800) / 30
    noise = np.random.default_rng(1).uniform(-amplitude, amplitude, len(t))

    assert movements([(a, 118.0 + b, True) for a, b in zip(t, noise, strict=True)]) == []


def test_rise_is_reported_from_the_attempt_range_on():
    assert movements(steps(bridge_path(1, top_deg=118.0 + 9.5))) == []
    assert len(movements(steps(bridge_path(1, top_deg=118.0 + 10.5)))) == 1


def test_slow_drift_is_not_a_movement():
    """Over minutes the body may settle by more than a rep's range."""
    assert movements(steps(((1.0, 118.0), (90.0, 150.0), (90.0, 118.0)))) == []


@pytest.mark.parametrize("fps", [5, 12, 24, 30, 60, 120])
def test_frame_rate_does_not_matter(fps: int):
    assert complete(steps(bridge_path(3), fps)) == 3


@pytest.mark.parametrize("factor", [0.4, 0.5, 2.0, 4.0])
def test_pace_does_not_matter(factor: float):
    assert complete([(factor * t, *rest) for t, *rest in steps(bridge_path(3))]) == 3


@pytest.mark.parametrize(("factor", "by"), [(1.0, -100.0), (2.0, 0.0), (-1.0, 0.0)])
def test_level_does_not_matter_and_direction_does(factor: float, by: float):
    values = [(t, factor * value + by, there) for t, value, there in steps(bridge_path(3))]

    # reversed, the body rises from low to high after each of three tops, the last time to the end of the set
    assert complete(values) == 3


def test_reps_without_rest_between_them_are_apart():
    assert complete(steps(bridge_path(5, hold_s=0.2, rest_s=0.0))) == 5


def test_next_rep_may_begin_before_the_floor_is_reached():
    bounce = (
        (1.0, 118.0),
        (1.0, 180.0),
        (0.5, 180.0),
        (1.0, 140.0),
        (1.0, 180.0),
        (0.5, 180.0),
        (1.2, 118.0),
        (1, 118.0),
    )

    assert complete(steps(bounce)) == 2


def test_coming_back_by_less_than_half_is_one_rep():
    dip = (
        (1.0, 118.0),
        (1.0, 180.0),
        (0.5, 180.0),
        (0.8, 156.0),
        (0.8, 180.0),
        (0.5, 180.0),
        (1.2, 118.0),
        (1.0, 118.0),
    )

    assert complete(steps(dip)) == 1


def test_pause_on_the_way_up_is_one_rep():
    pause = ((1.0, 118.0), (0.6, 148.0), (1.5, 148.0), (0.6, 180.0), (1.0, 180.0), (1.4, 118.0), (1.0, 118.0))

    assert complete(steps(pause)) == 1


def test_pause_on_the_way_down_is_one_rep():
    pause = ((1.0, 118.0), (1.0, 180.0), (1.0, 180.0), (0.7, 160.0), (1.5, 160.0), (0.7, 118.0), (1.0, 118.0))

    assert complete(steps(pause)) == 1


def test_phases_come_in_order():
    counter, seen = RepCounter(RULE, DRIVER), []
    for value in steps(bridge_path(1)):
        counter.step(*value)
        seen.append(counter.phase)
    changes = [phase for phase, before in zip(seen, [None, *seen], strict=False) if phase != before]

    assert changes == [Phase.REST, Phase.OUT, Phase.TURN, Phase.BACK, Phase.REST]


def test_phase_is_shown_without_much_delay():
    """A live hold timer that starts late would make people hold for longer than prescribed."""
    counter, first = RepCounter(RULE, DRIVER), {}
    for value in steps(bridge_path(1)):  # lifted from 1.0 to 2.0, held until 3.5
        counter.step(*value)
        first.setdefault(counter.phase, value[0])

    assert first[Phase.OUT] == pytest.approx(1.0, abs=0.5)
    assert first[Phase.TURN] == pytest.approx(2.0, abs=0.25)
    assert first[Phase.BACK] == pytest.approx(3.5, abs=0.7)


def test_hold_timer_runs_while_the_top_is_held():
    counter, shown = RepCounter(RULE, DRIVER), {}
    for value in steps(bridge_path(1, hold_s=3.0)):
        counter.step(*value)
        shown[round(value[0], 2)] = counter.hold_s

    assert shown[1.5] == 0.0
    assert shown[4.9] == pytest.approx(2.9, abs=0.25)
    assert shown[4.0] - shown[3.0] == pytest.approx(1.0, abs=0.01)
    assert counter.hold_s == 0.0


def test_progress_goes_from_0_to_1_and_back():
    counter, shown = RepCounter(RULE, DRIVER), []
    for value in steps(bridge_path(2, rest_s=1.0)):
        counter.step(*value)
        shown.append(counter.progress)

    assert (min(shown), max(shown)) == (0.0, 1.0)
    assert shown[28] == pytest.approx(0.0, abs=0.02)
    assert shown[80] == pytest.approx(1.0, abs=0.02)
    assert shown[-1] == pytest.approx(0.0, abs=0.02)


def test_open_movement_is_known_by_its_start_and_rise():
    counter, _ = followed(steps(bridge_path(1))[:90])
    rested, _ = followed(steps(bridge_path(1)))

    assert counter.open_since_s == pytest.approx(1.2, abs=0.3)
    assert counter.rise == pytest.approx(62.0, abs=0.1)
    assert (rested.open_since_s, rested.rise) == (None, 0.0)


# What breaks a movement off


def test_end_of_the_set_on_the_way_back_counts():
    values = [step for step in steps(bridge_path(1)) if step[0] < 4.5]

    assert complete(values) == 1


def test_end_of_the_set_on_the_way_out_does_not_count():
    (broken,) = movements([step for step in steps(bridge_path(1)) if step[0] < 1.8])

    assert broken.broken_off == "the clip ends in the middle"


@pytest.mark.parametrize(
    ("unseen_s", "reason"), [(0.3, "the clip ends in the middle"), (0.8, "not seen"), (2.0, "not seen")]
)
def test_end_of_the_set_after_the_signal_was_lost_is_not_blamed_on_the_clip(unseen_s: float, reason: str):
    values = [(t, v if t < 1.8 else np.nan, there) for t, v, there in steps(bridge_path(1)) if t < 1.8 + unseen_s]

    (broken,) = movements(values)

    assert broken.broken_off == reason
    assert broken.end_s == pytest.approx(1.8, abs=0.05)


@pytest.mark.parametrize("until_s", [2.5, 3.4])
def test_end_of_the_set_at_the_turn_counts_and_says_that_the_end_was_not_seen(until_s: float):
    (cut,) = movements([step for step in steps(bridge_path(1)) if step[0] < until_s])

    assert (cut.broken_off, cut.cut, cut.end_seen) == (None, True, False)


def test_end_of_the_set_at_a_turn_far_below_the_others_does_not_count():
    """Standing up to switch the camera off."""
    set_of_one = steps(bridge_path(1))
    rising = [(t + set_of_one[-1][0] + 0.1, v, w) for t, v, w in steps(bridge_path(1, top_deg=145.0)) if t < 2.5]

    whole, cut = movements([*set_of_one, *rising])

    assert (whole.broken_off, cut.broken_off) == (None, "the clip ends in the middle")


@pytest.mark.parametrize("from_s", [1.3, 1.6])
def test_recording_that_begins_on_the_way_out_counts_without_its_start(from_s: float):
    (found,) = movements([step for step in steps(bridge_path(1)) if step[0] > from_s])

    assert (found.broken_off, found.start_seen) == (None, False)


def test_recording_that_begins_at_rest_has_seen_the_start():
    assert [found.start_seen for found in movements(steps(bridge_path(2)))] == [True, True]


def test_leaving_the_position_is_set_up_and_no_attempt():
    values = [(t, value, t < 3.0) for t, value, _ in steps(bridge_path(1))]

    assert movements(values) == []


def test_leaving_the_position_at_rest_or_after_a_small_rise_is_not_reported():
    small = [(t, value, t < 3.0) for t, value, _ in steps(bridge_path(1, top_deg=135.0))]
    rest = [(t, value, t < 0.5) for t, value, _ in steps(bridge_path(1))]

    assert movements(small) == movements(rest) == []


def test_movement_out_of_position_never_counts():
    assert movements([(t, value, False) for t, value, _ in steps(bridge_path(3))]) == []


def unseen(values: Steps, from_s: float, to_s: float) -> Steps:
    return [(t, np.nan if from_s <= t <= to_s else value, there) for t, value, there in values]


def test_short_time_unseen_does_not_matter():
    assert complete(unseen(steps(bridge_path(2)), 2.2, 3.1)) == 2


def test_long_time_unseen_breaks_off():
    broken, done = movements(unseen(steps(bridge_path(2, hold_s=6.0)), 2.3, 5.6))

    assert broken.broken_off == "not seen"
    assert broken.end_s == pytest.approx(2.3, abs=0.05)
    assert done.broken_off is None


def test_frames_that_never_came_are_frames_unseen():
    """A camera that stalls shows as little as one that looks at nobody."""
    values = [step for step in steps(bridge_path(2, hold_s=6.0)) if not 2.3 <= step[0] <= 5.6]

    assert [done.broken_off for done in movements(values)] == ["not seen", None]


def test_unseen_from_the_start_to_the_end_is_nothing():
    assert movements([(t, np.nan, True) for t, _, _ in steps(bridge_path(1))]) == []


def test_movement_that_takes_too_long_is_broken_off():
    rule = replace(RULE, max_s=5.0)

    assert complete(steps(bridge_path(1, hold_s=1.0)), rule) == 1
    assert movements(steps(bridge_path(1, hold_s=6.0)), rule)[0].broken_off == "not back within 5 s"


HELD = replace(RULE, max_s=5.0, held=True)


@pytest.mark.parametrize("hold_s", [1.0, 6.0, 60.0, 300.0])
def test_turn_that_may_be_held_counts_however_long_it_is_held(hold_s: float):
    (done,) = movements(steps(bridge_path(1, hold_s=hold_s), 10), HELD)

    assert done.broken_off is None
    assert done.end_s - done.start_s == pytest.approx(hold_s + 2.4, abs=0.7)


def test_reps_after_a_long_hold_count():
    long, short = steps(bridge_path(1, hold_s=20.0), 10), steps(bridge_path(2), 10)

    assert complete([*long, *((t + long[-1][0] + 0.1, *rest) for t, *rest in short)], HELD) == 3


def test_dip_within_a_long_hold_is_no_rep():
    """The hips sink by a quarter and are lifted again, after the limit."""
    dips = ((2.0, 180.0), (0.6, 164.0), (0.6, 180.0)) * 3
    path = ((1.0, 118.0), (1.0, 180.0), (8.0, 180.0), *dips, (1.4, 118.0), (1.0, 118.0))

    assert [done.broken_off for done in movements(steps(path), HELD)] == [None]


@pytest.mark.parametrize("hold_s", [0.0, 8.0])
def test_signal_that_drifted_is_rest_after_the_limit(hold_s: float):
    """The person has moved, and the signal stays higher: reps from there count, all but the first, which shows it."""
    drifted = ((1.0, 118.0), (1.0, 150.0), (hold_s + 6.0, 150.0))
    reps = ((1.0, 200.0), (1.0, 200.0), (1.4, 150.0), (1.0, 150.0)) * 3

    found = movements(steps((*drifted, *reps), 30), HELD)

    assert [done.broken_off for done in found] == ["not back within 5 s", None, None, None]


def test_hold_of_minutes_ends():
    """Somebody who stays up, or fell asleep: the frames of a movement are kept until it ends."""
    assert movements(steps(bridge_path(1, hold_s=700.0), 5), HELD)[0].broken_off == "not back within 5 s"


def test_counting_goes_on_after_a_break():
    values = steps(bridge_path(3))
    values = [(t, value, there and not 3.0 < t < 4.0) for t, value, there in values]

    assert complete(values) == 2


# Any input


def wandering(points: Iterable[tuple[float, float]], nans: set[int]) -> Steps:
    path = tuple(points)
    values = steps(path, 15.0)
    return [(t, np.nan if i in nans else value, there) for i, (t, value, there) in enumerate(values)]


@example([(1.0, 60.0), (1.0, 70.0), (1.0, 63.0), (0.2, 73.0)], set())  # above the last peak within one frame
@given(
    st.lists(st.tuples(st.floats(0.2, 3.0), st.floats(60.0, 220.0)), min_size=1, max_size=12),
    st.sets(st.integers(0, 300), max_size=40),
)
def test_movements_come_in_order_and_never_overlap(points, nans):
    found = movements(wandering(points, nans))
    moments = [moment for done in found for moment in (done.start_s, done.peak_s, done.end_s)]

    assert moments == sorted(moments)
    assert [done for done in found if done.peak - done.base < DRIVER.attempt_range] == []
    assert all(done.start_s < done.end_s for done in found)


@given(st.lists(st.tuples(st.floats(0.2, 3.0), st.floats(60.0, 220.0)), min_size=1, max_size=12))
def test_what_is_shown_stays_in_its_range(points):
    counter = RepCounter(RULE, DRIVER)
    for t, value, there in wandering(points, set()):
        counter.step(t, value, there)

        assert 0.0 <= counter.progress <= 1.0
        assert 0.0 <= counter.hold_s <= t
        assert counter.rise >= 0.0
