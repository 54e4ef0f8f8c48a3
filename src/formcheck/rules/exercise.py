"""What an exercise is, as data: a page of facts."""

from dataclasses import dataclass, replace

from formcheck.errors import UnknownVariant
from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Posture, View
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rep_rule import RepRule
from formcheck.rules.rule import Rule
from formcheck.rules.set_up_check import SetUpCheck
from formcheck.settings import AS_PRESCRIBED, Settings


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
    drawn_line : tuple of str
        Landmarks, by part, of the line that is drawn on the picture.
    angle : Signal
        The angle that is shown on the picture, at the middle part of `drawn_line`.
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
    drawn_line: tuple[str, str, str]
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
        used = [rep_signal.signal for rep_signal in self.rep.signals_by_view] + [self.rep.confirmation, self.angle]
        used += [guard.measure.main_signal for guard in self.rep.guards if guard.measure.main_signal is not None]
        used += [rule.measure.main_signal for rule in self.rules if rule.measure.main_signal is not None]
        return tuple(dict.fromkeys(used))

    @property
    def needs_outlines(self) -> bool:
        """Whether a rule is about the outline of the trunk, which the pose model must be asked for."""
        return any(signal.outline for signal in self.signals)
