"""Options that several commands have."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Model = Annotated[Literal["lite", "full", "heavy"], typer.Option(help="Pose model.")]

Jobs = Annotated[int | None, typer.Option(min=1, help="Pose models at the same time; default: one per processor.")]

Variant = Annotated[str | None, typer.Option(help="Another way to do the exercise; see `formcheck exercises ID`.")]

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")]

SetsFolder = Annotated[Path | None, typer.Option("-o", "--output", metavar="DIR", help="Save every finished set here.")]
