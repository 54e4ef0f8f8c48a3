"""A cut, a moved phone, a turned person: counting goes on, and the set-up is checked anew."""

from dataclasses import replace

import numpy as np
import pytest

from figures import (
    SIDE,
    Camera,
    Path,
    along,
    bridge_along,
    bridge_path,
    bridge_track,
    faults,
    frames,
    joined,
    lying_still,
    session_of,
    shaken,
    times,
    verdicts,
)
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


@pytest.mark.parametrize("until_s", [1.7, 1.9])
def test_cut_on_the_way_out_is_an_attempt_with_its_reason(until_s: float):
    """Up to the cut the hips have risen by as much as a rep, but the turn was not seen: it is not known how far."""
    track = bridge_track(1)

    session = session_of(with_cut(track[track.time_s < until_s], bridge_track(2)))

    assert len(session.reps) == 2
    assert min(rep.times.start_s for rep in session.reps) > until_s
    (attempt,) = session.attempts
    assert attempt.reason == "the camera changes in the middle"
    assert attempt.end_s == pytest.approx(until_s, abs=0.05)


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


# Changes without a cut


OBLIQUE = Camera(off_deg=45.0)


def walked_round(path: Path, way: Path) -> Pose:
    """A bridging person and a camera whose turn, in degrees, follows a path of its own."""
    turns = along(way, times(path, 30.0))
    cameras = np.unique(np.round(turns))
    seen = {turn: bridge_along(path, Camera(off_deg=turn)) for turn in cameras}
    return Pose.stack([seen[turn][n] for n, turn in enumerate(np.round(turns))])


def faded(first: Pose, then: Pose, seconds: float) -> Pose:
    """Two tracks in a row; landmarks slide from the last of the one to those of the other."""
    track = joined(first, then)
    share = np.clip((track.time_s - first.time_s[-1]) / seconds, 0.0, 1.0)[:, None, None]
    image, world = (
        np.where(share < 1.0, (1.0 - share) * last + share * now, now)
        for last, now in ((first.image[-1], track.image), (first.world[-1], track.world))
    )
    before = np.arange(len(track)) < len(first)
    return replace(
        track,
        image=np.where(before[:, None, None], track.image, image),
        world=np.where(before[:, None, None], track.world, world),
    )


@pytest.mark.parametrize("fade_s", [0.01, 0.3])
def test_reps_after_a_cross_fade_to_the_side_are_judged_from_there(fade_s: float):
    session = session_of(faded(bridge_track(2, camera=OBLIQUE), bridge_track(3), fade_s))

    assert [(rep.times.view, rep.body.view) for rep in session.reps] == [("oblique",) * 2] * 2 + [("side",) * 2] * 3
    assert verdicts(session, "hips-low") == ["wrong view"] * 2 + ["good"] * 3
    assert (session.segments, session.attempts) == (2, [])


@pytest.mark.parametrize("to_deg", [0.0, 85.0])
def test_camera_that_walks_round_costs_no_rep(to_deg: float):
    """From 45 degrees to the side, or to the feet, where another signal is followed."""
    path = bridge_path(5)
    total_s = sum(seconds for seconds, _ in path)
    for from_s in np.arange(2.0, 9.0, 1.4):
        way = ((from_s, 45.0), (5.0, to_deg), (total_s - from_s - 5.0, to_deg))
        session = session_of(walked_round(path, way))

        assert (len(session.reps), session.attempts) == (5, []), from_s
        assert session.reps[-1].body.view == session.reps[-1].times.view == ("side" if to_deg == 0 else "end-on")


def test_rep_in_which_the_camera_changes_is_counted_and_not_judged():
    path = bridge_path(3, hold_s=3.0)
    way = ((8.6, 45.0), (0.1, 0.0), (20.0, 0.0))  # in the hold of the second

    session = session_of(walked_round(path, way))

    assert len(session.reps) == 3
    assert {f.reason for f in session.reps[1].rule_results} == {"the camera angle changes"}
    assert verdicts(session, "hips-low")[2] == "good"


def test_baselines_of_a_view_are_found_again_when_it_comes_back():
    path = bridge_path(9)
    way = ((6.0, 0.0), (1.0, 45.0), (15.0, 45.0), (1.0, 0.0), (60.0, 0.0))

    even = verdicts(session_of(walked_round(path, way)), "uneven-height")

    assert even[0] == "needs an earlier rep"
    assert even[-1] == even[-2] == "good"
    assert even.count("needs an earlier rep") == 2  # one for each view


def test_angle_between_side_and_oblique_begins_no_segment():
    """A camera that sways about the limit."""
    path = bridge_path(5)
    way = ((1.0, 18.0), *((1.5, turn) for _ in range(8) for turn in (30.0, 18.0)))

    session = session_of(walked_round(path, way))

    assert (len(session.reps), session.segments) == (5, 1)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_phone_that_is_put_nearer_or_farther_away_is_noticed(factor: float):
    moved = bridge_track(3, camera=replace(SIDE, px_per_m=SIDE.px_per_m * factor))

    session = session_of(joined(bridge_track(2), moved))

    assert (len(session.reps), session.segments) == (5, 2)
    assert faults(session) == [[]] * 5


def test_phone_that_tips_over_a_little_is_noticed():
    track = joined(bridge_track(2), bridge_track(4))
    turn = np.radians(12.0)
    matrix = np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    tipped = track.time_s > bridge_track(2).time_s[-1]

    session = session_of(replace(track, image=np.where(tipped[:, None, None], track.image @ matrix, track.image)))

    assert (len(session.reps), session.segments) == (6, 2)
    assert abs(session.reps[-1].body.roll_deg) == pytest.approx(12.0, abs=3.0)


def sparse(track: Pose, cut_at: int) -> Pose:
    """Every sixth frame of a track of 30 a second, with one flagged as a cut."""
    few = Pose.stack([track[n] for n in range(0, len(track), 6)])
    notes = np.zeros(len(few), dtype=np.int64)
    notes[cut_at] = DetectionFlag.CUT
    return replace(few, notes=notes)


@pytest.mark.parametrize("cut_at", [6, 8, 10, 14, 16])
def test_a_movement_that_goes_on_in_few_frames_is_no_cut(cut_at):
    """At five frames a second somebody who lifts the hips changes much of the picture."""
    session = session_of(sparse(bridge_track(2), cut_at))

    assert (len(session.reps), session.attempts, session.segments) == (2, [], 1)


def test_a_cut_in_few_frames_moves_the_person():
    first, then = bridge_track(1), bridge_track(1, camera=Camera(head="right"))
    few = sparse(joined(first, then), -(-len(first) // 6))

    assert session_of(few).segments == 2


def test_a_cut_among_many_frames_is_one_wherever_the_person_is():
    session = session_of(with_cut(bridge_track(1), bridge_track(1)))

    assert session.segments == 2
