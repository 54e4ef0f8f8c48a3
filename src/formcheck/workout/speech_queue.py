"""Decides what is said aloud, and when: one line at a time, nothing stale, little when all is well.

It reads no clock and makes no sound: it returns lines with their time, and the caller has a voice say them.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["guide", "correction", "place", "praise", "hold", "count"]

IMPORTANCE: dict[Kind, int] = {"guide": 4, "correction": 3, "place": 2, "praise": 2, "hold": 2, "count": 1}
"""A waiting line is replaced by one that is at least as important."""

MAX_WAIT_S: dict[Kind, float] = {
    "guide": 3.0,
    "correction": 2.0,
    "place": 3.0,
    "praise": 1.0,
    "hold": 0.4,
    "count": 0.5,
}
"""How long a line may wait for the previous one to end; chosen: a late count is wrong, late advice is not."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One spoken line.

    Attributes
    ----------
    time_s : float
        When it is said, in seconds of the camera's clock.
    kind : str
        ``guide`` (what to do next), ``correction``, ``place`` (what to change about camera or position during a
        set), ``praise``, ``hold`` or ``count``.
    text : str
    """

    time_s: float
    kind: Kind
    text: str


def spoken_s(text: str) -> float:
    """How long a line takes to say, in seconds; chosen for a calm voice, about 150 words a minute."""
    return 0.4 + 0.065 * len(text)


@dataclass(slots=True)
class SpeechQueue:
    """Plays one line after another; at most one line waits."""

    _waiting: Utterance | None = None
    _busy_until_s: float = float("-inf")

    def offer(self, time_s: float, kind: Kind, text: str) -> None:
        """Queue a line; it replaces a waiting line unless that one is more important."""
        self._forget_stale(time_s)
        if self._waiting is None or IMPORTANCE[kind] >= IMPORTANCE[self._waiting.kind]:
            self._waiting = Utterance(time_s, kind, text)

    def drop(self, *kinds: Kind) -> None:
        """Drop a waiting line of these kinds, because something has made it wrong."""
        if self._waiting is not None and self._waiting.kind in kinds:
            self._waiting = None

    def step(self, time_s: float) -> Utterance | None:
        """The line to say now; None while the previous one is being spoken."""
        self._forget_stale(time_s)
        if self._waiting is None or time_s < self._busy_until_s:
            return None
        line = Utterance(time_s, self._waiting.kind, self._waiting.text)
        self._waiting = None
        self._busy_until_s = time_s + spoken_s(line.text)
        return line

    def _forget_stale(self, time_s: float) -> None:
        if self._waiting is not None and time_s - self._waiting.time_s > MAX_WAIT_S[self._waiting.kind]:
            self._waiting = None
