"""The pages about the exercises are those of the files of facts, and say what a reader needs."""

import importlib.util
from importlib import import_module
from inspect import isabstract
from pathlib import Path
from pkgutil import iter_modules

import pytest
from exercise_pages import exercise_page, index_page

from formcheck.exercises import catalog
from formcheck.output.pages.exercise_facts import rule_lines
from formcheck.output.pages.measure_words import measured_words
from formcheck.rules import measures
from formcheck.rules.exercise import Exercise
from formcheck.rules.measures.base import Measure

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "exercises"

every = pytest.mark.parametrize("exercise", catalog().values(), ids=lambda exercise: exercise.id)


def script():
    spec = importlib.util.spec_from_file_location("exercise_pages", ROOT / "scripts" / "exercise_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_in_the_tree_are_those_of_the_facts():
    """`make docs` writes them anew."""
    written = {path: text.encode() for path, text in script().texts()}

    assert [path.name for path, text in written.items() if not path.is_file() or path.read_bytes() != text] == []
    assert sorted(set(PAGES.glob("*.md")) - set(written)) == []


@every
def test_page_has_every_rule_and_step(exercise: Exercise):
    page = exercise_page(exercise)

    wanted = [*exercise.words.set_up, *exercise.words.how_to, exercise.words.camera, exercise.summary]
    wanted += [text for rule in exercise.rules for text in (f"`{rule.id}`", rule.title, rule.say.cue, rule.say.advice)]
    wanted += [text for variant in exercise.variants for text in (f"--variant {variant.id}", variant.summary)]
    assert [text for text in wanted if text not in page] == []


@every
def test_picture_of_every_exercise_with_a_sample_is_there_and_small(exercise: Exercise):
    picture = PAGES / f"{exercise.id}.jpg"
    if script().sample_of(exercise) is None:
        pytest.skip(f"no sample clip of good reps of {exercise.id}")

    assert f"({picture.name})" in (PAGES / f"{exercise.id}.md").read_text(encoding="utf-8")
    assert picture.stat().st_size < 60_000


def test_index_leads_to_every_page():
    index = index_page(catalog())

    assert [name for name in catalog() if f"({name}.md)" not in index] == []


@every
def test_every_row_of_a_table_has_all_its_cells(exercise: Exercise):
    rows = [line for line in exercise_page(exercise).splitlines() if line.startswith("|")]

    assert [row for row in rows if row.count("|") != 8] == []


@every
def test_every_rule_says_what_is_measured_and_where_a_fault_begins(exercise: Exercise):
    judged = [line for line in rule_lines(exercise) if not line.measured.startswith("Not judged: ")]

    assert [line.id for line in rule_lines(exercise) if not line.measured] == []
    assert [line.id for line in judged if not line.target or not line.fault] == []


def test_every_kind_of_measure_has_words_of_its_own():
    files = [import_module(f"{measures.__name__}.{found.name}") for found in iter_modules(measures.__path__)]
    values = [value for file in files for value in vars(file).values()]
    kinds = {value for value in values if isinstance(value, type) and issubclass(value, Measure)}
    measuring = [kind for kind in kinds if not isabstract(kind)]
    general = measured_words.dispatch(Measure)

    assert len(measuring) > 15
    assert sorted(kind.__name__ for kind in measuring if measured_words.dispatch(kind) is general) == []


def test_terminal_shows_the_rules_in_the_words_of_the_page(capsys, monkeypatch):
    from formcheck.apps import terminal as show

    monkeypatch.setenv("COLUMNS", "400")
    exercise = catalog()["hip-thrust"]

    show.exercise_page(exercise)

    said = capsys.readouterr().out
    lines = rule_lines(exercise)
    assert [line.id for line in lines if line.title not in said or line.measured not in said] == []
