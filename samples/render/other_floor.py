"""Movements on the floor that are none of the eight exercises: what formcheck must not count."""

from typing import ClassVar

import numpy as np

from .geometry import SIDES, SIGN, rotation, unit
from .movement import Controls, Faults, Key, Movement
from .skeleton import Pose


class OnTheFloor(Movement):
    """The control ``share`` goes from 0 to 1 and back."""

    lying = True
    mat: ClassVar[tuple[float, float, float] | None] = (-1.05, 0.95, 0.36)
    seconds: ClassVar[float] = 1.0
    """One way, out or back."""

    def rest(self) -> Controls:
        """The lower posture."""
        return {"share": 0}

    def rep(self, faults: Faults) -> list[Key]:
        """Out, a moment, back, a moment."""
        slowness = self.rng.uniform(0.9, 1.15) * self.seconds
        return [
            Key(slowness, {"share": 1}, "out"),
            Key(0.25, {}, "hold"),
            Key(slowness, {"share": 0}, "back"),
            Key(0.2, {}, "rest"),
        ]


class SitUp(OnTheFloor):
    """On the back, knees bent, feet planted: the trunk comes up, the hands beside the head."""

    raised_deg: ClassVar[float] = 64
    bent_deg: ClassVar[float] = 34

    def pose(self, controls: Controls) -> Pose:
        """Buttocks on the floor, feet in their place."""
        share, body = controls["share"], self.body
        bent = self.bent_deg * np.sin(np.pi / 2 * min(1.0, 1.6 * max(share, 0.0)))
        pose = self.blank(rotation("y", -88 + self.raised_deg * share), spine=(bent, 0, 0), neck=(10 + 14 * share, 0))
        pose = self.drop(pose, "trunk")
        foot_x = pose["hips"][0] + 0.46
        pose["legs"] = {
            side: {
                "target": np.array([foot_x, SIGN[side] * (body.hip_half_width + 0.03), body.ankle_height]),
                "pole": np.array([-0.25, SIGN[side] * 0.06, 1.0]),
            }
            for side in SIDES
        }
        pose["feet"] = {side: rotation("z", SIGN[side] * 6) for side in SIDES}
        turns, places = self.solve(pose)
        up, forward = (turns[body.bone_id["head"]] @ np.array(axis) for axis in ((0, 0, 1.0), (1.0, 0, 0)))
        head = self.at(places, "head")
        pose["arms"] = {
            side: {
                "target": head + 0.06 * up + 0.04 * forward + np.array([0, SIGN[side] * 0.13, 0]),
                "pole": np.array([0, SIGN[side] * 1.0, 0]) + 0.5 * forward,
            }
            for side in SIDES
        }
        pose["hands"] = self.hands((0, -1, 0), 15)
        return pose


class Crunch(SitUp):
    """A sit-up of which only the shoulders leave the floor."""

    raised_deg, bent_deg = 2, 44


class PushUp(OnTheFloor):
    """Hands and toes on the floor; the straight body goes down and up about the toes."""

    high_deg: ClassVar[float] = 20.0
    low_deg: ClassVar[float] = 7.0

    def prepare(self) -> None:
        """Place the hands under the shoulders of the high posture."""
        self.hand_x = 0.0
        shoulders = self.shoulders(self.plank(self.high_deg))
        self.hand_x = float(shoulders["L"][0]) + 0.03

    def plank(self, tilt_deg: float) -> Pose:
        """Trunk and legs on one line that rises from the toes at this angle."""
        pose = self.blank(rotation("y", 90 - tilt_deg), neck=(-14, 0))
        tilt = np.radians(tilt_deg)
        along = np.array([np.cos(tilt), 0, np.sin(tilt)])
        ankle = np.array([-0.9, 0, 0.15])
        pose["hips"] = ankle + along * (self.thigh + self.shin) * 0.99
        pose["legs"] = {
            side: {
                "target": ankle + np.array([0, SIGN[side] * self.body.hip_half_width, 0]),
                "pole": unit(np.array([np.sin(tilt), 0, -np.cos(tilt)])),
            }
            for side in SIDES
        }
        pose["feet"] = {side: rotation("y", 74) for side in SIDES}
        return pose

    def pose(self, controls: Controls) -> Pose:
        """Hands stay, elbows go back and out."""
        pose = self.plank(self.high_deg + (self.low_deg - self.high_deg) * controls["share"])
        shoulders = self.shoulders(pose)
        pose["arms"] = {
            side: {
                "target": np.array([self.hand_x, shoulders[side][1] + SIGN[side] * 0.06, 0.085]),
                "pole": np.array([-1.0, SIGN[side] * 0.8, 0.2]),
            }
            for side in SIDES
        }
        pose["hands"] = self.hands((0, 0, -1), 4)
        return pose
