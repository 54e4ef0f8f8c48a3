"""Compares the result of a clip with its label: counts, times, faults, angles.

Each clip is analysed once, as a user would, and its result is compared as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from formcheck.evaluation.labels import Label, RepLabel
from formcheck.evaluation.truth import TRUE_ANGLES, true_series
from formcheck.evaluation.turn import TurnValue, turn_values
from formcheck.exercises import find_exercise
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Floats
from formcheck.session.results import RepResult, SetResult

TURN_TOLERANCE_S = 0.4
"""A rep that is labelled only by its turn is matched if the turn of a counted rep is this near."""


@dataclass(frozen=True, slots=True)
class FaultScore:
    """One rule in one clip, over the matched reps.

    Attributes
    ----------
    hits, misses, false_alarms, passes : int
        Judged reps: fault reported and labelled; labelled only; reported only; neither.
    unjudged : int
        Reps that the rule did not judge.
    unjudged_faults : int
        Unjudged reps that are labelled with the fault.
    """

    rule: str
    hits: int
    misses: int
    false_alarms: int
    passes: int
    unjudged: int
    unjudged_faults: int


@dataclass(frozen=True, slots=True)
class AngleScore:
    """One angle in one clip against the true angle: mean error and root mean square error in degrees."""

    signal: str
    bias_deg: float
    rmse_deg: float
    frames: int


@dataclass(frozen=True, slots=True)
class ClipScore:
    """One clip against its label.

    Attributes
    ----------
    labelled, counted, matched : int
        Reps in the label, counted reps, and pairs of both.
    turn_errors_s, start_errors_s, end_errors_s : tuple of float
        Counted minus labelled, for the matched reps.
    good_reps : int
        Matched reps labelled without a fault.
    alarms_on_good : int
        Faults reported on good reps.
    faults : tuple of FaultScore
        Empty if the label has no fault labels.
    confusion : tuple of (labelled, reported)
        For each matched rep, the labelled fault and the one reported instead; ``-`` for none.
    person : str or None
        Who is seen; None if the label does not say.
    posture : str
        Position of the body in the exercise.
    verdicts, judged : int
        Verdicts on the counted reps, one for each rule and rep, and those that were given: good or fault.
    labelled_faults, uncounted_faults : int
        Faults in the label, and those of reps that were not counted; 0 if the label has no fault labels.
    turns : tuple of TurnValue
        Angles at the turn beside the true ones, of every labelled rep.
    """

    clip: str
    exercise: str
    view: str
    origin: str
    labelled: int
    counted: int
    attempts: int
    matched: int
    turn_errors_s: tuple[float, ...]
    start_errors_s: tuple[float, ...]
    end_errors_s: tuple[float, ...]
    good_reps: int
    alarms_on_good: int
    faults: tuple[FaultScore, ...]
    confusion: tuple[tuple[str, str], ...]
    angles: tuple[AngleScore, ...]
    person: str | None
    posture: str
    verdicts: int
    judged: int
    labelled_faults: int
    uncounted_faults: int
    turns: tuple[TurnValue, ...]


def score(clip: str, label: Label, result: SetResult, time_s: Floats, signals: Mapping[str, Floats]) -> ClipScore:
    """Compare a result with its label.

    Parameters
    ----------
    clip : str
        Name of the clip.
    label : Label
        Its label.
    result : SetResult
        Its result.
    time_s : (T,) seconds
        Times of the frames.
    signals : dict of (T,) floats
        Signals by name; those with a true angle in the label are compared.
    """
    pairs = match(label.reps, result.reps)
    complete = label.fault_labels == "complete"
    good = [counted for labelled, counted in pairs if not labelled.faults] if complete else []
    verdicts = [verdict for rep in result.reps for verdict in rep.verdicts]
    faults = _number_of_faults(label.reps) if complete else 0
    return ClipScore(
        clip=clip,
        exercise=label.exercise,
        view=label.view,
        origin=label.origin,
        labelled=len(label.reps),
        counted=len(result.reps),
        attempts=len(result.attempts),
        matched=len(pairs),
        turn_errors_s=tuple(round(counted.turn_s - labelled.turn_s, 3) for labelled, counted in pairs),
        start_errors_s=tuple(round(c.start_s - r.start_s, 3) for r, c in pairs if r.start_s is not None),
        end_errors_s=tuple(round(c.end_s - r.end_s, 3) for r, c in pairs if r.end_s is not None),
        good_reps=len(good),
        alarms_on_good=sum(len(counted.faults) for counted in good),
        faults=_fault_scores(pairs, result) if complete else (),
        confusion=tuple(pair for labelled, counted in pairs for pair in confused(labelled.faults, counted.faults))
        if complete
        else (),
        angles=_angle_scores(label, result.quality.near_side, time_s, signals),
        person=None if label.person is None else str(label.person),
        posture=find_exercise(result.exercise).posture,
        verdicts=len(verdicts),
        judged=sum(verdict.verdict != "not-judged" for verdict in verdicts),
        labelled_faults=faults,
        uncounted_faults=faults - _number_of_faults(labelled for labelled, _ in pairs) if complete else 0,
        turns=turn_values(label, pairs, result),
    )


def _number_of_faults(reps: Iterable[RepLabel]) -> int:
    return sum(len(set(rep.faults)) for rep in reps)


def match(labels: tuple[RepLabel, ...], counted: list[RepResult]) -> list[tuple[RepLabel, RepResult]]:
    """Pairs of labelled and counted reps: the nearest turn within the time of the label, each used once.

    The sides must agree if both are known.
    """
    distances = [
        (abs(rep.turn_s - label.turn_s), i, j)
        for i, label in enumerate(labels)
        for j, rep in enumerate(counted)
        if _is_in(label, rep)
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(distances):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(labels[i], counted[j]) for i, j in sorted(pairs.items())]


def _is_in(label: RepLabel, rep: RepResult) -> bool:
    if label.side is not None and rep.side is not None and label.side != rep.side:
        return False
    if label.start_s is None or label.end_s is None:
        return abs(rep.turn_s - label.turn_s) <= TURN_TOLERANCE_S
    return label.start_s <= rep.turn_s <= label.end_s


def confused(labelled: Iterable[str], reported: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of labelled and reported faults of one rep; ``-`` stands for none.

    A fault that is both is paired with itself. Each other labelled fault is paired with each other reported one.
    """
    both = set(labelled) & set(reported)
    missed = sorted(set(labelled) - both) or ["-"]
    extra = sorted(set(reported) - both) or ["-"]
    return [(fault, fault) for fault in sorted(both)] + [pair for pair in product(missed, extra) if pair != ("-", "-")]


def _fault_scores(pairs: list[tuple[RepLabel, RepResult]], result: SetResult) -> tuple[FaultScore, ...]:
    return tuple(_fault_score(row.rule, pairs) for row in result.ledger)


def _fault_score(rule: str, pairs: list[tuple[RepLabel, RepResult]]) -> FaultScore:
    counts = {"good": [0, 0], "fault": [0, 0], "not-judged": [0, 0]}  # reps without and with the labelled fault
    for label, rep in pairs:
        verdict = next(v.verdict for v in rep.verdicts if v.rule == rule)
        counts[verdict][rule in label.faults] += 1
    return FaultScore(
        rule=rule,
        hits=counts["fault"][1],
        misses=counts["good"][1],
        false_alarms=counts["fault"][0],
        passes=counts["good"][0],
        unjudged=sum(counts["not-judged"]),
        unjudged_faults=counts["not-judged"][1],
    )


def _angle_scores(
    label: Label, near: Side | None, time_s: Floats, signals: Mapping[str, Floats]
) -> tuple[AngleScore, ...]:
    if near is None:
        return ()
    scores = []
    for signal in TRUE_ANGLES:
        known = true_series(label, signal, near)
        if signal not in signals or known is None:
            continue
        true_s, truth = known
        error = signals[signal] - np.interp(time_s, true_s, truth)
        error = error[np.isfinite(error) & (time_s <= true_s[-1])]
        if error.size:
            rmse = float(np.sqrt(np.mean(error**2)))
            scores.append(AngleScore(signal, round(float(error.mean()), 2), round(rmse, 2), int(error.size)))
    return tuple(scores)
