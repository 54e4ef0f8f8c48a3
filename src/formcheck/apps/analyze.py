"""Analyses a recorded set: a video, a folder of pictures or a pose recording."""

from pathlib import Path

from formcheck.apps.open_input import Progress, open_poses
from formcheck.exercises import find_exercise
from formcheck.session.analysis import Analysis, analyze_poses
from formcheck.session.results import SetResult
from formcheck.settings import AS_PRESCRIBED, Settings


def analyze(
    path: str | Path,
    exercise: str,
    model: str = "full",
    jobs: int | None = None,
    settings: Settings = AS_PRESCRIBED,
) -> SetResult:
    """Count and judge the repetitions in a recording.

    Parameters
    ----------
    path : str or Path
        A video file, a folder of pictures, or a pose recording (``.npz``).
    exercise : str
        Id of the exercise, such as ``glute-bridge``; `formcheck.catalog` holds them all.
    model : str
        Pose model: ``lite``, ``full`` or ``heavy``. A pose recording keeps the one it was made with.
    jobs : int, optional
        Pose models at work at the same time; by default one per processor. The result does not depend on it.
    settings : Settings
        What is declared about the set: a variant of the exercise, a prescription of one's own.

    Returns
    -------
    SetResult
        Reps with verdicts, attempts, ledger, cues, quality and provenance.

    Raises
    ------
    FormcheckError
        Something that the caller's user can mend; the message says what and how.
    """
    return analyze_file(Path(path), exercise, model, jobs=jobs, settings=settings).result


def analyze_file(
    path: Path,
    exercise: str,
    model: str = "full",
    progress: Progress | None = None,
    jobs: int | None = None,
    settings: Settings = AS_PRESCRIBED,
) -> Analysis:
    """As `analyze`, with everything that the outputs draw on."""
    facts = find_exercise(exercise).under(settings)
    with open_poses(path, model, facts.needs_outlines, progress=progress, jobs=jobs) as read:
        return analyze_poses(read.poses, facts, read.source, read.model)
