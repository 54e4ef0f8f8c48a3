"""Superman: lying face down, arms, chest and legs up and down."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from .geometry import LEFTWARD, SIDES, SIGN, minimum_jerk, rotation, soft_max, unit
from .movement import Controls, Faults, Key, Movement
from .skeleton import Pose

HAND_HEIGHT = 0.085
"""Height of the wrists when the hands lie on the floor; metres."""


class Superman(Movement):
    """Controls: ``extend`` of the spine, ``leg`` and ``arm`` above the line of the body, ``nod``, ``knee`` bend."""

    exercise = "superman"
    rules: ClassVar[Mapping[str, str]] = {
        "legs_low": "legs-low",
        "neck_craned": "neck-craned",
        "short_hold": "short-hold",
        "arms_low": "arms-low",
    }
    lying = True
    mat = (-1.15, 1.15, 0.38)
    views = ("side", "45", "front")
    noise: ClassVar[Mapping[str, float]] = {"extend": 0.5, "leg": 0.4, "arm": 0.6, "nod": 0.7}

    def rest(self) -> Controls:
        """Flat, arms overhead."""
        return {"extend": 0, "leg": -1.5, "arm": 0, "nod": -4, "knee": 2}

    def rep(self, faults: Faults) -> list[Key]:
        """Up, hold, down, rest."""
        rng, slowness = self.rng, self.rng.uniform(0.9, 1.15)
        top: Controls = {"extend": rng.normal(27, 2), "leg": rng.normal(14, 1.2), "arm": rng.normal(10, 1.5)}
        top |= {"nod": 2, "knee": 7}
        if "legs_low" in faults:
            top |= {"leg": 0, "knee": 2}
        if "neck_craned" in faults:
            top["nod"] = -48
        if "arms_low" in faults:
            top["arm"] = -16
        hold = 0.15 if "short_hold" in faults else rng.uniform(2.2, 3.0)
        return [
            Key(0.8 * slowness, top, "up"),
            Key(hold, {}, "hold"),
            Key(0.9 * slowness, self.rest(), "down"),
            Key(rng.uniform(0.5, 0.8), {}, "rest"),
        ]

    def pose(self, controls: Controls) -> Pose:
        """Belly on the floor; the arms lie on the floor until the chest lifts them."""
        c = controls
        pose = self.blank(
            rotation("y", 90),
            spine=(-c["extend"], 0, 0),
            spine_top=-0.3,
            neck=(c["nod"], 0),
            collarbones={side: (22, 0) for side in SIDES},
        )
        thigh, shin = np.radians(c["leg"]), np.radians(c["leg"] + c["knee"])
        pose["legs"] = {
            side: {
                "upper": np.array([-np.cos(thigh), SIGN[side] * 0.05, np.sin(thigh)]),
                "lower": np.array([-np.cos(shin), SIGN[side] * 0.05, np.sin(shin)]),
                "hinge": LEFTWARD,
            }
            for side in SIDES
        }
        pose["pointed"] = {side: 52 for side in SIDES}
        pose["hips"] = np.array([0, 0, 0.12])
        pose = self.drop(pose, "belly")
        shoulders = self.shoulders(pose)
        pose["arms"] = {side: self.arm(side, shoulders[side], c) for side in SIDES}
        pose["hands"] = self.hands((0, -0.25, -1), 6)
        return pose

    def arm(self, side: str, shoulder: Any, c: Controls) -> dict[str, Any]:
        """One arm, between lying on the floor and stretched in the air."""
        lifted = minimum_jerk(np.clip(c["extend"] / 24, 0, 1))
        angle = np.radians(c["extend"] * 0.55 + c["arm"])
        reach = self.arm_length * 0.988
        up = shoulder + reach * unit(np.array([np.cos(angle), SIGN[side] * 0.16, np.sin(angle)]))
        ahead = np.sqrt(max(reach**2 - (shoulder[2] - HAND_HEIGHT) ** 2, 0.01)) * 0.98
        flat = np.array([shoulder[0] + ahead, shoulder[1] + SIGN[side] * 0.10, HAND_HEIGHT])
        target = flat * (1 - lifted) + up * lifted
        target[2] = soft_max(target[2], HAND_HEIGHT)
        return {"target": target, "pole": np.array([0, SIGN[side] * 1.0, -0.25])}
