"""Writes the files of an analysis into a folder."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from formcheck._version import __version__
from formcheck.apps.open_input import Progress, is_recording
from formcheck.errors import OutputError
from formcheck.files import keep_inputs, same_file
from formcheck.frames.frame import SourceInfo
from formcheck.frames.frame_source import open_frames
from formcheck.output.drawing.stills import blank_still, stills
from formcheck.output.drawing.video import LONGEST_SIDE_PX, write_annotated
from formcheck.output.export import write_result, write_signals
from formcheck.output.pages.report import write_report
from formcheck.output.pages.report_pictures import Picture, choose_moments, jpeg
from formcheck.pose.pose import Pose
from formcheck.pose.recording import Origin, Recording, load_recording, save_recording
from formcheck.session.analysis import Analysis, analyze_poses
from formcheck.session.results import ModelInfo
from formcheck.workout.workout import FinishedSet

CAMERA = "camera"
"""Kind of a source whose images were not kept."""

WITHOUT_PICTURES = frozenset({"recording", CAMERA})
"""Kinds of source without images, or whose images were not kept: stills are drawn on a plain background."""


DATA_FILES = ("result.json", "signals.csv", "poses.npz")


@dataclass(frozen=True, slots=True)
class Outputs:
    """Optional files in the output folder, besides the data files."""

    video: bool = True
    report: bool = True

    def names(self, *, drawn: bool = True) -> list[str]:
        """Names of the files that are written: of a source without images there is no video."""
        optional = {"report.html": self.report, "annotated.mp4": self.video and drawn}
        return [*DATA_FILES, *(name for name, wanted in optional.items() if wanted)]


def prepare_folder(folder: Path, names: Iterable[str] = (), inputs: Iterable[Path] = ()) -> None:
    """Create the output folder and check that it can be written, before the work begins.

    Parameters
    ----------
    folder : Path
        The folder.
    names : iterable of str
        Names of the files that will be written into it.
    inputs : iterable of Path
        What will be read: none of them is written over. A recording may be analysed again into its own folder, where it
        is kept as it is.

    Raises
    ------
    OutputError
        It cannot be created or written, or an input would be written over.
    """
    keep_inputs((folder / name for name in names), (path for path in inputs if not _is_kept(path, folder)))
    probe = folder / ".formcheck-probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(
            f"cannot write into '{folder}': {error.strerror or error}. Choose another folder with -o."
        ) from error


def _is_kept(path: Path, folder: Path) -> bool:
    """Whether an input is the recording of an earlier analysis in this folder."""
    return is_recording(path) and path.name.startswith("poses") and same_file(path, folder / path.name)


def save_poses(track: Pose, source: SourceInfo, model: ModelInfo, read_from: Path, target: Path) -> None:
    """Write the poses of a source; a recording keeps the name and the facts of the film that it came from.

    A recording that is itself the target stays as it is.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    if source.kind != "recording":
        save_recording(target, Recording(track, origin_of(source, model)))
    elif not same_file(read_from, target):
        save_recording(target, Recording(track, load_recording(read_from).origin))


def write_outputs(
    analysis: Analysis,
    path: Path,
    folder: Path,
    outputs: Outputs | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the files of an analysis, the data first; each appears whole or not at all.

    Parameters
    ----------
    analysis : Analysis
        The analysed set.
    path : Path
        The input, read a second time for its images.
    folder : Path
        Output folder, which is created if needed.
    outputs : Outputs
        Which of the larger files are wanted; all by default. A pose recording has no images, hence no
        video.
    progress : callable, optional
        Called with the progress of the work.

    Returns
    -------
    list of Path
        The files written, in order.

    Raises
    ------
    OutputError
        A file cannot be written; those written before it stay.
    """
    wanted = outputs or Outputs()
    drawn = analysis.source.kind not in WITHOUT_PICTURES
    prepare_folder(folder, wanted.names(drawn=drawn), [path])
    written = [folder / name for name in DATA_FILES]
    write_result(analysis, written[0])
    write_signals(analysis, written[1])
    save_poses(analysis.track, analysis.source, analysis.result.provenance.model, path, written[2])
    if wanted.report:
        written.append(folder / "report.html")
        write_report(analysis, written[-1], _pictures(analysis, path))
    if wanted.video and drawn:
        written.append(folder / "annotated.mp4")
        _write_video(analysis, path, written[-1], progress)
    return written


def origin_of(source: SourceInfo, model: ModelInfo) -> Origin:
    """Where poses come from, for their recording."""
    return Origin(
        source.name,
        source.width,
        source.height,
        model.name,
        model.sha256,
        __version__,
        most_fps=source.most_fps,
        turned_deg=source.turned_deg,
        timed=source.timed,
    )


def _pictures(analysis: Analysis, path: Path) -> list[Picture]:
    """Stills of the decisive moments with the overlay, on a plain background for sources without images."""
    moments = choose_moments(analysis)
    if analysis.source.kind in WITHOUT_PICTURES:
        drawn = {moment.time_s: blank_still(analysis, moment.time_s) for moment in moments}
    else:
        with open_frames(path, most_fps=analysis.source.most_fps, fps=analysis.source.fps) as frames:
            drawn = stills(frames, analysis, [moment.time_s for moment in moments])
    return [
        Picture(caption=moment.caption, alt=moment.alt, jpeg=jpeg(drawn[moment.time_s]))
        for moment in moments
        if moment.time_s in drawn
    ]


def _write_video(analysis: Analysis, path: Path, target: Path, progress: Progress | None) -> None:
    total = len(analysis.updates)
    with open_frames(path, LONGEST_SIDE_PX, analysis.source.most_fps, analysis.source.fps) as frames:
        write_annotated(
            analysis,
            frames,
            target,
            progress=None if progress is None else lambda done: progress("drawing", done, total),
        )


def analysis_of(done: FinishedSet, source: SourceInfo, model: ModelInfo) -> Analysis:
    """Judge a finished set again from its poses: the same path as for a recording, hence the same result.

    Times count from the first frame of the set.
    """
    track = replace(done.track, time_s=done.track.time_s - done.track.time_s[:1])
    return analyze_poses((track[i] for i in range(len(track))), done.session.exercise, source, model)


def save_set(analysis: Analysis, folder: Path) -> list[Path]:
    """Write ``result.json``, ``signals.csv``, ``poses.npz`` and ``report.html`` into a folder, created if needed.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    return write_outputs(analysis, Path(analysis.source.name), folder, Outputs(video=False))


def set_folder(folder: Path, number: int, exercise_id: str) -> Path:
    """Folder for a set of a workout, ``DIR/1-glute-bridge``; never one that exists."""
    plain = re.sub(r"[^a-z0-9-]", "", exercise_id)
    while (folder / f"{number}-{plain}").exists():
        number += 1
    return folder / f"{number}-{plain}"
