"""Plain shapes as triangle meshes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .geometry import Array
from .people import Colour


class Mesh(NamedTuple):
    """Triangles with a colour and a gloss at each of their V corners."""

    points: Array
    """(V, 3) metres"""
    normals: Array
    """(V, 3)"""
    faces: Array
    """(F, 3) indices of corners"""
    colours: Array
    """(V, 3) linear RGB, from 0 to 1"""
    gloss: Array
    """(V,) from 0, dull, to 1"""


def coloured(
    points: Array, normals: Array, faces: Sequence[tuple[int, ...]], colour: Colour | Array, gloss: float
) -> Mesh:
    """A mesh of one colour and one gloss."""
    return Mesh(points, normals, np.array(faces), np.tile(colour, (len(points), 1)), np.full(len(points), gloss))


def box(
    size: Sequence[float] | Array, centre: Sequence[float] | Array, colour: Colour | Array, gloss: float = 0.08
) -> Mesh:
    """A box with its sides along the axes."""
    half = np.array(size) / 2
    points: list[Array] = []
    normals: list[Array] = []
    faces: list[tuple[int, ...]] = []
    for axis in range(3):
        for sign in (-1, 1):
            normal = np.zeros(3)
            normal[axis] = sign
            a, b = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
            k = len(points)
            for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                points.append((normal + a * i + b * j) * half + centre)
                normals.append(normal)
            faces += [(k, k + 1, k + 2), (k, k + 2, k + 3)] if sign > 0 else [(k, k + 2, k + 1), (k, k + 3, k + 2)]
    return coloured(np.array(points), np.array(normals), faces, colour, gloss)


def revolve(
    profile: Sequence[tuple[float, float]],
    axis: int = 2,
    colour: Colour = (0.2, 0.2, 0.2),
    gloss: float = 0.3,
    segments: int = 28,
) -> Mesh:
    """Surface of revolution of a profile of (radius, height), with an edge at each of its points."""
    points: list[tuple[float, ...]] = []
    normals: list[tuple[float, ...]] = []
    faces = []
    turns = np.linspace(0, 2 * np.pi, segments + 1)
    for (r0, z0), (r1, z1) in pairwise(profile):
        k = len(points)
        out, up = z1 - z0, r0 - r1
        length = np.hypot(out, up) + 1e-9
        for turn in turns:
            c, s = np.cos(turn), np.sin(turn)
            points += [(r0 * c, r0 * s, z0), (r1 * c, r1 * s, z1)]
            normals += [(out * c / length, out * s / length, up / length)] * 2
        for i in range(segments):
            a = k + 2 * i
            faces += [(a, a + 2, a + 1), (a + 1, a + 2, a + 3)]
    order = {0: [2, 0, 1], 1: [1, 2, 0], 2: [0, 1, 2]}[axis]
    return coloured(np.array(points)[:, order], np.array(normals)[:, order], faces, colour, gloss)


def ball(
    radius: float,
    centre: Sequence[float] | Array,
    colour: Colour,
    gloss: float = 0.3,
    stretch: Sequence[float] = (1, 1, 1),
    segments: int = 24,
) -> Mesh:
    """A ball, or an ellipsoid if it is stretched."""
    turns = np.linspace(-np.pi / 2, np.pi / 2, segments)
    mesh = revolve([(radius * np.cos(t), radius * np.sin(t)) for t in turns], 2, colour, gloss, segments)
    return mesh._replace(points=mesh.points * np.array(stretch) + centre, normals=mesh.points / radius)


def tube(
    path: Sequence[Sequence[float]], radius: float, colour: Colour, gloss: float = 0.3, segments: int = 12
) -> Mesh:
    """A round bar along a path."""
    line = np.array(path, float)
    points, normals, faces = [], [], []
    for i, centre in enumerate(line):
        along = line[min(i + 1, len(line) - 1)] - line[max(i - 1, 0)]
        along /= np.linalg.norm(along)
        a = np.cross(along, (0, 1, 0) if abs(along[1]) < 0.9 else (1, 0, 0))
        a /= np.linalg.norm(a)
        b = np.cross(along, a)
        for turn in np.linspace(0, 2 * np.pi, segments, endpoint=False):
            outward = np.cos(turn) * a + np.sin(turn) * b
            points.append(centre + radius * outward)
            normals.append(outward)
        if i:
            for j in range(segments):
                x, y = (i - 1) * segments + j, (i - 1) * segments + (j + 1) % segments
                faces += [(x, y, x + segments), (y, y + segments, x + segments)]
    return coloured(np.array(points), np.array(normals), faces, colour, gloss)


def join(*meshes: Mesh) -> Mesh:
    """Several meshes as one."""
    starts = np.cumsum([0, *(len(mesh.points) for mesh in meshes)])
    shifted = [mesh._replace(faces=mesh.faces + start) for mesh, start in zip(meshes, starts, strict=False)]
    return Mesh(*(np.concatenate(parts) for parts in zip(*shifted, strict=True)))


def moved(mesh: Mesh, by: Sequence[float] | Array) -> Mesh:
    """The mesh, moved."""
    return mesh._replace(points=mesh.points + np.array(by))
