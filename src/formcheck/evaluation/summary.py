"""Sums up clip scores: by view, by exercise and view, by rule, by angle."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from formcheck.evaluation.by_view import TurnRow, ViewRow, by_view, share, turn_rows, view_row
from formcheck.evaluation.people import PEOPLE_LEVEL
from formcheck.evaluation.score import ClipScore, FaultScore
from formcheck.rules.estimate import INTERVAL_LEVEL


@dataclass(frozen=True, slots=True)
class CountRow:
    """Counting of one exercise from one view.

    Attributes
    ----------
    exact, off_by_one : int
        Clips counted exactly, and clips counted to within one rep.
    count_error : int
        Sum over clips of the absolute difference between counted and labelled reps.
    missed, extra : int
        Labelled reps that were not counted; counted reps that are not labelled.
    turn_median_s, turn_p90_s : float or None
        Absolute error of the time of the turn: median and 90th percentile.
    alarms_per_100 : float or None
        Faults reported per 100 reps labelled without a fault; None without such reps.
    """

    exercise: str
    view: str
    clips: int
    labelled: int
    counted: int
    exact: int
    off_by_one: int
    count_error: int
    matched: int
    missed: int
    extra: int
    turn_median_s: float | None
    turn_p90_s: float | None
    good_reps: int
    alarms_per_100: float | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of one exercise from one view; precision, recall and coverage from 0 to 1, None without cases."""

    exercise: str
    view: str
    rule: str
    hits: int
    misses: int
    false_alarms: int
    passes: int
    unjudged: int
    unjudged_faults: int
    precision: float | None
    recall: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class AngleRow:
    """One angle of one exercise from one view, over all its frames."""

    exercise: str
    view: str
    signal: str
    bias_deg: float
    rmse_deg: float
    clips: int


@dataclass(frozen=True, slots=True)
class ConfusionRow:
    """Number of reps with one fault labelled and another reported, which is `told`; ``-`` stands for none."""

    exercise: str
    view: str
    labelled: str
    told: str
    reps: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All tables of an evaluation.

    `people_level` is the level of the intervals over people in `turns`, and `interval_level` that of the intervals of
    the verdicts, which `within` is compared with.
    """

    views: tuple[ViewRow, ...]
    turns: tuple[TurnRow, ...]
    counts: tuple[CountRow, ...]
    rules: tuple[RuleRow, ...]
    confusion: tuple[ConfusionRow, ...]
    angles: tuple[AngleRow, ...]
    people_level: float = PEOPLE_LEVEL
    interval_level: float = INTERVAL_LEVEL


def summarize(scores: Iterable[ClipScore]) -> Summary:
    """Rows for every view, and for every exercise and view in alphabetical order."""
    groups: dict[tuple[str, str], list[ClipScore]] = defaultdict(list)
    clips = list(scores)
    for clip in clips:
        groups[clip.exercise, clip.view].append(clip)
    ordered = sorted(groups.items())
    views = by_view(clips)
    return Summary(
        views=tuple(view_row(view, seen) for view, seen in views),
        turns=tuple(row for view, seen in views for row in turn_rows(view, seen)),
        counts=tuple(_count_row(*key, clips) for key, clips in ordered),
        rules=tuple(row for key, clips in ordered for row in _rule_rows(*key, clips)),
        confusion=tuple(row for key, clips in ordered for row in _confusion_rows(*key, clips)),
        angles=tuple(row for key, clips in ordered for row in _angle_rows(*key, clips)),
    )


def _count_row(exercise: str, view: str, clips: list[ClipScore]) -> CountRow:
    differences = [abs(clip.counted - clip.labelled) for clip in clips]
    turns = np.abs([error for clip in clips for error in clip.turn_errors_s])
    total = _adder(clips)
    good = total(lambda clip: clip.good_reps)
    return CountRow(
        exercise=exercise,
        view=view,
        clips=len(clips),
        labelled=total(lambda clip: clip.labelled),
        counted=total(lambda clip: clip.counted),
        exact=sum(difference == 0 for difference in differences),
        off_by_one=sum(difference <= 1 for difference in differences),
        count_error=sum(differences),
        matched=total(lambda clip: clip.matched),
        missed=total(lambda clip: clip.labelled - clip.matched),
        extra=total(lambda clip: clip.counted - clip.matched),
        turn_median_s=round(float(np.median(turns)), 3) if turns.size else None,
        turn_p90_s=round(float(np.percentile(turns, 90)), 3) if turns.size else None,
        good_reps=good,
        alarms_per_100=round(100.0 * total(lambda clip: clip.alarms_on_good) / good, 1) if good else None,
    )


def _adder(clips: list[ClipScore]) -> Callable[[Callable[[ClipScore], int]], int]:
    return lambda part: sum(part(clip) for clip in clips)


def _rule_rows(exercise: str, view: str, clips: list[ClipScore]) -> list[RuleRow]:
    rules = dict.fromkeys(fault.rule for clip in clips for fault in clip.faults)
    return [
        _rule_row(exercise, view, rule, [fault for clip in clips for fault in clip.faults if fault.rule == rule])
        for rule in rules
    ]


def _rule_row(exercise: str, view: str, rule: str, faults: list[FaultScore]) -> RuleRow:
    hits, misses, alarms, passes, unjudged, hidden = (
        sum(column)
        for column in zip(
            *((f.hits, f.misses, f.false_alarms, f.passes, f.unjudged, f.unjudged_faults) for f in faults), strict=True
        )
    )
    judged = hits + misses + alarms + passes
    return RuleRow(
        exercise=exercise,
        view=view,
        rule=rule,
        hits=hits,
        misses=misses,
        false_alarms=alarms,
        passes=passes,
        unjudged=unjudged,
        unjudged_faults=hidden,
        precision=share(hits, hits + alarms),
        recall=share(hits, hits + misses),
        coverage=share(judged, judged + unjudged),
    )


def _confusion_rows(exercise: str, view: str, clips: list[ClipScore]) -> list[ConfusionRow]:
    pairs = Counter(pair for clip in clips for pair in clip.confusion)
    return [ConfusionRow(exercise, view, *pair, reps) for pair, reps in sorted(pairs.items())]


def _angle_rows(exercise: str, view: str, clips: list[ClipScore]) -> list[AngleRow]:
    signals = dict.fromkeys(angle.signal for clip in clips for angle in clip.angles)
    rows = []
    for signal in signals:
        angles = [angle for clip in clips for angle in clip.angles if angle.signal == signal]
        weight = np.array([angle.frames for angle in angles], dtype=np.float64)
        bias = np.average([angle.bias_deg for angle in angles], weights=weight)
        rmse = np.sqrt(np.average(np.square([angle.rmse_deg for angle in angles]), weights=weight))
        rows.append(AngleRow(exercise, view, signal, round(float(bias), 1), round(float(rmse), 1), len(angles)))
    return rows
