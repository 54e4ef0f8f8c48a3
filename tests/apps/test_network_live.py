"""A person in front of a network camera: the same count live, whatever the stream, as from the file."""

import json
import signal
import subprocess

import cv2
import numpy as np
import pytest
from test_cli import command

import formcheck
from clips import MIXED
from rtsp import rtsp_camera
from streaming import INTERLACED, MPEG_TS, mjpeg_parts, muxed_parts, network_camera, pictures_of

pytestmark = [pytest.mark.server, pytest.mark.slow]

FPS = 15
STILL_S = 12
"""The person waits for this long: connecting, loading the model, placement and countdown take half of it."""


@pytest.fixture(scope="module")
def scene():
    """The clip, after and before a wait in which only the noise of the camera differs."""
    clip = pictures_of(MIXED, fps=FPS)
    noise = np.random.default_rng(0)

    def still(picture, seconds):
        return [
            np.clip(picture + noise.normal(0, 2, picture.shape), 0, 255).astype(np.uint8) for _ in range(seconds * FPS)
        ]

    return [*still(clip[0], STILL_S), *clip, *still(clip[-1], 3)]


@pytest.fixture(scope="module")
def recorded():
    return formcheck.analyze(MIXED, exercise="glute-bridge", model="lite")


def camera_of(scene, kind):
    if kind == "RTSP":
        return rtsp_camera(scene, fps=FPS)
    if kind == "MJPEG":
        coded = [cv2.imencode(".jpg", picture)[1].tobytes() for picture in scene]
        return network_camera(parts=mjpeg_parts(coded), fps=FPS)
    options = INTERLACED if kind == "interlaced" else {}
    return network_camera(parts=muxed_parts(scene, fps=FPS, options=options), fps=FPS, kind=MPEG_TS)


@pytest.mark.parametrize("kind", ["MJPEG", "progressive", "interlaced", "RTSP"])
def test_a_stream_gives_the_reps_of_the_file(scene, recorded, tmp_path, kind):
    with camera_of(scene, kind) as there:
        devices = ("--no-window", "--mute", "--model", "lite")
        program = command("live", "-e", "glute-bridge", "--source", there.url, *devices, "-o", tmp_path)
        with subprocess.Popen(
            program,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ) as running:
            for line in running.stdout:
                if "connecting again" in line or line.startswith("[summary]"):
                    running.send_signal(signal.SIGINT)
                    break
            running.communicate(timeout=60)
    live = json.loads((tmp_path / "1-glute-bridge" / "result.json").read_text())

    reps = json.loads(recorded.to_json())["reps"]
    assert len(live["reps"]) == len(reps)
    faults = [[v["rule"] for v in rep["verdicts"] if v["verdict"] == "fault"] for rep in live["reps"]]
    assert faults == [[v["rule"] for v in rep["verdicts"] if v["verdict"] == "fault"] for rep in reps]
    assert span_s(live["reps"]) == pytest.approx(span_s(reps), abs=0.6)  # 5 %: the clock is right


def span_s(reps):
    """From the beginning of the first rep to the end of the last, in seconds."""
    return reps[-1]["end_s"] - reps[0]["start_s"]
