"""The calls of the program whose results are compared, and how they are run; see ``same_results.py``."""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np

VIDEOS = (".mp4", ".mov", ".gif")

EXERCISES = {
    "bent_over_row": "bent-over-row",
    "glute_bridge": "glute-bridge",
    "gorilla_row": "gorilla-row",
    "hip_thrust": "hip-thrust",
    "kettlebell_swing": "kettlebell-swing",
    "rdl": "romanian-deadlift",
    "romanian_deadlift": "romanian-deadlift",
    "row": "bent-over-row",
    "single_leg": "single-leg-glute-bridge",
    "superman": "superman",
    "swing": "kettlebell-swing",
}
"""Exercise by the beginning of a file name, for files without a label."""

VARIANTS = {
    "bent_over_row_torso_rising_mixed_side_left_p4": "upright",
    "glute_bridge_good_side_p0": "heels-close",
    "gorilla_row_same_side_45_p4": "one-bell",
    "kettlebell_swing_squatty_mixed_side_left_p7": "overhead",
    "superman_legs_low_mixed_side_left_p3": "alternate",
}
"""Golden recordings that are also judged as a variant of their exercise."""

TEST = "single_leg_test_"
"""Beginning of the names of golden files that show the single-leg bridge test."""

BOTH_SIDES = ("single_leg_test_drops_p1.npz", "single_leg_test_short_tap_p4.npz")
"""Golden recordings of the left and of the right leg."""

START = "2026-01-05"
"""First day of every plan, so that a plan does not depend on the day on which it is made."""

PLANS = (
    ("beginner", "none", "3"),
    ("beginner", "dumbbells", "mon,wed,fri"),
    ("beginner", "kettlebell,bench", "1"),
    ("experienced", "kettlebells", "2"),
    ("experienced", "barbell,bench", "4"),
    ("experienced", "dumbbells,kettlebell,kettlebells,barbell,bench", "6"),
    ("expert", "none", "3"),  # no such level: the error message
)
"""Level, equipment and days."""

WIDTH = "100"
"""Width in columns of the terminal that the program prints for."""


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the program.

    Attributes
    ----------
    name : str
        Subfolder for its files, such as ``golden/NAME.npz``.
    arguments : tuple of str
        Arguments of ``python -m formcheck``. It runs in its subfolder, so files are written with ``-o .``.
    inputs : tuple of Path
        Files that it reads.
    """

    name: str
    arguments: tuple[str, ...]
    inputs: tuple[Path, ...] = ()


# --- what is run ----------------------------------------------------------------------------------


def label_of(path: Path) -> dict[str, Any]:
    """The label beside a file; empty if it has none."""
    label = path.with_suffix(".label.json")
    found: dict[str, Any] = json.loads(label.read_text(encoding="utf-8")) if label.is_file() else {}
    return found


def exercise_of(path: Path) -> str:
    """Exercise of a file, from its label or, without one, from its name."""
    labelled = label_of(path).get("exercise")
    if labelled is not None:
        return str(labelled)
    name = path.stem.removeprefix("real_").removeprefix("not_a_")
    for beginning, exercise in EXERCISES.items():
        if name.startswith(beginning):
            return exercise
    sys.exit(f"same_results: '{path.name}' has no label, and its name does not begin with an exercise.")


def files_in(folder: Path, *suffixes: str) -> list[Path]:
    """Files of a folder with one of these suffixes, sorted by name; none if the folder does not exist."""
    return sorted(path for path in folder.glob("*") if path.suffix in suffixes)


def is_recording(path: Path) -> bool:
    """Whether an ``.npz`` file is a pose recording, which the program reads, and not raw landmarks."""
    with np.load(path) as stored:
        return "about" in stored.files


def analysis(kind: str, path: Path, exercise: str, *more: str) -> Run:
    """A call of ``analyze``."""
    arguments = ("analyze", str(path), "-e", exercise, "-o", ".", "--no-video", *more)
    return Run(f"{kind}/{path.name}", arguments, (path,))


def assessment(name: str, paths: Sequence[Path], *more: str) -> Run:
    """A call of ``assess``."""
    arguments = ("assess", "single-leg-bridge", *map(str, paths), "-o", ".", "--no-video", *more)
    return Run(f"assess/{name}", arguments, tuple(paths))


def plan(name: str, *arguments: str) -> Run:
    """A call of ``plan``."""
    return Run(f"plan/{name}", ("plan", *arguments, "--start", START, "-o", "."))


def runs_of(kind: str, paths: Iterable[Path]) -> Iterator[Run]:
    """Analyse each file; assess those that show the test too."""
    for path in paths:
        yield analysis(kind, path, "glute-bridge" if kind == "failing" else exercise_of(path))
        if path.name.startswith(TEST) or "protocol" in label_of(path):
            yield assessment(f"{kind}-{path.name}", [path])


def golden_runs(golden: Path) -> Iterator[Run]:
    """The golden recordings as they are, as variants, and under all protocols of the test."""
    yield from runs_of("golden", files_in(golden, ".npz"))
    for name, variant in VARIANTS.items():
        path = golden / f"{name}.npz"
        yield analysis("variant", path, exercise_of(path), "--variant", variant)
    both = [golden / name for name in BOTH_SIDES]
    yield assessment("both-sides", both)
    for protocol in ("hold/1", "reps/1"):
        yield assessment(f"both-sides-{protocol.partition('/')[0]}", both, "--protocol", protocol)


def video_runs(root: Path, data: Path | None) -> Iterator[Run]:
    """Everything that needs the pose model, and the pose recordings among the data."""
    yield from runs_of("golden", files_in(root / "tests/golden", *VIDEOS))
    yield from runs_of("sample", files_in(root / "samples/videos", *VIDEOS))
    if data is not None:
        yield from runs_of("clip", files_in(data / "clips", *VIDEOS))
        yield from runs_of("track", filter(is_recording, files_in(data / "tracks", ".npz")))
        yield from runs_of("failing", files_in(data / "failing", *VIDEOS))


def first_runs(root: Path, data: Path | None, *, quick: bool) -> Iterator[Run]:
    """Every call that needs no result of another call."""
    yield Run("exercises/list", ("exercises",))
    for exercise in sorted(set(EXERCISES.values())):
        yield Run(f"exercises/{exercise}", ("exercises", exercise))
    for level, equipment, days in PLANS:
        name = f"{level}-{equipment}-{days}".replace(",", "+")
        yield plan(name, "--level", level, "--equipment", equipment, "--days", days)
    yield from golden_runs(root / "tests/golden")
    if not quick:
        yield from video_runs(root, data)


def plans_after(folder: Path) -> Iterator[Run]:
    """A plan from each assessment that was written."""
    for path in sorted((folder / "assess").glob("*/assessment.json")):
        yield plan(f"after-{path.parent.name}", str(path))


# --- how it is run --------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """The environment of the calls: that of the script, with a fixed kind of terminal."""
    paths = [str(Path(path).resolve()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    kept = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TTY_COMPATIBLE")}
    text = {"COLUMNS": WIDTH, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), **text}


def checkout() -> str:
    """Folder of the package that is measured."""
    command = [sys.executable, "-c", "import formcheck; print(formcheck.__path__[0])"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    return done.stdout.strip() or "a formcheck that cannot be imported"


def last_line(stderr: str) -> str:
    """The last line of an error, without messages of native libraries; for a traceback, the exception."""
    lines = [line for line in stderr.splitlines() if line.strip() and not re.match(r"[IWEF]\d{4} \d\d:", line)]
    if any(line.startswith("Traceback ") for line in lines):
        lines = [line for line in lines if not line.startswith("formcheck: this is a bug in formcheck")]
    return lines[-1] if lines else ""


def carry_out(run: Run, folder: Path, names: dict[str, str], more: Sequence[str]) -> bool:
    """Run the program once and save its output; whether it succeeded.

    Parameters
    ----------
    run : Run
        The call.
    folder : Path
        Folder of all runs.
    names : dict of str to str
        Words that replace paths of this machine in the saved output.
    more : sequence of str
        Further options for the commands that analyse poses.
    """
    target = folder / run.name
    target.mkdir(parents=True)
    added = more if run.arguments[0] in ("analyze", "assess") else ()
    command = [sys.executable, "-m", "formcheck", *run.arguments, *added]
    done = subprocess.run(
        command, cwd=target, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    kept = {"stdout.txt": done.stdout.decode(errors="replace")}
    if run.inputs:
        sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in run.inputs]
        kept["input.txt"] = "\n".join(sums) + "\n"
    if done.returncode:
        kept["failed.txt"] = f"exit code {done.returncode}\n{last_line(done.stderr.decode(errors='replace'))}\n"
    for name, text in kept.items():
        for path, word in names.items():
            text = text.replace(path, word)
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    return done.returncode == 0


def carry_out_all(runs: Sequence[Run], folder: Path, names: dict[str, str], jobs: int) -> list[str]:
    """Run all calls, several at the same time; names of those that failed."""
    failed, more = [], ("--jobs", "1") if jobs > 1 else ()
    with ThreadPoolExecutor(jobs) as pool:
        begun = {pool.submit(carry_out, run, folder, names, more): run.name for run in runs}
        for number, done in enumerate(as_completed(begun), 1):
            if not done.result():
                failed.append(begun[done])
            print(f"{number} of {len(runs)}: {begun[done]}{'' if done.result() else ' FAILED'}", flush=True)
    return failed


def write(options: argparse.Namespace) -> int:
    """Run the chosen calls; 0, or 2 if there is nothing to run or the folder is in use."""
    folder, root = options.folder.resolve(), options.root.resolve()
    data = None if options.data is None else options.data.resolve()
    runs = [run for run in first_runs(root, data, quick=options.quick) if fnmatch(run.name, options.only)]
    absent = [path for run in runs for path in run.inputs if not path.is_file()]
    if folder.exists() and any(folder.iterdir()):
        print(f"same_results: '{folder}' is not empty. Name a new folder.", file=sys.stderr)
        return 2
    if not runs or absent:
        print(f"same_results: nothing to run in '{root}', or absent: {absent[:3]}.", file=sys.stderr)
        return 2
    print(f"measuring {checkout()}")
    start_s = time.monotonic()
    names = {str(folder): "RESULTS", **({} if data is None else {str(data): "DATA"}), str(root): "ROOT"}
    failed = carry_out_all(runs, folder, names, options.jobs)
    plans = [run for run in plans_after(folder) if fnmatch(run.name, options.only)]
    failed += carry_out_all(plans, folder, names, options.jobs)
    kinds = Counter(run.name.partition("/")[0] for run in [*runs, *plans])
    print(", ".join(f"{number} {kind}" for kind, number in kinds.items()))
    print(f"{len(runs) + len(plans)} runs in {time.monotonic() - start_s:.0f} s, failed: {', '.join(failed) or 'none'}")
    return 0
