"""A number that is taken of every rep: what every kind of it can do, and what it may know of earlier reps."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field

from formcheck.coaching.measures.readings import signal_range
from formcheck.coaching.standing import Standing
from formcheck.coaching.window import RepWindow
from formcheck.motion.signals.signal import Signal
from formcheck.pose.landmarks import Side


@dataclass(frozen=True, slots=True)
class Measured:
    """One number of a rep.

    Attributes
    ----------
    value : float or None
        In the unit of its measure; None when it could not be measured.
    at_s : float or None
        Moment that shows it.
    reason : str or None
        Why there is no value, or why it says nothing.
    """

    value: float | None = None
    at_s: float | None = None
    reason: str | None = None


@dataclass(slots=True)
class History:
    """What the earlier reps of a set have to say to the next.

    Attributes
    ----------
    reaches : dict
        Rises of a signal, by its name and the working side, in the earlier reps that showed it.
    sides : list
        Working side and end, in seconds, of every earlier rep; and of every attempt that was too small, without an end.
    standing : Standing
        The person standing upright, so far.
    """

    reaches: dict[tuple[str, Side | None], list[float]] = field(default_factory=dict)
    sides: list[tuple[Side | None, float | None]] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)

    def of(self, signal: Signal, side: Side | None) -> list[float]:
        """Rises of a signal in the earlier reps of a side."""
        return self.reaches.get((signal.name, side), [])

    def remember(self, measures: "Iterable[Measure]", window: RepWindow) -> None:
        """Take a counted rep into account, for the measures that need to know."""
        self.sides.append((window.side, window.times.end_s))
        for signal in {measure.about for measure in measures if measure.remembers}:
            reach = None if signal is None else signal_range(signal, window)
            if signal is not None and reach is not None:
                self.reaches.setdefault((signal.name, window.side), []).append(reach)


class Measure(ABC):
    """One number that is taken of every rep; its kinds are in the files beside this one."""

    __slots__ = ()

    @property
    @abstractmethod
    def unit(self) -> str:
        """Unit of the number: ``deg``, ``s``, ``trunk``, ``trunk/s``, ``ratio``, ``reps`` or ``%``."""

    @property
    def about(self) -> Signal | None:
        """Signal that it is taken from; None for times, which come from the driver."""
        return None

    @property
    def level(self) -> bool:
        """Whether the number is the signal's own value, as at the turn, and not a difference or a share."""
        return False

    @property
    def remembers(self) -> bool:
        """Whether later reps need to know how far the signal rose in this one."""
        return False

    @abstractmethod
    def take(self, window: RepWindow, history: History) -> Measured:
        """Measure a rep."""


@dataclass(frozen=True, slots=True)
class OfSignal(Measure):
    """A number that is taken from one signal, in its unit unless a kind says otherwise."""

    signal: Signal

    @property
    def unit(self) -> str:
        """The signal's."""
        return self.signal.unit

    @property
    def about(self) -> Signal | None:
        """The signal."""
        return self.signal


@dataclass(frozen=True, slots=True)
class NotMeasured(Measure):
    """Something that is not measured yet: every rep is not judged, with the reason, and the ledger says so."""

    reason: str

    @property
    def unit(self) -> str:
        """None is needed."""
        return "ratio"

    def take(self, window: RepWindow, history: History) -> Measured:
        """Only the reason."""
        return Measured(reason=self.reason)
