"""Render meshes without a display: shadows, light from the sky, one program for each kind of surface.

It runs on Mesa's software rasteriser, so only the part of the image that can have changed is rendered again.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import cv2
import moderngl
import numpy as np

from .body import Body
from .camera import Camera, look_at, parallel
from .geometry import Array
from .meshes import Mesh
from .people import Person

SHADERS = Path(__file__).parent / "shaders"

Surface = Literal["plain", "person", "textured", "shining"]
SURFACES: tuple[Surface, ...] = ("plain", "person", "textured", "shining")


@dataclass
class Light:
    """Sun and sky of the room: direction towards the sun, strengths, and a tint from blue to yellow."""

    direction: Array
    strength: float
    ambient: float
    warmth: float


@dataclass
class Item:
    """A mesh on the graphics card.

    Attributes
    ----------
    place : (4, 4) from the mesh to the world; change it to move the mesh
    shown : whether it is rendered
    wall : a point of the wall that the item hangs on, and the wall's normal; not rendered from behind that wall
    """

    surface: Surface
    buffer: Any
    drawn: Any
    shadow: Any
    corners: Array
    texture: Any = None
    texture_scale: float = 1.0
    casts_shadow: bool = True
    person: Person | None = None
    wall: tuple[Array, Array] | None = None
    shown: bool = True
    place: Array = field(default_factory=lambda: np.eye(4))


def _corners(points: Array) -> Array:
    """The 8 corners of the box around some points."""
    ends = points.min(0), points.max(0)
    return np.array([[ends[i >> k & 1][k] for k in range(3)] for i in range(8)])


def _layout(buffer: Any, used: set[str], *columns: tuple[int, str]) -> tuple[Any, ...]:
    """Format of a buffer that skips the fields that a program does not use."""
    form = " ".join(f"{n}f" if name in used else f"{4 * n}x" for n, name in columns)
    return (buffer, form, *[name for _, name in columns if name in used])


class Renderer:
    """An image of `size` pixels and the scene in it."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.items: list[Item] = []
        self.light = Light(np.array([0.0, 0.0, 1.0]), 1.0, 0.6, 0.0)
        self.centre = np.zeros(3)
        self.camera: Camera | None = None
        self._dirty = np.array([0, 0, *size])
        gl = self._gl = moderngl.create_context(standalone=True, backend="egl")
        vertex, surface, depth = (
            (SHADERS / name).read_text() for name in ("surface.vert", "surface.frag", "depth.vert")
        )
        self._programs = {name: gl.program(vertex, surface.replace("MODE", str(k))) for k, name in enumerate(SURFACES)}
        self._depth = gl.program(depth, "#version 330\nvoid main(){}")
        self._picture = gl.framebuffer([gl.renderbuffer(size, 3, samples=0)], gl.depth_renderbuffer(size, samples=0))
        self._output = gl.framebuffer([gl.renderbuffer(size, 3)])
        self._shadow_maps = [gl.depth_texture((1024, 1024)), gl.depth_texture((512, 512))]
        for shadow_map in self._shadow_maps:
            shadow_map.compare_func = "<="
            shadow_map.filter = (moderngl.NEAREST, moderngl.NEAREST)
            shadow_map.repeat_x = shadow_map.repeat_y = False
        self._shadow_buffers = [gl.framebuffer(depth_attachment=shadow_map) for shadow_map in self._shadow_maps]
        grain = np.random.default_rng(0).integers(0, 256, 32**3).astype("u1")
        self._noise = gl.texture3d((32, 32, 32), 1, grain.tobytes())
        self._noise.filter = (moderngl.LINEAR, moderngl.LINEAR)

    def add(
        self, mesh: Mesh, surface: Surface = "plain", extra: Array | None = None, alpha: float = 0.03, **item: Any
    ) -> Item:
        """Put a mesh into the scene.

        Parameters
        ----------
        extra : (V, up to 4) values that the program of the surface needs at each corner
        alpha : gloss of a textured surface
        item : more fields of `Item`
        """
        aux = np.zeros((len(mesh.points), 4))
        aux[:, 0] = mesh.gloss
        if extra is not None:
            aux[:, : extra.shape[1]] = extra
        colours = mesh.colours
        if colours.shape[1] == 3:
            colours = np.concatenate([colours, np.full((len(colours), 1), alpha)], 1)
        program = self._programs[surface]
        used = set(program)
        still = self._gl.buffer(np.concatenate([aux, colours], 1).astype("f4").tobytes())
        moving = self._gl.buffer(np.concatenate([mesh.points, mesh.normals], 1).astype("f4").tobytes())
        faces = self._gl.buffer(mesh.faces.astype("i4").tobytes())
        layouts = [_layout(moving, used, (3, "pos"), (3, "nrm"))]
        if used & {"aux", "col"}:
            layouts.append(_layout(still, used, (4, "aux"), (4, "col")))
        drawn = self._gl.vertex_array(program, layouts, faces)
        shadow = self._gl.vertex_array(self._depth, [(moving, "3f 12x", "pos")], faces)
        self.items.append(Item(surface, moving, drawn, shadow, _corners(mesh.points), **item))
        return self.items[-1]

    def add_rectangle(self, corner: Any, across: Any, upwards: Any, **item: Any) -> Item:
        """Put a rectangle into the scene; its texture, if any, is one metre wide."""
        corner, across, upwards = (np.array(each, float) for each in (corner, across, upwards))
        normal = np.cross(across, upwards)
        normal /= np.linalg.norm(normal)
        points = np.array([corner, corner + across, corner + across + upwards, corner + upwards])
        width, height = np.linalg.norm(across), np.linalg.norm(upwards)
        colours = np.tile(item.pop("colour", (1, 1, 1)), (4, 1))
        faces = np.array([(0, 1, 2), (0, 2, 3)])
        uv = np.array([(0, 0), (width, 0), (width, height), (0, height)])
        return self.add(Mesh(points, np.tile(normal, (4, 1)), faces, colours, np.zeros(4)), extra=uv, **item)

    def add_body(self, body: Body) -> Item:
        """Put a person into the scene; `set_body` gives the posture."""
        colours = np.concatenate([body.points, body.eyes[:, None]], 1)
        nothing = np.zeros_like(body.points)
        mesh = Mesh(nothing, nothing, body.faces, colours, np.zeros(len(nothing)))
        return self.add(mesh, "person", extra=body.fields, person=body.person)

    @staticmethod
    def set_body(item: Item, points: Array, normals: Array) -> None:
        """Give a person a posture."""
        item.buffer.write(np.concatenate([points, normals], 1).astype("f4").tobytes())
        item.corners = _corners(points)

    def texture(self, picture: Array) -> Any:
        """Upload an image (h, w, 3), from 0 to 1, to the graphics card."""
        out = self._gl.texture(picture.shape[1::-1], 3, (np.clip(picture, 0, 1) * 255).astype("u1").tobytes())
        out.build_mipmaps()
        out.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        out.anisotropy = 1
        return out

    def _changed(self) -> tuple[int, int, int, int]:
        """Part of the image that moving items and their shadows can touch; the rest is kept from the frame before."""
        points, margin = [], np.array([0.15, 0.15, 0])
        for item in self.items:
            if item.casts_shadow and item.shown:
                corners = item.corners @ item.place[:3, :3].T + item.place[:3, 3]
                shadow = (
                    corners - self.light.direction * (np.maximum(corners[:, 2:], 0) / self.light.direction[2]) * 0.999
                )
                below = corners * (1, 1, 0)
                points += [corners, shadow, below + margin, below - margin]
        assert self.camera is not None
        seen = self.camera.project(np.concatenate(points))
        low = np.clip(np.floor(seen.min(0)) - 12, 0, self.size)
        high = np.clip(np.ceil(seen.max(0)) + 12, 0, self.size)
        now = np.array([low[0], self.size[1] - high[1], high[0], self.size[1] - low[1]])
        before, self._dirty = self._dirty, now
        left, bottom, right, top = np.array(
            [*np.minimum(now[:2], before[:2]), *np.maximum(now[2:], before[2:])]
        ).astype(int)
        return int(left), int(bottom), int(max(right - left, 1)), int(max(top - bottom, 1))

    def _draw_shadows(self) -> tuple[Array, Array]:
        """Render the depth seen from the sun and from the sky; return both matrices."""
        sun = parallel(1.9, 0.1, 8) @ look_at(self.centre + self.light.direction * 4, self.centre)
        sky = parallel(1.9, 0.1, 5) @ look_at(self.centre + np.array([0, 0, 3.5]), self.centre, (0, 1, 0))
        for buffer, matrix in zip(self._shadow_buffers, (sun, sky), strict=True):
            buffer.use()
            buffer.clear(depth=1.0)
            _write(self._depth, "VP", matrix)
            for item in self.items:
                if item.casts_shadow and item.shown:
                    _write(self._depth, "M", item.place)
                    item.shadow.render()
        return sun, sky

    def _set_scene(self, camera: Camera, sun: Array, sky: Array) -> None:
        """Set light and camera in all programs."""
        light = self.light
        tint = np.array([1 + light.warmth, 1, 1 - light.warmth])
        values = {
            "eye": camera.eye,
            "ldir": light.direction,
            "lcol": light.strength * tint * 1.1,
            "skyc": light.ambient * np.array([0.95, 0.98, 1.02]),
            "gndc": light.ambient * np.array([0.42, 0.39, 0.36]),
        }
        matrices = {"VP": camera.projection @ camera.from_world, "LVP": sun, "TVP": sky}
        for program in self._programs.values():
            for name, value in values.items():
                _set(program, name, tuple(float(x) for x in value))
            for name, unit in {"tex": 0, "sm": 1, "tm": 2, "nz": 3}.items():
                _set(program, name, unit)
            for name, matrix in matrices.items():
                _write(program, name, matrix)
        self._shadow_maps[0].use(1)
        self._shadow_maps[1].use(2)
        self._noise.use(3)

    def _draw(self, item: Item) -> None:
        program = self._programs[item.surface]
        if item.texture:
            item.texture.use(0)
            program["texs"].value = item.texture_scale
        if item.person:
            for name, gamma in {"skin": 2.0, "hair": 2.0, "shirt": 2.0, "pants": 1.8, "shoe": 2.0}.items():
                _set(program, name, tuple(float(x) for x in np.power(getattr(item.person, name), gamma)))
        _write(program, "M", item.place)
        item.drawn.render()

    def render(self) -> Array:
        """The image (h, w, 3), 8-bit RGB."""
        assert self.camera is not None
        eye = self.camera.eye
        self._gl.enable(moderngl.DEPTH_TEST)
        self._gl.disable(moderngl.CULL_FACE)
        sun, sky = self._draw_shadows()
        self._picture.use()
        self._picture.scissor = self._changed()
        self._picture.clear(0.7, 0.7, 0.7, depth=1.0)
        self._set_scene(self.camera, sun, sky)
        for item in self.items:
            behind_wall = item.wall is not None and (eye - item.wall[0]) @ item.wall[1] < 0.15
            if item.shown and not behind_wall:
                self._draw(item)
        self._gl.copy_framebuffer(self._output, self._picture)
        picture = np.frombuffer(self._output.read(components=3), np.uint8).reshape(self.size[1], self.size[0], 3)
        return cv2.GaussianBlur(picture[::-1], (0, 0), 0.55)


def _write(program: Any, name: str, matrix: Array) -> None:
    if name in program:
        program[name].write(matrix.T.astype("f4").tobytes())


def _set(program: Any, name: str, value: Any) -> None:
    if name in program:
        program[name].value = value
