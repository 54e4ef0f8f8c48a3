"""Whatever holds pictures, opened by one function."""

from pathlib import Path

from formcheck.frames.frame import FrameSource, existing_path
from formcheck.frames.images import ImageFolder
from formcheck.frames.video import VideoFile


def open_frames(path: str | Path, longest_px: int | None = None, most_fps: float | None = None) -> FrameSource:
    """Open a video file or a folder of pictures.

    Parameters
    ----------
    longest_px : int, optional
        Longer side to which larger pictures of a video are scaled down; those of a folder come as they are.
    most_fps : float, optional
        Rate that is enough for a video: pictures in between are left out.

    Raises
    ------
    InputNotFound, NotAVideo, NoFrames
        One line on what is wrong and what to do.
    """
    place = existing_path(path)
    return ImageFolder(place) if place.is_dir() else VideoFile(place, longest_px, most_fps)
