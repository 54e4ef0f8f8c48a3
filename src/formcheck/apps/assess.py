"""Runs the single-leg bridge test on recordings, which may show either side or both."""

from collections.abc import Sequence
from pathlib import Path

from formcheck.apps.open_input import Progress, open_poses
from formcheck.apps.write import WITHOUT_PICTURES, prepare_folder, save_poses
from formcheck.assessment.assessment import Assessment, finish_assessment
from formcheck.assessment.details import TestDetails
from formcheck.assessment.protocol import LEG_LOWER, Protocol
from formcheck.assessment.tracked_run import TrackedRun, follow
from formcheck.files import replacing
from formcheck.frames.frame_source import open_frames
from formcheck.output.drawing.assessment_scenes import AssessmentScenes
from formcheck.output.drawing.scene import SceneRun
from formcheck.output.drawing.set_scenes import Scenes
from formcheck.output.drawing.stills import blank_still_of, stills_of
from formcheck.output.drawing.video import LONGEST_SIDE_PX, write_scenes
from formcheck.output.pages.assessment_report import worst_moments, write_assessment_report
from formcheck.output.pages.report_pictures import Picture, jpeg
from formcheck.pose.landmarks import Side


def assess_files(
    paths: Sequence[Path],
    protocol: Protocol,
    model: str = "full",
    progress: Progress | None = None,
    jobs: int | None = None,
    fps: float | None = None,
    details: TestDetails | None = None,
) -> Assessment:
    """Follow the test in one or more recordings.

    Parameters
    ----------
    paths : sequence of Path
        Videos, folders of images or pose recordings; each shows one side or both.
    fps : float, optional
        Images per second of the folders of images; without it 30 are assumed, and a warning says so.
    details : TestDetails, optional
        Whose test it is, its date, a note, and an earlier test to compare it with.

    Raises
    ------
    FormcheckError
        An error that the user can fix; the message says how.
    """
    runs = []
    for path in paths:
        with open_poses(path, model, outlines=protocol is LEG_LOWER, progress=progress, jobs=jobs, fps=fps) as opened:
            runs.append(follow(opened.poses, protocol, opened.source, opened.model))
    return finish_assessment(runs, protocol, details)


def write_assessment(
    assessment: Assessment, paths: Sequence[Path], folder: Path, *, video: bool, progress: Progress | None = None
) -> list[Path]:
    """Write ``assessment.json``, the poses, ``report.html`` and the annotated clips; each file whole or not at all.

    Raises
    ------
    OutputError
        A file cannot be written; files written before it stay.
    """
    prepare_folder(folder, output_names(len(paths), video=video), [*paths, *assessment.details.files])
    written = [folder / "assessment.json"]
    with replacing(written[0]) as unfinished:
        unfinished.write_text(assessment.result.to_json(), encoding="utf-8")
    scenes = [scenes_of(assessment, run) for run in assessment.runs]
    for number, (path, run) in enumerate(zip(paths, assessment.runs, strict=True)):
        written.append(folder / _numbered("poses", number, len(paths), ".npz"))
        save_poses(run.track, run.source, run.model, path, written[-1])
    written.append(folder / "report.html")
    write_assessment_report(assessment, written[-1], _pictures(assessment, paths, scenes))
    for number, (path, run) in enumerate(zip(paths, assessment.runs, strict=True)):
        if video and run.source.kind not in WITHOUT_PICTURES:
            written.append(folder / _numbered("annotated", number, len(paths), ".mp4"))
            _write_video(path, run, scenes[number], written[-1], progress)
    return written


def output_names(count: int, *, video: bool) -> list[str]:
    """Names of the files that an assessment of so many clips may write."""
    kinds = [("poses", ".npz"), *([("annotated", ".mp4")] if video else [])]
    numbered = (_numbered(name, number, count, suffix) for name, suffix in kinds for number in range(count))
    return ["assessment.json", "report.html", *numbered]


def scenes_of(assessment: Assessment, run: TrackedRun) -> SceneRun:
    """The scenes that are drawn on the frames of one recording."""
    return AssessmentScenes(assessment, run) if run.analysis is None else Scenes(run.analysis)


def _numbered(name: str, number: int, count: int, suffix: str) -> str:
    return f"{name}{suffix}" if count == 1 else f"{name}-{number + 1}{suffix}"


def _pictures(assessment: Assessment, paths: Sequence[Path], scenes: Sequence[SceneRun]) -> dict[Side, Picture]:
    """For each side, the picture of the moment at which the hips were lowest."""
    pictures = {}
    for side, moment in worst_moments(assessment).items():
        number = assessment.result.sides[side].source
        if assessment.runs[number].source.kind in WITHOUT_PICTURES:
            drawn = blank_still_of(scenes[number], moment.time_s)
        else:
            with open_frames(
                paths[number],
                most_fps=assessment.runs[number].source.most_fps,
                fps=assessment.runs[number].source.fps,
            ) as frames:
                drawn = stills_of(frames, scenes[number], [moment.time_s])[moment.time_s]
        pictures[side] = Picture(caption=moment.caption, alt=moment.alt, jpeg=jpeg(drawn))
    return pictures


def _write_video(path: Path, run: TrackedRun, scenes: SceneRun, target: Path, progress: Progress | None) -> None:
    total = len(run.track)
    with open_frames(path, LONGEST_SIDE_PX, run.source.most_fps, run.source.fps) as frames:
        on_progress = None if progress is None else lambda done: progress("drawing", done, total)
        write_scenes(scenes, frames, target, progress=on_progress)
