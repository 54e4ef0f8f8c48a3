"""The report of a set: one self-contained HTML page that opens offline and prints well."""

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from formcheck.files import replacing
from formcheck.output.pages import report_words
from formcheck.output.pages.html import html_pages
from formcheck.output.pages.report_pictures import Picture
from formcheck.output.pages.report_plot import faults_by_rule, rep_signal_of, signal_svg, target_rule
from formcheck.output.pages.report_summary import done_line, focus_rule, furthest_off, next_steps, view_hides
from formcheck.output.pages.report_table import ledger_line, provenance_rows, quality_rows, table
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rule import Rule
from formcheck.session.analysis import Analysis
from formcheck.session.headline import headline

_PAGE = html_pages(clock=report_words.clock, quoted=report_words.quoted)


def write_report(analysis: Analysis, path: Path, pictures: list[Picture]) -> None:
    """Write ``report.html``; OutputError when it cannot be written."""
    page = render(analysis, pictures)
    with replacing(path) as unfinished:
        unfinished.write_text(page, encoding="utf-8")


def render(analysis: Analysis, pictures: list[Picture]) -> str:
    """The page as text; the same analysis and pictures give the same page."""
    result, exercise = analysis.result, analysis.exercise
    svg = signal_svg(analysis)
    rep_signal = rep_signal_of(analysis)
    rule = target_rule(analysis)
    found = headline(analysis.session)
    return _PAGE.get_template("report.html.j2").render(
        exercise=exercise,
        result=result,
        headline=found,
        done=done_line(analysis),
        set_up=[check.advice for check in result.set_up if check.advice is not None],
        focus=_focus(analysis),
        next_steps=next_steps(analysis, found),
        attempts=[(a, report_words.reason(a.reason, exercise)) for a in result.attempts],
        not_judged=_rules_not_judged(analysis) if view_hides(analysis) else [],
        pictures=pictures,
        table=table(analysis),
        phases={phase.value: name for phase, name in exercise.words.phases.items()},
        turn=exercise.words.phases[Phase.TURN],
        lowering=exercise.words.phases[exercise.target.lowering],
        svg=None if svg is None else Markup(svg),
        signal="" if rep_signal is None else rep_signal.signal.label,
        band="" if rule is None else report_words.target(rule),
        ledger=[ledger_line(analysis, row) for row in result.ledger],
        advice=_advice(analysis),
        quality=quality_rows(analysis),
        provenance=provenance_rows(analysis),
        disclaimer=report_words.DISCLAIMER,
    )


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
    where = report_words.reps_named(reps)
    if verdict.value is not None:
        which = "" if len(reps) == 1 else f", most in rep {rep.index}"
        found = report_words.measured(rule, verdict.value, verdict.half_width)
        where += f"{which}: {found}, target {report_words.target(rule)}"
    return _Focus(rule, report_words.sentence(where))


def _rules_not_judged(analysis: Analysis) -> list[Rule]:
    """Rules that could not be judged in any rep."""
    return [analysis.exercise.rule(row.rule) for row in analysis.result.ledger if not row.judged]


def _advice(analysis: Analysis) -> list[tuple[Rule, str]]:
    """Rules with faults, the most severe first, and the reps with that fault."""
    faults = [
        (analysis.exercise.rule(rule_id), [index for index, _ in moments])
        for rule_id, moments in faults_by_rule(analysis).items()
    ]
    faults.sort(key=lambda fault: (-fault[0].severity, -len(fault[1])))
    return [(rule, report_words.reps_named(reps)) for rule, reps in faults]
