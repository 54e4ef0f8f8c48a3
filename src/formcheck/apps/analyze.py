"""Analyses a recorded set: a video, a folder of pictures or a pose recording."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from formcheck.apps.open_input import Progress, RunLog, open_poses
from formcheck.errors import NobodySeen
from formcheck.exercises import find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.analysis import Analysis, finish_set
from formcheck.session.image_rotation import rotation_that_shows_reps
from formcheck.session.results import ModelInfo, SetResult
from formcheck.session.session import Session
from formcheck.session.update import Update
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


def analyze_poses(poses: Iterable[Pose], exercise: Exercise, source: SourceInfo, model: ModelInfo) -> Analysis:
    """A judged set from poses in order of time: a loop over `Session.step`, as in live use.

    Raises
    ------
    NoFrames, NobodySeen
        No pictures at all, or nobody in any of them.
    """
    followed = _follow(poses, exercise, source)
    if not followed.track.seen.any():
        raise NobodySeen(
            f"nobody was found in any of the {len(followed.track)} pictures of '{source.name}'. "
            "Film the whole body, well lit, from two to four metres away."
        )
    if not followed.session.reps:
        source, followed = _upright(followed, exercise, source)
    return finish_set(followed.session, followed.updates, followed.track, followed.repaired, source, model)


@dataclass(frozen=True, slots=True)
class _Followed:
    """A session that has seen all frames, what it said of each, and the frames as given and as judged."""

    session: Session
    updates: list[Update]
    track: Pose
    repaired: Pose


def _follow(poses: Iterable[Pose], exercise: Exercise, source: SourceInfo) -> _Followed:
    session, kept = Session(exercise, (source.width, source.height)), RunLog[Update]()
    for pose in poses:
        kept.keep(pose, session.step(pose))
    return _Followed(session, kept.updates, *kept.take_tracks(source.name))


def _upright(followed: _Followed, exercise: Exercise, source: SourceInfo) -> tuple[SourceInfo, _Followed]:
    """The same set in the picture turned upright, if it shows reps then and the feet agree; else told what to try."""
    turn = rotation_that_shows_reps(followed.track, exercise, source.width, source.height)
    if turn is None:
        return source, followed
    if not turn.sure:
        source.warnings.append(
            f"The picture may lie on its side: turned {turn.words} it would show {turn.reps} reps. If so, turn the "
            "video and analyse it again."
        )
        return source, followed
    size = (source.width, source.height)
    width, height = size[::-1] if turn.quarter_turns % 2 else size
    source = replace(source, width=width, height=height, turned_deg=90 * turn.quarter_turns)
    turned = followed.track.rotated(turn.quarter_turns, *size).rounded()
    return source, _follow((turned[i] for i in range(len(turned))), exercise, source)
