"""The repository around the code: what the README promises, which versions are pinned, which files may be tracked."""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from formcheck.exercises import catalog
from formcheck.session.results import json_schema

ROOT = Path(__file__).parents[1]
LARGEST_BYTES = 10_000_000


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# --- README and the other pages -------------------------------------------------------------------


def blocks(page: str, *languages: str) -> list[str]:
    """Contents of a page's fenced blocks in one of these languages."""
    found = re.findall(r"^```(\w*)[ \t]*\n(.*?)^```", read(page), flags=re.MULTILINE | re.DOTALL)
    return [content.strip() for language, content in found if language in languages]


def shell_blocks() -> list[str]:
    return blocks("README.md", "sh", "bash", "shell", "console")


def test_first_command_of_the_readme_analyses_a_sample_that_exists():
    sample = re.search(r"formcheck analyze (samples/videos/\S+)", shell_blocks()[0])

    assert sample is not None
    assert (ROOT / sample[1]).is_file()


def test_first_command_of_the_readme_names_an_exercise_that_exists():
    exercise = re.search(r"formcheck analyze \S+ -e (\S+)", shell_blocks()[0])

    assert exercise is not None
    assert exercise[1] in catalog()


def test_second_command_of_the_readme_runs_the_tests():
    assert "-m pytest" in shell_blocks()[1]


def test_both_commands_of_the_readme_install_the_pinned_versions():
    assert ["-c constraints.txt" in block for block in shell_blocks()[:2]] == [True, True]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not run .ci/run")
def test_ci_runs_the_two_commands_of_the_readme():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)

    printed = subprocess.run([script, "--dry-run"], capture_output=True, text=True, check=True, timeout=60).stdout

    assert [block for block in shell_blocks()[:2] if f"\n{block}\n" not in printed] == []


def pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("models/*.md")]


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as code hosts generate them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ +(.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    links = re.findall(r"\]\((?!https?://)([^)\s]+)\)", page.read_text(encoding="utf-8"))
    broken = []
    for link in links:
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_has_a_target(page):
    assert broken_links(page) == []


def test_every_source_named_in_the_code_is_in_the_page_of_sources():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    named = set(re.findall(r"docs/sources\.md#([\w-]+)", code))

    assert named
    assert sorted(named - anchors(ROOT / "docs" / "sources.md")) == []


def test_every_page_named_in_the_code_exists():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))

    assert [name for name in set(re.findall(r"docs/[\w-]+\.md", code)) if not (ROOT / name).is_file()] == []


def test_result_format_explains_every_key_of_the_schema():
    schema = json_schema()
    parts = [schema, *schema["$defs"].values()]
    keys = {key for part in parts for key in part.get("properties", {})}

    assert sorted(keys - set(re.findall(r"`(\w+)`", read("docs/result-format.md")))) == []


# --- versions -------------------------------------------------------------------------------------


def pins() -> dict[str, str]:
    """Version of each package in constraints.txt, by its normalised name."""
    lines = (line.partition("#")[0].strip() for line in read("constraints.txt").splitlines())
    pairs = (line.split("==") for line in lines if line)
    return {canonicalize_name(name): version for name, version in pairs}


def requirements() -> list[Requirement]:
    """Everything that pyproject.toml requires: to run, to test and to develop."""
    project = tomllib.loads(read("pyproject.toml"))
    lists = [
        project["project"]["dependencies"],
        *project["project"].get("optional-dependencies", {}).values(),
        *project["dependency-groups"].values(),
    ]
    return [Requirement(item) for each in lists for item in each if isinstance(item, str)]


def test_every_dependency_is_pinned_to_a_version_that_pyproject_allows():
    fits = {
        str(wanted): pins().get(canonicalize_name(wanted.name), "not pinned") in wanted.specifier
        for wanted in requirements()
        if canonicalize_name(wanted.name) in pins()
    }
    missing = [str(wanted) for wanted in requirements() if canonicalize_name(wanted.name) not in pins()]

    assert missing == []
    assert [wanted for wanted, fit in fits.items() if not fit] == []


def test_both_opencv_packages_are_pinned_to_one_version():
    assert pins()["opencv-python"] == pins()["opencv-contrib-python"]


def test_installed_opencv_is_the_pinned_version():
    installed = {name: importlib.metadata.version(name) for name in ("opencv-python", "opencv-contrib-python")}

    assert installed == {name: pins()[name] for name in installed}


def test_cv2_and_mediapipe_load_together():
    code = (
        "import cv2, json\n"
        "import mediapipe\n"
        "from mediapipe.tasks.python import vision\n"
        "print(json.dumps([cv2.__version__, vision.PoseLandmarker.__name__]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr

    version, landmarker = json.loads(done.stdout.splitlines()[-1])

    assert importlib.metadata.version("opencv-python").startswith(f"{version}.")
    assert landmarker == "PoseLandmarker"


# --- tracked files ---------------------------------------------------------------------------------


def tracked() -> list[Path]:
    """Files that git tracks, or would track after the next `git add`."""
    command = ["git", "-c", f"safe.directory={ROOT.as_posix()}", "ls-files", "-z"]
    try:
        done = subprocess.run(
            [*command, "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, or no git on this machine")
    paths = (ROOT / name for name in done.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_no_tracked_file_is_larger_than_10_mb():
    assert [path.name for path in tracked() if path.stat().st_size > LARGEST_BYTES] == []


# Each is written so that it does not match itself.
FORBIDDEN = {
    "address of a package registry": r"https?://[^\s\"']+/simple\b|//(?:files\.)?pythonhosted\.|\"resolved\": *\"http",
    "path of one machine": r"(?<![\w./-])/(?:work|root|farm|home/\w+|Users/\w+)/|[A-Z]:\\Users\\",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds_an(what):
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in re.finditer(FORBIDDEN[what], text)]

    assert found == []


def test_no_tracked_file_is_a_lock_with_download_addresses():
    assert [path.name for path in tracked() if path.name in {"uv.lock", "poetry.lock", "package-lock.json"}] == []
