"""Verdicts of `benchmarks/sagittal.py` against labels and true values, decided by the functions of formcheck itself."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from sagittal_fit import (  # noqa: E402
    NOT_FITTED,
    columns,
    grouped,
    image_offset,
    is_fitted,
    left_out_errors,
    material_for,
    spread_of,
    target_of,
)
from sagittal_pairs import Pair  # noqa: E402

from formcheck.exercises import catalog  # noqa: E402
from formcheck.motion.view import View  # noqa: E402
from formcheck.rules.estimate import SCALES, SPREAD_KNOTS, Estimate, apart_of, widening  # noqa: E402
from formcheck.rules.measures.base import Measurement  # noqa: E402
from formcheck.rules.rule import Rule  # noqa: E402
from formcheck.session.judge import (  # noqa: E402
    RuleResult,
    Verdict,
    judge_estimate,
    judge_readings,
    judge_value,
    turn_for,
    without_explained,
)

VIEWS: tuple[View, ...] = ("side", "oblique")
SHARES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.25)


@dataclass
class Tally:
    """Verdicts against labels."""

    possible: int = 0
    hits: int = 0
    missed: int = 0
    unsure_faults: int = 0
    false_alarms: int = 0
    good: int = 0
    unsure_good: int = 0
    other_truth: int = 0
    """Left out: labelled faults that the true measure does not show, as a low top compared with other low tops, and
    those that another true fault explains."""

    def add(self, has_fault: bool, verdict: Verdict) -> None:
        """Take one verdict."""
        self.possible += 1
        names = {
            (True, Verdict.FAULT): "hits",
            (True, Verdict.GOOD): "missed",
            (True, Verdict.NOT_JUDGED): "unsure_faults",
            (False, Verdict.FAULT): "false_alarms",
            (False, Verdict.GOOD): "good",
            (False, Verdict.NOT_JUDGED): "unsure_good",
        }
        name = names[has_fault, verdict]
        setattr(self, name, getattr(self, name) + 1)

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Judged share, precision, recall and false alarms."""
        judged = self.hits + self.missed + self.false_alarms + self.good
        called, faults = self.hits + self.false_alarms, self.hits + self.missed
        return (
            f"{judged / max(self.possible, 1):.0%} of {self.possible}",
            f"{self.hits}/{called}",
            f"{self.hits}/{faults} ({self.unsure_faults} not judged)",
            f"{self.false_alarms} in {self.good + self.false_alarms}",
        )

    def __str__(self) -> str:
        judged, precision, recall, alarms = self.cells
        return (
            f"judged {judged}, precision {precision}, recall of judged {recall}, false alarms {alarms} good, "
            f"{self.other_truth} labels left out"
        )


def verdicts_of(pairs: list[Pair], model: str, view: str) -> tuple[Tally, list[str]]:
    """Verdicts as formcheck gives them on rules that the side shows, and those that are wrong."""
    tally, wrong = Tally(), []
    for rep in _by_rep(pair for pair in pairs if pair.view == view and pair.faults is not None):
        of_rule = [(pair, result) for pair in rep for result in results_of(pair, model)]
        results = without_explained([result for _, result in of_rule])
        truths = without_explained([exact(result.rule, pair.true) for pair, result in of_rule])
        for (pair, _), result, truth in zip(of_rule, results, truths, strict=True):
            rule, beyond = result.rule, truth.verdict is Verdict.FAULT
            explained = truth.verdict is Verdict.NOT_JUDGED
            if explained or (rule.id in (pair.faults or ()) and not beyond):
                tally.other_truth += 1
                continue
            tally.add(beyond, result.verdict)
            if (beyond, result.verdict) in ((True, Verdict.GOOD), (False, Verdict.FAULT)):
                where = f"{pair.clip} rep {pair.rep}, {pair.true_turn_deg:.0f}°, {rule.id}"
                half = "" if result.half_width is None else f" ± {result.half_width:.2f}"
                wrong.append(f"{result.verdict}: {where}: {result.value:.2f}{half}, truly {pair.true:.2f}")
    return tally, wrong


def _by_rep(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    reps: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        reps[pair.clip, pair.rep].append(pair)
    return iter(reps.values())


def results_of(pair: Pair, model: str) -> Iterator[RuleResult]:
    """What formcheck decides on the readings of a pair, for each of its rules that a side view shows."""
    readings = [float(each) if np.isfinite(each) else None for each in pair.readings]
    measured = Measurement(readings[0])
    exercise = catalog()[pair.exercise].with_model(model)
    for rule in (exercise.rule(name) for name in pair.rules if pair.unit not in NOT_FITTED):
        if "side" not in rule.views:
            continue
        if pair.view not in rule.seen_from:
            yield RuleResult(rule, Verdict.NOT_JUDGED, reason="wrong view")
        elif rule.fit is None:
            yield judge_value(rule, measured, float(pair.readings[0]))
        else:
            turn = turn_for(rule, pair.turn, pair.agrees)
            yield judge_readings(rule, measured, readings, turn, at_side=pair.view == "side")


def exact(rule: Rule, value: float) -> RuleResult:
    """Verdict on a value that is exactly known."""
    return judge_estimate(replace(rule, margin=0.0), Measurement(value), Estimate(value, 0.0), 0.0)


def is_beyond(rule: Rule, value: float) -> bool:
    """Whether a value that is exactly known is a fault."""
    return exact(rule, value).verdict is Verdict.FAULT


def left_out_rows(pairs: list[Pair]) -> Iterator[tuple[Pair, Estimate, float]]:
    """Each pair with its estimate from fits without its person, and with what the image reads too high at the side."""
    groups = grouped(pairs)
    for group in groups.values():
        if is_fitted(group):
            yield from _left_out(group, material_for(group, groups))


def _left_out(group: list[Pair], material: list[Pair]) -> Iterator[tuple[Pair, Estimate, float]]:
    scale = SCALES[group[0].unit]
    readings, _, turn, _ = columns(material)
    people = np.array([pair.person for pair in material])
    errors = left_out_errors(material, scale)
    target, offset = target_of(material)[0], image_offset(group)
    wanted = {id(pair) for pair in group}
    for person in np.unique(people):
        own = people == person
        knots, share = spread_of(readings[~own], errors[~own], turn[~own], scale)
        wider = widening(apart_of(readings[own], scale), share)
        halves = scale * np.interp(np.abs(turn[own]), SPREAD_KNOTS, knots) * wider
        for n, half in zip(np.flatnonzero(own), halves, strict=True):
            if id(material[n]) in wanted:
                yield material[n], Estimate(float(target[n] + scale * errors[n]), float(half)), offset


def risk_table(rows: list[tuple[Pair, Estimate, float]], view: View) -> str:
    """Judged share and errors for each share of the half-width that a verdict asks for."""
    lines = ["| share | judged | precision | recall of judged | false alarms |", "|" + " --- |" * 5]
    for share in SHARES:
        tally = Tally()
        for pair, found, offset in rows:
            if pair.faults is None or pair.view != view:
                continue
            image = float(pair.readings[0]) - offset if view == "side" else None
            for rule in (catalog()[pair.exercise].rule(name) for name in pair.rules):
                beyond = is_beyond(rule, pair.true)
                if rule.id in pair.faults and not beyond:
                    tally.other_truth += 1
                else:
                    result = judge_estimate(rule, Measurement(found.value), found, share, image)
                    tally.add(beyond, result.verdict)
        lines.append(f"| {share:.2f} | {' | '.join(tally.cells)} |")
    return "\n".join(lines)
