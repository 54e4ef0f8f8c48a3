"""A person who walks along x: each foot stands still while it carries, hips move evenly, arms swing."""

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import gaussian_filter1d

from .geometry import SIDES, SIGN, Array, minimum_jerk, rotation, sagittal
from .movement import Movement
from .skeleton import Pose

STEP_S = 0.55
STEP_M = 0.52
FOOT_LIFT_M = 0.09
ARM_SWING_DEG = 20.0


def _feet(last_x: float, steps: int, fps: int) -> tuple[dict[str, Array], dict[str, Array]]:
    """Position along x and height of each foot in each frame; both stand at `last_x` at the end."""
    count = round((steps + 1) * STEP_S * fps)
    first_x = last_x - steps * STEP_M
    x = {side: np.full(count, first_x) for side in SIDES}
    lift = {side: np.zeros(count) for side in SIDES}
    order = ("L", "R")
    for k in range(steps + 1):
        side = order[k % 2]
        start, stop = round(k * STEP_S * fps), round((k + 1) * STEP_S * fps)
        u = np.arange(stop - start) / (stop - start)
        goal = min(first_x + (k + 1) * STEP_M, last_x)
        x[side][start:stop] += (goal - x[side][start]) * minimum_jerk(u)
        x[side][stop:] = goal
        lift[side][start:stop] = FOOT_LIFT_M * np.sin(np.pi * u) ** 2
    return x, lift


def walk(movement: Movement, last_x: float, steps: int, fps: int, widths: Sequence[float] = (0.0,)) -> list[Pose]:
    """Poses of a walk that ends with both feet at `last_x`.

    Parameters
    ----------
    movement : any movement; it provides the body and its measurements
    widths : distance of each foot outside its hip, at the first and the last frame; metres
    """
    body = movement.body
    x, lift = _feet(last_x, steps, fps)
    hips_x = gaussian_filter1d((x["L"] + x["R"]) / 2, 0.33 * STEP_S * fps, mode="nearest")
    straight = movement.thigh + movement.shin
    out = []
    for i, middle in enumerate(hips_x):
        apart = body.hip_half_width + np.interp(i, np.linspace(0, len(hips_x) - 1, len(widths)), widths)
        spread = max(abs(x[side][i] - middle) for side in SIDES)
        height = body.ankle_height + np.sqrt(max((straight * 0.992) ** 2 - spread**2 - 0.02**2, 0.3))
        pose = movement.blank(rotation("y", 3), neck=(2, 0))
        pose["hips"] = np.array([middle, 0, height])
        pose["legs"], pose["feet"] = {}, {}
        for side in SIDES:
            target = np.array([x[side][i], SIGN[side] * apart, body.ankle_height + lift[side][i]])
            pose["legs"][side] = {"target": target, "pole": np.array([1.0, SIGN[side] * 0.1, 0.1])}
            tip = 25 * lift[side][i] / FOOT_LIFT_M * np.clip((middle - x[side][i]) / 0.2, -0.4, 1)
            pose["feet"][side] = rotation("y", tip) @ rotation("z", SIGN[side] * 7)
        places = movement.shoulders(pose)
        pose["arms"] = {}
        for side in SIDES:
            forward = (middle - x[side][i]) / (STEP_M / 2)  # each arm moves with the opposite leg
            swing = sagittal(ARM_SWING_DEG * np.clip(forward, -1, 1) + 3) + np.array([0, SIGN[side] * 0.13, 0])
            target = places[side] + movement.arm_length * 0.96 * swing / np.linalg.norm(swing)
            pose["arms"][side] = {"target": target, "pole": np.array([-1.0, SIGN[side] * 0.4, 0])}
        pose["hands"] = movement.hands((0, -1, 0), 30)
        out.append(pose)
    return out
