"""Single-leg glute bridge: as an exercise, and as a test."""

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from .bridge import GluteBridge
from .geometry import LEFTWARD, SIDES, SIGN, minimum_jerk, rotation, sagittal, unit
from .movement import Controls, Faults, Key, Slice
from .skeleton import Pose

SHAKE_S = 0.28
"""Seconds of one sideways swing of a wobbling hip."""

STEP_M = 0.14
"""How far a foot slips forward."""

CHEST_M = 0.18
"""Height of folded wrists over the line of the shoulders."""

FALLEN_S = 1.0
"""Seconds on the floor after the hips came down."""


SUNK_S = (1.5, 2.5)
"""Seconds in which the hips sink at the end of a timed hold, and that they stay there."""


class SingleLegBridge(GluteBridge):
    """The exercise ("lift"), the test ("tap") or the timed hold ("hold").

    In the timed hold nothing moves until the hips sink or the leg comes down. In the exercise the free leg stays in
    line with the other thigh while the hips go down to the floor and up. In the test the hips stay up; the free leg
    goes from straight down to the floor with its heel and back up. A straight leg could only reach the floor with more
    than 20 degrees of hip extension, so the knee bends on the way down.

    Controls: those of the bridge; ``free`` from 0, both feet on the floor, to 1, or to -1 if the other leg is free;
    ``thigh`` of the free leg above the horizontal; ``knee``, how much it is bent; ``bob``, a lift on top; ``arms`` from
    0, beside the body, to 1, across the chest.
    """

    exercise = "single-leg-glute-bridge"
    rules: ClassVar[Mapping[str, str]] = {"hip_sag": "hip-sag", "wobble": "wobble", "low_top": "hips-low"}
    frontal: ClassVar[Mapping[str, str]] = {}
    noise: ClassVar[Mapping[str, float]] = {"lift": 0.5, "roll": 0.5, "thigh": 0.7, "nod": 0.6}

    def prepare(self) -> None:
        """Find the line of the supporting thigh, and the values that the heel tap needs."""
        super().prepare()
        self.supporting = {"left": "L", "right": "R"}[self.wishes.side]
        self.free = "R" if self.supporting == "L" else "L"
        self.lifting = self.wishes.variant == "lift"
        self.done, self.freed = 0, 1
        self.level = self.top - (8 if "low_top" in self.wishes.always else 0)
        if self.wishes.hips_down:
            self.level = self.lowest["lift"] + 1
        _, places = self.solve(GluteBridge.pose(self, self.lowest | {"lift": self.top}))
        hip, knee = (self.at(places, f"{bone}.{self.supporting}") for bone in ("upperleg01", "lowerleg01"))
        self.in_line = np.degrees(np.arctan2((knee - hip)[2], (knee - hip)[0]))
        self.tap_thigh = self.in_line - 18
        free_hip = self.at(places, f"upperleg01.{self.free}")
        knee_height = free_hip[2] + self.thigh * np.sin(np.radians(self.tap_thigh))
        drop = np.clip((knee_height - self.body.ankle_height * 0.95) / self.shin, 0, 0.98)
        self.tap_knee = self.tap_thigh + np.degrees(np.arcsin(drop))

    def rest(self) -> Controls:
        """Flat on the floor, both feet on it."""
        folded = 1.0 if self.wishes.arms == "chest" else 0.0
        return self.lowest | {"feet": 0.0, "free": 0, "thigh": 60, "knee": 100, "bob": 0, "arms": folded}

    def start(self) -> list[Key]:
        """Stretch the free leg; for the test lift the hips first."""
        stretched = {"free": self.freed, "thigh": self.in_line, "knee": self.wishes.free_knee_deg}
        if self.lifting:
            return [Key(1.0, stretched, "setup"), Key(0.4, {}, "rest")]
        return [
            Key(1.1, {"lift": self.level}, "setup"),
            Key(self.wishes.baseline_s, {}, "setup"),
            Key(1.0, stretched, "setup"),
            Key(0.4, {}, "setup"),
        ]

    def finish(self) -> list[Key]:
        """Put the foot down, then the hips."""
        if self.wishes.drop_at_end:
            return [Key(0.7, {"free": 0, "thigh": 60, "knee": 100, "lift": self.lowest["lift"]}, "finish")]
        return [
            Key(0.9, {"free": 0, "thigh": 60, "knee": 100, "roll": 0, "bob": 0}, "finish"),
            Key(1.0, {"lift": self.lowest["lift"]}, "finish"),
        ]

    def rep(self, faults: Faults) -> list[Key]:
        """Hips up and down, or heel down and up."""
        slowness = self.rng.uniform(0.9, 1.15)
        sag = self._sag(faults)
        change = self._change_legs() if self.done and self.done == self.wishes.change_after else []
        roll = -self.freed * SIGN[self.supporting] * (self.wishes.sag_roll * sag + self.rng.normal(0, 0.6))
        if self.wishes.variant == "hold":
            keys = self._hold(sag, roll)
        else:
            keys = self._lift(slowness, sag, roll) if self.lifting else self._tap(slowness, sag, roll)
        self.done += 1
        return [*change, *(self._wobbling(keys) if "wobble" in faults else keys)]

    def _sag(self, faults: Faults) -> float:
        if self.wishes.sags_deg:
            return self.wishes.sags_deg[self.done]
        return self.wishes.hip_sag_deg if "hip_sag" in faults else 0

    def _change_legs(self) -> list[Key]:
        """Both feet down, hips down, a rest; then up again with the other leg stretched."""
        down = self.finish()
        self.freed = -self.freed
        return [*down, Key(1.5, {}, "setup"), *self.start()]

    def _lift(self, slowness: float, sag: float, roll: float) -> list[Key]:
        rng = self.rng
        top = {"lift": self.level - sag * 0.45 + rng.normal(0, 0.6), "roll": roll}
        return [
            Key(1.0 * slowness, top, "up"),
            Key(rng.uniform(0.8, 1.3), {}, "hold"),
            Key(1.2 * slowness, {"lift": self.lowest["lift"] + 1, "roll": 0}, "down"),
            Key(0.4, {}, "rest"),
        ]

    def _hold(self, sag: float, roll: float) -> list[Key]:
        held = Key(self.wishes.holds_s[self.done], {}, "hold")
        if not sag:
            return [held]
        sinks_s, stays_s = SUNK_S
        return [held, Key(sinks_s, {"lift": self.level - sag * 0.55, "roll": roll}, "down"), Key(stays_s, {}, "down")]

    def _tap(self, slowness: float, sag: float, roll: float) -> list[Key]:
        rng = self.rng
        down = {"thigh": self.tap_thigh, "knee": self.tap_knee, "lift": self.level - sag * 0.55, "roll": roll}
        if self.done in self.wishes.short_taps:
            down |= {"thigh": 0.5 * (self.in_line + self.tap_thigh), "knee": 0.4 * self.tap_knee}
        if self.done in self.wishes.steps:
            down |= {"feet": STEP_M}
        bottom_s = rng.uniform(0.2, 0.4)
        knee = self.wishes.free_knee_deg
        up = {"thigh": self.in_line, "knee": knee, "lift": self.level + rng.normal(0, 0.6), "roll": roll * 0.5}
        if self.done in self.wishes.pushes:
            down, up = down | {"arms": 0.0}, up | {"arms": 1.0}
        if self.done in self.wishes.falls:
            down |= {"lift": self.lowest["lift"]}
            bottom_s = FALLEN_S
        return [
            Key(1.4 * slowness, down, "down"),
            Key(bottom_s, {}, "bottom"),
            Key(1.2 * slowness, up, "up"),
            Key(0.1 if self.wishes.drop_at_end else rng.uniform(0.6, 1.0), {}, "hold"),
        ]

    def _wobbling(self, keys: list[Key]) -> list[Key]:
        """The keys, with a pelvis that shakes from side to side all the time."""
        out: list[Key] = []
        amount = self.wishes.wobble_deg
        for key in keys:
            swings = max(round(key.seconds / SHAKE_S), 1)
            for i in range(swings):
                part = Slice(float(minimum_jerk((i + 1) / swings)), key.controls)
                swing = (-1) ** len(out) * self.rng.uniform(0.6, 1.2)
                self.rng.normal()  # keeps the sequence of random numbers: a yaw that no posture uses
                shaken = {"roll": amount * swing, "bob": self.wishes.bob_deg * swing}
                out.append(Key(key.seconds / swings, shaken, key.phase, part))
        return out

    def pose(self, controls: Controls) -> Pose:
        """A bridge, and the free leg on top of it."""
        pose = GluteBridge.pose(self, controls | {"lift": controls["lift"] + controls.get("bob", 0)})
        if controls.get("arms", 0) > 0:
            self._fold_arms(pose, controls["arms"])
        freed = abs(controls.get("free", 0))
        if freed <= 1e-6:
            return pose
        side = self.free if controls["free"] > 0 else self.supporting
        _, places = self.solve(pose)
        hip, knee, ankle = (self.at(places, f"{bone}.{side}") for bone in ("upperleg01", "lowerleg01", "foot"))
        upper = sagittal(90 + controls["thigh"])
        knee_above = hip[2] + self.thigh * upper[2] - self.body.ankle_height * 0.9
        steepest = -np.degrees(np.arcsin(np.clip(knee_above / self.shin, -0.5, 0.98)))
        lower = sagittal(90 + max(controls["thigh"] - controls["knee"], steepest))  # the heel stays above the floor
        upper = unit(unit(knee - hip) * (1 - freed) + upper * freed)
        lower = unit(unit(ankle - knee) * (1 - freed) + lower * freed)
        pose["legs"] = pose["legs"] | {side: {"upper": upper, "lower": lower, "hinge": LEFTWARD}}
        shin_deg = np.degrees(np.arctan2(lower[0], -lower[2]))
        foot = rotation("y", -(shin_deg - 12) * freed) @ rotation("z", SIGN[side] * 6 * (1 - freed))
        pose["feet"] = pose["feet"] | {side: foot}
        return pose

    def _fold_arms(self, pose: Pose, folded: float) -> None:
        """Bring the hands from beside the body to the opposite side of the chest."""
        shoulders = self.shoulders(pose)
        middle = (shoulders["L"] + shoulders["R"]) / 2
        along = unit((pose["hips"] - middle) * (1, 0, 1))
        front = np.array([-along[2], 0.0, along[0]])
        for side in SIDES:
            chest = middle + 0.12 * along + CHEST_M * front - np.array([0, SIGN[side] * 0.05, 0])
            arm = pose["arms"][side]
            arm["target"] = (1 - folded) * arm["target"] + folded * chest
            arm["pole"] = np.array([0.3, SIGN[side] * 1.0, -0.2 + 0.2 * folded])
