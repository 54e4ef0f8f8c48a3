"""An exercise, as data: a page of facts."""

from dataclasses import dataclass, replace

from formcheck.errors import UnknownVariant
from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Posture, View
from formcheck.rules.along import error_along
from formcheck.rules.estimate import USUAL_MODEL, fit_for
from formcheck.rules.measures.timing import Untimed, in_seconds
from formcheck.rules.model_error import model_error
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
        Number of reps; per side, if the exercise counts sides separately.
    hold_s, lower_s : float, seconds
        Hold at the turn, and shortest lowering; 0 if not prescribed.
    rest_s : float, seconds
        Rest between sets.
    lowering : Phase
        The phase in which the hips or the weights come down.
    """

    reps: tuple[int, int]
    hold_s: float
    lower_s: float
    rest_s: float
    lowering: Phase = Phase.BACK


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of an exercise for its user.

    Attributes
    ----------
    phases : dict
        Name of each phase on the screen.
    set_up, how_to : tuple of str
        Steps, in order.
    camera : str
        Where to place the camera.
    too_small : str
        Reason for not counting a movement whose range was too small.
    """

    phases: dict[Phase, str]
    set_up: tuple[str, ...]
    how_to: tuple[str, ...]
    camera: str
    too_small: str


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to do an exercise. The user declares it; it is never guessed.

    Attributes
    ----------
    id, name : str
        Name on the command line, and in reports.
    summary : str
        What is done, and judged, differently.
    source : str
        Where it comes from: an anchor in ``docs/sources.md``.
    rules : tuple of Rule
        They replace the rules with the same ids; rules with new ids are added at the end.
    without : tuple of str
        Ids of rules and set-up checks that are left out.
    rep : RepRule or None
        How its reps are found; None as in the exercise itself.
    how_to : tuple of str
        Its steps; empty as in the exercise itself.
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
        Name on the command line, and in reports.
    summary : str
        The exercise in one sentence.
    revision : int
        Raised whenever a threshold or the counting changes, so that old results can be explained.
    posture : Posture
        Position of the body: supine, prone or standing.
    views : tuple of View
        Camera views from which it can be judged.
    drawn_line : tuple of str
        Body parts whose landmarks span the line that is drawn on the image.
    angle : Signal
        The angle that is drawn at the middle part of `drawn_line`.
    rep : RepRule
        How reps are found.
    target : Target
        What a set should be.
    rules : tuple of Rule
        The checks that are made of every rep.
    words : Words
        Texts for the user.
    cutoff_hz : float, hertz
        Low-pass filter for the measurements of a finished rep: docs/sources.md#filtering.
    sources : tuple of str
        Further anchors in ``docs/sources.md``.
    set_up : tuple of SetUpCheck
        Checks that are made once, before the first rep.
    variants : tuple of Variant
        Other ways to do it, which the user can declare.
    settings : Settings
        What the user declared: see `under`.
    model : str
        Pose model whose poses are judged, see `with_model`; empty before it is known.
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
    model: str = ""

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; KeyError if there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def as_variant(self, variant_id: str) -> "Exercise":
        """The exercise as it is judged with this variant declared.

        Raises
        ------
        UnknownVariant
            There is no variant with this id; the message lists those that exist.
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
        """The exercise as it is judged under these settings: the declared variant, and the prescription of this set.

        Raises
        ------
        UnknownVariant
            There is no such variant.
        """
        exercise = self if settings.variant is None else self.as_variant(settings.variant)
        target = exercise.target
        reps = target.reps if settings.reps is None else settings.reps
        hold_s = target.hold_s if settings.hold_s is None else settings.hold_s
        return replace(exercise, target=replace(target, reps=reps, hold_s=hold_s), settings=settings)

    def untimed(self) -> "Exercise":
        """The exercise as it is judged when the frame rate is not known: by nothing that is measured in seconds."""
        rules = tuple(
            replace(rule, measure=Untimed(rule.measure)) if in_seconds(rule.measure) else rule for rule in self.rules
        )
        return replace(self, rules=rules, target=replace(self.target, hold_s=0.0, lower_s=0.0))

    def with_model(self, model: str) -> "Exercise":
        """The exercise as it is judged on the poses of this pose model, "lite" or another.

        Its rules get the fits of this model, where there are any, and its errors along the body. Without either a fault
        that exceeds its limit by less than the model's error is not judged.
        """
        return replace(self, rules=tuple(self._with_model(rule, model) for rule in self.rules), model=model)

    def _with_model(self, rule: Rule, model: str) -> Rule:
        measure = rule.measure.for_model(model, self.id)
        return replace(
            rule,
            measure=measure,
            margin=model_error(model, measure),
            fit=fit_for(model, self.id, measure),
            along=error_along(model, self.id, self.posture, measure),
        )

    def with_some_model(self) -> "Exercise":
        """The exercise as it is, if its pose model is known; else as it is judged with the usual one."""
        return self if self.model else self.with_model(USUAL_MODEL)

    @property
    def angle_offset(self) -> float:
        """By how much the drawn angle reads too high in a side view, from the fit of a rule about it; 0 if unknown."""
        about_it = (rule for rule in self.rules if rule.measure.absolute and rule.measure.main_signal == self.angle)
        return next((rule.fit.offset for rule in about_it if rule.fit is not None), 0.0)

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Every signal that is used to count, to show or to judge; each once, in order of use.

        Without those of optional guards: see `Guard`.
        """
        used = [rep_signal.signal for rep_signal in self.rep.signals_by_view] + [self.rep.confirmation, self.angle]
        guards = [guard.measure.main_signal for guard in self.rep.guards if not guard.optional]
        used += [signal for signal in guards if signal is not None]
        used += [rule.measure.main_signal for rule in self.rules if rule.measure.main_signal is not None]
        return tuple(dict.fromkeys(used))

    @property
    def needs_outlines(self) -> bool:
        """Whether a rule needs the outline of the trunk, which the pose model must be asked for."""
        return any(signal.outline for signal in self.signals)
