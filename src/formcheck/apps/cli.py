"""The command line: its commands, and the exit codes of the program."""

import io
import signal
import sys
import threading
import traceback
from typing import Annotated, cast

import typer

from formcheck._version import __version__
from formcheck.apps.assess_command import assess
from formcheck.apps.commands import analyze, doctor, evaluate, exercises, live, plan, print_message, serve
from formcheck.errors import FormcheckError

app = typer.Typer(
    name="formcheck",
    help="Counts repetitions and checks form in posterior-chain exercises.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for _command in (analyze, exercises, evaluate, live, serve, plan, doctor):
    app.command()(_command)
app.add_typer(assess, name="assess")


_USAGE_ERROR = cast("type[Exception]", typer.BadParameter.__mro__[1])
"""Wrong arguments. Older releases of typer import the class from another package, so a subclass leads to it."""


def main() -> None:
    """Run the program: an error that the user can fix is one line and exit code 2; a bug is a traceback and code 1."""
    _end_like_ctrl_c()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as standard error: names of folders may hold any bytes
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except FormcheckError as error:
        print_message(f"formcheck: {error}")
        sys.exit(2)
    except _USAGE_ERROR as error:
        _print_usage_error(error)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nothing to report
        sys.exit(0)
    except Exception:
        traceback.print_exc()
        print_message("formcheck: this is a bug in formcheck. Please report it with the lines above.")
        sys.exit(1)


def _end_like_ctrl_c() -> None:
    """Let the request to end, and the terminal that closes, end the program as Ctrl-C does: with nothing half-written.

    A server has a way of its own to end on request, which the closed terminal uses too.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    closed = getattr(signal, "SIGHUP", None)  # not on Windows
    if closed is not None and signal.getsignal(closed) == signal.SIG_DFL:  # ignored under nohup
        signal.signal(closed, lambda *_: signal.raise_signal(signal.SIGTERM))


def _print_usage_error(error: Exception) -> None:
    """One line about wrong arguments; the help if there were none at all."""
    context, message = error.ctx, error.format_message()  # type: ignore[attr-defined]
    if type(error).__name__ == "NoArgsIsHelpError":
        print(context.get_help())
        return
    words = " ".join(message.replace("Value error, ", "").split()).rstrip(".")
    where = "formcheck" if context is None else context.command_path
    print_message(f"formcheck: {words[:1].lower()}{words[1:]}. See `{where} --help`.")


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
