"""Dress the naked body that anny gives, once for each person; needs torch and anny.

Clothes are painted and inflated. Each garment is a signed distance in metres from its border, positive inside, at every
vertex. The surface shader uses it for the colours, and the skin below a garment is smoothed and pushed outwards.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .geometry import SIGN, Array, smooth_step, unit
from .people import Person

UNCOVERED = -0.05
SOLE = 0.012
"""Thickness of the soles in metres: everything above is raised by it."""

INSIDE_THE_HEAD = ("mouth_cavity", "tongue", "eye_cavity.L", "eye_cavity.R")


class Naked:
    """The body that anny gives, in our axes and with the feet on the floor."""

    def __init__(self, person: Person) -> None:
        import anny
        import torch

        self.model = anny.Anny(local_changes="default").to(dtype=torch.float32)
        posed = self.model(phenotype_kwargs=person.phenotype)
        axes = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1.0]])
        self.points = posed["rest_vertices"][0].numpy().astype(float) @ axes.T
        self.joints = posed["rest_bone_heads"][0].numpy().astype(float) @ axes.T
        floor = self.points[:, 2].min()
        self.points[:, 2] -= floor
        self.joints[:, 2] -= floor
        self.names = list(self.model.bone_labels)
        self.parents = [int(p) for p in self.model.bone_parents]
        self.weights = self.model.vertex_bone_weights.numpy().astype(float)
        self.weights /= self.weights.sum(1, keepdims=True)
        self.bones = self.model.vertex_bone_indices.numpy().astype(int)
        self.faces = self.model.faces.numpy().astype(int)
        regressor = anny.KeypointsRegressor.coco(self.model)
        self.keypoint_weights = regressor.regression_weights.numpy().astype(float)
        self.keypoint_names = list(regressor.labels)
        self.regions, self.region_names = self._regions(Path(anny.__file__).parent)

    def _regions(self, package: Path) -> tuple[Array, list[str]]:
        """Part of the body of each vertex, from the coloured map that anny ships."""
        import cv2
        import yaml

        root = package / "data" / "segmentation" / "body_parts_segmentation"
        picture = cv2.cvtColor(cv2.imread(f"{root}.png"), cv2.COLOR_BGR2RGB).astype(int)
        colours = yaml.safe_load(Path(f"{root}.yaml").read_text(encoding="utf-8"))["colors"]
        where = self.model.texture_coordinates.numpy()
        corners = self.model.face_texture_coordinate_indices.numpy()
        uv = np.zeros((len(self.points), 2))
        uv[self.faces.ravel()] = where[corners.ravel()]
        rows = np.clip(((1 - uv[:, 1]) * 1023).astype(int), 0, 1023)
        columns = np.clip((uv[:, 0] * 1023).astype(int), 0, 1023)
        pixels = picture[rows, columns]
        nearest = np.argmin([np.abs(pixels - np.array(c)).sum(1) for c in colours.values()], 0)
        return nearest, list(colours)

    def joint(self, name: str) -> Array:
        """Start of a bone."""
        return self.joints[self.names.index(name)]

    def region(self, *names: str) -> Array:
        """Vertices (V,) that belong to these parts, as a mask."""
        return np.isin(self.regions, [self.region_names.index(name) for name in names])

    def weight(self, *starts: str) -> Array:
        """Total weight (V,) of the bones whose names have one of these beginnings."""
        chosen = [i for i, name in enumerate(self.names) if name.startswith(starts)]
        return (self.weights * np.isin(self.bones, chosen)).sum(1)

    def along_limb(self, weight: Array, bones: tuple[str, str, str]) -> Array:
        """Distance along an arm or a leg from its root, metres; negative elsewhere."""
        out = np.full(len(self.points), UNCOVERED)
        for side, sign in SIGN.items():
            first, middle, last = (self.joint(f"{bone}.{side}") for bone in bones)
            upper = (self.points - first) @ unit(middle - first)
            lower = np.linalg.norm(middle - first) + (self.points - middle) @ unit(last - middle)
            beyond = (self.points - middle) @ (unit(last - middle) + unit(middle - first)) > 0
            chosen = (self.points[:, 1] * sign > 0) & (weight > 0.5)
            out[chosen] = np.where(beyond, lower, upper)[chosen]
        return out


def _hair(body: Naked) -> Array:
    """Signed distance from the border of the hair."""
    eye = body.joint("eye.L")
    ear_canal = np.array([eye[0] - 0.085, 0, eye[2]])
    crown = body.points[body.region("head")][:, 2].max()
    offset = body.points - ear_canal
    forehead = 0.045 + 0.10 * np.clip(offset[:, 0] / 0.085, 0, 1) * (crown - eye[2]) / 0.16 * 0.55
    nape = offset[:, 2] + 0.055 + 0.02 * np.clip(-offset[:, 0] / 0.1, 0, 1)
    hair = np.where(offset[:, 0] > 0.0, offset[:, 2] - forehead, nape)
    hair = np.where(body.region("head") & (body.weight("head", "neck03", "eye") > 0.3), hair, UNCOVERED)
    labels = body.keypoint_names
    ears = (body.keypoint_weights @ body.points)[[labels.index("left_ear"), labels.index("right_ear")]]
    from_ear = np.minimum(*[np.linalg.norm((body.points - ear) * (1, 1, 0.8), axis=1) for ear in ears])
    return np.where(body.region("head"), np.minimum(hair, from_ear - 0.034), hair)


def _garments(body: Naked, person: Person, arm: Array, leg: Array, arm_weight: Array) -> tuple[Array, Array, Array]:
    """Signed distances from the borders of shirt, trousers and shoes."""
    points, neck, hip = body.points, body.joint("neck01"), body.joint("upperleg01.L")
    collar = neck[2] - 0.012 + 0.55 * (neck[0] + 0.01 - points[:, 0]) - points[:, 2]
    shirt = np.minimum(person.sleeve_m - arm, collar)
    shirt = np.minimum(shirt, points[:, 2] - (hip[2] - 0.05))
    shirt[body.region("head", "hand.R", "hand.L")] = UNCOVERED
    waist = hip[2] + 0.06
    pants = np.where(arm_weight > 0.5, UNCOVERED, np.minimum(waist - points[:, 2], person.leg_m - leg))
    shoe = body.joint("foot.L")[2] + 0.012 - points[:, 2]
    return shirt, pants, shoe


def _smoother(body: Naked) -> Callable[[Array, int], None]:
    """A function that smooths chosen vertices of the body in place, a number of times."""
    import scipy.sparse as sp

    faces, n = body.faces, len(body.points)
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    touching: Any = sp.coo_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(n, n)).tocsr()
    touching = ((touching + touching.T) > 0).astype(float)
    average = sp.diags(1 / np.maximum(np.asarray(touching.sum(1)).ravel(), 1)) @ touching

    def smooth(chosen: Array, times: int) -> None:
        for _ in range(times):
            body.points[chosen] = 0.5 * body.points[chosen] + 0.5 * (average @ body.points)[chosen]

    return smooth


def _round_toes(body: Naked, bare: Array, shoe: Array) -> None:
    """Wrap each forefoot in a smooth hull, so that a shoe shows no toes."""
    for side, sign in SIGN.items():
        chosen = np.flatnonzero((shoe > 0) & (body.points[:, 1] * sign > 0))
        front = body.joint(f"toe1-1.{side}")[0] - 0.05
        chosen = chosen[bare[chosen, 0] > front - 0.03]
        toes = chosen[bare[chosen, 0] > front]
        low, high = bare[toes].min(0), bare[toes].max(0)
        centre = (front, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2 - 0.004)
        half = (high[0] - front + 0.006, (high[1] - low[1]) / 2 + 0.004, (high[2] - low[2]) / 2 + 0.004)
        d = (bare[chosen] - centre) / half
        powers = np.maximum(d[:, 0], 0) ** 2.3 + np.abs(d[:, 1]) ** 2.6 + np.abs(d[:, 2]) ** 2.6
        q = np.maximum(powers ** (1 / 2.5), 0.2)
        u = smooth_step(front - 0.03, front + 0.02, bare[chosen, 0])[:, None]
        body.points[chosen] = body.points[chosen] * (1 - u) + ((bare[chosen] - centre) / q[:, None] + centre) * u


def surface_normals(points: Array, faces: Array) -> Array:
    """Normals (V, 3) of a triangle mesh."""
    across = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
    n = np.stack([np.bincount(faces.ravel(), np.repeat(across[:, c], 3), len(points)) for c in range(3)], 1)
    return n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-12)


def _inflate(body: Naked, person: Person, fields: tuple[Array, Array, Array, Array], arm: Array, leg: Array) -> None:
    """Push the clothed skin outwards, and give the shoes flat soles."""
    shirt, pants, shoe, hair = fields
    n = surface_normals(body.points, body.faces)
    loose = 0.014 if person.leg_m < 0.8 else 0.003  # shorts hang loose, leggings do not
    body.points += n * (np.clip(pants / 0.01, 0, 1) * (0.003 + loose * smooth_step(0, 0.3, leg)))[:, None]
    body.points += n * (smooth_step(0, 0.012, shirt) * (0.007 + 0.006 * smooth_step(0.0, 0.2, arm)))[:, None]
    body.points += n * (smooth_step(0, 0.012, shoe) * 0.007)[:, None]
    body.points += n * (smooth_step(0, 0.02, hair) * (0.016 if person.bun else 0.010))[:, None]
    sole = (shoe > 0) & (body.points[:, 2] < 0.030)
    body.points[sole, 2] = -SOLE + 0.25 * np.maximum(body.points[sole, 2], 0)


def dress(person: Person) -> dict[str, Any]:
    """Everything that `Body` needs of one person, as plain arrays."""
    body = Naked(person)
    arm_weight = body.weight("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
    leg_weight = body.weight("upperleg", "lowerleg", "foot", "toe")
    arm = body.along_limb(arm_weight, ("upperarm01", "lowerarm01", "wrist"))
    leg = body.along_limb(leg_weight, ("upperleg01", "lowerleg01", "foot"))
    shirt, pants, shoe = _garments(body, person, arm, leg, arm_weight)
    hair = _hair(body)
    keypoints = body.keypoint_weights @ body.points
    bare = body.points.copy()
    smooth = _smoother(body)
    smooth((shirt > 0) & (arm_weight < 0.5), 12)
    smooth(pants > 0, 6)
    smooth(shoe > 0, 14)
    _round_toes(body, bare, shoe)
    _inflate(body, person, (shirt, pants, shoe, hair), arm, leg)
    for raised in (body.points, body.joints, keypoints):
        raised[:, 2] += SOLE
    hidden = [body.region_names.index(name) for name in INSIDE_THE_HEAD]
    faces = body.faces[~np.isin(body.regions[body.faces], hidden).all(1)]
    eyes = body.region("eye_front.L", "eye_front.R") * 1.0 + body.region("eye_back.L", "eye_back.R") * 0.5
    return {
        "V": body.points,
        "F": faces,
        "J": body.joints,
        "names": np.array(body.names),
        "par": np.array(body.parents),
        "w": body.weights,
        "bi": body.bones,
        "KP": keypoints,
        "KW": body.keypoint_weights,
        "V0": bare,
        "kp_names": np.array(body.keypoint_names),
        "fields": np.stack([shirt, pants, shoe, hair], 1),
        "eyes": eyes,
    }
