"""A frame with its time stamp, the description of its source, and the check of a path given by the user."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from formcheck.errors import InputNotFound
from formcheck.plain_text import printable

Rgb = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One video frame.

    Attributes
    ----------
    index : int
        Position in the source, from 0, counting decoded frames only.
    time_s : float
        Presentation time in seconds from the first frame, from the container or the camera clock.
    rgb : (height, width, 3) uint8
        Upright (a rotation flag has been applied), red-green-blue.
    """

    index: int
    time_s: float
    rgb: Rgb


@dataclass(slots=True)
class SourceInfo:
    """Description of a frame source, known before it is read.

    Attributes
    ----------
    name : str
        File or folder name, without its path, since results may be shared; as it can be printed.
    kind : str
        ``video``, ``pictures`` (an image folder), ``recording`` or ``camera`` (live: frames are not stored).
    width, height : int
        Pixels of the upright frame as recorded; the frames given may be scaled down on request.
    fps : float or None
        Mean frame rate that the container states; for display only, since each frame carries its time.
    most_fps : float or None
        Frames of a faster source are dropped down to this rate.
    frames : int or None
        Number of frames that the container states; an estimate, for progress.
    duration_s : float or None
        Duration that the container states, in seconds.
    rotation_deg : int
        Clockwise rotation that the rotation flag asks for: 0, 90, 180 or 270; already applied to the frames.
    timed : bool
        False if the times of the frames rest on an assumed frame rate.
    turned_deg : int
        Further clockwise rotation because the person lies sideways in the image: 0, 90, 180 or 270. Poses, width and
        height are those of the rotated image; the frames themselves are not rotated.
    warnings : list of str
        Problems met while reading, for the result; grows while the source is read.
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
    timed: bool = True

    def __post_init__(self) -> None:
        self.name = printable(self.name)


class FrameSource(Protocol):
    """Frames in order of time; a context manager that closes what it opened."""

    info: SourceInfo

    def __iter__(self) -> Iterator[Frame]: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
"""Beginning of an address; one slash is left of two in a `Path`. A drive of Windows has one letter."""


def existing_path(path: str | Path) -> Path:
    """The path, if a file or folder exists there.

    Raises
    ------
    InputNotFound
        Suggests the most similar name in the same folder, in case of a typing error; does not repeat the address of a
        network camera, which may hold a password.
    """
    place = Path(path)
    if _ADDRESS.match(str(path)):
        raise InputNotFound("an address is not a file. A network camera is for `formcheck live --source ADDRESS`.")
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
        names = [entry.name for entry in place.parent.iterdir() if entry.exists() and entry.name != place.name]
    except (OSError, ValueError):
        return " Check the spelling and the folder."
    near = difflib.get_close_matches(place.name, names, n=1)
    return f" Did you mean '{place.parent / near[0]}'?" if near else " Check the spelling and the folder."
