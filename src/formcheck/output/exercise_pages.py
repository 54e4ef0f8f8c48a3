"""The pages about the exercises, as Markdown: one for each, and their index."""

from collections.abc import Iterable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from formcheck.coaching.exercise import Exercise
from formcheck.output import exercise_facts as facts

_PAGES = Environment(
    loader=PackageLoader("formcheck.output"),
    autoescape=False,  # Markdown, from our own facts
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def exercise_page(exercise: Exercise, pictures: Iterable[str] = ()) -> str:
    """The page of one exercise.

    Parameters
    ----------
    exercise : Exercise
        Its facts.
    pictures : names of files
        Files that lie beside the page; a picture is shown when the one of the exercise, ``ID.jpg``, is among them.
    """
    picture = f"{exercise.id}.jpg"
    return _PAGES.get_template("exercise.md.j2").render(
        exercise=exercise,
        facts=facts,
        picture=picture if picture in set(pictures) else None,
        rules=facts.rule_lines(exercise),
        variants=facts.variants_of(exercise),
    )


def index_page(exercises: Mapping[str, Exercise]) -> str:
    """The list of all exercises."""
    return _PAGES.get_template("exercises.md.j2").render(exercises=list(exercises.values()), facts=facts)
