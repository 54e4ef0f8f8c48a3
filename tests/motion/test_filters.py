"""The judging filter takes away jitter and nothing else; the live filter never looks ahead."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from figures import bridge_track, nobody
from formcheck.motion.filters import OneEuro, zero_lag, zero_lag_series

T = np.arange(150) / 30
CUTOFF_HZ = 4.0
series = arrays(np.float64, len(T), elements=st.floats(-500, 500, width=32))


def smoothed(time_s: np.ndarray, values: np.ndarray) -> np.ndarray:
    """One series through the filter that looks both ways."""
    return zero_lag_series(time_s, values[:, None], CUTOFF_HZ)[:, 0]


def bump(time_s: np.ndarray) -> np.ndarray:
    """A smooth rise of 60 over 100 and back, highest at 2.0 s."""
    return 100.0 + 60.0 * np.exp(-(((time_s - 2.0) / 0.4) ** 2))


# The filter that looks both ways


@given(st.floats(-1e4, 1e4))
def test_constant_stays(level):
    np.testing.assert_allclose(smoothed(T, np.full(len(T), level)), level, atol=1e-6)


def test_steady_movement_stays_to_its_very_ends():
    line = 40.0 - 12.5 * T

    np.testing.assert_allclose(smoothed(T, line), line, atol=0.05)


@given(series, st.floats(0.25, 4), st.floats(-1000, 1000))
def test_scaling_and_shifting_commute_with_the_filter(values, factor, by):
    one_way = smoothed(T, factor * values + by)
    other_way = factor * smoothed(T, values) + by

    np.testing.assert_allclose(one_way, other_way, atol=1e-3)


@pytest.mark.parametrize(
    "time_s",
    [T[0] + np.arange(150) * 1e-8, np.concatenate([np.arange(75) * 1e-6, 1.0 + np.arange(75) * 0.4]), T * 1e7],
    ids=["close together", "close and far", "far apart"],
)
def test_times_from_outside_cost_no_more_than_usual_ones(time_s):
    tracemalloc.start()
    smooth = smoothed(time_s, bump(T))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert np.isfinite(smooth).all()
    assert peak < 5e6


def test_peak_is_neither_late_nor_flattened():
    smooth = smoothed(T, bump(T))

    assert T[np.argmax(smooth)] == 2.0
    assert smooth.max() == pytest.approx(160.0, abs=1.5)


def test_backwards_in_time_gives_the_same_backwards():
    noisy = bump(T) + np.random.default_rng(1).normal(size=len(T))

    forwards = smoothed(T, noisy)
    backwards = smoothed(T, noisy[::-1])[::-1]

    np.testing.assert_allclose(forwards[30:-30], backwards[30:-30], atol=0.2)


@pytest.mark.parametrize("fps", [15, 30, 60, 120])
def test_jitter_goes_and_movement_stays(fps: int):
    t = np.arange(5 * fps) / fps
    jitter = np.random.default_rng(2).normal(scale=3.0, size=len(t))

    error = smoothed(t, bump(t) + jitter) - bump(t)

    assert np.std(error) < 0.85 * np.std(jitter)
    assert np.std(smoothed(t, bump(t)) - bump(t)) < 1.2


def test_fast_oscillation_is_stopped_and_slow_one_passes():
    fast, slow = np.sin(2 * np.pi * 12 * T), np.sin(2 * np.pi * 0.5 * T)
    middle = slice(30, -30)

    assert np.abs(smoothed(T, fast)[middle]).max() < 0.05
    np.testing.assert_allclose(smoothed(T, slow)[middle], slow[middle], atol=0.02)


def test_cutoff_is_the_frequency_at_which_half_the_amplitude_is_left():
    """Two passes of -3 dB each."""
    t = np.arange(1200) / 120
    wave = np.sin(2 * np.pi * CUTOFF_HZ * t)

    left = np.abs(smoothed(t, wave)[120:-120]).max()

    assert left == pytest.approx(0.5, abs=0.03)


def test_single_outlier_is_taken_out():
    spoilt = bump(T)
    spoilt[70] += 400.0

    np.testing.assert_allclose(smoothed(T, spoilt), bump(T), atol=1.5)


def test_short_gap_is_bridged_and_a_long_one_stays():
    values = bump(T)
    values[40:45] = np.nan  # from 1.30 to 1.50 s: 0.2 s between what was seen
    values[100:107] = np.nan  # 0.27 s

    smooth = smoothed(T, values)

    assert np.flatnonzero(np.isnan(smooth)).tolist() == list(range(100, 107))
    np.testing.assert_allclose(smooth[40:45], bump(T)[40:45], atol=3.0)


def test_gaps_at_the_ends_stay():
    values = bump(T)
    values[:3], values[-2:] = np.nan, np.nan

    smooth = smoothed(T, values)

    assert np.flatnonzero(np.isnan(smooth)).tolist() == [0, 1, 2, 148, 149]


def test_what_lies_beyond_a_long_gap_has_no_influence():
    values = bump(T)
    values[60:75] = np.nan
    other = values.copy()
    other[75:] += 500.0

    assert smoothed(T, values)[:60].tolist() == smoothed(T, other)[:60].tolist()


@pytest.mark.parametrize("seen", [[], [7], [7, 8], [3, 30, 60, 90]], ids=len)
def test_next_to_nothing_seen_is_no_trouble(seen: list[int]):
    values = np.full(len(T), np.nan)
    values[seen] = 5.0

    smooth = smoothed(T, values)

    assert set(np.flatnonzero(np.isfinite(smooth))) <= set(seen)
    assert set(smooth[np.isfinite(smooth)].round(9)) <= {5.0}


@pytest.mark.parametrize("n", [0, *range(2, 40)])
def test_few_frames_are_no_trouble(n: int):
    np.testing.assert_allclose(smoothed(T[:n], np.full(n, 3.0)), np.full(n, 3.0), atol=1e-9)


def test_a_single_picture_is_left_as_it_is():
    track = bridge_track(1)[:1]

    np.testing.assert_array_equal(zero_lag(track, CUTOFF_HZ).image, track.image)


def test_uneven_frame_times_do_no_harm():
    uneven = np.sort(T + np.random.default_rng(3).uniform(-0.012, 0.012, len(T)))

    np.testing.assert_allclose(smoothed(uneven, bump(uneven)), bump(uneven), atol=1.5)


def test_filter_knows_seconds_not_frames():
    """Half of the frames missing at random: the peak is still where it was."""
    kept = np.sort(np.random.default_rng(4).choice(len(T), 75, replace=False))

    smooth = smoothed(T[kept], bump(T[kept]))

    assert T[kept][np.nanargmax(smooth)] == pytest.approx(2.0, abs=0.1)


def test_track_is_filtered_like_its_single_columns():
    track = nobody(bridge_track(1, noise_px=2.0), 2.0, 2.5)
    track.image[40:60, 24] = np.nan  # some landmarks are missing at other times than the rest
    track.image[90:105, 26] = np.nan

    smooth = zero_lag(track, CUTOFF_HZ)

    for mark in (0, 11, 24, 26):
        for axis in (0, 1):
            alone = smoothed(track.time_s, track.image[:, mark, axis])
            np.testing.assert_allclose(smooth.image[:, mark, axis], alone, atol=1e-9)


def test_filter_leaves_times_world_and_visibility_and_its_input_alone():
    track = bridge_track(1, noise_px=2.0)
    before = track.image.copy()

    smooth = zero_lag(track, CUTOFF_HZ)

    np.testing.assert_array_equal(track.image, before)
    np.testing.assert_array_equal(smooth.time_s, track.time_s)
    np.testing.assert_array_equal(smooth.world, track.world)
    np.testing.assert_array_equal(smooth.visibility, track.visibility)


# The filter for what is shown live


def one_euro(values: np.ndarray, time_s: np.ndarray = T) -> np.ndarray:
    follow = OneEuro()
    return np.array([follow(float(t), float(v)) for t, v in zip(time_s, values, strict=True)])


@given(st.floats(-1e4, 1e4))
def test_live_filter_keeps_a_constant(level):
    np.testing.assert_allclose(one_euro(np.full(len(T), level)), level)


@given(series, st.integers(1, len(T) - 1))
def test_live_filter_never_looks_ahead(values, n):
    assert one_euro(values)[:n].tolist() == one_euro(values[:n], T[:n]).tolist()


@given(series)
def test_live_filter_never_overshoots_what_came_in(values):
    shown = one_euro(values)

    assert np.all(shown <= np.maximum.accumulate(values) + 1e-9)
    assert np.all(shown >= np.minimum.accumulate(values) - 1e-9)


def test_live_filter_calms_jitter():
    jitter = np.random.default_rng(5).normal(size=len(T))

    assert np.std(one_euro(jitter)[10:]) < 0.7 * np.std(jitter)


def test_live_filter_follows_a_bridge_within_a_tenth_of_a_second():
    assert T[np.argmax(one_euro(bump(T)))] == pytest.approx(2.0, abs=0.1)


def test_live_filter_knows_seconds_not_frames():
    """A small step is shown to two thirds after 80 ms, the time constant of 2 Hz, at any frame rate."""
    for fps in (25, 50, 100, 200):
        t = np.arange(2 * fps) / fps
        shown = one_euro(np.where(t < 1.0, 0.0, 0.1), t)

        assert np.interp(1.08, t, shown) == pytest.approx(0.067, abs=0.012), fps


def test_live_filter_follows_fast_movement_more_closely_than_slow():
    step = np.where(T < 1.0, 0.0, 1.0)
    share_after_100_ms = [one_euro(size * step)[33] / size for size in (1.0, 100.0)]

    assert share_after_100_ms[1] > share_after_100_ms[0] + 0.05


def test_live_filter_lets_unseen_through_and_starts_afresh():
    values = np.full(20, 100.0)
    values[8:10] = np.nan
    values[10:] = 170.0

    shown = one_euro(values, T[:20])

    assert np.flatnonzero(np.isnan(shown)).tolist() == [8, 9]
    assert shown[10:].tolist() == [170.0] * 10


def test_a_long_track_is_filtered_like_its_landmarks_alone():
    """Filtered in parts, since a dozen copies of an hour's landmarks would fill the memory."""
    time_s = np.arange(9_000) / 30
    waves = np.sin(time_s[:, None] * np.linspace(1, 3, 66)) + 0.1 * np.cos(40 * time_s)[:, None]

    together = zero_lag_series(time_s, waves, 6.0)

    alone = np.hstack([zero_lag_series(time_s, waves[:, [i]], 6.0) for i in (0, 30, 65)])
    np.testing.assert_allclose(together[:, [0, 30, 65]], alone, rtol=0, atol=1e-12)
