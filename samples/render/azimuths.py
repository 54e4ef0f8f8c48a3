"""``python -m samples.render.azimuths FOLDER``: stills of five movements every 15 degrees, with their truth."""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from . import camera
from .film import Stage
from .options import Clip
from .take import make_take
from .truth import POINTS

MOVEMENTS = ("glute_bridge", "superman", "hip_thrust", "bent_over_row", "romanian_deadlift")
STEP_DEG = 15
REST_FRAME = 8


def draw(folder: Path, people: list[int]) -> list[dict[str, object]]:
    """Write a PNG of rest and turn for each movement, person and azimuth; return their truth."""
    rows = []
    for azimuth in range(-180, 180, STEP_DEG):
        camera.AZIMUTH_DEG[f"az{azimuth}"] = azimuth
    for movement in MOVEMENTS:
        for person in people:
            for azimuth in range(-180, 180, STEP_DEG):
                seed = 9000 + 17 * person + len(movement) + azimuth
                clip = Clip(name="still", movement=movement, reps=1, view=f"az{azimuth}", person=person, seed=seed)
                take = make_take(clip)
                stage = Stage(take, clip)
                for name, frame in (("rest", REST_FRAME), ("turn", len(take.points) // 2)):
                    picture = np.clip(stage.picture(frame), 0, 255).astype(np.uint8)
                    file = f"{movement}_p{person}_az{azimuth}_{name}.png"
                    cv2.imwrite(str(folder / file), picture[..., ::-1])
                    rows.append(
                        {
                            "name": file,
                            "movement": movement,
                            "person": person,
                            "az": take.camera.azimuth_deg,
                            "nominal": azimuth,
                            "points": list(POINTS),
                            "kp2d": take.camera.project(take.points[frame]).round(2).tolist(),
                            "kp3d": take.points[frame].round(4).tolist(),
                        }
                    )
    return rows


def main() -> None:
    """Write the stills and their truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, nargs="+", default=[3, 6])
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    (asked.folder / "truth.json").write_text(json.dumps(draw(asked.folder, asked.people)), encoding="utf-8")


if __name__ == "__main__":
    main()
