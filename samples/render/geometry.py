"""Rotations, directions and soft steps. Axes: x forward of a standing person, y to the person's left, z up; metres."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

SIDES: tuple[str, str] = ("L", "R")
SIGN: dict[str, float] = {"L": 1.0, "R": -1.0}
"""+1 for the side with positive y."""

LEFTWARD = np.array([0, 1.0, 0])
AXES = {"x": (1, 0, 0), "y": (0, 1, 0), "z": (0, 0, 1)}


def unit(vector: Array) -> Array:
    """The vector scaled to length 1; a vector of length 0 is returned unchanged."""
    return vector / max(np.linalg.norm(vector), 1e-9)


def cross(a: Any, b: Any) -> Array:
    """Cross product of two vectors (3,); ten times as fast as numpy's, which looks for axes first."""
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def rotation(axis: str | Array, angle_deg: float) -> Array:
    """Rotation matrix (3, 3) about a unit axis, right-handed: +90 about y takes up to forward."""
    a = np.array(AXES[axis] if isinstance(axis, str) else axis, float)
    t = np.radians(angle_deg)
    k = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    return np.eye(3) + np.sin(t) * k + (1 - np.cos(t)) * k @ k


def align(source: Array, target: Array) -> Array:
    """Smallest rotation that takes one direction to another."""
    source, target = unit(source), unit(target)
    axis, cosine = cross(source, target), float(source @ target)
    sine = np.linalg.norm(axis)
    return np.eye(3) if sine < 1e-8 else rotation(axis / sine, np.degrees(np.arctan2(sine, cosine)))


def limb_frame(direction: Array, hinge: Array) -> Array:
    """Orthonormal frame (3, 3) of a limb segment from its direction and roughly its hinge axis."""
    direction = unit(direction)
    hinge = unit(hinge - direction * (hinge @ direction))
    return np.stack([direction, hinge, cross(direction, hinge)], 1)


def joint_angle_deg(a: Array, b: Array, c: Array) -> Array:
    """Angle at `b`, shape (...), 0 to 180 degrees."""
    u, v = a - b, c - b
    cosine = (u * v).sum(-1) / np.linalg.norm(u, axis=-1) / np.linalg.norm(v, axis=-1)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def sagittal(angle_deg: float) -> Array:
    """Direction in the person's plane of symmetry: 0 is straight down, positive is forward."""
    t = np.radians(angle_deg)
    return np.array([np.sin(t), 0, -np.cos(t)])


def soft_max(value: Any, low: float, width: float = 0.02) -> Any:
    """``max(value, low)`` without a kink."""
    return low + width * np.logaddexp(0, (value - low) / width)


def smooth_step(low: float, high: float, value: Any) -> Any:
    """0 below `low`, 1 above `high`, and smooth between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def minimum_jerk(u: Any) -> Any:
    """Share of the way that a hand has covered at the share `u` of its time, when it moves as people do."""
    return u * u * u * (10 + u * (6 * u - 15))


def turn_part_way(first: Array, second: Array, share: float) -> Array:
    """Rotation (3, 3) on the shortest way from `first` to `second`."""
    change = second @ first.T
    twist = np.array([change[2, 1] - change[1, 2], change[0, 2] - change[2, 0], change[1, 0] - change[0, 1]])
    sine, cosine = np.linalg.norm(twist) / 2, (np.trace(change) - 1) / 2
    if sine < 1e-9:
        return first
    return rotation(twist / (2 * sine), share * np.degrees(np.arctan2(sine, cosine))) @ first
