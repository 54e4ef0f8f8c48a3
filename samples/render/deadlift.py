"""Romanian deadlift with two dumbbells."""

from collections.abc import Callable, Mapping
from typing import ClassVar

import numpy as np

from . import props
from .geometry import SIDES, SIGN, Array, soft_max
from .meshes import Mesh
from .movement import Controls, Faults, Key
from .skeleton import Pose
from .standing import Standing


class RomanianDeadlift(Standing):
    """Controls: those of the hinge, and ``away``, the distance of the weights from the legs in metres."""

    exercise = "romanian-deadlift"
    rules: ClassVar[Mapping[str, str]] = {
        "rounded_back": "back-rounded",
        "squatting": "squatting",
        "weights_away": "weights-away",
        "shallow": "too-shallow",
    }
    frontal: ClassVar[Mapping[str, str]] = {"knees_in": "knees-in"}
    noise: ClassVar[Mapping[str, float]] = {"pitch": 0.6, "knee": 0.5, "nod": 0.8}

    def props(self) -> tuple[Callable[[], Mesh], ...]:
        """Two dumbbells."""
        return (props.dumbbell, props.dumbbell)

    def place_props(self, pose: Pose, turns: Array, places: Array, controls: Controls) -> list[Array]:
        """In the hands."""
        return self.place_dumbbells(turns, places)

    def rest(self) -> Controls:
        """Standing."""
        return {"pitch": 0, "knee": 5, "flex": 0, "nod": 0, "away": 0, "top": 0.3, "knees_in": 0}

    def rep(self, faults: Faults) -> list[Key]:
        """Down, bottom, up, stand."""
        rng, slowness = self.rng, self.rng.uniform(0.9, 1.15)
        bottom: Controls = {"pitch": rng.normal(74, 2.5), "knee": rng.normal(19, 2), "nod": -12, "flex": 2}
        if "rounded_back" in faults:
            bottom |= {"pitch": rng.normal(52, 2), "flex": rng.normal(52, 3), "nod": 4}
        if "squatting" in faults:
            bottom |= {"pitch": rng.normal(40, 2), "knee": rng.normal(78, 4), "nod": -16}
        if "weights_away" in faults:
            bottom["away"] = rng.uniform(0.22, 0.30)
        if "shallow" in faults:
            bottom["pitch"] = rng.normal(38, 2)
        if "knees_in" in faults:
            bottom |= {"knee": rng.normal(32, 3), "knees_in": rng.uniform(28, 52)}
        bottom = self.bent_spine(bottom)
        return [
            Key(1.35 * slowness, bottom, "down"),
            Key(rng.uniform(0.15, 0.4), {}, "bottom"),
            Key(1.1 * slowness, self.rest(), "up"),
            Key(rng.uniform(0.4, 0.8), {}, "hold"),
        ]

    def pose(self, controls: Controls) -> Pose:
        """Arms hang, but stay in front of the legs."""
        pose = self.hinge(controls | {"armx": controls["away"] * 0.8})
        shoulders, length = self.shoulders(pose), self.arm_length * 0.996
        arms = {}
        for side in SIDES:
            shoulder = shoulders[side]
            x, z = shoulder[0], shoulder[2] - length
            for _ in range(3):
                front = self.leg_front(pose, z)
                in_front = front + 0.10 - soft_max(front + 0.10 - shoulder[0], 0)
                x = soft_max(in_front, front + 0.03) + controls["away"]
                z = shoulder[2] - np.sqrt(max(length * length - (x - shoulder[0]) ** 2, 0.05))
            target = np.array([x, SIGN[side] * (abs(shoulder[1]) * 0.95), z])
            arms[side] = {"target": target, "pole": np.array([-1.0, SIGN[side] * 0.7, 0])}
        pose["arms"] = arms
        pose["hands"] = self.hands((-1, -0.45, 0), 62)
        return pose
