"""Flat back, rounded back, or cannot tell: hinges whose outlines are known."""

from dataclasses import replace

import numpy as np
import pytest

from backs import STANDING_BOW, hanging, hinges, outlined, stands
from figures import (
    Camera,
    bent_over,
    between,
    frames,
    later,
    pictured,
    session_of,
    standing_still,
    values,
    verdicts,
)
from formcheck.exercises import catalog, find_exercise
from formcheck.motion.signals.angles import TRUNK_INCLINATION
from formcheck.motion.signals.back import BACK_BOW
from formcheck.motion.view import body_of
from formcheck.pose.pose import DetectionFlag, Pose
from formcheck.rules.back_fit import BackFit
from formcheck.rules.estimate import is_exact
from formcheck.rules.exercise import Exercise
from formcheck.rules.measures.back import MIN_TRUNK_PX, BackFromStanding
from formcheck.rules.measures.base import History, Standing
from formcheck.session.session import Session

RDL = find_exercise("romanian-deadlift")


def trunk_deg(track: Pose) -> np.ndarray:
    return TRUNK_INCLINATION(track, body_of(track, "standing"))


def judged(track: Pose) -> list[str]:
    """Verdict on the back of each deadlift; the reason where there is none."""
    return verdicts(session_of(track, RDL), "back-rounded")


PLAIN = BackFit((0.0, 1.0, 0.0, 0.0, 0.0), shared=1.5, single=0.5, share=0.5)
"""Takes the change of the bow as it is, with an interval."""


def with_fit(fit: BackFit) -> Exercise:
    """The deadlift with this fit of its back."""
    rules = tuple(
        replace(rule, measure=replace(rule.measure, fit=fit)) if isinstance(rule.measure, BackFromStanding) else rule
        for rule in RDL.rules
    )
    return replace(RDL, rules=rules, model="exact")


def test_flat_and_rounded_backs_are_distinguished():
    session = session_of(hinges((-0.02, 0.05, 0.09)), RDL)

    assert verdicts(session, "back-rounded") == ["good", "fault", "fault"]
    assert values(session, "back-rounded") == pytest.approx([1.0, 8.0, 12.0], abs=0.3)


def test_a_change_with_an_interval_is_left_open_near_the_limit():
    session = session_of(hinges((-0.02, 0.001, 0.09)), with_fit(PLAIN))

    assert verdicts(session, "back-rounded") == ["good", "too close to call", "fault"]
    halves = [rep.rule_results[0].half_width for rep in session.reps]
    assert all(half is not None and 0.5 < half < 3.0 for half in halves)


def test_a_flatter_rep_raises_the_change_of_those_after_it():
    alone = values(session_of(hinges((0.02,)), with_fit(PLAIN)), "back-rounded")[0]
    after = values(session_of(hinges((-0.055, 0.02)), with_fit(PLAIN)), "back-rounded")[1]

    assert after > alone + 1.0


def test_a_turned_camera_clears_the_earlier_backs():
    history = History(backs=[1.0])
    history.forget_outlines()

    assert history.backs == []


def test_the_change_counts_and_not_the_shape():
    back = hinges((0.10,))
    always_so = replace(back, outline=outlined(back, 0.10).outline)

    assert judged(back) == ["fault"]
    assert judged(always_so) == ["good"]


def test_person_who_faces_left_is_judged_alike():
    assert judged(hinges((-0.02, 0.09), camera=Camera(head="right"))) == ["good", "fault"]


def test_a_back_that_arches_is_not_rounded():
    assert judged(hinges((-0.12,))) == ["good"]


def test_without_an_outline_while_standing_nothing_is_said():
    track = hinges((0.09,))
    upright = trunk_deg(track) > 60.0
    outline = np.where(upright[:, None, None, None], np.nan, track.outline)

    assert judged(replace(track, outline=outline)) == ["back not seen"]


def test_without_standing_upright_there_is_nothing_to_compare_with():
    track = hinges((0.09,))
    leaning = outlined(
        hanging(pictured(track.time_s, bent_over(np.maximum(90.0 - trunk_deg(track), 20.0))), 300.0), 0.0
    )

    assert judged(leaning) == ["not seen standing upright"]


def test_standing_seen_before_the_set_is_remembered():
    session = Session(find_exercise("bent-over-row"))
    track = stands(1.0)
    for i in range(len(track)):
        session.step(track[i])

    body = session_of(track, RDL).body
    assert 10 <= len(session._history.standing.frames(body)) <= 20


def test_standing_the_other_way_round_is_not_compared_with():
    right, left = hinges((0.0,)), hinges((0.0,), camera=Camera(head="right"))
    standing = Standing()
    for pose in [*frames(left[:30]), *frames(later(right[:30], 2.0))]:
        standing.add(pose)

    assert (standing.frames(body_of(right, "standing")).time_s >= 2.0).all()
    assert (standing.frames(body_of(left, "standing")).time_s < 2.0).all()


def test_standing_before_a_cut_is_forgotten():
    standing_first = stands(1.5)
    hinge = hinges((0.09,))
    cut = np.array(int(DetectionFlag.CUT))
    session = Session(RDL)
    for pose in [*frames(standing_first), *frames(later(hinge, 2.0))]:
        new_scene = float(pose.time_s) == 2.0
        session.step(replace(pose, notes=cut) if new_scene else pose)

    assert (session._history.standing.frames(session.body).time_s > 2.0).all()


def test_poses_without_outlines_say_so():
    assert judged(replace(hinges((0.09,)), outline=None)) == ["outline of the back not recorded"]


def test_a_back_hidden_at_the_bottom_is_not_judged():
    track = hinges((0.09,))
    outline = track.outline.copy()
    outline[between(track, 2.3, 3.4)] = np.nan

    assert judged(replace(track, outline=outline)) == ["back not seen"]


def test_an_outline_that_jumps_from_frame_to_frame_is_not_judged():
    track = hinges((0.09,))
    jumping = np.random.default_rng(1).normal(scale=0.08, size=len(track)) + 0.09

    assert judged(replace(track, outline=outlined(track, jumping).outline)) == ["outline of the back not steady"]


def test_a_rough_outline_is_not_judged():
    track = hinges((0.09,))
    rough = track.outline + 12.0 * np.where(np.arange(17) % 2, 1.0, -1.0)[:, None] * (0.0, 1.0)

    assert judged(replace(track, outline=rough)) == ["outline of the back not smooth"]


def test_person_far_away_is_not_judged():
    small = Camera(px_per_m=2.0 * MIN_TRUNK_PX - 6.0)

    assert judged(hinges((0.09,), camera=small)) == ["too small in the picture"]


def test_an_oblique_view_is_not_judged():
    assert judged(hinges((0.09,), camera=Camera(off_deg=45.0))) == ["wrong view"]


def test_noise_of_a_pixel_moves_the_reading_by_less_than_a_percent():
    track = hinges((0.05, 0.05, 0.05))
    noise = np.random.default_rng(2).normal(scale=1.0, size=track.outline.shape)

    got = values(session_of(replace(track, outline=track.outline + noise), RDL), "back-rounded")

    assert got == pytest.approx([100.0 * (0.05 - STANDING_BOW)] * 3, abs=1.0)


def test_outlines_are_asked_for_only_where_a_rule_needs_them():
    asked = {name for name, exercise in catalog().items() if exercise.needs_outlines}

    assert {"romanian-deadlift", "bent-over-row", "kettlebell-swing"} <= asked
    assert not asked & {"glute-bridge", "superman", "hip-thrust"}


def test_every_rule_about_the_back_has_a_fit_for_the_usual_model():
    rules = [rule for exercise in catalog().values() for rule in exercise.with_model("full").rules]
    backs = [rule.measure for rule in rules if isinstance(rule.measure, BackFromStanding)]

    assert len(backs) >= 3
    assert all(measure.fit is not None for measure in backs)
    assert all(measure.for_model("exact", "romanian-deadlift").fit is None for measure in backs)


def test_frames_kept_of_standing_do_not_grow_with_the_clip():
    session = Session(RDL)
    track = outlined(standing_still(20.0), 0.0)
    for i in range(len(track)):
        session.step(track[i])

    assert len(session._history.standing._frames) <= 80


def test_without_a_fit_outlines_of_a_pose_model_are_not_judged():
    measure = BackFromStanding(BACK_BOW, exact=False)
    rules = tuple(replace(rule, measure=measure) if rule.id == "back-rounded" else rule for rule in RDL.rules)
    session = session_of(hinges((0.09,)), replace(RDL, rules=rules, model="exact"))

    assert verdicts(session, "back-rounded") == ["not sure with this pose model"]
    assert [is_exact(model) for model in ("exact", "lite", "heavy")] == [True, False, False]
