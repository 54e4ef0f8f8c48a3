"""Analyses labelled clips and compares the results with their labels."""

import multiprocessing
import os
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from formcheck.apps.analyze import analyze_file
from formcheck.errors import FormcheckError
from formcheck.evaluation.labels import labelled_clips, read_label
from formcheck.evaluation.score import ClipScore, score


@dataclass(frozen=True, slots=True)
class Unscored:
    """A clip that was not scored, and why; `meant` when its label asks for that."""

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
    clips = labelled_clips(folder)
    if only is not None:
        clips = [(label, clip) for label, clip in clips if read_label(label).exercise in only]
    work = [(label, clip, model) for label, clip in clips]
    workers = min(jobs or os.cpu_count() or 1, len(work))
    if workers == 1:
        yield from map(_score_one, work)
        return
    # spawned, not forked: the pose model keeps threads, which do not survive a fork
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(_score_one, work)


def _score_one(work: tuple[Path, Path, str]) -> ClipScore | Unscored:
    """One clip; what a user can mend is a row, never a stop."""
    label_path, clip, model = work
    try:
        label = read_label(label_path)
        if label.protocol is not None:
            return Unscored(
                clip.name, f"follows the test '{label.protocol}', whose steps are no reps of the exercise", True
            )
        analysis = analyze_file(clip, label.exercise, model, jobs=1)
    except FormcheckError as error:
        return Unscored(clip.name, str(error))
    return score(clip.name, label, analysis.result, analysis.smooth.time_s, analysis.signals)
