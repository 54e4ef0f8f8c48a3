"""Seconds and repetitions beside what studies report of groups of people. A picture of spread, not a standard."""

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.assessment.protocol import ProtocolId
from formcheck.assessment.result import SideResult
from formcheck.output.pages.assessment_words import score
from formcheck.pose.landmarks import SIDES, Side


@dataclass(frozen=True, slots=True)
class Study:
    """A published group; docs/sources.md#test-spread.

    Attributes
    ----------
    mean, sd : float, float or None
        Mean and standard deviation in seconds or repetitions; about two in three people lie within one standard
        deviation of the mean. None if the source we read gives no spread.
    people, test : str
        Who was measured, and how their test differs from ours.
    source : str
        Authors and year.
    """

    mean: float
    sd: float | None
    people: str
    test: str
    source: str


STUDIES: dict[ProtocolId, tuple[Study, ...]] = {
    "hold/1": (
        Study(65.2, 32.7, "77 young adults, mean age 20, most of them women", "ends after 10°, as here", "Worst 2026"),
        Study(81.0, 24.8, "68 students, 18 to 35 years", "knees bent further, to 135°", "Lehecka 2021"),
        Study(23.0, None, "people not described where we read it", "other rules for the end", "Butowicz 2016"),
    ),
    "reps/1": (
        Study(33.6, 9.6, "100 football players", "another test: heel on a box", "Gasparin"),
        Study(27.0, 7.0, "40 active men", "another test: heel on a box", "Roberti 2024"),
    ),
}

AXIS: dict[ProtocolId, tuple[float, float]] = {"hold/1": (120.0, 30.0), "reps/1": (50.0, 10.0)}
"""Least end of the axis and step of its marks, in seconds or repetitions: all bands fit."""

MOST_MARKS = 6
"""Most steps of the axis, so that its marks stand apart on a phone."""

ABOUT = (
    "Bands: about the middle two thirds of each group (mean ± standard deviation); the line is the mean. The groups "
    "differ in age, sport and rules: this is no standard to reach, and it says nothing about a number outside a band."
)


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """A row of the chart; places are percent of the axis.

    Attributes
    ----------
    kind : str
        ``you`` for a side of this test, ``band`` for a group.
    mean : float or None
        Place of the line, of a group only.
    """

    kind: str
    label: str
    small: str
    start: float
    width: float
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The chart: rows, and marks of the axis as (place in percent, label)."""

    rows: list[SpreadRow]
    marks: list[tuple[float, str]]
    about: str = ABOUT


def spread_of(protocol: ProtocolId, sides: Mapping[Side, SideResult]) -> Spread | None:
    """Chart of a test beside the published groups; None without a number, or for a protocol without any group."""
    scores = {side: number for side in SIDES if side in sides and (number := _number(sides[side])) is not None}
    if protocol not in STUDIES or not scores:
        return None
    least, step = AXIS[protocol]
    end = max(least, max(scores.values()) * 1.05)
    while end / step > MOST_MARKS:
        step *= 2
    unit = " s" if protocol == "hold/1" else ""
    rows = [_yours(side, score(sides[side]), number, end) for side, number in scores.items()]
    rows += [_group(study, unit, end) for study in STUDIES[protocol]]
    marks = [(100.0 * n * step / end, f"{n * step:.0f}{unit}") for n in range(int(end / step) + 1)]
    return Spread(rows, marks)


def _number(found: SideResult) -> float | None:
    return found.hold_s if found.hold_s is not None else found.reps


def _yours(side: Side, words: str, number: float, end: float) -> SpreadRow:
    return SpreadRow("you", f"{side.capitalize()} leg: {words}", "this test", 0.0, 100.0 * number / end)


def _group(study: Study, unit: str, end: float) -> SpreadRow:
    spread = study.sd or 0.0
    label = f"{study.mean:.0f}{unit}" if study.sd is None else f"{study.mean:.0f} ± {study.sd:.0f}{unit}"
    return SpreadRow(
        "band",
        label,
        f"{study.people}; {study.test} ({study.source})",
        100.0 * (study.mean - spread) / end,
        100.0 * 2.0 * spread / end,
        100.0 * study.mean / end,
    )
