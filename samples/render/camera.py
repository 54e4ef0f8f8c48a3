"""Position of the camera, and its projection."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .geometry import Array, rotation


def look_at(eye: Array, at: Array, up: Array | tuple[float, float, float] = (0, 0, 1)) -> Array:
    """Matrix (4, 4) from the world to a viewer at `eye` who looks at `at`."""
    forward = (at - eye) / np.linalg.norm(at - eye)
    right = np.cross(forward, up)
    right /= np.linalg.norm(right)
    upward = np.cross(right, forward)
    out = np.eye(4)
    out[0, :3], out[1, :3], out[2, :3] = right, upward, -forward
    out[:3, 3] = -out[:3, :3] @ eye
    return out


def perspective(view_deg: float, aspect: float, near: float = 0.1, far: float = 30) -> Array:
    """Projection (4, 4) with this vertical angle of view."""
    t = 1 / np.tan(np.radians(view_deg) / 2)
    depth = [0, 0, (far + near) / (near - far), 2 * far * near / (near - far)]
    return np.array([[t / aspect, 0, 0, 0], [0, t, 0, 0], depth, [0, 0, -1, 0]])


def parallel(half_width: float, near: float, far: float) -> Array:
    """Projection (4, 4) without perspective."""
    depth = [0, 0, -2 / (far - near), -(far + near) / (far - near)]
    return np.array([[1 / half_width, 0, 0, 0], [0, 1 / half_width, 0, 0], depth, [0, 0, 0, 1]])


@dataclass(frozen=True)
class Camera:
    """A camera that does not move.

    Attributes
    ----------
    eye, at : (3,) metres, its position and the point that it looks at
    view_deg : vertical angle of view
    azimuth_deg : direction from which it looks: 0 the front, -90 the person's right side
    size : width and height of the image, pixels
    roll_deg : roll; positive rotates the image anticlockwise
    """

    eye: Array
    at: Array
    view_deg: float
    azimuth_deg: float
    size: tuple[int, int]
    roll_deg: float = 0.0

    @property
    def from_world(self) -> Array:
        """Matrix (4, 4) from the world to the camera."""
        level = look_at(self.eye, self.at)
        if not self.roll_deg:
            return level
        rolled = np.eye(4)
        rolled[:3, :3] = rotation("z", self.roll_deg)
        return rolled @ level

    @property
    def projection(self) -> Array:
        """Matrix (4, 4) from the camera to the image."""
        return perspective(self.view_deg, self.size[0] / self.size[1])

    def project(self, points: Array) -> Array:
        """Pixels (..., 2) of points (..., 3) in the world; y down."""
        homogeneous = np.concatenate([points, np.ones((*points.shape[:-1], 1))], -1)
        seen = homogeneous @ (self.projection @ self.from_world).T
        n = seen[..., :2] / seen[..., 3:]
        return np.stack([(n[..., 0] + 1) * self.size[0] / 2, (1 - n[..., 1]) * self.size[1] / 2], -1)


AZIMUTH_DEG = {"side": -90, "side_left": 90, "45": -45, "45_left": 45, "front": 0, "45_back": -135}
"""Azimuth of the camera by the name of the view; -90 is the person's right side."""


def frame_action(view: str, points: Array, middle: Array, rng: np.random.Generator, **chosen: Any) -> Camera:
    """The nearest camera that has all points in the image, with a margin.

    Parameters
    ----------
    view : a key of `AZIMUTH_DEG`
    points : (N, 3) points that must be visible; metres
    middle : (3,) point to look at; metres
    chosen : ``size``; and, if they are not random, ``height`` and ``view_deg`` of the camera, ``turn_deg`` and
        ``roll_deg``
    """
    size = np.array(chosen["size"])
    azimuth = AZIMUTH_DEG[view] + chosen.get("turn_deg", 0.0) + rng.uniform(-4, 4)
    height = chosen.get("height") or rng.uniform(0.5, 1.2)
    usual_deg = rng.uniform(38, 48)
    view_deg = chosen.get("view_deg") or usual_deg
    margin = rng.uniform(0.80, 0.88)
    turn = np.radians(azimuth)
    for distance in np.arange(1.4, 7, 0.05):
        eye = np.array([middle[0] + distance * np.cos(turn), middle[1] + distance * np.sin(turn), height])
        camera = Camera(eye, middle, view_deg, azimuth, chosen["size"], chosen.get("roll_deg", 0.0))
        if np.abs(camera.project(points) / size * 2 - 1).max() < margin:
            break
    return camera
