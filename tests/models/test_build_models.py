"""The committed bundles are those that the build script makes from the published packages."""

import hashlib
import importlib.util
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from formcheck.pose.model_files import BUNDLES, file_name

ROOT = Path(__file__).parents[2]
COMMITTED = ("lite", "full")

every_committed = pytest.mark.parametrize("name", COMMITTED)


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("build_models", ROOT / "scripts" / "build_models.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_models"] = module  # dataclasses look up their module there
    spec.loader.exec_module(module)
    yield module
    del sys.modules["build_models"]


@pytest.fixture(scope="module")
def packages(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    try:
        script.fetch_packages(folder)
    except script.FetchError as error:
        pytest.skip(str(error))
    return folder


@every_committed
def test_committed_bundle_is_the_recorded_one(name: str):
    content = (ROOT / "models" / file_name(name)).read_bytes()

    assert len(content) == BUNDLES[name].size_bytes < 10_000_000
    assert hashlib.sha256(content).hexdigest() == BUNDLES[name].sha256


@every_committed
def test_bundle_is_an_uncompressed_archive_of_detector_and_landmark_network(name: str):
    with zipfile.ZipFile(ROOT / "models" / file_name(name)) as task:
        entries = task.infolist()
        broken = task.testzip()

    assert [e.filename for e in entries] == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]
    assert {e.compress_type for e in entries} == {zipfile.ZIP_STORED}
    assert broken is None


@every_committed
def test_weights_are_aligned_in_each_network_and_each_network_in_its_bundle(name: str, script: ModuleType):
    path = ROOT / "models" / file_name(name)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as task:
        networks = {member: task.read(member) for member in task.namelist()}

    assert {member: script.unaligned_buffers(tflite) for member, tflite in networks.items()} == {
        "pose_detector.tflite": [],
        "pose_landmarks_detector.tflite": [],
    }
    assert [whole.index(tflite) % 16 for tflite in networks.values()] == [0, 0]


def test_the_alignment_check_distinguishes_aligned_from_shifted_weights(script: ModuleType):
    """Flatbuffers itself aligns bytes to 4 only; the odd length moves everything written before it."""
    schema = script.load_schema("schema")
    plain = script.flatbuffers.Builder(0)
    data = [script.np.arange(n, dtype="u1") for n in (16, 16, 16, 20)]
    model = schema.ModelT(buffers=[schema.BufferT(data=x) for x in data])
    plain.Finish(model.Pack(plain), b"TFL3")
    stable = script.StableBuilder(0)
    stable.Finish(model.Pack(stable), b"TFL3")

    assert script.unaligned_buffers(bytes(plain.Output())) != []
    assert script.unaligned_buffers(bytes(stable.Output())) == []


@pytest.mark.parametrize(
    ("network", "mean", "std", "scaled"),
    [("detector", 127.5, 127.5, (-1.0, 1.0)), ("landmarks", 0.0, 255.0, (0.0, 1.0))],
)
def test_metadata_states_how_pixels_are_scaled(
    network: str, mean: float, std: float, scaled: tuple[float, float], script: ModuleType
):
    member = {"detector": "pose_detector.tflite", "landmarks": "pose_landmarks_detector.tflite"}[network]
    with zipfile.ZipFile(ROOT / "models" / file_name("lite")) as task:
        tflite = task.read(member)
    schema, metadata_schema = script.load_schema("schema"), script.load_schema("metadata_schema")
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(tflite, 0))
    found = [entry.buffer for entry in model.metadata if entry.name == b"TFLITE_METADATA"]

    assert len(found) == 1
    raw = bytes(model.buffers[found[0]].data)
    metadata = metadata_schema.ModelMetadataT.InitFromObj(metadata_schema.ModelMetadata.GetRootAs(raw, 0))
    image = metadata.subgraphMetadata[0].inputTensorMetadata[0]
    options = image.processUnits[0].options
    assert (list(options.mean), list(options.std)) == ([mean], [std])
    assert (*image.stats.min, *image.stats.max) == scaled


def test_content_other_than_the_recorded_one_is_not_written(script: ModuleType, tmp_path: Path):
    with pytest.raises(script.BuildError, match=r"model_files\.py records .* nothing written"):
        script.save("lite", b"something else", tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_missing_npm_is_a_one_line_error(script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SystemExit) as stop:
        script.main(["lite", "-o", str(tmp_path)])

    assert str(stop.value) == (
        "build_models: npm is not installed; it is needed to fetch @mediapipe/pose@0.5.1675469404"
    )


@pytest.mark.network
@every_committed
def test_a_rebuild_from_the_published_packages_is_byte_identical(
    name: str, script: ModuleType, packages: Path, tmp_path: Path
):
    path = script.save(name, script.build(name, packages), tmp_path)

    assert path.read_bytes() == (ROOT / "models" / file_name(name)).read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == [file_name(name)]
