"""Pose recordings: a track of poses in one ``.npz`` file, which can be analysed again without camera or model.

Landmarks and outlines are stored as float32, the precision of the estimator's output, so a recording gives the same
result as its video, bit for bit.
"""

import json
import tokenize
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from formcheck.errors import BadRecording, InputNotFound
from formcheck.files import replacing
from formcheck.plain_text import printable
from formcheck.pose.pose import Pose

FORMAT = "formcheck.poses/1"

MOST_TEXT = 10_000
"""Largest number of characters of a text in a recording; chosen."""

LARGEST_PX = 100_000
"""Largest width or height of an image; chosen: more than any camera has."""

MOST_FPS = 100_000.0
"""Largest frame rate; chosen: more than any camera has."""

_READ_ERRORS = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
)
"""Exceptions raised by reading a file that is damaged or is not a recording."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where recorded poses come from.

    Attributes
    ----------
    source : str
        Name of the video, folder or other recording.
    width, height : int
        Pixels of the upright image.
    model : str
        Name of the pose model.
    model_sha256 : str
        Checksum of the model bundle.
    formcheck : str
        Version that made the recording.
    note : str
        Anything else worth knowing: licence, how it was converted.
    most_fps : float or None
        Frame rate to which a faster source was reduced; None if all frames were used, or if unknown.
    timed : bool
        False if the times rest on an assumed frame rate.
    turned_deg : int
        Clockwise rotation of the image that the poses refer to, in addition to that of the rotation flag.
    """

    source: str
    width: int
    height: int
    model: str
    model_sha256: str
    formcheck: str
    note: str = ""
    most_fps: float | None = None
    turned_deg: int = 0
    timed: bool = True


Text = Annotated[str, Field(max_length=MOST_TEXT), AfterValidator(printable)]


class _Facts(BaseModel):
    """What a recording may say about its origin: numbers from outside decide sizes and loops."""

    model_config = ConfigDict(extra="forbid", strict=True)

    source: Text
    width: Annotated[int, Field(ge=1, le=LARGEST_PX)]
    height: Annotated[int, Field(ge=1, le=LARGEST_PX)]
    model: Text
    model_sha256: Text
    formcheck: Text
    note: Text = ""
    most_fps: Annotated[float, Field(gt=0.0, le=MOST_FPS)] | None = None
    turned_deg: Literal[0, 90, 180, 270] = 0
    timed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A track of poses and where it comes from."""

    track: Pose
    origin: Origin


def save_recording(path: Path, recording: Recording) -> None:
    """Write a recording, completely or not at all.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    track = recording.track
    outline = {} if track.outline is None else {"outline": track.outline.astype(np.float32)}
    about = json.dumps({"format": FORMAT, **asdict(recording.origin)})
    with replacing(path) as unfinished, unfinished.open("wb") as file:
        np.savez_compressed(
            file,
            about=np.array(about),
            time_s=track.time_s.astype(np.float64),
            image=track.image.astype(np.float32),
            world=track.world.astype(np.float32),
            visibility=track.visibility.astype(np.float32),
            light=np.broadcast_to(track.light, len(track)).astype(np.float32),
            notes=np.broadcast_to(track.notes, len(track)).astype(np.uint8),
            allow_pickle=False,
            **outline,
        )


def load_recording(path: Path) -> Recording:
    """Read a recording.

    Raises
    ------
    InputNotFound
        The file does not exist.
    BadRecording
        The file is not a pose recording, is damaged, or has a newer format.
    """
    if not path.is_file():
        raise InputNotFound(f"no pose recording at '{path}'. Check the path.")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            about = json.loads(str(stored["about"]))
            _check_format(path, about)
            track = Pose(
                stored["time_s"].astype(np.float64),
                stored["image"].astype(np.float64),
                stored["world"].astype(np.float64),
                stored["visibility"].astype(np.float64),
                stored["light"].astype(np.float64) if "light" in stored else np.array(np.nan),
                stored["notes"].astype(np.int64) if "notes" in stored else np.array(0),
                stored["outline"].astype(np.float64) if "outline" in stored else None,
            )
            origin = _origin(about)
    except _READ_ERRORS as error:
        raise BadRecording(
            f"'{path}' is not a pose recording that can be read ({error}). "
            "Make one with `formcheck analyze VIDEO -e EXERCISE -o DIR`: it writes poses.npz."
        ) from error
    if not (np.isfinite(track.time_s).all() and (np.diff(track.time_s) > 0).all()):
        raise BadRecording(f"'{path}' contains times that do not increase. Record it again from the video.")
    return Recording(track, origin)


def _origin(about: dict[str, Any]) -> Origin:
    """Where a recording comes from; ValueError with one line if a number or a text is none that we write."""
    try:
        facts = _Facts.model_validate({key: value for key, value in about.items() if key != "format"})
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return Origin(**facts.model_dump())


def _check_format(path: Path, about: Any) -> None:
    if not isinstance(about, dict):
        raise ValueError("it does not state its format")
    if about.get("format") != FORMAT:
        raise BadRecording(
            f"'{path}' has format '{about.get('format')}', this version reads '{FORMAT}'. Update formcheck."
        )
