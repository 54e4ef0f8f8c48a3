"""`formcheck analyze`: count and judge the repetitions in a recording."""

from pathlib import Path
from typing import Annotated

import typer

from formcheck.apps.commands.options import AsJson, Jobs, Model, Variant
from formcheck.apps.console import interruptible


def analyze(
    source: Annotated[
        Path,
        typer.Argument(metavar="INPUT", help="A video, a folder of pictures, or a pose recording (.npz)."),
    ],
    exercise: Annotated[str, typer.Option("-e", "--exercise", help="Id of the exercise; see `formcheck exercises`.")],
    folder: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Write report, video and data files here."),
    ] = None,
    variant: Variant = None,
    model: Model = "full",
    no_video: Annotated[bool, typer.Option("--no-video", help="Leave out the annotated video.")] = False,
    no_report: Annotated[bool, typer.Option("--no-report", help="Leave out the report.")] = False,
    jobs: Jobs = None,
    as_json: AsJson = False,
) -> None:
    """Count and judge the repetitions in a recording."""
    with interruptible("Nothing was written."):  # from the first moment: loading the libraries takes a while
        from formcheck.apps.analyze import analyze_file
        from formcheck.apps.show import progress_bar, summary
        from formcheck.apps.write import Outputs, prepare_folder, write_outputs
        from formcheck.exercises import find_exercise
        from formcheck.settings import Settings

        settings = Settings(variant)
        find_exercise(exercise).under(settings)  # before any work
        if folder is not None:
            prepare_folder(folder)
        with progress_bar() as progress:
            analysis = analyze_file(source, exercise, model, progress, jobs, settings)
            if folder is not None:
                with interruptible(f"What was finished is in '{folder}'."):
                    wanted = Outputs(video=not no_video, report=not no_report)
                    write_outputs(analysis, source, folder, wanted, progress)
    if as_json:
        print(analysis.result.to_json(), end="")
    else:
        summary(analysis, folder)
