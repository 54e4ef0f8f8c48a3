"""The report: one HTML page that needs nothing else, opens offline and prints."""

import base64
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
from markupsafe import Markup

from formcheck.coaching.analysis import Analysis
from formcheck.coaching.movement import Phase
from formcheck.coaching.results import LedgerRow, PlacementResult, RepResult, VerdictResult
from formcheck.coaching.rules import Rule
from formcheck.files import replacing
from formcheck.frames.frame import Rgb
from formcheck.output import report_words as words
from formcheck.output.pages import html_pages
from formcheck.output.report_plot import driver_of, faults_by_rule, signal_svg, target_rule
from formcheck.output.report_summary import (
    beyond,
    done_line,
    focus_rule,
    headline,
    next_steps,
    off_target,
    view_hides,
)

_PAGE = html_pages(clock=words.clock, quoted=words.quoted)

_JPEG_QUALITY = 85

_MARKS = {
    "good": ("✓", "good"),
    "close": ("≈", "close"),
    "fault": ("!", "fault"),
    "not-judged": ("–", "not judged"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A still for the report.

    Attributes
    ----------
    caption, alt : str
        What stands under it, and what a reader hears who does not see it.
    jpeg : bytes
        The picture, as `jpeg` encodes it.
    """

    caption: str
    alt: str
    jpeg: bytes

    @property
    def address(self) -> str:
        """The picture as a ``data:`` address."""
        return "data:image/jpeg;base64," + base64.b64encode(self.jpeg).decode("ascii")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that is worth a picture: rep, seconds of the clip, and the words for `Picture`."""

    rep_index: int
    time_s: float
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """What one rule says of one rep, as the table shows it; `note` is the number of a footnote."""

    kind: str
    mark: str
    word: str
    value: str
    note: int | None


@dataclass(frozen=True, slots=True)
class _Row:
    """One rep in the table."""

    rep: RepResult
    hold: str
    back: str
    range: str
    cells: list[_Cell]


@dataclass(frozen=True, slots=True)
class _Table:
    """Rules as columns, those with faults first; reps as rows; reasons as footnotes."""

    rules: list[Rule]
    rows: list[_Row]
    notes: list[str]
    left_out: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _LedgerLine:
    """One rule over all reps."""

    rule: Rule
    target: str
    judged: int
    faults: int
    others: list[str]


def choose_moments(analysis: Analysis) -> list[Moment]:
    """Which pictures show the most: the best rep, and the worst one where there is a fault.

    The worst rep is the one furthest beyond the limit of the most severe fault. The best has no fault and
    stays closest to all target bands; its picture is of the same part of the rep.
    """
    worst_rule = focus_rule(analysis)
    clean = [rep for rep in analysis.result.reps if not rep.faults and _judged(rep)]
    moments = []
    if clean:
        best = min(clean, key=lambda rep: (off_target(analysis.exercise, rep), -_judged(rep), rep.index))
        moments.append(_best_moment(analysis, best, worst_rule))
    if worst_rule is not None:
        moments.append(_worst_moment(analysis, worst_rule))
    return moments


def jpeg(rgb: Rgb) -> bytes:
    """A picture, (height, width, 3) red-green-blue, as JPEG."""
    done, encoded = cv2.imencode(
        ".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    )
    if not done:
        raise ValueError(f"a picture of shape {rgb.shape} cannot be encoded as JPEG")
    return bytes(encoded)


def write_report(analysis: Analysis, path: Path, pictures: list[Picture]) -> None:
    """Write ``report.html``; OutputError when it cannot be written."""
    page = render(analysis, pictures)
    with replacing(path) as unfinished:
        unfinished.write_text(page, encoding="utf-8")


def render(analysis: Analysis, pictures: list[Picture]) -> str:
    """The page as text; the same analysis and pictures give the same page."""
    result, exercise = analysis.result, analysis.exercise
    svg = signal_svg(analysis)
    driver = driver_of(analysis)
    rule = target_rule(analysis)
    return _PAGE.get_template("report.html.j2").render(
        exercise=exercise,
        result=result,
        headline=headline(analysis),
        done=done_line(analysis),
        set_up=[found.advice for found in result.set_up if found.advice is not None],
        focus=_focus(analysis),
        next_steps=next_steps(analysis),
        attempts=[(a, words.reason(a.reason, exercise)) for a in result.attempts],
        hidden=_hidden(analysis) if view_hides(analysis) else [],
        placement=_placement(analysis),
        pictures=pictures,
        table=_table(analysis),
        phases={phase.value: name for phase, name in exercise.words.phases.items()},
        turn=exercise.words.phases[Phase.TURN],
        svg=None if svg is None else Markup(svg),
        signal="" if driver is None else driver.signal.label,
        band="" if rule is None else words.target(rule),
        ledger=[_ledger_line(analysis, row) for row in result.ledger],
        advice=_advice(analysis),
        quality=_quality(analysis),
        provenance=_provenance(analysis),
        disclaimer=words.DISCLAIMER,
    )


def _judged(rep: RepResult) -> int:
    return sum(verdict.verdict != "not-judged" for verdict in rep.verdicts)


def _verdict(rep: RepResult, rule: Rule) -> VerdictResult | None:
    return next((verdict for verdict in rep.verdicts if verdict.rule == rule.id), None)


def _best_moment(analysis: Analysis, rep: RepResult, alike: Rule | None) -> Moment:
    time_s, shown = rep.turn_s, ""
    verdict = None if alike is None else _verdict(rep, alike)
    if alike is not None and verdict is not None and verdict.value is not None:
        time_s = rep.turn_s if verdict.at_s is None else verdict.at_s
        shown = f" ({_named(alike, verdict.value)})"
    at = words.clock(time_s)
    several = len(analysis.result.reps) > 1
    caption = f"{'Best rep: ' if several else ''}rep {rep.index} at {at}, no fault{shown}"
    return Moment(rep.index, time_s, words.sentence(caption), _alt(analysis, rep, "a rep without a fault"))


def _worst_moment(analysis: Analysis, rule: Rule) -> Moment:
    rep, verdict = furthest_off(analysis, rule)
    time_s = rep.turn_s if verdict.at_s is None else verdict.at_s
    shown = "" if verdict.value is None else f" ({_named(rule, verdict.value)}, target {words.target(rule)})"
    caption = f"To work on: rep {rep.index} at {words.clock(time_s)}, {rule.title[:1].lower()}{rule.title[1:]}{shown}"
    return Moment(rep.index, time_s, words.sentence(caption), _alt(analysis, rep, rule.title))


def _named(rule: Rule, value: float) -> str:
    """A value with the name of what was measured, where it has one."""
    signal = rule.measure.about
    label = "" if signal is None or not rule.measure.level else f"{signal.label.lower()} "
    return label + words.measured(rule, value)


def _alt(analysis: Analysis, rep: RepResult, shows: str) -> str:
    return f"Frame of the clip: {analysis.exercise.name.lower()}, rep {rep.index}, {shows}"


def furthest_off(analysis: Analysis, rule: Rule) -> tuple[RepResult, VerdictResult]:
    """The rep that has this rule's fault the most, and its verdict."""
    faults = [
        (rep, verdict)
        for rep in analysis.result.reps
        for verdict in rep.verdicts
        if verdict.rule == rule.id and verdict.verdict == "fault"
    ]
    return max(faults, key=lambda fault: (beyond(rule, fault[1].value), -fault[0].index))


@dataclass(frozen=True, slots=True)
class _Focus:
    """The one thing to work on."""

    rule: Rule
    where: str


def _focus(analysis: Analysis) -> _Focus | None:
    rule = focus_rule(analysis)
    if rule is None:
        return None
    reps = [index for index, _ in faults_by_rule(analysis)[rule.id]]
    rep, verdict = furthest_off(analysis, rule)
    where = words.reps_named(reps)
    if verdict.value is not None:
        which = "" if len(reps) == 1 else f", most in rep {rep.index}"
        where += f"{which}: {words.measured(rule, verdict.value)}, target {words.target(rule)}"
    return _Focus(rule, words.sentence(where))


def _placement(analysis: Analysis) -> list[PlacementResult]:
    """What was told about camera, light and place, but for what the warnings say anyway."""
    said = ("turn-sideways", "turn") if view_hides(analysis) else ()
    return [told for told in analysis.result.quality.placement if told.id not in said]


def _hidden(analysis: Analysis) -> list[Rule]:
    """Rules that no rep could be judged by."""
    return [analysis.exercise.rule(row.rule) for row in analysis.result.ledger if not row.judged]


def _table(analysis: Analysis) -> _Table:
    exercise, reps = analysis.exercise, analysis.result.reps
    judged = [row for row in analysis.result.ledger if row.judged]
    rules = [exercise.rule(row.rule) for row in sorted(judged, key=lambda row: -row.faults)]
    notes: list[str] = []
    rows = [_row(analysis, rep, rules, notes) for rep in reps]
    return _Table(rules, rows, notes, _left_out(analysis))


def _left_out(analysis: Analysis) -> list[tuple[str, str]]:
    """Why rules are not in the table, and the titles of those left out for that reason."""
    titles: dict[str, list[str]] = {}
    for row in analysis.result.ledger:
        if not row.judged and row.not_judged:
            why = words.listing(words.reason(raw, analysis.exercise) for raw in row.not_judged)
            titles.setdefault(why, []).append(words.quoted(analysis.exercise.rule(row.rule).title))
    return [(why, words.listing(named)) for why, named in titles.items()]


def _row(analysis: Analysis, rep: RepResult, rules: list[Rule], notes: list[str]) -> _Row:
    return _Row(
        rep=rep,
        hold=words.quantity(rep.hold_s, "s"),
        back=words.quantity(rep.back_s, "s"),
        range=words.quantity(rep.range, rep.driver_unit),
        cells=[_cell(analysis, rep, rule, notes) for rule in rules],
    )


def _cell(analysis: Analysis, rep: RepResult, rule: Rule, notes: list[str]) -> _Cell:
    """A cell; a reason that is new goes to the end of `notes`."""
    verdict = _verdict(rep, rule)
    if verdict is None or verdict.verdict == "not-judged":
        reason = words.reason((verdict.reason if verdict else None) or "not seen", analysis.exercise)
        if reason not in notes:
            notes.append(reason)
        return _Cell("not-judged", *_MARKS["not-judged"], value="", note=notes.index(reason) + 1)
    kind = "close" if verdict.close else verdict.verdict
    value = "" if verdict.value is None else words.measured(rule, verdict.value)
    return _Cell(kind, *_MARKS[kind], value=value, note=None)


def _ledger_line(analysis: Analysis, row: LedgerRow) -> _LedgerLine:
    rule = analysis.exercise.rule(row.rule)
    reasons: Counter[str] = Counter()
    for raw, count in row.not_judged.items():
        reasons[words.reason(raw, analysis.exercise)] += count
    return _LedgerLine(
        rule=rule,
        target=words.target(rule),
        judged=row.judged,
        faults=row.faults,
        others=[f"{words.plural(count, 'rep')}: {reason}" for reason, count in reasons.items()],
    )


def _advice(analysis: Analysis) -> list[tuple[Rule, str]]:
    """Rules with faults, the most severe first, and the reps that have them."""
    found = [
        (analysis.exercise.rule(rule_id), [index for index, _ in moments])
        for rule_id, moments in faults_by_rule(analysis).items()
    ]
    found.sort(key=lambda fault: (-fault[0].severity, -len(fault[1])))
    return [(rule, words.reps_named(reps)) for rule, reps in found]


def _quality(analysis: Analysis) -> list[tuple[str, str]]:
    """How well the camera saw the person: names and values."""
    quality, source = analysis.result.quality, analysis.result.source
    rows = [
        ("Recording", f"{source.name}, {words.length(source.duration_s)}, {source.width} × {source.height} pixels"),
        *([("Turned", f"clockwise by {source.turned_deg}°")] if source.turned_deg else []),
        ("Frames", f"{quality.frames}" + ("" if quality.fps is None else f", {quality.fps:.3g} per second")),
        ("Person seen", f"in {words.percent(quality.seen)} of the frames"),
        ("In position", f"in {words.percent(quality.in_position)} of the frames"),
        ("Camera view", words.view(quality.view)),
    ]
    if quality.near_side is not None:
        rows.append(("Side measured", f"{quality.near_side}, the one nearer to the camera"))
    if quality.roll_deg:
        rows.append(("Tilt of the camera", f"{abs(quality.roll_deg):.0f}°, taken out of what is measured"))
    if quality.swaps_repaired:
        rows.append(("Left and right put back", words.plural(quality.swaps_repaired, "time")))
    return rows


def _provenance(analysis: Analysis) -> list[tuple[str, str]]:
    """What made this result: names and values."""
    made = analysis.result.provenance
    checksum = f", SHA-256 {made.model.sha256[:12]}…" if made.model.sha256 else ""
    rows = [
        ("formcheck", made.formcheck),
        ("Pose model", f"{made.model.name}{checksum}"),
        ("Exercise", f"{analysis.exercise.id}, revision {made.exercise_revision}"),
    ]
    rows += [(name.replace("_", " ").capitalize(), str(value)) for name, value in made.settings.items()]
    return rows
