"""A box-shaped room: floor, four walls, a few objects, an exercise mat, and light. All random, from a seed."""

from dataclasses import dataclass

import numpy as np

from . import textures
from .geometry import Array
from .meshes import ball, box, join, moved, revolve
from .people import Colour
from .renderer import Item, Light, Renderer

HEIGHT = 2.6

FLOORS: tuple[Colour, ...] = ((0.62, 0.47, 0.33), (0.50, 0.36, 0.25), (0.72, 0.60, 0.46))
RUBBER: Colour = (0.40, 0.41, 0.43)
WALLS: tuple[Colour, ...] = (
    (0.84, 0.82, 0.78),
    (0.74, 0.79, 0.82),
    (0.80, 0.76, 0.68),
    (0.70, 0.74, 0.70),
    (0.86, 0.86, 0.87),
)
CABINETS: tuple[Colour, ...] = ((0.45, 0.33, 0.22), (0.75, 0.74, 0.72), (0.20, 0.20, 0.22))
MATS: tuple[Colour, ...] = (
    (0.16, 0.30, 0.50),
    (0.45, 0.18, 0.35),
    (0.18, 0.36, 0.28),
    (0.17, 0.17, 0.19),
    (0.48, 0.48, 0.52),
)


class Wall:
    """One wall: its start, direction and length."""

    def __init__(self, start: tuple[float, float, float], along: tuple[int, int, int], length: float) -> None:
        self.start, self.along, self.length = np.array(start), np.array(along, float), length
        self.normal = np.cross(self.along, (0, 0, 1))

    def at(self, along: float, out: float = 0.0, up: float = 0.0) -> Array:
        """A point at a distance along the wall, above the floor, and in front of the wall."""
        return self.start + self.along * along + self.normal * out + (0, 0, up)


@dataclass(frozen=True)
class Room:
    """The four walls."""

    walls: tuple[Wall, ...]

    def wall_ahead(self, point: Array, direction: Array) -> tuple[Wall, float]:
        """The wall that a viewer at `point` looks at, and the distance along it."""
        facing = [wall for wall in self.walls if wall.normal @ direction < -1e-6]
        distances = [float((wall.start - point) @ wall.normal / (wall.normal @ direction)) for wall in facing]
        nearest = int(np.argmin(distances))
        hit = point + direction * distances[nearest]
        return facing[nearest], float((hit - facing[nearest].start) @ facing[nearest].along)


class _Furnisher:
    """Puts objects into a room; their order determines the random numbers."""

    def __init__(self, renderer: Renderer, rng: np.random.Generator) -> None:
        self.r, self.rng = renderer, rng

    def pick(self, choices: tuple[Colour, ...]) -> Colour:
        return choices[int(self.rng.integers(len(choices)))]

    def rectangle(
        self, corner: Array, across: Array, height: float, colour: Colour | Array, shining: bool = False
    ) -> Item:
        surface = "shining" if shining else "plain"
        return self.r.add_rectangle(corner, across, (0, 0, height), surface=surface, colour=colour, casts_shadow=False)

    def picture(self, wall: Wall, s: float, k: int) -> list[Item]:
        width, height = self.rng.uniform(0.4, 0.8), self.rng.uniform(0.4, 0.7)
        z = self.rng.uniform(1.1, 1.5)
        frame = self.rectangle(wall.at(s, 0.02 + 0.02 * k, z), wall.along * width, height, (0.12, 0.10, 0.09))
        inner = wall.at(s + 0.04, 0.025 + 0.02 * k, z + 0.04)
        colour = self.rng.uniform(0.2, 0.8, 3)
        return [frame, self.rectangle(inner, wall.along * (width - 0.08), height - 0.08, colour)]

    def window(self, wall: Wall, s: float, k: int) -> list[Item]:
        frame = self.rectangle(wall.at(s, 0.02 + 0.02 * k, 0.95), wall.along * 1.1, 1.2, (0.78, 0.77, 0.75))
        panes = ((0.06, (0.62, 0.74, 0.86)), (0.58, (0.66, 0.78, 0.88)))
        return [
            frame,
            *[
                self.rectangle(wall.at(s + x, 0.025 + 0.02 * k, 1.01), wall.along * 0.46, 1.08, colour, shining=True)
                for x, colour in panes
            ],
        ]

    def cabinet(self, wall: Wall, s: float, _: int) -> list[Item]:
        width, height, depth = self.rng.uniform(0.5, 1.1), self.rng.uniform(0.4, 0.9), 0.32
        centre = wall.at(s + width / 2, depth / 2)
        size = np.abs(wall.along) * width + np.abs(wall.normal) * depth + (0, 0, height)
        mesh = box(size, centre + np.array([0, 0, height / 2]), self.pick(CABINETS), 0.1)
        return [self.r.add(mesh, casts_shadow=False)]

    def plant(self, wall: Wall, s: float, _: int) -> list[Item]:
        rng = self.rng
        pot = revolve([(0, 0), (0.11, 0), (0.15, 0.28), (0.13, 0.28)], 2, (0.62, 0.36, 0.26), 0.05)
        leaves = []
        for _leaf in range(6):
            centre = (rng.normal(0, 0.09), rng.normal(0, 0.09), 0.45 + 0.32 * rng.random())
            leaves.append(ball(0.16, centre, (0.10, 0.26 + 0.1 * rng.random(), 0.10), 0.05, (1, 1, 1.2), 12))
        return [self.r.add(moved(join(pot, *leaves), wall.at(s, 0.25)), casts_shadow=False)]

    def ball(self, wall: Wall, s: float, _: int) -> list[Item]:
        colour = tuple(self.rng.uniform(0.1, 0.6, 3))
        return [self.r.add(ball(0.28, wall.at(s, 0.32, 0.28), colour, 0.2), casts_shadow=False)]

    def furnish(self, wall: Wall, paint: object) -> None:
        """Paint, skirting, and two or three objects on one wall."""
        across = wall.along * wall.length
        surface = self.r.add_rectangle(
            wall.start,
            across,
            (0, 0, HEIGHT),
            surface="textured",
            texture=paint,
            texture_scale=0.5,
            alpha=0.0,
            casts_shadow=False,
        )
        items = [surface, self.rectangle(wall.at(0, 0.015), across, 0.09, (0.72, 0.71, 0.69))]
        things = (self.picture, self.window, self.cabinet, self.plant, self.ball)
        for k in range(int(self.rng.integers(2, 4))):
            thing, s = things[int(self.rng.integers(5))], self.rng.uniform(0.6, wall.length - 1.4)
            items += thing(wall, s, k)
        for item in items:
            item.wall = (wall.start, wall.normal)

    def floor(self, centre: Array) -> tuple[object, float]:
        """Texture of the floor and its scale."""
        kind = int(self.rng.integers(3))
        picture = textures.wood(self.rng, self.pick(FLOORS)) if kind < 2 else textures.tile(self.rng, RUBBER)
        return self.r.texture(picture), 0.8 if kind < 2 else 1.6

    def mat(self, x0: float, x1: float, half_width: float) -> None:
        """An exercise mat."""
        colour = np.array(self.pick(MATS))
        texture = self.r.texture(textures.plain(self.rng, colour, 0.25))
        self.r.add_rectangle(
            (x0, -half_width, 0.004),
            (x1 - x0, 0, 0),
            (0, 2 * half_width, 0),
            surface="textured",
            texture=texture,
            texture_scale=3,
            alpha=0.02,
            casts_shadow=False,
        )
        mesh = box((x1 - x0, 2 * half_width, 0.003), ((x0 + x1) / 2, 0, 0.0015), colour**2.2, 0.03)
        self.r.add(mesh, casts_shadow=False)


def add_room(renderer: Renderer, centre: Array, mat: tuple[float, float, float] | None, seed: int) -> Room:
    """Build a room around the action.

    Parameters
    ----------
    centre : (3,) middle of the action, metres
    mat : start and end of the mat along x, and half its width; metres
    """
    rng = np.random.default_rng(seed + 1000)
    furnisher = _Furnisher(renderer, rng)
    floor, scale = furnisher.floor(centre)
    paint = renderer.texture(textures.plain(rng, furnisher.pick(WALLS), 0.06))
    x, y = centre[0], centre[1]
    x0, x1 = x - rng.uniform(2.6, 3.6), x + rng.uniform(2.6, 3.6)
    y0, y1 = y - rng.uniform(1.7, 2.6), y + rng.uniform(1.7, 2.6)
    renderer.add_rectangle(
        (x - 8, y - 8, 0),
        (16, 0, 0),
        (0, 16, 0),
        surface="textured",
        texture=floor,
        texture_scale=scale,
        alpha=0.05,
        casts_shadow=False,
    )
    walls = (
        Wall((x0, y0, 0), (0, 1, 0), y1 - y0),
        Wall((x1, y1, 0), (0, -1, 0), y1 - y0),
        Wall((x1, y0, 0), (-1, 0, 0), x1 - x0),
        Wall((x0, y1, 0), (1, 0, 0), x1 - x0),
    )
    for wall in walls:
        furnisher.furnish(wall, paint)
    if mat is not None:
        furnisher.mat(*mat)
    azimuth = rng.uniform(0, 2 * np.pi)
    direction = np.array([np.cos(azimuth) * 0.55, np.sin(azimuth) * 0.55, 1.0])
    direction /= np.linalg.norm(direction)
    renderer.light = Light(direction, rng.uniform(0.75, 1.15), rng.uniform(0.55, 0.75), rng.uniform(-0.06, 0.08))
    renderer.centre = np.array([x, y, 0.5])
    return Room(walls)
