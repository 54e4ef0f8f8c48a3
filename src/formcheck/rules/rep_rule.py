"""How the reps of an exercise are found, as data: the signal that is followed, and what rules other movements out."""

from dataclasses import dataclass

from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import View
from formcheck.rules.laterality import Laterality
from formcheck.rules.measures.base import Measure

LONGEST_HOLD_S = 600.0
"""A turn that may be held ends the movement after this time; chosen: longer than any hold that is a part of a rep, and
the frames of a movement are kept in memory until it ends."""


@dataclass(frozen=True, slots=True)
class RepSignal:
    """The signal that reps are found in, for the views in which it can be followed.

    Attributes
    ----------
    signal : Signal
        Rises from rest to the turn.
    rep_range : float, in the unit of the signal
        Smallest rise that counts as a rep.
    attempt_range : float, in the unit of the signal
        Smallest rise that is kept as an attempt; smaller movements are ignored.
    views : tuple of View
        Views in which this signal is used.
    turn_from : float or None, in the unit of the signal
        Smallest value at the turn that counts as a rep, in views that show the true value; else None.
    set_up_below : float or None, in the unit of the signal
        A movement whose turn is below this is part of setting up or putting the weight away, and is ignored.
    has_floor : bool
        The signal cannot fall below its value at rest, as a hand on a kettlebell on the floor: lower values are
        errors of the pose model.
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
    """A check that rules out other movements which move the rep signal in the same way.

    Attributes
    ----------
    measure : Measure
        What is measured; if it cannot be measured, the rep counts.
    within : (low, high), in the unit of the measure
        Band in which a rep lies; None leaves an end open.
    reason : str
        Reported for a movement outside the band, which is not counted.
    views : tuple of View
        Views in which it is checked.
    optional : bool
        Checked where its landmarks happen to be seen: the user is not asked to show them, and its signal is none of
        those of the exercise.
    along_trunk : float, trunk lengths
        How much nearer to the head of a lying person the upper point of the measure is than its lower one: the band
        moves as far as a camera that looks down along the body may see the upper point too high.
    """

    measure: Measure
    within: tuple[float | None, float | None]
    reason: str
    views: tuple[View, ...]
    optional: bool = False
    along_trunk: float = 0.0

    def refuses(self, value: float, raised: float = 0.0) -> bool:
        """Whether a value lies outside the band.

        Parameters
        ----------
        raised : float
            `head_end_raised` during the movement, in trunk lengths for each one along the body.
        """
        low, high = self.within
        value -= self.along_trunk * raised
        return (low is not None and value < low) or (high is not None and value > high)


@dataclass(frozen=True, slots=True)
class RepRule:
    """How reps are found.

    Attributes
    ----------
    signals_by_view : tuple of RepSignal
        In order of preference; the first that fits the view is used.
    min_s, max_s : float, seconds
        Shortest and longest rep, from leaving rest to coming back.
    held : bool
        The turn may be held: a movement that has reached it may take up to `LONGEST_HOLD_S` instead of `max_s`, unless
        other reps begin and end there, which shows that the signal has drifted.
    confirmation : Signal
        Must rise together with the rep signal, or the movement was no rep (sitting up closes and opens the hip
        too).
    confirmation_range : float, in the unit of `confirmation`
        Smallest rise of `confirmation`.
    shoulders_over_hips_trunk, knees_over_hips_trunk : (low, high), in trunk lengths
        Heights above the hips within which the person is in position; what happens outside belongs to setting
        up.
    source : str
        Where the numbers come from: an anchor in ``docs/sources.md``.
    laterality : Laterality
        Which side works, and whether reps are counted per side.
    guards : tuple of Guard
        Checks that rule out other exercises; a movement that fails one of them is an attempt.
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
    held: bool = False
    guards: tuple[Guard, ...] = ()

    def signal_for(self, view: View) -> RepSignal:
        """The preferred signal in a view; the last one if none of them names the view."""
        return next((each for each in self.signals_by_view if view in each.views), self.signals_by_view[-1])
