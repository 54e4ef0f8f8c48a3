"""The same rendered set seen from 0, 20, 40 and 60° off the side: verdicts never opposite, values within intervals.

    python benchmarks/turned.py render FOLDER       draw (samples/render/requirements.txt)
    python benchmarks/turned.py poses FOLDER        the full model's landmarks
    python benchmarks/turned.py table FOLDER        compare

People, movements and faults are those of nobody that anything was fitted on.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from rendered import draw, save_poses, use  # noqa: E402
from sagittal_clips import FPS, REPORTING_PEOPLE, SIZE  # noqa: E402

TURNS_DEG = (0, 20, 40, 60)
FIRST_SEED = 181000
FAULTS = {
    "glute_bridge": "low_top",
    "superman": "legs_low",
    "bent_over_row": "torso_rising",
    "romanian_deadlift": "squatting",
    "kettlebell_swing": "arms_high",
    "hip_thrust": "incomplete",
}


def entries() -> Iterator[dict[str, Any]]:
    """Each movement with its fault in the second rep, from each turn."""
    for n, (movement, fault) in enumerate(FAULTS.items()):
        for turn in TURNS_DEG:
            yield {
                "name": f"{movement}_{turn}",
                "movement": movement,
                "reps": 3,
                "view": "side",
                "person": REPORTING_PEOPLE[n],
                "seed": FIRST_SEED + n,
                "faults": [fault],
                "fault_reps": [1],
                "turn_deg": float(turn),
                "camera_height": 0.9,
                "fps": FPS,
            }


def compared(folder: Path) -> Iterator[str]:
    """For each movement and pair of turns: verdicts that are equal, opposite or one-sided, values apart."""
    from formcheck.apps.analyze import analyze_file

    for movement in FAULTS:
        exercise = movement.replace("_", "-")
        results = {t: analyze_file(folder / "full" / f"{movement}_{t}.npz", exercise).result for t in TURNS_DEG}
        yield f"{movement}: reps " + ", ".join(f"{len(result.reps)} at {t}°" for t, result in results.items())
        for a, b in combinations(TURNS_DEG, 2):
            yield f"  {a}° and {b}°: {_pair(results[a], results[b])}"


def _pair(one: Any, other: Any) -> str:
    equal, opposite, apart, values = 0, [], [], 0
    for rep in one.reps:
        near = [each for each in other.reps if abs(each.turn_s - rep.turn_s) < 1.0]
        for verdict in rep.verdicts:
            match = next((v for each in near[:1] for v in each.verdicts if v.rule == verdict.rule), None)
            if match is None:
                continue
            if {verdict.verdict, match.verdict} == {"good", "fault"}:
                opposite.append(f"{verdict.rule} of rep {rep.index}")
            equal += verdict.verdict == match.verdict != "not-judged"
            if verdict.low is not None and match.low is not None:
                values += 1
                if verdict.high < match.low or match.high < verdict.low:
                    apart.append(f"{verdict.rule} {verdict.value} and {match.value}")
    return f"{equal} equal, {len(opposite)} opposite {opposite}, {len(apart)} of {values} intervals apart {apart}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["render", "poses", "table"])
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    if asked.what == "render":
        use(SIZE, max(REPORTING_PEOPLE) + 1)
        draw(entries(), asked.folder)
    elif asked.what == "poses":
        save_poses(asked.folder, "full")
    else:
        print("\n".join(compared(asked.folder)))


if __name__ == "__main__":
    main()
