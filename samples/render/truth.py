"""True angles, from the joints of the body itself, in degrees, frame by frame."""

import numpy as np

from .geometry import Array, joint_angle_deg

LIMB_POINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "big_toe")
FACE_POINTS = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")
POINTS = [*FACE_POINTS, *(f"{side}_{name}" for name in LIMB_POINTS for side in ("left", "right"))]
"""Points of the body, in the order of the arrays."""


def _arched(angle: Array, trunk: Array, thigh: Array) -> Array:
    """The hip angle on the side of the belly: an arched hip reads above 180."""
    flexed = trunk[:, 1] * thigh[:, 0] - trunk[:, 0] * thigh[:, 1] >= 0
    return np.where(flexed, angle, 360 - angle)


def angles_deg(points: Array) -> dict[str, Array]:
    """Angles (T,) by name, in the person's plane of symmetry (x, z) unless stated otherwise.

    Parameters
    ----------
    points : (T, 21, 3) the points of `POINTS`; metres

    Returns
    -------
    dict
        By side: ``hip`` (shoulder, hip, knee), ``hip360`` (above 180 arched), ``knee``, ``elbow`` (in space),
        ``shoulder`` (hip, shoulder, wrist), ``shin`` (from vertical, positive with the knee ahead of the ankle). For
        both: ``trunk`` (hip to shoulder, above the horizontal), ``neck`` (ear, shoulder, hip), ``shoulder_line``
        (roll).
    """

    def flat(name: str) -> Array:
        return points[:, POINTS.index(name)][:, [0, 2]]

    def between(name: str) -> Array:
        return (flat(f"left_{name}") + flat(f"right_{name}")) / 2

    out = {}
    for side in ("left", "right"):
        joints = ("shoulder", "wrist", "hip", "knee", "ankle")
        shoulder, wrist, hip, knee, ankle = (flat(f"{side}_{name}") for name in joints)
        in_space = [points[:, POINTS.index(f"{side}_{name}")] for name in ("shoulder", "elbow", "wrist")]
        out[f"hip_{side}"], out[f"knee_{side}"] = (
            joint_angle_deg(shoulder, hip, knee),
            joint_angle_deg(hip, knee, ankle),
        )
        out[f"hip360_{side}"] = _arched(out[f"hip_{side}"], shoulder - hip, knee - hip)
        out[f"elbow_{side}"] = joint_angle_deg(*in_space)
        out[f"shoulder_{side}"] = joint_angle_deg(hip, shoulder, wrist)
        shin = knee - ankle
        out[f"shin_{side}"] = np.degrees(np.arctan2(shin[:, 0], shin[:, 1]))
    trunk = between("shoulder") - between("hip")
    out["trunk"] = np.degrees(np.arctan2(trunk[:, 1], np.abs(trunk[:, 0])))
    out["neck"] = joint_angle_deg(between("ear"), between("shoulder"), between("hip"))
    across = points[:, POINTS.index("left_shoulder")] - points[:, POINTS.index("right_shoulder")]
    out["shoulder_line"] = np.degrees(np.arcsin(np.clip(across[:, 2] / np.linalg.norm(across, axis=1), -1, 1)))
    return out
