"""Pictures come in at the top, words come out at the bottom: imports point only upstream."""

import ast
from collections.abc import Collection
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import formcheck

SRC = Path(formcheck.__file__).parent
FILES = sorted(SRC.rglob("*.py"))

ORDER = (
    ("frames",),
    ("pose",),
    ("motion",),
    ("rules",),
    ("exercises", "session"),
    ("workout",),
    ("assessment",),
    ("plan",),
    ("output",),
    ("history",),
    ("evaluation",),
    ("apps",),
)
"""A folder imports from those in earlier rows only, and from itself."""

RANK = {folder: rank for rank, row in enumerate(ORDER) for folder in row}

FREE = {"errors", "files", "plain_text", "settings", "_version"}
"""Modules of the package that every folder may use."""

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


def modules_imported(path: Path, modules: Collection[str]) -> set[str]:
    """Those of our modules that a file imports; ``from formcheck import rules`` is an import of `rules` alone."""
    names = imports(path) & set(modules)
    return {name for name in names if name != "formcheck"}


def rank(path: Path) -> int:
    return RANK.get(path.relative_to(SRC).parts[0], FRONT)


def downstream(path: Path) -> list[str]:
    """Imports of formcheck's own parts that a file is not allowed."""
    refused = []
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "formcheck" or len(parts) == 1 or parts[1] in FREE:
            continue
        other = RANK.get(parts[1], FRONT)
        sideways = other == rank(path) and parts[1] != path.relative_to(SRC).parts[0]
        if (other > rank(path) or sideways) and not (rank(path) == FRONT and other == FRONT):
            refused.append(f"{name_of(path)}: {name}")
    return sorted(refused)


def outside(path: Path) -> set[str]:
    """First names of the packages that a file imports."""
    return {name.partition(".")[0] for name in imports(path)}


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def module_of(path: Path) -> str:
    return ".".join(["formcheck", *path.relative_to(SRC).with_suffix("").parts]).removesuffix(".__init__")


def test_imports_point_only_upstream_and_every_folder_has_its_place():
    folders = {path.name for path in SRC.iterdir() if any(path.glob("*.py"))}

    assert sorted(folders - set(RANK)) == []
    assert [refused for path in FILES for refused in downstream(path)] == []


def test_no_file_imports_itself_by_way_of_others():
    modules = {module_of(path): path for path in FILES}
    graph = {module: modules_imported(path, modules.keys()) - {module} for module, path in modules.items()}

    try:
        TopologicalSorter(graph).prepare()
        circle = []
    except CycleError as error:
        circle = error.args[1]

    assert circle == []


def test_each_library_is_imported_where_it_belongs():
    mediapipe = [name_of(path) for path in FILES if "mediapipe" in outside(path)]
    pictures = [name_of(path) for path in FILES if outside(path) & {"cv2", "av"}]

    assert mediapipe == ["pose/mediapipe.py"]
    assert [name for name in pictures if not name.startswith(("frames/", "output/", "apps/devices/"))] == []


def test_an_exercise_imports_the_parts_of_rules_and_the_signals_and_nothing_else():
    pages = [path for path in (SRC / "exercises").glob("*.py") if path.name != "__init__.py"]
    two = {"formcheck", "formcheck.rules", "formcheck.motion", "formcheck.motion.signals"}

    assert [name_of(path) for path in pages if imports(path) != two] == []
