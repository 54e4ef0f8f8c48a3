"""Reps counted from oblique cameras: rendered people that nothing was chosen on, with and without faults.

    python benchmarks/oblique_counts.py render FOLDER --split fresh    draw clips (samples/render/requirements.txt)
    python benchmarks/oblique_counts.py poses FOLDER                   the full model's landmarks of each clip
    python benchmarks/oblique_counts.py table FOLDER                   counts against labels

Every exercise is drawn from turns off the side, with the faults that the renderer can show, by people who are not
among those of the samples. The splits have different people, rooms, cameras and pairs of fault and turn; what the
counting got wrong was looked at in all of them but `fresh`. A clip of one's own lies in the same folder as NAME.mp4 or
NAME.npz with NAME.label.json.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rendered import draw, use

TURNS_DEG = (25, 35, 45, 55, 65)
"""Azimuths off the side of the person, degrees: from the border of the side view to that of the front view."""
FEWER_TURNS_DEG = (30, 45, 60)
SIZE = (480, 360)
FPS = 15
REPS = 3
PEOPLE_OF_A_SPLIT = 3


@dataclass(frozen=True)
class Split:
    """What is different between splits: seeds, people (numbered after the samples' eight), and pairs of options."""

    first_seed: int
    first_person: int
    fault_shift: int
    side_shift: int
    turns_deg: tuple[int, ...] = TURNS_DEG


SPLITS = {
    "first": Split(52000, 8, 0, 0),
    "second": Split(91000, 11, 2, 1),
    "third": Split(137000, 14, 1, 2),
    "fresh": Split(171000, 17, 3, 3, FEWER_TURNS_DEG),
}


@dataclass(frozen=True)
class Row:
    """One clip: what was done, the true azimuth off the side, reps labelled and counted."""

    clip: str
    exercise: str
    turn_deg: float
    faults: list[str]
    labelled: int
    counted: int
    attempts: list[str]
    views: list[str]

    @property
    def exact(self) -> bool:
        """Whether as many reps were counted as labelled."""
        return self.labelled == self.counted


# Drawing


def entries(split: Split) -> Iterator[dict[str, Any]]:
    """The clips of a split, as entries of a recipe: each movement once from each turn, its faults one after another."""
    from samples.render.catalog import MOVEMENTS

    for column, turn in enumerate(split.turns_deg):
        for row, (movement, kind) in enumerate(MOVEMENTS.items()):
            variants = [(), *((fault,) for fault in kind.rules)]
            faults = variants[(column + row + split.fault_shift) % len(variants)]
            left = (row + column + split.side_shift) % 2 == 1
            from_behind = (row + 2 * column + split.side_shift) % 5 == 4
            person = split.first_person + (row + column) % PEOPLE_OF_A_SPLIT
            signed = turn * (-1 if left else 1) * (-1 if from_behind else 1)
            where = f"{'left' if left else 'right'}{'_behind' if from_behind else ''}"
            yield {
                "name": f"{movement}_{'_'.join(faults) or 'good'}_{turn}_{where}_p{person}",
                "movement": movement,
                "reps": REPS,
                "view": "side_left" if left else "side",
                "person": person,
                "seed": split.first_seed + 10 * row + column,
                "faults": list(faults),
                "fault_reps": None if column % 2 else [1, 2],
                "turn_deg": float(signed),
                "fps": FPS,
            }


def render(folder: Path, split: Split, names: list[str]) -> None:
    """Draw the clips of a split that are not there yet."""
    use(SIZE, max(each.first_person for each in SPLITS.values()) + PEOPLE_OF_A_SPLIT)
    draw((entry for entry in entries(split) if not names or entry["name"] in names), folder)


# Counting


def save_poses(folder: Path) -> None:
    """Landmarks of each clip that has none yet, as NAME.npz."""
    from formcheck.apps.analyze import analyze_file
    from formcheck.apps.write import origin_of
    from formcheck.evaluation.labels import labelled_clips, read_label
    from formcheck.pose.recording import Recording, save_recording

    for label, clip in labelled_clips(folder):
        recording = clip.with_suffix(".npz")
        if not recording.exists():
            done = analyze_file(clip, read_label(label).exercise, jobs=1)
            origin = origin_of(done.source, done.result.provenance.model)
            save_recording(recording, Recording(done.track, origin))
            print(recording.stem, flush=True)


def rows_of(folder: Path) -> Iterator[Row]:
    """One row for each label with a recording beside it."""
    from formcheck.apps.analyze import analyze_file
    from formcheck.evaluation.labels import SUFFIX, read_label

    for path in sorted(folder.glob(f"*{SUFFIX}")):
        recording = path.with_name(path.name.removesuffix(SUFFIX) + ".npz")
        if recording.exists():
            label = read_label(path)
            azimuth = json.loads(path.read_text(encoding="utf-8"))["azimuth_deg"]
            off = abs(abs((azimuth + 180) % 360 - 180) - 90)
            result = analyze_file(recording, label.exercise).result
            yield Row(
                recording.stem,
                label.exercise,
                round(off, 1),
                sorted({fault for rep in label.reps for fault in rep.faults}),
                len(label.reps),
                len(result.reps),
                [attempt.reason for attempt in result.attempts],
                sorted({str(rep.view) for rep in result.reps}),
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["render", "poses", "table"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=sorted(SPLITS), default="fresh")
    parser.add_argument("--names", nargs="*", default=[])
    asked = parser.parse_args()
    if asked.what == "render":
        render(asked.folder, SPLITS[asked.split], asked.names)
    elif asked.what == "poses":
        save_poses(asked.folder)
    else:
        rows = list(rows_of(asked.folder))
        for row in rows:
            print("ok " if row.exact else "BAD", row)
        print(f"exact: {sum(row.exact for row in rows)} of {len(rows)}")


if __name__ == "__main__":
    main()
