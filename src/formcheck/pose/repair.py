"""Left and right exchanged by the pose model from one frame to the next, put back limb by limb."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from formcheck.pose.landmarks import SIDES, Landmark, landmark
from formcheck.pose.pose import Pose

JUMP = 0.25
"""Mean jump of a limb pair, in trunk lengths, below which nothing is exchanged; chosen: a swing at 30 frames
a second moves the wrists by less."""

CLOSER = 0.4
"""The exchanged limbs must lie this much closer to the frame before; chosen."""

FORGET_S = 0.3
"""A frame older than this says nothing about the next; chosen."""

BELIEVED_S = 1.0
"""What the model keeps saying for so long is believed: then the frames before were the exchanged ones; chosen."""

LIMBS: dict[str, tuple[str, ...]] = {
    "arms": ("elbow", "wrist", "pinky", "index", "thumb"),
    "legs": ("knee", "ankle", "heel", "foot_index"),
}

_LEFT = {name: [landmark(part, "left") for part in parts] for name, parts in LIMBS.items()}
_RIGHT = {name: [landmark(part, "right") for part in parts] for name, parts in LIMBS.items()}
_PAIR = {name: np.array(_LEFT[name] + _RIGHT[name]) for name in LIMBS}
_TRUNK = [landmark(part, side) for part in ("shoulder", "hip") for side in SIDES]
_CROSSED = {name: np.array(_RIGHT[name] + _LEFT[name]) for name in LIMBS}


@dataclass(slots=True)
class SwapRepair:
    """Causal: compares the limbs of each frame with those of the repaired one before it.

    A frame in which a limb has jumped away, to neither side's place, is not compared with: one such frame would
    pass its mistake on to all that follow.

    Attributes
    ----------
    count : int
        How often a pair of limbs was exchanged; a run of exchanged frames counts once.
    """

    count: int = 0
    _before: dict[str, Pose] = field(default_factory=dict)
    _exchanged: dict[str, float] = field(default_factory=dict)  # by limb, since when

    def __call__(self, pose: Pose) -> Pose:
        """The pose with exchanged arms or legs put back; the same object when nothing was wrong."""
        if not pose.seen:
            return pose
        trunk_px = _trunk_px(pose)
        for name in LIMBS:
            pose = self._repaired(pose, name, trunk_px)
        return pose

    def _repaired(self, pose: Pose, name: str, trunk_px: float) -> Pose:
        """The pose with one pair of limbs put back, where it was exchanged."""
        before, time_s = self._before.get(name), float(pose.time_s)
        if before is None or time_s - float(before.time_s) > FORGET_S:
            return self._believed(pose, name)
        kept = _apart_px(before, pose, name, _PAIR)
        if not kept > JUMP * trunk_px:
            return self._believed(pose, name)
        crossed = _apart_px(before, pose, name, _CROSSED)
        if not crossed < CLOSER * kept:
            self._exchanged.pop(name, None)
            return pose
        self.count += name not in self._exchanged
        if time_s - self._exchanged.setdefault(name, time_s) > BELIEVED_S:
            return self._believed(pose, name)
        pose = _exchange(pose, name)
        if not crossed > JUMP * trunk_px:
            self._before[name] = pose
        return pose

    def _believed(self, pose: Pose, name: str) -> Pose:
        """The pose as it is: the next frame is compared with it."""
        self._exchanged.pop(name, None)
        self._before[name] = pose
        return pose


def _apart_px(before: Pose, now: Pose, name: str, marks: dict[str, npt.NDArray[np.intp]]) -> float:
    """Mean way of a limb pair since the frame before: to the same places, or crosswise to the other side's."""
    return float(np.hypot(*(now.image[marks[name]] - before.image[_PAIR[name]]).T).mean())


def _exchange(pose: Pose, name: str) -> Pose:
    order = np.arange(len(Landmark))
    order[_PAIR[name]] = _CROSSED[name]
    return replace(pose, image=pose.image[order], world=pose.world[order], visibility=pose.visibility[order])


def _trunk_px(pose: Pose) -> float:
    left_shoulder, right_shoulder, left_hip, right_hip = pose.image[_TRUNK]
    return float(np.hypot(*(0.5 * (left_shoulder + right_shoulder) - 0.5 * (left_hip + right_hip))))
