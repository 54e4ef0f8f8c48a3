"""Chooses the cue after a rep: one useful thing at a time."""

from dataclasses import dataclass, field
from typing import Literal

from formcheck.rules.rule import Rule
from formcheck.session.judge import RuleResult, Verdict

COOL_DOWN_S = 6.0
"""Least time before the same cue is given again; chosen: about one slow rep, time to try it once."""

PRAISE_EVERY = 5
"""Praise is given after this many reps without a fault; chosen."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One correction, or praise.

    Attributes
    ----------
    time_s : float
        Time of the cue, in seconds of the clip.
    rule : str
        Id of the rule that it is about.
    kind : str
        ``correction`` or ``praise``.
    text, voice : str
        For the screen and for the voice.
    """

    time_s: float
    rule: str
    kind: Literal["correction", "praise"]
    text: str
    voice: str


@dataclass(slots=True)
class Coach:
    """Chooses at most one cue for each rep: the worst fault, unless its cue was given a moment ago."""

    _cued_s: dict[str, float] = field(default_factory=dict)
    _uncorrected: Rule | None = None
    _clean: int = 0

    def after_rep(self, time_s: float, rule_results: list[RuleResult]) -> Cue | None:
        """The cue after a rep, or None."""
        faults = [result.rule for result in rule_results if result.verdict is Verdict.FAULT]
        if faults:
            self._clean = 0
            return self._correct(time_s, faults)
        judged = {result.rule.id for result in rule_results if result.verdict is Verdict.GOOD}
        self._clean += 1
        if self._uncorrected is not None and self._uncorrected.id in judged:
            corrected, self._uncorrected = self._uncorrected, None
            return Cue(time_s, corrected.id, "praise", corrected.say.praise, corrected.say.praise)
        if self._clean % PRAISE_EVERY == 0 and judged:
            first = next(f.rule for f in rule_results if f.verdict is Verdict.GOOD)
            return Cue(time_s, first.id, "praise", first.say.praise, first.say.praise)
        return None

    def _correct(self, time_s: float, faults: list[Rule]) -> Cue | None:
        """The most severe fault; among equals the one whose cue was given least recently."""
        worst = min(faults, key=lambda rule: (-rule.severity, self._cued_s.get(rule.id, -1e9)))
        self._uncorrected = worst
        if time_s - self._cued_s.get(worst.id, -1e9) < COOL_DOWN_S:
            return None
        self._cued_s[worst.id] = time_s
        return Cue(time_s, worst.id, "correction", worst.say.cue, worst.say.voice)
