"""`formcheck plan` as a user runs it."""

import json
import subprocess
import sys
from datetime import date

import pytest

from formcheck.plan.results import WeekPlan

ASSESSMENT = {
    "schema": "formcheck.assessment/1",
    "protocol": "leg-lower/1",
    "sides": {"left": {"result": "dips"}, "right": {"result": "steady"}},
}


@pytest.fixture
def run(here):
    """The command in this process: its exit code, and what it printed."""

    def command(*arguments):
        done = here("plan", *arguments)
        return done.returncode, done.stdout, done.stderr

    return command


@pytest.fixture
def assessment(tmp_path):
    path = tmp_path / "assessment.json"
    path.write_text(json.dumps(ASSESSMENT))
    return path


def test_a_week_is_printed_and_written(assessment, tmp_path):
    folder = tmp_path / "new" / "plan"
    options = ("--equipment", "dumbbells", "--days", "mon,thu", "--start", "2026-11-23", "-o", str(folder))
    command = [sys.executable, "-m", "formcheck", "plan", str(assessment), *options]

    done = subprocess.run(command, capture_output=True, text=True, timeout=120, encoding="utf-8", check=False)

    assert (done.returncode, done.stderr) == (0, "")
    for words in ("Your week: 2 days", "Monday and Thursday", "left 3", "Monday 21 December 2026", "general fitness"):
        assert words in done.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["plan.html", "plan.json"]


def test_json_prints_the_plan_and_nothing_else(run, assessment):
    options = ("--level", "experienced", "--equipment", "kettlebells, bench", "--days", "6", "--json")

    code, out, err = run(assessment, *options)

    plan = WeekPlan.model_validate_json(out)
    assert (code, err) == (0, "")
    assert (plan.level, plan.equipment, plan.test.left) == (
        "experienced",
        ["kettlebell", "kettlebells", "bench"],
        "dips",
    )
    assert len(plan.days) == 4


def test_without_options_it_plans_a_week_for_a_beginner_from_today(run):
    before = date.today()
    plan = WeekPlan.model_validate_json(run("--json")[1])

    assert (plan.level, plan.equipment, plan.test.protocol, len(plan.days)) == ("beginner", [], None, 3)
    assert before <= plan.start <= date.today()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--equipment", "dumbbels"), "Did you mean 'dumbbells'"),
        (("--equipment", "none,barbell"), "no equipment named 'none'"),
        (("--days", "9"), "1 to 6 days, not 9"),
        (("--days", "mon,funday"), "no weekday 'funday'"),
        (("--level", "pro"), "Known: beginner, experienced"),
        (("--start", "tomorrow"), "2026-11-23"),
        (("nowhere.json",), "'nowhere.json' does not exist"),
        ((__file__,), "is not an assessment: it is not JSON"),
    ],
)
def test_an_error_the_user_can_fix_is_one_line(run, arguments, words, tmp_path):
    code, out, err = run(*arguments, "-o", tmp_path / "out")

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert words in err
    assert not (tmp_path / "out").exists()
