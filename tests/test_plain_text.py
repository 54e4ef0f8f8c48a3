"""Names from outside as they can be shown and written."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clips import ROOT
from formcheck.frames.frame import SourceInfo
from formcheck.plain_text import printable, shortened

POSES = ROOT / "tests/golden/real_hip_thrust_few_frames.npz"


def formcheck_in(folder, *arguments):
    command = [sys.executable, "-m", "formcheck", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)


@given(st.text(st.characters(codec=None), max_size=80))
def test_any_text_becomes_one_that_can_be_written_and_steers_nothing(text):
    plain = printable(text)

    assert plain.encode("utf-8").decode("utf-8") == plain
    assert len(plain) == len(text)
    assert not set(plain) & set("\x1b\x07\x08\r\x9b\u202e")


@pytest.mark.parametrize("name", ["café.mp4", "тяга.mp4", "深蹲 2.mp4", "👩‍🦰.mp4"])
def test_usual_names_stay_as_they_are(name):
    assert printable(name) == name == SourceInfo(name, "video", 1, 1).name


def test_a_long_text_keeps_its_beginning_and_its_end():
    text = f"no such file '{'x' * 5000}'. Check the spelling."

    assert shortened(text).startswith("no such file 'xxx")
    assert shortened(text).endswith("'. Check the spelling.")
    assert len(shortened(text)) <= 1003
    assert shortened("short") == "short"


@pytest.mark.skipif(os.name != "posix", reason="names of files are text there")
def test_a_recording_whose_name_is_no_text_is_analysed(tmp_path):
    name = b"caf\xe9.npz"
    (tmp_path / os.fsdecode(name)).write_bytes(POSES.read_bytes())
    done = formcheck_in(tmp_path, "analyze", name, "-e", "hip-thrust", "-o", b"out\xe9")

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / os.fsdecode(b"out\xe9")).iterdir()) == [
        "poses.npz",
        "report.html",
        "result.json",
        "signals.csv",
    ]


@pytest.mark.parametrize(
    "arguments", [("analyze", "x\x1b[31mred.mp4", "-e", "glute-bridge"), ("exercises", "\x1b[2J"), ("\x1b[31m",)]
)
def test_a_message_quotes_no_control_characters(tmp_path, arguments):
    done = formcheck_in(tmp_path, *arguments)

    assert done.returncode == 2
    assert b"\x1b" not in done.stderr + done.stdout
    assert done.stderr.count(b"\n") == 1


def test_a_message_quotes_no_more_than_fits(tmp_path):
    done = formcheck_in(tmp_path, "exercises", "b" * 5000)

    assert done.returncode == 2
    assert len(done.stderr) < 1200
