"""The report of a test: one page that prints on one sheet, with both sides side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from formcheck.assessment.assessment import Assessment
from formcheck.assessment.comparison import MEASURES
from formcheck.assessment.decision import SINK_DEG, possible
from formcheck.assessment.protocol import LEG_LOWER
from formcheck.assessment.result import AssessmentResult, SideResult, TrialResult
from formcheck.assessment.side import DIFFERENCE_MENTIONED
from formcheck.files import replacing
from formcheck.output.pages import report_words
from formcheck.output.pages.assessment_numbers import Number, meanings, numbers_of
from formcheck.output.pages.assessment_plot import traces_svg
from formcheck.output.pages.assessment_words import KINDS, LIMITS, MARKS, MEANINGS, degrees, score
from formcheck.output.pages.comparison_words import RULE, change_words, comparison_notes, sides_only_before
from formcheck.output.pages.html import html_pages
from formcheck.output.pages.published_spread import spread_of
from formcheck.output.pages.report_pictures import Moment, Picture
from formcheck.pose.landmarks import SIDES, Side

_PAGE = html_pages(clock=report_words.clock)


MANY = 3
"""With more lowerings of a side than this, printed pictures are smaller, so that the page stays one sheet."""


@dataclass(frozen=True, slots=True)
class _Card:
    """One side, as the page shows it."""

    side: Side
    kind: str
    mark: str
    score: str
    meaning: str
    numbers: list[Number]
    change: str | None
    changed: bool
    lines: list[str]
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class _Row:
    """One trial in the table."""

    index: int
    at: str
    kind: str
    mark: str
    word: str
    sink: str
    wobble: str
    recovery: str
    note: str


def worst_moments(assessment: Assessment) -> dict[Side, Moment]:
    """For each judged side, the moment at which the hips were lowest."""
    moments = {}
    for side, result in assessment.result.sides.items():
        trials = [trial for trial in result.trials if trial.valid and trial.sink_deg is not None]
        if not trials:
            continue
        worst = max(trials, key=lambda trial: trial.sink_deg or 0.0)
        at_s = worst.bottom_s if worst.sink_at_s is None else worst.sink_at_s
        caption = f"Lowest on the {side} leg: lowering {worst.index} at {report_words.clock(at_s)}, {_below(worst)}"
        alt = f"Frame of the clip: single-leg bridge on the {side} leg, the other leg lowered, {_below(worst)}"
        moments[side] = Moment(worst.index, at_s, report_words.sentence(caption), alt)
    return moments


def write_assessment_report(assessment: Assessment, path: Path, pictures: Mapping[Side, Picture]) -> None:
    """Write the page; OutputError when it cannot be written."""
    page = render(assessment, pictures)
    with replacing(path) as unfinished:
        unfinished.write_text(page, encoding="utf-8")


def render(assessment: Assessment, pictures: Mapping[Side, Picture]) -> str:
    """The page as text; the same assessment and pictures give the same page."""
    result = assessment.result
    svg = traces_svg(assessment) if assessment.protocol is LEG_LOWER else None
    cards = [_card(result, side, pictures.get(side)) for side in SIDES if side in result.sides]
    lowerings = {card.side: rows for card in cards if (rows := [_row(each) for each in result.sides[card.side].trials])}
    return _PAGE.get_template("assessment.html.j2").render(
        protocol=assessment.protocol,
        result=result,
        headline=headline(assessment),
        cards=cards,
        difference=difference_words(assessment),
        compared=_compared(result),
        spread=spread_of(result.protocol, result.sides),
        meanings=meanings((number for card in cards for number in card.numbers), lowerings=bool(lowerings)),
        svg=None if svg is None else Markup(svg),
        lowerings=lowerings,
        many=max((len(rows) for rows in lowerings.values()), default=0) > MANY,
        limits=SINK_DEG,
        quality=[
            (each.recording.name, f"{report_words.percent(each.seen)} of {each.frames} frames", each.warnings)
            for each in result.sources
        ],
        disclaimer=report_words.DISCLAIMER,
    )


def headline(assessment: Assessment) -> str:
    """Both sides in one line."""
    sides = assessment.result.sides
    if not sides:
        return "No test was seen"
    scores = {side: score(result) for side, result in sides.items()}
    if len(scores) == len(SIDES) and len(set(scores.values())) == 1:
        return f"Both legs: {next(iter(scores.values()))}"
    return ", ".join(f"{side} leg: {words}" for side, words in scores.items()).capitalize()


def difference_words(assessment: Assessment) -> str | None:
    """Left compared with right, in neutral words; None if there is nothing to compare."""
    result = assessment.result
    if result.difference_pct is None:
        return None
    by = {"leg-lower/1": "hip height kept", "hold/1": "seconds", "reps/1": "repetitions"}[result.protocol]
    size = abs(result.difference_pct)
    if size < DIFFERENCE_MENTIONED:
        return f"Left and right were within {DIFFERENCE_MENTIONED:.0f} % of each other today ({by}: {size:.0f} %)."
    more = "left" if result.difference_pct > 0 else "right"
    return f"Left and right differed by {size:.0f} % today ({by}; more on the {more}). This is one day's observation."


def _below(trial: TrialResult) -> str:
    return f"hips {degrees(trial.sink_deg, trial.sink_ci)} below the bridge on both feet"


def _compared(result: AssessmentResult) -> list[str]:
    """What to know about the previous test; nothing without one."""
    if result.comparison is None:
        return []
    rule = [RULE] if result.protocol == LEG_LOWER.id else []
    return [*sides_only_before(result), *rule, *comparison_notes(result)]


def _card(result: AssessmentResult, side: Side, picture: Picture | None) -> _Card:
    found = result.sides[side]
    kind, measure = KINDS[found.result], MEASURES[result.protocol]
    before = None if result.comparison is None else result.comparison.sides.get(side)
    return _Card(
        side,
        kind,
        MARKS[kind],
        score(found),
        report_words.sentence(found.reason) if found.reason and _says_it(found) else MEANINGS[found.result],
        numbers_of(found, measure, before),
        None if before is None else change_words(measure, before),
        before is not None and before.change is not None,
        _card_lines(found),
        picture,
    )


def _card_lines(result: SideResult) -> list[str]:
    """What else is said of a side."""
    lines = []
    if result.pelvic_roll_deg is None and _seen_end_on(result):
        lines.append("Tilt of the pelvis: not measurable, the hips are too narrow in the picture")
    noticed = [LIMITS[limit] for limit in result.limited_by if limit != "sink"]
    if noticed:
        lines.append(f"Also seen: {report_words.listing(noticed)}")
    lines += [f"Ended: {ended}" for ended in (result.hold_ended, result.reps_ended) if ended is not None]
    if result.reason is not None and not _says_it(result):
        lines.append(report_words.sentence(result.reason))
    return lines


def _says_it(result: SideResult) -> bool:
    """Whether the reason alone says what was found, and stands in place of the meaning of the outcome."""
    return result.result == "uncertain" and result.reason is not None


def _seen_end_on(result: SideResult) -> bool:
    return result.result == "not-judged" and result.baseline is not None and result.baseline.view == "end-on"


def _row(trial: TrialResult) -> _Row:
    kind = "not-judged" if not trial.valid else _kind(trial)
    word = {"good": "stays", "close": "dips", "fault": "drops", "not-judged": "cannot tell"}[kind]
    return _Row(
        index=trial.index,
        at=report_words.clock(trial.start_s),
        kind=kind,
        mark=MARKS[kind],
        word=word if trial.valid else "invalid",
        sink=degrees(trial.sink_deg, trial.sink_ci),
        wobble="–" if trial.wobble is None else f"{100 * trial.wobble:.1f} %",
        recovery="–" if trial.recovery_s is None else f"{trial.recovery_s:.1f} s",
        note=trial.reason or ("the hips came down to the floor" if trial.hips_fell else ""),
    )


def _kind(trial: TrialResult) -> str:
    if trial.hips_fell:
        return "fault"
    if trial.sink_ci is None:
        return "not-judged"
    outcomes = possible(trial.sink_ci)
    return KINDS[outcomes[0]] if len(outcomes) == 1 else "not-judged"
