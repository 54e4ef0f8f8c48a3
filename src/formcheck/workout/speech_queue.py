"""What is said aloud, and when: one line at a time, nothing stale, little when all is well.

It reads no clock and makes no sound: lines come out with their time, and whoever has a voice says them.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["guide", "correction", "place", "praise", "hold", "count"]

IMPORTANCE: dict[Kind, int] = {"guide": 4, "correction": 3, "place": 2, "praise": 2, "hold": 2, "count": 1}
"""A line that waits gives way to one that matters as much or more."""

MAX_WAIT_S: dict[Kind, float] = {
    "guide": 3.0,
    "correction": 2.0,
    "place": 3.0,
    "praise": 1.0,
    "hold": 0.4,
    "count": 0.5,
}
"""How long a line may wait for the one before it; chosen: a count that comes late is wrong, an advice is not."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something that is said.

    Attributes
    ----------
    time_s : float
        When, in seconds of the camera's clock.
    kind : str
        ``guide`` (what to do next), ``correction``, ``place`` (what to change about camera or place in the course of
        a set), ``praise``, ``hold`` or ``count``.
    """

    time_s: float
    kind: Kind
    text: str


def spoken_s(text: str) -> float:
    """How long a line takes to say, in seconds; chosen: a calm voice, about 150 words a minute."""
    return 0.4 + 0.065 * len(text)


@dataclass(slots=True)
class SpeechQueue:
    """Says one line after the other; at most one waits."""

    _waiting: Utterance | None = None
    _busy_until_s: float = float("-inf")

    def offer(self, time_s: float, kind: Kind, text: str) -> None:
        """Something worth saying; it takes the place of a waiting line that matters no more than it."""
        self._forget_stale(time_s)
        if self._waiting is None or IMPORTANCE[kind] >= IMPORTANCE[self._waiting.kind]:
            self._waiting = Utterance(time_s, kind, text)

    def drop(self, *kinds: Kind) -> None:
        """Something has happened that makes a waiting line of these kinds wrong."""
        if self._waiting is not None and self._waiting.kind in kinds:
            self._waiting = None

    def step(self, time_s: float) -> Utterance | None:
        """The line to say now; None while the one before is being said."""
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
