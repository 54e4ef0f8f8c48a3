"""What the README promises is so: its table of movements, its code, its links."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formcheck.exercises import catalog

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.M | re.S)


def movements() -> dict[str, list[str]]:
    """Rows of the table of movements by exercise id: judged from, counted from, counted right."""
    rows = re.findall(r"^\| \[.*?\]\(docs/exercises/.*?\) \| `(.*?)` \|(.*)\|$", README, flags=re.M)
    return {exercise: [cell.strip() for cell in rest.split("|")] for exercise, rest in rows}


def test_the_table_names_every_exercise_and_the_views_it_is_judged_from():
    views = {exercise_id: ", ".join(exercise.views) for exercise_id, exercise in catalog().items()}

    assert {exercise_id: row[0] for exercise_id, row in movements().items()} == views


def test_the_counts_in_the_table_are_those_of_the_scoreboard():
    board = json.loads((ROOT / "benchmarks" / "scoreboard.json").read_text(encoding="utf-8"))["counts"]
    written = {exercise_id: row[2] for exercise_id, row in movements().items()}
    measured = {}
    for exercise_id in written:
        rows = [row for row in board if row["exercise"] == exercise_id]
        right, labelled, extra = (sum(row[key] for row in rows) for key in ("matched", "labelled", "extra"))
        measured[exercise_id] = f"{right} of {labelled}" + (
            f", plus {extra} false rep" + "s" * (extra > 1) if extra else ""
        )
        if not rows:
            measured[exercise_id] = "not measured yet"

    assert written == measured


def test_every_link_of_the_readme_leads_somewhere():
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README) + re.findall(r'src="([^"]+)"', README)

    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_code_of_the_readme_runs_on_saved_poses(tmp_path):
    live = next(block for block in blocks("python") if "session.step" in block)
    (tmp_path / "out").mkdir()
    shutil.copy(ROOT / "tests/golden/glute_bridge_low_top_mixed_side_p5.npz", tmp_path / "out" / "poses.npz")

    done = subprocess.run([sys.executable, "-c", live], cwd=tmp_path, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr
    assert "rep 2: Hips higher" in done.stdout
    assert done.stdout.splitlines()[-1] == "3 reps, 0 attempts"


@pytest.mark.slow
def test_the_first_lines_of_code_give_the_fault_that_they_promise():
    first = blocks("python")[0]

    done = subprocess.run([sys.executable, "-c", first], cwd=ROOT, capture_output=True, text=True, timeout=240)

    assert done.returncode == 0, done.stderr
    assert "2 ['hips-low']" in done.stdout.splitlines()
