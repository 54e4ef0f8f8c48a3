"""Rendered hinges with known bends of the spine for `benchmarks/back_fit.py`: drawn once, kept as poses with outlines.

    python benchmarks/back_clips.py render FOLDER --part 0/2      draw (samples/render/requirements.txt)
    python benchmarks/back_clips.py poses FOLDER --model full     the model's landmarks and outlines of each clip

As in `sagittal_clips.py`, each clip draws person, camera, clothes and bends at random from its number, and both
commands go on where they were stopped. The people of two rounds in five only report: nothing is fitted on them. All
swings of a set bend alike, because a swing has a bottom at each end.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from rendered import run  # noqa: E402

CLIPS = 120
LOW_CLIPS = 8
"""Besides, as many clips in which the lower back alone bends; they only report."""
MOVEMENTS = ("romanian_deadlift", "bent_over_row", "romanian_deadlift", "bent_over_row", "kettlebell_swing")
SIZE = (480, 360)
FPS = {"romanian_deadlift": 12, "bent_over_row": 12, "kettlebell_swing": 30}
SEED = 181
FITTED_PEOPLE = (*range(8), *range(40, 52))
REPORTING_PEOPLE = tuple(range(52, 66))
"""Strangers by number, apart from those of the other benchmarks, which are 8 to 39."""
SIDE_DEG, OBLIQUE_DEG = (0.0, 22.0), (25.0, 45.0)
HEIGHT_M = (0.3, 1.5)
LENS_DEG = (30.0, 62.0)


def is_reporting(number: int) -> bool:
    """Whether a clip only reports."""
    return number >= CLIPS or number // len(MOVEMENTS) % 5 in (2, 4)


def entry(number: int) -> dict[str, Any]:
    """One clip as an entry of a recipe for `samples.render`."""
    chance = np.random.default_rng([SEED, number])
    low = number >= CLIPS
    movement = MOVEMENTS[number % (2 if low else len(MOVEMENTS))]
    people = REPORTING_PEOPLE if is_reporting(number) else FITTED_PEOPLE
    mixed = low or (chance.random() < 0.5 and movement != "kettlebell_swing")
    bends = _mixed(chance) if mixed else _alike(chance)
    turn = float(chance.uniform(*(SIDE_DEG if chance.random() < 0.75 else OBLIQUE_DEG)) * chance.choice([-1, 1]))
    return {
        "name": f"{number:03}_{movement}",
        "movement": movement,
        "reps": len(bends),
        "view": str(chance.choice(["side", "side_left"])),
        "person": int(people[int(chance.integers(0, len(people)))]),
        "seed": 181000 + number,
        "wishes": {"spine_deg": bends, "head_up": bool(chance.random() < 0.25)} | ({"spine_low": True} if low else {}),
        "camera_height": round(float(chance.uniform(*HEIGHT_M)), 2),
        "view_deg": round(float(chance.uniform(*LENS_DEG)), 1),
        "turn_deg": round(turn, 1),
        "loose_m": round(float(chance.choice([0.0, 0.0, 0.0, 0.015, 0.03])), 3),
        "noise": round(float(chance.uniform(2.0, 8.0)), 1),
        "fps": FPS[movement],
    }


def _mixed(chance: np.random.Generator) -> list[float]:
    """Bend of the spine in each rep, degrees: all kinds in any order."""
    bends = [0.0, float(chance.uniform(0, 10)), 20.0, 30.0, float(chance.uniform(30, 50))]
    return [round(bend, 1) for bend in chance.permutation(bends)]


def _alike(chance: np.random.Generator) -> list[float]:
    """Bend of the spine in each rep, degrees: the same in all."""
    return [float(chance.choice([0.0, 0.0, 0.0, 20.0, 30.0, 30.0]))] * 3


if __name__ == "__main__":
    run(__doc__, entry, CLIPS + LOW_CLIPS, SIZE, max(REPORTING_PEOPLE) + 1)
