"""Every number on the page of an exercise has its unit in its name, or in a comment on its line: the right one."""

import ast
import importlib
import io
import pkgutil
import tokenize
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from formcheck import exercises
from formcheck.rules.measures.combined import When
from formcheck.rules.rep_rule import Guard, RepRule, RepSignal
from formcheck.rules.rule import Rule
from formcheck.rules.set_up_check import SetUpCheck

PAGES = [
    importlib.import_module(f"{exercises.__name__}.{info.name}") for info in pkgutil.iter_modules(exercises.__path__)
]
UNITS = {"deg", "trunk", "trunk/s", "ratio", "%", "s", "reps"}
UNIT_IN_NAME = ("_s", "_hz", "_px", "_trunk")


def unit_of(part: object) -> str | None:
    """Unit of the bare numbers of a part of an exercise; None for a part that may have numbers of another unit."""
    match part:
        case Rule(measure=measure) | Guard(measure=measure) | When(where=measure):
            return measure.unit
        case RepSignal(signal=signal) | SetUpCheck(signal=signal) | RepRule(confirmation=signal):
            return signal.unit
    return None


def has_number(value: ast.expr) -> bool:
    nodes = list(ast.walk(value))
    return not any(isinstance(node, ast.Call) for node in nodes) and any(
        isinstance(node, ast.Constant) and isinstance(node.value, float) for node in nodes
    )


def bare_numbers(page: ModuleType) -> Iterator[tuple[int, str, str | None]]:
    """Line, the call it belongs to, and the unit if the call says it, of each number without a unit in its name."""
    text = Path(str(page.__file__)).read_text(encoding="utf-8")
    for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
        named = [(str(keyword.arg), keyword.value) for keyword in call.keywords]
        for name, value in [("", value) for value in call.args] + named:
            if has_number(value) and not name.endswith(UNIT_IN_NAME):
                part = eval(compile(ast.Expression(call), "<page>", "eval"), vars(page))
                yield value.end_lineno or 0, ast.unparse(call.func), unit_of(part)


def comments(page: ModuleType) -> dict[int, str]:
    """Comments of a file by their line, without the mark."""
    text = Path(str(page.__file__)).read_text(encoding="utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.start[0]: token.string.removeprefix("# ") for token in tokens if token.type == tokenize.COMMENT}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.EXERCISE.id)
def test_every_number_has_the_right_unit_beside_it(page: ModuleType):
    beside = comments(page)
    numbers = list(bare_numbers(page))

    assert len(numbers) >= 2
    assert [n for n in numbers if beside.get(n[0]) not in ({n[2]} if n[2] else UNITS)] == []
