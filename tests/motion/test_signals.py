"""Signals of stick figures: the value is the one that the figure was built with."""

from dataclasses import replace

import numpy as np
import pytest

from figures import (
    Camera,
    along,
    bridge_along,
    bridge_path,
    bridge_track,
    face_down,
    hidden,
    lying_still,
    pictured,
    sit_ups,
    standing,
    standing_still,
    times,
)
from formcheck.exercises import catalog
from formcheck.motion.signals import angles, distances, heights
from formcheck.motion.signals.angles import HIP_ANGLE, KNEE_ANGLE, SHANK_TILT, TRUNK_INCLINATION, TRUNK_LEAN_BY_HEIGHT
from formcheck.motion.signals.distances import KNEE_SPREAD
from formcheck.motion.signals.heights import HIP_HEIGHT
from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Body, body_of
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose

EVERY = [value for file in (angles, heights, distances) for value in vars(file).values() if isinstance(value, Signal)]
every = pytest.mark.parametrize("signal", EVERY, ids=lambda signal: signal.name)
heads = pytest.mark.parametrize("head", ["left", "right"])

SEEN_FROM_RIGHT = Body("right", 1, 150.0, "side")


def measured(signal: Signal, track: Pose, posture: str = "supine") -> np.ndarray:
    return signal(track, body_of(track, posture))


@heads
def test_hip_angle_of_a_bridge_is_that_of_its_path(head: str):
    path = bridge_path(reps=2, top_deg=(196.0, 165.0))
    truth = along(path, times(path, 30.0))

    angle = measured(HIP_ANGLE, bridge_along(path, Camera(head=head)))

    np.testing.assert_allclose(angle, truth, atol=0.01)


@heads
def test_arched_reads_over_180_and_sagging_under(head: str):
    camera = Camera(head=head)

    assert measured(HIP_ANGLE, bridge_track(1, 195.0, camera)).max() == pytest.approx(195.0, abs=0.01)
    assert measured(HIP_ANGLE, bridge_track(1, 165.0, camera)).max() == pytest.approx(165.0, abs=0.01)


@pytest.mark.parametrize(("hips_back_m", "low", "high"), [(0.0, 179.9, 180.1), (0.15, 120.0, 165.0), (-0.1, 190, 220)])
@pytest.mark.parametrize(("posture", "pose"), [("standing", lambda body: body), ("prone", face_down)])
def test_hip_angle_has_the_same_sense_in_every_posture(posture, pose, hips_back_m, low, high):
    body = standing(np.zeros(9))
    body[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP], 0] -= hips_back_m
    track = pictured(np.arange(9) / 30, pose(body))

    assert low < measured(HIP_ANGLE, track, posture)[0] < high


def test_hip_angle_of_a_sitting_person_is_small():
    assert measured(HIP_ANGLE, sit_ups(1)).min() < 60.0


@heads
@pytest.mark.parametrize("shank_deg", [-20.0, 0.0, 12.0, 30.0])
def test_shin_tilt_is_positive_with_the_feet_close_to_the_hips(head: str, shank_deg: float):
    track = bridge_track(1, camera=Camera(head=head), shank_deg=shank_deg)
    top = track.time_s == 2.5

    assert measured(SHANK_TILT, track)[top] == pytest.approx(shank_deg, abs=0.05)


def test_hip_height_rises_with_the_hips_and_is_in_trunk_lengths():
    heights = [measured(HIP_HEIGHT, bridge_track(1, camera=Camera(px_per_m=size))) for size in (150.0, 450.0)]

    np.testing.assert_allclose(heights[0], heights[1], atol=1e-6)
    assert heights[0].max() == pytest.approx(np.sin(np.radians(27.0)), abs=0.05)
    assert abs(heights[0][0]) < 0.12


def test_knee_of_a_standing_person_is_straight():
    assert measured(KNEE_ANGLE, standing_still(0.5), "standing")[0] == pytest.approx(180.0)


def test_knee_in_a_bridge_with_upright_shins_is_a_right_angle_less_the_rise_of_the_trunk():
    """Thigh and trunk in one line, at 27 degrees; the shin upright: 90 - 27."""
    track = bridge_track(1)

    assert measured(KNEE_ANGLE, track)[track.time_s == 2.5] == pytest.approx(63.0, abs=1.0)


def test_trunk_inclination_of_the_near_side():
    assert measured(TRUNK_INCLINATION, standing_still(0.5), "standing")[0] == pytest.approx(90.0)
    assert measured(TRUNK_INCLINATION, bridge_track(1)).min() == pytest.approx(-27.0, abs=1.0)


@pytest.mark.parametrize("spread", [0.5, 0.8, 1.0, 1.4])
def test_knee_spread_seen_from_the_feet(spread: float):
    track = bridge_track(1, camera=Camera(off_deg=90.0), knee_spread=spread)

    np.testing.assert_allclose(measured(KNEE_SPREAD, track), spread, atol=1e-6)


@every
def test_signal_is_the_same_in_a_mirror(signal: Signal):
    track = bridge_track(1, camera=Camera(off_deg=20.0), noise_px=1.0)

    np.testing.assert_allclose(measured(signal, track.mirrored(1280)), measured(signal, track), atol=1e-6)


@every
def test_signal_does_not_depend_on_place_or_size(signal: Signal):
    track = bridge_track(1, noise_px=1.0)
    moved = Pose(track.time_s, 2.5 * track.image + (300.0, -120.0), track.world, track.visibility)

    np.testing.assert_allclose(measured(signal, moved), measured(signal, track), atol=1e-6)


@every
def test_left_and_right_use_mirrored_landmarks(signal: Signal):
    mirrored = {mark.mirror for mark in signal.needs("left")}

    assert mirrored == set(signal.needs("right"))


@every
@pytest.mark.parametrize("near", ["left", "right"])
def test_signal_needs_the_side_that_it_names(signal: Signal, near: str):
    sides = {mark.name.split("_")[0].lower() for mark in signal.needs(near)}

    other = "left" if near == "right" else "right"
    both = {"left", "right"}
    assert sides == {"near": {near}, "other": {other}, "both": both, "across": both}[signal.where]


@every
def test_signal_is_missing_exactly_where_a_landmark_that_it_needs_is_hidden(signal: Signal):
    track = lying_still(0.3)
    track = Pose(track.time_s, track.image, track.world, np.full_like(track.visibility, 0.98))
    needed = [mark for mark in Landmark if np.isnan(signal(hidden(track, mark), SEEN_FROM_RIGHT)).all()]

    assert needed == ([] if signal.guessed else sorted(signal.needs("right")))
    assert np.isfinite(signal(track, SEEN_FROM_RIGHT)).all()


def test_no_rule_judges_with_a_guessed_landmark():
    judged = [
        (e.id, r.id)
        for e in catalog().values()
        for r in e.rules
        if r.measure.main_signal and r.measure.main_signal.guessed
    ]

    assert judged == []


@every
def test_signal_moves_with_every_landmark_that_it_needs_and_no_other(signal: Signal):
    """What is declared is what is used: else a hidden joint could be judged."""
    track = lying_still(0.1, camera=Camera(off_deg=40.0))
    track = Pose(track.time_s, track.image, track.world, np.ones_like(track.visibility))
    before = signal(track, SEEN_FROM_RIGHT)
    used = []
    for mark in Landmark:
        for way in (1.0, -1.0):  # some count only what is above something
            image = track.image.copy()
            image[:, mark] += (way * 13.0, way * 29.0)
            after = signal(Pose(track.time_s, image, track.world, track.visibility), SEEN_FROM_RIGHT)
            if not np.array_equal(after, before) and mark not in used:
                used.append(mark)

    assert used == sorted(signal.needs("right"))


@pytest.mark.parametrize(("visibility", "seen"), [(0.49, False), (0.5, True)])
def test_landmark_counts_as_seen_from_half_visibility_on(visibility: float, seen: bool):
    track = lying_still(0.1)
    track = Pose(track.time_s, track.image, track.world, np.full_like(track.visibility, visibility))

    assert np.isfinite(HIP_ANGLE(track, SEEN_FROM_RIGHT)).all() == seen


@every
def test_signal_of_a_frame_is_that_of_the_track(signal: Signal):
    track = bridge_track(1)

    assert float(signal(track[70], SEEN_FROM_RIGHT)) == signal(track, SEEN_FROM_RIGHT)[70]


@every
def test_signal_is_missing_in_a_frame_without_a_person(signal: Signal):
    assert np.isnan(signal(Pose.nobody(1.0), SEEN_FROM_RIGHT))


def test_names_of_signals_are_unique_and_tell_their_unit():
    names = [signal.name for signal in EVERY]

    assert sorted(set(names)) == sorted(names)
    assert [s.name for s in EVERY if s.unit in ("deg", "trunk") and not s.name.endswith(f"_{s.unit}")] == []


@pytest.mark.parametrize(("knee_deg", "seen"), [(5.0, False), (15.0, True), (235.0, True), (245.0, False)])
def test_hip_angle_that_no_hip_has_is_unseen(knee_deg: float, seen: bool):
    track = bridge_track(1)[:1]
    image = track.image.copy()
    shoulder, hip = image[0, Landmark.RIGHT_SHOULDER], image[0, Landmark.RIGHT_HIP]
    turn = np.radians(knee_deg)
    turned = np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    image[0, Landmark.RIGHT_KNEE] = hip + turned @ (shoulder - hip)
    angle = HIP_ANGLE(Pose(track.time_s, image, track.world, track.visibility), SEEN_FROM_RIGHT)

    assert np.isfinite(angle[0]) == seen
    assert not seen or angle[0] == pytest.approx(knee_deg)


@pytest.mark.parametrize(("height", "lean_deg"), [(0.0, 90.0), (0.55, 60.0), (1.1, 0.0), (1.4, 0.0), (-0.55, 120.0)])
def test_lean_by_height_is_that_of_a_trunk_seen_from_the_front(height: float, lean_deg: float):
    """A trunk of 1.1 sizes of the person; one that seems longer stands upright."""
    track = standing_still(1.0)
    image = track.image.copy()
    for side in ("LEFT", "RIGHT"):
        hip = image[:, Landmark[f"{side}_HIP"]]
        image[:, Landmark[f"{side}_SHOULDER"]] = hip - (0.0, height * SEEN_FROM_RIGHT.trunk_px)

    lean = TRUNK_LEAN_BY_HEIGHT(replace(track, image=image), SEEN_FROM_RIGHT)

    np.testing.assert_allclose(lean, lean_deg, atol=1e-6)
