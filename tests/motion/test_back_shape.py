"""The bow of the back, from outlines of known bow."""

from dataclasses import replace

import numpy as np
import pytest

from backs import outlined, stands
from figures import Camera, bent_over, pictured, standing_still
from formcheck.motion.back_shape import back_curve, back_outline
from formcheck.motion.signals.back import BACK_BOW
from formcheck.motion.view import body_of
from formcheck.pose.landmarks import Landmark, landmark
from formcheck.pose.pose import Pose

BOWS = (-0.05, 0.0, 0.04, 0.10)


def hinged(lean_deg: float, bow: float, camera: Camera | None = None) -> Pose:
    track = pictured(np.zeros(1), bent_over(np.full(1, lean_deg)), camera or Camera())
    return outlined(track, bow, 1 if camera is None or camera.head == "left" else -1)


def bow(track: Pose) -> float:
    return float(back_curve(track, body_of(track, "standing")).bow[0])


@pytest.mark.parametrize("known", BOWS)
@pytest.mark.parametrize("lean_deg", [0.0, 40.0, 85.0])
def test_bow_is_that_of_the_outline_however_far_the_trunk_leans(known, lean_deg):
    assert bow(hinged(lean_deg, known)) == pytest.approx(known, abs=1e-6)


@pytest.mark.parametrize("known", BOWS)
def test_person_who_faces_left_reads_the_same(known):
    assert bow(hinged(50.0, known, Camera(head="right"))) == pytest.approx(known, abs=1e-6)


def test_a_mirrored_pose_reads_the_same():
    track = hinged(50.0, 0.06)

    assert bow(track.mirrored(1280.0)) == pytest.approx(bow(track), abs=1e-9)


def test_size_of_the_picture_does_not_matter():
    track = hinged(50.0, 0.06)
    larger = replace(track, image=2.0 * track.image, outline=2.0 * track.outline)

    assert bow(larger) == pytest.approx(bow(track), abs=1e-9)


def test_signal_is_in_percent():
    track = hinged(50.0, 0.06)

    assert BACK_BOW(track, body_of(track, "standing"))[0] == pytest.approx(6.0, abs=1e-6)


def test_one_frame_reads_as_it_does_in_a_track():
    track = hinged(50.0, 0.06)

    assert float(back_curve(track[0], body_of(track, "standing")).bow) == pytest.approx(bow(track), abs=1e-12)


def test_gaps_at_one_end_leave_no_bow_and_gaps_between_do():
    track = hinged(50.0, 0.06)
    gap, end = track.outline.copy(), track.outline.copy()
    gap[:, :, 6:10] = np.nan
    end[:, :, :5] = np.nan

    assert bow(replace(track, outline=gap)) == pytest.approx(0.06, abs=1e-6)
    assert np.isnan(bow(replace(track, outline=end)))


def test_roughness_tells_a_wavy_outline_from_a_smooth_one():
    track = hinged(50.0, 0.06)
    body = body_of(track, "standing")
    wavy = track.outline + 4.0 * np.where(np.arange(17) % 2, 1.0, -1.0)[:, None] * (0.0, 1.0)

    assert back_curve(track, body).roughness[0] == pytest.approx(0.0, abs=1e-9)
    assert back_curve(replace(track, outline=wavy), body).roughness[0] > 0.02


def test_outline_beside_an_arm_is_left_out():
    track = stands(0.1)
    body = body_of(track, "standing")
    image = track.image.copy()
    elbow = track.outline[:, 0, 8]
    for side in ("left", "right"):
        image[:, landmark("elbow", side)] = elbow
        image[:, landmark("wrist", side)] = elbow + 60.0

    seen = np.isfinite(back_outline(replace(track, image=image), body)[0, :, 0])

    assert np.isfinite(back_outline(track, body)).all()
    assert not seen[6:11].any()
    assert seen[[0, 1, 15, 16]].all()


def test_without_an_outline_there_is_no_bow():
    track = standing_still(0.1)

    assert np.isnan(BACK_BOW(track, body_of(track, "standing"))).all()
    assert np.isnan(back_outline(track[0], body_of(track, "standing"))).all()


def test_a_hidden_shoulder_leaves_no_signal():
    track = hinged(50.0, 0.06)
    visibility = track.visibility.copy()
    visibility[:, Landmark.RIGHT_SHOULDER] = 0.1

    assert np.isnan(BACK_BOW(replace(track, visibility=visibility), body_of(track, "standing"))).all()
