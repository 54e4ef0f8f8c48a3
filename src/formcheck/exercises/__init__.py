"""The movements: one file of facts for each, found by itself."""

import importlib
import pkgutil
from functools import cache
from types import MappingProxyType

from formcheck.errors import UnknownExercise
from formcheck.rules.exercise import Exercise


@cache
def catalog() -> MappingProxyType[str, Exercise]:
    """Every exercise by its id, in alphabetical order: each module in this folder holds one, as ``EXERCISE``."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    exercises = {module.EXERCISE.id: module.EXERCISE for module in modules}
    return MappingProxyType(dict(sorted(exercises.items())))


def find_exercise(exercise_id: str) -> Exercise:
    """The exercise of this id.

    Raises
    ------
    UnknownExercise
        There is none; the message names the nearest.
    """
    known = catalog()
    if exercise_id not in known:
        raise UnknownExercise(exercise_id, known)
    return known[exercise_id]
