"""Angles and distances obey their laws: they do not care where, how large and which way round a body is."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formcheck.motion.geometry import (
    angle_deg,
    angle_from_horizontal_deg,
    angle_from_vertical_deg,
    distance,
    signed_joint_angle_deg,
)

pixels = st.floats(-2000, 2000, width=32)
points = arrays(np.float64, (3, 2), elements=pixels)
turns = st.sampled_from((1, -1))


def spread_out(abc: np.ndarray) -> np.ndarray:
    """Only limbs of some length: the angle at a joint of no length is noise."""
    assume(np.hypot(*(abc[0] - abc[1])) > 1.0)
    assume(np.hypot(*(abc[2] - abc[1])) > 1.0)
    return abc


def rotated(abc: np.ndarray, degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return abc @ np.array([[c, s], [-s, c]])


def same_direction(a: float, b: float) -> bool:
    """Equal up to a full turn."""
    return abs((a - b + 180.0) % 360.0 - 180.0) < 1e-3


def test_straight_limb_is_180_degrees_in_every_direction():
    u = np.random.default_rng(1).normal(size=(1000, 3))

    np.testing.assert_allclose(angle_deg(u, np.zeros(3), -0.7 * u), 180.0, atol=1e-9)


def test_folded_limb_is_0_degrees_in_every_direction():
    u = np.random.default_rng(2).normal(size=(1000, 2))

    np.testing.assert_allclose(angle_deg(u, np.zeros(2), 0.7 * u), 0.0, atol=1e-9)


@pytest.mark.parametrize("truth", [1, 30, 90, 118, 135, 179])
def test_known_angles_are_measured(truth: float):
    end = 50.0 * np.array([np.cos(np.radians(truth)), np.sin(np.radians(truth))])

    assert angle_deg(np.array([120.0, 0.0]), np.zeros(2), end) == pytest.approx(truth)


@given(points, turns, st.floats(0.1, 10), st.floats(-180, 180), arrays(np.float64, 2, elements=pixels))
def test_angles_do_not_change_with_size_place_or_direction(abc, turn, factor, degrees, by):
    moved = factor * rotated(spread_out(abc), degrees) + by

    assert angle_deg(*moved) == pytest.approx(angle_deg(*abc), abs=1e-3)
    assert same_direction(signed_joint_angle_deg(*moved, turn), signed_joint_angle_deg(*abc, turn))


@given(points, turns)
def test_angle_in_a_mirror_is_the_angle_with_the_other_turn(abc, turn):
    mirrored = spread_out(abc) * (-1.0, 1.0)

    assert angle_deg(*mirrored) == pytest.approx(angle_deg(*abc), abs=1e-6)
    assert same_direction(signed_joint_angle_deg(*mirrored, -turn), signed_joint_angle_deg(*abc, turn))


@given(points, turns)
def test_angles_on_both_sides_of_a_joint_make_a_full_turn(abc, turn):
    both = signed_joint_angle_deg(*spread_out(abc), turn) + signed_joint_angle_deg(*abc, -turn)

    assert same_direction(both, 0.0)


@given(points)
def test_angle_is_the_same_from_either_end(abc):
    a, b, c = spread_out(abc)

    assert angle_deg(a, b, c) == pytest.approx(angle_deg(c, b, a), abs=1e-9)


@given(points, turns)
def test_turned_angle_is_the_plain_one_or_its_complement(abc, turn):
    plain, turned = angle_deg(*spread_out(abc)), signed_joint_angle_deg(*abc, turn)

    assert -90.0 <= turned <= 270.0
    assert min(abs(turned - x) for x in (plain, -plain, 360.0 - plain)) < 1e-3


def bridge_px(above_px: float, head: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Shoulder, hip and knee of a level body whose hip is this much above the line, and the rotation to be used."""
    shoulder, hip, knee = np.array([100.0, 300]), np.array([250.0, 300 - above_px]), np.array([380.0, 300])
    if head == "left":
        return shoulder, hip, knee, 1
    mirror = np.array([-1.0, 1.0])
    return shoulder * mirror, hip * mirror, knee * mirror, -1


@pytest.mark.parametrize("head", ["left", "right"])
def test_hips_above_the_line_read_over_180_and_below_it_under(head: str):
    high, level, low = (float(signed_joint_angle_deg(*bridge_px(above, head))) for above in (15, 0, -15))

    assert level == pytest.approx(180.0)
    assert 185.0 < high < 200.0
    assert high + low == pytest.approx(360.0)


def test_noise_about_a_straight_line_never_jumps_by_a_turn():
    wobble = np.random.default_rng(3).normal(scale=2.0, size=(500, 2))
    a, c = np.array([0.0, 100.0]), np.array([0.0, -100.0])

    assert np.ptp(signed_joint_angle_deg(a, wobble, c, 1)) < 30.0


def test_noise_about_a_folded_joint_never_jumps_by_a_turn():
    wobble = np.random.default_rng(4).normal(scale=2.0, size=(500, 2))
    a = np.array([0.0, 100.0])

    assert np.ptp(signed_joint_angle_deg(a, np.zeros(2), a + wobble, 1)) < 30.0


@pytest.mark.parametrize("which", [0, 1, 2])
def test_missing_point_gives_no_angle(which: int):
    abc = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    abc[which] = np.nan

    assert np.isnan(angle_deg(*abc))
    assert np.isnan(signed_joint_angle_deg(*abc, 1))


@pytest.mark.parametrize("which", [0, 2])
def test_point_on_the_joint_gives_no_angle(which: int):
    abc = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    abc[which] = abc[1]

    assert np.isnan(angle_deg(*abc))
    assert np.isnan(signed_joint_angle_deg(*abc, 1))


def test_angles_of_a_track_are_those_of_its_frames():
    a, b, c = np.random.default_rng(5).normal(size=(3, 20, 2))

    whole, turned = angle_deg(a, b, c), signed_joint_angle_deg(a, b, c, -1)

    assert whole.shape == turned.shape == (20,)
    assert [float(angle_deg(a[i], b[i], c[i])) for i in range(20)] == whole.tolist()
    assert [float(signed_joint_angle_deg(a[i], b[i], c[i], -1)) for i in range(20)] == turned.tolist()


@pytest.mark.parametrize(
    ("end", "upright", "level"),
    [
        ((0, -10), 0, 90),  # y points down in a picture
        ((10, -10), 45, 45),
        ((10, 0), 90, 0),
        ((-10, -10), -45, 45),
        ((10, 10), 135, -45),
        ((0, 10), 180, -90),
    ],
)
def test_tilt_is_from_the_vertical_and_inclination_above_the_horizontal(end, upright, level):
    start, stop = np.zeros(2), np.array(end, dtype=float)

    assert angle_from_vertical_deg(start, stop, 1) == pytest.approx(upright)
    assert abs(angle_from_vertical_deg(start, stop, -1)) == pytest.approx(abs(upright))
    assert angle_from_horizontal_deg(start, stop) == pytest.approx(level)


@given(arrays(np.float64, (2, 2), elements=pixels))
def test_tilt_in_a_mirror_is_the_tilt_with_the_other_forward(line):
    start, end = line
    mirror = np.array([-1.0, 1.0])
    assume(np.hypot(*(end - start)) > 1.0)

    assert same_direction(
        angle_from_vertical_deg(start * mirror, end * mirror, -1), angle_from_vertical_deg(start, end, 1)
    )
    assert angle_from_horizontal_deg(start * mirror, end * mirror) == pytest.approx(
        angle_from_horizontal_deg(start, end)
    )


def test_missing_point_gives_no_tilt_inclination_or_distance():
    gone, there = np.full(2, np.nan), np.zeros(2)

    assert np.isnan(
        [angle_from_vertical_deg(gone, there, 1), angle_from_horizontal_deg(there, gone), distance(gone, there)]
    ).all()


def test_distance_is_in_the_unit_of_the_points():
    a, b = np.zeros((4, 2)), np.tile((3.0, 4.0), (4, 1))

    assert distance(a, b).tolist() == [5.0] * 4
