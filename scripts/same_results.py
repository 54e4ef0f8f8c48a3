"""Show that a change of the code changes no result: run every input before and after it, and compare.

    python scripts/same_results.py write FOLDER [--quick] [--data FOLDER] [--root FOLDER] [--only PATTERN] [--jobs N]
    python scripts/same_results.py compare BEFORE AFTER [--words] [--only PATTERN]

``write`` calls the program as a user does, ``python -m formcheck``, with its own interpreter and ``PYTHONPATH``; these
decide which checkout is measured. Inputs come from the checkout in the current directory, or from ``--root``. Each
call has a subfolder with the files that the program wrote, and

    stdout.txt    the standard output
    input.txt     checksums of the files that it read
    failed.txt    only after a failure: the exit code, and the last line of the error

``--quick`` runs golden recordings, plans and exercises, no pose model: a minute and a half on two free processors.
Not run: the live commands, the annotated video, ``evaluate`` and ``doctor``. Raw landmarks among the data (``.npz``
without ``about``) are left out, since the program does not read them.

``compare`` ignores only the version of formcheck: the key ``formcheck`` of the JSON files and of ``poses.npz``, and the
version in the text of the pages. Everything else has to be equal: JSON by value and type, tables byte for byte, arrays
bit for bit, pages by their visible text and by the checksums of their images and drawings.

With ``--words`` the wording may change: JSON fields that hold text for a reader, the text of pages, the standard
output. A text whose numbers differ still counts as a difference. Images contain words too: a changed image is listed
but not counted, a missing one is counted.
"""

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

from result_differences import (
    Difference,
    Differences,
    array_differences,
    failure_differences,
    image_differences,
    json_differences,
    page_differences,
    table_differences,
    text_differences,
)
from result_runs import write

SHORT = 100
"""Characters of a value that are shown."""

KINDS: tuple[tuple[str, str, Callable[[bytes, bytes], Differences]], ...] = (
    ("result.json", "result.json", json_differences),
    ("assessment.json", "assessment.json", json_differences),
    ("plan.json", "plan.json", json_differences),
    ("signals.csv", "signals.csv", table_differences),
    ("poses.npz", "poses*.npz", array_differences),
    ("report.html, text", "report.html", page_differences),
    ("report.html, images", "report.html", image_differences),
    ("plan.html, text", "plan.html", page_differences),
    ("plan.html, images", "plan.html", image_differences),
    ("stdout.txt", "stdout.txt", text_differences),
    ("failed.txt", "failed.txt", failure_differences),
    ("input.txt", "input.txt", table_differences),
)
"""What is compared: its name, the files that hold it, and the function that compares."""

OTHER = ("other files", "*", table_differences)


def files_of(folder: Path, only: str) -> dict[str, set[str]]:
    """File names of each run whose name fits a pattern."""
    runs: dict[str, set[str]] = defaultdict(set)
    for path in folder.rglob("*"):
        run = path.parent.relative_to(folder).as_posix()
        if path.is_file() and fnmatch(run, only):
            runs[run].add(path.name)
    return runs


def missing(before: dict[str, set[str]], after: dict[str, set[str]]) -> Differences:
    """Runs and files that only one of the two folders has."""
    for run in sorted({*before, *after}):
        if run not in before or run not in after:
            there = ["run" if run in side else "not run" for side in (before, after)]
            yield Difference(run, there[0], there[1])
        else:
            for name in sorted(before[run] ^ after[run]):
                there = ["there" if name in side[run] else "no such file" for side in (before, after)]
                yield Difference(f"{run}/{name}", there[0], there[1])


def compare(before: Path, after: Path, *, words: bool = False, only: str = "*") -> int:
    """Compare two folders and print their differences.

    Parameters
    ----------
    before, after : Path
        Folders that ``same_results.py write`` has filled.
    words : bool
        List each change of wording once, and do not count it.
    only : str
        Pattern of the names of the runs to compare.

    Returns
    -------
    int
        Exit code: 0 if everything is equal, 1 if not, 2 if there is nothing to compare.
    """
    runs, others = files_of(before, only), files_of(after, only)
    if not runs or not others:
        print(f"same_results: no results in '{before if not runs else after}'.", file=sys.stderr)
        return 2
    found = list(missing(runs, others))
    print(f"runs: {len(runs)} before, {len(others)} after; {len(found)} runs or files in only one of them")
    tally: dict[str, list[bool]] = defaultdict(list)
    for run in sorted(runs.keys() & others.keys()):
        for name in sorted(runs[run] & others[run]):
            contents = [(folder / run / name).read_bytes() for folder in (before, after)]
            for kind, _, differences in [each for each in KINDS if fnmatch(name, each[1])] or [OTHER]:
                new = [replace(each, where=f"{run}/{name} {each.where}".rstrip()) for each in differences(*contents)]
                tally[kind].append(not new)
                found += new
    for kind in dict.fromkeys([*(kind for kind, _, _ in KINDS if kind in tally), *tally]):
        print(f"{kind}: {sum(tally[kind])} of {len(tally[kind])} equal")
    return report(found, words=words)


def report(found: list[Difference], *, words: bool) -> int:
    """Print the differences; the exit code."""
    counted = [each for each in found if not (words and each.words)]
    for each in counted:
        print(f"{each.where}: {shortened(each.before)} → {shortened(each.after)}")
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in found:
        if words and each.words:
            places[each.before, each.after].append(each.where)
    for (before, after), wheres in places.items():
        print(f"\n@@ {len(wheres)} {'place' if len(wheres) == 1 else 'places'}, the first: {wheres[0]} @@")
        print("\n".join([*(f"-{line}" for line in before.splitlines()), *(f"+{line}" for line in after.splitlines())]))
    listed = f" apart from {len(places)} changes of words" if places else ""
    print(f"{f'{len(counted)} differences' if counted else 'all is equal'}{listed}")
    return 1 if counted else 0


def shortened(text: str) -> str:
    """A text on one line, shortened if it is long."""
    line = " ".join(text.split()) or "nothing"
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"


def parsed() -> argparse.Namespace:
    """The command line options."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = asked.add_subparsers(dest="command", required=True)
    writes = commands.add_parser("write", help="run every input and save what the program writes")
    writes.add_argument("folder", type=Path, help="folder to write; must be empty or not exist")
    writes.add_argument(
        "--quick", action="store_true", help="only golden recordings, plans and exercises: no pose model"
    )
    writes.add_argument("--data", type=Path, metavar="FOLDER", help="evaluation material: clips, tracks, failing")
    writes.add_argument("--root", type=Path, default=Path(), help="checkout with the inputs; default: this directory")
    writes.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="runs at the same time")
    compares = commands.add_parser("compare", help="compare two folders that were written")
    compares.add_argument("before", type=Path)
    compares.add_argument("after", type=Path)
    compares.add_argument("--words", action="store_true", help="list changes of wording, and do not count them")
    for command in (writes, compares):
        command.add_argument("--only", default="*", metavar="PATTERN", help="names of runs, such as 'golden/real_*'")
    return asked.parse_args()


def main() -> int:
    """Write or compare; the exit code."""
    options = parsed()
    if options.command == "write":
        return write(options)
    return compare(options.before, options.after, words=options.words, only=options.only)


if __name__ == "__main__":
    sys.exit(main())
