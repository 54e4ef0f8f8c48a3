"""Runs the server: by default reachable from this machine only, otherwise protected by a token."""

import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.responses import FileResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles

from formcheck._version import __version__
from formcheck.apps.web.access import AccessCheck, is_loopback
from formcheck.apps.web.connections import Connection, Connections
from formcheck.apps.web.messages import LONGEST_BYTES
from formcheck.apps.write import prepare_folder
from formcheck.errors import CannotServe
from formcheck.exercises import catalog
from formcheck.pose.landmarks import BONES
from formcheck.pose.model_files import find_model
from formcheck.rules.exercise import Exercise

STATIC = Path(__file__).parent / "static"

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; "
    "media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
"""Sent with every response: the page loads nothing from elsewhere, and no other page may frame it."""

READ = ["GET", "HEAD"]

REFUSED = 4403


def make_app(connections: Connections, access: AccessCheck) -> FastAPI:
    """The application of one server; all its state is in `connections`."""
    app = FastAPI(title="formcheck", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def guard(request: Request, respond: Callable[[Request], Awaitable[Response]]) -> Response:
        if not access.host_is_ours(request.headers.get("host", "")):
            return PlainTextResponse("formcheck: open this page at the address that was printed.", 421, HEADERS)
        response = await respond(request)
        response.headers.update(HEADERS)
        return response

    @app.api_route("/", methods=READ)
    async def page() -> FileResponse:
        return FileResponse(STATIC / "index.html")

    @app.api_route("/api/exercises", methods=READ)
    async def exercises() -> dict[str, Any]:
        return {"exercises": [about(e) for e in catalog().values()], "bones": [[int(a), int(b)] for a, b in BONES]}

    @app.websocket("/live")
    async def live(socket: WebSocket) -> None:
        host, origin = socket.headers.get("host", ""), socket.headers.get("origin")
        if not (access.host_is_ours(host) and access.origin_is_ours(origin, host)):
            await socket.close(REFUSED)  # before it is accepted: the browser sees 403
            return
        await socket.accept()
        if not access.token_is_right(socket.query_params.get("token")):
            await socket.close(REFUSED, "Open the address that formcheck printed: it contains the token.")
            return
        await Connection(socket, connections).run()

    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def about(exercise: Exercise) -> dict[str, Any]:
    """The facts of an exercise that a page shows before it is chosen."""
    low, high = exercise.target.reps
    return {
        "id": exercise.id,
        "name": exercise.name,
        "summary": exercise.summary,
        "set_up": exercise.words.set_up,
        "how_to": exercise.words.how_to,
        "camera": exercise.words.camera,
        "reps": [low, high],
    }


WAITING_MESSAGES = 4
"""Messages of one connection that are read ahead; the sender holds back more."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens.

    Attributes
    ----------
    host, port : str, int
        With port 0 the system chooses one.
    certificate, key : Path or None
        For HTTPS.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    certificate: Path | None = None
    key: Path | None = None


def serve(address: Address, model: str, folder: Path | None, print_line: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    folder : Path or None
        Where finished sets are saved; None saves nothing.
    print_line : callable
        Prints a line for the person who started the server: the address to open.

    Raises
    ------
    CannotServe
        The address is in use or not one of this machine, or a certificate without its key.
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
            print_line(line)
        config = uvicorn.Config(
            make_app(Connections(model=model, folder=folder), AccessCheck(token)),
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
    lines.append("Anyone who has this address can use the server: share it with care.")
    if scheme == "http":
        lines.append(
            "Browsers allow the camera only on HTTPS pages and on this machine: to use another machine, "
            "start with --certificate and --key, or use a proxy with HTTPS."
        )
    return lines
