"""Bent-over row with two dumbbells."""

from collections.abc import Callable, Mapping
from typing import ClassVar

import numpy as np

from . import props
from .geometry import LEFTWARD, SIDES, SIGN, Array, sagittal
from .meshes import Mesh
from .movement import Controls, Faults, Key
from .skeleton import Pose
from .standing import Standing

FULL_PULL = 76.0
"""Angle of the upper arms behind the trunk in a full pull; degrees."""


class BentOverRow(Standing):
    """Controls: those of the hinge, ``pull``, the angle of the upper arms, and ``lag``, by how much less one pulls.

    A positive ``lag`` is that of the left arm, a negative one of the right.
    """

    exercise = "bent-over-row"
    rules: ClassVar[Mapping[str, str]] = {
        "torso_rising": "trunk-rising",
        "rounding": "back-rounded",
        "incomplete_pull": "pull-short",
    }
    frontal: ClassVar[Mapping[str, str]] = {"uneven_pull": "side-uneven"}
    noise: ClassVar[Mapping[str, float]] = {"pitch": 0.8, "knee": 0.6, "nod": 0.8}
    load = 0.12

    def props(self) -> tuple[Callable[[], Mesh], ...]:
        """Two dumbbells."""
        return (props.dumbbell, props.dumbbell)

    def place_props(self, pose: Pose, turns: Array, places: Array, controls: Controls) -> list[Array]:
        """In the hands."""
        return self.place_dumbbells(turns, places)

    def rest(self) -> Controls:
        """Standing."""
        return {"pitch": 0, "knee": 6, "flex": 0, "nod": 0, "pull": 0, "top": 0.3, "lag": 0}

    def bent(self) -> Controls:
        """Bent over, arms long."""
        bent: Controls = {"pitch": 62, "knee": 30, "flex": 2, "nod": -12}
        if "rounding" in self.wishes.always:
            bent |= {"pitch": 44, "flex": 46, "nod": 2}
        return self.bent_spine(bent)

    def start(self) -> list[Key]:
        """Bend over."""
        return [Key(1.2, self.bent(), "setup"), Key(0.5, {}, "rest")]

    def finish(self) -> list[Key]:
        """Stand up."""
        return [Key(1.2, self.rest(), "finish")]

    def rep(self, faults: Faults) -> list[Key]:
        """Pull, hold, lower, rest."""
        rng, slowness = self.rng, self.rng.uniform(0.9, 1.15)
        top: Controls = {"pull": rng.normal(FULL_PULL, 3)}
        if "rounding" in faults:
            top |= {"pitch": 44, "flex": 46, "nod": 2}
        if "torso_rising" in faults:
            top["pitch"] = rng.normal(62 - self.wishes.rise_deg, 3)
        if "incomplete_pull" in faults:
            top["pull"] = rng.normal(34, 3)
        if "uneven_pull" in faults:
            top["lag"] = rng.choice([-1, 1]) * rng.uniform(24, 36)
        settle = [Key(0.6, self.bent(), "rest")] if self.wishes.spine_deg else []
        return [
            *settle,
            Key(0.7 * slowness, top, "up"),
            Key(rng.uniform(0.25, 0.5), {}, "hold"),
            Key(1.0 * slowness, self.bent() | {"pull": 0, "lag": 0}, "down"),
            Key(rng.uniform(0.25, 0.5), {}, "rest"),
        ]

    def pose(self, controls: Controls) -> Pose:
        """Elbows go up beside the trunk, forearms hang."""
        pose = self.hinge(controls | {"shoulders": 8 - 20 * controls["pull"] / FULL_PULL})
        pose["arms"] = {}
        for side in SIDES:
            pull = controls["pull"] - max(SIGN[side] * controls["lag"], 0.0)
            pulled = pull / FULL_PULL
            out = SIGN[side] * (0.10 + 0.16 * min(pulled, 1))
            pose["arms"][side] = {
                "upper": sagittal(-(pull - 4)) + LEFTWARD * out,
                "lower": sagittal(6 + 8 * pulled) + LEFTWARD * SIGN[side] * (0.02 - 0.05 * pulled),
                "hinge": -LEFTWARD + np.array([SIGN[side] * -0.15, 0, 0]),
            }
        pose["hands"] = self.hands((0, -1, 0), 62)
        return pose
