"""Rendered people who do the timed hold and the repetitions of the single-leg bridge test, both legs in one clip.

    python benchmarks/led_clips.py render FOLDER      draw (samples/render/requirements.txt)
    python benchmarks/led_clips.py poses FOLDER       the model's landmarks of each clip

The landmarks of the full model are in tests/golden, under the same names. In ``hold_merged`` both thighs look like one,
and the model hangs the raised shin on the wrong one: seconds are right there, the leg is not.
The second leg is the far one, as nobody turns round in them.
"""

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from rendered import run  # noqa: E402

SIZE = (480, 360)
PEOPLE = 138
HELD: dict[str, Any] = {
    "side": "right",
    "variant": "hold",
    "baseline_s": 3.4,
    "change_after": 1,
    "holds_s": [8.0, 7.0],
    "sags_deg": [20.0, 0.0],
    "arms": "chest",
}
FILMED: dict[str, Any] = {"movement": "single_leg_glute_bridge", "view": "side", "view_deg": 42.0, "fps": 20}
CLIPS: tuple[dict[str, Any], ...] = (
    {
        "name": "single_leg_test_hold_merged",
        "reps": 2,
        "person": 136,
        "seed": 191001,
        "camera_height": 0.45,
        "turn_deg": 8.0,
        "wishes": HELD,
    },
    {
        "name": "single_leg_test_reps",
        "reps": 9,
        "person": 137,
        "seed": 191002,
        "camera_height": 0.5,
        "turn_deg": -6.0,
        "wishes": {
            "side": "right",
            "change_after": 5,
            "sags_deg": [0.0, 24.0, 0.0, 24.0, 24.0, 0.0, 0.0, 24.0, 0.0],
        },
    },
    {
        "name": "single_leg_test_hold",
        "reps": 2,
        "person": 135,
        "seed": 191003,
        "camera_height": 0.9,
        "turn_deg": 20.0,
        "wishes": HELD,
    },
)
"""The first hold ends with hips that sink, the second with the leg. On the first leg two reps in a row stay short."""


def entry(number: int) -> dict[str, Any]:
    """One clip as an entry of a recipe for `samples.render`."""
    return FILMED | CLIPS[number]


if __name__ == "__main__":
    run(__doc__, entry, len(CLIPS), SIZE, PEOPLE)
