"""Pose model files: found, checked, and stripped of the part that computes the segmentation mask.

The landmark network outputs landmarks and mask, and MediaPipe computes both even if the mask was not requested: for
*full* that takes a third of a frame's time (docs/performance.md). Operators that only the mask needs can be removed.
The others and their weights are unchanged, so the landmarks are the same to the last bit.

The networks are flatbuffers in TensorFlow Lite's published schema, ``schema.fbs``; field numbers are taken from it.
"""

import hashlib
import io
import os
import struct
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from formcheck.errors import ModelError


@dataclass(frozen=True, slots=True)
class Bundle:
    """Size and checksum of the only valid file for a model name."""

    size_bytes: int
    sha256: str


# Printed by scripts/build_models.py, which writes nothing else.
BUNDLES: dict[str, Bundle] = {
    "lite": Bundle(5_815_206, "144b65cb5fc8b7285dda04a93dc4331892cad839f147c5917fc7c7063610bdce"),
    "full": Bundle(9_437_302, "7fc580c5e38c975c03c7bec41a303ce3f09217ddc0302ee8bb948a0c761e5e76"),
    "heavy": Bundle(30_724_358, "0d53b7bbf41d958cecf98a42671331aff555574c07cfc33c7b105fb0fbd8a2ad"),
}

_PACKAGE = Path(__file__).parents[1]
# The package's own folder first, then that of the checkout, for runs from `src/`.
FOLDERS: tuple[Path, ...] = (
    _PACKAGE / "models",
    *((_PACKAGE.parents[1] / "models",) if _PACKAGE.parent.name == "src" else ()),
)


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file that was found and checked.

    Attributes
    ----------
    name : str
        ``"lite"``, ``"full"`` or ``"heavy"``.
    path : Path
        The ``.task`` bundle.
    sha256 : str
        Checksum of the whole bundle; written to each report.
    """

    name: str
    path: Path
    sha256: str


def file_name(name: str) -> str:
    """File name of a bundle, such as ``pose_landmarker_lite.task``."""
    return f"pose_landmarker_{name}.task"


def find_model(name: str) -> ModelFile:
    """Find a model by its name and check that its content is the expected one.

    The folder in the environment variable ``FORMCHECK_MODELS`` is searched first, then the package's own ``models``,
    then that of the checkout. The first file with the right name is used. If its content is wrong, no other folder is
    tried, because the user who put it there would not notice.

    Parameters
    ----------
    name : str
        One of ``BUNDLES``.

    Returns
    -------
    ModelFile
        Its size and sha256 agree with ``BUNDLES``. A file is hashed once per process, and again if its size or
        modification time changes.

    Raises
    ------
    ModelError
        The name is unknown, or the file is missing, unreadable, truncated or different.
    """
    if name not in BUNDLES:
        raise ModelError(f"no model named '{name}'. Known: {', '.join(BUNDLES)}.")
    path = _locate(name)
    expected = BUNDLES[name]
    try:
        stat = path.stat()
        # Size first: a truncated download is detected without reading it.
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
    return ModelFile(name=name, path=path, sha256=got)


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
def _sha256(path: Path, size_bytes: int, mtime_ns: int) -> str:  # size and time are part of the cache key
    return hashlib.sha256(path.read_bytes()).hexdigest()


NETWORK = "pose_landmarks_detector.tflite"
MASK_SHAPE = [1, 256, 256, 1]
PRESENCE_SHAPE = [1, 1]

_MODEL_SUBGRAPHS = 2
_GRAPH_TENSORS, _GRAPH_OUTPUTS, _GRAPH_OPERATORS = 0, 2, 3
_OPERATOR_INPUTS, _OPERATOR_OUTPUTS = 1, 2
_TENSOR_SHAPE = 0


def without_mask(bundle: bytes) -> bytes:
    """Copy of a pose landmarker bundle whose landmark network does not compute the mask.

    Parameters
    ----------
    bundle : bytes
        Content of a ``pose_landmarker_*.task`` file: an uncompressed zip archive.

    Raises
    ------
    ValueError
        It has no landmark network, or one without a mask output.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as source, zipfile.ZipFile(archive, "w") as copy:
        if NETWORK not in source.namelist():
            raise ValueError(f"the bundle has no {NETWORK}, only {', '.join(source.namelist())}")
        for member in source.infolist():  # each keeps its size and offset: MediaPipe needs them aligned
            content = source.read(member)
            copy.writestr(member, _strip_mask(content) if member.filename == NETWORK else content)
    return archive.getvalue()


def _strip_mask(network: bytes) -> bytes:
    """The network with its presence score as output instead of the mask, without the operators that are then unused."""
    content = bytearray(network)
    graph = _Table.root(content).tables(_MODEL_SUBGRAPHS)[0]
    tensors, outputs = graph.tables(_GRAPH_TENSORS), graph.numbers(_GRAPH_OUTPUTS)
    shapes = [tensors[output].numbers(_TENSOR_SHAPE) for output in outputs]
    if MASK_SHAPE not in shapes or PRESENCE_SHAPE not in shapes:
        raise ValueError(f"the landmark network has no mask and presence outputs, but the shapes {shapes}")
    # MediaPipe counts the outputs, and reads the mask only if it was requested.
    outputs[shapes.index(MASK_SHAPE)] = outputs[shapes.index(PRESENCE_SHAPE)]
    graph.set_numbers(_GRAPH_OUTPUTS, outputs)
    graph.set_tables(_GRAPH_OPERATORS, _needed(graph.tables(_GRAPH_OPERATORS), outputs))
    return bytes(content)


def _needed(operators: list["_Table"], outputs: list[int]) -> list["_Table"]:
    """The operators, in order, that are needed to compute the outputs."""
    wanted, needed = set(outputs), []
    for operator in reversed(operators):
        if not wanted.isdisjoint(operator.numbers(_OPERATOR_OUTPUTS)):
            needed.append(operator)
            wanted.update(operator.numbers(_OPERATOR_INPUTS))
    return needed[::-1]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a flatbuffer; its fields are found through a table of offsets that it points back to."""

    content: bytearray
    place: int

    @classmethod
    def root(cls, content: bytearray) -> Self:
        return cls(content, struct.unpack_from("<I", content)[0])

    def numbers(self, field: int) -> list[int]:
        """A vector of 32-bit integers; empty if the field is missing."""
        start, count = self._vector(field)
        return list(struct.unpack_from(f"<{count}i", self.content, start))

    def tables(self, field: int) -> list["_Table"]:
        """A vector of tables, each stored as the offset from its entry to the table."""
        start, _ = self._vector(field)
        entries = [start + 4 * number for number, _ in enumerate(self.numbers(field))]
        return [_Table(self.content, at + struct.unpack_from("<I", self.content, at)[0]) for at in entries]

    def set_numbers(self, field: int, numbers: list[int]) -> None:
        """Overwrite a vector that is at least this long."""
        start, count = self._vector(field)
        if len(numbers) > count:
            raise ValueError(f"{len(numbers)} numbers do not fit into a vector of {count}")
        struct.pack_into(f"<I{len(numbers)}i", self.content, start - 4, len(numbers), *numbers)

    def set_tables(self, field: int, tables: list["_Table"]) -> None:
        """Overwrite a vector with some of its own tables."""
        start, _ = self._vector(field)
        self.set_numbers(field, [table.place - (start + 4 * number) for number, table in enumerate(tables)])

    def _vector(self, field: int) -> tuple[int, int]:
        """Position of a vector's first entry, and its length."""
        fields = self.place - struct.unpack_from("<i", self.content, self.place)[0]
        size = struct.unpack_from("<H", self.content, fields)[0]
        offset = struct.unpack_from("<H", self.content, fields + 4 + 2 * field)[0] if 4 + 2 * field < size else 0
        if not offset:
            return 0, 0
        at = self.place + offset
        start = at + struct.unpack_from("<I", self.content, at)[0]
        return start + 4, struct.unpack_from("<I", self.content, start)[0]
