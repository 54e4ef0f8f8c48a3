"""What the connections of one server share: how many there may be, a line for the processor, seats left behind."""

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
    from formcheck.apps.web.connection import Connection
    from formcheck.apps.web.seat import Seat

MOST_VISITORS = 8
"""Connections at a time; chosen: each holds a pose model of some 100 MB."""

KEPT_S = 120.0
"""How long the set of a lost connection is kept; chosen: a router starts again in less."""


class HouseFull(FormcheckError):
    """There are as many connections as the server takes."""


@dataclass(slots=True)
class House:
    """The server's own state; the seats belong to their connections.

    A seat that was left behind is handed to whoever names its token, which only the page that sat there knows.
    """

    model: str = "full"
    folder: Path | None = None
    visitors: int = 0
    _line: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(max(1, os.cpu_count() or 1)))
    _empty: dict[str, tuple[float, "Seat"]] = field(default_factory=dict)
    _sitting: dict[str, "Connection"] = field(default_factory=dict)

    @contextmanager
    def visitor(self) -> Iterator[None]:
        """Count a connection.

        Raises
        ------
        HouseFull
            There are too many.
        """
        if self.visitors >= MOST_VISITORS:
            raise HouseFull(f"{MOST_VISITORS} people are being coached already. Try again later.")
        self.visitors += 1
        try:
            yield
        finally:
            self.visitors -= 1

    def line(self) -> asyncio.Semaphore:
        """The line for the processor: first come, first served, one place for each processor."""
        return self._line

    def seated(self, token: str, connection: "Connection") -> None:
        """A connection has its seat."""
        self._sitting[token] = connection

    def left(self, seat: "Seat", connection: "Connection", *, keep: bool) -> None:
        """A connection has ended; its seat waits for a while for somebody to come back."""
        self._sweep()
        if self._sitting.get(seat.token) is not connection:
            return  # it was taken over
        del self._sitting[seat.token]
        if keep:
            self._empty[seat.token] = (time.monotonic(), seat)

    async def left_behind(self, token: str | None) -> "Seat | None":
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
