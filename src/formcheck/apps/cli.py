"""The command line: the only place that prints."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from formcheck import __version__
from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from formcheck.apps.desk import DeskOptions

app = typer.Typer(
    name="formcheck",
    help="Counts repetitions and checks form in posterior-chain exercises.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_MISUSED = cast("type[Exception]", typer.BadParameter.__mro__[1])
"""Arguments that cannot be: a class that typer has from elsewhere in older releases, so it is taken from its child."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def main() -> None:
    """Run the program; a user's error is one line and exit code 2, ours a traceback and exit code 1."""
    try:
        sys.exit(app(standalone_mode=False))
    except FormcheckError as error:
        _say(f"formcheck: {error}")
        sys.exit(2)
    except _MISUSED as error:
        _tell_misuse(error)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; nothing to tell
        sys.exit(0)
    except Exception:
        traceback.print_exc()
        _say("formcheck: this is a fault of formcheck. Please report it with the lines above.")
        sys.exit(1)


def _tell_misuse(error: Exception) -> None:
    """One line about arguments that cannot be; where there were none at all, the help."""
    context, told = error.ctx, error.format_message()  # type: ignore[attr-defined]
    if type(error).__name__ == "NoArgsIsHelpError":
        print(context.get_help())
        return
    words = " ".join(told.replace("Value error, ", "").split()).rstrip(".")
    where = "formcheck" if context is None else context.command_path
    _say(f"formcheck: {words[:1].lower()}{words[1:]}. See `{where} --help`.")


def _say(text: str) -> None:
    """A line for a person: on standard error, so that standard output holds results only."""
    print(text, file=sys.stderr)


@contextmanager
def _interruptible(kept: str) -> Iterator[None]:
    """Ctrl-C ends the work with a line that says what stays."""
    try:
        yield
    except KeyboardInterrupt:
        _say(f"formcheck: stopped. {kept}")
        raise typer.Exit(INTERRUPTED) from None


def _version(wanted: bool) -> None:
    if wanted:
        print(f"formcheck {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Count repetitions and check form."""


@app.command()
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
    variant: Annotated[
        str | None, typer.Option(help="Another way to do the exercise; see `formcheck exercises ID`.")
    ] = None,
    model: Annotated[Literal["lite", "full", "heavy"], typer.Option(help="Pose model.")] = "full",
    no_video: Annotated[bool, typer.Option("--no-video", help="Leave out the annotated video.")] = False,
    no_report: Annotated[bool, typer.Option("--no-report", help="Leave out the report.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Pose models at the same time; default: one per processor.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")] = False,
) -> None:
    """Count and judge the repetitions in a recording."""
    with _interruptible("Nothing was written."):  # from the first moment: loading the libraries takes a while
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
                with _interruptible(f"What was finished is in '{folder}'."):
                    wanted = Outputs(video=not no_video, report=not no_report)
                    write_outputs(analysis, source, folder, wanted, progress)
    if as_json:
        print(analysis.result.to_json(), end="")
    else:
        summary(analysis, folder)


@app.command()
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


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Clips, each with its NAME.label.json beside it.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write every figure into this file.")
    ] = None,
    model: Annotated[Literal["lite", "full", "heavy"], typer.Option(help="Pose model.")] = "full",
    jobs: Annotated[int | None, typer.Option(min=1, help="Clips at the same time; default: one per processor.")] = None,
) -> None:
    """Compare the results with labels, made by hand or rendered: how right is formcheck."""
    from formcheck.apps.evaluate import evaluate as scores_of
    from formcheck.apps.evaluation_tables import collected, evaluation_json, evaluation_tables
    from formcheck.files import replacing

    with _interruptible("Nothing was written."):
        scores, unscored = collected(scores_of(folder, model, jobs))
    evaluation_tables(scores, unscored)
    if json_file is not None:
        with replacing(json_file) as path:
            path.write_text(evaluation_json(scores, unscored, model), encoding="utf-8")


assess = typer.Typer(help="Run a test: how steady, against the same person's own bridge.", no_args_is_help=True)
app.add_typer(assess, name="assess")


@assess.callback()
def _assess() -> None:
    """Run a test: how steady, against the same person's own bridge."""


@assess.command("single-leg-bridge")
def assess_single_leg_bridge(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="INPUT...", help="Clips or pose recordings (.npz), each of one side or both."),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Write assessment.json, report and annotated clips here."),
    ] = None,
    protocol: Annotated[str, typer.Option(help="leg-lower/1, hold/1 (seconds) or reps/1 (repetitions).")] = (
        "leg-lower/1"
    ),
    model: Annotated[Literal["lite", "full", "heavy"], typer.Option(help="Pose model.")] = "full",
    no_video: Annotated[bool, typer.Option("--no-video", help="Leave out the annotated clips.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Pose models at the same time; default: one per processor.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")] = False,
    live: Annotated[bool, typer.Option("--live", help="Before a camera: led step by step, on screen and aloud.")] = (
        False
    ),
    source: Annotated[
        str | None, typer.Option(metavar="0|FILE|URL", help="With --live: webcam, a video file to play, or a stream.")
    ] = None,
    no_window: Annotated[bool, typer.Option("--no-window", help="With --live: a line for each event.")] = False,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="With --live: fill the screen.")] = False,
    mute: Annotated[bool, typer.Option("--mute", help="With --live: no voice.")] = False,
    no_mirror: Annotated[bool, typer.Option("--no-mirror", help="With --live: the camera's picture as it is.")] = False,
    every_picture: Annotated[
        bool, typer.Option("--every-picture", help="With --live: a file waits for the pose model; none is dropped.")
    ] = False,
) -> None:
    """The single-leg glute bridge test: one leg carries, the other is lowered and raised; sides are found."""
    if live:
        from formcheck.apps.desk import DeskOptions

        if sources:
            raise FormcheckError("--live takes no clips: name one with --source to play it, or leave --live out.")
        desk = DeskOptions(
            source or "0",
            model,
            window=not no_window,
            full_screen=full_screen,
            mute=mute,
            mirror=not no_mirror,
            every_picture=every_picture,
        )
        _assess_live(desk, protocol, folder, as_json=as_json)
        return
    if source is not None or no_window or full_screen or mute or no_mirror or every_picture:
        raise FormcheckError(
            "--source, --no-window, --full-screen, --mute, --no-mirror and --every-picture belong to --live."
        )
    with _interruptible("Nothing was written."):
        from formcheck.apps.assess import assess_files, write_assessment
        from formcheck.apps.show import assessment_summary, progress_bar
        from formcheck.apps.write import prepare_folder
        from formcheck.assessment.protocol import find_protocol
        from formcheck.errors import InputNotFound

        chosen = find_protocol(protocol)
        if not sources:
            raise InputNotFound(
                "no clip is named: formcheck assess single-leg-bridge LEFT.mp4 RIGHT.mp4, or one clip of both."
            )
        if folder is not None:
            prepare_folder(folder)
        with progress_bar() as progress:
            assessment = assess_files(sources, chosen, model, progress, jobs)
            if folder is not None:
                with _interruptible(f"What was finished is in '{folder}'."):
                    write_assessment(assessment, sources, folder, video=not no_video, progress=progress)
    if as_json:
        print(assessment.result.to_json(), end="")
    else:
        assessment_summary(assessment, folder)


def _assess_live(desk: "DeskOptions", protocol: str, folder: Path | None, *, as_json: bool) -> None:
    """Lead through the test before a camera."""
    with _interruptible("Nothing was kept."):
        from formcheck.apps.assess_live import AssessLiveOptions, assess_live
        from formcheck.apps.show import assessment_summary
        from formcheck.assessment.protocol import find_protocol

        options = AssessLiveOptions(find_protocol(protocol), desk, folder)
        assessment = assess_live(options, _say if as_json else lambda line: print(line, flush=True))
    if as_json:
        print(assessment.result.to_json(), end="")
    else:
        assessment_summary(assessment, folder)


@app.command()
def live(
    exercise: Annotated[
        str | None, typer.Option("-e", "--exercise", help="Id of the exercise; without it you choose in the window.")
    ] = None,
    source: Annotated[
        str, typer.Option(metavar="0|FILE|URL", help="Number of a webcam, a video file to play, or a stream.")
    ] = "0",
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Save every finished set here.")
    ] = None,
    model: Annotated[Literal["lite", "full", "heavy"], typer.Option(help="Pose model.")] = "full",
    no_window: Annotated[bool, typer.Option("--no-window", help="One line for each event, no window.")] = False,
    variant: Annotated[
        str | None, typer.Option(help="Another way to do the exercise; see `formcheck exercises ID`.")
    ] = None,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Fill the screen; F turns it off.")] = False,
    mute: Annotated[bool, typer.Option("--mute", help="No voice.")] = False,
    no_mirror: Annotated[bool, typer.Option("--no-mirror", help="Show the camera's picture as it is.")] = False,
    every_picture: Annotated[
        bool, typer.Option("--every-picture", help="A file waits for the pose model; none of its pictures is dropped.")
    ] = False,
) -> None:
    """Coach live at the desktop: count, hold, one cue at a time."""
    with _interruptible("Nothing was kept."):
        from formcheck.apps.desk import DeskOptions
        from formcheck.apps.live import LiveOptions
        from formcheck.apps.live import live as run
        from formcheck.apps.show import summary
        from formcheck.settings import Settings

        desk = DeskOptions(
            source,
            model,
            window=not no_window,
            full_screen=full_screen,
            mute=mute,
            mirror=not no_mirror,
            every_picture=every_picture,
        )
        done = run(LiveOptions(exercise, desk, folder, Settings(variant)), lambda line: print(line, flush=True))
        for analysis in done.sets:
            summary(analysis, None)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; any but this machine's own asks for a token.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 has the system choose.")] = 8000,
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Save every finished set here.")
    ] = None,
    model: Annotated[Literal["lite", "full", "heavy"], typer.Option(help="Pose model.")] = "full",
    certificate: Annotated[Path | None, typer.Option(metavar="FILE", help="Certificate, for HTTPS.")] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="Its private key.")] = None,
) -> None:
    """Coach live in the browser: a page on this machine that uses its camera."""
    with _interruptible("Finished sets are saved." if folder else "Nothing was kept."):
        from formcheck.apps.web.serve import Address
        from formcheck.apps.web.serve import serve as run

        run(Address(host, port, certificate, key), model, folder, _say)


@app.command()
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
    with _interruptible("Nothing was written."):
        from formcheck.apps.plan import Wishes, planned, save_plan, show_plan

        week = planned(Wishes(assessment, level, equipment, days, start))
        if folder is not None:
            save_plan(week, folder)
    if as_json:
        print(week.to_json(), end="")
    else:
        show_plan(week, folder)


@app.command()
def doctor() -> None:
    """Check that this machine has all that formcheck needs."""
    from formcheck.apps.doctor import examine
    from formcheck.apps.show import check_line

    with _interruptible("The remaining checks were not made."):
        broken = [check for check in map(check_line, examine()) if check.needed and not check.ok]
    if broken:
        _say(f"formcheck: {len(broken)} of the things above need mending.")
        raise typer.Exit(2)
    _say("formcheck: all is well.")
