"""Score of one side from all its trials, and the comparison of left and right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from formcheck.assessment.baseline import Baseline
from formcheck.assessment.decision import possible, surely_drops, to_settle
from formcheck.assessment.estimate import Estimate, mean_of
from formcheck.assessment.outcomes import SideOutcome
from formcheck.assessment.sink import row_of, seen_in, the_fit
from formcheck.assessment.trial import JUDGED_VIEWS, Trial
from formcheck.motion.view import View

Outcome = Literal[SideOutcome, "measured"]
"""Outcome of a side; "measured" for protocols that give a number instead."""

WOBBLE, WOBBLE_RATIO = 0.018, 3.5
"""The hips wobble above both: standard deviation in trunk lengths, and its ratio to the baseline:
docs/sources.md#test-limits."""

ARCH_DEG, RECOVERY_S = 15.0, 2.0
"""Degrees and seconds beyond which the report says so; evidence for the protocol."""

DIFFERENCE_MENTIONED, DIFFERENCE_FLAGGED = 15.0, 20.0
"""Difference between the sides in percent from which it is mentioned, and flagged: evidence, 8.3."""

REFUSED: dict[View, str] = {
    "end-on": "the camera looks along the body, which hides how far the hips sink: film from the side",
}
"""Why a side is never judged, by view."""

TOO_FAR_OFF: dict[View, str] = REFUSED | {
    "oblique": "the camera stands too far off the side to show how far the hips sink: film from the side",
}
"""Why a side that the camera saw from farther off than the protocol allows is not judged, by view."""


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
        Mean of the valid trials.
    kept : Estimate or None
        Share of the baseline height that the hips kept, 0 to 1, by which the sides are compared. None if they came
        down to the floor: the lowering then ends in the middle of the fall.
    to_settle : str or None
        What would settle an uncertain outcome.
    """

    result: Outcome
    reason: str | None = None
    limited_by: tuple[str, ...] = ()
    sink_deg: Estimate | None = None
    sink: Estimate | None = None
    wobble: Estimate | None = None
    roll_deg: Estimate | None = None
    kept: Estimate | None = None
    to_settle: str | None = None


def judge_side(trials: Sequence[Trial], baseline: Baseline | None, view: View = "unknown") -> SideFinding:
    """Outcome of one side from all its trials, in order of time; `view` is used only without a baseline."""
    valid = [trial for trial in trials if trial.invalid is None]
    if baseline is None:
        reason = REFUSED.get(view, "no bridge on both feet was seen before a leg was stretched")
        return SideFinding("not-judged", reason)
    if baseline.body.view not in JUDGED_VIEWS:
        reason = REFUSED.get(baseline.body.view, "the view of the camera is not known: film from the side")
        return SideFinding("not-judged", reason, roll_deg=_mean([trial.roll_deg for trial in valid]))
    if not trials:
        return SideFinding("not-judged", "the other leg was stretched, but not lowered to the floor and raised again")
    if not valid:
        [(commonest, _)] = Counter(str(trial.invalid) for trial in trials).most_common(1)
        return SideFinding("not-judged", f"no valid trial: {commonest}")
    sink_deg, sink, wobble = (_mean([getattr(trial, name) for trial in valid]) for name in _MEASURES)
    if any(trial.lowering.hips_fell for trial in valid):
        return SideFinding("drops", _fell(valid), ("sink",), sink_deg, sink, wobble)
    if sink_deg is None or sink is None:
        return SideFinding("not-judged", TOO_FAR_OFF.get(baseline.body.view, "the hips were not seen well enough"))
    result, limited_by = _sunk(valid, sink_deg)
    if _wobbles(valid, wobble):
        limited_by.append("wobble")
        result = "dips" if "steady" in possible(sink_deg.interval) else result
    limited_by += _worth_a_look(valid)
    kept = 1.0 - sink.value / baseline.lift
    unsure = result == "uncertain"
    return SideFinding(
        result,
        _straddles(sink_deg) if unsure else None,
        tuple(limited_by),
        sink_deg,
        sink,
        wobble,
        kept=Estimate(kept, sink.sd / baseline.lift),
        to_settle=to_settle(sink_deg.value, _ways(valid)) if unsure else None,
    )


def difference_pct(left: float, right: float) -> float:
    """Difference between left and right in percent: 100 (L - R) / max(L, R), positive if left did more."""
    return 100.0 * (left - right) / max(left, right)


_MEASURES = ("sink_deg", "sink", "wobble")


def _mean(found: Sequence[Estimate | None]) -> Estimate | None:
    """The mean of the trials. Most of their error is common to all: the same person before the same camera."""
    there = [each for each in found if each is not None]
    return mean_of(there, the_fit().shared) if there else None


def _sunk(valid: Sequence[Trial], sink_deg: Estimate) -> tuple[Outcome, list[str]]:
    """Outcome by the mean; a side is not steady if a single trial surely drops."""
    outcomes = possible(sink_deg.interval)
    result: Outcome = outcomes[0] if len(outcomes) == 1 else "uncertain"
    dropped = any(surely_drops(trial.sink_deg) for trial in valid)
    if dropped and "steady" in outcomes:
        result = "dips"
    return result, [] if result == "steady" else ["sink"]


SIDE_ON_TURN = 0.26
"""Sine of the azimuth, 15 degrees, up to which a camera stands at the side; chosen: nobody places it better."""

MOST_TRIALS = 5
"""More lowerings than this tire, and tell little more: most of their error is common to all; the protocol."""


def _ways(valid: Sequence[Trial]) -> list[tuple[str, float]]:
    """What would make a sink surer, the easiest first, and its standard deviation in degrees then."""
    found, turn = _mean([trial.sink_deg for trial in valid]), _turn(valid)
    assert found is not None
    fit = the_fit()
    seen = next(seen_in(row_of(trial.cues)) for trial in valid if trial.cues is not None)

    def sd(count: int, turn: float) -> float:
        single = Estimate(found.value, fit.sd_deg(found.value, turn, seen=seen))
        return mean_of([single] * count, fit.shared).sd

    count = len(valid)
    ways = [(_more(total - count), sd(total, turn)) for total in range(count + 1, MOST_TRIALS + 1)]
    if abs(turn) > SIDE_ON_TURN:
        ways.append(("film exactly from the side", sd(count, 0.0)))
        ways += [
            (f"film exactly from the side, and {_more(total - count)}", sd(total, 0.0))
            for total in range(count + 1, MOST_TRIALS + 1)
        ]
    return ways


def _turn(valid: Sequence[Trial]) -> float:
    turns = np.array([trial.cues.turn for trial in valid if trial.cues is not None])
    return float(np.median(np.nan_to_num(turns))) if len(turns) else 0.0


def _more(count: int) -> str:
    return "one more lowering" if count == 1 else f"{count} more lowerings"


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


def _fell(valid: Sequence[Trial]) -> str:
    count, of = sum(trial.lowering.hips_fell for trial in valid), len(valid)
    return f"the hips came down to the floor in {count} of {of} lowerings, so the height they kept has no number"


def _straddles(sink_deg: Estimate) -> str:
    low, high = sink_deg.interval
    words = " or ".join(possible((low, high)))
    return f"the hips sank by {max(low, 0.0):.0f} to {high:.0f}°, which is {words}: the camera cannot tell which"
