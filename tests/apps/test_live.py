"""`formcheck live` as a user runs it: on the terminal, and in a window on a display of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest
from test_cli import command, error_line

import formcheck
from clips import MIXED, pictures
from formcheck.pose.recording import load_recording
from media import write_clip
from streaming import LOGIN, run_until

pytestmark = pytest.mark.server


def run(*arguments, **options):
    return subprocess.run(command("live", *arguments), capture_output=True, text=True, timeout=200, **options)


def without_devices(source):
    """Arguments of a set without window and voice."""
    return ("-e", "glute-bridge", "--source", source, "--no-window", "--mute", "--model", "lite")


def without_display():
    return {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}


@pytest.fixture(scope="module")
def two_reps(tmp_path_factory):
    """The first two reps of a sample; the second one has the fault."""
    return write_clip(tmp_path_factory.mktemp("clip") / "two.mp4", pictures(MIXED, 9.4), options={"crf": "16"})


@pytest.fixture(scope="module")
def played(tmp_path_factory, two_reps):
    """A sample played picture by picture through the live path without a window, and the folder it was saved in."""
    folder = tmp_path_factory.mktemp("live") / "out"
    return run(*without_devices(two_reps), "--every-picture", "-o", folder), folder


def test_a_played_file_is_printed_event_by_event(played):
    done, _ = played

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    events = [line for line in lines if line in ("[placement]", "[set]", "rep 1", "rep 2", "[summary]")]
    assert events == ["[placement]", "[set]", "rep 1", "rep 2", "[summary]"]
    assert any("Push through your heels, hips higher." in line for line in lines)


def test_a_played_file_gives_the_reps_and_the_fault_of_its_analysis(played, two_reps):
    _, folder = played
    live = json.loads((folder / "result.json").read_text())

    recorded = formcheck.analyze(two_reps, exercise="glute-bridge", model="lite")

    faults = [[v["rule"] for v in rep["verdicts"] if v["verdict"] == "fault"] for rep in live["reps"]]
    assert faults == [[], ["hips-low"]]
    assert live["reps"] == json.loads(recorded.to_json())["reps"]  # no picture was dropped: bit for bit


def test_a_played_file_is_saved_as_an_analysis_is_less_the_video(played):
    assert sorted(path.name for path in played[1].iterdir()) == [
        "poses.npz",
        "report.html",
        "result.json",
        "signals.csv",
    ]


def test_its_saved_poses_give_bit_for_bit_the_same_result(played):
    _, folder = played
    live = json.loads((folder / "result.json").read_text())

    again = json.loads(formcheck.analyze(folder / "poses.npz", exercise="glute-bridge").to_json())

    for part in ("reps", "attempts", "ledger", "cues"):
        assert again[part] == live[part]


@pytest.fixture(scope="module")
def one_rep(tmp_path_factory):
    return write_clip(tmp_path_factory.mktemp("clip") / "one_rep.mp4", pictures())


def test_in_real_time_the_stages_come_in_order_and_every_frame_is_accounted_for(one_rep, tmp_path):
    """On a slow or busy machine, frames are dropped and their number is printed."""
    done = run(*without_devices(one_rep), "-o", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    stages = [line for line in done.stdout.splitlines() if line.startswith("[")]
    assert stages == [stage for stage in ("[placement]", "[countdown]", "[set]", "[summary]") if stage in stages]
    assert (stages[0], stages[-1]) == ("[placement]", "[summary]")
    dropped = re.search(r"(\d+) of (\d+) frames were dropped", done.stdout)
    analysed = len(load_recording(tmp_path / "out" / "poses.npz").track)
    assert analysed + int(dropped[1] if dropped else 0) == len(pictures())
    assert dropped is None or int(dropped[2]) == len(pictures())


def test_a_network_camera_is_coached_until_ctrl_c_and_the_set_is_saved(tmp_path):
    folder = tmp_path / "out"
    code, heard = run_until(command("live", "-e", "glute-bridge"), MIXED, folder, go="[set]", stop="rep 1")

    assert code == 0
    stages = [line for line in heard if line.startswith("[")]
    assert [stage for stage in stages if stage != "[countdown]"] == ["[placement]", "[set]", "[summary]"]
    saved = json.loads((folder / "1-glute-bridge" / "result.json").read_text())
    assert len(saved["reps"]) >= 1
    assert saved["source"]["kind"] == "camera"


IMPATIENT = (
    "import sys, formcheck.frames.network_camera as cameras; cameras.PATIENCE_S = 3.0; "
    "from formcheck.apps.cli import main; main()"
)
"""The program, which waits three seconds instead of thirty for a camera to come back."""


def test_a_network_camera_that_goes_for_good_ends_the_set_which_is_saved_and_its_login_is_nowhere(tmp_path):
    folder = tmp_path / "out"
    program = [sys.executable, "-c", IMPATIENT, "live", "-e", "glute-bridge"]
    code, heard = run_until(program, MIXED, folder, go="[set]", stop="rep 1", breaks=True)

    assert code == 2
    assert len([line for line in heard if "connecting again" in line]) == 1
    assert "[summary]" in heard
    assert heard[-1].startswith("formcheck: the camera at 127.0.0.1:")
    assert "did not come back" in heard[-1]
    saved = json.loads((folder / "1-glute-bridge" / "result.json").read_text())
    assert len(saved["reps"]) >= 1
    assert saved["source"]["name"].startswith("camera at 127.0.0.1:")
    written = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for word in LOGIN.split(":"):
        assert word not in "\n".join(heard)
        assert not any(word.encode() in content for content in written)


# --- wrong options, missing devices


def test_a_missing_camera_is_reported_in_one_line():
    assert "camera" in error_line(run("-e", "glute-bridge", "--source", "77", "--no-window", "--mute"))


def test_no_display_is_reported_in_one_line_with_the_option_to_use():
    line = error_line(run("-e", "glute-bridge", "--source", MIXED, "--mute", env=without_display()))

    assert "--no-window" in line


def test_a_display_that_does_not_exist_is_reported_in_one_line():
    env = {**without_display(), "DISPLAY": ":987"}

    assert ":987" in error_line(run("-e", "glute-bridge", "--source", MIXED, "--mute", env=env))


def test_without_a_window_the_exercise_has_to_be_named(here):
    assert "-e" in error_line(here("live", "--source", MIXED, "--no-window"))


def test_every_picture_of_a_camera_cannot_be_had(here):
    done = here("live", "-e", "glute-bridge", "--source", "0", "--every-picture", "--no-window", "--mute")

    assert "--source" in error_line(done)


def test_nobody_in_a_played_file(tmp_path):
    import numpy as np

    clip = write_clip(tmp_path / "room.mp4", [np.full((120, 160, 3), 90, np.uint8)] * 20)
    done = run(*without_devices(clip), "--every-picture")

    assert done.returncode == 2
    assert "nobody" in done.stderr


# --- the window


@contextmanager
def display():
    """A display of its own, on a number that the server picks."""
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    ) as server:
        os.close(write)
        try:
            number = os.read(read, 16).decode().strip()
            yield {**without_display(), "DISPLAY": f":{number}"}
        finally:
            os.close(read)
            server.terminate()


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no Xvfb on this machine")
def test_a_window_shows_a_played_file_to_its_end(one_rep, tmp_path):
    folder = tmp_path / "out"
    options = ("--mute", "--every-picture", "--model", "lite", "-o", folder)
    arguments = ("-e", "glute-bridge", "--source", one_rep, *options)
    with display() as env:
        done = run(*arguments, env=env)

    assert done.returncode == 0, done.stderr
    assert len(json.loads((folder / "result.json").read_text())["reps"]) == 1
