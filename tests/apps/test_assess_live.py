"""`formcheck assess single-leg-bridge --live` as a user runs it: on the terminal, and in a window of its own."""

import json
import shutil
import subprocess

import numpy as np
import pytest
from test_cli import command, error_line
from test_live import display, without_display

from clips import ROOT, pictures
from media import write_clip
from streaming import run_until

pytestmark = pytest.mark.server

CLIP = ROOT / "tests/golden/single_leg_test_short_tap_p4.mp4"
"""A rendered test on one leg; the second of its lowerings stays short of the floor."""

REPS_CLIP = ROOT / "samples/videos/single_leg_glute_bridge_good_side_left_p7.mp4"
"""Three full repetitions on the left leg."""


ASSESS = ("assess", "single-leg-bridge")


def run(*arguments, **options):
    return subprocess.run(command(*ASSESS, *arguments), capture_output=True, text=True, timeout=200, **options)


@pytest.fixture(scope="module")
def one_lowering(tmp_path_factory):
    """The clip up to the end of the first lowering."""
    shown = pictures(CLIP, 10.8)
    return write_clip(tmp_path_factory.mktemp("clip") / "one.mp4", shown, options={"crf": "20"})


@pytest.fixture(scope="module")
def played(tmp_path_factory, one_lowering):
    """The clip played picture by picture, live without a window, and the folder it was saved in."""
    folder = tmp_path_factory.mktemp("live") / "out"
    options = ("--live", "--source", one_lowering, "--no-window", "--mute", "--every-picture", "--model", "lite")
    return run(*options, "-o", folder), folder


def test_a_played_file_is_guided_event_by_event(played):
    done, _ = played

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    wanted = ["[placement]", "[countdown]", "Hold, both feet down", "[summary]"]
    assert [line for line in lines if line in wanted] == wanted
    assert any("“Hold, both feet down.”" in line for line in lines)
    assert any(line.startswith("Right leg: ") for line in lines)


def test_it_saves_result_poses_and_report_and_no_picture_of_the_camera(played):
    _, folder = played

    assert sorted(path.name for path in folder.iterdir()) == ["assessment.json", "poses.npz", "report.html"]
    saved = json.loads((folder / "assessment.json").read_text())
    assert saved["sources"][0]["recording"]["kind"] == "camera"
    assert len(saved["sides"]["right"]["trials"]) == 1


def test_its_saved_poses_give_the_same_sides_bit_for_bit(played):
    _, folder = played
    live = json.loads((folder / "assessment.json").read_text())

    again = json.loads(run(folder / "poses.npz", "--json").stdout)

    assert again["sides"] == live["sides"]
    assert again["advice"] == live["advice"]


def test_repetitions_are_led_and_their_saved_poses_give_the_same_count(tmp_path):
    folder = tmp_path / "out"
    options = ("--live", "--source", REPS_CLIP, "--no-window", "--mute", "--every-picture", "--model", "full")
    done = run(*options, "--protocol", "reps/1", "-o", folder)

    assert done.returncode == 0, done.stderr
    assert "“Left leg. 1.”" in done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith("rep ")] == ["rep 1", "rep 2", "rep 3"]
    live = json.loads((folder / "assessment.json").read_text())
    assert live["sides"]["left"]["reps"] == 3
    again = json.loads(run(folder / "poses.npz", "--protocol", "reps/1", "--json").stdout)
    assert again["sides"] == live["sides"]


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no Xvfb on this machine")
def test_a_window_shows_a_played_file_to_its_end(one_lowering):
    """In real time: how much is measured depends on the machine, that it comes to its end does not."""
    with display() as env:
        done = run("--live", "--source", one_lowering, "--mute", "--model", "lite", "--json", env=env)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["protocol"] == "leg-lower/1"
    assert "[summary]" in done.stderr


def test_a_network_camera_is_guided_until_ctrl_c_and_the_test_is_saved(tmp_path):
    folder = tmp_path / "out"
    program = command(*ASSESS, "--live")
    code, heard = run_until(program, CLIP, folder, go="Lift the hips", stop="Raise the leg")

    assert code == 0
    wanted = ["Good, hold still", "Lift the hips", "Hold, both feet down", "Raise the leg"]
    assert [line for line in heard if line in wanted] == wanted
    saved = json.loads((folder / "assessment.json").read_text())
    assert len(saved["sides"]["right"]["trials"]) == 1


# --- wrong options, missing devices


def test_a_missing_camera_is_reported_in_one_line():
    assert "camera" in error_line(run("--live", "--source", "77", "--no-window", "--mute"))


def test_live_takes_no_clips(here):
    assert "--source" in error_line(here(*ASSESS, CLIP, "--live"))


@pytest.mark.parametrize(
    "option", [("--source", "0"), ("--no-window",), ("--mute",), ("--no-mirror",), ("--every-picture",)]
)
def test_options_for_live_require_it(here, option):
    assert "--live" in error_line(here(*ASSESS, CLIP, *option))


def test_no_display_is_reported_with_the_option_to_use():
    line = error_line(run("--live", "--source", CLIP, "--mute", env=without_display()))

    assert "--no-window" in line


def test_nobody_in_a_played_file(tmp_path):
    clip = write_clip(tmp_path / "room.mp4", [np.full((120, 160, 3), 90, np.uint8)] * 20)
    folder = tmp_path / "out"
    done = run("--live", "--source", clip, "--no-window", "--mute", "--every-picture", "--model", "lite", "-o", folder)

    assert done.returncode == 2
    assert "nobody" in done.stderr
    assert list(folder.iterdir()) == []
