"""Files from outside that are none, or hold what nobody writes: one line and exit code 2, or a row."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clips import GOOD

DIGITS = '{"schema": ' + "9" * 5000 + "}"
DEEP = "[" * 100_000


def fails_in_one_line(done):
    return done.returncode == 2 and not done.stdout and done.stderr.count("\n") == 1


@pytest.fixture
def pipe(tmp_path):
    """A pipe into which nobody writes."""
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("content", [DIGITS, DEEP, "{", "\x00"], ids=["digits", "deep", "half", "zero"])
def test_an_assessment_that_is_none_is_reported(here, tmp_path, content):
    path = tmp_path / "assessment.json"
    path.write_text(content)

    assert fails_in_one_line(here("plan", path))


def test_a_pipe_and_a_device_are_no_assessments(here, pipe):
    for path in (pipe, "/dev/zero"):
        done = here("plan", path)

        assert fails_in_one_line(done)
        assert "it is a device or a pipe, not a file" in done.stderr


@pytest.mark.parametrize("start", ["9999-12-31", "9999-12-25", "9001-01-01"])
def test_a_plan_does_not_begin_at_the_end_of_the_calendar(here, start):
    assert fails_in_one_line(here("plan", "--start", start))


def test_a_link_to_itself_is_not_offered_as_another_name(here, tmp_path):
    loop = tmp_path / "loop.mp4"
    loop.symlink_to(loop)
    done = here("analyze", loop, "-e", "glute-bridge")

    assert fails_in_one_line(done)
    assert "Did you mean" not in done.stderr


def test_bad_labels_are_rows_beside_the_good_one(here, tmp_path):
    for path in (GOOD, GOOD.with_name(f"{GOOD.stem}.label.json")):
        shutil.copy(path, tmp_path)
    for name, content in (("deep", DEEP), ("digits", DIGITS), ("alone", "{}")):
        (tmp_path / f"{name}.label.json").write_text(content)
        if name != "alone":
            (tmp_path / f"{name}.mp4").touch()
    os.mkfifo(tmp_path / "pipe.label.json")
    (tmp_path / "pipe.mp4").touch()
    figures = tmp_path / "figures.json"
    done = here("evaluate", tmp_path, "--model", "lite", "--jobs", 1, "--json", figures)
    written = json.loads(figures.read_text(encoding="utf-8"))

    assert done.returncode == 0, done.stderr
    assert [clip["clip"] for clip in written["clips"]] == [GOOD.name]
    assert sorted(row["clip"] for row in written["unscored"]) == [
        "alone.label.json",
        "deep.mp4",
        "digits.mp4",
        "pipe.mp4",
    ]


def test_a_folder_that_is_none_cannot_be_evaluated(here, tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "missing", tmp_path / "file"):
        assert fails_in_one_line(here("evaluate", folder))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is of Linux")
def test_a_full_disk_behind_standard_output_is_reported():
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "formcheck", "plan", "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False)

    assert done.returncode == 2
    assert done.stderr.startswith("formcheck: cannot write 'standard output': no space left on device.")
    assert done.stderr.count("\n") == 1
