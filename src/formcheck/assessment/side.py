"""Score of one side from all its trials, and the comparison of left and right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.assessment.baseline import Baseline
from formcheck.assessment.estimate import Band, Estimate
from formcheck.assessment.outcomes import SideOutcome
from formcheck.assessment.trial import Trial
from formcheck.motion.view import View

Outcome = Literal[SideOutcome, "measured"]
"""Outcome of a side; "measured" for protocols that give a number instead."""

SINK_DEG = (6.0, 10.0)
"""Sink of the hips in degrees: up to the first they stay, beyond the second they drop: docs/sources.md#test-limits."""

WOBBLE, WOBBLE_RATIO = 0.018, 3.5
"""The hips wobble above both: standard deviation in trunk lengths, and its ratio to the baseline:
docs/sources.md#test-limits."""

ARCH_DEG, RECOVERY_S = 15.0, 2.0
"""Degrees and seconds beyond which the report says so; evidence for the protocol."""

DIFFERENCE_MENTIONED, DIFFERENCE_FLAGGED = 15.0, 20.0
"""Difference between the sides in percent from which it is mentioned, and flagged: evidence, 8.3."""

_OUTCOMES: dict[Band, Outcome] = {"good": "steady", "close": "dips", "far": "drops", "uncertain": "uncertain"}

REFUSED: dict[View, str] = {
    "oblique": "the camera stands at an angle, which hides how far the hips sink: film from the side",
    "end-on": "the camera looks along the body, which hides how far the hips sink: film from the side",
}
"""Why a side is not judged, by view."""


@dataclass(frozen=True, slots=True)
class SideFinding:
    """One side of a leg-lowering test.

    Attributes
    ----------
    result : Outcome
        Outcome in one word.
    reason : str or None
        Why it is uncertain or not judged, or why `kept` is missing.
    limited_by : tuple of str
        ``sink``, ``wobble``, ``arch``, ``recovery``: what made the outcome worse, or is worth a look.
    sink_deg, sink : Estimate or None
        Median of the valid trials.
    kept : Estimate or None
        Share of the baseline height that the hips kept, 0 to 1, by which the sides are compared. None if they came
        down to the floor: the lowering then ends in the middle of the fall.
    """

    result: Outcome
    reason: str | None = None
    limited_by: tuple[str, ...] = ()
    sink_deg: Estimate | None = None
    sink: Estimate | None = None
    wobble: Estimate | None = None
    roll_deg: Estimate | None = None
    kept: Estimate | None = None


def judge_side(trials: Sequence[Trial], baseline: Baseline | None, view: View = "unknown") -> SideFinding:
    """Outcome of one side from all its trials, in order of time; `view` is used only without a baseline."""
    valid = [trial for trial in trials if trial.invalid is None]
    if baseline is None:
        reason = REFUSED.get(view, "no bridge on both feet was seen before a leg was stretched")
        return SideFinding("not-judged", reason)
    if baseline.body.view != "side":
        reason = REFUSED.get(baseline.body.view, "the view of the camera is not known: film from the side")
        return SideFinding("not-judged", reason, roll_deg=_middle([trial.roll_deg for trial in valid]))
    if not trials:
        return SideFinding("not-judged", "the other leg was stretched, but not lowered to the floor and raised again")
    if not valid:
        [(commonest, _)] = Counter(str(trial.invalid) for trial in trials).most_common(1)
        return SideFinding("not-judged", f"no valid trial: {commonest}")
    sink_deg, sink, wobble = (_middle([getattr(trial, name) for trial in valid]) for name in _MEASURES)
    if any(trial.lowering.hips_fell for trial in valid):
        return SideFinding("drops", _fell(valid), ("sink",), sink_deg, sink, wobble)
    if sink_deg is None or sink is None:
        return SideFinding("not-judged", "the hips were not seen well enough")
    result, limited_by = _sunk(valid, sink_deg)
    if _wobbles(valid, wobble):
        limited_by.append("wobble")
        unsteady = result == "steady" or (result == "uncertain" and "drops" not in possible(sink_deg.interval))
        result = "dips" if unsteady else result
    limited_by += _worth_a_look(valid)
    kept = 1.0 - sink.value / baseline.lift
    why = _straddles(sink_deg) if result == "uncertain" else None
    return SideFinding(
        result, why, tuple(limited_by), sink_deg, sink, wobble, kept=Estimate(kept, sink.sd / baseline.lift)
    )


def difference_pct(left: float, right: float) -> float:
    """Difference between left and right in percent: 100 (L - R) / max(L, R), positive if left did more."""
    return 100.0 * (left - right) / max(left, right)


_MEASURES = ("sink_deg", "sink", "wobble")


def _middle(found: Sequence[Estimate | None]) -> Estimate | None:
    """The median trial. Its error is that of a single trial, since most of it is common to all trials of a clip."""
    there = sorted((each for each in found if each is not None), key=lambda each: each.value)
    if not there:
        return None
    return Estimate(
        float(np.median([each.value for each in there])),
        float(np.median([each.sd for each in there])),
        there[len(there) // 2].at_s,
    )


def _sunk(valid: Sequence[Trial], sink_deg: Estimate) -> tuple[Outcome, list[str]]:
    """Outcome by the median; with a single trial that surely drops, the side is not steady."""
    result = _OUTCOMES[sink_deg.band(*SINK_DEG)]
    dropped = any(trial.sink_deg is not None and trial.sink_deg.surely_above(SINK_DEG[1]) for trial in valid)
    if dropped and result in ("steady", "uncertain"):
        result = "dips"
    return result, [] if result == "steady" else ["sink"]


def _wobbles(valid: Sequence[Trial], wobble: Estimate | None) -> bool:
    ratios = [trial.wobble_ratio for trial in valid if trial.wobble_ratio is not None]
    return wobble is not None and wobble.surely_above(WOBBLE) and float(np.median(ratios)) > WOBBLE_RATIO


def _worth_a_look(valid: Sequence[Trial]) -> list[str]:
    found = []
    if any(trial.arch_deg is not None and trial.arch_deg.surely_above(ARCH_DEG) for trial in valid):
        found.append("arch")
    if any(trial.recovery_s is not None and trial.recovery_s > RECOVERY_S for trial in valid):
        found.append("recovery")
    return found


def possible(interval: tuple[float, float]) -> tuple[Outcome, ...]:
    """Outcomes that an interval of the sink in degrees allows, the best first."""
    low, high = interval
    allowed = {
        "steady": low <= SINK_DEG[0],
        "dips": low <= SINK_DEG[1] and high > SINK_DEG[0],
        "drops": high > SINK_DEG[1],
    }
    outcomes: tuple[Outcome, ...] = ("steady", "dips", "drops")
    return tuple(outcome for outcome in outcomes if allowed[outcome])


def _fell(valid: Sequence[Trial]) -> str:
    count, of = sum(trial.lowering.hips_fell for trial in valid), len(valid)
    return f"the hips came down to the floor in {count} of {of} lowerings, so the height they kept has no number"


def _straddles(sink_deg: Estimate) -> str:
    low, high = sink_deg.interval
    words = " or ".join(possible((low, high)))
    return f"the hips sank by {max(low, 0.0):.0f} to {high:.0f}°, which is {words}: the camera cannot tell which"
