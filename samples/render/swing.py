"""Two-handed kettlebell swing to shoulder height."""

from collections.abc import Callable, Mapping
from typing import ClassVar

import numpy as np

from . import props
from .geometry import LEFTWARD, SIDES, SIGN, Array, sagittal, unit
from .meshes import Mesh
from .movement import Controls, Faults, Key
from .skeleton import Pose, grip
from .standing import Standing, place_kettlebell


class KettlebellSwing(Standing):
    """Controls: those of the hinge, and ``arm``, the angle of the arms forward of straight down."""

    exercise = "kettlebell-swing"
    rules: ClassVar[Mapping[str, str]] = {
        "squatty": "squatting",
        "arms_high": "bell-too-high",
        "hyperextended": "leaning-back",
    }
    frontal: ClassVar[Mapping[str, str]] = {"knees_in": "knees-in"}
    views = ("side", "45", "front")
    stance, toe_out_deg, load = 0.13, 16, 0.05
    noise: ClassVar[Mapping[str, float]] = {"pitch": 0.7, "knee": 0.6, "nod": 0.8}

    def props(self) -> tuple[Callable[[], Mesh], ...]:
        """One kettlebell."""
        return (props.kettlebell,)

    def place_props(self, pose: Pose, turns: Array, places: Array, controls: Controls) -> list[Array]:
        """In both hands, in line with the arms; it lags a little at the top."""
        at = np.mean([grip(self.body, turns, places, side)[0] for side in SIDES], 0)
        shoulders = (self.at(places, "upperarm01.L") + self.at(places, "upperarm01.R")) / 2
        outward = unit(at - shoulders)
        if controls["arm"] > 60:
            outward = unit(outward + np.array([0, 0, -0.25]))
        return [place_kettlebell(at, LEFTWARD, outward)]

    def rest(self) -> Controls:
        """Standing, the bell in front of the thighs."""
        return {"pitch": 2, "knee": 8, "flex": 0, "nod": 0, "arm": 4, "top": 0, "knees_in": 0}

    def bottom(self, faults: Faults) -> Controls:
        """The backswing."""
        rng = self.rng
        if "squatty" in faults:
            return {"pitch": rng.normal(38, 2), "knee": rng.normal(88, 4), "arm": -38, "nod": -14, "flex": 0}
        flat: Controls = {"pitch": rng.normal(66, 2.5), "knee": rng.normal(32, 3), "arm": -40, "nod": -20, "flex": 0}
        if "knees_in" in faults:
            flat |= {"knee": rng.normal(40, 3), "knees_in": rng.uniform(28, 52)}
        return self.bent_spine(flat)

    def start(self) -> list[Key]:
        """Reach forward, hike the bell back."""
        return [
            Key(0.9, {"pitch": 40, "knee": 25, "arm": 24, "nod": -10}, "setup"),
            Key(0.65, self.bottom(self.wishes.always), "setup"),
        ]

    def finish(self) -> list[Key]:
        """Let the bell come to rest, stand."""
        return [
            Key(0.7, {"pitch": 30, "knee": 22, "arm": 15, "nod": -8}, "finish"),
            Key(0.6, self.rest(), "finish"),
        ]

    def rep(self, faults: Faults) -> list[Key]:
        """Up, float, down."""
        rng, slowness = self.rng, self.rng.uniform(0.95, 1.08)
        top: Controls = {"pitch": -1, "knee": 6, "arm": rng.normal(88, 4), "nod": 0, "flex": 0, "knees_in": 0}
        if "arms_high" in faults:
            top["arm"] = rng.normal(140, 5)
        if "hyperextended" in faults:
            top |= {"pitch": -8, "flex": -22, "nod": -6}
        return [
            Key(0.68 * slowness, top, "up"),
            Key(0.08, {}, "hold"),
            Key(0.72 * slowness, self.bottom(faults), "down"),
        ]

    def pose(self, controls: Controls) -> Pose:
        """Both hands on one handle."""
        pose = self.hinge(controls | {"shoulders": 14, "armx": -0.05})
        shoulders = self.shoulders(pose)
        along, half = sagittal(controls["arm"]), abs(shoulders["L"][1])
        reach = np.sqrt(max((self.arm_length * 0.996) ** 2 - (half - 0.035) ** 2, 0.05))
        hands = (shoulders["L"] + shoulders["R"]) / 2 + along * reach
        elbow = np.array([-along[2], 0, along[0]])
        pose["arms"] = {
            side: {
                "target": hands + LEFTWARD * SIGN[side] * 0.035,
                "pole": elbow * 0.6 + LEFTWARD * SIGN[side] * 0.8,
            }
            for side in SIDES
        }
        pose["hands"] = self.hands((along[2], 0, -along[0]), 68)  # palms down and back, knuckles forward
        return pose
