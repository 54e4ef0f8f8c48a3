"""`formcheck serve`: coaching in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from formcheck.apps.commands.options import Model, SetsFolder
from formcheck.apps.console import interruptible, say


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; any but this machine's own asks for a token.")] = (
        "127.0.0.1"
    ),
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

        run(Address(host, port, certificate, key), model, folder, say)
