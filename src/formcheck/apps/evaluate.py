"""Analyses labelled clips, compares the results with their labels, and shows the scores."""

import json
import multiprocessing
import os
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from formcheck._version import __version__
from formcheck.apps.analyze import analyze_file
from formcheck.apps.evaluate_views import cell, skipped_lines, turn_table, view_table
from formcheck.errors import FormcheckError
from formcheck.evaluation.labels import clip_beside, labels_in, read_label
from formcheck.evaluation.score import ClipScore, score
from formcheck.evaluation.summary import Summary, summarize
from formcheck.pose.model_files import BUNDLES

SCHEMA = "formcheck.evaluation/1"


@dataclass(frozen=True, slots=True)
class Unscored:
    """A clip that was not scored, and why; `meant` if its label says that it should not be."""

    clip: str
    reason: str
    meant: bool = False


def evaluate(
    folder: Path, model: str = "full", jobs: int | None = None, only: Collection[str] | None = None
) -> Iterator[ClipScore | Unscored]:
    """Scores of all labelled clips of a folder, in order of their names.

    Parameters
    ----------
    folder : Path
        Holds clips, each with its ``NAME.label.json``.
    model : str
        Pose model.
    jobs : int, optional
        Clips analysed at the same time; by default as many as there are processors.
    only : collection of str, optional
        Ids of the exercises to score; by default all that are labelled.

    Raises
    ------
    InputNotFound
        No such folder, or no labelled clip in it.
    """
    labels = labels_in(folder)
    if only is not None:
        labels = [label for label in labels if read_label(label).exercise in only]
    work = [(label, model) for label in labels]
    workers = min(jobs or os.cpu_count() or 1, len(work))
    if workers == 1:
        yield from map(_score_one, work)
        return
    # spawned, not forked: the threads of the pose model do not survive a fork
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            yield from pool.map(_score_one, work)
        except BaseException:  # stopped: nobody waits for the clips that are under way
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


def _score_one(work: tuple[Path, str]) -> ClipScore | Unscored:
    """Score one clip; an error that the user can fix becomes a row and does not stop the others."""
    label_path, model = work
    clip = label_path
    try:
        clip = clip_beside(label_path)
        label = read_label(label_path)
        if label.protocol is not None:
            return Unscored(
                clip.name, f"follows the test '{label.protocol}', whose steps are no reps of the exercise", True
            )
        analysis = analyze_file(clip, label.exercise, model, jobs=1)
    except FormcheckError as error:
        return Unscored(clip.name, str(error))
    return score(clip.name, label, analysis.result, analysis.smooth.time_s, analysis.signals)


def collect_scores(rows: Iterable[ClipScore | Unscored]) -> tuple[list[ClipScore], list[Unscored]]:
    """Scores, and clips without one; prints a line on standard error as each clip is done."""
    scores: list[ClipScore] = []
    unscored: list[Unscored] = []
    console = Console(stderr=True)
    for row in rows:
        if isinstance(row, ClipScore):
            scores.append(row)
            console.print(f"{row.clip}: {row.counted} of {row.labelled} reps", highlight=False)
        else:
            unscored.append(row)
            console.print(f"{row.clip}: not scored: {row.reason}", highlight=False)
    return scores, unscored


def scores_json(scores: list[ClipScore], unscored: list[Unscored], model: str) -> str:
    """All figures as JSON: summary, single clips, clips without a score, and provenance."""
    return (
        json.dumps(
            {
                "schema": SCHEMA,
                "formcheck": __version__,
                "model": {"name": model, "sha256": BUNDLES[model].sha256},
                **asdict(summarize(scores)),
                "clips": [asdict(score) for score in scores],
                "unscored": [asdict(row) for row in unscored],
            },
            indent=1,
        )
        + "\n"
    )


def show_scores(scores: list[ClipScore], unscored: list[Unscored]) -> None:
    """The summary on the terminal."""
    console = Console(width=max(Console().width, 140))  # wider than rich assumes for a pipe
    summary = summarize(scores)
    tables = (view_table(summary.views), _counts(summary), _rules(summary), _confusion(summary), turn_table(summary))
    for table in tables:
        if table.row_count:
            console.print(table)
    skipped = skipped_lines(summary.turns)
    for line in ["Reps not compared at the turn:", *skipped] if skipped else []:
        console.print(line, highlight=False)
    angles = _angles(summary)
    if angles.row_count:
        console.print(angles)
    if unscored:
        console.print(f"{len(unscored)} clips not scored:")
        for row in unscored:
            console.print(f"  {row.clip}: {row.reason}", highlight=False)


def _counts(summary: Summary) -> Table:
    table = Table(title="Counting", title_justify="left")
    for name in ("exercise", "view"):
        table.add_column(name)
    for name in (
        "clips",
        "exact",
        "±1",
        "reps",
        "counted",
        "missed",
        "extra",
        "turn error s, median",
        "p90",
        "good reps",
        "false alarms per 100",
    ):
        table.add_column(name, justify="right")
    for row in summary.counts:
        figures = (
            row.clips,
            row.exact,
            row.off_by_one,
            row.labelled,
            row.counted,
            row.missed,
            row.extra,
            row.turn_median_s,
            row.turn_p90_s,
            row.good_reps,
            row.alarms_per_100,
        )
        table.add_row(row.exercise, row.view, *map(cell, figures))
    return table


def _rules(summary: Summary) -> Table:
    table = Table(title="Faults (on the reps that were found)", title_justify="left")
    for name in ("exercise", "view", "rule"):
        table.add_column(name)
    for name in ("hits", "misses", "false alarms", "passes", "not judged", "precision", "recall", "coverage"):
        table.add_column(name, justify="right")
    for row in summary.rules:
        if not row.hits + row.misses + row.false_alarms + row.passes + row.unjudged:
            continue  # no rep was counted in these clips: the table of counts shows that
        unjudged = f"{row.unjudged} ({row.unjudged_faults} faults)" if row.unjudged_faults else str(row.unjudged)
        figures = (row.hits, row.misses, row.false_alarms, row.passes, unjudged)
        shares = (row.precision, row.recall, row.coverage)
        table.add_row(row.exercise, row.view, row.rule, *map(cell, figures), *map(cell, shares))
    return table


def _confusion(summary: Summary) -> Table:
    table = Table("exercise", "view", "labelled", "reported", title="Confusion of faults", title_justify="left")
    table.add_column("reps", justify="right")
    for row in summary.confusion:
        table.add_row(row.exercise, row.view, row.labelled, row.told, str(row.reps))
    return table


def _angles(summary: Summary) -> Table:
    table = Table(title="Angles against the truth over all frames, degrees", title_justify="left")
    for name in ("exercise", "view", "signal"):
        table.add_column(name)
    for name in ("clips", "bias", "RMSE"):
        table.add_column(name, justify="right")
    for row in summary.angles:
        table.add_row(row.exercise, row.view, row.signal, *map(cell, (row.clips, row.bias_deg, row.rmse_deg)))
    return table
