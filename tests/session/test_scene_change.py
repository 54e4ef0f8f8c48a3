"""A cut, a moved phone, a turned person: counting goes on, and the set-up is checked anew."""

from dataclasses import replace

import numpy as np

from figures import Camera, bridge_track, faults, frames, joined, lying_still, session_of, shaken, verdicts
from formcheck.pose.pose import DetectionFlag, Pose
from formcheck.session.session import Session


def with_cut(first: Pose, then: Pose) -> Pose:
    track = joined(first, then)
    notes = np.zeros(len(track), dtype=np.int64)
    notes[len(first)] = DetectionFlag.CUT
    return replace(track, notes=notes)


def sides(session: Session) -> list[tuple[str, str]]:
    return [(rep.body.near, rep.times.view) for rep in session.reps]


def test_reps_before_and_after_a_cut_to_the_other_side_are_counted_and_judged_each_from_its_own():
    session = session_of(with_cut(bridge_track(2), bridge_track(2, camera=Camera(head="right"))))

    assert sides(session) == [("right", "side")] * 2 + [("left", "side")] * 2
    assert faults(session) == [[]] * 4
    assert session.segments == 2


def test_a_cut_to_the_feet_changes_the_driver():
    session = session_of(with_cut(bridge_track(2), bridge_track(2, camera=Camera(off_deg=85.0))))

    assert [rep.driver.signal.name for rep in session.reps] == ["hip_extension_deg"] * 2 + ["hip_height_trunk"] * 2


def test_baselines_are_taken_again_after_a_cut():
    """The best rep so far is that of another camera."""
    session = session_of(with_cut(bridge_track(2), bridge_track(2)))

    assert verdicts(session, "uneven-height") == ["needs an earlier rep", "good"] * 2


def test_rep_that_a_cut_ends_on_its_way_back_is_counted_and_reported():
    track = bridge_track(1)
    half_down = track[track.time_s < 4.4]
    session = Session(session_of(track).exercise)
    updates = [session.step(pose) for pose in frames(with_cut(half_down, lying_still(2.0)))]

    assert [round(update.time_s - updates[len(half_down)].time_s, 3) for update in updates if update.rep] == [0.0]


def test_person_who_turns_round_gets_a_new_set_up_without_a_cut():
    session = session_of(
        joined(
            bridge_track(2), lying_still(2.5, camera=Camera(head="right")), bridge_track(2, camera=Camera(head="right"))
        )
    )

    assert [near for near, _ in sides(session)] == ["right"] * 2 + ["left"] * 2
    assert session.segments == 2


def test_jitter_begins_no_segment():
    assert session_of(shaken(bridge_track(3), 4.0)).segments == 1


def test_cut_before_the_set_begins_no_segment_of_its_own():
    assert session_of(with_cut(lying_still(0.4), bridge_track(2))).segments == 1
