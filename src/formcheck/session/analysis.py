"""Analyses a set from its poses: a loop over `Session.step`, and everything that the outputs need."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from formcheck.errors import NobodySeen
from formcheck.frames.frame import SourceInfo
from formcheck.motion.filters import zero_lag
from formcheck.pose.pose import Floats, Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.results import ModelInfo, SetResult
from formcheck.session.run_log import RunLog
from formcheck.session.session import Session
from formcheck.session.set_result import set_result
from formcheck.session.update import Update


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A judged set and the frames' poses behind it.

    Attributes
    ----------
    exercise : Exercise
        The exercise, with its settings.
    source : SourceInfo
        The recording.
    track : Pose
        (T,) poses as the model gave them, which a pose recording stores.
    smooth : Pose
        (T,) poses after repair and the zero-lag filter; for drawing and for `signals`.
    signals : dict of (T,) floats
        The signals of the exercise by name, from `smooth`; NaN where not seen. Empty if the person was never in
        position.
    updates : list of Update
        Result of `Session.step` after each frame, causal: (T,). Without poses, which `smooth` holds.
    session : Session
        The finished session; ``session.reps`` hold the times and the result of each rule.
    result : SetResult
        Content of ``result.json``.
    """

    exercise: Exercise
    source: SourceInfo
    track: Pose
    smooth: Pose
    signals: dict[str, Floats]
    updates: list[Update]
    session: Session
    result: SetResult

    @property
    def bridged(self) -> npt.NDArray[np.bool_]:
        """(T,) bool: frames without a person that `smooth` fills, since the gap is short."""
        return np.asarray(self.smooth.seen & ~self.track.seen)


def analyze_poses(poses: Iterable[Pose], exercise: Exercise, source: SourceInfo, model: ModelInfo) -> Analysis:
    """Analyse a set from poses in order of time: a loop over `Session.step`, as in live use.

    Raises
    ------
    NoFrames, NobodySeen
        There are no frames, or nobody is in any of them.
    """
    exercise = exercise.with_model(model.name)
    session, log = _follow(poses, exercise if source.timed else exercise.untimed(), source)
    track, repaired = log.take_tracks(source.name)
    if session.exercise is exercise and not source.timed:  # known only at the end of a video
        exercise = exercise.untimed()
        session, log = _follow((track[i] for i in range(len(track))), exercise, source)
        track, repaired = log.take_tracks(source.name)
    exercise = session.exercise
    if not track.seen.any():
        raise NobodySeen(
            f"nobody was found in any of the {len(track)} pictures of '{source.name}'. "
            "Film the whole body, well lit, from two to four metres away."
        )
    session.finish(track)  # a set without reps is counted in the rotated image
    rotation = session.rotation
    if rotation is not None and rotation.sure:
        track, source = _upright(track, source, rotation.quarter_turns)
        session, log = _follow((track[i] for i in range(len(track))), exercise, source)
        session.rotation = rotation
        track, repaired = log.take_tracks(source.name)
    return _analysis(session, log.updates, track, repaired, source, model)


def _follow(poses: Iterable[Pose], exercise: Exercise, source: SourceInfo) -> tuple[Session, RunLog[Update]]:
    """A finished session of these poses, and the log of its frames."""
    session, log = Session(exercise, (source.width, source.height)), RunLog[Update]()
    for pose in poses:
        log.add(pose, session.step(pose))
    last = session.finish()
    if last.rep is not None:
        log.replace_last(last)
    return session, log


def _upright(track: Pose, source: SourceInfo, quarter_turns: int) -> tuple[Pose, SourceInfo]:
    """The same poses in the image rotated clockwise by quarter turns, and the source of this image."""
    size = (source.width, source.height)
    width, height = size[::-1] if quarter_turns % 2 else size
    source = replace(source, width=width, height=height, turned_deg=90 * quarter_turns)
    return track.rotated(quarter_turns, *size).rounded(), source


def _analysis(
    session: Session, updates: list[Update], track: Pose, repaired: Pose, source: SourceInfo, model: ModelInfo
) -> Analysis:
    """The result of a finished session, and its poses after the zero-lag filter, for drawing and tables."""
    smooth = zero_lag(repaired, session.exercise.cutoff_hz)
    body = session.body
    signals = {} if body is None else {s.name: s(smooth, body) for s in session.exercise.signals}
    result = set_result(session, track, source, model)
    return Analysis(session.exercise, source, track, smooth, signals, updates, session, result)
