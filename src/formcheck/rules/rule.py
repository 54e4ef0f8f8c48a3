"""What is judged in every repetition of an exercise, as data: what is measured, what is good, what is said."""

from dataclasses import dataclass

from formcheck.motion.view import View
from formcheck.rules.measures.base import Measure


@dataclass(frozen=True, slots=True)
class Say:
    """The words of a rule.

    Attributes
    ----------
    cue : str
        Shown on the screen while the set goes on.
    voice : str
        Spoken with it, short enough for one breath.
    advice : str
        Explained in the report.
    praise : str
        Shown and spoken when the fault has gone.
    """

    cue: str
    voice: str
    advice: str
    praise: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is judged in every rep.

    Attributes
    ----------
    id : str
        Name in results, labels and settings; never changes.
    title : str
        Name for a reader.
    measure : Measure
        What is measured.
    good : (low, high), in the unit of the measure
        Target band; None leaves an end open.
    fault_below, fault_above : float or None, in the unit of the measure
        Beyond these the rep has the fault. Between them and `good` the rep passes, and the report says
        that it was close.
    severity : 1 to 3
        3 is told first.
    views : tuple of View
        Views that can show it; from others it is not judged.
    say : Say
        What is shown, spoken and explained when a rep has the fault.
    source : str
        Where the numbers come from: an anchor in ``docs/sources.md``.
    invalidates_rep : bool
        A rep with this fault is kept as an attempt and not counted.
    explained_by : tuple of str
        Rules whose fault brings this one along; then it is not judged, so that one thing is told once.
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

    def __post_init__(self) -> None:
        low, high = self.good
        if self.fault_below is None and self.fault_above is None:
            raise ValueError(f"rule '{self.id}' has no limit beyond which it is a fault")
        if self.fault_below is not None and (low is None or self.fault_below > low):
            raise ValueError(f"rule '{self.id}': fault_below {self.fault_below} is not below the good band")
        if self.fault_above is not None and (high is None or self.fault_above < high):
            raise ValueError(f"rule '{self.id}': fault_above {self.fault_above} is not above the good band")
