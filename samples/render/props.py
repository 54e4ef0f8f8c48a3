"""Weights, bench and obstacles: meshes in metres."""

import numpy as np

from .geometry import Array
from .meshes import Mesh, ball, box, join, revolve, tube
from .people import Colour

DUMBBELL_RADIUS = 0.056
BELL_GRIP_HEIGHT = 0.27
"""Height in metres of the grip of a kettlebell that stands on the floor."""

Profile = list[tuple[float, float]]


def dumbbell() -> Mesh:
    """Handle along x, its middle at the origin."""
    steel, rubber = (0.45, 0.45, 0.47), (0.07, 0.07, 0.08)
    head: Profile = [(0.0, 0.065), (0.050, 0.065), (0.056, 0.075), (0.056, 0.125), (0.050, 0.135), (0, 0.135)]
    return join(
        revolve([(0.015, -0.07), (0.015, 0.07)], 0, steel, 0.6),
        revolve(head, 0, rubber, 0.2),
        revolve([(radius, -height) for radius, height in head][::-1], 0, rubber, 0.2),
    )


def kettlebell(scale: float = 1.0, colour: Colour = (0.08, 0.08, 0.09)) -> Mesh:
    """Grip at the origin, bell below, the bar of the handle along y."""
    s = scale
    turns = np.linspace(-0.75, np.pi + 0.75, 22)
    handle = [(0, 0.062 * s * np.cos(t) * 1.05, -0.055 * s + 0.055 * s * np.sin(t)) for t in turns]
    foot: Profile = [(0, -0.27 * s), (0.06 * s, -0.27 * s), (0.07 * s, -0.25 * s)]
    return join(
        ball(0.098 * s, (0, 0, -0.175 * s), colour, 0.25),
        revolve(foot, 2, colour, 0.2),
        tube(handle, 0.015 * s, (0.25, 0.25, 0.27), 0.4),
    )


def barbell(plate_radius: float = 0.225, half_length: float = 0.95) -> Mesh:
    """Along y, its middle at the origin, with one plate on each side and a pad in the middle."""
    steel, black, half = (0.5, 0.5, 0.52), (0.09, 0.09, 0.10), half_length

    def plate(at: float) -> Profile:
        return [(0, at), (plate_radius, at), (plate_radius, at + 0.05), (0, at + 0.05)]

    return join(
        revolve([(0.014, -half), (0.014, half)], 1, steel, 0.6),
        revolve([(0.025, half - 0.4), (0.025, half)], 1, steel, 0.6),
        revolve([(0.025, -half), (0.025, -half + 0.4)], 1, steel, 0.6),
        revolve([(0.055, -0.16), (0.055, 0.16)], 1, (0.12, 0.12, 0.13), 0.05),
        revolve(plate(half - 0.38), 1, black, 0.15),
        revolve(plate(-half + 0.33), 1, black, 0.15),
    )


def bench(height: float) -> Mesh:
    """A flat bench, its long side along y, its front edge at x = 0."""
    black, frame = (0.07, 0.07, 0.08), (0.35, 0.35, 0.37)
    length, width = 1.1, 0.32
    x = -width / 2
    feet_y = (-length * 0.36, length * 0.36)
    return join(
        box((width, length, 0.07), (x, 0, height - 0.035), black, 0.15),
        box((width - 0.03, length - 0.05, 0.02), (x, 0, height - 0.08), (0.25, 0.2, 0.15), 0.1),
        *[box((0.05, 0.05, height - 0.07), (x, y, (height - 0.07) / 2), frame, 0.4) for y in feet_y],
        *[box((width + 0.06, 0.05, 0.04), (x, y, 0.02), frame, 0.4) for y in feet_y],
        box((0.05, length * 0.7, 0.04), (x, 0, 0.10), frame, 0.4),
    )


def jump_box(at: Array, size: float = 0.30) -> Mesh:
    """A wooden box that stands on the floor."""
    return box((size, size, size), (at[0], at[1], size / 2), (0.52, 0.38, 0.24), 0.08)


def gym_ball(at: Array, radius: float = 0.27) -> Mesh:
    """A big soft ball on the floor."""
    return ball(radius, (at[0], at[1], radius), (0.16, 0.32, 0.55), 0.3)


def dumbbell_rack(at: Array, height: float = 0.55, length: float = 0.5) -> Mesh:
    """A low stand with three pairs of dumbbells, its long side along x."""
    steel, black = (0.30, 0.30, 0.32), (0.07, 0.07, 0.08)
    x, y = at[0], at[1]
    posts = [box((0.05, 0.05, height), (x + e * length / 2, y, height / 2), steel, 0.3) for e in (-1, 1)]
    shelves = [box((length, 0.12, 0.03), (x, y, z), steel, 0.3) for z in (0.2, height)]
    heads = [
        ball(0.06, (x + dx, y, z + 0.07), black, 0.25, (0.8, 1.6, 1.0), 14)
        for z in (0.2, height)
        for dx in np.linspace(-length / 2 + 0.09, length / 2 - 0.09, 3)
    ]
    return join(*posts, *shelves, *heads)
