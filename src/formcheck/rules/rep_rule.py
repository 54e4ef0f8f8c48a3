"""How the repetitions of an exercise are found, as data: what drives them, and what tells them from other movements."""

from dataclasses import dataclass

from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import View
from formcheck.rules.laterality import Laterality
from formcheck.rules.measures.base import Measure


@dataclass(frozen=True, slots=True)
class RepSignal:
    """A signal that drives the repetition, for the views in which it can be followed.

    Attributes
    ----------
    signal : Signal
        Rises from rest to the turn.
    rep_range : float, in the unit of the signal
        Least rise that makes a rep.
    attempt_range : float, in the unit of the signal
        Least rise that makes an attempt; smaller movements are ignored.
    views : tuple of View
        Views in which this signal is used.
    turn_from : float or None, in the unit of the signal
        Least value at the turn that makes a rep, where the view shows the true value; else None.
    set_up_below : float or None, in the unit of the signal
        A turn below this is part of setting up or putting away, and not even an attempt.
    has_floor : bool
        Nothing can be below its rest, as a hand on a bell: lower values are slips of the pose model.
    """

    signal: Signal
    rep_range: float
    attempt_range: float
    views: tuple[View, ...]
    turn_from: float | None = None
    set_up_below: float | None = None
    has_floor: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """What tells a repetition of this exercise from one of another that moves the driver alike.

    Attributes
    ----------
    measure : Measure
        What is measured; where it cannot be, the repetition stands.
    within : (low, high), in the unit of the measure
        Band in which a repetition lies; None leaves an end open.
    reason : str
        Why a movement outside the band was not counted.
    views : tuple of View
        Views in which it is asked.
    """

    measure: Measure
    within: tuple[float | None, float | None]
    reason: str
    views: tuple[View, ...]

    def refuses(self, value: float) -> bool:
        """Whether a value lies outside the band."""
        low, high = self.within
        return (low is not None and value < low) or (high is not None and value > high)


@dataclass(frozen=True, slots=True)
class RepRule:
    """How repetitions are found.

    Attributes
    ----------
    signals_by_view : tuple of Driver
        In order of preference; the first that fits the view is used.
    min_s, max_s : float
        Shortest and longest rep, in seconds, from leaving rest to coming back.
    confirmation : Signal
        Must rise with the driver, or the movement was no repetition at all (sitting up closes and opens the
        hip too).
    confirmation_range : float, in the unit of `confirmation`
        Least rise of `confirmation`.
    shoulders_over_hips_trunk, knees_over_hips_trunk : (low, high), in trunk lengths
        Heights over the hips within which the person is in position; what happens outside is set-up.
    source : str
        Where the numbers come from: an anchor in ``docs/sources.md``.
    laterality : Laterality
        What works, and whether repetitions have a side.
    guards : tuple of Guard
        What tells it from other exercises; a movement that one of them refuses is an attempt.
    """

    signals_by_view: tuple[RepSignal, ...]
    min_s: float
    max_s: float
    confirmation: Signal
    confirmation_range: float
    shoulders_over_hips_trunk: tuple[float, float]
    knees_over_hips_trunk: tuple[float, float]
    source: str
    laterality: Laterality = Laterality.BOTH
    guards: tuple[Guard, ...] = ()

    def signal_for(self, view: View) -> RepSignal:
        """The preferred driver in a view; the last one where none names the view."""
        return next((each for each in self.signals_by_view if view in each.views), self.signals_by_view[-1])
