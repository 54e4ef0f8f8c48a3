"""Glute bridge: lying on the back, hips up and down."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from .geometry import SIDES, SIGN, rotation
from .movement import Controls, Faults, Key, Movement
from .skeleton import Pose


class GluteBridge(Movement):
    """Controls: ``lift`` of the trunk, ``extend`` of the spine, ``nod``, ``roll`` of the pelvis, ``feet`` forward.

    Optional: ``knees_in``, by how many degrees the knees turn inwards.
    """

    exercise = "glute-bridge"
    rules: ClassVar[Mapping[str, str]] = {
        "low_top": "hips-low",
        "overarched": "arched",
        "feet_far": "feet-far",
        "short_hold": "short-hold",
    }
    frontal: ClassVar[Mapping[str, str]] = {"knees_in": "knees-in"}
    lying = True
    mat: ClassVar[tuple[float, float, float] | None] = (-1.05, 0.75, 0.36)
    views: ClassVar[tuple[str, ...]] = ("side", "45", "front")
    noise: ClassVar[Mapping[str, float]] = {"lift": 0.5, "extend": 0.4, "nod": 0.6}

    foot_x = 0.0

    def prepare(self) -> None:
        """Find the flat posture, the feet, and the top."""
        _, places = self.solve(self.blank(rotation("y", -90)))
        trunk_length = np.linalg.norm(self.at(places, "spine01"))
        self.lowest: Controls = {"lift": self.flat(), "extend": 0, "nod": 0, "roll": 0, "feet": 0, "knees_in": 0}
        self.neck = self.head_on_floor()
        self.foot_x = float(trunk_length + 0.30)
        feet_ahead = self.rng.uniform(0.03, 0.11)  # feet a little ahead of the knees at the top
        for _ in range(4):  # shins about vertical at the top
            self.top = self.control_for("lift", (5, 40), 178, self.lowest)
            _, places = self.solve(self.pose(self.lowest | {"lift": self.top}))
            self.foot_x += self.at(places, "lowerleg01.L")[0] - self.at(places, "foot.L")[0] + feet_ahead

    def flat(self) -> float:
        """Lift at which shoulders and buttocks both rest on the floor."""
        found = []
        for lift in np.linspace(-6, 10, 9):
            skin = self.skin(self.drop(self.blank(rotation("y", -90 - lift)), "upper"), self.body.zones["pelvis"])
            found.append((abs(skin[:, 2].min()), lift))
        return min(found)[1]

    def head_on_floor(self) -> tuple[Any, list[float]]:
        """Lifts, and for each the nod that keeps the head on the floor."""
        lifts, nods = np.linspace(-6, 60, 8), []
        head = self.body.zones["head"][::6]
        for lift in lifts:
            heights = []
            for nod in np.linspace(-30, 90, 9):
                pose = self.drop(self.blank(rotation("y", -90 - lift), neck=(nod, 0)), "upper")
                heights.append(self.skin(pose, head)[:, 2].min())
            nods.append(float(np.interp(0.0, heights, np.linspace(-30, 90, 9))))
        return lifts, nods

    def trunk(self, c: Controls) -> Pose:
        """Pelvis, spine and head, with the shoulders on the floor."""
        pelvis = rotation("y", -90 - c["lift"] + c["extend"]) @ rotation("z", c["roll"])
        nod = np.interp(c["lift"], *self.neck) + c["nod"] * 0.5
        pose = self.blank(pelvis, spine=(-c["extend"], 0, -c["roll"] * 0.9), neck=(nod, 0))
        _, places = self.solve(pose)
        pose["hips"] = -self.at(places, "spine01") * (1, 1, 0)
        return self.drop(pose, "upper")

    def pose(self, controls: Controls) -> Pose:
        """Feet and hands on the floor."""
        pose = self.trunk(controls)
        body, foot_x = self.body, self.foot_x + controls["feet"]
        outward = 0.06 - np.tan(np.radians(controls.get("knees_in", 0)))
        pose["legs"] = {
            side: {
                "target": np.array([foot_x, SIGN[side] * (body.hip_half_width + 0.03), body.ankle_height]),
                "pole": np.array([-0.25, SIGN[side] * outward, 1.0]),
            }
            for side in SIDES
        }
        pose["feet"] = {side: rotation("z", SIGN[side] * 6) for side in SIDES}
        shoulders = self.shoulders(pose)
        pose["arms"] = {}
        for side in SIDES:
            x, y = shoulders[side][0] + self.arm_length * 0.965, shoulders[side][1] + SIGN[side] * 0.10
            pose["arms"][side] = {"target": np.array([x, y, 0.078]), "pole": np.array([0, SIGN[side] * 1.0, -0.2])}
        pose["hands"] = self.hands((0, 0, -1), 8)
        return pose

    def rest(self) -> Controls:
        """Flat on the floor."""
        return self.lowest | {"feet": 0.16 if "feet_far" in self.wishes.always else 0}

    def rep(self, faults: Faults) -> list[Key]:
        """Up, hold, down, rest."""
        rng = self.rng
        hold = 0.1 if "short_hold" in faults else rng.uniform(1.2, 1.9)
        top = {"lift": self.top + rng.normal(0, 0.8)}
        rest = self.rest()
        if "low_top" in faults:
            top["lift"] = self.control_for("lift", (0, 40), rng.normal(150, 2.5), rest)
        if "feet_far" in faults:
            top["lift"] = self.control_for("lift", (0, 40), rng.normal(174, 2), rest)
        if "overarched" in faults:  # the lumbar spine extends, ribs and hips are pushed up
            extend = rng.uniform(24, 30)
            lift = self.control_for("lift", (15, 65), rng.normal(197, 2), rest | {"extend": extend})
            top |= {"extend": extend, "lift": lift}
        if "knees_in" in faults:
            top["knees_in"] = rng.uniform(12, 20)
        slowness = rng.uniform(0.9, 1.15)
        flat = {"lift": self.lowest["lift"], "extend": 0} | ({"knees_in": 0} if "knees_in" in faults else {})
        return [
            Key(0.95 * slowness, top, "up"),
            Key(hold, {}, "hold"),
            Key(1.2 * slowness, flat, "down"),
            Key(rng.uniform(0.35, 0.6), {}, "rest"),
        ]
