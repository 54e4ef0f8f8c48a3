"""Readings of the same frames: what the turn of the camera hides from the image, the sagittal plane still shows."""

from dataclasses import replace

import numpy as np
import pytest

from figures import Camera, bent_over, bridge_track, pictured
from formcheck.motion.sagittal_readings import in_sagittal_plane, middle_of_sides, readings_of
from formcheck.motion.signals.angles import HIP_ANGLE, KNEE_ANGLE, TRUNK_LEAN
from formcheck.motion.view import body_of
from formcheck.pose.landmarks import Landmark

TRUNK_DEG = np.full(20, 30.0)
TIMES = np.arange(20) / 30.0


def hinge(camera: Camera):
    track = pictured(TIMES, bent_over(TRUNK_DEG), camera)
    return track, body_of(track, "standing")


@pytest.mark.parametrize("off_deg", [-50.0, -30.0, 0.0, 20.0, 45.0, 60.0])
@pytest.mark.parametrize("head", ["left", "right"])
def test_the_sagittal_plane_shows_the_true_angles_from_any_turn(off_deg, head):
    straight, true_body = hinge(Camera(head=head))
    track, body = hinge(Camera(head=head, off_deg=off_deg))
    plane, agrees = in_sagittal_plane(track, body.facing)

    assert agrees
    for signal in (HIP_ANGLE, KNEE_ANGLE, TRUNK_LEAN):
        seen = signal(replace(track, image=plane), replace(body, near="right"))
        true = signal(straight, replace(true_body, near="right"))
        assert seen == pytest.approx(true, abs=1e-6), signal.name


def test_a_person_who_faces_the_other_way_in_the_world_landmarks_does_not_agree():
    track, body = hinge(Camera(off_deg=40.0))
    swapped = track.world.copy()
    pairs = [(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER), (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)]
    for left, right in pairs:
        swapped[:, [left, right]] = swapped[:, [right, left]]

    assert not in_sagittal_plane(replace(track, world=swapped), body.facing)[1]


def test_the_stretched_image_is_nearer_to_the_truth_than_the_image():
    track, body = hinge(Camera(off_deg=45.0))
    readings = readings_of(track, body, "standing")
    true = TRUNK_LEAN(*hinge(Camera()))[0]

    image, stretched, plane, middle = (float(TRUNK_LEAN(*each)[0]) for each in readings.tracks)

    assert abs(stretched - true) < 0.5 * abs(image - true)
    assert (plane, middle) == pytest.approx((true, true), abs=1e-6)


@pytest.mark.parametrize(("off_deg", "sign"), [(40.0, 1.0), (-40.0, -1.0)])
def test_the_turn_is_positive_towards_the_front_of_a_standing_person(off_deg, sign):
    track, body = hinge(Camera(off_deg=off_deg))

    assert np.sign(readings_of(track, body, "standing").turn) == sign


def test_a_lying_person_is_read_in_trunk_lengths_of_each_reading():
    track = bridge_track(1, 180.0, camera=Camera(off_deg=40.0))
    readings = readings_of(track, body_of(track, "supine"), "supine")

    lengths = [body.trunk_px for _, body in readings.tracks]

    assert lengths[2] > 1.1 * lengths[0]  # the image shortens a body that is turned away


def test_both_sides_lie_in_their_middle():
    track, _ = hinge(Camera(off_deg=30.0))
    middle = middle_of_sides(track.image)

    assert middle[:, Landmark.LEFT_HIP] == pytest.approx(middle[:, Landmark.RIGHT_HIP])
    both = track.image[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
    assert middle[:, Landmark.LEFT_HIP] == pytest.approx(both.mean(axis=1))
    assert middle[:, Landmark.NOSE] == pytest.approx(track.image[:, Landmark.NOSE])


def test_nobody_has_no_turn():
    track, body = hinge(Camera())
    nobody = replace(track, image=track.image * np.nan, world=track.world * np.nan, visibility=track.visibility * 0.0)
    readings = readings_of(nobody, body, "standing")

    assert not readings.agrees
    assert np.isnan(readings.turn)
