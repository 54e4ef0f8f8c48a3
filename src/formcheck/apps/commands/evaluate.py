"""`formcheck evaluate`: how right the results are."""

from pathlib import Path
from typing import Annotated

import typer

from formcheck.apps.commands.options import Model
from formcheck.apps.console import interruptible


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Clips, each with its NAME.label.json beside it.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write every figure into this file.")
    ] = None,
    model: Model = "full",
    jobs: Annotated[int | None, typer.Option(min=1, help="Clips at the same time; default: one per processor.")] = None,
) -> None:
    """Compare the results with labels, made by hand or rendered: how right is formcheck."""
    from formcheck.apps.evaluate import evaluate as scores_of
    from formcheck.apps.evaluation_tables import collected, evaluation_json, evaluation_tables
    from formcheck.files import replacing

    with interruptible("Nothing was written."):
        scores, unscored = collected(scores_of(folder, model, jobs))
    evaluation_tables(scores, unscored)
    if json_file is not None:
        with replacing(json_file) as path:
            path.write_text(evaluation_json(scores, unscored, model), encoding="utf-8")
