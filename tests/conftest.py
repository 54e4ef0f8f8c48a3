"""Hypothesis profiles, and the check of every result.

The profile `ci` repeats the same examples in every run, `dev` looks for new ones.
"""

import os
from collections.abc import Iterator
from functools import wraps
from typing import Any

import pytest
from hypothesis import settings

from formcheck.session import set_result
from formcheck.session.results import SetResult
from invariants import broken_invariants

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))

_broken: list[str] = []


@wraps(SetResult, updated=())
def _checked(**fields: Any) -> SetResult:
    """A result as it is; what cannot be true in it fails the test, even where the program catches the exception."""
    result = SetResult(**fields)
    found = broken_invariants(result)
    _broken.extend(found)
    assert not found, "\n".join(found)
    return result


set_result.SetResult = _checked


@pytest.fixture(autouse=True)
def every_result_is_sound() -> Iterator[list[str]]:
    """Fail a test in which the program made a result that cannot be true; what is broken, so far."""
    yield _broken
    found = _broken.copy()
    _broken.clear()
    assert not found, "\n".join(found)
