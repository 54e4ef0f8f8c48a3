"""The commands: their options, and what they start.

Each imports what it needs when it runs, so that `formcheck --help` loads nothing heavy.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from formcheck.files import unwritable
from formcheck.plain_text import printable, shortened

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

Model = Annotated[Literal["lite", "full", "heavy"], typer.Option(help="Pose model.")]

Jobs = Annotated[int | None, typer.Option(min=1, help="Pose models to run in parallel; default: one per processor.")]

Fps = Annotated[
    float | None, typer.Option("--fps", help="Pictures per second of a folder of pictures; a video states its own.")
]

Variant = Annotated[str | None, typer.Option(help="Another way to do the exercise; see `formcheck exercises ID`.")]

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")]

SetsFolder = Annotated[Path | None, typer.Option("-o", "--output", metavar="DIR", help="Save every finished set here.")]


def print_message(text: str) -> None:
    """A line for a person: on standard error, so that standard output holds results only."""
    print(shortened(printable(text)), file=sys.stderr)


def print_result(text: str) -> None:
    """A whole result, on standard output.

    Raises
    ------
    OutputError
        Standard output takes no more: a full disk.
    """
    try:
        print(text, end="", flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        with Path(os.devnull).open("wb") as nowhere:  # what is left of it must not fail again at the end of the program
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        raise unwritable(Path("standard output"), error) from error


def print_event(line: str) -> None:
    """An event of live use, on standard output as soon as it happens."""
    print(line, flush=True)


@contextmanager
def interruptible(outcome: str) -> Iterator[None]:
    """Ctrl-C ends the work with a line that says what stays: `outcome`, a sentence."""
    try:
        yield
    except KeyboardInterrupt:
        print_message(f"formcheck: stopped. {outcome}")
        raise typer.Exit(INTERRUPTED) from None


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
    fps: Fps = None,
    as_json: AsJson = False,
) -> None:
    """Count and judge the repetitions in a recording."""
    with interruptible("Nothing was written."):  # from the start, since loading the libraries takes a while
        from formcheck.apps.analyze import analyze_file
        from formcheck.apps.open_input import check_fps
        from formcheck.apps.terminal import progress_bar, summary
        from formcheck.apps.write import Outputs, prepare_folder, write_outputs
        from formcheck.exercises import find_exercise
        from formcheck.settings import Settings

        settings = Settings(variant)
        check_fps(source, fps)
        find_exercise(exercise).under(settings)  # before any work
        wanted = Outputs(video=not no_video, report=not no_report)
        if folder is not None:
            prepare_folder(folder, wanted.names(), [source])
        with progress_bar() as progress:
            analysis = analyze_file(source, exercise, model, progress, jobs, settings, fps)
            if folder is not None:
                with interruptible(f"Finished files are in '{folder}'."):
                    write_outputs(analysis, source, folder, wanted, progress)
    if as_json:
        print_result(analysis.result.to_json())
    else:
        summary(analysis, folder)


def exercises(
    exercise_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this one in full.")] = None,
) -> None:
    """List the exercises, or show one: set-up, how to, camera, rules with their limits."""
    from formcheck.apps.terminal import exercise_page, exercise_table
    from formcheck.exercises import catalog, find_exercise

    if exercise_id is None:
        exercise_table(catalog())
    else:
        exercise_page(find_exercise(exercise_id))


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Clips, each with its NAME.label.json beside it.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures to this file.")
    ] = None,
    model: Model = "full",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Clips to analyse in parallel; default: one per processor.")
    ] = None,
) -> None:
    """Measure accuracy: compare the results with labels, made by hand or rendered."""
    from formcheck.apps.evaluate import collect_scores, scores_json, show_scores
    from formcheck.apps.evaluate import evaluate as run
    from formcheck.evaluation.labels import CLIP_SUFFIXES, SUFFIX, labels_in
    from formcheck.files import keep_inputs, replacing

    with interruptible("Nothing was written."):
        if json_file is not None:
            stems = [label.name.removesuffix(SUFFIX) for label in labels_in(folder)]
            keep_inputs([json_file], (folder / (stem + end) for stem in stems for end in (SUFFIX, *CLIP_SUFFIXES)))
        scores, unscored = collect_scores(run(folder, model, jobs))
    show_scores(scores, unscored)
    if json_file is not None:
        with replacing(json_file) as path:
            path.write_text(scores_json(scores, unscored, model), encoding="utf-8")


def live(
    exercise: Annotated[
        str | None, typer.Option("-e", "--exercise", help="Id of the exercise; without it you choose in the window.")
    ] = None,
    source: Annotated[
        str, typer.Option(metavar="0|FILE|URL", help="Number of a webcam, a video file to play, or a stream.")
    ] = "0",
    folder: SetsFolder = None,
    model: Model = "full",
    no_window: Annotated[bool, typer.Option("--no-window", help="No window: print a line for each event.")] = False,
    variant: Variant = None,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Fill the screen; F turns it off.")] = False,
    mute: Annotated[bool, typer.Option("--mute", help="No voice.")] = False,
    no_mirror: Annotated[bool, typer.Option("--no-mirror", help="Do not mirror the camera's picture.")] = False,
    every_picture: Annotated[
        bool, typer.Option("--every-picture", help="A played file waits for the pose model; no frame is dropped.")
    ] = False,
) -> None:
    """Coach live at the desktop: count, hold, one cue at a time."""
    with interruptible("Nothing was kept."):
        from formcheck.apps.live import LiveOptions
        from formcheck.apps.live import live as run
        from formcheck.apps.live_io import LiveIOOptions
        from formcheck.apps.terminal import summary
        from formcheck.settings import Settings

        io = LiveIOOptions(
            source,
            model,
            window=not no_window,
            full_screen=full_screen,
            mute=mute,
            mirror=not no_mirror,
            every_picture=every_picture,
        )
        done = run(LiveOptions(exercise, io, folder, Settings(variant)), print_event)
        for analysis in done.sets:
            summary(analysis, None)
        if done.failure is not None:
            raise done.failure


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; a token is required if other machines can reach it.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 has the system choose.")] = 8000,
    folder: SetsFolder = None,
    model: Model = "full",
    certificate: Annotated[Path | None, typer.Option(metavar="FILE", help="Certificate, for HTTPS.")] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="Its private key.")] = None,
) -> None:
    """Coach live in the browser: a page on this machine that uses its camera."""
    with interruptible("Finished sets are saved." if folder else "Nothing was kept."):
        from formcheck.apps.web.serve import Address
        from formcheck.apps.web.serve import serve as run

        run(Address(host, port, certificate, key), model, folder, print_message)


def plan(
    assessment: Annotated[
        Path | None, typer.Argument(metavar="[ASSESSMENT.json]", help="Result of a test; without it the level decides.")
    ] = None,
    level: Annotated[str, typer.Option(metavar="beginner|experienced", help="How well you know the movements.")] = (
        "beginner"
    ),
    equipment: Annotated[
        str,
        typer.Option(
            help="What you have, separated by commas: dumbbells, kettlebell, kettlebells (two), barbell, bench."
        ),
    ] = "none",
    days: Annotated[str, typer.Option(help="Days a week, 1 to 6, or their names, as in mon,wed,fri.")] = "3",
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
        from formcheck.apps.plan import PlanRequest, plan_for, save_plan, show_plan

        week = plan_for(PlanRequest(assessment, level, equipment, days, start))
        if folder is not None:
            save_plan(week, folder, assessment)
    if as_json:
        print_result(week.to_json())
    else:
        show_plan(week, folder)


def doctor() -> None:
    """Check that this machine has everything that formcheck needs."""
    from formcheck.apps.doctor import examine
    from formcheck.apps.terminal import check_line

    with interruptible("The remaining checks were not run."):
        failed = [check for check in map(check_line, examine()) if check.needed and not check.ok]
    if failed:
        print_message(f"formcheck: {len(failed)} of the checks above failed.")
        raise typer.Exit(2)
    print_message("formcheck: all checks passed.")
