"""The script that shows that a change of the code changes no result finds every kind of change."""

import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from clips import ROOT

RUN = "golden/real_rdl_dark_room.npz"


def script(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts/same_results.py"), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


@pytest.fixture
def compared(monkeypatch, capsys):
    """Compares two folders in this process; the exit code and what was printed."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    same_results = importlib.import_module("same_results")

    def call(before: Path, after: Path, **options: object) -> tuple[int, str]:
        code = same_results.compare(before, after, **options)
        return code, capsys.readouterr().out

    return call


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """Results of two short recordings."""
    folder = tmp_path_factory.mktemp("results") / "before"
    done = script("write", folder, "--quick", "--only", "golden/real_rdl_d*")
    assert done.returncode == 0, done.stderr
    assert "2 golden" in done.stdout
    return folder


@pytest.fixture
def copy(written, tmp_path) -> Path:
    """The same results, to be changed."""
    return shutil.copytree(written, tmp_path / "after")


def change_text(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def change_result(folder: Path, change) -> None:
    path = folder / RUN / "result.json"
    result = json.loads(path.read_text(encoding="utf-8"))
    change(result)
    path.write_text(json.dumps(result), encoding="utf-8")


def test_each_run_has_its_files(written):
    names = {path.name for path in (written / RUN).iterdir()}

    assert names == {"result.json", "signals.csv", "poses.npz", "report.html", "stdout.txt", "input.txt"}


def test_equal_results_are_called_equal(written, copy):
    done = script("compare", written, copy)

    assert done.returncode == 0, done.stdout
    assert "result.json: 2 of 2 equal" in done.stdout
    assert "report.html, images: 2 of 2 equal" in done.stdout


def test_another_version_of_formcheck_is_no_difference(written, copy, compared):
    change_result(copy, lambda result: result["provenance"].update(formcheck="9.9.9"))

    assert compared(written, copy)[0] == 0


def test_a_changed_number_is_found_and_named(written, copy):
    change_result(copy, lambda result: result["reps"][0].update(turn_s=99.5))

    done = script("compare", written, copy, "--words")

    assert done.returncode == 1
    assert f"{RUN}/result.json reps[0].turn_s: " in done.stdout
    assert "→ 99.5" in done.stdout


def test_a_changed_verdict_is_no_change_of_words(written, copy, compared):
    change_result(copy, lambda result: result["reps"][0]["verdicts"][0].update(verdict="changed"))

    code, told = compared(written, copy, words=True)

    assert code == 1
    assert "reps[0].verdicts[0].verdict: " in told


def test_changed_words_are_listed_once_and_let_pass_where_they_may_change(written, copy, compared):
    for run in written.glob("golden/*"):
        change_text(copy / "golden" / run.name / "stdout.txt", "Romanian deadlift:", "Deadlift:")
        change_text(copy / "golden" / run.name / "report.html", "How to do it", "The way to do it")

    strict, lenient = compared(written, copy), compared(written, copy, words=True)

    assert (strict[0], lenient[0]) == (1, 0)
    assert strict[1].count("The way to do it") == 2
    assert lenient[1].count("+The way to do it") == 1
    assert "@@ 2 places, the first: golden/" in lenient[1]


def test_a_changed_number_in_a_text_is_no_change_of_words(written, copy, compared):
    change_text(copy / RUN / "stdout.txt", "15 to 20 reps", "15 to 21 reps")

    code, told = compared(written, copy, words=True)

    assert code == 1
    assert f"{RUN}/stdout.txt numbers in the text: 20 → 21" in told


def test_a_changed_array_is_found_and_named(written, copy, compared):
    path = copy / RUN / "poses.npz"
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["image"][3, 5, 1] += 1
    np.savez_compressed(path, **arrays)

    code, told = compared(written, copy)

    assert code == 1
    assert f"{RUN}/poses.npz image[3, 5, 1], the first of 1 values that differ" in told


def test_a_changed_table_is_found(written, copy, compared):
    change_text(copy / RUN / "signals.csv", "phase,rep,bridged", "phase,rep,joined")

    code, told = compared(written, copy, words=True)

    assert code == 1
    assert f"{RUN}/signals.csv line 1, the first of 1 that differ" in told


def test_a_run_or_a_file_that_is_missing_is_found(written, copy, compared):
    shutil.rmtree(copy / "golden/real_rdl_dumbbell.npz")
    (copy / RUN / "report.html").unlink()

    code, told = compared(written, copy, words=True)

    assert code == 1
    assert "golden/real_rdl_dumbbell.npz: run → not run" in told
    assert f"{RUN}/report.html: there → no such file" in told


def test_only_the_runs_that_are_asked_for_are_compared(written, copy, compared):
    shutil.rmtree(copy / "golden/real_rdl_dumbbell.npz")

    code, told = compared(written, copy, only="golden/*dark_room*")

    assert code == 0
    assert "result.json: 1 of 1 equal" in told


def test_two_empty_folders_are_not_called_equal(tmp_path, compared):
    assert compared(tmp_path, tmp_path)[0] == 2


def test_a_run_that_fails_is_recorded(tmp_path):
    done = script("write", tmp_path / "results", "--quick", "--only", "plan/expert-*")

    assert done.returncode == 0
    failed = (tmp_path / "results/plan/expert-none-3/failed.txt").read_text(encoding="utf-8")
    assert failed.startswith("exit code 2\nformcheck: no level 'expert'")
