"""Analyses a recorded set: a video, a folder of pictures or a pose recording."""

from collections.abc import Callable, Iterable
from pathlib import Path

from formcheck import __version__
from formcheck.coaching.analysis import Analysis, conclude
from formcheck.coaching.results import ModelInfo
from formcheck.coaching.rules import Exercise
from formcheck.coaching.session import Session
from formcheck.errors import NobodySeen
from formcheck.exercises import find_exercise
from formcheck.frames.frame import Frame, SourceInfo
from formcheck.pose.pose import Pose
from formcheck.pose.recording import Origin, Recording, load_recording

Progress = Callable[[int], None]
"""Told the number of frames done so far."""


def analyze_poses(
    poses: Iterable[Pose], exercise: Exercise, source: SourceInfo, model: ModelInfo
) -> Analysis:
    """A judged set from poses in order of time: a loop over `Session.step`, as in live use."""
    session = Session(exercise)
    taken: list[Pose] = []
    updates = []
    for pose in poses:
        updates.append(session.step(pose))
        taken.append(pose)
    if not any(pose.seen for pose in taken):
        raise NobodySeen(
            f"nobody was found in any of the {len(taken)} pictures of '{source.name}'. "
            "Film the whole body, well lit, from two to four metres away."
        )
    return conclude(session, updates, Pose.stack(taken), source, model)
