"""Verdicts on intervals: a fault or good only if the whole interval says so, from any camera that the fit reaches."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from figures import GLUTE_BRIDGE, Camera, bridge_track, updates_of
from formcheck.motion.signals.angles import HIP_ANGLE
from formcheck.motion.view import body_of
from formcheck.pose.landmarks import Landmark
from formcheck.rules.estimate import Fit
from formcheck.rules.measures.base import History
from formcheck.rules.measures.position import Change, at_turn
from formcheck.rules.measures.ranges import RangeOver
from formcheck.rules.measures.timing import HoldTime
from formcheck.rules.rep_frames import Movement, RepFrames, cut_rep
from formcheck.rules.rule import Rule
from formcheck.session.judge import SHARE_AT_SIDE, Seen, Verdict, judge, verdict_share

TRUE_DEG = 170.0
HALF_DEG = 6.0
OF_THE_PLANE = Fit((0, 0, 0, 0, 1.0, 0, 0, 0, 0), (HALF_DEG / 15,) * 6, apart=0.0, scale=15.0, offset=0.0, up_to=1.0)
"""Takes the sagittal plane's word for it: exact for a stick figure from any turn."""


@cache
def window_from(off_deg: float) -> RepFrames:
    track = bridge_track(1, TRUE_DEG, camera=Camera(off_deg=off_deg))
    body = body_of(track[:20], "supine")
    signal = GLUTE_BRIDGE.rep.signal_for(body.view).signal
    found = cut_rep(track, Movement(1.2, 3.35, 5.5, 118.0, 180.0), signal, body, cutoff_hz=4.0, posture="supine")
    assert found is not None
    return found


def limit(below: float | None = None, above: float | None = None, fit: Fit | None = OF_THE_PLANE) -> Rule:
    rule = GLUTE_BRIDGE.rule("hips-low")
    good = (None if below is None else below, None if above is None else above)
    return replace(rule, measure=at_turn(HIP_ANGLE), good=good, fault_below=below, fault_above=above, fit=fit)


def verdict(rule: Rule, off_deg: float, window: RepFrames | None = None):
    window = window_from(off_deg) if window is None else window
    return judge(rule, window, History(), Seen(window, "supine"))


@pytest.mark.parametrize("off_deg", [0.0, 20.0, 40.0, 50.0, -45.0])
def test_the_value_and_its_interval_are_the_same_from_any_turn(off_deg):
    found = verdict(limit(below=160.0), off_deg)

    assert found.verdict is Verdict.GOOD
    assert found.value == pytest.approx(TRUE_DEG, abs=1.0)
    assert found.interval == pytest.approx((found.value - HALF_DEG, found.value + HALF_DEG))


@pytest.mark.parametrize(
    ("below", "above", "expected"),
    [
        (163.0, None, "good"),
        (165.0, None, "not-judged"),
        (175.0, None, "not-judged"),
        (177.5, None, "fault"),
        (None, 177.5, "good"),
        (None, 175.0, "not-judged"),
        (None, 165.0, "not-judged"),
        (None, 162.5, "fault"),
        (150.0, 162.5, "fault"),
        (150.0, 175.0, "not-judged"),
    ],
)
@pytest.mark.parametrize("off_deg", [-45.0, 45.0])
def test_only_a_whole_interval_decides(off_deg, below, above, expected):
    found = verdict(limit(below, above), off_deg)

    assert found.verdict == expected
    assert found.reason == ("too close to call" if expected == "not-judged" else None)
    assert found.value == pytest.approx(TRUE_DEG, abs=1.0)


@pytest.mark.parametrize(
    ("below", "expected"), [(168.0, "good"), (169.0, "not-judged"), (171.0, "not-judged"), (172.0, "fault")]
)
def test_from_the_side_a_fifth_of_the_interval_decides(below, expected):
    assert verdict(limit(below), 0.0).verdict == expected


@pytest.mark.parametrize(("below", "expected"), [(168.0, "not-judged"), (172.0, "fault"), (150.0, "good")])
def test_from_the_side_the_image_must_agree_with_the_estimate(below, expected):
    """Here the fit is 9° below the image, by a constant, and so the estimate by half of it."""
    low = Fit((-0.6, *(0.0,) * 8), (0.1,) * 6, apart=0.0, scale=15.0, offset=0.0, up_to=1.0)

    assert verdict(limit(below, fit=low), 0.0).verdict == expected


def test_more_of_the_interval_is_asked_for_the_farther_off_the_side_without_a_jump():
    shares = np.array([verdict_share(turn) for turn in np.linspace(-0.9, 0.9, 721)])

    assert (shares.min(), shares.max()) == (SHARE_AT_SIDE, 1.0)
    assert np.abs(np.diff(shares)).max() < 0.02


def test_beyond_the_reach_of_its_fit_a_rule_is_not_judged():
    near = replace(OF_THE_PLANE, up_to=float(np.sin(np.radians(45.0))))

    assert verdict(limit(below=160.0, fit=near), 30.0).verdict is Verdict.GOOD
    assert verdict(limit(below=160.0, fit=near), 50.0).reason == "wrong view"


def test_without_a_fit_only_the_side_is_judged():
    assert limit(below=160.0, fit=None).seen_from == ("side",)
    assert limit(below=160.0).seen_from == ("side", "oblique")
    assert verdict(limit(below=160.0, fit=None), 45.0).reason == "wrong view"
    assert verdict(limit(below=160.0, fit=None), 0.0).verdict is Verdict.GOOD


def test_a_camera_shows_a_rule_at_an_angle_as_far_as_its_fit_reaches():
    near = limit(below=160.0, fit=replace(OF_THE_PLANE, up_to=float(np.sin(np.radians(45.0)))))

    assert [near.is_shown("side", 10.0), near.is_shown("oblique", 40.0), near.is_shown("oblique", 50.0)] == [
        True,
        True,
        False,
    ]
    assert not near.is_shown("front", 80.0)
    assert not limit(below=160.0, fit=None).is_shown("oblique", 30.0)


def test_from_the_feet_a_hold_is_judged_by_how_exact_it_is_there():
    """No fit reaches there: the errors of rendered people stand in for it."""
    exercise = GLUTE_BRIDGE.with_model("full")
    session, _ = updates_of(bridge_track(2, 178.0, camera=Camera(off_deg=90.0, elevation_deg=8.0)), exercise)
    holds = [r for rep in session.reps for r in rep.rule_results if r.rule.id == "short-hold"]

    assert {rep.times.view for rep in session.reps} == {"end-on"}
    assert [(r.verdict, r.half_width) for r in holds] == [(Verdict.GOOD, 0.625)] * 2


def test_where_world_and_image_disagree_on_the_direction_nothing_is_judged():
    """The turn of the camera is not known then: a model that takes left for right."""
    window = window_from(40.0)
    world = window.track.world.copy()
    for left, right in ((Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER), (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)):
        world[:, [left, right]] = world[:, [right, left]]
    swapped = replace(window, track=replace(window.track, world=world))

    assert verdict(limit(below=160.0), 40.0, swapped).reason == "view not known"


def test_from_the_side_the_image_decides_alone_where_there_are_no_world_landmarks():
    window = window_from(0.0)
    flat = replace(window, track=replace(window.track, world=window.track.world * np.nan))
    found = verdict(limit(below=160.0), 0.0, flat)

    assert found.verdict is Verdict.GOOD
    assert found.half_width == pytest.approx(2.0 * HALF_DEG)
    assert verdict(limit(below=160.0), 40.0, replace(window_from(40.0), track=flat.track)).reason == "view not known"


@pytest.mark.parametrize(
    ("measure", "never"),
    [(RangeOver(HIP_ANGLE), True), (HoldTime(), True), (at_turn(HIP_ANGLE), False), (Change(HIP_ANGLE), False)],
)
def test_what_cannot_be_negative_is_not_estimated_below_zero(measure, never):
    low = Fit((-100.0, *(0.0,) * 8), (0.2,) * 6, apart=0.0, scale=15.0, offset=0.0, up_to=1.0)
    found = verdict(replace(limit(above=1000.0), measure=measure, fit=low), 0.0)

    assert (found.value == 0.0) == never


def test_a_session_gives_intervals_with_a_model_and_none_without():
    track = bridge_track(2, 176.0)
    with_model, _ = updates_of(track, GLUTE_BRIDGE.with_model("full"))
    exact, _ = updates_of(track, GLUTE_BRIDGE)

    def halves(session):
        return [r.half_width for rep in session.reps for r in rep.rule_results if r.rule.id == "hips-low"]

    assert len(halves(with_model)) == 2
    assert all(half is not None and half > 0.0 for half in halves(with_model))
    assert halves(exact) == [None, None]
