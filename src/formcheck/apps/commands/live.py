"""`formcheck live`: coaching at the desktop."""

from typing import Annotated

import typer

from formcheck.apps.commands.options import Model, SetsFolder, Variant
from formcheck.apps.console import interruptible


def live(
    exercise: Annotated[
        str | None, typer.Option("-e", "--exercise", help="Id of the exercise; without it you choose in the window.")
    ] = None,
    source: Annotated[
        str, typer.Option(metavar="0|FILE|URL", help="Number of a webcam, a video file to play, or a stream.")
    ] = "0",
    folder: SetsFolder = None,
    model: Model = "full",
    no_window: Annotated[bool, typer.Option("--no-window", help="One line for each event, no window.")] = False,
    variant: Variant = None,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Fill the screen; F turns it off.")] = False,
    mute: Annotated[bool, typer.Option("--mute", help="No voice.")] = False,
    no_mirror: Annotated[bool, typer.Option("--no-mirror", help="Show the camera's picture as it is.")] = False,
    every_picture: Annotated[
        bool, typer.Option("--every-picture", help="A file waits for the pose model; none of its pictures is dropped.")
    ] = False,
) -> None:
    """Coach live at the desktop: count, hold, one cue at a time."""
    with interruptible("Nothing was kept."):
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
