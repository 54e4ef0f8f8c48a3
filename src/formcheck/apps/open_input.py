"""Opens an input for analysis as poses: a video, a folder of images or a pose recording."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from math import isfinite
from pathlib import Path

from formcheck.errors import BadFrameRate
from formcheck.frames.frame import SourceInfo
from formcheck.frames.frame_source import open_frames
from formcheck.pose.model_files import find_model
from formcheck.pose.native import release_free_memory
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.pose.video_poses import LONGEST_PX, MOST_FPS, video_poses
from formcheck.session.results import ModelInfo

Progress = Callable[[str, int, int | None], None]
"""Called with the name of the work, the number of frames done, and the total if it is known."""

RECORDING = ".npz"
"""Ending of a pose recording."""


@dataclass(frozen=True, slots=True)
class PoseSource:
    """Poses in order of time, their source and model; the warnings of `source` are complete after the last pose."""

    source: SourceInfo
    model: ModelInfo
    poses: Iterator[Pose]


def is_recording(path: Path) -> bool:
    """Whether an input is a pose recording, by its name."""
    return path.suffix.lower() == RECORDING


@contextmanager
def open_poses(
    path: Path,
    model: str,
    outlines: bool,
    *,
    progress: Progress | None = None,
    jobs: int | None = None,
    fps: float | None = None,
) -> Iterator[PoseSource]:
    """Open an input as poses, and close it at the end of the block.

    Parameters
    ----------
    model : str
        Pose model; ignored for a pose recording, whose poses exist already.
    outlines : bool
        Whether the poses need the outline of the trunk.
    jobs : int, optional
        Number of pose models that run in parallel; by default one per processor.
    fps : float, optional
        Images per second of a folder of images.

    Raises
    ------
    FormcheckError
        The input cannot be read.
    """
    check_fps(path, fps)
    if is_recording(path):
        yield _recording(path)
        return
    from formcheck.pose.mediapipe import (
        MultiPersonDetector,
        PoseEstimator,
    )  # slow to import, not needed for a pose recording

    bundle = find_model(model)
    with open_frames(path, LONGEST_PX, MOST_FPS, fps) as frames, closing(MultiPersonDetector(bundle)) as multi_detector:
        info = frames.info

        def on_progress(done: int) -> None:
            if progress is not None:
                progress("analysing", done if info.frames is None else min(done, info.frames), info.frames)

        make = partial(PoseEstimator, bundle, outlines, multi_detector)
        with closing(video_poses(frames, make, jobs=jobs, on_progress=on_progress)) as poses:
            yield PoseSource(info, ModelInfo(name=bundle.name, sha256=bundle.sha256), _started(poses))
    release_free_memory()  # before files are written: pose models and single poses of a few minutes leave 70 MiB


def check_fps(path: Path, fps: float | None) -> None:
    """Refuse a frame rate where it has no meaning.

    Raises
    ------
    BadFrameRate
        It is not a positive number, or the input has times of its own.
    """
    if fps is None:
        return
    if not (fps > 0 and isfinite(fps)):
        raise BadFrameRate(f"--fps {fps:g} is no frame rate. Give the pictures per second, such as 30.")
    if path.exists() and not path.is_dir():
        raise BadFrameRate(f"--fps is for a folder of pictures; '{path}' states its own times. Leave it out.")


def _started(poses: Iterator[Pose]) -> Iterator[Pose]:
    """The same poses, with the pose models already running while the caller loads its own libraries."""
    return chain(list(islice(poses, 1)), poses)


def _recording(path: Path) -> PoseSource:
    recording = load_recording(path)
    origin, track = recording.origin, recording.track
    source = SourceInfo(
        path.name,
        "recording",
        origin.width,
        origin.height,
        frames=len(track),
        most_fps=origin.most_fps,
        turned_deg=origin.turned_deg,
        timed=origin.timed,
    )
    if not source.timed:
        source.warnings.append(
            "The frame rate of the recorded pictures was assumed: nothing is judged that is measured in seconds."
        )
    model = ModelInfo(name=origin.model, sha256=origin.model_sha256)
    return PoseSource(source, model, (track[i] for i in range(len(track))))
