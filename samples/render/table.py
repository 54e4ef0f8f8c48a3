"""The table of samples/README.md, written from recipe and labels."""

import json
import re
from pathlib import Path
from typing import Any

from .options import Clip
from .recipe import FOLDER, Files

PAGE = FOLDER / "README.md"
START, END = "<!-- table of clips: make samples writes it -->", "<!-- end of table -->"


def faults_text(label: dict[str, Any]) -> str:
    """Faults of a label with the reps that show them, counted from 1."""
    found: dict[str, list[int]] = {}
    for number, rep in enumerate(label["reps"], start=1):
        for fault in rep["faults"]:
            found.setdefault(fault, []).append(number)
    every = list(range(1, len(label["reps"]) + 1))
    texts = [
        f"{fault} (all)" if numbers == every else f"{fault} ({', '.join(map(str, numbers))})"
        for fault, numbers in found.items()
    ]
    return ", ".join(texts) or "none"


def row(clip: Clip) -> str:
    """One line of the table."""
    files = Files.of(clip.name)
    label = json.loads(files.label.read_text(encoding="utf-8"))
    still = files.still.relative_to(FOLDER).as_posix()
    seconds = len(label["angles"]["trunk"]) / label["angles"]["fps"]
    cells = [
        f"![]({still})",
        f"`{clip.name}`",
        clip.shows,
        label["view"],
        f"{seconds:.0f} s",
        str(len(label["reps"])),
        faults_text(label),
    ]
    return f"| {' | '.join(cells)} |"


def write_table(clips: list[Clip], page: Path = PAGE) -> None:
    """Write the table between its two marks in the page."""
    head = [
        "| still | clip | what it shows | view | length | reps | faults (in reps) |",
        "|---|---|---|---|---|---|---|",
    ]
    table = "\n".join([START, "", *head, *map(row, clips), "", END])
    text = page.read_text(encoding="utf-8")
    pattern = f"{re.escape(START)}.*{re.escape(END)}"
    page.write_text(re.sub(pattern, lambda _: table, text, flags=re.DOTALL), encoding="utf-8")
