"""Runs the single-leg bridge test on recordings: each side is found, not asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.apps.analyze import analyze_poses
from formcheck.apps.open_input import Progress, RunLog, open_poses
from formcheck.apps.write import WITHOUT_PICTURES, origin_of, prepare_folder
from formcheck.assessment.conclude import Assessment, Seen, finish_assessment
from formcheck.assessment.protocol import REPS, Protocol
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest, TestUpdate
from formcheck.exercises import find_exercise
from formcheck.files import replacing
from formcheck.frames.frame import SourceInfo
from formcheck.frames.open_source import open_frames
from formcheck.output.drawing.assessment_scenes import AssessmentScenes
from formcheck.output.drawing.scene import SceneRun
from formcheck.output.drawing.set_scenes import Scenes
from formcheck.output.drawing.stills import blank_still_of, stills_of
from formcheck.output.drawing.video import LONGEST_SIDE_PX, write_scenes
from formcheck.output.pages.assessment_report import worst_moments, write_assessment_report
from formcheck.output.pages.report_pictures import Picture, jpeg
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Pose
from formcheck.pose.recording import Recording, save_recording
from formcheck.session.results import ModelInfo

EXERCISE = "single-leg-glute-bridge"


def assess_files(
    paths: Sequence[Path],
    protocol: Protocol,
    model: str = "full",
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Assessment:
    """Follow the test in one or more recordings.

    Parameters
    ----------
    paths : sequence of Path
        Videos, folders of pictures or pose recordings; each shows one side or both.

    Raises
    ------
    FormcheckError
        Something that the user can mend; the message says what and how.
    """
    seen = []
    for path in paths:
        with open_poses(path, model, outlines=False, progress=progress, jobs=jobs) as read:
            seen.append(follow(read.poses, protocol, read.source, read.model))
    return finish_assessment(seen, protocol)


def follow(poses: Iterable[Pose], protocol: Protocol, source: SourceInfo, model: ModelInfo) -> Seen:
    """Follow one recording to its end: a loop over ``step``, as in live use.

    Raises
    ------
    NoFrames
        There are no pictures.
    """
    exercise = find_exercise(EXERCISE)
    if protocol is REPS:
        analysis = analyze_poses(poses, exercise, source, model)
        return Seen(analysis.source, model, analysis.track, analysis.smooth, analysis.session, analysis=analysis)
    followed = Followed(SingleLegBridgeTest(exercise, protocol, (source.width, source.height)))
    for pose in poses:
        followed.keep(pose, followed.test.step(pose))
    return followed.seen(source, model)


@dataclass(slots=True)
class Followed:
    """A test and what is kept of it while it goes on, live or from a recording."""

    test: SingleLegBridgeTest
    _kept: RunLog[TestUpdate] = field(default_factory=RunLog)

    def keep(self, pose: Pose, update: TestUpdate) -> None:
        """A frame, and what the test said after it."""
        self._kept.keep(pose, update)

    def seen(self, source: SourceInfo, model: ModelInfo) -> Seen:
        """End the test; NoFrames when there was no picture."""
        track, repaired = self._kept.take_tracks(source.name)
        last = self.test.finish()
        if last is not None and (last.trial is not None or last.hold is not None):
            self._kept.keep_last(last)
        return Seen(source, model, track, repaired, self.test, self._kept.updates)


def write_assessment(
    assessment: Assessment, paths: Sequence[Path], folder: Path, *, video: bool, progress: Progress | None = None
) -> list[Path]:
    """Write ``assessment.json``, the poses, ``report.html`` and the annotated clips; each whole or not at all.

    Raises
    ------
    OutputError
        A file cannot be written; those before it stay.
    """
    prepare_folder(folder)
    written = [folder / "assessment.json"]
    with replacing(written[0]) as unfinished:
        unfinished.write_text(assessment.result.to_json(), encoding="utf-8")
    runs = [scenes_of(assessment, seen) for seen in assessment.seen]
    for number, seen in enumerate(assessment.seen):
        written.append(folder / _numbered("poses", number, len(paths), ".npz"))
        origin = origin_of(seen.source, seen.model)
        save_recording(written[-1], Recording(seen.track, origin))
    written.append(folder / "report.html")
    write_assessment_report(assessment, written[-1], _pictures(assessment, paths, runs))
    for number, (path, seen) in enumerate(zip(paths, assessment.seen, strict=True)):
        if video and seen.source.kind not in WITHOUT_PICTURES:
            written.append(folder / _numbered("annotated", number, len(paths), ".mp4"))
            _write_video(path, seen, runs[number], written[-1], progress)
    return written


def scenes_of(assessment: Assessment, seen: Seen) -> SceneRun:
    """What is drawn on the pictures of one recording."""
    return AssessmentScenes(assessment, seen) if seen.analysis is None else Scenes(seen.analysis)


def _numbered(name: str, number: int, count: int, suffix: str) -> str:
    return f"{name}{suffix}" if count == 1 else f"{name}-{number + 1}{suffix}"


def _pictures(assessment: Assessment, paths: Sequence[Path], runs: Sequence[SceneRun]) -> dict[Side, Picture]:
    """The moment of each side in which the hips were lowest."""
    pictures = {}
    for side, moment in worst_moments(assessment).items():
        number = assessment.result.sides[side].source
        if assessment.seen[number].source.kind in WITHOUT_PICTURES:
            drawn = blank_still_of(runs[number], moment.time_s)
        else:
            with open_frames(paths[number], most_fps=assessment.seen[number].source.most_fps) as frames:
                drawn = stills_of(frames, runs[number], [moment.time_s])[moment.time_s]
        pictures[side] = Picture(caption=moment.caption, alt=moment.alt, jpeg=jpeg(drawn))
    return pictures


def _write_video(path: Path, seen: Seen, scenes: SceneRun, target: Path, progress: Progress | None) -> None:
    total = len(seen.track)
    with open_frames(path, LONGEST_SIDE_PX, seen.source.most_fps) as frames:
        told = None if progress is None else lambda done: progress("drawing", done, total)
        write_scenes(scenes, frames, target, progress=told)
