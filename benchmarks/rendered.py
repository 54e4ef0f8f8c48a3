"""What the benchmarks on rendered people share: people, drawing clips, and saving their poses.

Drawing needs samples/render/requirements.txt; saving poses needs formcheck. The two may be different environments.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))


def stranger(number: int) -> Any:
    """A person who is not among the samples': body and clothes from their number alone."""
    from samples.render.people import Person

    chance = np.random.default_rng([number, 16])
    colours = [tuple(chance.uniform(low, high, 3)) for low, high in ((0.05, 0.6), (0.1, 0.8), (0.08, 0.6), (0.2, 0.9))]
    tone = chance.uniform(0.35, 0.9)
    return Person(
        float(chance.choice([0.08, 0.92])),
        *(float(chance.uniform(*span)) for span in ((0.67, 0.92), (0.4, 0.8), (0.38, 0.7), (0.36, 0.56), (0.4, 0.8))),
        (tone, 0.77 * tone, 0.62 * tone),
        *colours,
        float(chance.uniform(0.05, 0.28)),
        float(chance.uniform(0.36, 0.84)),
        bool(chance.random() < 0.5),
    )


def use(size: tuple[int, int], people: int) -> None:
    """Draw pictures of this size, and let people up to this number take part: strangers follow the samples' eight."""
    from samples.render import options
    from samples.render import people as known

    known.PEOPLE = (*known.PEOPLE, *(stranger(number) for number in range(len(known.PEOPLE), people)))
    options.LANDSCAPE = size


def save_truth(entry: dict[str, Any], folder: Path) -> None:
    """The true joints of a clip, NAME.truth.npz: (T, 21, 3) metres in the order of `samples.render.truth.POINTS`."""
    from samples.render.options import Clip
    from samples.render.take import make_take

    path = folder / f"{entry['name']}.truth.npz"
    if not path.exists():
        take = make_take(Clip.from_json(entry))
        np.savez_compressed(path, points=take.points.astype(np.float32), fps=take.course.fps)
        print(path.name, flush=True)


def draw(entries: Iterable[dict[str, Any]], folder: Path) -> None:
    """Draw the clips that are not there yet, with their labels; an incomplete clip is never left under its name."""
    from samples.render.film import write_film
    from samples.render.labels import make_label
    from samples.render.options import Clip

    folder.mkdir(parents=True, exist_ok=True)
    for entry in entries:
        video = folder / f"{entry['name']}.mp4"
        if video.exists():
            continue
        clip = Clip.from_json(entry)
        take, label = make_label(clip)
        half_done = video.with_suffix(".part.mp4")
        write_film(half_done, take, clip)
        text = json.dumps(label | {"recipe": entry}, separators=(",", ":"))
        video.with_suffix(".label.json").write_text(text, encoding="utf-8")
        half_done.rename(video)
        print(entry["name"], flush=True)


def save_poses(folder: Path, model: str, names: Iterable[str] | None = None, outlines: bool = True) -> None:
    """Landmarks of each clip that has none yet, as MODEL/NAME.npz."""
    from formcheck.apps.open_input import open_poses
    from formcheck.apps.write import origin_of
    from formcheck.pose.pose import Pose
    from formcheck.pose.recording import Recording, save_recording

    (folder / model).mkdir(exist_ok=True)
    clips = sorted(path for path in folder.glob("*.mp4") if not path.name.endswith(".part.mp4"))
    for clip in clips:
        path = folder / model / f"{clip.stem}.npz"
        if path.exists() or (names is not None and clip.stem not in names):
            continue
        with open_poses(clip, model, outlines=outlines, jobs=1) as opened:
            track = Pose.stack(list(opened.poses))
            save_recording(path, Recording(track, origin_of(opened.source, opened.model)))
        print(path.stem, flush=True)


def run(
    about: str | None,
    entry: Callable[[int], dict[str, Any]],
    clips: int,
    size: tuple[int, int],
    people: int,
    *,
    outlines: bool = True,
    truth: bool = False,
) -> None:
    """The command line of a recipe: ``render FOLDER --part 0/2`` and ``poses FOLDER --model full``.

    `entry` gives each of the numbered clips; `truth` saves the true joints beside each clip that is drawn.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["render", "poses"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="0/1", help="first clip and number of parts, as 0/2")
    parser.add_argument("--model", choices=["full", "lite", "heavy"], default="full")
    asked = parser.parse_args()
    if asked.what == "poses":
        save_poses(asked.folder, asked.model, outlines=outlines)
        return
    use(size, people)
    first, parts = (int(each) for each in asked.part.split("/"))
    for clip in (entry(number) for number in range(first, clips, parts)):
        draw([clip], asked.folder)
        if truth:
            save_truth(clip, asked.folder)
