"""The server in a process of its own, used through its WebSocket."""

import json
import os
import random
import re
import threading
import time
import urllib.error
import urllib.request

import av
import cv2
import numpy as np
import psutil
import pytest
from test_cli import error_line, run
from websockets.exceptions import ConnectionClosed, InvalidStatus

import formcheck
from clips import MIXED, ROOT
from formcheck.apps.web.connections import close_reason
from formcheck.exercises import catalog
from serving import GOLDEN, Client, frame_message, pose_messages, server

pytestmark = pytest.mark.server

SET = "glute_bridge_low_top_mixed_side_p5"


def opened(address, path="", **headers):
    with urllib.request.urlopen(urllib.request.Request(address + path, headers=headers), timeout=20) as answer:
        return answer.headers, answer.read()


def jpegs(clip=MIXED, step=2):
    """(seconds, JPEG) of every other picture of a clip."""
    with av.open(str(clip)) as source:
        shown = [(frame.time, frame.to_ndarray(format="bgr24")) for frame in source.decode(video=0)][::step]
    return [(time_s, cv2.imencode(".jpg", picture)[1].tobytes()) for time_s, picture in shown]


def whole_set(client, messages):
    """Send a recording, a message and its answer at a time, and end it."""
    for message in messages:
        client.ask(message)
    return client.ask({"type": "end", "time_s": messages[-1]["time_s"] + 0.01})


# --- live is recorded


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        (SET, "glute-bridge"),
        ("superman_legs_low_mixed_side_left_p3", "superman"),
        ("kettlebell_swing_squatty_mixed_side_left_p7", "kettlebell-swing"),
    ],
)
def test_landmarks_over_the_socket_give_bit_for_bit_the_result_of_an_analysis(address, name, exercise):
    messages, (width, height) = pose_messages(name)
    with Client(address).start(exercise, width=width, height=height, recorded=True) as client:
        whole_set(client, messages)
        live = client.ask({"type": "result", "number": 1})["result"]

    recorded = json.loads(formcheck.analyze(GOLDEN / f"{name}.npz", exercise).to_json())

    for part in ("reps", "attempts", "ledger", "cues"):
        assert live[part] == recorded[part], part


def test_pictures_over_the_socket_give_the_reps_and_the_fault_of_an_analysis(address):
    pictures = jpegs()
    with Client(address).start(input="frames", recorded=True) as client:
        for time_s, jpeg in pictures:
            answer = client.ask(frame_message(time_s, jpeg))
        client.ask({"type": "end", "time_s": pictures[-1][0] + 0.01})
        result = client.ask({"type": "result", "number": 1})["result"]

    assert answer["body"]["points"][0] is not None
    faults = [[v["rule"] for v in rep["verdicts"] if v["verdict"] == "fault"] for rep in result["reps"]]
    assert faults == [[], ["hips-low"], []]
    assert result["provenance"]["model"]["name"] == "lite"


def test_a_finished_set_is_saved_without_pictures_of_the_person(address, saved):
    before = set(saved.iterdir())
    messages, _ = pose_messages(SET)
    with Client(address).start(recorded=True) as client:
        whole_set(client, messages)
        notice = client.receive()

    (folder,) = set(saved.iterdir()) - before
    assert (notice["type"], notice["folder"]) == ("saved", folder.name)
    assert sorted(path.name for path in folder.iterdir()) == ["poses.npz", "report.html", "result.json", "signals.csv"]


# --- a lost connection


def test_a_set_goes_on_after_a_lost_connection(address):
    messages, (width, height) = pose_messages(SET)
    size = {"width": width, "height": height}
    half = len(messages) // 2
    first = Client(address).start(recorded=True, **size)
    for message in messages[:half]:
        first.ask(message)
    first.socket.socket.close()  # as a cable that is pulled

    with Client(address).start(recorded=True, resume=first.ready["token"], **size) as second:
        assert second.ready["resumed"]
        screen = whole_set(second, messages[half:])

    assert screen["sets"][0]["count"] == 3


def test_an_unknown_token_begins_a_new_set(address):
    with Client(address).start(resume="made-up") as client:
        assert not client.ready["resumed"]


def test_a_page_that_resumes_an_open_set_closes_the_other(address):
    messages, _ = pose_messages(SET)
    first = Client(address).start()
    for message in messages[:30]:
        first.ask(message)

    with Client(address).start(resume=first.ready["token"]) as second:
        assert second.ready["resumed"]
        assert "another page" in first.receive()["message"]


def test_two_connections_share_nothing(address):
    messages, (width, height) = pose_messages(SET)
    with (
        Client(address).start(recorded=True, width=width, height=height) as one,
        Client(address).start("superman") as other,
    ):
        screen = whole_set(one, messages)
        idle = other.ask({"type": "tick", "time_s": 1.0})

    assert screen["sets"][0]["count"] == 3
    assert (idle["name"], idle["count"], idle["sets"]) == ("Superman", 0, [])


# --- bad messages


def still_serves(address):
    """Another client is served as usual."""
    messages, _ = pose_messages(SET)
    with Client(address).start() as client:
        return all(client.ask(message)["type"] == "screen" for message in messages[:10])


def refused(address, *messages, start=True):
    """The error message for a client that sends these."""
    client = Client(address)
    with client:
        if start:
            client.start(input="frames")
        try:
            for message in messages:
                client.socket.send(message)
            while True:
                answer = json.loads(client.socket.recv(timeout=20))
                if answer["type"] == "error":
                    return answer["message"]
        except ConnectionClosed as closed:
            return str(closed)


def random_bytes(count):
    return random.Random(count).randbytes(count)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x00" * 8,
        random_bytes(5),
        random_bytes(1000),
        frame_message(1.0, random_bytes(5000)),
        frame_message(1.0, b"\xff\xd8" + random_bytes(500)),
        "",
        "{",
        "[]",
        '{"type": "start"}',
        "\ud7ff" * 50,
        json.dumps({"type": "start", "exercise": "glute-bridge", "width": 640, "height": 480}),
    ],
    ids=lambda message: repr(message[:12]),
)
def test_a_message_that_makes_no_sense_ends_its_connection_with_a_reason(address, message):
    assert refused(address, message)
    assert still_serves(address)


def test_a_huge_message_ends_its_connection_before_it_is_read(address):
    assert refused(address, b"\xff" * 3_000_000)
    assert refused(address, "x" * 3_000_000)
    assert still_serves(address)


@pytest.mark.parametrize("message", [b"12345678picture", '{"type": "tick", "time_s": 1.0}', "hello"])
def test_the_first_message_has_to_be_the_start(address, message):
    assert "not understood" in refused(address, message, start=False)


def test_a_picture_of_another_size_than_announced_is_refused(address):
    small = cv2.imencode(".jpg", np.zeros((48, 64, 3), np.uint8))[1].tobytes()

    assert "64×48" in refused(address, frame_message(1.0, small))


def test_time_that_goes_back_is_refused(address):
    with Client(address).start() as client:
        client.ask({"type": "tick", "time_s": 5.0})

        assert "time" in client.ask({"type": "tick", "time_s": 4.0})["message"]


def test_an_unknown_exercise_is_refused_with_the_nearest(address):
    with Client(address) as client:
        client.start("glute-brigde")

        assert "Did you mean 'glute-bridge'?" in client.ready["message"]


def test_ten_thousand_quick_messages_do_not_slow_others(address):
    messages, _ = pose_messages(SET)
    flood = Client(address).start()
    stop = threading.Event()

    def pour():
        try:
            for n in range(10_000):
                if stop.is_set():
                    return
                flood.socket.send(json.dumps({"type": "tick", "time_s": 1.0 + n / 1000}))
        except ConnectionClosed:
            return

    pourer = threading.Thread(target=pour)
    pourer.start()
    try:
        waits = []
        with Client(address).start() as client:
            for message in messages[:60]:
                began = time.monotonic()
                client.ask(message)
                waits.append(time.monotonic() - began)
    finally:
        stop.set()
        flood.socket.socket.close()
        pourer.join(timeout=20)

    assert sorted(waits)[len(waits) // 2] < 0.25
    assert still_serves(address)


def test_one_connection_too_many_is_refused_with_the_reason(address):
    clients = [Client(address).start() for _ in range(8)]
    try:
        with Client(address) as one_more:
            assert "Try again later" in one_more.receive()["message"]
    finally:
        for client in clients:
            client.socket.close()
    time.sleep(0.5)

    assert still_serves(address)


# --- access


def test_a_page_from_another_site_may_not_connect(address):
    with pytest.raises(InvalidStatus, match="403"):
        Client(address, origin="http://evil.example")


def test_a_name_made_to_point_here_gets_no_page(address):
    with pytest.raises(urllib.error.HTTPError, match="421"):
        opened(address, Host="evil.example")


def test_the_page_loads_nothing_from_elsewhere(address):
    headers, page = opened(address)

    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert b"http://" not in page
    assert b"https://" not in page


def test_no_file_of_the_page_names_another_host():
    static = ROOT / "src/formcheck/apps/web/static"
    named = {address for path in static.iterdir() for address in re.findall(r"https?://[^\s\"']+", path.read_text())}

    assert named == {"http://www.w3.org/2000/svg"}  # the name of a format, which nothing fetches


@pytest.mark.parametrize("path", ["", "api/exercises", "static/style.css"])
def test_a_page_can_be_asked_for_without_its_content(address, path):
    request = urllib.request.Request(address + path, method="HEAD")
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 200
        assert answer.read() == b""


@pytest.mark.parametrize(("path", "host"), [("", "evil.example"), ("nothing-here", None)], ids=["refused", "not found"])
def test_refusals_carry_the_same_rules_for_the_browser(address, path, host):
    with pytest.raises(urllib.error.HTTPError) as refused:
        opened(address, path, **({} if host is None else {"Host": host}))

    with refused.value as answer:
        assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("reason", ["No room.", "é" * 200, "深" * 200, "👩" * 100, "\udce9 no text"])
def test_a_close_reason_is_cut_by_bytes(reason):
    cut = close_reason(reason)

    assert len(cut.encode("utf-8")) <= 123
    assert reason.replace("\udce9", "?").startswith(cut)


def test_nothing_but_the_page_can_be_fetched(address):
    for path in ("static/../app.py", "static/%2e%2e/app.py", "docs", "openapi.json"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            opened(address, path)


def test_every_exercise_is_offered(address):
    offered = json.loads(opened(address, "api/exercises")[1])

    assert [exercise["id"] for exercise in offered["exercises"]] == list(catalog())


def test_bound_to_another_address_it_asks_for_the_token():
    with server("--host", "0.0.0.0") as address:
        token = address.partition("token=")[2]
        here = f"http://127.0.0.1:{address.split(':')[2].split('/')[0]}/"
        assert len(token) >= 16
        for wrong in (None, "wrong", token[:-1]):
            with Client(here, token=wrong) as client, pytest.raises(ConnectionClosed, match="token"):
                client.socket.recv(timeout=20)
        with Client(here, token=token).start() as client:
            assert client.ready["type"] == "ready"


# --- wrong options


def test_a_port_in_use_is_reported_in_one_line(address):
    port = address.rsplit(":", 1)[1].strip("/")

    assert "--port" in error_line(run("serve", "--port", port))


def test_an_address_of_another_machine_is_reported_in_one_line():
    assert "--host" in error_line(run("serve", "--host", "192.0.2.1", "--port", "0"))


def test_https_needs_both_files(tmp_path):
    (tmp_path / "certificate.pem").touch()

    assert "--key" in error_line(run("serve", "--certificate", tmp_path / "certificate.pem"))


def test_a_session_leaves_no_memory_behind(address):
    """Forty connections come and go; the server is not larger for it."""
    program = next(p for p in psutil.Process(os.getpid()).children() if "serve" in p.cmdline())

    def visits(count):
        for _ in range(count):
            with Client(address).start() as client:
                client.ask({"type": "tick", "time_s": 0.5})
        return program.memory_info().rss

    before = visits(20)

    assert visits(20) - before < 20e6
