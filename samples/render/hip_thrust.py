"""Hip thrust: upper back on a bench, hips up and down, with or without a barbell."""

from collections.abc import Callable, Mapping
from typing import ClassVar

import numpy as np

from . import props
from .bridge import GluteBridge
from .geometry import SIDES, SIGN, Array, rotation
from .meshes import Mesh
from .movement import Controls, Faults, Key
from .skeleton import Pose


class HipThrust(GluteBridge):
    """Controls: as for the glute bridge."""

    exercise = "hip-thrust"
    rules: ClassVar[Mapping[str, str]] = {
        "incomplete": "lockout-short",
        "shins_angled": "shins-not-vertical",
        "head_back": "head-back",
    }
    frontal: ClassVar[Mapping[str, str]] = {}
    mat = None
    bench_height = 0.40
    views = ("side", "45")
    noise: ClassVar[Mapping[str, float]] = {"lift": 0.5, "nod": 0.8}

    def prepare(self) -> None:
        """Find the place of the back on the bench, of the feet, and the top."""
        body = self.body
        height, x = body.joint("spine02")[2] + 0.03, body.joint("spine02")[0] - 0.03
        points = body.points
        back = (np.abs(points[:, 1]) < 0.07) & (np.abs(points[:, 2] - height) < 0.03) & (points[:, 0] < x)
        self.back = np.flatnonzero(back)
        self.lowest = {"lift": -30, "extend": 0, "nod": 42, "roll": 0, "feet": 0}
        self.foot_x = 0.62
        for _ in range(4):
            self.top = self.control_for("lift", (-30, 14), 178, self.lowest)
            _, places = self.solve(self.pose(self.lowest | {"lift": self.top}))
            self.foot_x += self.at(places, "lowerleg01.L")[0] - self.at(places, "foot.L")[0]

    def props(self) -> tuple[Callable[[], Mesh], ...]:
        """The barbell, if one is used."""
        return (props.barbell,) if self.wishes.barbell else ()

    def place_props(self, pose: Pose, turns: Array, places: Array, controls: Controls) -> list[Array]:
        """The barbell lies in the crease of the hips."""
        if not self.wishes.barbell:
            return []
        out = np.eye(4)
        out[:3, 3] = pose["hips"] + pose["pelvis"] @ np.array([0.145, 0, 0.045])
        return [out]

    def trunk(self, c: Controls) -> Pose:
        """Pelvis, spine and head, with the upper back on the edge of the bench."""
        body = self.body
        pelvis = rotation("y", -90 - c["lift"] + c["extend"])
        pose = self.blank(pelvis, spine=(-c["extend"], 0, 0), neck=(c["nod"] + c["lift"] * 0.35, 0))
        pose["hips"] = np.array([-0.02 - self.skin(pose, self.back).mean(0)[0], 0, 0])
        skin = self.skin(pose, body.zones["trunk"])
        over_bench = skin[(skin[:, 0] < 0.0) & (skin[:, 0] > -0.32)]
        gap = self.bench_height - 0.008 - np.percentile(over_bench[:, 2], 1.5)
        pose["hips"] = pose["hips"] + np.array([0, 0, gap])
        return pose

    def pose(self, controls: Controls) -> Pose:
        """Hands on the hips, or on the bar."""
        pose = super().pose(controls)
        pelvis, barbell = pose["pelvis"], self.wishes.barbell
        for side in SIDES:
            pose["legs"][side]["target"][1] = SIGN[side] * (self.body.hip_half_width + 0.08)
            pose["legs"][side]["pole"] = np.array([-0.25, SIGN[side] * 0.12, 1.0])
        crease = pose["hips"] + pelvis @ np.array([0.125 if barbell else 0.10, 0, 0.045])
        apart, forward = 0.30 if barbell else 0.17, pelvis @ np.array([1.0, 0, 0])
        above = forward * (0.035 if barbell else 0.05)
        pose["arms"] = {
            side: {
                "target": crease + np.array([-0.07, SIGN[side] * apart, 0]) + above,
                "pole": np.array([-0.3, SIGN[side] * 1.0, -0.35]),
            }
            for side in SIDES
        }
        palm = -forward + np.array([0.2, -0.3, 0])
        pose["hands"] = self.hands((palm[0], palm[1], palm[2]), 55 if barbell else 20)
        return pose

    def rest(self) -> Controls:
        """Hips low, in front of the bench."""
        always = self.wishes.always
        rest = self.lowest | {"nod": 8 if "head_back" in always else 42}
        return rest | {"feet": 0.20} if "shins_angled" in always else rest

    def rep(self, faults: Faults) -> list[Key]:
        """Up, hold, down, rest."""
        rng, slowness = self.rng, self.rng.uniform(0.9, 1.15)
        top = {"lift": self.top + rng.normal(0, 0.8)}
        if "incomplete" in faults:
            top["lift"] = self.control_for("lift", (-30, 12), rng.normal(150, 3), self.rest())
        if "shins_angled" in faults:
            top["lift"] = self.control_for("lift", (-30, 12), rng.normal(174, 2), self.rest())
        if "head_back" in faults:
            top["nod"] = -34
        return [
            Key(0.8 * slowness, top, "up"),
            Key(rng.uniform(0.7, 1.2), {}, "hold"),
            Key(1.1 * slowness, {"lift": self.lowest["lift"], "nod": self.rest()["nod"]}, "down"),
            Key(rng.uniform(0.25, 0.5), {}, "rest"),
        ]
