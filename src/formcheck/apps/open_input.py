"""Poses from whatever a user names: a video, a folder of pictures or a pose recording."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from formcheck.frames.frame import SourceInfo
from formcheck.frames.frame_source import open_frames
from formcheck.pose.model_files import find_model
from formcheck.pose.native import release_free_memory
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.pose.video_poses import LONGEST_PX, MOST_FPS, video_poses
from formcheck.session.results import ModelInfo

Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how many frames are done, and how many there are if that is known."""


RECORDING = ".npz"


@dataclass(frozen=True, slots=True)
class PoseSource:
    """Poses in order of time, and where they come from; the warnings of `source` are complete at the end."""

    source: SourceInfo
    model: ModelInfo
    poses: Iterator[Pose]


@contextmanager
def open_poses(
    path: Path, model: str, outlines: bool, *, progress: Progress | None = None, jobs: int | None = None
) -> Iterator[PoseSource]:
    """Open an input, and close it afterwards whatever happens.

    Parameters
    ----------
    model : str
        Pose model; a pose recording keeps the one it was made with.
    outlines : bool
        Whether the outline of the trunk is needed.
    jobs : int, optional
        Pose models at work at the same time; by default one per processor.

    Raises
    ------
    FormcheckError
        The input cannot be read.
    """
    if path.suffix.lower() == RECORDING:
        yield _recording(path)
        return
    from formcheck.pose.mediapipe import MultiPersonDetector, PoseEstimator  # heavy: not loaded for a pose recording

    bundle = find_model(model)
    with open_frames(path, LONGEST_PX, MOST_FPS) as frames, closing(MultiPersonDetector(bundle)) as multi_detector:
        info = frames.info

        def on_progress(done: int) -> None:
            if progress is not None:
                progress("analysing", done if info.frames is None else min(done, info.frames), info.frames)

        make = partial(PoseEstimator, bundle, outlines, multi_detector)
        with closing(video_poses(frames, make, jobs=jobs, on_progress=on_progress)) as poses:
            yield PoseSource(info, ModelInfo(name=bundle.name, sha256=bundle.sha256), _begun(poses))
    release_free_memory()  # before anything is written: single poses and pose models leave 70 MiB of a few minutes


def _begun(poses: Iterator[Pose]) -> Iterator[Pose]:
    """The same, with the pose models at work: what follows them has libraries of its own to load meanwhile."""
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
    )
    model = ModelInfo(name=origin.model, sha256=origin.model_sha256)
    return PoseSource(source, model, (track[i] for i in range(len(track))))
