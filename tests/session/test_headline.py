"""The headline of a set claims no more than was judged, and says what to change about the camera."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from figures import Camera, bridge_track, frames, lying_still
from formcheck.exercises import find_exercise
from formcheck.motion.view import Azimuth, azimuth_of
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.rules.rule import Rule
from formcheck.session.camera_advice import camera_advice
from formcheck.session.headline import headline
from formcheck.session.judge import RuleResult, Verdict
from formcheck.session.placement import Placement
from formcheck.session.session import Session
from formcheck.workout.screen import summary_of

GOLDEN = Path(__file__).parents[1] / "golden"


def session_of(track: Pose, exercise: str = "glute-bridge") -> Session:
    session = Session(find_exercise(exercise), (1280, 720))
    for pose in frames(track):
        session.step(pose)
    session.finish()
    return session


def judged(session: Session, verdicts: list[list[Verdict]]) -> Session:
    """The session with these verdicts of its first rules on each rep; the other rules were not judged."""

    def results(rules: tuple[Rule, ...], given: list[Verdict]) -> list[RuleResult]:
        given = [*given, *[Verdict.NOT_JUDGED] * (len(rules) - len(given))]
        return [RuleResult(rule, v, reason="not seen") for rule, v in zip(rules, given, strict=True)]

    session.reps = [
        replace(rep, rule_results=results(session.exercise.rules, given))
        for rep, given in zip(session.reps, verdicts, strict=True)
    ]
    return session


G, F = Verdict.GOOD, Verdict.FAULT


@pytest.mark.parametrize(
    ("verdicts", "text", "checked", "mood"),
    [
        ([[], []], "2 reps counted, but not judged", "None of the 16 checks could be made.", "plain"),
        ([[G], []], "2 reps counted, mostly not judged", "1 of 16 checks could be made.", "plain"),
        ([[G, F], [G]], "2 reps counted, 1 with a fault, mostly not judged", "3 of 16 checks could be made.", "fault"),
        ([[G] * 7, []], "2 reps counted, mostly not judged", "7 of 16 checks could be made.", "plain"),
        ([[G] * 8, [G] * 3], "2 reps counted, no fault seen", "11 of 16 checks could be made.", "plain"),
        ([[G] * 8, [G] * 8], "Both reps were good", "All 16 checks could be made.", "good"),
        ([[G] * 8, [F] * 8], "1 of 2 reps was good", "All 16 checks could be made.", "fault"),
    ],
)
def test_what_was_not_judged_is_never_called_good(verdicts, text, checked, mood):
    session = judged(session_of(bridge_track(2, 180.0, hold_s=2.0)), verdicts)

    found = headline(session)

    assert (found.text, found.checked, found.mood) == (text, checked, mood)
    assert found.checked in found.details


def test_faults_are_named_the_most_severe_first():
    session = session_of(bridge_track(2, [160.0, 180.0], hold_s=0.3, lower_s=0.4))

    named = headline(session).details[0]

    assert named.startswith("Faults: hips too low at the top (1 rep), ")
    assert "lowered too fast (2 reps)" in named.lower()


def test_the_live_summary_has_the_same_headline():
    session = session_of(bridge_track(2, 180.0, Camera(off_deg=45.0)))
    found, summary = headline(session), summary_of(session)

    assert summary.headline == found.text
    assert summary.lines[: len(found.details) + 1] == (*found.details, *found.camera)


def test_a_set_from_an_angle_is_sent_to_the_side_by_its_degrees():
    (advice,) = camera_advice(session_of(bridge_track(2, 180.0, Camera(off_deg=-55.0))))

    assert re.match(r"The camera saw you about (50|55|60)° off the side: turn yourself, or move it round you ", advice)
    assert "towards your feet, until it sees you exactly from the side." in advice
    assert re.search(r"From there \d of 8 checks can be made\.$", advice)


@pytest.mark.parametrize(("hidden", "lines"), [((), 0), (("feet-far", "feet-near"), 0), (("hips-low", "arched"), 1)])
def test_a_set_from_an_angle_is_advised_only_if_much_of_it_is_hidden(hidden, lines):
    session = session_of(bridge_track(2, 180.0, Camera(off_deg=35.0)))
    for n, rep in enumerate(session.reps):
        reasons = ["wrong view" if result.rule.id in hidden else None for result in rep.rule_results]
        results = [replace(result, reason=reason) for result, reason in zip(rep.rule_results, reasons, strict=True)]
        session.reps[n] = replace(rep, rule_results=results)

    assert {rep.times.view for rep in session.reps} == {"oblique"}
    assert len(camera_advice(session)) == lines


def test_a_set_from_the_side_needs_no_advice():
    session = session_of(load_recording(GOLDEN / "glute_bridge_good_side_p0.npz").track)

    assert camera_advice(session) == ()
    assert headline(session).mood == "good"


def test_a_gorilla_row_is_sent_to_the_front_where_most_of_it_is_judged():
    session = session_of(load_recording(GOLDEN / "gorilla_row_same_side_45_p4.npz").track, "gorilla-row")

    (advice,) = camera_advice(session)

    assert advice.startswith("The camera saw you about 45° off the side: move it about 45° round you,")
    assert "so that it sees you from the front. From there " in advice


@pytest.mark.parametrize(
    ("exercise", "view", "azimuth", "words"),
    [
        (
            "glute-bridge",
            "end-on",
            Azimuth(88.0, "feet"),
            "along the body, from the feet: turn a quarter, or move it a quarter turn",
        ),
        (
            "superman",
            "oblique",
            Azimuth(33.0, "head"),
            "about 35° off the side: turn yourself, or move it round you towards your feet",
        ),
        (
            "kettlebell-swing",
            "front",
            Azimuth(80.0, "front"),
            "from the front: turn a quarter, or move it a quarter turn round you",
        ),
        (
            "kettlebell-swing",
            "oblique",
            Azimuth(52.0, "back"),
            "about 50° off the side: turn yourself, or move it round you towards your front",
        ),
        ("gorilla-row", "side", Azimuth(11.0, "front"), "from the side: move it about 80° round you, so"),
        ("gorilla-row", "back", Azimuth(80.0, "back"), "from behind: place it in front of you."),
    ],
)
def test_a_set_without_reps_is_advised_too(exercise, view, azimuth, words):
    session = session_of(lying_still(2.0))
    session.exercise, session.body = find_exercise(exercise), replace(session.body, view=view)
    session.azimuth = azimuth

    assert words in camera_advice(session)[0]


def test_of_a_set_with_two_views_only_the_wrong_one_is_reported():
    session = session_of(bridge_track(3, 180.0, Camera(off_deg=55.0)))
    first = session.reps[0]
    session.reps[0] = replace(first, times=replace(first.times, view="side"))

    assert camera_advice(session)[0].startswith("In 2 of 3 reps the camera saw you about ")


@pytest.mark.parametrize(
    ("roll_deg", "words"), [(12.0, "12°: turn it counter-clockwise"), (-9.0, "9°: turn it clockwise")]
)
def test_a_tilted_camera_is_turned_back_by_its_degrees(roll_deg, words):
    session = session_of(bridge_track(1, 180.0))
    session.body = replace(session.body, roll_deg=roll_deg)
    session._placement_help.reported.append((1.0, Placement("tilted", "The camera is tilted: set it level.")))

    assert words in camera_advice(session)[0]


def test_other_advice_of_the_set_follows_and_passing_states_are_left_out():
    session = session_of(bridge_track(1, 180.0))
    given = [
        Placement("nobody", "Nobody."),
        Placement("come-closer", "Come closer."),
        Placement("turn-sideways", "Turn."),
    ]
    session._placement_help.reported += [(1.0, placement) for placement in given]

    assert camera_advice(session) == ("Come closer.",)


@pytest.mark.parametrize("off_deg", [35.0, 45.0, 60.0])
def test_the_azimuth_of_a_drawn_person_is_that_of_the_camera(off_deg):
    """From the feet of somebody on the back; the drawn figure has no world landmarks, which leaves a few degrees."""
    found = azimuth_of(bridge_track(1, 180.0, Camera(off_deg=off_deg)), "supine")

    assert found is not None
    assert found.deg == pytest.approx(off_deg, abs=12.0)


def test_the_azimuth_of_nobody_is_unknown():
    track = bridge_track(1, 180.0)
    unseen = replace(track, image=np.full_like(track.image, np.nan), world=np.full_like(track.world, np.nan))

    assert azimuth_of(unseen, "supine") is None
