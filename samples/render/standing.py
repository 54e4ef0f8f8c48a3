"""Common parts of movements on two feet: the hinge, with balance, and weights in the hands."""

from typing import Any, ClassVar

import numpy as np

from .geometry import SIDES, SIGN, Array, rotation, unit
from .movement import Controls, Movement
from .skeleton import Pose, grip

PITCH_PER_BEND, NOD_PER_BEND = 0.44, 0.3
"""Decrease of the pelvis pitch, and increase of the nod, for each degree that the spine bends."""

TRUNK_LENGTH = 0.52
"""Distance from the hips to the middle of head and arms, for the balance; metres."""


class Standing(Movement):
    """Controls: ``pitch`` of the pelvis, ``knee`` bend, ``flex`` of the spine, ``top`` (where it bends), ``nod``.

    Optional: ``knees_in``, by how many degrees the knees turn inwards.
    """

    stance: ClassVar[float] = 0.03
    """Distance of each foot outside its hip; metres."""
    toe_out_deg: ClassVar[float] = 8
    load: ClassVar[float] = 0.15
    """Held weight as a share of the body weight."""

    def bent_spine(self, bottom: Controls) -> Controls:
        """Controls at the bottom with the requested bend of the spine for this rep; the trunk keeps its lean."""
        wished = self.wishes.spine_deg
        if not wished:
            return bottom
        bend = wished[min(len(self.spines_done), len(wished) - 1)]
        nod = bottom["nod"] + (0.0 if self.wishes.head_up else NOD_PER_BEND * bend)
        return bottom | {"pitch": bottom["pitch"] - PITCH_PER_BEND * bend, "flex": bend, "nod": nod}

    def rep_facts(self) -> dict[str, Any]:
        """The bend of the spine, if one was requested."""
        if not self.wishes.spine_deg:
            return super().rep_facts()
        bend = self.wishes.spine_deg[min(len(self.spines_done), len(self.wishes.spine_deg) - 1)]
        self.spines_done.append(bend)
        return super().rep_facts() | {"spine_deg": bend}

    def shin_deg(self, c: Controls) -> float:
        """Forward lean of the shins that puts the weight over the middle of the feet; degrees."""
        level = np.cos(np.arcsin(np.clip(self.stance / (self.thigh + self.shin), 0, 0.9)))
        shin, thigh = self.shin * level, self.thigh * level
        leans = np.arange(-16, 42, 0.5)
        shin_angle, thigh_angle = np.radians(leans), np.radians(leans - c["knee"])
        pitch = np.radians(c["pitch"] + 0.55 * c.get("flex", 0))
        knee_x = shin * np.sin(shin_angle)
        hip_x = knee_x + thigh * np.sin(thigh_angle)
        trunk = 0.50 * (hip_x + 0.46 * TRUNK_LENGTH * np.sin(pitch))
        arms = (0.11 + self.load) * (hip_x + TRUNK_LENGTH * np.sin(pitch) + c.get("armx", 0))
        centre = (trunk + arms + 0.23 * (hip_x + knee_x) / 2 + 0.1 * knee_x / 2) / (0.94 + self.load)
        return float(np.interp(0.055 + c.get("lean", 0), centre, leans))

    def hinge(self, c: Controls) -> Pose:
        """Pelvis, spine and legs, in balance; arms hang."""
        body = self.body
        level = np.cos(np.arcsin(np.clip(self.stance / (self.thigh + self.shin), 0, 0.9)))
        shin, thigh = self.shin * level, self.thigh * level
        lean = self.shin_deg(c)
        shin_angle, thigh_angle = np.radians(lean), np.radians(lean - c["knee"])
        pose = self.blank(
            rotation("y", c["pitch"]),
            spine=(c.get("flex", 0), 0, c.get("twist", 0)),
            neck=(c.get("nod", 0), 0),
            spine_top=c.get("top", 0),
            spine_low=self.wishes.spine_low,
            collarbones={side: (0, c.get("shoulders", 0)) for side in SIDES},
        )
        x = shin * np.sin(shin_angle) + thigh * np.sin(thigh_angle)
        z = body.ankle_height + shin * np.cos(shin_angle) + thigh * np.cos(thigh_angle)
        pose["hips"] = np.array([x, 0, z])
        apart, toe_out = body.hip_half_width + self.stance, np.sin(np.radians(self.toe_out_deg))
        outward = np.tan(np.arctan(toe_out * 1.2) - np.radians(c.get("knees_in", 0)))
        pose["legs"] = {
            side: {
                "target": np.array([0, SIGN[side] * apart, body.ankle_height]),
                "pole": np.array([1.0, SIGN[side] * outward, 0.1]),
            }
            for side in SIDES
        }
        pose["feet"] = {side: rotation("z", SIGN[side] * self.toe_out_deg) for side in SIDES}
        return pose

    def leg_front(self, pose: Pose, height: float) -> float:
        """X of the front of the legs at this height; metres."""
        _, places = self.solve(pose)
        hip, knee, ankle = (self.at(places, f"{bone}.L") for bone in ("upperleg01", "lowerleg01", "foot"))
        xs = [ankle[0] + 0.05, knee[0] + 0.075, hip[0] + 0.10]
        return float(np.interp(height, [ankle[2], knee[2], hip[2]], xs))

    def place_dumbbells(self, turns: Array, places: Array) -> list[Array]:
        """One in each hand, its handle along the grip."""
        out = []
        for side in SIDES:
            at, axis = grip(self.body, turns, places, side)
            level = unit(np.cross((0, 0, 1.0), axis))
            place = np.eye(4)
            place[:3, :3] = np.stack([axis, level, np.cross(axis, level)], 1)
            place[:3, 3] = at
            out.append(place)
        return out


def place_kettlebell(at: Array, axis: Array, down: Array) -> Array:
    """Place of a kettlebell with its grip at `at`, the bar of its handle along `axis`, its weight towards `down`."""
    out = np.eye(4)
    z = -unit(down)
    y = unit(axis - z * (axis @ z))
    out[:3, :3] = np.stack([np.cross(y, z), y, z], 1)
    out[:3, 3] = at
    return out
