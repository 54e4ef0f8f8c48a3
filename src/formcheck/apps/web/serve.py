"""Runs the server: on this machine only unless told otherwise, and then with a token."""

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from formcheck.apps.web.app import make_app
from formcheck.apps.web.gate import Gate, is_loopback
from formcheck.apps.web.house import House
from formcheck.apps.web.wire import LONGEST_BYTES
from formcheck.apps.write import prepare_folder
from formcheck.errors import CannotServe
from formcheck.pose.weights import find_model

WAITING_MESSAGES = 4
"""Messages of one connection that are read ahead; more wait with their sender."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens.

    Attributes
    ----------
    host, port : str, int
        Port 0 has the system choose one.
    certificate, key : Path or None
        For HTTPS.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    certificate: Path | None = None
    key: Path | None = None


def serve(address: Address, model: str, folder: Path | None, tell: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    folder : Path or None
        Where finished sets are saved; None keeps nothing.
    tell : callable
        Given lines for the person who started it: where to point the browser.

    Raises
    ------
    CannotServe
        Address taken or not of this machine, or certificate without key.
    ModelError, OutputError
        The pose model is missing, the folder cannot be written.
    """
    find_model(model)
    if folder is not None:
        prepare_folder(folder)
    if (address.certificate is None) != (address.key is None):
        raise CannotServe("HTTPS needs both: give --certificate FILE and --key FILE.")
    for file in (address.certificate, address.key):
        if file is not None and not os.access(file, os.R_OK):
            raise CannotServe(f"'{file}' cannot be read. Check the path.")
    with _listening(address) as listener:
        port = listener.getsockname()[1]
        token = None if is_loopback(address.host) else secrets.token_urlsafe(16)
        for line in _greeting(address, port, token):
            tell(line)
        config = uvicorn.Config(
            make_app(House(model=model, folder=folder), Gate(token)),
            log_level="warning",
            lifespan="off",
            ws="websockets-sansio",
            ws_max_size=LONGEST_BYTES,
            ws_max_queue=WAITING_MESSAGES,
            limit_concurrency=100,
            timeout_graceful_shutdown=2,
            server_header=False,
            ssl_certfile=address.certificate,
            ssl_keyfile=address.key,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listening(address: Address) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        return socket.create_server((address.host, address.port), family=family)
    except (OSError, OverflowError) as error:
        raise CannotServe(
            f"cannot listen on {address.host}:{address.port}: {getattr(error, 'strerror', None) or error}. "
            "Choose another --port, or an address of this machine for --host."
        ) from error


def _greeting(address: Address, port: int, token: str | None) -> list[str]:
    scheme = "http" if address.certificate is None else "https"
    name = f"[{address.host}]" if ":" in address.host else address.host
    if token is None:
        return [f"Open {scheme}://{name}:{port}/ in a browser on this machine. Ctrl-C ends it."]
    shown = socket.gethostname() if address.host in ("0.0.0.0", "::") else name
    lines = [f"Open {scheme}://{shown}:{port}/?token={token} in a browser. Ctrl-C ends it."]
    lines.append("Whoever has this address can use the server: pass it on with care.")
    if scheme == "http":
        lines.append(
            "Browsers give the camera to HTTPS pages and to this machine only: from another one, "
            "start with --certificate and --key, or put a proxy with HTTPS in front."
        )
    return lines
