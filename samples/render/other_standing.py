"""Movements on two feet that are none of the eight exercises: what formcheck must not count."""

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from . import props
from .geometry import LEFTWARD, SIDES, SIGN, Array, minimum_jerk, rotation, sagittal, unit
from .meshes import Mesh, box, join
from .movement import Controls, Faults, Key
from .skeleton import Pose
from .standing import Standing
from .walking import walk

STEPS = 4
"""Steps of a person who walks in."""


def bent_arm(side: str, upper_deg: float, bend_deg: float, out: float = 0.08) -> dict[str, Any]:
    """An arm in the sagittal plane: the upper arm this far forward of hanging, the elbow bent this far."""
    outward = LEFTWARD * SIGN[side] * out
    return {"upper": sagittal(upper_deg) + outward, "lower": sagittal(upper_deg + bend_deg), "hinge": -LEFTWARD}


class OnTwoFeet(Standing):
    """Controls: those of the hinge, and ``arm``, which each movement uses in its own way; from 0 to 1."""

    load = 0.0
    out: ClassVar[Controls] = {}
    """Controls at the turn."""
    seconds: ClassVar[float] = 1.0
    """One way, out or back."""

    def rest(self) -> Controls:
        """Standing."""
        return {"pitch": 0, "knee": 5, "flex": 0, "nod": 0, "top": 0.3, "twist": 0, "arm": 0}

    def rep(self, faults: Faults) -> list[Key]:
        """Out, a moment, back, a moment."""
        slowness = self.rng.uniform(0.9, 1.15) * self.seconds
        return [
            Key(slowness, dict(self.out), "out"),
            Key(0.15, {}, "hold"),
            Key(slowness, {name: self.rest()[name] for name in self.out}, "back"),
            Key(0.15, {}, "rest"),
        ]

    def arm(self, side: str, shoulder: Array, c: Controls) -> dict[str, Any]:
        """One arm; here it hangs."""
        return bent_arm(side, -c["pitch"] * 0.1, 8)

    def pose(self, controls: Controls) -> Pose:
        """Legs in balance, arms as `arm` says."""
        pose = self.hinge(controls)
        shoulders = self.shoulders(pose)
        pose["arms"] = {side: self.arm(side, shoulders[side], controls) for side in SIDES}
        pose["hands"] = self.hands((0, -1, 0), 30)
        return pose


class Squat(OnTwoFeet):
    """A squat, the arms stretched forward at the bottom."""

    stance, toe_out_deg = 0.08, 14
    out: ClassVar[Controls] = {"pitch": 38, "knee": 112, "nod": -22, "arm": 1}

    def arm(self, side: str, shoulder: Array, c: Controls) -> dict[str, Any]:
        """From hanging up to level."""
        return bent_arm(side, 86 * c["arm"], 8)


class SquatWithWeights(OnTwoFeet):
    """A squat with a dumbbell in each hanging hand."""

    load = 0.15
    stance, toe_out_deg = 0.05, 10
    out: ClassVar[Controls] = {"pitch": 34, "knee": 100, "nod": -18}

    def props(self) -> tuple[Callable[[], Mesh], ...]:
        """Two dumbbells."""
        return (props.dumbbell, props.dumbbell)

    def place_props(self, pose: Pose, turns: Array, places: Array, controls: Controls) -> list[Array]:
        """In the hands."""
        return self.place_dumbbells(turns, places)


class HamstringStretch(OnTwoFeet):
    """Folding forward with straight legs until the hands reach the feet."""

    out: ClassVar[Controls] = {"pitch": 90, "knee": 4, "flex": 60, "nod": 16, "arm": 1}
    seconds = 1.5

    def arm(self, side: str, shoulder: Array, c: Controls) -> dict[str, Any]:
        """Hanging down, at the bottom a little back to the feet."""
        return bent_arm(side, 4 - 10 * c["arm"], 6, 0.02)


class BendToShins(HamstringStretch):
    """Bending forward with straight legs and empty hands, to the shins: a deadlift in all but the weight."""

    out: ClassVar[Controls] = {"pitch": 72, "knee": 4, "flex": 44, "nod": 16, "arm": 1}


class GoodMorning(OnTwoFeet):
    """Bending forward with a straight back, the hands behind the head."""

    out: ClassVar[Controls] = {"pitch": 70, "knee": 16, "flex": 2, "nod": -10}
    seconds = 1.3

    def pose(self, controls: Controls) -> Pose:
        """The hands move with the head, the elbows point out."""
        pose = super().pose(controls)
        turns, places = self.solve(pose)
        up, forward = (turns[self.body.bone_id["head"]] @ np.array(axis) for axis in ((0, 0, 1.0), (1.0, 0, 0)))
        for side in SIDES:
            hand = self.at(places, "head") + 0.07 * up - 0.02 * forward + LEFTWARD * SIGN[side] * 0.12
            pose["arms"][side] = {"target": hand, "pole": LEFTWARD * SIGN[side] + 0.3 * forward}
        return pose


class Curl(SquatWithWeights):
    """Curls with both arms, the dumbbells up to the shoulders."""

    out: ClassVar[Controls] = {"arm": 1, "pitch": -2}

    def arm(self, side: str, shoulder: Array, c: Controls) -> dict[str, Any]:
        """The elbow bends, the upper arm comes forward a little."""
        return bent_arm(side, 16 * c["arm"], 8 + 132 * c["arm"])


class OverheadPress(SquatWithWeights):
    """Presses with both arms, from the shoulders to over the head."""

    out: ClassVar[Controls] = {"arm": 1}

    def arm(self, side: str, shoulder: Array, c: Controls) -> dict[str, Any]:
        """The hand goes straight up, the elbow is out in front."""
        low = shoulder + np.array([0.12, SIGN[side] * 0.06, 0.02])
        high = shoulder + np.array([0.03, 0, self.arm_length * 0.97])
        return {"target": low + (high - low) * c["arm"], "pole": np.array([0.6, SIGN[side] * 0.7, -0.5])}


class TrunkRotation(OnTwoFeet):
    """Turning left and right with both hands together, from beside one hip to shoulder height on the other side."""

    out: ClassVar[Controls] = {"twist": 42, "arm": 1, "pitch": 4}
    stance = 0.12

    def rest(self) -> Controls:
        """Turned to the right, the hands low."""
        return super().rest() | {"pitch": 12, "knee": 16, "twist": -42}

    def arm(self, side: str, shoulder: Array, c: Controls) -> dict[str, Any]:
        """Both hands on one line, which turns with the chest and rises."""
        turn, lift = np.radians(1.6 * c["twist"]), np.radians(22 + 68 * c["arm"])
        along = np.array([np.sin(lift) * np.cos(turn), np.sin(lift) * np.sin(turn), -np.cos(lift)])
        middle = shoulder * (1, 0, 1) + along * self.arm_length * 0.86
        return {"target": middle + LEFTWARD * SIGN[side] * 0.04, "pole": np.array([-0.3, SIGN[side] * 0.8, -0.4])}


class JumpingJack(OnTwoFeet):
    """Jumping jacks: arms up and legs apart, both together."""

    out: ClassVar[Controls] = {"arm": 1}
    seconds = 0.38

    def pose(self, controls: Controls) -> Pose:
        """Feet go out, hands go out and up; the body leaves the floor half way."""
        share = float(np.clip(controls["arm"], 0, 1))
        pose = self.hinge(controls)
        hop, apart = 0.10 * np.sin(np.pi * share) ** 2, self.body.hip_half_width + 0.02 + 0.26 * share
        straight = (self.thigh + self.shin) * 0.99
        height = self.body.ankle_height + np.sqrt(straight**2 - (apart - self.body.hip_half_width) ** 2)
        pose["hips"] = np.array([0.0, 0.0, height + hop])
        for side in SIDES:
            pose["legs"][side]["target"] = np.array([0, SIGN[side] * apart, self.body.ankle_height + hop])
        shoulders = self.shoulders(pose)
        out = np.radians(16 + 146 * share)
        pose["arms"] = {
            side: {
                "target": shoulders[side]
                + self.arm_length * 0.97 * np.array([0.05, SIGN[side] * np.sin(out), -np.cos(out)]),
                "pole": np.array([-1.0, 0.0, -0.2]),
            }
            for side in SIDES
        }
        pose["hands"] = self.hands((0, -1, 0), 10)
        return pose


class Jogging(OnTwoFeet):
    """Jogging on the spot. The control ``arm`` is -1 with the left foot up, 1 with the right."""

    out: ClassVar[Controls] = {"arm": 1}
    seconds = 0.34

    def rest(self) -> Controls:
        """The left foot is up."""
        return super().rest() | {"pitch": 6, "arm": -1}

    def pose(self, controls: Controls) -> Pose:
        """One foot behind and up, the other on the floor; the arms swing bent, against the legs."""
        stride = controls["arm"]
        pose = self.hinge(controls | {"knee": 14 + 10 * (1 - stride**2)})
        pose["arms"] = {}
        for side in SIDES:
            up = max(-stride * SIGN[side], 0.0)
            target = pose["legs"][side]["target"] + np.array([-0.22, 0, 0.30]) * up
            pose["legs"][side]["target"] = target
            pose["feet"][side] = rotation("y", 55 * up)
            pose["arms"][side] = bent_arm(side, -6 + 34 * stride * SIGN[side], 85)
        pose["hands"] = self.hands((0, -1, 0), 55)
        return pose


class WalkingIn(OnTwoFeet):
    """Walks in from behind, stands. The control ``arm`` is the share of the way."""

    out: ClassVar[Controls] = {"arm": 1}

    def prepare(self) -> None:
        """All poses of the walk."""
        self.walked = walk(self, 0.0, STEPS, 30)

    def rep(self, faults: Faults) -> list[Key]:
        """Walks, stands."""
        return [Key(len(self.walked) / 30, {"arm": 1}, "out"), Key(1.2, {}, "hold")]

    def pose(self, controls: Controls) -> Pose:
        """The pose at this share of the way; even in time, though keys begin and end softly."""
        shares = np.linspace(0, 1, 101)
        share = np.interp(controls["arm"], minimum_jerk(shares), shares)
        return self.walked[round(share * (len(self.walked) - 1))]


def incline_bench(tilt_deg: float, top: Array) -> Mesh:
    """A bench that rises at this angle above the floor to `top`, facing up and back; metres."""
    black, frame = (0.07, 0.07, 0.08), (0.35, 0.35, 0.37)
    length, tilt = 0.85, np.radians(tilt_deg)
    along = np.array([np.cos(tilt), 0, np.sin(tilt)])
    board = box((length, 0.28, 0.07), (0, 0, 0), black, 0.15)
    turn = rotation("y", -tilt_deg)
    middle = top - along * length / 2
    board = board._replace(points=board.points @ turn.T + middle, normals=board.normals @ turn.T)
    post = box((0.06, 0.06, middle[2]), (middle[0] + 0.05, 0, middle[2] / 2), frame, 0.3)
    foot = box((0.7, 0.06, 0.05), (middle[0], 0, 0.025), frame, 0.3)

    return join(board, post, foot)


class BenchRow(OnTwoFeet):
    """Chest on a sloping bench, the legs behind it, both arms pulling."""

    out: ClassVar[Controls] = {"arm": 1}
    tilt_deg = 38.0

    def props(self) -> tuple[Callable[[], Mesh], ...]:
        """The bench, and two dumbbells."""
        return (self.bench, props.dumbbell, props.dumbbell)

    def bench(self) -> Mesh:
        """Under the chest."""
        turns, places = self.solve(self.pose(self.rest()))
        chest = self.at(places, "spine01") + turns[self.body.bone_id["spine01"]] @ np.array([0.17, 0, 0.05])
        return incline_bench(self.tilt_deg, chest)

    def place_props(self, pose: Pose, turns: Array, places: Array, controls: Controls) -> list[Array]:
        """The bench stands, the dumbbells are in the hands."""
        return [np.eye(4), *self.place_dumbbells(turns, places)]

    def pose(self, controls: Controls) -> Pose:
        """Feet stand far behind; elbows go up beside the trunk."""
        pose = self.blank(rotation("y", 90 - self.tilt_deg), neck=(-14, 0))
        legs = unit(np.array([-np.sin(np.radians(38)), 0, -np.cos(np.radians(38))]))
        reach = (self.thigh + self.shin) * 0.985
        pose["hips"] = np.array([0, 0, self.body.ankle_height]) - legs * reach
        pose["legs"] = {
            side: {
                "target": np.array([0, SIGN[side] * (self.body.hip_half_width + 0.08), self.body.ankle_height]),
                "pole": np.array([1.0, SIGN[side] * 0.2, 0]),
            }
            for side in SIDES
        }
        pose["feet"] = {side: rotation("y", 30) for side in SIDES}
        pull = controls["arm"]
        pose["arms"] = {side: bent_arm(side, 4 - 74 * pull, 6 + 78 * pull, 0.10 + 0.16 * pull) for side in SIDES}
        pose["hands"] = self.hands((0, -1, 0), 62)
        return pose
