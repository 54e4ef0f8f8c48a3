"""`formcheck assess`: the tests, from clips or live."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.apps.commands import AsJson, Fps, Jobs, Model, interruptible, print_event, print_message, print_result
from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from formcheck.apps.live_io import LiveIOOptions
    from formcheck.assessment.assessment import Assessment
    from formcheck.assessment.details import TestDetails
    from formcheck.assessment.protocol import Protocol

assess = typer.Typer(help="Run a test: how steady the hips stay on one leg.", no_args_is_help=True)


@assess.callback()
def _assess() -> None:
    """Run a test: how steady the hips stay on one leg."""


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
    person: Annotated[str | None, typer.Option(metavar="NAME", help="Whose test it is; stands on the sheet.")] = None,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of the test.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="A line for the sheet.")] = None,
    previous: Annotated[
        Path | None,
        typer.Option(metavar="ASSESSMENT.json", help="An earlier test of the same kind, to stand beside this one."),
    ] = None,
    model: Model = "full",
    no_video: Annotated[bool, typer.Option("--no-video", help="Leave out the annotated clips.")] = False,
    jobs: Jobs = None,
    fps: Fps = None,
    as_json: AsJson = False,
    live: Annotated[bool, typer.Option("--live", help="Guide step by step in front of a camera.")] = False,
    source: Annotated[
        str | None, typer.Option(metavar="0|FILE|URL", help="With --live: webcam, a video file to play, or a stream.")
    ] = None,
    no_window: Annotated[
        bool, typer.Option("--no-window", help="With --live: no window, print a line for each event.")
    ] = False,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="With --live: fill the screen.")] = False,
    mute: Annotated[bool, typer.Option("--mute", help="With --live: no voice.")] = False,
    no_mirror: Annotated[bool, typer.Option("--no-mirror", help="With --live: do not mirror the picture.")] = False,
    every_picture: Annotated[
        bool,
        typer.Option(
            "--every-picture", help="With --live: a played file waits for the pose model; no frame is dropped."
        ),
    ] = False,
) -> None:
    """The single-leg glute bridge test: one leg carries, the other is lowered and raised. The side is detected."""
    stated = _Stated(person, date, note, previous)
    if live:
        from formcheck.apps.live_io import LiveIOOptions

        if sources:
            raise FormcheckError("--live takes no clips: name one with --source to play it, or leave --live out.")
        io = LiveIOOptions(
            source or "0",
            model,
            window=not no_window,
            full_screen=full_screen,
            mute=mute,
            mirror=not no_mirror,
            every_picture=every_picture,
        )
        _assess_live(io, protocol, folder, stated, as_json=as_json)
        return
    if source is not None or no_window or full_screen or mute or no_mirror or every_picture:
        raise FormcheckError(
            "--source, --no-window, --full-screen, --mute, --no-mirror and --every-picture belong to --live."
        )
    with interruptible("Nothing was written."):
        from formcheck.apps.assess import assess_files, output_names, write_assessment
        from formcheck.apps.terminal import progress_bar
        from formcheck.apps.write import prepare_folder
        from formcheck.assessment.protocol import find_protocol
        from formcheck.errors import InputNotFound

        chosen = find_protocol(protocol)
        if not sources:
            raise InputNotFound(
                "no clip is named: formcheck assess single-leg-bridge LEFT.mp4 RIGHT.mp4, or one clip of both."
            )
        details = stated.checked(chosen)
        if folder is not None:
            prepare_folder(folder, output_names(len(sources), video=not no_video), [*sources, *details.files])
        with progress_bar() as progress:
            assessment = assess_files(sources, chosen, model, progress, jobs, fps, details)
            if folder is not None:
                with interruptible(f"Finished files are in '{folder}'."):
                    write_assessment(assessment, sources, folder, video=not no_video, progress=progress)
    _print_result(assessment, folder, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the options state about the test, as it was typed."""

    person: str | None
    date: str | None
    note: str | None
    previous: Path | None

    def checked(self, protocol: "Protocol") -> "TestDetails":
        """What is stated, with the earlier test; an error of one line if something is wrong with it."""
        from formcheck.assessment.details import check_details

        return check_details(protocol, person=self.person, date=self.date, note=self.note, previous=self.previous)


def _assess_live(io: "LiveIOOptions", protocol: str, folder: Path | None, stated: _Stated, *, as_json: bool) -> None:
    """Guide through the test in front of a camera."""
    with interruptible("Nothing was kept."):
        from formcheck.apps.assess_live import AssessLiveOptions, assess_live
        from formcheck.assessment.protocol import find_protocol

        chosen = find_protocol(protocol)
        options = AssessLiveOptions(chosen, io, folder, stated.checked(chosen))
        assessment = assess_live(options, print_message if as_json else print_event)
    _print_result(assessment, folder, as_json=as_json)


def _print_result(assessment: "Assessment", folder: Path | None, *, as_json: bool) -> None:
    """The result, as JSON or as a table."""
    from formcheck.apps.terminal import assessment_summary

    if as_json:
        print_result(assessment.result.to_json())
    else:
        assessment_summary(assessment, folder)
