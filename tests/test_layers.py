"""Pictures come in at the top, words come out at the bottom: imports point only upstream."""

import ast
from pathlib import Path

import pytest

import formcheck

SRC = Path(formcheck.__file__).parent
FILES = sorted(SRC.rglob("*.py"))

RANK = {
    "frames": 0,
    "pose": 1,
    "motion": 2,
    "coaching": 3,
    "exercises": 4,
    "assessment": 5,
    "output": 6,
    "history": 7,
    "evaluation": 8,
    "apps": 9,
}
"""A folder imports from those of a lower rank only, and from itself."""

FREE = {"errors", "files", "settings", "__version__"}
"""Names of the package that every folder may use."""

FRONT = 99
"""Rank of the package's own `__init__` and `__main__`: they may import all, and none of the folders imports them."""


def imports(path: Path) -> set[str]:
    """Full names of what a file imports, wherever in the file: ``formcheck.pose.pose``, ``cv2``.

    For ``from a import b`` both ``a`` and ``a.b``, since `b` may be a module.
    """
    package = ["formcheck", *path.relative_to(SRC).parent.parts]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


def rank(path: Path) -> int:
    folder = path.relative_to(SRC).parts[0]
    return RANK.get(folder, FRONT)


def downstream(path: Path) -> list[str]:
    """Imports of formcheck's own parts that a file is not allowed."""
    refused = []
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "formcheck" or len(parts) == 1 or parts[1] in FREE:
            continue
        if RANK.get(parts[1], FRONT) > rank(path):
            refused.append(name)
    return sorted(refused)


def outside(path: Path) -> set[str]:
    """First names of the packages that a file imports."""
    return {name.partition(".")[0] for name in imports(path)}


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


every_file = pytest.mark.parametrize("path", FILES, ids=name_of)


def test_every_folder_has_its_place_in_the_order():
    folders = {path.name for path in SRC.iterdir() if any(path.glob("*.py"))}

    assert sorted(folders - set(RANK)) == []


@every_file
def test_imports_point_only_upstream(path):
    assert downstream(path) == []


@every_file
def test_only_one_file_imports_mediapipe(path):
    assert "mediapipe" not in outside(path) or name_of(path) == "pose/mediapipe.py"


@every_file
def test_only_frames_and_output_import_opencv_and_pyav(path):
    touches = outside(path) & {"cv2", "av"}

    assert not touches or path.relative_to(SRC).parts[0] in {"frames", "output"}


@pytest.mark.parametrize(
    "path", [path for path in (SRC / "exercises").glob("*.py") if path.name != "__init__.py"], ids=name_of
)
def test_an_exercise_uses_rules_and_signals_and_nothing_else(path):
    own = {name for name in imports(path) if name.startswith("formcheck")}

    parts = ("exercise", "rules", "rep_rule", "measures", "back", "movement", "pace", "set_up", "sides")
    data = tuple(f"formcheck.coaching.{name}" for name in parts)
    assert [name for name in own if not name.startswith((*data, "formcheck.motion."))] == []
    assert outside(path) == {"formcheck"}
