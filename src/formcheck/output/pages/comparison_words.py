"""Wording of a test beside an earlier one."""

from formcheck.assessment.comparison import STILL_GOING
from formcheck.assessment.result import AssessmentResult, Interval, Measure, SideComparison, SideResult
from formcheck.output.pages.assessment_words import degrees
from formcheck.pose.landmarks import SIDES

NAMES_NOT_KNOWN = "One of the two tests has no name, so it is not known whether both are of one person."

RULE = "A change is stated only if the ranges of both tests do not overlap."
"""What a change of the sink has to pass; seconds and repetitions have no ranges."""


WHAT: dict[Measure, str] = {"sink_deg": "hips sank", "hold_s": "time held", "reps": "repetitions"}


def value_words(measure: Measure, value: float | None, interval: Interval | None, *, at_least: bool = False) -> str:
    """A number that is compared, as in "8° (5 to 11)", "at least 41 s" or "12"; a dash if there is none."""
    if value is None:
        return "–"
    if measure == "sink_deg":
        return degrees(value, interval)
    if measure == "hold_s":
        return f"{'at least ' if at_least else ''}{value:.0f} s"
    return f"{value:.0f}"


def before_words(measure: Measure, side: SideComparison) -> str:
    """The number of the previous test."""
    return value_words(measure, side.before, side.before_ci, at_least=side.before_at_least)


def now_words(measure: Measure, side: SideResult | None) -> str:
    """The number of this test; a dash if the side was not seen."""
    if side is None:
        return "–"
    return value_words(measure, getattr(side, measure), side.sink_ci, at_least=side.hold_ended == STILL_GOING)


def change_words(measure: Measure, side: SideComparison) -> str:
    """Whether a change is stated, in one sentence without judgement."""
    if side.change is None:
        return f"No change is stated: {side.reason}."
    size, more = abs(side.change), side.change > 0
    if measure == "sink_deg":
        much = "less than 1°" if size < 1.0 else f"{size:.0f}°"
        return f"Change: the hips sank {much} {'more' if more else 'less'} than before."
    unit = "s" if measure == "hold_s" else ("repetition" if size == 1 else "repetitions")
    return f"Change: {size:.0f} {unit} {'more' if more else 'fewer' if measure == 'reps' else 'less'} than before."


def comparison_lines(result: AssessmentResult) -> list[str]:
    """A line for each side, for the terminal; none without an earlier test."""
    comparison = result.comparison
    if comparison is None:
        return []
    day = "" if comparison.previous_date is None else f" ({comparison.previous_date})"
    lines, measure = [], comparison.measure
    for side in (side for side in SIDES if side in comparison.sides):
        found = comparison.sides[side]
        before, now = before_words(measure, found), now_words(measure, result.sides.get(side))
        lines.append(f"{side} leg, {WHAT[measure]}: {before} before{day}, {now} now. {change_words(measure, found)}")
    return [*lines, *comparison_notes(result)]


def comparison_notes(result: AssessmentResult) -> list[str]:
    """What to bear in mind when both tests are read side by side."""
    comparison = result.comparison
    if comparison is None:
        return []
    notes = [] if comparison.same_person else [NAMES_NOT_KNOWN]
    then = comparison.previous_formcheck
    if then != result.formcheck:
        by = "an unknown version of formcheck" if then is None else f"formcheck {then}"
        notes.append(f"The previous test was measured by {by}, this one by {result.formcheck}.")
    return notes


def sides_only_before(result: AssessmentResult) -> list[str]:
    """A line for each side that only the previous test has, which has no part of its own on the page."""
    comparison = result.comparison
    if comparison is None:
        return []
    gone = [side for side in SIDES if side in comparison.sides and side not in result.sides]
    return [
        f"{side.capitalize()} leg: {before_words(comparison.measure, comparison.sides[side])} in the previous test, "
        "not seen in this one."
        for side in gone
    ]
