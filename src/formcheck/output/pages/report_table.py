"""The tables of the report: every rep against every rule, and every rule over all reps."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from formcheck.output.pages import report_words
from formcheck.output.pages.report_summary import verdict_on
from formcheck.rules.exercise import Target
from formcheck.rules.prescription import enough_s, lowering_s
from formcheck.rules.rep_frames import RepTimes
from formcheck.rules.rule import Rule
from formcheck.session.analysis import Analysis
from formcheck.session.results import LedgerRow, Quality, RepResult

_MARKS = {
    "good": ("✓", "good"),
    "close": ("≈", "close"),
    "fault": ("!", "fault"),
    "not-judged": ("–", "not judged"),
}


@dataclass(frozen=True, slots=True)
class _Cell:
    """The verdict of one rule on one rep, as the table shows it; `note` is the number of a footnote."""

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
    lowering: str
    range: str
    cells: list[_Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rules as columns, those with most faults first; reps as rows; reasons as footnotes."""

    rules: list[Rule]
    rows: list[_Row]
    notes: list[str]
    not_judged: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One rule over all reps."""

    rule: Rule
    target: str
    judged: int
    faults: int
    not_judged: list[str]


def table(analysis: Analysis) -> Table:
    """Every rep against every rule that could be judged."""
    exercise, reps = analysis.exercise, analysis.result.reps
    judged = [row for row in analysis.result.ledger if row.judged]
    rules = [exercise.rule(row.rule) for row in sorted(judged, key=lambda row: -row.faults)]
    notes: list[str] = []
    times = [rep.times for rep in analysis.session.reps]
    rows = [_row(analysis, rep, of_rep, rules, notes) for rep, of_rep in zip(reps, times, strict=True)]
    return Table(rules, rows, notes, _not_judged(analysis))


def rep_times(target: Target, times: RepTimes) -> tuple[str, str]:
    """Hold and lowering of a rep in words; "–" for what was not measured."""
    return (
        report_words.timed(times.hold_s if times.hold_seen else None, enough_s(target.hold_s)),
        report_words.timed(lowering_s(times, target), enough_s(target.lower_s)),
    )


def _not_judged(analysis: Analysis) -> list[tuple[str, str]]:
    """Rules that no rep could be judged by: each reason, and the titles of its rules."""
    titles: dict[str, list[str]] = {}
    for row in analysis.result.ledger:
        if not row.judged and row.not_judged:
            why = report_words.listing(report_words.reason(raw, analysis.exercise) for raw in row.not_judged)
            titles.setdefault(why, []).append(report_words.quoted(analysis.exercise.rule(row.rule).title))
    return [(why, report_words.listing(rule_titles)) for why, rule_titles in titles.items()]


def _row(analysis: Analysis, rep: RepResult, times: RepTimes, rules: list[Rule], notes: list[str]) -> _Row:
    hold, lowering = rep_times(analysis.exercise.target, times)
    return _Row(
        rep=rep,
        hold=hold,
        lowering=lowering,
        range=report_words.quantity(rep.range, rep.driver_unit),
        cells=[_cell(analysis, rep, rule, notes) for rule in rules],
    )


def _cell(analysis: Analysis, rep: RepResult, rule: Rule, notes: list[str]) -> _Cell:
    """A cell; a new reason is appended to `notes`."""
    verdict = verdict_on(rep, rule)
    if verdict is None or verdict.verdict == "not-judged":
        reason = report_words.reason((verdict.reason if verdict else None) or "not seen", analysis.exercise)
        if reason not in notes:
            notes.append(reason)
        return _Cell("not-judged", *_MARKS["not-judged"], value="", note=notes.index(reason) + 1)
    kind = "close" if verdict.close else verdict.verdict
    value = "" if verdict.value is None else report_words.measured(rule, verdict.value, verdict.half_width)
    return _Cell(kind, *_MARKS[kind], value=value, note=None)


def ledger_line(analysis: Analysis, row: LedgerRow) -> LedgerLine:
    """A row of the ledger, in words."""
    rule = analysis.exercise.rule(row.rule)
    reasons: Counter[str] = Counter()
    for raw, count in row.not_judged.items():
        reasons[report_words.reason(raw, analysis.exercise)] += count
    return LedgerLine(
        rule=rule,
        target=report_words.target(rule),
        judged=row.judged,
        faults=row.faults,
        not_judged=[f"{report_words.plural(count, 'rep')}: {reason}" for reason, count in reasons.items()],
    )


def quality_rows(analysis: Analysis) -> list[tuple[str, str]]:
    """How well the person could be seen: names and values."""
    quality, source = analysis.result.quality, analysis.result.source
    rows = [
        (
            "Recording",
            f"{source.name}, {report_words.duration(source.duration_s)}, {source.width} × {source.height} pixels",
        ),
        *([("Rotated", f"clockwise by {source.turned_deg}°")] if source.turned_deg else []),
        ("Frames", f"{quality.frames}" + ("" if quality.fps is None else f", {quality.fps:.3g} per second")),
        ("Person seen", f"in {report_words.percent(quality.seen)} of the frames"),
        ("In position", f"in {report_words.percent(quality.in_position)} of the frames"),
        ("Camera view", _view(quality)),
    ]
    if quality.near_side is not None:
        rows.append(("Side measured", f"{quality.near_side}, nearer to the camera"))
    if quality.roll_deg:
        rows.append(("Camera tilt", f"{abs(quality.roll_deg):.0f}°, corrected in the measurements"))
    if quality.swaps_repaired:
        rows.append(("Left and right swapped back", report_words.plural(quality.swaps_repaired, "time")))
    return rows


def _view(quality: Quality) -> str:
    """The view, with the degrees where they are known."""
    if quality.azimuth_deg is None:
        return report_words.view(quality.view)
    return f"{report_words.view(quality.view)}, about {quality.azimuth_deg:.0f}° off the side"


def provenance_rows(analysis: Analysis) -> list[tuple[str, str]]:
    """What produced this result: names and values."""
    made = analysis.result.provenance
    checksum = f", SHA-256 {made.model.sha256[:12]}…" if made.model.sha256 else ""
    rows = [
        ("formcheck", made.formcheck),
        ("Pose model", f"{made.model.name}{checksum}"),
        ("Exercise", f"{analysis.exercise.id}, revision {made.exercise_revision}"),
    ]
    return rows + [_setting(name, value) for name, value in made.settings.items()]


def _setting(name: str, value: Any) -> tuple[str, str]:
    """A setting of ``result.json`` in words: its name and value."""
    if name == "reps":
        return "Reps asked for", report_words.rep_range((value[0], value[1]))
    if name == "hold_s":
        return "Hold asked for", report_words.prescribed(value, "s")
    if name == "most_fps":
        return "Frame rate limit", "none" if value is None else f"{value:g} per second"
    return name.replace("_", " ").capitalize(), str(value)
