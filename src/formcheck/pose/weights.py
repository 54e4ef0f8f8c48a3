"""Which model files there are, where they are looked for, and that they are the right ones.

A model is one MediaPipe bundle, ``pose_landmarker_<name>.task``; ``models/README.md`` says what is in it.
"""

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from formcheck.errors import ModelError


@dataclass(frozen=True, slots=True)
class Bundle:
    """The one file content that goes by a model's name."""

    size_bytes: int
    sha256: str


# Printed by scripts/build_models.py, which refuses to write anything else.
BUNDLES: dict[str, Bundle] = {
    "lite": Bundle(5_815_206, "144b65cb5fc8b7285dda04a93dc4331892cad839f147c5917fc7c7063610bdce"),
    "full": Bundle(9_437_302, "7fc580c5e38c975c03c7bec41a303ce3f09217ddc0302ee8bb948a0c761e5e76"),
    "heavy": Bundle(30_724_358, "0d53b7bbf41d958cecf98a42671331aff555574c07cfc33c7b105fb0fbd8a2ad"),
}

_PACKAGE = Path(__file__).parents[1]
# First the wheel's own folder, then the checkout's, for a run from `src/`.
FOLDERS: tuple[Path, ...] = (
    _PACKAGE / "models",
    *((_PACKAGE.parents[1] / "models",) if _PACKAGE.parent.name == "src" else ()),
)


@dataclass(frozen=True, slots=True)
class Model:
    """A model file that has been found and checked.

    Attributes
    ----------
    name : str
        ``"lite"``, ``"full"`` or ``"heavy"``.
    path : Path
        The ``.task`` bundle.
    sha256 : str
        Of the whole bundle; goes into each report.
    """

    name: str
    path: Path
    sha256: str


def file_name(name: str) -> str:
    """Name of the bundle's file, such as ``pose_landmarker_lite.task``."""
    return f"pose_landmarker_{name}.task"


def find_model(name: str) -> Model:
    """Find a model by its name and make sure that it is the expected one.

    The folder in the environment variable ``FORMCHECK_MODELS`` comes first, then the package's own
    ``models``, then that of the checkout. The first file with the right name is the one; if its content
    is wrong, no other folder is tried, since a user who put it there would not learn of it.

    Parameters
    ----------
    name : str
        One of ``BUNDLES``.

    Returns
    -------
    Model
        Size and sha256 agree with ``BUNDLES``. A file is hashed once per process, and again if its size
        or time of change differ.

    Raises
    ------
    ModelError
        Unknown name; no such file; unreadable, truncated or different content.
    """
    if name not in BUNDLES:
        raise ModelError(f"no model named '{name}'. Known: {', '.join(BUNDLES)}.")
    path = _locate(name)
    expected = BUNDLES[name]
    try:
        stat = path.stat()
        # Size first: a cut-off download is told without reading it.
        if stat.st_size != expected.size_bytes:
            raise ModelError(
                f"{path} is not the model '{name}': it has {stat.st_size} bytes, expected "
                f"{expected.size_bytes}; {_remedy(name)}"
            )
        got = _sha256(path, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}); {_remedy(name)}") from error
    if got != expected.sha256:
        raise ModelError(
            f"{path} is not the model '{name}': its sha256 is {got}, expected {expected.sha256}; {_remedy(name)}"
        )
    return Model(name=name, path=path, sha256=got)


def _locate(name: str) -> Path:
    own = os.environ.get("FORMCHECK_MODELS")
    folders = (Path(own).expanduser(), *FOLDERS) if own else FOLDERS
    for folder in folders:
        path = folder / file_name(name)
        if path.is_file():
            return path
    raise ModelError(
        f"model '{name}' not found: no {file_name(name)} in {', '.join(map(str, folders))}; {_remedy(name)}"
    )


def _remedy(name: str) -> str:
    return (
        f"run `python scripts/build_models.py {name}` in a checkout of formcheck, "
        "or set FORMCHECK_MODELS to a folder that has the file."
    )


@cache
def _sha256(path: Path, size_bytes: int, mtime_ns: int) -> str:  # size and time are there for the cache
    return hashlib.sha256(path.read_bytes()).hexdigest()
