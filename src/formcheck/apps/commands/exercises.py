"""`formcheck exercises`: what can be done."""

from typing import Annotated

import typer


def exercises(
    exercise_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this one in full.")] = None,
) -> None:
    """List the exercises, or show one: set-up, how to, camera, rules with their limits."""
    from formcheck.apps.show import exercise_page, exercise_table
    from formcheck.exercises import catalog, find_exercise

    if exercise_id is None:
        exercise_table(catalog())
    else:
        exercise_page(find_exercise(exercise_id))
