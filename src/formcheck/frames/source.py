"""Whatever holds pictures, opened by one function."""

from pathlib import Path

from formcheck.frames.frame import FrameSource
from formcheck.frames.lookup import found
from formcheck.frames.pictures import PictureFolder
from formcheck.frames.video import VideoFile


def open_frames(path: str | Path) -> FrameSource:
    """Open a video file or a folder of pictures.

    Raises
    ------
    InputNotFound, NotAVideo, NoFrames
        One line on what is wrong and what to do.
    """
    place = found(path)
    return PictureFolder(place) if place.is_dir() else VideoFile(place)
