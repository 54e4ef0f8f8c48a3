"""The examples in CONTRIBUTING.md work as they are written."""

import inspect
import re
import sys
from types import ModuleType

import pytest
import test_catalog

from clips import ROOT
from formcheck.motion.signals import angles
from formcheck.rules.exercise import Exercise

EXERCISE, ITS_TESTS, SIGNAL = re.findall(
    r"^```python\n(.*?)^```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), flags=re.M | re.S
)


@pytest.fixture
def example(monkeypatch) -> Exercise:
    """The exercise of the example, importable as if it were in its folder."""
    module = ModuleType("formcheck.exercises.good_morning")
    exec(EXERCISE, vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.EXERCISE


def test_exercise_is_what_the_tests_ask_of_every_exercise(example: Exercise):
    contract = [
        test
        for name, test in vars(test_catalog).items()
        if name.startswith("test_") and list(inspect.signature(test).parameters) == ["exercise"]
    ]

    assert len(contract) > 15
    for test in contract:
        test(example)


def test_its_tests_pass_and_have_a_case_for_each_rule(example: Exercise):
    names: dict = {}
    exec(ITS_TESTS, names)
    tests = [value for name, value in names.items() if name.startswith("test_")]

    assert list(names["CASES"]) == [rule.id for rule in example.rules]
    assert len(tests) == 2
    for rule, case in names["CASES"].items():
        for test in tests:
            test(rule, *case)


def test_signal_is_the_one_in_the_code():
    names = dict(vars(angles))
    exec(SIGNAL, names)

    given, own = names["TRUNK_INCLINATION"], angles.TRUNK_INCLINATION
    assert given is not own
    assert (given.name, given.label, given.unit, given.parts) == (own.name, own.label, own.unit, own.parts)
