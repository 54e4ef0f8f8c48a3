"""`formcheck doctor`: whether this machine has all that is needed."""

import typer

from formcheck.apps.console import interruptible, say


def doctor() -> None:
    """Check that this machine has all that formcheck needs."""
    from formcheck.apps.doctor import examine
    from formcheck.apps.show import check_line

    with interruptible("The remaining checks were not made."):
        broken = [check for check in map(check_line, examine()) if check.needed and not check.ok]
    if broken:
        say(f"formcheck: {len(broken)} of the things above need mending.")
        raise typer.Exit(2)
    say("formcheck: all is well.")
