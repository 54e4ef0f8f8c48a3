"""Labels of clips: ``NAME.label.json`` beside a clip, by a person or by the program that rendered it."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from formcheck.errors import InputError, InputNotFound
from formcheck.files import read_bytes
from formcheck.pose.landmarks import Side

SUFFIX = ".label.json"

CLIP_SUFFIXES = (".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".gif", ".npz", "")
"""Endings of the clip beside a label, in order of preference; the last one is a folder of images."""


class RepLabel(BaseModel):
    """One labelled rep; times are seconds of the clip. Start and end may be missing.

    `hold_s` is how long the turn is held, and `spine_deg` the true bend of the spine at the bottom in degrees; both are
    known of rendered clips.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    start_s: float | None = None
    turn_s: float
    end_s: float | None = None
    side: Side | None = None
    faults: tuple[str, ...] = ()
    spine_deg: float | None = None
    hold_s: float | None = None


class Label(BaseModel):
    """The label of one clip."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    schema_: Literal["formcheck.label/1"] = Field(alias="schema")
    exercise: str
    view: str
    origin: Literal["rendered", "real"]
    reps: tuple[RepLabel, ...]
    fault_labels: Literal["complete", "none"] = "none"
    person: int | str | None = Field(default=None, description="Who is seen; the same name in all clips of a person.")
    protocol: str | None = Field(default=None, description="Test that was done instead of the exercise.")
    angles: dict[str, Any] | None = Field(
        default=None, description="True angles in degrees per frame, and their rate as `fps`."
    )


MAX_BYTES = 50_000_000
"""A larger file is refused: it is no label."""


def read_label(path: Path) -> Label:
    """Read a label file.

    Raises
    ------
    InputError
        The file is not a label or cannot be read; the message names the first problem.
    """
    try:
        return Label.model_validate_json(read_bytes(path, MAX_BYTES))
    except OSError as error:
        raise InputError(f"'{path}' is not a label: {(error.strerror or str(error)).lower()}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InputError(f"'{path}' is not a label: {where}: {first['msg']}. See docs/labelling.md.") from error


def labelled_clips(folder: Path) -> list[tuple[Path, Path]]:
    """Pairs of label file and clip in a folder, by name.

    Raises
    ------
    InputNotFound
        The folder does not exist or has no label, or a label has no clip.
    """
    return [(label, clip_beside(label)) for label in labels_in(folder)]


def labels_in(folder: Path) -> list[Path]:
    """Label files of a folder, by name.

    Raises
    ------
    InputNotFound
        The folder does not exist, may not be read, or has no label.
    """
    try:
        labels = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX))
    except OSError as error:
        raise InputNotFound(f"cannot list '{folder}': {(error.strerror or str(error)).lower()}.") from error
    if not labels:
        raise InputNotFound(f"no file *{SUFFIX} in '{folder}'. Labels lie beside their clips; see docs/labelling.md.")
    return labels


def clip_beside(label: Path) -> Path:
    """The clip of a label, or InputNotFound."""
    stem = label.name.removesuffix(SUFFIX)
    for suffix in CLIP_SUFFIXES:
        clip = label.with_name(stem + suffix)
        if clip.exists():
            return clip
    raise InputNotFound(f"no clip '{stem}' beside the label '{label}'. Put the clip there, or delete the label.")
