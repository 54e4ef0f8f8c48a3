"""One person as the pose model gives them, and how they turn with the picture."""

from dataclasses import dataclass

import numpy as np

from formcheck.frames.frame import Rgb
from formcheck.frames.orientation import Orientation
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Floats

TORSO = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
LIMBS = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A person in one picture.

    Attributes
    ----------
    image : (33, 2) pixels
    world : (33, 3) metres
    visibility : (33,) from 0 to 1
    outline : (2, 17, 2) pixels, or None
        Both edges of the trunk, see `formcheck.pose.outline`; None when nobody asked for it.
    """

    image: Floats
    world: Floats
    visibility: Floats
    outline: Floats | None = None

    @property
    def middle(self) -> Floats:
        """(2,) pixels: middle of the trunk."""
        return np.asarray(self.image[TORSO].mean(axis=0))

    @property
    def size(self) -> float:
        """Extent of trunk and legs, in pixels: the longer diagonal of their box."""
        return float(np.hypot(*np.ptp(self.image[[*TORSO, *LIMBS]], axis=0)))

    def step_from(self, before: "Found") -> float:
        """Mean way of the landmarks since another finding, in shares of `size`."""
        return float(np.hypot(*(self.image - before.image).T).mean() / max(self.size, 1.0))

    def turned_back(self, quarters: int, width: int, height: int) -> "Found":
        """The person in the picture as it was before `turned(rgb, quarters)`.

        Parameters
        ----------
        quarters : int
            Anticlockwise quarter turns of the picture that the person was found in.
        width, height : int
            Pixels of the picture before the turn.
        """
        outline = None if self.outline is None else _turned_back(self.outline, quarters, width, height)
        a, b = self.world[:, 0], self.world[:, 1]
        world = {0: (a, b), 1: (-b, a), 2: (-a, -b), 3: (b, -a)}[quarters % 4]
        return Found(
            _turned_back(self.image, quarters, width, height),
            np.stack([*world, self.world[:, 2]], axis=-1),
            self.visibility,
            outline,
        )


def _turned_back(points: Floats, quarters: int, width: int, height: int) -> Floats:
    """Points (..., 2) of a turned picture in the picture before the turn."""
    x, y = points[..., 0], points[..., 1]
    before = {0: (x, y), 1: (width - y, x), 2: (width - x, height - y), 3: (y, height - x)}[quarters % 4]
    return np.stack(before, axis=-1)


def turned(rgb: Rgb, quarters: int) -> Rgb:
    """A picture turned anticlockwise by quarter turns, contiguous; the same array if nothing is to be done."""
    return Orientation(-quarters % 4).upright(rgb)


def alone(rgb: Rgb, person: Found, margin: float = 0.25) -> Rgb:
    """The picture, black beyond a box around a person; the margin is in shares of the longer side."""
    (left, top), (right, bottom) = person.image.min(axis=0), person.image.max(axis=0)
    edge = margin * max(right - left, bottom - top)
    rows = slice(max(int(top - edge), 0), max(int(bottom + edge), 0))
    columns = slice(max(int(left - edge), 0), max(int(right + edge), 0))
    out = np.zeros_like(rgb)
    out[rows, columns] = rgb[rows, columns]
    return out
