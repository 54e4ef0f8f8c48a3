"""What an exercise is, as data: how a rep is found, what is measured in it, what is good, what is said."""

from dataclasses import dataclass, replace

from formcheck.coaching.measures.measure import Measure
from formcheck.coaching.movement import Phase
from formcheck.coaching.set_up import SetUpCheck
from formcheck.coaching.sides import Working
from formcheck.errors import UnknownVariant
from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Posture, View
from formcheck.settings import AS_PRESCRIBED, Settings


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
    good : (low, high)
        Target band in the unit of the measure; None leaves an end open.
    fault_below, fault_above : float or None
        Beyond these the rep has the fault. Between them and `good` the rep passes, and the report says
        that it was close.
    severity : 1 to 3
        3 is told first.
    views : tuple of View
        Views that can show it; from others it is not judged.
    cue, voice : str
        What the screen shows and what is said, short enough for one breath.
    advice : str
        What the report explains.
    praise : str
        Said when the fault has gone.
    source : str
        Where the numbers come from: an anchor in ``docs/sources.md``.
    voids : bool
        A rep with this fault is kept as an attempt and not counted.
    told_by : tuple of str
        Rules whose fault brings this one along; then it is not judged, so that one thing is told once.
    """

    id: str
    title: str
    measure: Measure
    good: tuple[float | None, float | None]
    severity: int
    views: tuple[View, ...]
    cue: str
    voice: str
    advice: str
    praise: str
    source: str
    fault_below: float | None = None
    fault_above: float | None = None
    voids: bool = False
    told_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        low, high = self.good
        if self.fault_below is None and self.fault_above is None:
            raise ValueError(f"rule '{self.id}' has no limit beyond which it is a fault")
        if self.fault_below is not None and (low is None or self.fault_below > low):
            raise ValueError(f"rule '{self.id}': fault_below {self.fault_below} is not below the good band")
        if self.fault_above is not None and (high is None or self.fault_above < high):
            raise ValueError(f"rule '{self.id}': fault_above {self.fault_above} is not above the good band")


@dataclass(frozen=True, slots=True)
class Driver:
    """A signal that drives the repetition, for the views in which it can be followed.

    Attributes
    ----------
    signal : Signal
        Rises from rest to the turn.
    rep_range : float
        Least rise that makes a rep, in the signal's unit.
    attempt_range : float
        Least rise that makes an attempt; smaller movements are not told.
    views : tuple of View
        Views in which this signal is used.
    turn_from : float or None
        Least value at the turn that makes a rep, where the view shows the true value; else None.
    set_up_below : float or None
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
    within : (low, high)
        Band in the unit of the measure; None leaves an end open.
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
    drivers : tuple of Driver
        In order of preference; the first that fits the view is used.
    min_s, max_s : float
        Shortest and longest rep, in seconds, from leaving rest to coming back.
    proof : Signal
        Must rise with the driver, or the movement was no repetition at all (sitting up closes and opens the
        hip too).
    proof_range : float
        Least rise of `proof`, in its unit.
    shoulders_over_hips, knees_over_hips : (low, high)
        Heights in trunk lengths within which the person is in position; what happens outside is set-up.
    source : str
        Where the numbers come from: an anchor in ``docs/sources.md``.
    working : Working
        What works, and whether repetitions have a side.
    guards : tuple of Guard
        What tells it from other exercises; a movement that one of them refuses is an attempt.
    """

    drivers: tuple[Driver, ...]
    min_s: float
    max_s: float
    proof: Signal
    proof_range: float
    shoulders_over_hips: tuple[float, float]
    knees_over_hips: tuple[float, float]
    source: str
    working: Working = Working.BOTH
    guards: tuple[Guard, ...] = ()

    def driver_for(self, view: View) -> Driver:
        """The preferred driver in a view; the last one where none names the view."""
        return next((driver for driver in self.drivers if view in driver.views), self.drivers[-1])


@dataclass(frozen=True, slots=True)
class Target:
    """Prescription of a set.

    Attributes
    ----------
    reps : (from, to)
        Repetitions; of each side, where repetitions have one.
    hold_s, lower_s : float
        Seconds at the turn, and least seconds of lowering; 0 where none is asked for.
    rest_s : float
        Seconds between sets.
    lowering : Phase
        The phase in which hips or weights come down.
    """

    reps: tuple[int, int]
    hold_s: float
    lower_s: float
    rest_s: float
    lowering: Phase = Phase.BACK


@dataclass(frozen=True, slots=True)
class Words:
    """How the exercise's phases are called, and what its user reads.

    Attributes
    ----------
    phases : dict
        Name of each phase for the screen.
    set_up, how_to : tuple of str
        Steps in order.
    camera : str
        Where the camera stands.
    too_small : str
        Why a movement of too small a range was not counted.
    """

    phases: dict[Phase, str]
    set_up: tuple[str, ...]
    how_to: tuple[str, ...]
    camera: str
    too_small: str


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to do an exercise, declared by whoever does it and never guessed.

    Attributes
    ----------
    id, name : str
        Name on the command line, and for a reader.
    summary : str
        What is done, and judged, differently.
    source : str
        Where it comes from: an anchor in ``docs/sources.md``.
    rules : tuple of Rule
        Take the places of the rules of the same ids; those with new ids come last.
    without : tuple of str
        Ids of rules and set-up checks that are not asked.
    rep : RepRule or None
        How its repetitions are found, where that is different.
    how_to : tuple of str
        Its steps, where they are different.
    """

    id: str
    name: str
    summary: str
    source: str
    rules: tuple[Rule, ...] = ()
    without: tuple[str, ...] = ()
    rep: RepRule | None = None
    how_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exercise:
    """One movement: a page of facts.

    Attributes
    ----------
    id, name : str
        Name on the command line, and for a reader.
    revision : int
        Raised whenever a threshold or the counting changes, so that old results can be explained.
    posture : Posture
        Position it is done in.
    views : tuple of View
        Views from which it can be judged.
    line : tuple of str
        Landmarks, by part, of the line that is drawn on the picture.
    angle : Signal
        The angle that is shown on the picture, at the middle part of `line`.
    cutoff_hz : float
        Low-pass for the measurements of a finished rep: docs/sources.md#filtering.
    set_up : tuple of SetUpCheck
        What is looked at once, before the first rep.
    variants : tuple of Variant
        Other ways to do it, which can be declared.
    settings : Settings
        What was declared: see `under`.
    """

    id: str
    name: str
    summary: str
    revision: int
    posture: Posture
    views: tuple[View, ...]
    line: tuple[str, str, str]
    angle: Signal
    rep: RepRule
    target: Target
    rules: tuple[Rule, ...]
    words: Words
    cutoff_hz: float
    sources: tuple[str, ...] = ()
    set_up: tuple[SetUpCheck, ...] = ()
    variants: tuple[Variant, ...] = ()
    settings: Settings = AS_PRESCRIBED

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id; KeyError when there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def as_variant(self, variant_id: str) -> "Exercise":
        """The exercise as it is judged when this variant was declared.

        Raises
        ------
        UnknownVariant
            It has none of this id; the message names those that it has.
        """
        variant = next((v for v in self.variants if v.id == variant_id), None)
        if variant is None:
            raise UnknownVariant(self.id, variant_id, [v.id for v in self.variants])
        own = {rule.id: rule for rule in variant.rules}
        rules = [own.pop(rule.id, rule) for rule in self.rules if rule.id not in variant.without]
        return replace(
            self,
            name=variant.name,
            rep=variant.rep or self.rep,
            rules=(*rules, *own.values()),
            set_up=tuple(check for check in self.set_up if check.id not in variant.without),
            words=replace(self.words, how_to=variant.how_to or self.words.how_to),
        )

    def under(self, settings: Settings) -> "Exercise":
        """The exercise as it is judged under these settings: the declared variant, the set's own prescription.

        Raises
        ------
        UnknownVariant
            It has no such variant.
        """
        exercise = self if settings.variant is None else self.as_variant(settings.variant)
        target = exercise.target
        reps = target.reps if settings.reps is None else settings.reps
        hold_s = target.hold_s if settings.hold_s is None else settings.hold_s
        return replace(exercise, target=replace(target, reps=reps, hold_s=hold_s), settings=settings)

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Every signal that drives, proves, is shown or is judged; each once, in order of use."""
        used = [driver.signal for driver in self.rep.drivers] + [self.rep.proof, self.angle]
        used += [guard.measure.about for guard in self.rep.guards if guard.measure.about is not None]
        used += [rule.measure.about for rule in self.rules if rule.measure.about is not None]
        return tuple(dict.fromkeys(used))

    @property
    def needs_outlines(self) -> bool:
        """Whether a rule is about the outline of the trunk, which the pose model must be asked for."""
        return any(signal.outline for signal in self.signals)
