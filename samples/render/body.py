"""One dressed person: mesh, joints, and skin that follows the joints.

Angles of the whole body are rotations about y: +90 degrees takes a standing person to lying face down with the head at
+x, -90 to lying on the back with the head at -x. Bones have
rotations in the world, relative to standing straight.
"""

import os
from functools import cache
from pathlib import Path

import numpy as np

from .dress import dress, surface_normals
from .geometry import SIDES, Array, smooth_step
from .people import PEOPLE

CACHE_VARIABLE = "FORMCHECK_SAMPLES_CACHE"

LEG_BONES = ("upperleg01", "lowerleg01", "foot")
ARM_BONES = ("upperarm01", "lowerarm01", "wrist")
JOINT_CENTRES = dict(zip(("shoulder", "elbow", "wrist", "hip", "knee", "ankle"), (*ARM_BONES, *LEG_BONES), strict=True))


FOLD_DEPTH, FOLD_LENGTH_M = 0.35, 0.11
"""Folds of a loose shirt: their depth as a share of its slack, and the distance from one to the next."""


def cache_folder() -> Path:
    """Folder in which dressed people are cached; each takes about 1 MB, and half a minute to make."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path.home() / ".cache" / "formcheck-samples"


@cache
def _arrays(number: int) -> dict[str, Array]:
    path = cache_folder() / f"person{number}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half_done = path.with_name(f"half_done_{path.name}")
        np.savez_compressed(half_done, **dress(PEOPLE[number]))
        half_done.replace(path)
    with np.load(path) as stored:
        return {name: stored[name] for name in stored.files}


class Body:
    """One of `PEOPLE`; the shirt may be loose, and then keeps its shape as the body bends.

    Attributes
    ----------
    points : (V, 3) dressed skin, standing straight; metres
    faces : (F, 3) corners of its triangles
    joints : (B, 3) start of each bone, standing straight
    parents : (B,) parent of each bone; 0 is the pelvis
    fields : (V, 4) signed distance from the borders of shirt, trousers, shoes, hair
    eyes : (V,) 1 pupil, 0.5 white, 0 elsewhere
    zones : vertices of a part of the body, by name
    """

    def __init__(self, number: int, loose_m: float = 0.0) -> None:
        self.number = number
        self.person = PEOPLE[number]
        stored = _arrays(number)
        self.points, self.faces, self.joints, self.parents = (stored[k] for k in ("V", "F", "J", "par"))
        self.fields, self.eyes = stored["fields"], stored["eyes"]
        if loose_m:
            self.points = self.points + self._slack(loose_m)
        self._weights, self._bones = stored["w"], stored["bi"]
        self._bare, self._keypoint_weights, self._keypoints = stored["V0"], stored["KW"], stored["KP"]
        self.bone_names = [str(name) for name in stored["names"]]
        self.bone_id = {name: i for i, name in enumerate(self.bone_names)}
        self.keypoint_id = {str(name): i for i, name in enumerate(stored["kp_names"])}
        self.from_parent = self.joints - self.joints[np.maximum(self.parents, 0)]
        self.arm_lengths = {side: self._lengths(side, ARM_BONES) for side in SIDES}
        self.leg_lengths = {side: self._lengths(side, LEG_BONES) for side in SIDES}
        self.ankle_height = self.joint("foot.L")[2]
        self.hip_middle = 0.5 * (self.joint("upperleg01.L") + self.joint("upperleg01.R"))
        self.hip_half_width = abs(self.joint("upperleg01.L")[1])
        self.zones = self._find_zones()
        self._regressed = np.flatnonzero(np.abs(self._keypoint_weights).sum(0) > 0)

    def _slack(self, loose_m: float) -> Array:
        """How far a loose shirt hangs off the skin (V, 3), in folds that lie across the trunk; metres."""
        folds = 1 + FOLD_DEPTH * np.sin(2 * np.pi * self.points[:, 2] / FOLD_LENGTH_M + 3 * self.points[:, 1])
        away = loose_m * folds * smooth_step(0.0, 0.08, self.fields[:, 0])
        return surface_normals(self.points, self.faces) * away[:, None]

    def joint(self, bone: str) -> Array:
        """Start of a bone of a person who stands straight."""
        return self.joints[self.bone_id[bone]]

    def _lengths(self, side: str, bones: tuple[str, str, str]) -> tuple[float, float]:
        """Lengths of the upper and the lower part of a limb."""
        first, middle, last = (self.joint(f"{bone}.{side}") for bone in bones)
        return float(np.linalg.norm(middle - first)), float(np.linalg.norm(last - middle))

    def _find_zones(self) -> dict[str, Array]:
        strongest = self._bones[np.arange(len(self.points)), self._weights.argmax(1)]
        owners = [self.bone_names[i] for i in strongest]

        def zone(*starts: str) -> Array:
            return np.flatnonzero([owner.startswith(starts) for owner in owners])

        return {
            "upper": zone("spine01", "spine02", "clavicle", "shoulder01"),
            "pelvis": zone("root", "pelvis", "spine05", "upperleg01"),
            "head": zone("head", "neck"),
            "belly": zone("root", "pelvis", "spine", "upperleg"),
            "trunk": zone("spine", "root", "pelvis", "clavicle", "shoulder01"),
            "no arms": zone(
                "root", "pelvis", "spine", "clavicle", "shoulder01", "upperleg", "lowerleg", "head", "neck"
            ),
        }

    def skin(self, turns: Array, places: Array, chosen: Array | None = None) -> Array:
        """Vertices (V, 3) of a posed body, or of some of them.

        Parameters
        ----------
        turns : (B, 3, 3) rotation of each bone in the world, relative to standing straight
        places : (B, 3) start of each bone
        """
        points, weights, bones = self.points, self._weights, self._bones
        if chosen is not None:
            points, weights, bones = points[chosen], weights[chosen], bones[chosen]
        shifts = places - np.einsum("nij,nj->ni", turns, self.joints)
        each = np.concatenate([turns, shifts[:, :, None]], 2).reshape(len(turns), 12)
        blend = np.zeros((len(points), 12))
        for c in range(weights.shape[1]):
            blend += weights[:, c : c + 1] * each[bones[:, c]]
        each_vertex = blend.reshape(-1, 3, 4)
        return np.einsum("nij,nj->ni", each_vertex[:, :, :3], points) + each_vertex[:, :, 3]

    def keypoints(self, turns: Array, places: Array) -> Array:
        """COCO's points (K, 3) of a posed body, on the bare skin under the clothes; limb joints are joint centres."""
        shifts = places - np.einsum("nij,nj->ni", turns, self.joints)
        raised = np.array([0, 0, 0.012])
        chosen = self._regressed
        points, weights, bones = self._bare[chosen] + raised, self._weights[chosen], self._bones[chosen]
        each = np.concatenate([turns, shifts[:, :, None]], 2)
        blend = np.einsum("nc,ncij->nij", weights, each[bones])
        out = self._keypoint_weights[:, chosen] @ (np.einsum("nij,nj->ni", blend[:, :, :3], points) + blend[:, :, 3])
        for side, name in (("L", "left"), ("R", "right")):
            for joint, bone in JOINT_CENTRES.items():
                out[self.keypoint_id[f"{name}_{joint}"]] = places[self.bone_id[f"{bone}.{side}"]]
            i, j = self.bone_id[f"upperleg01.{side}"], self.keypoint_id[f"{name}_hip"]
            # the rig's hip lies too far back: COCO's hip, carried half by the pelvis and half by the thigh
            out[j] = places[i] + 0.5 * (turns[0] + turns[i]) @ (self._keypoints[j] - self.joints[i])
        return out

    def normals(self, points: Array) -> Array:
        """Normals (V, 3) of the posed skin."""
        return surface_normals(points, self.faces)
