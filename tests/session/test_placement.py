"""Advice about camera, light and position: one thing, only after it lasts, and nothing when all is well."""

import re

import numpy as np
import pytest

from figures import GLUTE_BRIDGE, HEIGHT, WIDTH, Camera, bridge_track, frames, joined, later, lying_still, nobody
from formcheck.exercises import find_exercise
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.placement import LASTS_S, TEXTS
from formcheck.session.session import Session
from movers import OBLIQUE, performed

PICTURE = (WIDTH, HEIGHT)


def said(track: Pose, picture_px: tuple[int, int] | None = PICTURE, exercise: Exercise = GLUTE_BRIDGE) -> list[str]:
    """Ids of the reported advice, in order."""
    session = Session(exercise, picture_px)
    for pose in frames(track):
        session.step(pose)
    return [placement.id for _, placement in session.placements]


def lit(track: Pose, light: float) -> Pose:
    return Pose(track.time_s, track.image, track.world, track.visibility, np.full(len(track), light))


def moved(track: Pose, by_px: tuple[float, float], scale: float = 1.0) -> Pose:
    return Pose(track.time_s, scale * track.image + by_px, track.world, track.visibility)


def centred(track: Pose, scale: float = 1.0) -> Pose:
    middle = 0.5 * (np.nanmin(track.image, axis=(0, 1)) + np.nanmax(track.image, axis=(0, 1)))
    return moved(track, tuple(0.5 * np.array(PICTURE) - scale * middle), scale)


def beyond_the_right_edge(track: Pose, by_px: float) -> Pose:
    return moved(track, (WIDTH - float(np.nanmax(track.image[..., 0])) + by_px, -200.0))


def test_nothing_is_reported_for_a_set_that_is_seen_well():
    assert said(lit(centred(bridge_track(2)), 0.5)) == []


@pytest.mark.parametrize("head", ["left", "right"])
def test_nothing_is_reported_whichever_way_the_head_lies(head):
    assert said(centred(bridge_track(1, camera=Camera(head=head)))) == []


@pytest.mark.parametrize(
    ("track", "problem"),
    [
        (lit(centred(lying_still(3.0)), 0.05), "too-dark"),
        (nobody(centred(lying_still(3.0)), 0.0, 4.0), "nobody"),
        (beyond_the_right_edge(lying_still(3.0), 60.0), "feet-cut-off"),
        (centred(lying_still(3.0), 6.0), "step-back"),
        (centred(lying_still(3.0), 0.2), "come-closer"),
        (centred(lying_still(3.0, camera=Camera(elevation_deg=35.0))), "camera-lower"),
        (centred(lying_still(3.0, camera=Camera(off_deg=60.0))), "turn-sideways"),
        (centred(lying_still(3.0, camera=Camera(off_deg=85.0))), "turn-sideways"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_problem_is_reported_in_one_line(track: Pose, problem: str):
    assert said(track) == [problem]
    assert "\n" not in TEXTS[problem]


@pytest.mark.parametrize(
    ("off_deg", "where"), [(50.0, r"about 5[05]° off the side"), (85.0, "along the body, from the feet")]
)
def test_who_is_asked_to_turn_is_told_from_where_the_camera_sees(off_deg: float, where: str):
    session = Session(GLUTE_BRIDGE, PICTURE)
    for pose in frames(centred(lying_still(3.0, camera=Camera(off_deg=off_deg)))):
        session.step(pose)
    (text,) = (placement.text for _, placement in session.placements)

    assert re.fullmatch(f"You are seen {where}: turn sideways to the camera.", text)


@pytest.mark.parametrize(
    ("exercise", "asked"), [("romanian-deadlift", []), ("kettlebell-swing", ["turn-sideways"]), ("gorilla-row", [])]
)
def test_nobody_is_asked_to_turn_where_most_is_judged(exercise: str, asked: list[str]):
    """A deadlift is judged at an angle, most of a swing is not."""
    track = centred(performed(exercise, {}, camera=OBLIQUE))

    assert said(track, exercise=find_exercise(exercise)) == asked


@pytest.mark.parametrize("elevation_deg", [0.0, 10.0, 20.0])
def test_nothing_is_reported_for_a_camera_a_little_above(elevation_deg: float):
    assert said(centred(lying_still(3.0, camera=Camera(elevation_deg=elevation_deg)))) == []


@pytest.mark.parametrize("roll_deg", [-15.0, 15.0])
def test_tilted_camera_is_reported(roll_deg: float):
    turn = np.radians(roll_deg)
    matrix = np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    track = lying_still(3.0)

    assert said(centred(Pose(track.time_s, track.image @ matrix, track.world, track.visibility))) == ["tilted"]


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_lifted_foot_is_no_tilted_camera(side: str):
    track = performed("single-leg-glute-bridge", {"side": side}, {"side": side})

    assert said(centred(track), exercise=find_exercise("single-leg-glute-bridge")) == []


def test_a_problem_shorter_than_a_second_is_not_reported():
    seen = centred(lying_still(4.0))

    assert said(nobody(seen, 1.0, 1.0 + 0.8 * LASTS_S)) == []


def test_advice_disappears_when_it_has_been_followed():
    far, near = centred(lying_still(3.0), 0.2), centred(lying_still(3.0))
    session = Session(GLUTE_BRIDGE, PICTURE)
    now = [session.step(pose).placement for pose in frames(joined(far, later(near, 3.1)))]

    assert [placement and placement.id for placement in (now[60], now[-1])] == ["come-closer", None]


def test_edges_are_not_guessed_without_the_size_of_the_picture():
    assert said(beyond_the_right_edge(lying_still(3.0), 60.0), None) == []
