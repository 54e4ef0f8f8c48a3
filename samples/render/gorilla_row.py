"""Gorilla row: a wide hinge over two kettlebells, one arm after the other."""

from collections.abc import Callable, Mapping
from typing import ClassVar

import numpy as np

from . import props
from .geometry import SIDES, SIGN, Array, unit
from .meshes import Mesh
from .movement import Controls, Faults, Key
from .props import BELL_GRIP_HEIGHT
from .skeleton import Pose, grip
from .standing import Standing, place_kettlebell

BELL_X, BELL_Y = 0.10, 0.13
"""Position of the bells in metres: in front of the middle and beside it."""

PULL = {"L": "pull left", "R": "pull right"}


class GorillaRow(Standing):
    """Controls: those of the hinge, a ``twist`` of the spine, and the pull of each hand from 0 to 1."""

    exercise = "gorilla-row"
    rules: ClassVar[Mapping[str, str]] = {
        "torso_rotation": "trunk-rotation",
        "same_side": "side-repeated",
        "incomplete_pull": "pull-short",
    }
    views = ("side", "45", "front")
    stance, toe_out_deg, load = 0.17, 14, 0.1
    noise: ClassVar[Mapping[str, float]] = {"pitch": 0.6, "knee": 0.5, "nod": 0.8}

    def prepare(self) -> None:
        """Bend the knees until the hands reach the bells."""
        bent: Controls = {"pitch": 74, "knee": 42, "flex": 3, "nod": -22, "twist": 0}
        bent |= {PULL["L"]: 0, PULL["R"]: 0, "top": 0.3}
        self.bent = bent
        for knee in range(26, 110, 4):
            bent["knee"] = knee
            shoulders = self.shoulders(self.hinge(bent))
            if np.linalg.norm(shoulders["L"] - self.wrist_on_bell("L")) < self.arm_length * 0.985:
                break

    def wrist_on_bell(self, side: str) -> Array:
        """Position of the wrist when the hand holds a bell that stands on the floor."""
        return np.array([BELL_X - 0.01, SIGN[side] * (BELL_Y + 0.03), BELL_GRIP_HEIGHT + 0.062])

    def props(self) -> tuple[Callable[[], Mesh], ...]:
        """Two kettlebells."""
        return (props.kettlebell, props.kettlebell)

    def place_props(self, pose: Pose, turns: Array, places: Array, controls: Controls) -> list[Array]:
        """Each bell on the floor, or hanging from the hand that pulls."""
        out = []
        for side in SIDES:
            at, axis = grip(self.body, turns, places, side)
            off_floor = np.clip(controls[PULL[side]] * 6, 0, 1)
            on_floor = np.array([BELL_X, SIGN[side] * BELL_Y, BELL_GRIP_HEIGHT])
            at = on_floor * (1 - off_floor) + at * off_floor
            at[2] = max(at[2], BELL_GRIP_HEIGHT)
            forward = axis * (1 if axis[0] > 0 else -1)
            bar = np.array([1.0, 0, 0]) * (1 - off_floor) + forward * off_floor
            out.append(place_kettlebell(at, bar, np.array([0, 0, -1.0])))
        return out

    def rest(self) -> Controls:
        """Both hands on the bells."""
        return dict(self.bent)

    def next_side(self, faults: Faults) -> str:
        """The side that was not used last; with the fault, every second rep repeats a side."""
        done = self.sides_done
        if not done:
            return "R"
        repeats = len(done) < 2 or done[-1] != done[-2]
        if "same_side" in faults and repeats:
            return "R" if done[-1] == "right" else "L"
        return "R" if done[-1] == "left" else "L"

    def rep(self, faults: Faults) -> list[Key]:
        """Pull, hold, lower, rest."""
        rng, slowness = self.rng, self.rng.uniform(0.9, 1.1)
        side = self.next_side(faults)
        self.sides_done.append("left" if side == "L" else "right")
        top = {PULL[side]: 0.42 if "incomplete_pull" in faults else rng.normal(1, 0.03)}
        top["twist"] = SIGN[side] * (rng.normal(38, 3) if "torso_rotation" in faults else 4)
        return [
            Key(0.7 * slowness, top, "up"),
            Key(rng.uniform(0.25, 0.45), {}, "hold"),
            Key(0.85 * slowness, {PULL["L"]: 0, PULL["R"]: 0, "twist": 0}, "down"),
            Key(rng.uniform(0.15, 0.35), {}, "rest"),
        ]

    def pose(self, controls: Controls) -> Pose:
        """Each hand between its bell on the floor and the ribs."""
        pose = self.hinge(controls)
        shoulders = self.shoulders(pose)
        pose["arms"] = {}
        for side in SIDES:
            pulled = np.clip(controls[PULL[side]], 0, 1.1)
            upper, lower = self.body.arm_lengths[side]
            back = np.radians(92)
            direction = unit(np.array([-np.sin(back), SIGN[side] * 0.22, -np.cos(back)]))
            elbow = shoulders[side] + upper * direction
            at_ribs = elbow + lower * unit(np.array([0.10, -SIGN[side] * 0.05, -1.0]))
            target = self.wrist_on_bell(side) * (1 - pulled) + at_ribs * pulled
            pose["arms"][side] = {"target": target, "pole": np.array([-1.0, SIGN[side] * 0.35, 0.35])}
        pose["hands"] = {side: (np.array([-0.15, -SIGN[side], 0.0]), 64, 0) for side in SIDES}
        return pose
