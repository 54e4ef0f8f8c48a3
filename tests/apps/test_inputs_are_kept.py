"""No command writes over what it reads, under whatever name or link it is called."""

import json
import os
import shutil

import pytest
from test_plan_command import ASSESSMENT

from clips import GOOD, ROOT
from formcheck.pose.recording import load_recording

POSES = ROOT / "tests/golden/real_hip_thrust_few_frames.npz"
OF_BRIDGE = ("-e", "glute-bridge")
REFUSED = "is an input, and would be written over. Choose another folder or name."


def content(folder):
    """Every file below a folder with its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(done):
    """Whether a command ended with the one line that says why, and exit code 2."""
    return done.returncode == 2 and not done.stdout and done.stderr.count("\n") == 1 and REFUSED in done.stderr


def refuses(here, folder, *arguments):
    """Whether a command is refused and changes nothing in a folder."""
    before = content(folder)
    return refused(here(*arguments)) and content(folder) == before


@pytest.fixture
def film(tmp_path):
    """A film of the user's own that has the name of ours, alone in a folder."""
    path = tmp_path / "out" / "annotated.mp4"
    path.parent.mkdir()
    path.write_bytes(GOOD.read_bytes())
    return path


def test_analyze_keeps_a_film_that_has_the_name_of_the_annotated_video(here, film):
    assert refuses(here, film.parent.parent, "analyze", film, *OF_BRIDGE, "-o", film.parent)


@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_analyze_keeps_a_film_that_is_reached_through_a_link(here, film, tmp_path, link):
    other = tmp_path / "my.mp4"
    link(film, other)

    assert refuses(here, tmp_path, "analyze", other, *OF_BRIDGE, "-o", film.parent)


def test_analyze_keeps_a_film_in_a_folder_that_is_reached_through_a_link(here, film, tmp_path):
    (tmp_path / "elsewhere").symlink_to(film.parent)

    assert refuses(here, tmp_path, "analyze", film, *OF_BRIDGE, "-o", tmp_path / "elsewhere")


def test_assess_keeps_each_of_its_clips(here, film, tmp_path):
    second = film.with_name("annotated-2.mp4")
    shutil.copy(GOOD, second)

    assert refuses(here, tmp_path, "assess", "single-leg-bridge", film, "-o", film.parent)
    assert refuses(here, tmp_path, "assess", "single-leg-bridge", GOOD, second, "-o", film.parent)


def test_evaluate_keeps_labels_and_clips(here, tmp_path):
    shutil.copy(GOOD, tmp_path)
    label = tmp_path / f"{GOOD.stem}.label.json"
    shutil.copy(GOOD.with_name(label.name), label)

    for path in (label, tmp_path / GOOD.name):
        assert refuses(here, tmp_path, "evaluate", tmp_path, "--json", path)


def test_plan_keeps_an_assessment_that_has_the_name_of_the_plan(here, tmp_path):
    assessment = tmp_path / "plan.json"
    assessment.write_text(json.dumps(ASSESSMENT))

    assert refuses(here, tmp_path, "plan", assessment, "-o", tmp_path)


def test_without_the_video_nothing_is_written_over(here, film):
    before = film.read_bytes()
    done = here("analyze", film, *OF_BRIDGE, "-o", film.parent, "--no-video", "--no-report")

    assert done.returncode == 0, done.stderr
    assert film.read_bytes() == before


def test_a_recording_analysed_into_its_own_folder_stays_as_it_is(here, tmp_path):
    kept = tmp_path / "poses.npz"
    shutil.copy(POSES, kept)
    done = here("analyze", kept, "-e", "hip-thrust", "-o", tmp_path)

    assert done.returncode == 0, done.stderr
    assert kept.read_bytes() == POSES.read_bytes()
    assert (tmp_path / "result.json").exists()


def test_a_recording_analysed_into_another_folder_keeps_the_facts_of_its_film(here, tmp_path):
    done = here("analyze", POSES, "-e", "hip-thrust", "-o", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    assert load_recording(tmp_path / "out" / "poses.npz").origin == load_recording(POSES).origin
