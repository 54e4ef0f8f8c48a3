"""Rendered people for `benchmarks/sagittal.py`: drawn once, kept as poses.

    python benchmarks/sagittal_clips.py render FOLDER --part 0/2      draw (samples/render/requirements.txt)
    python benchmarks/sagittal_clips.py poses FOLDER --model full     the model's landmarks of each clip

No cross of everything: each clip draws its own person, turn, side, height, lens, load, tempo and faults from its
number. Both commands go on where they were stopped. The people of every third round only report: nothing is fitted on
them.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from rendered import run  # noqa: E402

CLIPS = 168
MOVEMENTS = 8
SIZE = (480, 360)
FPS = 15
SEED = 18
MOST_TURN_DEG = 65.0
HEIGHT_M = (0.3, 1.5)
LENS_DEG = (30.0, 62.0)
REPORTING_EVERY = 3
"""Every third round of the movements reports."""
FITTED_PEOPLE = (*range(8), *range(20, 30))
REPORTING_PEOPLE = tuple(range(30, 40))
"""Strangers by number, apart from those of `oblique_counts.py`, which are 8 to 19."""
SPINE_DEG = ((), (10.0,), (20.0,), (30.0,), (40.0,))
GOLDEN = 0.618034
OTHERS_THAT_REPORT = (17, 18, 19)
"""Strangers of the split of `oblique_counts.py` that nothing was chosen on: they only report here too."""


def is_reporting(number: int) -> bool:
    """Whether a clip only reports."""
    return number // MOVEMENTS % REPORTING_EVERY == REPORTING_EVERY - 1


def entry(number: int) -> dict[str, Any]:
    """One clip as an entry of a recipe for `samples.render`."""
    from samples.render.catalog import MOVEMENTS as KINDS

    chance = np.random.default_rng([SEED, number])
    row, column = divmod(number, MOVEMENTS)
    movement, kind = list(KINDS.items())[column]
    people = REPORTING_PEOPLE if is_reporting(number) else FITTED_PEOPLE
    turn = MOST_TURN_DEG * (2.0 * ((GOLDEN * row + 0.11 * column) % 1.0) - 1.0)
    faults = [(), *((fault,) for fault in kind.rules)][int(chance.integers(0, len(kind.rules) + 1))]
    left = bool(chance.random() < 0.5)
    return {
        "name": f"{number:03}_{movement}_{'_'.join(faults) or 'good'}",
        "movement": movement,
        "reps": 2,
        "view": "side_left" if left else "side",
        "person": int(people[int(chance.integers(0, len(people)))]),
        "seed": 180000 + number,
        "faults": list(faults),
        "wishes": _wishes(movement, chance),
        "camera_height": round(float(chance.uniform(*HEIGHT_M)), 2),
        "view_deg": round(float(chance.uniform(*LENS_DEG)), 1),
        "turn_deg": round(-turn if left else turn, 1),
        "loose_m": round(float(chance.choice([0.0, 0.0, 0.015])), 3),
        "fps": FPS,
    }


def _wishes(movement: str, chance: np.random.Generator) -> dict[str, Any]:
    """Load and variant."""
    if movement == "hip_thrust":
        return {"barbell": bool(chance.random() < 0.7)}
    if movement == "single_leg_glute_bridge":
        return {"side": str(chance.choice(["left", "right"])), "variant": str(chance.choice(["lift", "tap"]))}
    if movement in ("bent_over_row", "romanian_deadlift"):
        return {"spine_deg": SPINE_DEG[int(chance.integers(0, len(SPINE_DEG)))]}
    return {}


if __name__ == "__main__":
    run(__doc__, entry, CLIPS, SIZE, max(REPORTING_PEOPLE) + 1)
