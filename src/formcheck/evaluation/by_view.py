"""Sums up clip scores by view: what was judged, which faults were found, how far off angles are at the turn."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from formcheck.evaluation.people import Statistic, mean, median_size, over_people, root_mean_square
from formcheck.evaluation.score import ClipScore
from formcheck.evaluation.turn import JOINTS, TurnValue
from formcheck.pose.pose import Floats

VIEWS = ("side", "oblique", "front/back", "end-on")
"""Order of the rows; other views come after them."""

FRONT_BACK = {"front": "front/back", "back": "front/back"}


@dataclass(frozen=True, slots=True)
class ViewRow:
    """What formcheck makes of all clips of one labelled view.

    Attributes
    ----------
    people : int
        People whom the labels name.
    labelled, counted, matched : int
        Reps in the labels, counted reps, and pairs of both.
    verdicts, judged : int
        Verdicts on the counted reps, one for each rule and rep; those that were given.
    judged_share : float or None
        `judged` of `verdicts`, from 0 to 1.
    faults : int
        Labelled faults, where all are labelled: the sum of the next four.
    found, missed, unjudged_faults, uncounted_faults : int
        Reported; called good; not judged; of a rep that was not counted.
    good_reps, alarms_on_good : int
        Counted reps labelled without a fault, and the faults reported on them.
    alarms_per_100 : float or None
        False alarms per 100 good reps.
    false_alarms : int
        Faults reported but not labelled, on all counted reps whose faults are labelled.
    precision, recall : float or None
        ``found / (found + false_alarms)`` and ``found / (found + missed)``: of those judged; None without cases.
    """

    view: str
    clips: int
    people: int
    labelled: int
    counted: int
    matched: int
    verdicts: int
    judged: int
    judged_share: float | None
    faults: int
    found: int
    missed: int
    unjudged_faults: int
    uncounted_faults: int
    good_reps: int
    alarms_on_good: int
    alarms_per_100: float | None
    false_alarms: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class TurnRow:
    """Errors of one joint at the turn from one view: value of the verdict minus true angle, in degrees.

    Postures are apart, since their errors differ in sign and would cancel.

    Attributes
    ----------
    posture : str
        Position of the body in the exercise.
    people, clips, reps : int
        That are compared.
    bias_deg, rmse_deg, median_deg : float or None
        Mean error, root mean square error, median absolute error; None if no rep is compared.
    bias_ci, rmse_ci, median_ci, within_ci : (low, high) or None
        Intervals of `PEOPLE_LEVEL` over people; None for fewer than `LEAST_PEOPLE`.
    intervals : int
        Reps whose verdict has an interval.
    within : float or None
        Share of these whose interval holds the truth, to be compared with `INTERVAL_LEVEL`.
    half_width_deg : float or None
        Median half-width of the intervals.
    skipped : dict
        Labelled reps that are not compared, by reason.
    skipped_people : tuple of str
        People of whom no rep is compared.
    skipped_clips : int
        Clips of which no rep is compared.
    """

    view: str
    posture: str
    joint: str
    people: int
    clips: int
    reps: int
    bias_deg: float | None
    bias_ci: tuple[float, float] | None
    rmse_deg: float | None
    rmse_ci: tuple[float, float] | None
    median_deg: float | None
    median_ci: tuple[float, float] | None
    intervals: int
    within: float | None
    within_ci: tuple[float, float] | None
    half_width_deg: float | None
    skipped: dict[str, int]
    skipped_people: tuple[str, ...]
    skipped_clips: int


def by_view(scores: Iterable[ClipScore]) -> list[tuple[str, list[ClipScore]]]:
    """Clips of each labelled view; front and back are one."""
    groups: dict[str, list[ClipScore]] = defaultdict(list)
    for clip in scores:
        groups[FRONT_BACK.get(clip.view, clip.view)].append(clip)
    return sorted(groups.items(), key=lambda item: (VIEWS.index(item[0]) if item[0] in VIEWS else len(VIEWS), item[0]))


def view_row(view: str, clips: list[ClipScore]) -> ViewRow:
    """Sums over the clips of one view."""
    faults = [fault for clip in clips for fault in clip.faults]
    labelled, uncounted = sum(c.labelled_faults for c in clips), sum(c.uncounted_faults for c in clips)
    found, missed = sum(fault.hits for fault in faults), sum(fault.misses for fault in faults)
    wrong = sum(fault.false_alarms for fault in faults)
    verdicts, judged = sum(clip.verdicts for clip in clips), sum(clip.judged for clip in clips)
    good, alarms = sum(clip.good_reps for clip in clips), sum(clip.alarms_on_good for clip in clips)
    return ViewRow(
        view=view,
        clips=len(clips),
        people=len({clip.person for clip in clips} - {None}),
        labelled=sum(clip.labelled for clip in clips),
        counted=sum(clip.counted for clip in clips),
        matched=sum(clip.matched for clip in clips),
        verdicts=verdicts,
        judged=judged,
        judged_share=share(judged, verdicts),
        faults=labelled,
        found=found,
        missed=missed,
        unjudged_faults=labelled - found - missed - uncounted,
        uncounted_faults=uncounted,
        good_reps=good,
        alarms_on_good=alarms,
        alarms_per_100=round(100.0 * alarms / good, 1) if good else None,
        false_alarms=wrong,
        precision=share(found, found + wrong),
        recall=share(found, found + missed),
    )


def share(part: int, whole: int) -> float | None:
    """Part of a whole, from 0 to 1; None of nothing."""
    return round(part / whole, 3) if whole else None


def turn_rows(view: str, clips: list[ClipScore]) -> list[TurnRow]:
    """One row for each posture and joint that is judged at the turn in these clips, in the order of `JOINTS`."""
    groups: dict[tuple[str, str], list[tuple[ClipScore, TurnValue]]] = defaultdict(list)
    for clip in clips:
        for turn in clip.turns:
            groups[clip.posture, turn.joint].append((clip, turn))
    names = list(dict.fromkeys(joint.name for joint in JOINTS.values()))
    ordered = sorted(groups.items(), key=lambda item: (item[0][0], names.index(item[0][1])))
    return [_turn_row(view, posture, joint, turns) for (posture, joint), turns in ordered]


def _turn_row(view: str, posture: str, joint: str, turns: list[tuple[ClipScore, TurnValue]]) -> TurnRow:
    compared = [(clip, turn) for clip, turn in turns if turn.error_deg is not None]
    people = [str(clip.person) for clip, _ in compared]
    errors = np.array([turn.error_deg for _, turn in compared], dtype=np.float64)
    held = [(clip, turn) for clip, turn in compared if turn.within is not None]
    within = np.array([turn.within for _, turn in held], dtype=np.float64)
    widths = [turn.half_width_deg for _, turn in held if turn.half_width_deg is not None]
    bias, bias_ci = _figure(errors, people, mean, 1)
    rmse, rmse_ci = _figure(errors, people, root_mean_square, 1)
    median, median_ci = _figure(errors, people, median_size, 1)
    inside, inside_ci = _figure(within, [str(clip.person) for clip, _ in held], mean, 3)
    everyone = {clip.person for clip, _ in turns if clip.person is not None}
    return TurnRow(
        view=view,
        posture=posture,
        joint=joint,
        people=len(set(people)),
        clips=len({clip.clip for clip, _ in compared}),
        reps=len(compared),
        bias_deg=bias,
        bias_ci=bias_ci,
        rmse_deg=rmse,
        rmse_ci=rmse_ci,
        median_deg=median,
        median_ci=median_ci,
        intervals=len(held),
        within=inside,
        within_ci=inside_ci,
        half_width_deg=round(float(np.median(widths)), 1) if widths else None,
        skipped=dict(sorted(Counter(turn.skipped for _, turn in turns if turn.skipped is not None).items())),
        skipped_people=tuple(sorted(everyone - set(people))),
        skipped_clips=len({clip.clip for clip, _ in turns} - {clip.clip for clip, _ in compared}),
    )


def _figure(
    values: Floats, people: list[str], statistic: Statistic, digits: int
) -> tuple[float | None, tuple[float, float] | None]:
    """A figure of these reps, and its interval over people, rounded."""
    if not values.size:
        return None, None
    ends = over_people(values, people, statistic)
    figure = round(float(statistic(values, np.ones_like(values))), digits)
    return figure, None if ends is None else (round(ends[0], digits), round(ends[1], digits))
