"""The open connections of a server, and the client sessions they leave to be resumed."""

import asyncio
import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

from formcheck.apps.web import messages
from formcheck.apps.web.access import RateLimit
from formcheck.apps.web.client_session import ClientSession
from formcheck.errors import FormcheckError

MAX_CONNECTIONS = 8
"""Connections at a time; chosen: each holds a pose model of some 100 MB."""

RESUME_S = 120.0
"""Seconds for which the session of a lost connection can be resumed; chosen: a router restarts in less."""

IDLE_S = 60.0
"""A connection without a message for longer is closed; the page sends one every quarter of a second."""

LONGEST_S = 2 * 3600.0
"""A connection is closed after this long; chosen: longer than any workout."""

BAD_MESSAGE, NOT_NOW, TOO_LONG, ELSEWHERE = 4400, 4503, 4408, 4409
"""Close codes: a message that cannot be understood, no room, open or idle for too long, resumed in another page."""


MOST_REASON_BYTES = 123
"""Bytes of the reason in the close message of a WebSocket (RFC 6455, section 5.5)."""


class ServerFull(FormcheckError):
    """There are as many connections as the server takes."""


@dataclass(slots=True)
class Connections:
    """The state that the connections of one server share.

    Attributes
    ----------
    model : str
        Pose model for the images that clients send.
    folder : Path or None
        Where finished sets are saved; None saves nothing.
    count : int
        Open connections.
    cpu_slots : asyncio.Semaphore
        One slot per processor for work on images: first come, first served.
    """

    model: str = "full"
    folder: Path | None = None
    count: int = 0
    cpu_slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(max(1, os.cpu_count() or 1)))
    _active: dict[str, "Connection"] = field(default_factory=dict)
    _resumable: dict[str, tuple[float, ClientSession]] = field(default_factory=dict)

    @contextmanager
    def admit(self) -> Iterator[None]:
        """Count a connection while it is open.

        Raises
        ------
        ServerFull
            There are too many.
        """
        if self.count >= MAX_CONNECTIONS:
            raise ServerFull(f"{MAX_CONNECTIONS} people are being coached already. Try again later.")
        self.count += 1
        try:
            yield
        finally:
            self.count -= 1

    def attach(self, session: ClientSession, connection: "Connection") -> None:
        """A connection begins or resumes a session."""
        self._active[session.token] = connection

    def detach(self, session: ClientSession, connection: "Connection", *, resumable: bool) -> None:
        """A connection has ended; its session can be resumed for a while if `resumable`."""
        self._drop_expired()
        if self._active.get(session.token) is not connection:
            return  # another connection has taken over
        del self._active[session.token]
        if resumable:
            self._resumable[session.token] = (time.monotonic(), session)

    async def resume(self, token: str | None) -> ClientSession | None:
        """Take over the session with this token, which only its own page knows; None if there is no such session."""
        self._drop_expired()
        if token is None:
            return None
        connection = self._active.get(token)
        if connection is not None:  # the page noticed the loss before the server did
            await connection.close_resumed_elsewhere()
            for _ in range(100):
                if token in self._resumable or token not in self._active:
                    break
                await asyncio.sleep(0.05)
        return self._resumable.pop(token, (0.0, None))[1]

    def _drop_expired(self) -> None:
        """Drop the sessions that were not resumed in time, and the oldest of too many."""
        now = time.monotonic()
        recent = [(token, lost) for token, lost in self._resumable.items() if now - lost[0] <= RESUME_S]
        self._resumable = dict(recent[-MAX_CONNECTIONS:])


class _Close(Exception):
    """The connection is to be closed, with a code and a reason in words."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def close_reason(reason: str) -> str:
    """As much of a reason as the close message of a WebSocket holds: 123 bytes of UTF-8."""
    return reason.encode("utf-8", "replace")[:MOST_REASON_BYTES].decode("utf-8", "ignore")


@dataclass(slots=True)
class Connection:
    """One client and its session, on a thread of its own; connections share nothing but `connections`."""

    socket: WebSocket
    connections: Connections
    _session: ClientSession | None = None
    _rate: RateLimit = field(default_factory=RateLimit)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "formcheck-session"))
    _began_s: float = field(default_factory=time.monotonic)
    _finished: bool = False

    async def run(self) -> None:
        """Serve the client until either side ends the connection."""
        try:
            with self.connections.admit():
                await self._start()
                while True:
                    await self._answer(await self._next())
        except WebSocketDisconnect:
            pass
        except messages.BadMessage as error:
            await self._close(BAD_MESSAGE, f"Message not understood: {error}.")
        except ServerFull as error:
            await self._close(NOT_NOW, str(error))
        except FormcheckError as error:
            await self._close(BAD_MESSAGE, str(error))
        except _Close as close:
            await self._close(close.code, close.reason)
        finally:
            await self._detach()

    async def close_resumed_elsewhere(self) -> None:
        """Close, since another page has resumed the session."""
        await self._close(ELSEWHERE, "This set goes on in another page.")

    async def _next(self) -> str | bytes:
        """The next message, no faster than the rate limit allows."""
        await asyncio.sleep(self._rate.wait_s(time.monotonic()))
        if time.monotonic() - self._began_s > LONGEST_S:
            raise _Close(TOO_LONG, "A connection ends after two hours. Load the page again to go on.")
        try:
            message = await asyncio.wait_for(self.socket.receive(), IDLE_S)
        except TimeoutError:
            raise _Close(TOO_LONG, "Nothing was received for a minute. Load the page again to go on.") from None
        if message["type"] != "websocket.receive":
            raise WebSocketDisconnect(message.get("code", 1000))
        text: str | None = message.get("text")
        return message["bytes"] if text is None else text

    async def _start(self) -> None:
        first = await self._next()
        start = messages.read_text(first) if isinstance(first, str) else None
        if not isinstance(start, messages.Start):
            raise messages.BadMessage("the first message has to be 'start'")
        session = await self.connections.resume(start.resume)
        resumed = session is not None
        if session is None:
            session = ClientSession(start, self.connections.model, self.connections.folder)
        else:
            session.resume(start)
        self._session = session
        self.connections.attach(session, self)
        await self._in_thread(session.open)
        keeps = self.connections.folder is not None
        await self._send("ready", token=session.token, resumed=resumed, keeps=keeps)

    async def _answer(self, received: str | bytes) -> None:
        session = self._session
        assert session is not None
        if isinstance(received, bytes):
            await self.socket.send_text(await self._in_thread(session.answer_image, received, heavy=True))
        else:
            message = messages.read_text(received)
            if isinstance(message, messages.Start):
                raise messages.BadMessage("'start' comes once, as the first message")
            if isinstance(message, messages.GetResult):
                await self._send_result(session, message.number)
                return
            await self.socket.send_text(await self._in_thread(session.answer, message))
        if session.unsaved:
            for number, folder in await self._in_thread(session.save):
                await self._send("saved", number=number, folder=folder)
        self._finished = session.over

    async def _send_result(self, session: ClientSession, number: int) -> None:
        result = await self._in_thread(session.result, number)
        await self._send("result", number=number, result=None if result is None else json.loads(result))

    async def _in_thread(self, work: Any, *arguments: Any, heavy: bool = False) -> Any:
        """Call `work` in the thread of this connection; heavy work waits for a CPU slot."""
        slot: AbstractAsyncContextManager[None] = self.connections.cpu_slots if heavy else nullcontext()
        async with slot:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    async def _send(self, kind: str, **fields: Any) -> None:
        await self.socket.send_text(json.dumps({"type": kind, **fields}))

    async def _close(self, code: int, reason: str) -> None:
        """Send the reason, then close."""
        try:
            await self._send("error", message=reason)
            await self.socket.close(code, close_reason(reason))
        except (RuntimeError, WebSocketDisconnect):
            return  # the client has gone already

    async def _detach(self) -> None:
        """Leave the session to be resumed, unless the workout is over or another connection has taken over."""
        if self._session is not None:
            await self._in_thread(self._session.close)
            self.connections.detach(self._session, self, resumable=not self._finished)
        self._thread.shutdown(wait=False)
