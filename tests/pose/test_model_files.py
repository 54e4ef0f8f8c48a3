"""A model is found where it should be, and any other file is a one-line error."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formcheck.errors import ModelError
from formcheck.pose import model_files
from formcheck.pose.model_files import BUNDLES, file_name, find_model


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that FORMCHECK_MODELS names, empty at first."""
    monkeypatch.setenv("FORMCHECK_MODELS", str(tmp_path))
    return tmp_path


def error_for(name: str) -> str:
    with pytest.raises(ModelError) as caught:
        find_model(name)
    return str(caught.value)


def assert_one_line_with(message: str, *parts: object) -> None:
    assert "\n" not in message
    assert [part for part in parts if str(part) not in message] == []


@pytest.mark.parametrize("name", ["lite", "full"])
def test_shipped_models_are_found_and_right(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("FORMCHECK_MODELS", raising=False)

    model = find_model(name)

    assert (model.name, model.path.name) == (name, file_name(name))
    assert model.sha256 == BUNDLES[name].sha256


def test_own_folder_comes_first(own_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("FORMCHECK_MODELS")
    shutil.copy(find_model("lite").path, own_folder)
    monkeypatch.setenv("FORMCHECK_MODELS", str(own_folder))

    assert find_model("lite").path == own_folder / "pose_landmarker_lite.task"


@pytest.mark.usefixtures("own_folder")
def test_model_that_the_own_folder_lacks_is_taken_from_the_package():
    assert find_model("lite").path.parent in model_files.FOLDERS


def test_missing_model_names_file_and_remedy(own_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(model_files, "FOLDERS", ())

    message = error_for("heavy")

    assert_one_line_with(
        message,
        "model 'heavy' not found",
        own_folder,
        "pose_landmarker_heavy.task",
        "run `python scripts/build_models.py heavy`",
    )


def test_truncated_model_names_both_sizes_and_remedy(own_folder: Path):
    path = own_folder / "pose_landmarker_full.task"
    path.write_bytes(b"PK" * 500)

    message = error_for("full")

    assert_one_line_with(message, path, "1000 bytes", "9437302", "run `python scripts/build_models.py full`")


def test_changed_model_names_both_sums_and_remedy(own_folder: Path):
    path = own_folder / "pose_landmarker_lite.task"
    path.write_bytes(bytes(BUNDLES["lite"].size_bytes))

    message = error_for("lite")

    assert_one_line_with(message, path, "sha256", BUNDLES["lite"].sha256, "run `python scripts/build_models.py lite`")


def test_model_that_changes_after_it_was_checked_is_checked_again(own_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("FORMCHECK_MODELS")
    path = Path(shutil.copy(find_model("lite").path, own_folder))
    monkeypatch.setenv("FORMCHECK_MODELS", str(own_folder))
    find_model("lite")

    with path.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"formcheck")
    os.utime(path, ns=(1, 1))

    assert_one_line_with(error_for("lite"), path, "sha256")


def test_unknown_model_lists_the_known_ones():
    assert error_for("huge") == "no model named 'huge'. Known: lite, full, heavy."


def test_finding_a_model_loads_neither_mediapipe_nor_opencv():
    code = (
        "import sys; from formcheck.pose.model_files import find_model; find_model('lite'); "
        "print(sorted({'mediapipe', 'cv2'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
