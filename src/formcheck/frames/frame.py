"""One picture with its time, where it came from, and the path a user typed."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from formcheck.errors import InputNotFound

Rgb = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture.

    Attributes
    ----------
    index : int
        Position in the source, from 0, counting decoded pictures only.
    time_s : float
        Presentation time in seconds from the first picture, from the container or the camera clock.
    rgb : (height, width, 3) uint8
        Upright (a rotation flag has been applied), red-green-blue.
    """

    index: int
    time_s: float
    rgb: Rgb


@dataclass(slots=True)
class SourceInfo:
    """What a source says of itself before it is read.

    Attributes
    ----------
    name : str
        File or folder name, without its path: results may be handed on.
    kind : str
        ``video``, ``pictures``, ``recording`` or ``camera`` (live: its pictures are not kept).
    width, height : int
        Pixels of the upright picture as it was recorded; frames may be smaller if that was asked for.
    fps : float or None
        Mean rate that the container states; only for display, times come with the frames.
    most_fps : float or None
        Frames of a faster camera are left out down to this rate.
    frames : int or None
        Number of pictures that the container states; an estimate, for progress.
    duration_s : float or None
        Length that the container states, in seconds.
    rotation_deg : int
        Clockwise turn that the rotation flag asks for, 0, 90, 180 or 270; already applied to the pictures.
    turned_deg : int
        Clockwise turn beyond that, as the person lies on their side in the pictures: 0, 90, 180 or 270. Poses, width
        and height are those of the turned pictures; frames come as they are.
    warnings : list of str
        What was odd while reading, for the result; grows while the source is read.
    """

    name: str
    kind: str
    width: int
    height: int
    fps: float | None = None
    frames: int | None = None
    duration_s: float | None = None
    rotation_deg: int = 0
    warnings: list[str] = field(default_factory=list)
    most_fps: float | None = None
    turned_deg: int = 0


class FrameSource(Protocol):
    """Pictures in order of time; a context manager that closes what it opened."""

    info: SourceInfo

    def __iter__(self) -> Iterator[Frame]: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


def existing_path(path: str | Path) -> Path:
    """Return the path if a file or folder is there.

    Raises
    ------
    InputNotFound
        Names the nearest name in the same folder, for a slip of the finger.
    """
    place = Path(path)
    try:
        place.stat()
    except PermissionError as error:
        raise InputNotFound(
            f"no access to '{place}': {error.strerror}. Ask for the right to read its folder."
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        raise InputNotFound(f"no such file or folder: '{place}'.{_hint(place)}") from error
    return place


def _hint(place: Path) -> str:
    try:
        names = [entry.name for entry in place.parent.iterdir()]
    except (OSError, ValueError):
        return " Check the spelling and the folder."
    near = difflib.get_close_matches(place.name, names, n=1)
    return f" Did you mean '{place.parent / near[0]}'?" if near else " Check the spelling and the folder."
