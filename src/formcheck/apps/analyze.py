"""Analyses a recorded set: a video, a folder of pictures or a pose recording."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from formcheck.apps.progress import Progress
from formcheck.apps.reading import reading
from formcheck.coaching.analysis import Analysis, conclude
from formcheck.coaching.exercise import Exercise
from formcheck.coaching.results import ModelInfo, SetResult
from formcheck.coaching.session import Session, Update
from formcheck.coaching.turned import turn_that_shows_reps
from formcheck.errors import NobodySeen, NoFrames
from formcheck.exercises import find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.pose.pose import Pose
from formcheck.settings import AS_PRESCRIBED, Settings

_KEPT_IN_TRACK = Pose.nobody(float("nan"))


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
    with reading(path, model, facts.needs_outlines, progress=progress, jobs=jobs) as read:
        return analyze_poses(read.poses, facts, read.source, read.model)


def analyze_poses(poses: Iterable[Pose], exercise: Exercise, source: SourceInfo, model: ModelInfo) -> Analysis:
    """A judged set from poses in order of time: a loop over `Session.step`, as in live use.

    Raises
    ------
    NoFrames, NobodySeen
        No pictures at all, or nobody in any of them.
    """
    followed = _follow(poses, exercise, source)
    if not followed.taken:
        raise NoFrames(f"'{source.name}' holds no pictures. Record or copy it again.")
    if not any(pose.seen for pose in followed.taken):
        raise NobodySeen(
            f"nobody was found in any of the {len(followed.taken)} pictures of '{source.name}'. "
            "Film the whole body, well lit, from two to four metres away."
        )
    track = followed.take_track()
    if not followed.session.reps:
        source, track, followed = _upright(track, followed, exercise, source)
    return conclude(followed.session, followed.updates, track, track.replaced(followed.repaired), source, model)


@dataclass(slots=True)
class _Followed:
    """A session that has seen all frames, and what it said of each."""

    session: Session
    taken: list[Pose] = field(default_factory=list)
    repaired: dict[int, Pose] = field(default_factory=dict)
    updates: list[Update] = field(default_factory=list)

    def take_track(self) -> Pose:
        """All frames as one track; the single ones are let go of: in an hour a quarter of a gigabyte."""
        track = Pose.stack(self.taken)
        self.taken.clear()
        return track


def _follow(poses: Iterable[Pose], exercise: Exercise, source: SourceInfo) -> _Followed:
    followed = _Followed(Session(exercise, (source.width, source.height)))
    for pose in poses:
        update = followed.session.step(pose)
        if update.pose is not pose:
            followed.repaired[len(followed.taken)] = update.pose
        followed.updates.append(replace(update, pose=_KEPT_IN_TRACK))
        followed.taken.append(pose)
    return followed


def _upright(
    track: Pose, followed: _Followed, exercise: Exercise, source: SourceInfo
) -> tuple[SourceInfo, Pose, _Followed]:
    """The same set in the picture turned upright, if it shows reps then and the feet agree; else told what to try."""
    turn = turn_that_shows_reps(track, exercise, source.width, source.height)
    if turn is None:
        return source, track, followed
    if not turn.sure:
        source.warnings.append(
            f"The picture may lie on its side: turned {turn.words} it would show {turn.reps} reps. If so, turn the "
            "video and analyse it again."
        )
        return source, track, followed
    size = (source.width, source.height)
    width, height = size[::-1] if turn.quarters % 2 else size
    source = replace(source, width=width, height=height, turned_deg=90 * turn.quarters)
    turned = track.turned(turn.quarters, *size).rounded()
    followed = _follow((turned[i] for i in range(len(turned))), exercise, source)
    return source, followed.take_track(), followed
