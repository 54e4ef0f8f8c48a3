"""What every command tells a person: lines on standard error, and what Ctrl-C left."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def say(text: str) -> None:
    """A line for a person: on standard error, so that standard output holds results only."""
    print(text, file=sys.stderr)


@contextmanager
def interruptible(kept: str) -> Iterator[None]:
    """Ctrl-C ends the work with a line that says what stays."""
    try:
        yield
    except KeyboardInterrupt:
        say(f"formcheck: stopped. {kept}")
        raise typer.Exit(INTERRUPTED) from None
