"""Output on the terminal: tables, exercise pages and the progress bar."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from formcheck.apps.doctor import Check
from formcheck.apps.open_input import Progress
from formcheck.assessment.assessment import Assessment
from formcheck.output.pages import exercise_facts as facts
from formcheck.output.pages.assessment_report import difference_words
from formcheck.output.pages.assessment_report import headline as test_headline
from formcheck.output.pages.assessment_words import degrees, percent
from formcheck.output.pages.comparison_words import comparison_lines
from formcheck.output.pages.report_summary import done_line
from formcheck.output.pages.report_table import rep_times
from formcheck.rules.exercise import Exercise
from formcheck.rules.rep_frames import Phase
from formcheck.session.analysis import Analysis
from formcheck.session.headline import checks_made, headline, is_sure
from formcheck.session.judge import Rep, RuleResult, Verdict


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A progress bar with rate and time left on a terminal; None in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def report(task: str, done: int, total: int | None) -> None:
            if task not in tasks:
                tasks[task] = bar.add_task(task, total=total, rate="")
            speed = bar.tasks[tasks[task]].speed
            rate = f"{speed:.0f} frames/s" if speed else ""
            bar.update(tasks[task], completed=done, rate=rate)

        yield report


def assessment_summary(assessment: Assessment, folder: Path | None) -> None:
    """A test on the terminal: headline, a row for each lowering, difference between the sides, advice."""
    console, result = Console(), assessment.result
    console.print(f"[bold]Single-leg bridge, {assessment.protocol.title.lower()}[/bold]: {test_headline(assessment)}")
    for line in _stated(assessment):
        console.print(line, highlight=False, markup=False)
    trials = [(side, trial) for side, outcome in result.sides.items() for trial in outcome.trials]
    if trials:
        table = Table()
        for column in ("leg", "no.", "start", "hips sank", "of trunk", "note"):
            table.add_column(column, justify="left" if column in ("leg", "note") else "right")
        for side, trial in trials:
            sank, share = degrees(trial.sink_deg, trial.sink_ci), percent(trial.sink_height, trial.sink_height_ci)
            note = f"again: {trial.reason}" if trial.reason else ""
            table.add_row(side, str(trial.index), f"{trial.start_s:.1f} s", sank, share, note)
        console.print(table)
    for side, outcome in result.sides.items():
        if outcome.reason is not None:
            console.print(f"{side} leg: {outcome.reason}", highlight=False)
    difference = difference_words(assessment)
    for line in [*([difference] if difference else []), *result.advice]:
        console.print(line, highlight=False)
    for line in comparison_lines(result):
        console.print(line, highlight=False, markup=False)
    if folder is not None:
        console.print(f"Files are in {folder}")


def _stated(assessment: Assessment) -> list[str]:
    """What the user stated about a test: name and date in one line, the note in another."""
    result = assessment.result
    stated = [str(each) for each in (result.person, result.date) if each is not None]
    return [*([", ".join(stated)] if stated else []), *([] if result.note is None else [result.note])]


def summary(analysis: Analysis, folder: Path | None) -> None:
    """The set on the terminal: headline, camera advice, a row for each rep, attempts and warnings."""
    console, found = Console(), headline(analysis.session)
    console.print(f"[bold]{analysis.exercise.name}[/bold]: {found.text}", highlight=False)
    done = done_line(analysis)
    lines = [found.sentences] if found.details else []
    lines += [f"Camera: {advice}" for advice in found.camera]
    for line in [*lines, *([] if done is None else [f"The set: {done}"])]:
        console.print(line, highlight=False)
    if analysis.session.reps:
        console.print(_rep_table(analysis))
    for attempt in analysis.session.attempts:
        console.print(f"Not counted: {attempt.start_s:.1f}–{attempt.end_s:.1f} s, {attempt.reason}.")
    for check in analysis.result.set_up:
        if check.advice is not None:
            console.print(f"Set-up: {check.advice}")
    for warning in analysis.result.quality.warnings:
        if warning not in found.camera:
            console.print(f"Note: {warning}")
    if folder is not None:
        console.print(f"Files are in {folder}")


def _rep_table(analysis: Analysis) -> Table:
    table, reps, exercise = Table(), analysis.session.reps, analysis.exercise
    sided = any(rep.side is not None for rep in reps)
    table.add_column("rep", justify="right")
    if sided:
        table.add_column("side")
    phases = exercise.words.phases
    for title in ("at", phases[Phase.TURN], phases[exercise.target.lowering]):
        table.add_column(title, justify="right")
    table.add_column("verdict")
    for rep in reps:
        table.add_row(
            str(rep.index),
            *([rep.side or "–"] if sided else []),
            f"{rep.times.turn_s:.1f} s",
            *rep_times(exercise.target, rep.times),
            _verdict(rep, exercise),
        )
    return table


def _verdict(rep: Rep, exercise: Exercise) -> str:
    faults = [f"{f.rule.title} ({_value(f)})" for f in rep.rule_results if f.verdict is Verdict.FAULT]
    if faults:
        return "; ".join(faults)
    made = checks_made(rep)
    if not made:
        return "counted, not judged"
    found = "good" if is_sure(rep, exercise) else "no fault seen"
    return f"{found} ({made} of {len(rep.rule_results)} checks made)"


def _value(result: RuleResult) -> str:
    unit = result.rule.measure.unit
    digits, sign = {"deg": (0, "°"), "s": (1, " s"), "%": (0, " %"), "reps": (0, "")}.get(unit, (2, f" {unit}"))
    off = "" if result.half_width is None else f" ± {result.half_width:.{digits}f}"
    return f"{result.value:.{digits}f}{sign}{off}"


def exercise_table(exercises: Mapping[str, Exercise]) -> None:
    """One line for each exercise."""
    table = Table("id", "what it is", "film from")
    for exercise in exercises.values():
        table.add_row(exercise.id, exercise.summary, ", ".join(exercise.views))
    Console().print(table)


def exercise_page(exercise: Exercise) -> None:
    """One exercise in full."""
    console = Console()
    console.print(f"[bold]{exercise.name}[/bold]\n{exercise.summary}\n")
    console.print(facts.prescription(exercise.target, sided=facts.has_sides(exercise)) + "\n")
    for title, steps in (("Set-up", exercise.words.set_up), ("How to", exercise.words.how_to)):
        console.print(f"[bold]{title}[/bold]")
        for n, step in enumerate(steps, 1):
            console.print(f" {n}. {step}")
    console.print(f"\n[bold]Camera[/bold]\n {exercise.words.camera}\n")
    _points("Checked before the first rep", [facts.set_up_words(check, exercise) for check in exercise.set_up])
    table = Table("rule", "what", title="Rules", title_justify="left")
    for column in ("target", "fault", "seen from"):
        table.add_column(column, max_width=16)  # the rest of the width is for what is measured
    for line in facts.rule_lines(exercise):
        table.add_row(line.id, f"{line.title}\n[dim]{line.measured}[/dim]", line.target, line.fault, line.views)
    console.print(table)
    _points("Not counted", facts.not_counted(exercise))
    variants = [f"--variant {v.id}: {v.summary}" for v in exercise.variants]
    _points("Variants", variants)


def _points(title: str, points: list[str]) -> None:
    """A list under its title; nothing if the list is empty."""
    if points:
        console = Console()
        console.print(f"[bold]{title}[/bold]")
        for point in points:
            console.print(f" - {point}", highlight=False)
        console.print()


def check_line(check: Check) -> Check:
    """Print one check of `formcheck doctor`, and return it."""
    mark = "ok     " if check.ok else ("missing" if check.needed else "absent ")
    print(f"{mark}  {check.name}: {check.found}", flush=True)
    if check.remedy is not None:
        print(f"         → {check.remedy}", flush=True)
    return check
