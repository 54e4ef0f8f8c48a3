"""Cleans poses before they are measured: swapped limbs are put back, and implausible landmarks are rejected."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from formcheck.pose.landmarks import SIDES, Landmark, landmark
from formcheck.pose.pose import Floats, Pose

MAX_BONE_RATIO = 1.65
"""Largest ratio between a bone's length and the person's median for it, either way: docs/sources.md#plausible."""

MAX_BONE_RATIO_AFTER_ERROR = 1.3
"""The same for a bone that was wrong in the previous frame; chosen: an error builds up and fades over a few frames."""

MAX_SPEED = 20.0
"""Fastest movement of a landmark, in trunk lengths per second: docs/sources.md#plausible."""

MAX_SPEED_AFTER_JUMP = 10.0
"""The same for a landmark that has jumped, from its last accepted position: docs/sources.md#plausible."""

MIN_JOINT_ANGLE_DEG = 12.0
"""Smallest included angle at an elbow or a knee: docs/sources.md#plausible."""

MAX_JUMPING_SHARE = 0.5
"""If more than this share of the landmarks jump at once, the person was detected again; chosen."""

SAMPLE_EVERY_S, MAX_SAMPLES = 0.1, 100
"""Interval between samples of the bone lengths, and their maximum number; chosen: the last ten seconds."""

MIN_SAMPLES = 10
"""Bone lengths are compared once there are this many samples; chosen: one second."""

_BONES = [
    (landmark(a, side), landmark(b, side))
    for side in SIDES
    for a, b in (("shoulder", "elbow"), ("elbow", "wrist"), ("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"))
]
_LONGEST = np.array(
    [{"ELBOW": 0.8, "WRIST": 0.8, "HIP": 0.0, "KNEE": 1.15, "ANKLE": 1.15}[b.name.split("_")[1]] for _, b in _BONES]
)
"""Below this length no bone is too long, in lengths of the trunk's side: docs/sources.md#plausible."""
_SHORTEST = np.array(
    [{"ELBOW": 0.0, "WRIST": 0.0, "HIP": 9.0, "KNEE": 0.28, "ANKLE": 0.28}[b.name.split("_")[1]] for _, b in _BONES]
)
"""Above this length no bone is too short; an arm never is, since it may point at the camera."""
_TRUNK = [n for n, (_, b) in enumerate(_BONES) if b in (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)]
_FROM, _TO = (np.array(ends) for ends in zip(*_BONES, strict=True))
_JOINTS = np.array(
    [
        tuple(landmark(part, side) for part in parts)
        for side in SIDES
        for parts in (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle"))
    ]
)
_HAND, _FOOT = ("pinky", "index", "thumb"), ("heel", "foot_index")
_DISTAL_TO = {
    landmark(joint, side): [landmark(part, side) for part in parts]
    for side in SIDES
    for joint, parts in (
        ("elbow", ("wrist", *_HAND)),
        ("wrist", _HAND),
        ("hip", ()),
        ("knee", ("ankle", *_FOOT)),
        ("ankle", _FOOT),
    )
}
_LIMBS = np.arange(Landmark.LEFT_SHOULDER, Landmark.RIGHT_FOOT_INDEX + 1)

Bools = npt.NDArray[np.bool_]


@dataclass(slots=True)
class OutlierFilter:
    """Rejects implausible landmarks. Causal: compares each frame with earlier ones.

    Attributes
    ----------
    rejected : (33,) bool
        Landmarks of the last frame that were rejected.
    """

    rejected: Bools = field(default_factory=lambda: np.zeros(len(Landmark), dtype=bool))
    _lengths: Floats = field(default_factory=lambda: np.empty((MAX_SAMPLES, len(_BONES))))
    _samples: int = 0
    _max_length: Floats = field(default_factory=lambda: np.full(len(_BONES), np.inf))
    _min_length: Floats = field(default_factory=lambda: np.zeros(len(_BONES)))
    _wrong_bones: Bools = field(default_factory=lambda: np.zeros(len(_BONES), dtype=bool))
    _jumped: Bools = field(default_factory=lambda: np.zeros(len(Landmark), dtype=bool))
    _sampled_s: float = -np.inf
    _trusted: Floats = field(default_factory=lambda: np.full((len(Landmark), 2), np.nan))
    _trusted_s: Floats = field(default_factory=lambda: np.full(len(Landmark), -np.inf))

    def __call__(self, pose: Pose) -> Pose:
        """The pose without implausible landmarks; the same object if none is rejected."""
        self._wrong_bones = self.rejected[_TO]
        self.rejected = np.zeros(len(Landmark), dtype=bool)
        if not pose.seen:
            return pose
        self._reject_bones(pose)
        self._reject_bends(pose)
        self._reject_jumps(pose)
        self._remember(pose)
        if not self.rejected.any():
            return pose
        image, world, visibility = pose.image.copy(), pose.world.copy(), pose.visibility.copy()
        image[self.rejected], world[self.rejected], visibility[self.rejected] = np.nan, np.nan, 0.0
        return replace(pose, image=image, world=world, visibility=visibility)

    def _reject_bones(self, pose: Pose) -> None:
        lengths = np.linalg.norm(pose.world[_TO] - pose.world[_FROM], axis=-1)
        if float(pose.time_s) - self._sampled_s >= SAMPLE_EVERY_S:
            self._sampled_s = float(pose.time_s)
            if np.isfinite(lengths).all():
                self._lengths[self._samples % MAX_SAMPLES] = lengths  # in place of the oldest
                self._samples += 1
            if self._samples >= MIN_SAMPLES:
                typical = np.median(self._lengths[: self._samples], axis=0)
                trunk = typical[_TRUNK].mean()
                self._max_length = np.maximum(MAX_BONE_RATIO * typical, _LONGEST * trunk)
                self._min_length = np.minimum(typical / MAX_BONE_RATIO, _SHORTEST * trunk)
        slack = np.where(self._wrong_bones, MAX_BONE_RATIO / MAX_BONE_RATIO_AFTER_ERROR, 1.0)
        for wrong in _TO[(slack * lengths > self._max_length) | (lengths < slack * self._min_length)]:
            self._reject(Landmark(wrong))

    def _reject_bends(self, pose: Pose) -> None:
        a, b, c = (pose.world[_JOINTS[:, n]] for n in range(3))
        u, v = a - b, c - b
        size = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
        cosine = (u * v).sum(axis=-1) / np.maximum(size, 1e-9)
        for wrong in _JOINTS[cosine > np.cos(np.radians(MIN_JOINT_ANGLE_DEG)), 2]:
            self._reject(Landmark(wrong))

    def _reject_jumps(self, pose: Pose) -> None:
        """Reject landmarks that moved too far since they were last accepted; with time any distance is accepted."""
        size = np.nanmax(np.hypot(*(pose.image[_TO] - pose.image[_FROM]).T))
        distance = np.hypot(*(pose.image - self._trusted).T)
        fastest = np.where(self._jumped, MAX_SPEED_AFTER_JUMP, MAX_SPEED)
        allowed = fastest * size * (float(pose.time_s) - self._trusted_s)
        self._jumped = np.zeros(len(Landmark), dtype=bool)
        self._jumped[_LIMBS] = (distance > allowed)[_LIMBS]
        if self._jumped[_LIMBS].mean() > MAX_JUMPING_SHARE:
            self._jumped[:] = False
        self.rejected |= self._jumped

    def _reject(self, mark: Landmark) -> None:
        self.rejected[[mark, *_DISTAL_TO[mark]]] = True

    def _remember(self, pose: Pose) -> None:
        trusted = ~self.rejected & np.isfinite(pose.image[:, 0])
        self._trusted[trusted] = pose.image[trusted]
        self._trusted_s[trusted] = float(pose.time_s)


MIN_SWAP_SHIFT = 0.25
"""Mean jump of a limb pair, in trunk lengths, below which nothing is swapped; chosen: a kettlebell swing at 30 frames
per second moves the wrists by less."""

MAX_CROSSED_RATIO = 0.4
"""Swapped limbs must lie closer to the previous frame by at least this ratio; chosen."""

MAX_GAP_S = 0.3
"""A frame older than this is not compared with the next; chosen."""

ACCEPT_AFTER_S = 1.0
"""A swap that lasts longer than this is accepted: then the frames before it were the swapped ones; chosen."""

LIMBS: dict[str, tuple[str, ...]] = {
    "arms": ("elbow", "wrist", "pinky", "index", "thumb"),
    "legs": ("knee", "ankle", "heel", "foot_index"),
}

_LEFT = {name: [landmark(part, "left") for part in parts] for name, parts in LIMBS.items()}
_RIGHT = {name: [landmark(part, "right") for part in parts] for name, parts in LIMBS.items()}
_PAIR = {name: np.array(_LEFT[name] + _RIGHT[name]) for name in LIMBS}
_TRUNK_POINTS = [landmark(part, side) for part in ("shoulder", "hip") for side in SIDES]
_CROSSED = {name: np.array(_RIGHT[name] + _LEFT[name]) for name in LIMBS}


@dataclass(slots=True)
class SwapRepair:
    """Repairs swaps of left and right limbs. Causal: compares each frame with the repaired previous one.

    A frame in which a limb has jumped elsewhere, to neither side's position, does not become the reference: its error
    would be passed on to all later frames.

    Attributes
    ----------
    count : int
        Number of swaps of a limb pair; consecutive swapped frames count once.
    """

    count: int = 0
    _reference: dict[str, Pose] = field(default_factory=dict)
    _swapped_since_s: dict[str, float] = field(default_factory=dict)  # by limb pair

    def __call__(self, pose: Pose) -> Pose:
        """The pose with swapped arms or legs put back; the same object if nothing was swapped."""
        if not pose.seen:
            return pose
        trunk_px = _trunk_px(pose)
        for name in LIMBS:
            pose = self._repaired(pose, name, trunk_px)
        return pose

    def _repaired(self, pose: Pose, name: str, trunk_px: float) -> Pose:
        """The pose with one limb pair put back if it was swapped."""
        reference, time_s = self._reference.get(name), float(pose.time_s)
        if reference is None or time_s - float(reference.time_s) > MAX_GAP_S:
            return self._accepted(pose, name)
        direct = _shift_px(reference, pose, name, _PAIR)
        if not direct > MIN_SWAP_SHIFT * trunk_px:
            return self._accepted(pose, name)
        crossed = _shift_px(reference, pose, name, _CROSSED)
        if not crossed < MAX_CROSSED_RATIO * direct:
            self._swapped_since_s.pop(name, None)
            return pose
        self.count += name not in self._swapped_since_s
        if time_s - self._swapped_since_s.setdefault(name, time_s) > ACCEPT_AFTER_S:
            return self._accepted(pose, name)
        pose = _swap(pose, name)
        if not crossed > MIN_SWAP_SHIFT * trunk_px:
            self._reference[name] = pose
        return pose

    def _accepted(self, pose: Pose, name: str) -> Pose:
        """The unchanged pose, which becomes the reference for the next frame."""
        self._swapped_since_s.pop(name, None)
        self._reference[name] = pose
        return pose


def _shift_px(reference: Pose, now: Pose, name: str, marks: dict[str, npt.NDArray[np.intp]]) -> float:
    """Mean distance of a limb pair from the reference frame: to the same side, or crosswise to the other side."""
    return float(np.hypot(*(now.image[marks[name]] - reference.image[_PAIR[name]]).T).mean())


def _swap(pose: Pose, name: str) -> Pose:
    order = np.arange(len(Landmark))
    order[_PAIR[name]] = _CROSSED[name]
    return replace(pose, image=pose.image[order], world=pose.world[order], visibility=pose.visibility[order])


def _trunk_px(pose: Pose) -> float:
    left_shoulder, right_shoulder, left_hip, right_hip = pose.image[_TRUNK_POINTS]
    return float(np.hypot(*(0.5 * (left_shoulder + right_shoulder) - 0.5 * (left_hip + right_hip))))


@dataclass(slots=True)
class PoseCleaner:
    """Puts swapped limbs back, then rejects implausible landmarks. Causal."""

    _swaps: SwapRepair = field(default_factory=SwapRepair)
    _outliers: OutlierFilter = field(default_factory=OutlierFilter)

    def __call__(self, pose: Pose) -> Pose:
        """The cleaned pose of the next frame; the same object if nothing was wrong."""
        return self._outliers(self._swaps(pose))

    @property
    def swaps_repaired(self) -> int:
        """Number of swaps of a limb pair; consecutive swapped frames count once."""
        return self._swaps.count

    @property
    def rejected(self) -> Bools:
        """(33,) bool: landmarks of the last frame that were rejected."""
        return self._outliers.rejected
