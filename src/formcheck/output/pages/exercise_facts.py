"""The facts of an exercise in words, for the terminal and the pages in ``docs/exercises``."""

from dataclasses import dataclass

from formcheck.motion.view import View
from formcheck.output.pages.measure_words import measured_words
from formcheck.output.pages.report_words import band, duration, listing, prescribed, rep_range, sentence, target, view
from formcheck.rules.exercise import Exercise, Target, Variant
from formcheck.rules.laterality import Laterality
from formcheck.rules.measures.base import NotMeasured
from formcheck.rules.prescription import counted_sides
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rep_rule import LONGEST_HOLD_S, Guard
from formcheck.rules.rule import Rule
from formcheck.rules.set_up_check import SetUpCheck

_LATERALITY_ATTEMPTS = {
    Laterality.BOTH_FEET: "One foot in the air.",
    Laterality.ONE_LEG: "Both feet on the floor.",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule, in words.

    Attributes
    ----------
    id, title, measured, target, fault, views, cue, advice : str
        Texts; `target` and `fault` are empty for a rule that is not measured.
    source : str
        Anchor in ``docs/sources.md``.
    """

    id: str
    title: str
    measured: str
    target: str
    fault: str
    views: str
    cue: str
    advice: str
    source: str


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """A variant and the rules that it changes."""

    variant: Variant
    rules: list[RuleLine]
    dropped: list[str]
    source: str


def rule_lines(exercise: Exercise) -> list[RuleLine]:
    """The rules, in their order, as they are judged on the poses of the usual model."""
    judged = exercise.with_some_model()
    return [_rule_line(rule, judged) for rule in judged.rules]


def _rule_line(rule: Rule, exercise: Exercise) -> RuleLine:
    known = not isinstance(rule.measure, NotMeasured)
    return RuleLine(
        id=rule.id,
        title=rule.title,
        measured=_capital(measured_words(rule.measure, exercise.words.phases)),
        target=target(rule) if known else "",
        fault=_fault(rule) if known else "",
        views=", ".join(rule.seen_from),
        cue=rule.say.cue,
        advice=rule.say.advice,
        source=anchor(rule.source),
    )


def _fault(rule: Rule) -> str:
    return band(rule.fault_below, rule.fault_above, rule.measure.unit, outside=True)


def prescription(wanted: Target, *, sided: bool) -> str:
    """As in "10 to 15 reps, each held for 2 s, lowered over 1.5 s or more; then rest for 1 min"."""
    parts = [rep_range(wanted.reps, each_side=sided)]
    if wanted.hold_s:
        parts.append(f"each held for {prescribed(wanted.hold_s, 's')}")
    if wanted.lower_s:
        parts.append(f"lowered over {prescribed(wanted.lower_s, 's')} or more")
    return f"{', '.join(parts)}; then rest for {duration(wanted.rest_s)}."


def has_sides(exercise: Exercise) -> bool:
    """Whether reps are counted for left and right separately."""
    return len(counted_sides(exercise.rep.laterality)) > 1


def counted_by(exercise: Exercise) -> str:
    """What counts as a rep, in one sentence: its phases, and the signals in which they are detected."""
    rep, phases = exercise.rep, exercise.words.phases
    moves = listing(dict.fromkeys(rep_signal.signal.phrase for rep_signal in rep.signals_by_view))
    way = " → ".join(phases[phase] for phase in (Phase.REST, Phase.OUT, Phase.TURN, Phase.BACK))
    return f"{way}, detected in the {moves}."


def not_counted(exercise: Exercise) -> list[str]:
    """What is recorded as an attempt and not counted, besides a movement that was seen only in part."""
    rep = exercise.rep
    lines = [sentence(exercise.words.too_small)]
    longest_s = LONGEST_HOLD_S if rep.held else rep.max_s
    lines.append(f"Faster than {prescribed(rep.min_s, 's')}, or not back within {duration(longest_s)}.")
    if rep.laterality in _LATERALITY_ATTEMPTS:
        lines.append(_LATERALITY_ATTEMPTS[rep.laterality])
    return lines + [_guard_words(guard, exercise) for guard in rep.guards]


def _guard_words(guard: Guard, exercise: Exercise) -> str:
    what = measured_words(guard.measure, exercise.words.phases)
    beyond = band(*guard.within, guard.measure.unit, outside=True)
    return f"{_capital(guard.reason)}: {what} {beyond}{_only(guard.views, exercise)}."


def _only(views: tuple[View, ...], exercise: Exercise) -> str:
    """The views in brackets; empty if they include all views in which reps are counted."""
    every = {view for rep_signal in exercise.rep.signals_by_view for view in rep_signal.views}
    return "" if every <= set(views) else f" ({listing(views)} view)"


def set_up_words(check: SetUpCheck, exercise: Exercise) -> str:
    """A set-up check: its advice, and when it is given."""
    wrong = band(*check.within, check.signal.unit, outside=True)
    return f"“{check.advice}” when the {check.signal.phrase} is {wrong}{_only(check.views, exercise)}."


def variants_of(exercise: Exercise) -> list[VariantFacts]:
    """The variants of an exercise, in their order."""
    return [
        VariantFacts(
            variant=variant,
            rules=[_rule_line(rule, exercise.as_variant(variant.id)) for rule in variant.rules],
            dropped=[exercise.rule(name).title for name in variant.without if name in {r.id for r in exercise.rules}],
            source=anchor(variant.source),
        )
        for variant in exercise.variants
    ]


def film_from(exercise: Exercise) -> str:
    """Where to film from, as in "from the side"."""
    return listing(view(name) for name in exercise.views)


def anchor(source: str) -> str:
    """Anchor of a source within its page: the part after ``#``."""
    return source.partition("#")[2]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
