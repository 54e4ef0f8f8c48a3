"""Whole postures that can be blended: limbs are given by the positions of hands and feet, so that contacts hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from .geometry import LEFTWARD, SIDES, Array, cross, minimum_jerk, turn_part_way, unit
from .movement import Movement
from .skeleton import Pose, palm_normal

Places = dict[str, Array]


@dataclass(frozen=True)
class Posture:
    """A pose in which everything is a number and can be blended.

    Attributes
    ----------
    pelvis, hips, spine, spine_top, neck, collarbones : as in `Pose`
    ankles, wrists : (3,) by side, metres
    knees, elbows : (3,) by side, the direction in which they point
    feet : (3, 3) by side, rotations in the world
    palms : (3,) by side, the direction that they face
    curl : how far the fingers close
    """

    pelvis: Array
    hips: Array
    spine: Array
    spine_top: float
    neck: Array
    collarbones: dict[str, Array]
    ankles: Places
    knees: Places
    feet: Places
    wrists: Places
    elbows: Places
    palms: Places
    curl: float

    @classmethod
    def of(cls, movement: Movement, pose: Pose) -> Self:
        """Posture of a pose in which limbs may be given in any way."""
        body = movement.body
        turns, places = movement.solve(pose)

        def limb(root: str, bend: str, end: str, rest_hinge: Array, side: str) -> tuple[Array, Array]:
            first, last = places[body.bone_id[f"{root}01.{side}"]], places[body.bone_id[f"{end}.{side}"]]
            hinge = turns[body.bone_id[f"{root}02.{side}"]] @ rest_hinge
            return last, unit(cross(unit(last - first), hinge))

        arm_hinge = {}
        for side in SIDES:
            shoulder, elbow, wrist = (body.joint(f"{b}.{side}") for b in ("upperarm01", "lowerarm01", "wrist"))
            arm_hinge[side] = unit(cross(elbow - shoulder, wrist - elbow))
        legs = {side: limb("upperleg", "lowerleg01", "foot", LEFTWARD, side) for side in SIDES}
        arms = {side: limb("upperarm", "lowerarm01", "wrist", arm_hinge[side], side) for side in SIDES}
        collarbones = pose.get("collarbones", {})
        return cls(
            pelvis=pose["pelvis"],
            hips=np.array(pose["hips"], float),
            spine=np.array(pose.get("spine", (0, 0, 0)), float),
            spine_top=pose.get("spine_top", 0.0),
            neck=np.array(pose.get("neck", (0, 0)), float),
            collarbones={side: np.array(collarbones.get(side, (0, 0)), float) for side in SIDES},
            ankles={side: legs[side][0] for side in SIDES},
            knees={side: legs[side][1] for side in SIDES},
            feet={side: turns[body.bone_id[f"foot.{side}"]] for side in SIDES},
            wrists={side: arms[side][0] for side in SIDES},
            elbows={side: arms[side][1] for side in SIDES},
            palms={side: turns[body.bone_id[f"wrist.{side}"]] @ palm_normal(body, side) for side in SIDES},
            curl=pose["hands"]["L"][1],
        )

    def pose(self) -> Pose:
        """The posture as a `Pose` for the skeleton."""
        return Pose(
            pelvis=self.pelvis,
            hips=self.hips,
            spine=(self.spine[0], self.spine[1], self.spine[2]),
            spine_top=self.spine_top,
            neck=(self.neck[0], self.neck[1]),
            collarbones={side: (each[0], each[1]) for side, each in self.collarbones.items()},
            legs={side: {"target": self.ankles[side], "pole": self.knees[side]} for side in SIDES},
            arms={side: {"target": self.wrists[side], "pole": self.elbows[side]} for side in SIDES},
            feet=self.feet,
            hands={side: (self.palms[side], self.curl, 0.0) for side in SIDES},
        )

    def but(self, **changes: Any) -> Self:
        """A copy with changed attributes."""
        return replace(self, **changes)


def blend(first: Posture, second: Posture, share: float, foot_lift: float = 0.0) -> Posture:
    """A posture between two others.

    Parameters
    ----------
    foot_lift : height to which a moving foot is lifted on its way; metres
    """

    def mix(a: Any, b: Any) -> Any:
        return a + (b - a) * share

    def mix_each(a: Places, b: Places) -> Places:
        return {side: mix(a[side], b[side]) for side in SIDES}

    def turn_each(a: Places, b: Places) -> Places:
        return {side: unit(mix(a[side], b[side])) for side in SIDES}

    ankles = mix_each(first.ankles, second.ankles)
    for side in SIDES:
        way = np.linalg.norm((second.ankles[side] - first.ankles[side])[:2])
        ankles[side] = ankles[side] + np.array([0, 0, 4 * share * (1 - share) * min(foot_lift, float(way))])
    return Posture(
        pelvis=turn_part_way(first.pelvis, second.pelvis, share),
        hips=mix(first.hips, second.hips),
        spine=mix(first.spine, second.spine),
        spine_top=mix(first.spine_top, second.spine_top),
        neck=mix(first.neck, second.neck),
        collarbones=mix_each(first.collarbones, second.collarbones),
        ankles=ankles,
        knees=turn_each(first.knees, second.knees),
        feet={side: turn_part_way(first.feet[side], second.feet[side], share) for side in SIDES},
        wrists=mix_each(first.wrists, second.wrists),
        elbows=turn_each(first.elbows, second.elbows),
        palms=turn_each(first.palms, second.palms),
        curl=mix(first.curl, second.curl),
    )


def _shares(count: int, first: bool, last: bool) -> Array:
    """Shares of the way for `count` frames; slow at an end in standstill, even at an end where it goes on."""
    u = np.arange(count) / count
    if first and last:
        return np.asarray(minimum_jerk(u))
    if first:
        return np.asarray(u * u * (2 - u))
    if last:
        return np.asarray(u + u * u * (1 - u))
    return u


@dataclass(frozen=True)
class Waypoint:
    """A posture to be reached after `seconds` and held for a while; one with `via` is passed without stopping."""

    posture: Posture
    seconds: float
    stay_s: float = 0.0
    foot_lift: float = 0.0

    @property
    def via(self) -> bool:
        """Whether the movement goes on without stopping."""
        return self.stay_s == 0.0


def travel(start: Posture, way: Sequence[Waypoint], fps: int) -> list[Posture]:
    """Postures of all frames from `start` to the last waypoint; the last frame is just before it is reached."""
    out: list[Posture] = []
    now, from_rest = start, True
    for i, point in enumerate(way):
        stops = not point.via or i == len(way) - 1
        count = max(round(point.seconds * fps), 1)
        shares = _shares(count, from_rest, stops)
        out += [blend(now, point.posture, float(share), point.foot_lift) for share in shares]
        out += [point.posture] * round(point.stay_s * fps)
        now, from_rest = point.posture, stops
    return out


def keep_above_floor(movement: Movement, posture: Posture) -> Posture:
    """The posture, raised if part of the trunk or a leg is below the floor; feet and hands stay."""
    skin = movement.skin(posture.pose(), movement.body.zones["no arms"][::3])
    sunk = -float(np.percentile(skin[:, 2], 0.5))
    return posture.but(hips=posture.hips + np.array([0, 0, max(sunk, 0.0)]))
