"""The page about signals and measures is written from the code, and holds all of them."""

import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import signal_pages

from formcheck import rules
from formcheck.exercises import catalog
from formcheck.motion import signals
from formcheck.rules import measures
from formcheck.rules.measures.base import Measure
from formcheck.rules.measures.timing import Untimed

PAGE = Path(__file__).parents[2] / "docs" / "signals.md"


def test_page_in_the_tree_is_that_of_the_code():
    """`make docs` writes it."""
    assert PAGE.read_text(encoding="utf-8") == signal_pages.text()


def test_every_signal_has_a_row():
    names = {name for name in signals.__all__ if isinstance(getattr(signals, name), signals.Signal)}
    rows = signal_pages.signal_rows()

    assert sorted(row.name for row in rows) == sorted(names)
    assert [row.name for row in rows if not row.reads.endswith(".")] == []


def test_every_signal_of_an_exercise_is_used_somewhere():
    used = {signal.name for exercise in catalog().values() for signal in exercise.signals}
    unused = {row.signal.name for row in signal_pages.signal_rows() if (row.judged, row.counted) == ("–", "–")}

    assert sorted(used & unused) == []


def test_guessed_signals_judge_nothing():
    assert [row.name for row in signal_pages.signal_rows() if row.signal.guessed and row.judged != "–"] == []


def test_every_measure_can_be_used_by_an_exercise():
    files = [import_module(f"{measures.__name__}.{found.name}") for found in iter_modules(measures.__path__)]
    values = [value for file in files for value in vars(file).values()]
    kinds = {value for value in values if inspect.isclass(value) and issubclass(value, Measure)}

    kinds -= {Untimed}  # takes the place of measures in seconds by itself, where the frame rate is not known
    usable = {kind for kind in kinds if not inspect.isabstract(kind)}

    assert sorted(kind.__name__ for kind in usable if kind not in vars(rules).values()) == []


def test_every_measure_has_a_row_with_a_unit_and_an_example():
    kinds = [kind for kind in vars(rules).values() if inspect.isclass(kind) and issubclass(kind, Measure)]
    rows = signal_pages.measure_rows()

    assert [kind.__name__ for kind in kinds if not any(f"r.{kind.__name__}(" in row.call for row in rows)] == []
    assert [row.call for row in rows if not row.unit or not row.takes or row.example == "–"] == []


def test_every_row_has_all_its_cells():
    rows = [line for line in signal_pages.text().splitlines() if line.startswith("|")]

    assert {row.count("|") for row in rows} == {5, 8}
