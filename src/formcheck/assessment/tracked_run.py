"""Runs the test on one recording, or ends a live run of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formcheck.assessment.protocol import EXERCISE, REPS, Protocol
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest, TestUpdate
from formcheck.exercises import find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.pose.pose import Pose
from formcheck.session.analysis import Analysis, analyze_poses
from formcheck.session.results import ModelInfo
from formcheck.session.run_log import RunLog
from formcheck.session.session import Session
from formcheck.session.update import Update


@dataclass(frozen=True, slots=True, eq=False)
class TrackedRun:
    """One recording or one live run of the test, followed to its end.

    Attributes
    ----------
    track : Pose
        (T,) poses as the model gave them.
    judged : Pose
        (T,) cleaned poses; for ``reps/1`` also filtered.
    test : SingleLegBridgeTest or Session
        The finished test; for the protocol ``reps/1`` a session of the exercise.
    updates : sequence of TestUpdate or None
        The update after each frame, without its pose.
    analysis : Analysis or None
        The analysed set, only for the protocol ``reps/1``.
    """

    source: SourceInfo
    model: ModelInfo
    track: Pose
    judged: Pose
    test: SingleLegBridgeTest | Session
    updates: Sequence[TestUpdate] | None = None
    analysis: Analysis | None = None


def follow(poses: Iterable[Pose], protocol: Protocol, source: SourceInfo, model: ModelInfo) -> TrackedRun:
    """Follow one recording to its end, by the engine of the protocol: a loop over ``step``, as in live use.

    Raises
    ------
    NoFrames
        There are no frames.
    """
    exercise = find_exercise(EXERCISE)
    if protocol is REPS:
        analysis = analyze_poses(poses, exercise, source, model)
        return TrackedRun(analysis.source, model, analysis.track, analysis.smooth, analysis.session, analysis=analysis)
    test, log = SingleLegBridgeTest(exercise, protocol, (source.width, source.height)), RunLog[TestUpdate]()
    for pose in poses:
        log.add(pose, test.step(pose))
    return finish_run(test, log, source, model)


def finish_run(test: SingleLegBridgeTest, log: RunLog[TestUpdate], source: SourceInfo, model: ModelInfo) -> TrackedRun:
    """End a test, live or from a recording; the log hands its poses over.

    Raises
    ------
    NoFrames
        There were no frames.
    """
    track, repaired = log.take_tracks(source.name)
    last = test.finish()
    if last is not None and (last.trial is not None or last.hold is not None):
        log.replace_last(last)
    return TrackedRun(source, model, track, repaired, test, log.updates)


def finish_set(log: RunLog[Update], source: SourceInfo, model: ModelInfo) -> TrackedRun:
    """End a live run of ``reps/1``: its poses are analysed as those of a recording; the log hands them over.

    Raises
    ------
    NoFrames, NobodySeen
        There were no frames, or nobody was in any of them.
    """
    track, _ = log.take_tracks(source.name)
    return follow((track[i] for i in range(len(track))), REPS, source, model)
