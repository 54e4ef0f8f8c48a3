"""Puts the runs of a test together: the result of each side, their difference, and advice."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from formcheck._version import __version__
from formcheck.assessment.baseline import Baseline
from formcheck.assessment.comparison import compare
from formcheck.assessment.counting import count_side
from formcheck.assessment.decision import SINK_DEG
from formcheck.assessment.details import TestDetails
from formcheck.assessment.estimate import Estimate
from formcheck.assessment.protocol import HOLD, LEG_LOWER, MIN_TRIALS, Protocol
from formcheck.assessment.result import (
    AssessmentResult,
    BaselineResult,
    Interval,
    SideResult,
    SourceQuality,
    TrialResult,
)
from formcheck.assessment.side import (
    ARCH_DEG,
    DIFFERENCE_FLAGGED,
    REFUSED,
    WOBBLE,
    WOBBLE_RATIO,
    difference_pct,
    judge_side,
)
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest
from formcheck.assessment.tracked_run import TrackedRun
from formcheck.assessment.trial import Trial
from formcheck.errors import NobodySeen
from formcheck.motion.view import view_of
from formcheck.pose.landmarks import SIDES, Side
from formcheck.session.results import PlacementResult
from formcheck.session.session import Session
from formcheck.session.set_result import source_result, source_warnings


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """A finished test: its runs, its result, and what was stated about it."""

    protocol: Protocol
    runs: Sequence[TrackedRun]
    result: AssessmentResult
    details: TestDetails = field(default_factory=TestDetails)

    def run_of(self, side: Side) -> TrackedRun:
        """The run that shows a side."""
        return self.runs[self.result.sides[side].source]


def finish_assessment(runs: Sequence[TrackedRun], protocol: Protocol, details: TestDetails | None = None) -> Assessment:
    """Result of a test from one or more runs.

    Raises
    ------
    NobodySeen
        No run shows a person.
    """
    if not any(run.track.seen.any() for run in runs):
        names = ", ".join(f"'{run.source.name}'" for run in runs)
        raise NobodySeen(f"nobody was found in {names}. Film the whole body, well lit, from two to four metres away.")
    details = details or TestDetails()
    sides = {side: result for side in SIDES if (result := _side(runs, protocol, side)) is not None}
    difference = _difference(sides, protocol)
    flagged = difference is not None and abs(difference) >= DIFFERENCE_FLAGGED
    return Assessment(
        protocol,
        runs,
        AssessmentResult(
            protocol=protocol.id,
            person=details.person,
            date=details.date,
            note=details.note,
            sides=sides,
            comparison=compare(details, protocol.id, sides),
            difference_pct=None if difference is None else round(difference, 1),
            difference_flagged=flagged,
            advice=_advice(runs, sides, protocol, flagged=flagged),
            sources=[_quality(run) for run in runs],
            formcheck=__version__,
            settings={
                "sink_deg": list(SINK_DEG),
                "wobble_trunk": WOBBLE,
                "wobble_ratio": WOBBLE_RATIO,
                "arch_deg": ARCH_DEG,
                "least_trials": MIN_TRIALS,
            },
        ),
        details,
    )


def _side(runs: Sequence[TrackedRun], protocol: Protocol, side: Side) -> SideResult | None:
    """Result of a side from the run that shows most of it; None if none does."""
    results = [_side_in(run, protocol, side, number) for number, run in enumerate(runs)]
    return max((result for result in results if result is not None), key=_how_much_is_shown, default=None)


def _how_much_is_shown(result: SideResult) -> tuple[bool, int, float]:
    """Sort key: judged before not judged, then the number of valid trials, then seconds or reps."""
    return (
        result.result != "not-judged",
        sum(trial.valid for trial in result.trials),
        (result.hold_s or 0.0) + (result.reps or 0),
    )


def _side_in(run: TrackedRun, protocol: Protocol, side: Side, number: int) -> SideResult | None:
    if isinstance(run.test, Session):
        return _counted(run.test, side, number)
    if protocol is HOLD:
        return _held(run.test, side, number)
    return _lowered(run.test, side, number)


def _lowered(test: SingleLegBridgeTest, side: Side, number: int) -> SideResult | None:
    trials = [trial for trial in test.trials if trial.side == side]
    baseline = test.baselines.get(side)
    stretched = baseline is not None or side in test.without_baseline
    if not trials and (test.trials or not stretched):
        return None  # the other leg was lowered: the pose model exchanged the legs here
    outcome = judge_side(trials, baseline, test.without_baseline.get(side, "unknown"))
    return SideResult(
        result=outcome.result,
        reason=outcome.reason,
        to_settle=outcome.to_settle,
        limited_by=list(outcome.limited_by),
        sink_deg=_value(outcome.sink_deg),
        sink_ci=_interval(outcome.sink_deg),
        sink_height=_value(outcome.sink),
        sink_height_ci=_interval(outcome.sink),
        wobble=_value(outcome.wobble, 4),
        wobble_ci=_interval(outcome.wobble, 4),
        pelvic_roll_deg=_value(outcome.roll_deg),
        pelvic_roll_ci=_interval(outcome.roll_deg),
        height_kept=_value(outcome.kept),
        baseline=None if baseline is None else _baseline(baseline, side),
        trials=[_trial(index, trial) for index, trial in enumerate(trials, start=1)],
        source=number,
    )


def _held(test: SingleLegBridgeTest, side: Side, number: int) -> SideResult | None:
    holds = [hold for hold in test.holds if hold.side == side]
    baseline = test.baselines.get(side)
    if not holds:
        if baseline is None:
            return None
        reason = "no hold of two seconds was seen from the side"
        return SideResult(result="not-judged", reason=reason, limited_by=[], source=number)
    longest = max(holds, key=lambda hold: hold.seconds)
    return SideResult(
        result="measured",
        reason="it went on when the clip ended: at least this long" if longest.at_least else None,
        limited_by=[],
        hold_s=round(longest.seconds, 1),
        hold_ended=longest.ended,
        baseline=None if baseline is None else _baseline(baseline, side),
        source=number,
    )


def _counted(session: Session, side: Side, number: int) -> SideResult | None:
    count = count_side(session.reps, side)
    if count is None:
        return None
    if not count.judged:
        reason = "the camera cannot show whether the line was reached: film from the side"
        return SideResult(result="not-judged", reason=reason, limited_by=[], source=number)
    return SideResult(
        result="measured", reason=None, limited_by=[], reps=count.reps, reps_ended=count.ended, source=number
    )


def _difference(sides: dict[Side, SideResult], protocol: Protocol) -> float | None:
    scores = {side: _score(found, protocol) for side, found in sides.items()}
    left, right = scores.get("left"), scores.get("right")
    if left is None or right is None or max(left, right) <= 0.0:
        return None
    return difference_pct(left, right)


def _score(found: SideResult, protocol: Protocol) -> float | None:
    if protocol is LEG_LOWER:
        return found.height_kept
    return found.hold_s if protocol is HOLD else found.reps


STOP = (
    "Stop here for today on a side whose hips drop. Stop at once, and talk to a professional, if anything hurts or you "
    "feel dizzy."
)


def _why_nothing(runs: Sequence[TrackedRun]) -> str:
    """Why no side could be followed, as far as the view explains it."""
    if any(isinstance(run.test, SingleLegBridgeTest) and run.test.raised_flat for run in runs):
        return "A leg was stretched and lowered, but the hips stayed on the floor: lift them first, on both feet."
    view = view_of(max((run.judged for run in runs), key=len), "supine")
    if view in REFUSED:
        return f"Nothing could be followed: {REFUSED[view]}."
    return "No test was seen: a bridge on both feet, then one leg stretched, lowered to the floor and raised."


def _advice(
    runs: Sequence[TrackedRun], sides: dict[Side, SideResult], protocol: Protocol, *, flagged: bool
) -> list[str]:
    lines = [] if sides else [_why_nothing(runs)]
    if any(found.result == "drops" for found in sides.values()):
        lines.append(STOP)
    valid = {side: sum(trial.valid for trial in found.trials) for side, found in sides.items()}
    if protocol is LEG_LOWER:
        few = [s for s, count in valid.items() if 0 < count < MIN_TRIALS and sides[s].result != "drops"]
        lines += [f"Only {valid[side]} valid on the {side} leg: do {MIN_TRIALS} to 5." for side in few]
        lines += [
            f"To decide on the {side} leg: {found.to_settle}." for side, found in sides.items() if found.to_settle
        ]
    if flagged:
        lines.append("Left and right differed by 20 % or more today. One day says little: repeat the test another day.")
    if sides and (missing := [side for side in SIDES if side not in sides]):
        lines += [f"The {side} leg was not seen in the test." for side in missing]
    return lines


def _trial(index: int, trial: Trial) -> TrialResult:
    lowering = trial.lowering
    return TrialResult(
        index=index,
        start_s=round(lowering.start_s, 3),
        bottom_s=round(lowering.bottom_s, 3),
        end_s=round(lowering.end_s, 3),
        valid=trial.invalid is None,
        reason=trial.invalid,
        hips_fell=lowering.hips_fell,
        sink_deg=_value(trial.sink_deg),
        sink_ci=_interval(trial.sink_deg),
        sink_at_s=None if trial.sink_deg is None or trial.sink_deg.at_s is None else round(trial.sink_deg.at_s, 3),
        sink_height=_value(trial.sink),
        sink_height_ci=_interval(trial.sink),
        wobble=_value(trial.wobble, 4),
        wobble_ci=_interval(trial.wobble, 4),
        wobble_ratio=None if trial.wobble_ratio is None else round(trial.wobble_ratio, 2),
        recovery_s=None if trial.recovery_s is None else round(trial.recovery_s, 2),
        arch_deg=_value(trial.arch_deg),
        arch_ci=_interval(trial.arch_deg),
        foot_moved=_value(trial.foot),
        foot_moved_ci=_interval(trial.foot),
        free_knee_deg=_value(trial.free_knee_deg),
        free_knee_ci=_interval(trial.free_knee_deg),
        pelvic_roll_deg=_value(trial.roll_deg),
        pelvic_roll_ci=_interval(trial.roll_deg),
    )


def _baseline(baseline: Baseline, side: Side) -> BaselineResult:
    return BaselineResult(
        start_s=round(baseline.start_s, 3),
        end_s=round(baseline.end_s, 3),
        hip_deg=round(baseline.hip_deg[side], 2),
        hip_height=round(baseline.lift, 3),
        wobble=round(baseline.wobble, 4),
        view=baseline.body.view,
        near_side=baseline.body.near,
    )


def _quality(run: TrackedRun) -> SourceQuality:
    source, test = run.source, run.test
    rotation = test.rotation if isinstance(test, Session) else None
    return SourceQuality(
        recording=source_result(source, run.track),
        frames=len(run.track),
        seen=round(float(run.track.seen.mean()), 3) if len(run.track) else 0.0,
        swaps_repaired=test.swaps_repaired,
        placement=[
            PlacementResult(time_s=round(time_s, 3), id=advice.id, text=advice.text)
            for time_s, advice in test.placements
        ],
        warnings=source_warnings(source, rotation),
        model=run.model,
    )


def _value(estimate: Estimate | None, digits: int = 3) -> float | None:
    return None if estimate is None else round(estimate.value, digits)


def _interval(estimate: Estimate | None, digits: int = 3) -> Interval | None:
    if estimate is None:
        return None
    low, high = estimate.interval
    return round(low, digits), round(high, digits)
