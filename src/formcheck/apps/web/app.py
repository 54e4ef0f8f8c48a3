"""The web application: the page, the list of exercises, and the WebSocket for live coaching."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.responses import FileResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles

from formcheck import __version__
from formcheck.apps.web.connection import Connection
from formcheck.apps.web.gate import Gate
from formcheck.apps.web.house import House
from formcheck.coaching.exercise import Exercise
from formcheck.exercises import catalog
from formcheck.pose.landmarks import BONES

STATIC = Path(__file__).parent / "static"

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; "
    "media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
"""Sent with every answer: the page loads nothing from elsewhere, and no other page may frame it."""

REFUSED = 4403


def make_app(house: House, gate: Gate) -> FastAPI:
    """The application of one server; all its state is in `house`."""
    app = FastAPI(title="formcheck", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def guard(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        if not gate.host_is_ours(request.headers.get("host", "")):
            return PlainTextResponse("formcheck: open this page by the address that was printed.", 421)
        response = await answer(request)
        response.headers.update(HEADERS)
        return response

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(STATIC / "index.html")

    @app.get("/api/exercises")
    async def exercises() -> dict[str, Any]:
        return {"exercises": [about(e) for e in catalog().values()], "bones": [[int(a), int(b)] for a, b in BONES]}

    @app.websocket("/live")
    async def live(socket: WebSocket) -> None:
        host, origin = socket.headers.get("host", ""), socket.headers.get("origin")
        if not (gate.host_is_ours(host) and gate.origin_is_ours(origin, host)):
            await socket.close(REFUSED)  # before it is accepted: the browser sees 403
            return
        await socket.accept()
        if not gate.token_is_right(socket.query_params.get("token")):
            await socket.close(REFUSED, "Open the address that formcheck printed: it holds the token.")
            return
        await Connection(socket, house).run()

    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def about(exercise: Exercise) -> dict[str, Any]:
    """What a page shows of an exercise before it is chosen."""
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
