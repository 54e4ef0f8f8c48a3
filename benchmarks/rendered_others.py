"""Rendered people who do none of the eight exercises, counted as each of them: there should be no repetition.

    python benchmarks/rendered_others.py render FOLDER --split fresh   draw clips (samples/render/requirements.txt)
    python benchmarks/rendered_others.py poses FOLDER [--model lite]   landmarks of each clip, as MODEL/NAME.npz
    python benchmarks/rendered_others.py table FOLDER/MODEL            repetitions and attempts

Every movement of `samples.render.catalog.OTHER_MOVEMENTS` is drawn from the side, obliquely and from the front. The
splits have different people, rooms, cameras and tempos; limits may be chosen on `first` and `second`, never on `fresh`.
The folder may hold any other recordings in which nobody does an exercise.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

VIEWS = {"side": ("side", "side_left"), "oblique": ("45", "45_left"), "front": ("front", "front")}
"""Names of the renderer's views, from the right and from the left."""
SIZE, FPS = (480, 360), 15
REPS = {"jumping_jack": 6, "jogging": 7, "walking_in": 1}
"""Six seconds or so; two of all the others."""


@dataclass(frozen=True)
class Split:
    """What is different between splits: seeds, and the people of the samples."""

    first_seed: int
    people: tuple[int, ...]


SPLITS = {"first": Split(310, (1, 4, 7)), "second": Split(4730, (0, 3, 5)), "fresh": Split(9050, (2, 6, 4))}


@dataclass(frozen=True)
class Row:
    """One clip as one exercise."""

    clip: str
    exercise: str
    reps: int
    attempts: tuple[str, ...]


# Drawing


def entries(split: Split) -> Iterator[dict[str, Any]]:
    """The clips of a split, as entries of a recipe."""
    from samples.render.catalog import OTHER_MOVEMENTS

    for row, movement in enumerate(OTHER_MOVEMENTS):
        for column, (view, sides) in enumerate(VIEWS.items()):
            yield {
                "name": f"{movement}_{view}",
                "movement": movement,
                "reps": REPS.get(movement, 2),
                "view": sides[(row + column) % 2],
                "person": split.people[(row + column) % len(split.people)],
                "seed": split.first_seed + 10 * row + column,
                "fps": FPS,
            }


def render(folder: Path, split: Split, movements: list[str]) -> None:
    """Draw the clips of a split that are not there yet."""
    sys.path.insert(0, str(ROOT))
    from samples.render import options

    options.LANDSCAPE = SIZE
    from samples.render.film import write_film
    from samples.render.take import make_take

    folder.mkdir(parents=True, exist_ok=True)
    for entry in entries(split):
        path = folder / f"{entry['name']}.mp4"
        if not path.exists() and (not movements or entry["movement"] in movements):
            clip = options.Clip.from_json(entry)
            write_film(path, make_take(clip), clip)
            print(entry["name"], flush=True)


# Counting


def save_poses(folder: Path, model: str) -> None:
    """Landmarks of each clip that has none yet."""
    from formcheck.apps.open_input import open_poses
    from formcheck.apps.write import origin_of
    from formcheck.pose.pose import Pose
    from formcheck.pose.recording import Recording, save_recording

    (folder / model).mkdir(exist_ok=True)
    for clip in sorted(folder.glob("*.mp4")):
        path = folder / model / f"{clip.stem}.npz"
        if not path.exists():
            with open_poses(clip, model, outlines=False, jobs=1) as opened:
                track = Pose.stack(list(opened.poses))
                save_recording(path, Recording(track, origin_of(opened.source, opened.model)))
            print(path.stem, flush=True)


def rows_of(recordings: Path, name: str = "*") -> Iterator[Row]:
    """Each recording of a folder, or one of them, as each exercise."""
    from formcheck.apps.analyze import analyze_file
    from formcheck.errors import NobodySeen
    from formcheck.exercises import catalog

    for path in sorted(recordings.glob(f"{name}.npz")):
        for exercise in catalog():
            try:
                result = analyze_file(path, exercise).result
            except NobodySeen:
                yield Row(path.stem, exercise, 0, ("nobody found",))
                continue
            yield Row(path.stem, exercise, len(result.reps), tuple(each.reason for each in result.attempts))


def printed(rows: list[Row]) -> str:
    """One line for each recording: repetitions and attempts, by exercise, where there are any."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        said = [f"{row.reps} REPS"] if row.reps else []
        said += [f"{row.attempts.count(reason)} × {reason}" for reason in sorted(set(row.attempts))]
        found[row.clip] += [f"{row.exercise}: {', '.join(said)}"] if said else []
    lines = [f"{clip:28} {'; '.join(said) or '·'}" for clip, said in found.items()]
    counted = sum(row.reps for row in rows)
    return "\n".join([*lines, f"{len(found)} recordings, {len(rows)} analyses: {counted} reps"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["render", "poses", "table"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=sorted(SPLITS), default="fresh")
    parser.add_argument("--movements", nargs="*", default=[])
    parser.add_argument("--model", choices=["full", "lite"], default="full")
    asked = parser.parse_args()
    if asked.what == "render":
        render(asked.folder, SPLITS[asked.split], asked.movements)
    elif asked.what == "poses":
        save_poses(asked.folder, asked.model)
    else:
        print(printed(list(rows_of(asked.folder))))


if __name__ == "__main__":
    main()
