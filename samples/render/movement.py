"""Common parts of all movements.

A movement is driven by a few numbers, its *controls* (angles in degrees, positions in metres). `Movement.rep` says
which controls are reached when. `Movement.pose` makes a whole posture of them, with all contacts solved: a lying person
is lowered until the skin touches the floor, and feet stay in place by inverse kinematics.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np

from . import skeleton
from .body import Body
from .geometry import LEFTWARD, SIDES, SIGN, Array, joint_angle_deg
from .meshes import Mesh
from .skeleton import Pose

Controls = dict[str, float]
Faults = Sequence[str]


class Slice(NamedTuple):
    """One part of a longer movement to `goal`, up to the share `until`; other controls may move independently."""

    until: float
    goal: Controls


class Key(NamedTuple):
    """Bring these controls to these values within `seconds`; the others stay."""

    seconds: float
    controls: Controls
    phase: str
    part_of: Slice | None = None


@dataclass
class Wishes:
    """What a clip asks of a movement.

    Attributes
    ----------
    always : faults of the whole set, if they are not limited to some reps
    side : the supporting leg, in the single-leg bridge
    variant : "lift", "tap" or "hold", in the single-leg bridge
    hip_sag_deg, wobble_deg : size of these faults
    bob_deg : how far a wobbling hip also moves up and down, as lift of the trunk
    baseline_s : in the test, seconds with the hips up on both feet before the free leg is stretched
    change_after : in the test, number of reps after which the other leg takes over; 0 for never
    short_taps : in the test, the reps, from 0, in which the heel stops well above the floor
    sags_deg : in the test, how far the hips sag in each rep; empty for `hip_sag_deg` where that fault is
    holds_s : in the timed hold, seconds that each hold lasts before the hips sink by its sag, or the leg comes down
    sag_roll : in the test, degrees that the free side of the pelvis drops for each degree of sag
    falls : in the test, the reps, from 0, in which the hips come down to the floor
    steps : in the test, the reps, from 0, in which the supporting foot slips forward
    arms : "floor" beside the body or "chest", in the test
    pushes : in the test with the arms on the chest, the reps, from 0, in which the hands go to the floor
    hips_down : in the test, whether the hips never leave the floor
    drop_at_end : in the test, whether the hips come down as soon as the last lowering is over, together with the foot
    free_knee_deg : how much the free knee is bent while the leg is held out
    barbell : whether a barbell lies on the hips, in the hip thrust
    spine_deg : how far the spine bends at the bottom of each rep, in hinges; empty for the movement's own
    spine_low : whether it bends in the lower back alone
    head_up : whether the head stays up when it bends
    rise_deg : how far the trunk rises with the pull, in the row with this fault
    """

    always: tuple[str, ...] = ()
    side: str = "left"
    variant: str = "lift"
    hip_sag_deg: float = 22.0
    wobble_deg: float = 7.0
    bob_deg: float = 0.0
    baseline_s: float = 0.4
    change_after: int = 0
    short_taps: tuple[int, ...] = ()
    sags_deg: tuple[float, ...] = ()
    holds_s: tuple[float, ...] = ()
    sag_roll: float = 0.45
    falls: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    arms: str = "floor"
    pushes: tuple[int, ...] = ()
    hips_down: bool = False
    drop_at_end: bool = False
    free_knee_deg: float = 4.0
    barbell: bool = False
    spine_deg: tuple[float, ...] = ()
    spine_low: bool = False
    head_up: bool = False
    rise_deg: float = 32.0


@dataclass
class Movement:
    """One exercise done by one body; `rng` makes the differences between reps."""

    body: Body
    wishes: Wishes
    rng: np.random.Generator
    sides_done: list[str] = field(default_factory=list)
    spines_done: list[float] = field(default_factory=list)

    exercise: ClassVar[str] = ""
    """Id of the exercise in formcheck."""
    rules: ClassVar[Mapping[str, str]] = {}
    """Faults that the movement can show, each with the id of formcheck's rule for it."""
    frontal: ClassVar[Mapping[str, str]] = {}
    """The same for faults that only a camera in front or behind shows. Apart, since recipes draw from `rules`."""
    lying: ClassVar[bool] = False
    mat: ClassVar[tuple[float, float, float] | None] = None
    bench_height: ClassVar[float] = 0
    views: ClassVar[tuple[str, ...]] = ("side", "45")
    noise: ClassVar[Mapping[str, float]] = {}
    """Amount of tremor of each control."""

    def __post_init__(self) -> None:
        self.arm_length = sum(self.body.arm_lengths["L"])
        self.thigh, self.shin = self.body.leg_lengths["L"]
        self.prepare()

    def prepare(self) -> None:
        """Measure everything that depends on the body."""

    def props(self) -> tuple[Callable[[], Mesh], ...]:
        """Functions that make the held objects."""
        return ()

    def place_props(self, pose: Pose, turns: Array, places: Array, controls: Controls) -> list[Array]:
        """Place of each of `props` in this posture: matrices (4, 4)."""
        return []

    def rest(self) -> Controls:
        """Controls between two reps."""
        raise NotImplementedError

    def rep(self, faults: Faults) -> list[Key]:
        """One repetition."""
        raise NotImplementedError

    def pose(self, controls: Controls) -> Pose:
        """The whole body."""
        raise NotImplementedError

    def start(self) -> list[Key]:
        """Keys from the first posture to the start of the reps."""
        return []

    def finish(self) -> list[Key]:
        """Keys from the end of the reps to the last posture."""
        return []

    @classmethod
    def rule_of(cls) -> dict[str, str]:
        """All faults that the movement can show, each with its rule."""
        return {**cls.rules, **cls.frontal}

    def rep_facts(self) -> dict[str, Any]:
        """Further facts about the last rep that `rep` gave."""
        return {"side": self.sides_done[-1]} if self.sides_done else {}

    # --- tools for `pose` -------------------------------------------------------------------------

    def hands(self, palm: Sequence[float] = (0, 1, 0), curl: float = 25) -> dict[str, tuple[Array, float, float]]:
        """Both hands alike; `palm` is the direction that the left palm faces."""
        return {side: (np.array([palm[0], palm[1] * SIGN[side], palm[2]], float), curl, 0) for side in SIDES}

    def blank(self, pelvis: Array, **more: Any) -> Pose:
        """A pose with hanging limbs, to measure the trunk before the limbs are solved."""
        down = pelvis @ np.array([0, 0, -1.0])
        leg = {"upper": down, "lower": down, "hinge": pelvis @ LEFTWARD}
        pose = Pose(
            pelvis=pelvis,
            hips=np.zeros(3),
            legs={side: dict(leg) for side in SIDES},
            arms={side: leg | {"hinge": -leg["hinge"]} for side in SIDES},
            hands=self.hands(),
        )
        pose.update(more)  # type: ignore[typeddict-item]
        return pose

    def solve(self, pose: Pose) -> tuple[Array, Array]:
        """Rotations and positions of all bones."""
        return skeleton.solve(self.body, pose)

    def at(self, places: Array, bone: str) -> Array:
        """Start of a bone."""
        return places[self.body.bone_id[bone]]

    def shoulders(self, pose: Pose) -> dict[str, Array]:
        """Start of the upper arms, by side."""
        _, places = self.solve(pose)
        return {side: self.at(places, f"upperarm01.{side}") for side in SIDES}

    def skin(self, pose: Pose, chosen: Array) -> Array:
        """Chosen vertices of the posed skin."""
        return self.body.skin(*self.solve(pose), chosen)

    def drop(self, pose: Pose, zone: str, height: float = 0.0) -> Pose:
        """Raise or lower the body until the lowest skin of a zone is at this height."""
        lowest = np.percentile(self.skin(pose, self.body.zones[zone])[:, 2], 0.7)
        pose["hips"] = pose["hips"] + np.array([0, 0, height - lowest])
        return pose

    def hip_angle_deg(self, controls: Controls) -> float:
        """Angle between shoulder, hip and knee; above 180 is arched."""
        points = self.body.keypoints(*self.solve(self.pose(controls)))
        names = ("left_shoulder", "left_hip", "left_knee")
        shoulder, hip, knee = (points[self.body.keypoint_id[name]] * (1, 0, 1) for name in names)
        angle = float(joint_angle_deg(shoulder, hip, knee))
        trunk, thigh = shoulder - hip, knee - hip
        return angle if trunk[2] * thigh[0] - trunk[0] * thigh[2] >= 0 else 360 - angle

    def control_for(self, name: str, span: tuple[float, float], hip_angle_deg: float, others: Controls) -> float:
        """Value of one control that gives this hip angle."""
        values = np.linspace(*span, 8)
        angles = np.array([self.hip_angle_deg(others | {name: value}) for value in values])
        order = np.argsort(angles)
        return float(np.interp(hip_angle_deg, angles[order], values[order]))
