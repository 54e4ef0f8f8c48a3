"""Single annotated pictures of chosen moments, cropped to the person, for the report."""

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np

from formcheck.frames.frame import FrameSource, Rgb
from formcheck.frames.frame_source import select_frames
from formcheck.frames.orientation import Orientation
from formcheck.output.drawing.layout import Box, person_box
from formcheck.output.drawing.overlay import draw_scene
from formcheck.output.drawing.primitives import dot
from formcheck.output.drawing.scene import Scene, SceneRun
from formcheck.output.drawing.set_scenes import Scenes
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.session.analysis import Analysis

LONG_SIDE_PX = 800
"""Longer side of a still; a smaller crop is enlarged by at most `MOST_ENLARGED`."""

MOST_ENLARGED = 2.0

NARROWEST, WIDEST = 3 / 4, 16 / 9
"""Width over height that a crop is widened to, where the picture has room."""

_MARGIN = 0.08  # air around the person's box, over its longer side
_BACKGROUND = (30, 33, 39)  # of a still without a picture
_HEAD = (92, 98, 110)


def still(frames: FrameSource, analysis: Analysis, time_s: float) -> Rgb:
    """Picture at a moment, as in `stills`."""
    return stills(frames, analysis, [time_s])[time_s]


def stills(frames: FrameSource, analysis: Analysis, times: Iterable[float]) -> dict[float, Rgb]:
    """As `stills_of`, of a set."""
    return stills_of(frames, Scenes(analysis), times)


def blank_still(analysis: Analysis, time_s: float) -> Rgb:
    """As `blank_still_of`, of a set."""
    return blank_still_of(Scenes(analysis), time_s)


def stills_of(frames: FrameSource, scenes: SceneRun, times: Iterable[float]) -> dict[float, Rgb]:
    """Annotated pictures nearest to some moments: skeleton, line, angle and verdict, without the panel.

    Only the pictures asked for are kept. All have the same crop unless the person leaves it.

    Parameters
    ----------
    times : iterable of float
        Seconds of the clip.

    Returns
    -------
    dict of (height, width, 3) uint8
        By the times asked for. Where the source ends too early the still is a `blank_still_of`.
    """
    wanted = {time_s: nearest(scenes.track, time_s) for time_s in times}
    known = {index: float(scenes.track.time_s[index]) for index in wanted.values()}
    orientation = Orientation(scenes.quarter_turns)
    made = {
        frame.index: _still(orientation.upright(frame.rgb), scenes, frame.index)
        for frame in select_frames(frames, known)
    }
    return {
        time_s: made[index] if index in made else blank_still_of(scenes, time_s) for time_s, index in wanted.items()
    }


def blank_still_of(scenes: SceneRun, time_s: float) -> Rgb:
    """The same on a plain dark ground, for poses that came without pictures."""
    scene, crop = _cropped(scenes, nearest(scenes.track, time_s))
    width, height = _size(crop)
    rgb = np.full((height, width, 3), _BACKGROUND, np.uint8)
    _head(rgb, scene)
    draw_scene(rgb, scene)
    return rgb


def _head(rgb: Rgb, scene: Scene) -> None:
    """A disc for the head, which a skeleton without a picture needs to be understood."""
    if scene.pose is None:
        return
    face = scene.pose.image[: Landmark.MOUTH_RIGHT + 1] * (rgb.shape[1] / scene.size[0])
    face = face[np.isfinite(face).all(axis=1)]
    if len(face):
        x, y = face.mean(axis=0)
        radius = 1.2 * float(np.linalg.norm(face - (x, y), axis=1).max())
        dot(rgb, (float(x), float(y)), radius, _HEAD)


def nearest(track: Pose, time_s: float) -> int:
    """Index of the frame nearest to a moment."""
    return int(np.argmin(np.abs(track.time_s - time_s)))


def _still(rgb: Rgb, scenes: SceneRun, index: int) -> Rgb:
    scene, crop = _cropped(scenes, index)
    scale = (rgb.shape[1] / scenes.size[0], rgb.shape[0] / scenes.size[1])
    box = crop.scaled(*scale)
    part = rgb[round(box.top) : max(round(box.bottom), round(box.top) + 1), round(box.left) : max(round(box.right), 1)]
    picture = np.asarray(cv2.resize(part, _size(crop), interpolation=cv2.INTER_AREA), np.uint8)
    draw_scene(picture, scene)
    return picture


def _cropped(scenes: SceneRun, index: int) -> tuple[Scene, Box]:
    """Scene without its panel, seen through the crop; and the crop, in pixels of the scene."""
    scene = scenes[index]
    crop = crop_box(scenes.person, scene.pose, *scenes.size)
    pose, back = scene.pose, scene.back
    if pose is not None:
        pose = replace(pose, image=pose.image - (crop.left, crop.top))
    if back is not None:
        back = back - (crop.left, crop.top)
    return replace(scene, size=(crop.width, crop.height), pose=pose, back=back, hud=None), crop


def crop_box(person: Box | None, pose: Pose | None, width: float, height: float) -> Box:
    """Part of a picture that shows the person, on whole pixels.

    Parameters
    ----------
    person : Box or None
        Where the person is during the set.
    pose : Pose or None
        The frame at hand, which the crop holds too.
    """
    here = person_box(pose) if pose is not None else None
    boxes = [box for box in (person, here) if box is not None]
    whole = Box(0.0, 0.0, width, height)
    if not boxes:
        return whole
    box = boxes[0].union(boxes[-1])
    box = _shaped(box.grown(_MARGIN * max(box.width, box.height)), width, height)
    return box if box.width >= 1 and box.height >= 1 else whole


def _shaped(box: Box, width: float, height: float) -> Box:
    """Widened on the shorter side to a sensible shape, as far as the picture goes."""
    box = box.clipped(width, height)
    wide = min(width, max(box.width, NARROWEST * box.height))
    high = min(height, max(box.height, box.width / WIDEST))
    x, y = box.centre
    left, top = np.clip(x - wide / 2, 0, width - wide), np.clip(y - high / 2, 0, height - high)
    return Box(*(float(round(v)) for v in (left, top, left + wide, top + high))).clipped(width, height)


def _size(crop: Box) -> tuple[int, int]:
    """Pixels of the still, width and height."""
    scale = min(LONG_SIDE_PX / max(crop.width, crop.height), MOST_ENLARGED)
    return max(1, round(crop.width * scale)), max(1, round(crop.height * scale))
