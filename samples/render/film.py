"""Render a take and write it as H.264."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from .geometry import Array, unit
from .options import Clip
from .props import bench
from .renderer import Item, Light, Renderer
from .room import Room, add_room
from .take import Take

GRAINS = 4
"""Number of grain patterns, which are used in turn."""

FAINT = 2.0
"""Largest grain (standard deviation, of 255) that counts as faint: it may be lost in encoding."""
QUALITY, QUALITY_OF_GRAIN = 27, 25
"""Constant rate factor of H.264; lower is better and larger."""

BACKLIGHT = Light(np.array([0.0, 0.0, 1.0]), 1.5, 0.34, 0.05)
GLARE = 0.55
"""Share of the brightest parts that spills over the image."""


class Stage:
    """The room with everything in it, ready to render any frame."""

    def __init__(self, take: Take, clip: Clip) -> None:
        self.take = take
        self.renderer = Renderer(clip.size)
        room = add_room(self.renderer, take.middle, take.movement.mat, clip.seed)
        self.person = self.renderer.add_body(take.movement.body)
        self.held = [self.renderer.add(make()) for make in take.movement.props()]
        if take.movement.bench_height:
            self.renderer.add(bench(take.movement.bench_height))
        if take.occluder is not None:
            self.renderer.add(take.occluder)
        self.passer_by: Item | None = None
        if take.passer_by is not None:
            self.passer_by = self.renderer.add_body(take.passer_by[0])
        self.renderer.camera = take.camera
        if clip.options.backlight:
            self._light_from_behind(room)

    def _light_from_behind(self, room: Room) -> None:
        """The sun opposite the camera, behind a big window."""
        away = unit((self.take.middle - self.take.camera.eye) * (1, 1, 0))
        light = BACKLIGHT
        self.renderer.light = Light(unit(away + np.array([0, 0, 0.75])), light.strength, light.ambient, light.warmth)
        wall, along = room.wall_ahead(self.take.middle, away)
        width = min(2.6, wall.length - 0.4)
        left = float(np.clip(along - width / 2, 0.2, wall.length - width - 0.2))
        pane = self.renderer.add_rectangle(
            wall.at(left, 0.12, 0.5),
            wall.along * width,
            (0, 0, 1.7),
            surface="shining",
            colour=(1, 1, 0.97),
            casts_shadow=False,
        )
        pane.wall = (wall.start, wall.normal)

    def picture(self, frame: int) -> Array:
        """Image (h, w, 3) of one frame, 8-bit RGB."""
        body = self.take.movement.body
        points = body.skin(*self.take.bones[frame])
        self.renderer.set_body(self.person, points, body.normals(points))
        for item, place in zip(self.held, self.take.held[frame], strict=True):
            item.place = place
        if self.passer_by is not None and self.take.passer_by is not None:
            other, bones = self.take.passer_by
            now = bones[frame]
            self.passer_by.shown = now is not None
            if now is not None:
                points = other.skin(*now)
                self.renderer.set_body(self.passer_by, points, other.normals(points))
        return self.renderer.render()


def _grain(clip: Clip, chance: np.random.Generator) -> list[Array]:
    """Patterns of noise (h, w, 1); in colour (h, w, 3) if it is strong."""
    width, height = clip.size
    amount = clip.options.noise
    return [chance.normal(0, amount, (height, width, 1 if amount <= FAINT else 3)) for _ in range(GRAINS)]


def _with_glare(picture: Array) -> Array:
    """The image with light that spills from its brightest parts over the rest."""
    bright = np.maximum(picture.astype(np.float32) - 200, 0)
    small = cv2.resize(bright, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    spread = cv2.resize(cv2.GaussianBlur(small, (0, 0), 6), picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return picture + GLARE * spread


def pictures(take: Take, clip: Clip, every: int = 1) -> Iterator[Array]:
    """Images of all frames; with `every` = n each n-th one, repeated in between."""
    stage = Stage(take, clip)
    grain = _grain(clip, take.chance)
    picture: Any = None
    for frame in range(len(take.points)):
        if frame % every == 0:
            picture = stage.picture(frame)
            if clip.options.backlight:
                picture = _with_glare(picture)
            picture = np.clip(picture + grain[frame % GRAINS], 0, 255).astype(np.uint8)
        yield picture


def write_film(path: Path, take: Take, clip: Clip, every: int = 1) -> None:
    """Render a take into a video file."""
    quality = QUALITY if clip.options.noise <= FAINT else QUALITY_OF_GRAIN
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=clip.options.fps)
        stream.width, stream.height = clip.size
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(quality), "preset": "fast"}
        for picture in pictures(take, clip, every):
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
