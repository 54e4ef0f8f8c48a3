"""Says one useful thing at a time."""

from dataclasses import dataclass, field
from typing import Literal

from formcheck.rules.rule import Rule
from formcheck.session.judge import RuleResult, Verdict

COOL_DOWN_S = 6.0
"""The same cue is not repeated sooner; chosen: about one slow rep, time to try it once."""

PRAISE_EVERY = 5
"""After so many reps without a fault something kind is said; chosen."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that is said.

    Attributes
    ----------
    time_s : float
        When, in seconds of the clip.
    rule : str
        Rule it is about.
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
    """Chooses at most one cue for each rep: the worst fault, unless it was told a moment ago."""

    _told_s: dict[str, float] = field(default_factory=dict)
    _open: Rule | None = None
    _clean: int = 0

    def after_rep(self, time_s: float, rule_results: list[RuleResult]) -> Cue | None:
        """What to say after a rep, or None."""
        faults = [finding.rule for finding in rule_results if finding.verdict is Verdict.FAULT]
        if faults:
            self._clean = 0
            return self._correct(time_s, faults)
        judged = {finding.rule.id for finding in rule_results if finding.verdict is Verdict.GOOD}
        self._clean += 1
        if self._open is not None and self._open.id in judged:
            mended, self._open = self._open, None
            return Cue(time_s, mended.id, "praise", mended.say.praise, mended.say.praise)
        if self._clean % PRAISE_EVERY == 0 and judged:
            first = next(f.rule for f in rule_results if f.verdict is Verdict.GOOD)
            return Cue(time_s, first.id, "praise", first.say.praise, first.say.praise)
        return None

    def _correct(self, time_s: float, faults: list[Rule]) -> Cue | None:
        """The most severe fault; among equals the one that was told least recently."""
        worst = min(faults, key=lambda rule: (-rule.severity, self._told_s.get(rule.id, -1e9)))
        self._open = worst
        if time_s - self._told_s.get(worst.id, -1e9) < COOL_DOWN_S:
            return None
        self._told_s[worst.id] = time_s
        return Cue(time_s, worst.id, "correction", worst.say.cue, worst.say.voice)
