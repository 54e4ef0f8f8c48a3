"""A set in an image that lies on its side: counted at the end of the set, wherever a `Session` is used."""

import json
from dataclasses import replace

import numpy as np
import pytest

from clips import ROOT
from figures import GLUTE_BRIDGE, HEIGHT, WIDTH, bridge_track, frames, hidden, lying_still, standing_still
from formcheck.apps.web.client_session import ClientSession
from formcheck.apps.web.messages import read_text
from formcheck.exercises import catalog, find_exercise
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import DetectionFlag, Pose
from formcheck.pose.recording import load_recording
from formcheck.session.session import Session
from formcheck.workout.screen import Command
from formcheck.workout.workout import Workout
from serving import pose_message

FEET = [mark for mark in Landmark if "HEEL" in mark.name or "FOOT" in mark.name]


def golden(name):
    """A golden recording, and the size of its image."""
    recording = load_recording(ROOT / f"tests/golden/{name}.npz")
    return recording.track, (recording.origin.width, recording.origin.height)


def on_its_side(track: Pose, quarter_turns: int, size=(WIDTH, HEIGHT)):
    """The same in the image rotated clockwise, and the size of that image."""
    return track.rotated(quarter_turns, *size), size[::-1] if quarter_turns % 2 else size


def stepped(track: Pose, size=None, exercise=GLUTE_BRIDGE) -> Session:
    session = Session(exercise, size)
    for pose in frames(track):
        session.step(pose)
    return session


def faults(session: Session):
    return [[f.rule.id for f in rep.rule_results if f.verdict == "fault"] for rep in session.reps]


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        ("glute_bridge_low_top_mixed_side_p5", "glute-bridge"),
        ("romanian_deadlift_rounded_mixed_side_p4", "romanian-deadlift"),
    ],
)
def test_reps_and_faults_at_the_end_are_those_of_the_upright_image(name: str, exercise: str, quarter_turns: int):
    track, size = golden(name)
    upright = stepped(track, size, find_exercise(exercise))
    upright.finish()
    turned, turned_size = on_its_side(track, quarter_turns, size)
    rotated = stepped(turned, turned_size, find_exercise(exercise))
    assert rotated.reps == []

    update = rotated.finish(turned)

    assert (update.count, faults(rotated)) == (len(upright.reps), faults(upright))
    assert [cue.text for cue in rotated.cues] == [cue.text for cue in upright.cues]
    assert (rotated.body.view, rotated.body.near) == (upright.body.view, upright.body.near)
    assert (rotated.frames, rotated.frames_in_position) == (upright.frames, upright.frames_in_position)
    assert (rotated.rotation.quarter_turns, rotated.rotation.sure) == (4 - quarter_turns, True)
    assert rotated.picture_px == size


def test_the_size_of_the_image_need_not_be_known():
    track, _ = on_its_side(bridge_track(2), 1)

    session = stepped(track)
    session.finish(track)

    assert (faults(session), session.rotation.quarter_turns) == ([[], []], 3)


def test_finishing_twice_changes_nothing():
    track, size = on_its_side(bridge_track(2), 1)
    session = stepped(track, size)

    first, second = session.finish(track), session.finish(track)

    assert (first.count, second.count, len(session.reps), session.rotation.reps) == (2, 2, 2, 2)


def test_without_the_feet_only_the_rotation_is_known():
    track, size = on_its_side(hidden(bridge_track(2), *FEET), 1)
    session = stepped(track, size)

    update = session.finish(track)

    assert (update.count, session.reps) == (0, [])
    assert (session.rotation.quarter_turns, session.rotation.reps, session.rotation.sure) == (3, 2, False)


@pytest.mark.parametrize("track", [bridge_track(2), standing_still(4.0), lying_still(4.0)], ids=["set", "up", "down"])
def test_an_upright_image_is_left_as_it_is(track: Pose):
    session = stepped(track, (WIDTH, HEIGHT))
    before = len(session.reps)

    session.finish(track)

    assert (session.rotation, len(session.reps)) == (None, before)


def test_no_frames_and_nobody_are_the_end_of_a_set_too():
    assert Session(GLUTE_BRIDGE).finish().count == 0
    nobody = Pose.stack([Pose.nobody(0.1 * n) for n in range(20)])
    assert stepped(nobody).finish(nobody).count == 0


def test_a_cut_within_the_set_is_not_its_end():
    track = bridge_track(3)
    track = replace(track, notes=np.where(track.time_s == track.time_s[40], int(DetectionFlag.CUT), 0))

    turned, size = on_its_side(track, 1)
    session = stepped(turned, size)

    assert (session.reps, session.rotation, session.frames) == ([], None, len(track))
    assert (session.finish(turned).count, session.segments) == (3, stepped(track).segments)


def test_without_its_frames_a_set_is_not_counted_in_the_rotated_image():
    session = stepped(*on_its_side(bridge_track(2), 1))

    assert (session.finish().count, session.rotation) == (0, None)


# --- the same through a workout, and through the WebSocket's session


@pytest.mark.parametrize("recorded", [False, True])
def test_a_live_set_counts_when_it_ends(recorded: bool):
    track, size = on_its_side(bridge_track(3), 1)
    flow = Workout(catalog(), size, recorded=recorded)
    flow.choose("glute-bridge", 0.0)
    for pose in frames(track):
        assert flow.step(pose).count == 0

    flow.command(Command.FINISH, float(track.time_s[-1]) + 0.1)

    assert [(done.summary.count, done.session.rotation.sure) for done in flow.finished] == [(3, True)]


def test_a_set_over_the_websocket_counts_when_it_ends():
    track, size = golden("glute_bridge_low_top_mixed_side_p5")
    track, (width, height) = on_its_side(track, 1, size)
    start = {"type": "start", "exercise": "glute-bridge", "input": "landmarks", "width": width, "height": height}
    client = ClientSession(read_text(json.dumps(start)), "lite", None)
    for pose in frames(track):
        client.answer(read_text(json.dumps(pose_message(pose, np.array([width, height])))))

    last = json.loads(client.answer(read_text(json.dumps({"type": "end", "time_s": float(track.time_s[-1]) + 0.1}))))

    assert last["stage"] == "summary"
    assert [summary["count"] for summary in last["sets"]] == [3]
    result = json.loads(client.result(1))
    assert (len(result["reps"]), result["source"]["turned_deg"]) == (3, 270)
