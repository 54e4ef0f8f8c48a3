"""Left and right exchanged by the pose model from one frame to the next, put back limb by limb."""

from dataclasses import dataclass, field, replace

import numpy as np

from formcheck.pose.landmarks import Landmark, landmark
from formcheck.pose.pose import Floats, Pose

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
        for name, parts in LIMBS.items():
            before = self._before.get(name)
            if before is None or float(pose.time_s - before.time_s) > FORGET_S:
                self._exchanged.pop(name, None)
                self._before[name] = pose
                continue
            if _exchanged(before, pose, parts):
                time_s = float(pose.time_s)
                self.count += name not in self._exchanged
                if time_s - self._exchanged.setdefault(name, time_s) > BELIEVED_S:
                    self._exchanged.pop(name)
                    self._before[name] = pose
                    continue
                pose = _exchange(pose, parts)
            else:
                self._exchanged.pop(name, None)
            if not _jumped(before, pose, parts):
                self._before[name] = pose
        return pose


def _jumped(before: Pose, now: Pose, parts: tuple[str, ...]) -> bool:
    left, right = _marks(parts)
    pair = [*left, *right]
    return bool(_mean_distance(now.image[pair], before.image[pair]) > JUMP * _trunk_px(now))


def _exchanged(before: Pose, now: Pose, parts: tuple[str, ...]) -> bool:
    left, right = _marks(parts)
    pair = [*left, *right]
    kept = _mean_distance(now.image[pair], before.image[pair])
    crossed = _mean_distance(now.image[[*right, *left]], before.image[pair])
    return _jumped(before, now, parts) and crossed < CLOSER * kept


def _exchange(pose: Pose, parts: tuple[str, ...]) -> Pose:
    left, right = _marks(parts)
    order = np.arange(len(Landmark))
    order[[*left, *right]] = [*right, *left]
    return replace(pose, image=pose.image[order], world=pose.world[order], visibility=pose.visibility[order])


def _marks(parts: tuple[str, ...]) -> tuple[list[Landmark], list[Landmark]]:
    return [landmark(part, "left") for part in parts], [landmark(part, "right") for part in parts]


def _mean_distance(a: Floats, b: Floats) -> float:
    return float(np.mean(np.hypot(*(a - b).T)))


def _trunk_px(pose: Pose) -> float:
    shoulders, hips = (
        0.5 * (pose.point(landmark(part, "left")) + pose.point(landmark(part, "right"))) for part in ("shoulder", "hip")
    )
    return float(np.hypot(*(shoulders - hips)))
