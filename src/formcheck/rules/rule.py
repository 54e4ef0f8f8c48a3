"""One check of an exercise, as data: what is measured, what is good, what is a fault, and the words for it."""

import math
from dataclasses import dataclass

from formcheck.motion.view import SIDE_UP_TO_DEG, View
from formcheck.rules.along import ErrorSpan
from formcheck.rules.estimate import Fit
from formcheck.rules.measures.base import Measure

SIDE_UP_TO = math.sin(math.radians(SIDE_UP_TO_DEG))
"""Sine of the largest turn of the camera in a side view."""


@dataclass(frozen=True, slots=True)
class Say:
    """The words of a rule.

    Attributes
    ----------
    cue : str
        Shown on the screen during the set.
    voice : str
        Spoken with the cue; short enough for one breath.
    advice : str
        Explanation in the report.
    praise : str
        Shown and spoken once the fault is gone.
    """

    cue: str
    voice: str
    advice: str
    praise: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One check that is made of every rep.

    Attributes
    ----------
    id : str
        Name in results and labels; never changes.
    title : str
        Name in reports.
    measure : Measure
        What is measured.
    good : (low, high), in the unit of the measure
        Target band; None leaves an end open.
    fault_below, fault_above : float or None, in the unit of the measure
        Limits beyond which the rep has the fault. Between a limit and `good` the rep passes, and the report
        says that it was close.
    severity : 1 to 3
        3 is mentioned first.
    views : tuple of View
        Views in which the image alone shows it. See `seen_from` for those in which it is judged.
    say : Say
        What is shown, spoken and explained when a rep has the fault.
    source : str
        Where the numbers come from: an anchor in ``docs/sources.md``.
    invalidates_rep : bool
        A rep with this fault is not counted but kept as an attempt.
    explained_by : tuple of str
        Ids of rules whose fault causes this one too. A rep with one of those faults is not judged by this rule, so
        that one error is reported once.
    margin : float, in the unit of the measure
        Error of the pose model, by which a value must exceed a limit to be a fault; nearer to it the rep is not
        judged. Only where there is no fit. See `Exercise.with_model`.
    fit : Fit or None
        Puts readings together to a value with an interval, so that the rule can be judged at an angle too; None where
        there is none: then the image alone decides.
    along : ErrorSpan or None
        How exact the measure is in views along the body, which no fit reaches; None if its value decides alone.
    """

    id: str
    title: str
    measure: Measure
    good: tuple[float | None, float | None]
    severity: int
    views: tuple[View, ...]
    say: Say
    source: str
    fault_below: float | None = None
    fault_above: float | None = None
    invalidates_rep: bool = False
    explained_by: tuple[str, ...] = ()
    margin: float = 0.0
    fit: Fit | None = None
    along: ErrorSpan | None = None

    @property
    def seen_from(self) -> tuple[View, ...]:
        """Views from which it is judged: those of the image alone, and the oblique one as far as its fit reaches."""
        at_an_angle = self.fit is not None and self.fit.up_to > SIDE_UP_TO and "side" in self.views
        return self.views if not at_an_angle or "oblique" in self.views else (*self.views, "oblique")

    def is_shown(self, view: View, azimuth_deg: float) -> bool:
        """Whether a camera in this view shows it; at an angle only as far as its fit reaches."""
        if view != "oblique" or view in self.views:
            return view in self.seen_from
        reach = 0.0 if self.fit is None or view not in self.seen_from else self.fit.up_to
        return math.sin(math.radians(azimuth_deg)) <= reach

    def __post_init__(self) -> None:
        low, high = self.good
        if self.fault_below is None and self.fault_above is None:
            raise ValueError(f"rule '{self.id}' has no limit beyond which it is a fault")
        if self.fault_below is not None and (low is None or self.fault_below > low):
            raise ValueError(f"rule '{self.id}': fault_below {self.fault_below} is not below the good band")
        if self.fault_above is not None and (high is None or self.fault_above < high):
            raise ValueError(f"rule '{self.id}': fault_above {self.fault_above} is not above the good band")
