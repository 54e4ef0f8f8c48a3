"""The exercises: each file in this folder holds the facts of one, and the catalog finds it by itself."""

import importlib
import pkgutil
from functools import cache
from types import MappingProxyType

from formcheck.errors import UnknownExercise
from formcheck.rules.exercise import Exercise


@cache
def catalog() -> MappingProxyType[str, Exercise]:
    """All exercises by id, in alphabetical order: the ``EXERCISE`` of each module in this folder."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    exercises = {module.EXERCISE.id: module.EXERCISE for module in modules}
    return MappingProxyType(dict(sorted(exercises.items())))


def find_exercise(exercise_id: str) -> Exercise:
    """The exercise with this id.

    Raises
    ------
    UnknownExercise
        There is no such exercise; the message names the most similar id.
    """
    known = catalog()
    if exercise_id not in known:
        raise UnknownExercise(exercise_id, known)
    return known[exercise_id]
