"""Floors and walls: images (n, n, 3) of linear colours."""

import cv2
import numpy as np

from .geometry import Array
from .people import Colour


def _clouds(rng: np.random.Generator, n: int, octaves: int = 5) -> Array:
    """Smooth noise (n, n) from 0 to 1 that repeats at its edges."""
    out = np.zeros((n, n), np.float32)
    for k in range(octaves):
        m = 2 ** (k + 2)
        grid = rng.random((m, m)).astype(np.float32)
        grid = np.pad(grid, ((0, 1), (0, 1)), mode="wrap")
        out += cv2.resize(grid, (n + n // m, n + n // m), interpolation=cv2.INTER_CUBIC)[:n, :n] * 0.6**k
    return (out - out.min()) / (out.max() - out.min())


def wood(rng: np.random.Generator, colour: Colour, n: int = 512) -> Array:
    """Floor boards."""
    out = np.zeros((n, n, 3), np.float32)
    rows = 8
    for row in range(rows):
        y0, y1 = row * n // rows, (row + 1) * n // rows
        offset = rng.integers(n)
        grain = cv2.GaussianBlur(rng.random((y1 - y0, n)).astype(np.float32), (0, 0), sigmaX=30, sigmaY=0.8)
        grain = (grain - grain.mean()) / grain.std()
        for half in range(2):
            xs = (np.arange(n // 2) + offset + half * n // 2) % n
            out[y0:y1, xs] = np.array(colour) * (1 + rng.uniform(-0.13, 0.13) + 0.035 * grain[:, xs])[:, :, None]
            out[y0:y1, xs[0]] *= 0.6
        out[y0] *= 0.6
    return out


def plain(rng: np.random.Generator, colour: Colour | Array, amount: float, n: int = 256) -> Array:
    """Paint or rubber: one colour, slightly uneven."""
    uneven = amount * (_clouds(rng, n)[..., None] - 0.5) + amount * 0.4 * (rng.random((n, n, 1)) - 0.5)
    return np.array(colour, np.float32) * (1 + uneven)


def tile(rng: np.random.Generator, colour: Colour, n: int = 512) -> Array:
    """Speckled rubber tiles with seams."""
    uneven = 0.10 * (_clouds(rng, n)[..., None] - 0.5) + 0.12 * (rng.random((n, n, 1)) - 0.5)
    out = np.array(colour, np.float32) * (1 + uneven)
    speckles = rng.random((n, n)) > 0.985
    out[speckles] = np.array(colour) * rng.uniform(1.1, 1.6)
    out[:3] *= 0.75
    out[:, :3] *= 0.75
    return out
