"""Who is connected to the server: one connection for each page, and the places that they share."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from formcheck.apps.web.client_session import ClientSession
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

from formcheck.apps.web import messages as wire
from formcheck.apps.web.access import RateLimit
from formcheck.apps.web.client_session import ClientSession

MOST_VISITORS = 8
"""Connections at a time; chosen: each holds a pose model of some 100 MB."""

KEPT_S = 120.0
"""How long the set of a lost connection is kept; chosen: a router starts again in less."""


class ServerFull(FormcheckError):
    """There are as many connections as the server takes."""


@dataclass(slots=True)
class Connections:
    """The server's own state; the seats belong to their connections.

    A seat that was left behind is handed to whoever names its token, which only the page that sat there knows.
    """

    model: str = "full"
    folder: Path | None = None
    visitors: int = 0
    _cpu_slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(max(1, os.cpu_count() or 1)))
    _empty: dict[str, tuple[float, "ClientSession"]] = field(default_factory=dict)
    _sitting: dict[str, "Connection"] = field(default_factory=dict)

    @contextmanager
    def visitor(self) -> Iterator[None]:
        """Count a connection.

        Raises
        ------
        ServerFull
            There are too many.
        """
        if self.visitors >= MOST_VISITORS:
            raise ServerFull(f"{MOST_VISITORS} people are being coached already. Try again later.")
        self.visitors += 1
        try:
            yield
        finally:
            self.visitors -= 1

    def cpu_slots(self) -> asyncio.Semaphore:
        """The line for the processor: first come, first served, one place for each processor."""
        return self._cpu_slots

    def seated(self, token: str, connection: "Connection") -> None:
        """A connection has its seat."""
        self._sitting[token] = connection

    def left(self, seat: "ClientSession", connection: "Connection", *, keep: bool) -> None:
        """A connection has ended; its seat waits for a while for somebody to come back."""
        self._sweep()
        if self._sitting.get(seat.token) is not connection:
            return  # it was taken over
        del self._sitting[seat.token]
        if keep:
            self._empty[seat.token] = (time.monotonic(), seat)

    async def left_behind(self, token: str | None) -> "ClientSession | None":
        """The seat of a lost connection; None when there is none, or no more."""
        self._sweep()
        if token is None:
            return None
        sitting = self._sitting.get(token)
        if sitting is not None:  # the page noticed the loss before the server did
            await sitting.taken_over()
            for _ in range(100):
                if token in self._empty or token not in self._sitting:
                    break
                await asyncio.sleep(0.05)
        return self._empty.pop(token, (0.0, None))[1]

    def _sweep(self) -> None:
        """Forget what nobody came back for, and the oldest of too many."""
        now = time.monotonic()
        kept = [(token, left) for token, left in self._empty.items() if now - left[0] <= KEPT_S]
        self._empty = dict(kept[-MOST_VISITORS:])


IDLE_S = 60.0
"""Without a message for longer a connection is closed; the page sends one every quarter of a second."""

LONGEST_S = 2 * 3600.0
"""A connection is closed after so long; chosen: longer than any workout."""

BAD_MESSAGE, NOT_NOW, TOO_LONG, ELSEWHERE = 4400, 4503, 4408, 4409
"""Close codes: a message that cannot be understood, no room, too long, gone on in another page."""


class _Close(Exception):
    """The connection is to be closed, with a code and a line that says why."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code, self.why = code, why


@dataclass(slots=True)
class Connection:
    """A client and its seat; nothing here is shared but the house."""

    socket: WebSocket
    house: Connections
    _seat: ClientSession | None = None
    _pace: RateLimit = field(default_factory=RateLimit)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "formcheck-seat"))
    _began_s: float = field(default_factory=time.monotonic)
    _finished: bool = False

    async def run(self) -> None:
        """Serve the client until one of both has had enough."""
        try:
            with self.house.visitor():
                await self._start()
                while True:
                    await self._answer(await self._next())
        except WebSocketDisconnect:
            pass
        except wire.BadMessage as error:
            await self._close(BAD_MESSAGE, f"Message not understood: {error}.")
        except ServerFull as error:
            await self._close(NOT_NOW, str(error))
        except FormcheckError as error:
            await self._close(BAD_MESSAGE, str(error))
        except _Close as close:
            await self._close(close.code, close.why)
        finally:
            await self._leave()

    async def taken_over(self) -> None:
        """The same set goes on in another page."""
        await self._close(ELSEWHERE, "This set goes on in another page.")

    async def _next(self) -> str | bytes:
        """The next message, no faster than the pace allows."""
        await asyncio.sleep(self._pace.wait_s(time.monotonic()))
        if time.monotonic() - self._began_s > LONGEST_S:
            raise _Close(TOO_LONG, "Two hours are enough for one visit. Load the page again to go on.")
        try:
            message = await asyncio.wait_for(self.socket.receive(), IDLE_S)
        except TimeoutError:
            raise _Close(TOO_LONG, "Nothing was heard for a minute. Load the page again to go on.") from None
        if message["type"] != "websocket.receive":
            raise WebSocketDisconnect(message.get("code", 1000))
        text: str | None = message.get("text")
        return message["bytes"] if text is None else text

    async def _start(self) -> None:
        first = await self._next()
        said = wire.read_text(first) if isinstance(first, str) else None
        if not isinstance(said, wire.Start):
            raise wire.BadMessage("the first message has to be 'start'")
        seat = await self.house.left_behind(said.resume)
        resumed = seat is not None
        if seat is None:
            seat = ClientSession(said, self.house.model, self.house.folder)
        else:
            seat.go_on(said)
        self._seat = seat
        self.house.seated(seat.token, self)
        await self._work(seat.open)
        await self._tell("ready", token=seat.token, resumed=resumed, keeps=self.house.folder is not None)

    async def _answer(self, message: str | bytes) -> None:
        seat = self._seat
        assert seat is not None
        if isinstance(message, bytes):
            await self.socket.send_text(await self._work(seat.frame, message, heavy=True))
        else:
            said = wire.read_text(message)
            if isinstance(said, wire.Start):
                raise wire.BadMessage("'start' comes once, as the first message")
            if isinstance(said, wire.WantResult):
                await self._result(seat, said.number)
                return
            await self.socket.send_text(await self._work(seat.say, said))
        if seat.unsaved:
            for number, folder in await self._work(seat.save):
                await self._tell("saved", number=number, folder=folder)
        self._finished = seat.over

    async def _result(self, seat: ClientSession, number: int) -> None:
        result = await self._work(seat.result, number)
        await self._tell("result", number=number, result=None if result is None else json.loads(result))

    async def _work(self, what: Any, *arguments: Any, heavy: bool = False) -> Any:
        """Do something on this seat's own thread; pictures wait in line with those of the others."""
        async with self.house.cpu_slots() if heavy else _at_once():
            return await asyncio.get_running_loop().run_in_executor(self._thread, what, *arguments)

    async def _tell(self, kind: str, **what: Any) -> None:
        await self.socket.send_text(json.dumps({"type": kind, **what}))

    async def _close(self, code: int, why: str) -> None:
        """Say why, then close."""
        try:
            await self._tell("error", message=why)
            await self.socket.close(code, why[:100])
        except (RuntimeError, WebSocketDisconnect):
            return  # the other side has gone already

    async def _leave(self) -> None:
        """Leave the seat as it is for a while, unless the workout is over or goes on elsewhere."""
        if self._seat is not None:
            await self._work(self._seat.close)
            self.house.left(self._seat, self, keep=not self._finished)
        self._thread.shutdown(wait=False)


@asynccontextmanager
async def _at_once():  # type: ignore[no-untyped-def]  # nothing is yielded
    yield
