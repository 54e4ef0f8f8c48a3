"""From a pose in the terms of a coach to the position and rotation of every bone."""

from functools import cache
from typing import Any, NamedTuple, TypedDict

import numpy as np

from .body import Body
from .geometry import SIGN, Array, align, cross, limb_frame, rotation, unit


class Pose(TypedDict, total=False):
    """One posture. Sides are "L" and "R"; angles in degrees, places in metres.

    Attributes
    ----------
    pelvis : (3, 3) rotation of the pelvis in the world
    hips : (3,) middle between the hip joints
    spine : bend forward, to the side, twist; spread over the vertebrae
    spine_low : whether the lower back alone bends
    spine_top : positive moves the bend towards the upper back
    neck : nod forward, turn
    collarbones : by side: raised, forward
    legs, arms : by side; either ``target`` and ``pole`` (position of ankle or wrist, direction of knee or elbow), or
        ``upper``, ``lower`` and ``hinge`` (directions of both segments and of the joint's axis)
    feet : by side, rotation of the foot in the world; else it follows the shin, bent down by ``pointed``
    hands : by side: direction that the palm faces, how far the fingers close, how far the wrist bends
    """

    pelvis: Array
    hips: Array
    spine: tuple[float, float, float]
    spine_low: bool
    spine_top: float
    neck: tuple[float, float]
    collarbones: dict[str, tuple[float, float]]
    legs: dict[str, dict[str, Any]]
    arms: dict[str, dict[str, Any]]
    feet: dict[str, Array]
    pointed: dict[str, float]
    hands: dict[str, tuple[Array, float, float]]


SPINE_SHARE = {"spine05": 0.12, "spine04": 0.22, "spine03": 0.24, "spine02": 0.24, "spine01": 0.18}
"""Share of the spine's bend that each group of vertebrae takes."""
TOWARDS_TOP = {"spine05": -0.9, "spine04": -0.6, "spine03": 0, "spine02": 0.5, "spine01": 0.7}

LOW_SHARE = {"spine05": 0.40, "spine04": 0.40, "spine03": 0.20, "spine02": 0.0, "spine01": 0.0}
"""The same if the lower back alone bends."""

TWIST_AT_ROOT = {"upperarm": 0.45, "upperleg": 0.7}
"""Share of a limb's twist that its root takes; the rest follows along the limb."""

THUMB_SHARE = (-0.35, -0.3, -0.5)


class Limb(NamedTuple):
    """A solved arm or leg."""

    upper_turn: Array
    lower_turn: Array
    lower: Array


@cache
def palm_axis(body: Body, side: str) -> Array:
    """Axis about which the fingers close: from the index to the little finger's knuckle."""
    a, b = body.joint(f"finger2-1.{side}"), body.joint(f"finger5-1.{side}")
    return unit(b - a) * SIGN[side]


@cache
def palm_normal(body: Body, side: str) -> Array:
    """Direction that the palm faces when the person stands straight."""
    along = body.joint(f"finger3-1.{side}") - body.joint(f"wrist.{side}")
    return unit(cross(palm_axis(body, side), along))


@cache
def thumb_axis(body: Body, side: str) -> Array:
    """Axis about which the thumb closes."""
    a, b = body.joint(f"finger1-1.{side}"), body.joint(f"finger2-1.{side}")
    return unit(cross(palm_axis(body, side), unit(b - a)))


def grip(body: Body, turns: Array, places: Array, side: str) -> tuple[Array, Array]:
    """Middle of the closed hand, and the axis of a bar held in it."""
    wrist = body.bone_id[f"wrist.{side}"]
    knuckles = np.mean([places[body.bone_id[f"finger{k}-1.{side}"]] for k in (2, 3, 4, 5)], 0)
    along = unit(body.joint(f"finger3-1.{side}") - body.joints[wrist])
    middle = knuckles + turns[wrist] @ (palm_normal(body, side) * 0.034 + along * 0.012)
    return middle, turns[wrist] @ palm_axis(body, side)


def _bend_to(
    spec: dict[str, Any], start: Array, upper_length: float, lower_length: float
) -> tuple[Array, Array, Array]:
    """Directions of both segments of a limb that reaches for a target, and of the hinge between them."""
    reach = spec["target"] - start
    shortest = abs(upper_length - lower_length) + 0.03
    distance = np.clip(np.linalg.norm(reach), shortest, (upper_length + lower_length) * spec.get("max", 0.9995))
    along = unit(reach)
    pole = unit(spec["pole"] - along * (spec["pole"] @ along))
    cosine = (upper_length * upper_length + distance * distance - lower_length * lower_length) / (
        2 * upper_length * distance
    )
    cosine = np.clip(cosine, -1, 1)
    middle = start + along * upper_length * cosine + pole * upper_length * np.sqrt(1 - cosine * cosine)
    return unit(middle - start), unit(start + along * distance - middle), cross(pole, along)


def _solve_limb(body: Body, name: str, spec: dict[str, Any], start: Array, parent: Array) -> tuple[Array, Limb]:
    """Rotation of the limb's root bone, and the limb itself."""
    base, side = name.split(".")
    arm = base == "upperarm01"
    low, end = ("lowerarm01", "wrist") if arm else ("lowerleg01", "foot")
    rest_upper = body.joint(f"{low}.{side}") - body.joint(name)
    rest_lower = body.joint(f"{end}.{side}") - body.joint(f"{low}.{side}")
    rest_hinge = cross(rest_upper, rest_lower) if arm else np.array([0, 1.0, 0])
    if "target" in spec:
        lengths = float(np.linalg.norm(rest_upper)), float(np.linalg.norm(rest_lower))
        upper, lower, hinge = _bend_to(spec, start, *lengths)
    else:
        upper, lower, hinge = unit(spec["upper"]), unit(spec["lower"]), spec["hinge"]
    upper_turn = limb_frame(upper, hinge) @ limb_frame(rest_upper, rest_hinge).T
    lower_turn = limb_frame(lower, hinge) @ limb_frame(rest_lower, rest_hinge).T
    swing = align(parent @ rest_upper, upper) @ parent
    t = upper_turn @ swing.T
    sine = (t[2, 1] - t[1, 2]) * upper[0] + (t[0, 2] - t[2, 0]) * upper[1] + (t[1, 0] - t[0, 1]) * upper[2]
    twist = np.degrees(np.arctan2(sine, np.trace(t) - 1))
    root = rotation(upper, twist * TWIST_AT_ROOT[base[:-2]]) @ swing
    return root, Limb(upper_turn, lower_turn, lower)


class _Solver:
    """Walks from the pelvis to the finger tips, one bone after the other."""

    def __init__(self, body: Body, pose: Pose) -> None:
        n = len(body.bone_names)
        self.body, self.pose = body, pose
        self.turns, self.places = np.tile(np.eye(3), (n, 1, 1)), np.zeros((n, 3))
        self.limbs: dict[str, Limb] = {}
        self.hand_twist = 0.0
        self.bends: dict[tuple[str, str], Array] = {}

    def solve(self) -> tuple[Array, Array]:
        body, turns, places = self.body, self.turns, self.places
        places[0] = self.pose["hips"] - self.pose["pelvis"] @ (body.hip_middle - body.joints[0])
        turns[0] = self.pose["pelvis"]
        for i, name in enumerate(body.bone_names[1:], start=1):
            parent = turns[body.parents[i]]
            places[i] = places[body.parents[i]] + parent @ body.from_parent[i]
            turns[i] = self._turn(name, parent, places[i])
        return turns, places

    def _turn(self, name: str, parent: Array, place: Array) -> Array:
        base, _, side = name.partition(".")
        if base in SPINE_SHARE or base.startswith(("neck", "head", "clavicle")):
            return self._trunk(base, side, parent)
        if base in ("upperarm01", "upperleg01"):
            specs = self.pose["arms"] if base == "upperarm01" else self.pose["legs"]
            root, self.limbs[base[:-2] + side] = _solve_limb(self.body, name, specs[side], place, parent)
            return root
        if base in ("upperarm02", "upperleg02"):
            return self.limbs[base[:-2] + side].upper_turn
        if base.startswith("lowerleg"):
            return self.limbs["upperleg" + side].lower_turn
        if base == "foot":
            return self._foot(side, parent)
        if base.startswith(("lowerarm", "wrist", "finger")):
            return self._hand(base, side, parent)
        return parent

    def _trunk(self, base: str, side: str, parent: Array) -> Array:
        pose = self.pose
        if base in SPINE_SHARE:
            forward, sideways, twist = pose.get("spine", (0, 0, 0))
            q = SPINE_SHARE[base] * (1 + pose.get("spine_top", 0) * TOWARDS_TOP[base])
            if pose.get("spine_low"):
                q = LOW_SHARE[base]
            return parent @ rotation("z", twist * q) @ rotation("y", forward * q) @ rotation("x", sideways * q)
        if base == "clavicle":
            up, forward = pose.get("collarbones", {}).get(side, (0, 0))
            return parent @ rotation("x", up * SIGN[side]) @ rotation("z", -forward * SIGN[side])
        nod, turn = pose.get("neck", (0, 0))
        if base.startswith("neck"):
            return parent @ rotation("y", nod * 0.22) @ rotation("z", turn * 0.2)
        if base == "head":
            return parent @ rotation("y", nod * 0.34) @ rotation("z", turn * 0.4)
        return parent

    def _foot(self, side: str, parent: Array) -> Array:
        if "feet" in self.pose and side in self.pose["feet"]:
            return self.pose["feet"][side]
        return parent @ rotation("y", self.pose.get("pointed", {}).get(side, 0))

    def _hand(self, base: str, side: str, parent: Array) -> Array:
        body, limb = self.body, self.limbs["upperarm" + side]
        palm, curl, wrist_bend = self.pose["hands"][side]
        if base == "lowerarm01":
            return limb.lower_turn
        if base == "lowerarm02":
            now = limb.lower_turn @ palm_normal(body, side)
            now, wanted = now - limb.lower * (now @ limb.lower), palm - limb.lower * (palm @ limb.lower)
            self.hand_twist = 0
            if np.linalg.norm(wanted) > 1e-3:
                self.hand_twist = np.degrees(np.arctan2(cross(now, wanted) @ limb.lower, now @ wanted))
            return rotation(limb.lower, self.hand_twist * 0.5) @ limb.lower_turn
        if base == "wrist":
            turned = rotation(limb.lower, self.hand_twist) @ limb.lower_turn
            return turned @ rotation(palm_axis(body, side), wrist_bend)
        bend = base[6:] if base.startswith("finger1") else "finger"
        if (bend, side) not in self.bends:
            self.bends[bend, side] = self._finger(bend, side, curl)
        return parent @ self.bends[bend, side]

    def _finger(self, bend: str, side: str, curl: float) -> Array:
        """How far each joint of a finger bends; the thumb's joints differ."""
        if bend == "finger":
            return rotation(palm_axis(self.body, side), curl)
        joint = int(bend.split("-")[1])
        return rotation(thumb_axis(self.body, side), curl * THUMB_SHARE[min(joint - 1, 2)])


def solve(body: Body, pose: Pose) -> tuple[Array, Array]:
    """Rotations (B, 3, 3) and positions (B, 3) of all bones."""
    return _Solver(body, pose).solve()
