"""Rendered people who do the single-leg bridge test, for `benchmarks/assessment.py`: drawn once, kept as poses.

    python benchmarks/assessment_clips.py render FOLDER --part 0/2      draw (samples/render/requirements.txt)
    python benchmarks/assessment_clips.py poses FOLDER --model full     the model's landmarks of each clip

Each clip draws its own person, turn, height, lens, roll of the camera, arms and sinks from its number; the sinks of a
side are spread evenly from 0 to 24 degrees, and each of its lowerings a little around them. Both commands go on where
they were stopped. The people that report are new bodies, of whom nothing is fitted.
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
GOLDEN = 0.618034
MOST_TURN_DEG = 45.0
HEIGHT_M = (0.25, 1.1)
LENS_DEG = (30.0, 58.0)
MOST_SINK_DEG = 24.0
LOWERINGS = 3
BOTH_LEGS = 72
"""Clips of both legs: the odd ones below `REPORTING_BELOW` report, the others are fitted."""
REPORTING_BELOW = 64
FIRST_REPORTING, FIRST_FITTED = 40, 100
"""Numbers of the first stranger of each kind, 40 to 99 and 100 to 135: nobody who reports is fitted."""
STILL = range(72, 82)
AGAIN = range(82, 98)
"""People that report, filmed once more: the clip of number `AGAIN[n]` repeats clip ``2 n + 1``."""
AGAIN_TURN_DEG, AGAIN_HEIGHT_M = 10.0, 0.3
INVALID = range(98, 112)
FOOT_END = range(112, 120)
CLIPS = 120
SLOWER_FITTED = 18
"""Number of the first clip to be fitted that is drawn at 10 frames a second."""
WOBBLES: tuple[tuple[float, float], ...] = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (3.0, 1.2), (7.0, 4.0))
"""Roll and lift, in degrees, by which the pelvis shakes; one of them for each clip."""
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("knee-bent", {"free_knee_deg": 60.0}),
    ("heel-up", {"short_taps": [1]}),
    ("hands", {"arms": "chest", "pushes": [1]}),
    ("foot", {"steps": [1]}),
    ("fall", {"falls": [2]}),
    ("hips-down", {"hips_down": True}),
    ("down-at-once", {"drop_at_end": True}),
)


def is_reporting(number: int) -> bool:
    """Whether a clip only reports."""
    return number >= BOTH_LEGS or (number % 2 == 1 and number < REPORTING_BELOW)


def entry(number: int) -> dict[str, Any]:
    """One clip as an entry of a recipe for `samples.render`."""
    if number in AGAIN:
        return _again(number)
    if number in STILL:
        return _filmed(number, "still", _person(number), LOWERINGS - 1, [0.0] * (LOWERINGS - 1), turned=24.0)
    if number in INVALID:
        kind, wishes = KINDS[(number - INVALID[0]) % len(KINDS)]
        clip = _filmed(number, kind, _person(number), LOWERINGS, [3.0] * LOWERINGS, turned=30.0)
        return clip | {"wishes": clip["wishes"] | wishes}
    if number in FOOT_END:
        clip = _filmed(number, "foot-end", _person(number), LOWERINGS, _sags(number, 0, LOWERINGS), turned=20.0)
        return clip | {"view": "front"}
    sags = [*_sags(number, 0, LOWERINGS), *_sags(number, 1, LOWERINGS)]
    clip = _filmed(number, "both", _person(number), 2 * LOWERINGS, sags, turned=MOST_TURN_DEG)
    return clip | {"wishes": clip["wishes"] | {"change_after": LOWERINGS}}


def _person(number: int) -> int:
    return FIRST_REPORTING + number // 2 if is_reporting(number) else FIRST_FITTED + number // 2


def _sags(number: int, leg: int, reps: int) -> list[float]:
    """Sinks of one side: evenly spread over all sides, and each lowering a little around that of its side."""
    chance = np.random.default_rng([SEED, number, leg])
    middle = MOST_SINK_DEG * ((GOLDEN * (2 * (number // 2) + leg) + 0.37 * (number % 2)) % 1.0)
    return [round(float(max(middle + 0.7 * chance.normal(), 0.0)), 1) for _ in range(reps)]


def _filmed(number: int, kind: str, person: int, reps: int, sags: list[float], turned: float) -> dict[str, Any]:
    chance = np.random.default_rng([SEED, number])
    turn = turned * (2.0 * ((GOLDEN * (number // 2) + 0.29 * (number % 2)) % 1.0) - 1.0)
    from_left = bool(chance.random() < 0.5)
    roll_deg, bob_deg = WOBBLES[int(chance.integers(0, len(WOBBLES)))] if kind == "both" else WOBBLES[0]
    return {
        "name": f"{number:03}_{kind}",
        "movement": "single_leg_glute_bridge",
        "reps": reps,
        "view": "side_left" if from_left else "side",
        "person": person,
        "seed": 190000 + number,
        "faults": ["wobble"] if roll_deg else [],
        "wishes": {
            "side": str(chance.choice(["left", "right"])),
            "variant": "tap",
            "baseline_s": 3.2,
            "sags_deg": sags,
            "sag_roll": round(float(chance.uniform(0.2, 0.6)), 2),
            "wobble_deg": roll_deg,
            "bob_deg": bob_deg,
            "arms": "chest" if chance.random() < 0.6 else "floor",
        },
        "camera_height": round(float(chance.uniform(*HEIGHT_M)), 2),
        "view_deg": round(float(chance.uniform(*LENS_DEG)), 1),
        "turn_deg": round(-turn if from_left else turn, 1),
        "roll_deg": round(float(chance.uniform(-4.0, 4.0)), 1),
        "loose_m": float(chance.choice([0.0, 0.0, 0.015])),
        "fps": _fps(number),
    }


def _fps(number: int) -> int:
    """Frames a second: 20 or 30, and 10 of most clips that are fitted: sinking is slow, and so is drawing."""
    if SLOWER_FITTED <= number < BOTH_LEGS and not is_reporting(number):
        return 10
    return 30 if number % 8 in (0, 3) else 20


def _again(number: int) -> dict[str, Any]:
    """The same person and sinks, another day: other tremor and tempo, and the camera a little elsewhere."""
    first = entry(2 * (number - AGAIN[0]) + 1)
    chance = np.random.default_rng([SEED, number])
    sags = [round(max(sag + 0.7 * float(chance.normal()), 0.0), 1) for sag in first["wishes"]["sags_deg"]]
    turn, height = first["turn_deg"], first["camera_height"]
    return first | {
        "name": f"{number:03}_again_{first['name'][:3]}",
        "seed": 190000 + number,
        "wishes": first["wishes"] | {"sags_deg": sags},
        "turn_deg": round(turn - AGAIN_TURN_DEG if turn > 0 else turn + AGAIN_TURN_DEG, 1),
        "camera_height": round(height + AGAIN_HEIGHT_M if height < 0.7 else height - AGAIN_HEIGHT_M, 2),
    }


if __name__ == "__main__":
    run(__doc__, entry, CLIPS, SIZE, FIRST_FITTED + BOTH_LEGS // 2 + 1, truth=True)
