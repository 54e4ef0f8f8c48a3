"""Rendered people in front of the camera and with their backs to it, for `benchmarks/front.py`: kept as poses.

    python benchmarks/front_clips.py render FOLDER --part 0/2      draw (samples/render/requirements.txt)
    python benchmarks/front_clips.py poses FOLDER --model full     the model's landmarks of each clip

Each clip draws its own person, turn, height, lens, tempo and size of its fault from its number; some of its reps have
the fault. Limits are chosen on the people of the first half; those of the second half only report. Both commands go on
where they were stopped.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from rendered import run  # noqa: E402

SIZE = (480, 360)
SEED = 19
MOST_TURN_DEG = 20.0
HEIGHT_M = (0.3, 1.5)
LENS_DEG = (30.0, 62.0)
CHOSEN_PEOPLE, REPORTING_PEOPLE = tuple(range(70, 80)), tuple(range(80, 90))
"""Strangers by number: limits may be chosen on the first, the others only report."""

ROUNDS: tuple[tuple[str, str, bool], ...] = (
    ("bent_over_row", "uneven_pull", False),
    ("romanian_deadlift", "knees_in", False),
    ("kettlebell_swing", "knees_in", False),
    ("bent_over_row", "torso_rising", False),
    ("bent_over_row", "uneven_pull", True),
    ("romanian_deadlift", "knees_in", True),
    ("kettlebell_swing", "knees_in", True),
    ("bent_over_row", "torso_rising", True),
    ("romanian_deadlift", "knees_in", False),
    ("bent_over_row", "uneven_pull", False),
    ("gorilla_row", "torso_rotation", True),
    ("kettlebell_swing", "knees_in", False),
    ("glute_bridge", "short_hold", False),
    ("hip_thrust", "incomplete", False),
    ("glute_bridge", "short_hold", True),
    ("single_leg_glute_bridge", "hip_sag", False),
    ("bent_over_row", "torso_rising", False),
    ("bent_over_row", "torso_rising", False),
    ("glute_bridge", "knees_in", False),
    ("glute_bridge", "knees_in", False),
)
"""Movement, fault, and whether the camera is behind the person or at the head; once for each half of the people."""
FIRST_MILD, RISE_DEG = 32, (19.0, 27.0)
"""From this clip on the trunk rises by less: with the usual 32 degrees a front view takes the person for standing."""
FAULT_REPS = ((0,), (1,), (2,), (0, 1))


def is_reporting(number: int) -> bool:
    """Whether a clip only reports."""
    return number % 2 == 1


def entry(number: int) -> dict[str, Any]:
    """One clip as an entry of a recipe for `samples.render`."""
    chance = np.random.default_rng([SEED, number])
    movement, fault, behind = ROUNDS[number // 2]
    people = REPORTING_PEOPLE if is_reporting(number) else CHOSEN_PEOPLE
    turn = float(chance.uniform(-MOST_TURN_DEG, MOST_TURN_DEG))
    return {
        "name": f"{number:02}_{movement}_{fault}_{'back' if behind else 'front'}",
        "movement": movement,
        "reps": 4 if movement == "gorilla_row" else 3,
        "view": "front",
        "person": int(chance.choice(people)),
        "seed": 190000 + number,
        "faults": [fault],
        "wishes": _wishes(chance) if fault == "torso_rising" and number >= FIRST_MILD else {},
        "fault_reps": list(FAULT_REPS[int(chance.integers(0, len(FAULT_REPS)))]),
        "camera_height": round(float(chance.uniform(*HEIGHT_M)), 2),
        "view_deg": round(float(chance.uniform(*LENS_DEG)), 1),
        "turn_deg": round(turn + (180.0 if behind else 0.0), 1),
        "uneven_tempo": bool(chance.random() < 0.5),
        "fps": 15 if movement == "kettlebell_swing" else 12,
    }


def _wishes(chance: np.random.Generator) -> dict[str, Any]:
    """How far the trunk rises."""
    return {"rise_deg": round(float(chance.uniform(*RISE_DEG)), 1)}


if __name__ == "__main__":
    run(__doc__, entry, 2 * len(ROUNDS), SIZE, max(REPORTING_PEOPLE) + 1, outlines=False, truth=True)
