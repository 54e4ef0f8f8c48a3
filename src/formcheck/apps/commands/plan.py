"""`formcheck plan`: a week of training."""

from pathlib import Path
from typing import Annotated

import typer

from formcheck.apps.console import interruptible


def plan(
    assessment: Annotated[
        Path | None, typer.Argument(metavar="[ASSESSMENT.json]", help="Result of a test; without it the level decides.")
    ] = None,
    level: Annotated[str, typer.Option(metavar="beginner|experienced", help="How well you know the movements.")] = (
        "beginner"
    ),
    equipment: Annotated[
        str, typer.Option(help="What you have, with commas: dumbbells, kettlebell, kettlebells (two), barbell, bench.")
    ] = "none",
    days: Annotated[str, typer.Option(help="Days a week, 1 to 6; or which, as in mon,wed,fri.")] = "3",
    start: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="First day of the plan; default: today.")] = (
        None
    ),
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Write plan.html and plan.json here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON, and nothing else.")] = False,
) -> None:
    """Plan a week of training: from a test of the single-leg bridge, or from your level alone."""
    with interruptible("Nothing was written."):
        from formcheck.apps.plan import Wishes, planned, save_plan, show_plan

        week = planned(Wishes(assessment, level, equipment, days, start))
        if folder is not None:
            save_plan(week, folder)
    if as_json:
        print(week.to_json(), end="")
    else:
        show_plan(week, folder)
