"""The messages on the WebSocket: what is taken, and that nothing else is."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.apps.web.messages import BadMessage, pose_of, read_frame, read_text
from formcheck.workout.screen import Command
from serving import pose_messages

START = {"type": "start", "exercise": "glute-bridge", "width": 640, "height": 480}
POINTS = [[0.5, 0.5, 0.0, 0.9]] * 33


def test_a_pose_comes_out_as_it_went_in():
    messages, size = pose_messages("glute_bridge_good_side_p0")
    message = read_text(json.dumps(messages[40]))

    pose = pose_of(message, message.time_s, *size)

    np.testing.assert_allclose(pose.image[:, 0] / size[0], [mark[0] for mark in messages[40]["landmarks"]], atol=1e-6)
    np.testing.assert_allclose(pose.visibility, [mark[3] for mark in messages[40]["landmarks"]], atol=1e-6)


def test_nobody_is_null():
    message = read_text('{"type": "pose", "time_s": 1.0, "landmarks": null}')

    assert not pose_of(message, 1.0, 640, 480).seen


@pytest.mark.parametrize("command", list(Command))
def test_every_command_is_understood(command):
    assert read_text(json.dumps({"type": "command", "command": command, "time_s": 1.5})).command is command


@pytest.mark.parametrize(
    "message",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"type": "no such"}',
        json.dumps({**START, "width": 0}),
        json.dumps({**START, "width": 10**9}),
        json.dumps({**START, "exercise": ""}),
        json.dumps({**START, "exercise": "x" * 1000}),
        json.dumps({"type": "pose", "time_s": -1, "landmarks": None}),
        '{"type": "pose", "time_s": NaN, "landmarks": null}',
        '{"type": "pose", "time_s": 1e999, "landmarks": null}',
        json.dumps({"type": "pose", "time_s": 1, "landmarks": POINTS[:32]}),
        json.dumps({"type": "pose", "time_s": 1, "landmarks": [*POINTS, POINTS[0]]}),
        json.dumps({"type": "pose", "time_s": 1, "landmarks": [[0.5, 0.5, 0.0]] * 33}),
        json.dumps({"type": "pose", "time_s": 1, "landmarks": [[0.5, None, 0.0, 1.0]] * 33}),
        json.dumps({"type": "pose", "time_s": 1, "landmarks": [[1e300, 0.5, 0.0, 1.0]] * 33}),
        '{"type": "pose", "time_s": 1, "landmarks": [[NaN, 0, 0, 1]]}',
        json.dumps({"type": "command", "command": "rm -rf", "time_s": 1}),
        json.dumps({"type": "result", "number": -1}),
        "[" * 10_000,
    ],
)
def test_anything_else_is_refused_with_a_word_on_why(message):
    with pytest.raises(BadMessage) as error:
        read_text(message)

    assert 0 < len(str(error.value)) < 300


@given(st.text(max_size=200))
def test_random_text_is_refused(text):
    with pytest.raises(BadMessage):
        read_text(text)


def test_a_picture_message_is_its_time_and_its_bytes():
    assert read_frame(struct.pack("<d", 1.25) + b"jpeg") == (1.25, b"jpeg")


@pytest.mark.parametrize("time_s", [float("nan"), float("inf"), -1.0, 1e300])
def test_a_picture_without_a_sensible_time_is_refused(time_s):
    with pytest.raises(BadMessage):
        read_frame(struct.pack("<d", time_s) + b"jpeg")


def test_a_message_too_short_for_a_picture_is_refused():
    with pytest.raises(BadMessage):
        read_frame(b"12345678")
