"""Analyses a recorded set: a video, a folder of images or a pose recording."""

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
    fps: float | None = None,
) -> SetResult:
    """Count and judge the repetitions in a recording.

    Parameters
    ----------
    path : str or Path
        A video file, a folder of images, or a pose recording (``.npz``).
    exercise : str
        Id of the exercise, such as ``glute-bridge``; `formcheck.catalog` lists all of them.
    model : str
        Pose model: ``lite``, ``full`` or ``heavy``. Ignored for a pose recording, whose poses exist already.
    jobs : int, optional
        Number of pose models that run in parallel; by default one per processor. The result does not depend on it.
    settings : Settings
        Options of the set: a variant of the exercise, another prescription.
    fps : float, optional
        Images per second of a folder of images. Without it 30 are assumed, and rules in seconds are not judged.

    Returns
    -------
    SetResult
        Reps with verdicts, attempts, ledger, cues, quality and provenance.

    Raises
    ------
    FormcheckError
        An error that the user can fix; the message says how.
    """
    return analyze_file(Path(path), exercise, model, jobs=jobs, settings=settings, fps=fps).result


def analyze_file(
    path: Path,
    exercise: str,
    model: str = "full",
    progress: Progress | None = None,
    jobs: int | None = None,
    settings: Settings = AS_PRESCRIBED,
    fps: float | None = None,
) -> Analysis:
    """As `analyze`, with everything that the outputs need."""
    facts = find_exercise(exercise).under(settings)
    with open_poses(path, model, facts.needs_outlines, progress=progress, jobs=jobs, fps=fps) as opened:
        return analyze_poses(opened.poses, facts, opened.source, opened.model)
