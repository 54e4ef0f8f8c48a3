"""Recorded sets of every exercise: reps at the labelled moments, with the labelled faults and no others.

The recordings are the full model's landmarks of the sample clips of the same name; the labels lie beside those.
"""

from pathlib import Path

import pytest

from clips import ROOT
from evidence import RECORDED
from formcheck.apps.analyze import analyze_file
from formcheck.evaluation.labels import read_label
from formcheck.evaluation.score import match

GOLDEN = ROOT / "tests/golden"

SETS = [path for path in sorted(GOLDEN.glob("*.npz")) if (ROOT / f"samples/videos/{path.stem}.label.json").exists()]


def label_of(path: Path):
    return read_label(ROOT / f"samples/videos/{path.stem}.label.json")


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_recorded_set_is_counted_and_judged_as_labelled(path):
    label = label_of(path)

    result = analyze_file(path, label.exercise).result

    assert len(result.reps) == len(label.reps)
    pairs = match(label.reps, result.reps)
    assert [sorted(found.faults) for _, found in pairs] == [sorted(rep.faults) for rep in label.reps]
    assert max(abs(found.turn_s - rep.turn_s) for rep, found in pairs) < 0.3


def test_every_recorded_exercise_has_a_saved_set():
    assert RECORDED - {label_of(path).exercise for path in SETS} == set()


@pytest.mark.parametrize("path", [path for path in SETS if "setup" in path.stem], ids=lambda path: path.stem)
def test_setting_up_and_getting_up_is_not_even_an_attempt(path):
    assert analyze_file(path, label_of(path).exercise).result.attempts == []
