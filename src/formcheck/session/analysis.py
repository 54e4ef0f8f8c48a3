"""Analyses a set from its poses: a loop over `Session.step`, and everything that the outputs draw on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from formcheck.errors import NobodySeen
from formcheck.frames.frame import SourceInfo
from formcheck.motion.filters import zero_lag
from formcheck.pose.pose import Floats, Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.image_rotation import rotation_that_shows_reps
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
        What was judged.
    source : SourceInfo
        What was analysed.
    track : Pose
        (T,) poses as the model gave them; what a recording stores.
    smooth : Pose
        (T,) poses after repair and the zero-lag filter; for drawing and for `signals`.
    signals : dict of (T,) floats
        The exercise's signals, by name, from `smooth`; NaN where not seen. Empty when the person was never
        in position.
    updates : list of Update
        What `Session.step` said after each frame, causal: (T,). Their poses are left out: `smooth` has them.
    session : Session
        The session that judged it: ``session.reps`` hold windows and findings.
    result : SetResult
        What ``result.json`` holds.
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
        """(T,) bool: frames in which nobody was found, and `smooth` has the person nevertheless: a short gap."""
        return np.asarray(self.smooth.seen & ~self.track.seen)


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
    return _finish(followed, source, model)


@dataclass(frozen=True, slots=True)
class _Followed:
    """A session that has seen all frames, its updates, and the frames as given and as judged."""

    session: Session
    updates: list[Update]
    track: Pose
    repaired: Pose


def _follow(poses: Iterable[Pose], exercise: Exercise, source: SourceInfo) -> _Followed:
    session, log = Session(exercise, (source.width, source.height)), RunLog[Update]()
    for pose in poses:
        log.add(pose, session.step(pose))
    return _Followed(session, log.updates, *log.take_tracks(source.name))


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


def _finish(followed: _Followed, source: SourceInfo, model: ModelInfo) -> Analysis:
    """End the session: its result, and the look-ahead pass for drawing and tables."""
    session, updates = followed.session, followed.updates
    last = session.finish()
    if updates and last.rep is not None:
        updates = [*updates[:-1], last]
    smooth = zero_lag(followed.repaired, session.exercise.cutoff_hz)
    body = session.body
    signals = {} if body is None else {s.name: s(smooth, body) for s in session.exercise.signals}
    result = set_result(session, followed.track, source, model)
    return Analysis(session.exercise, source, followed.track, smooth, signals, updates, session, result)
