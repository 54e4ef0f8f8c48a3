"""Single annotated frames of chosen moments, cropped to the person, for the report."""

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
"""Longer side of a still; a smaller crop is enlarged by at most a factor of `MOST_ENLARGED`."""

MOST_ENLARGED = 2.0

NARROWEST, WIDEST = 3 / 4, 16 / 9
"""Range of width over height to which a crop is extended, as far as the image allows."""

_MARGIN = 0.08  # margin around the person's box, over its longer side
_BACKGROUND = (30, 33, 39)  # of a still without a video frame
_HEAD = (92, 98, 110)


def still(frames: FrameSource, analysis: Analysis, time_s: float) -> Rgb:
    """One still, as in `stills`."""
    return stills(frames, analysis, [time_s])[time_s]


def stills(frames: FrameSource, analysis: Analysis, times: Iterable[float]) -> dict[float, Rgb]:
    """As `stills_of`, for a set."""
    return stills_of(frames, Scenes(analysis), times)


def blank_still(analysis: Analysis, time_s: float) -> Rgb:
    """As `blank_still_of`, for a set."""
    return blank_still_of(Scenes(analysis), time_s)


def stills_of(frames: FrameSource, scenes: SceneRun, times: Iterable[float]) -> dict[float, Rgb]:
    """The frames nearest to some times, annotated with skeleton, line, angle and verdict, without the panel.

    Only the requested frames are kept in memory. All have the same crop unless the person leaves it.

    Parameters
    ----------
    times : iterable of float
        Seconds of the clip.

    Returns
    -------
    dict of (height, width, 3) uint8
        By requested time. If the source ends too early, the still is a `blank_still_of`.
    """
    index_at = {time_s: nearest(scenes.track, time_s) for time_s in times}
    frame_times = {index: float(scenes.track.time_s[index]) for index in index_at.values()}
    orientation = Orientation(scenes.quarter_turns)
    drawn = {
        frame.index: _still(orientation.upright(frame.rgb), scenes, frame.index)
        for frame in select_frames(frames, frame_times)
    }
    return {
        time_s: drawn[index] if index in drawn else blank_still_of(scenes, time_s) for time_s, index in index_at.items()
    }


def blank_still_of(scenes: SceneRun, time_s: float) -> Rgb:
    """The same on a plain dark background, for poses without video frames."""
    scene, crop = _cropped(scenes, nearest(scenes.track, time_s))
    width, height = _size(crop)
    rgb = np.full((height, width, 3), _BACKGROUND, np.uint8)
    _head(rgb, scene)
    draw_scene(rgb, scene)
    return rgb


def _head(rgb: Rgb, scene: Scene) -> None:
    """A disc for the head, without which a skeleton on a plain background is hard to read."""
    if scene.pose is None:
        return
    face = scene.pose.image[: Landmark.MOUTH_RIGHT + 1] * (rgb.shape[1] / scene.size[0])
    face = face[np.isfinite(face).all(axis=1)]
    if len(face):
        x, y = face.mean(axis=0)
        radius = 1.2 * float(np.linalg.norm(face - (x, y), axis=1).max())
        dot(rgb, (float(x), float(y)), radius, _HEAD)


def nearest(track: Pose, time_s: float) -> int:
    """Index of the frame nearest to a time."""
    return int(np.argmin(np.abs(track.time_s - time_s)))


def _still(rgb: Rgb, scenes: SceneRun, index: int) -> Rgb:
    scene, crop = _cropped(scenes, index)
    scale = (rgb.shape[1] / scenes.size[0], rgb.shape[0] / scenes.size[1])
    box = crop.scaled(*scale)
    part = rgb[round(box.top) : max(round(box.bottom), round(box.top) + 1), round(box.left) : max(round(box.right), 1)]
    image = np.asarray(cv2.resize(part, _size(crop), interpolation=cv2.INTER_AREA), np.uint8)
    draw_scene(image, scene)
    return image


def _cropped(scenes: SceneRun, index: int) -> tuple[Scene, Box]:
    """The scene without its panel, in coordinates of the crop; and the crop, in pixels of the scene."""
    scene = scenes[index]
    crop = crop_box(scenes.person, scene.pose, *scenes.size)
    pose, back = scene.pose, scene.back
    if pose is not None:
        pose = replace(pose, image=pose.image - (crop.left, crop.top))
    if back is not None:
        back = back - (crop.left, crop.top)
    return replace(scene, size=(crop.width, crop.height), pose=pose, back=back, hud=None), crop


def crop_box(person: Box | None, pose: Pose | None, width: float, height: float) -> Box:
    """The part of an image that shows the person, in whole pixels.

    Parameters
    ----------
    person : Box or None
        Where the person is during the set.
    pose : Pose or None
        Pose in the current frame; the crop contains it too.
    """
    current = person_box(pose) if pose is not None else None
    boxes = [box for box in (person, current) if box is not None]
    whole = Box(0.0, 0.0, width, height)
    if not boxes:
        return whole
    box = boxes[0].union(boxes[-1])
    box = _shaped(box.grown(_MARGIN * max(box.width, box.height)), width, height)
    return box if box.width >= 1 and box.height >= 1 else whole


def _shaped(box: Box, width: float, height: float) -> Box:
    """The box extended on its shorter side to the allowed aspect ratio, as far as the image allows."""
    box = box.clipped(width, height)
    wide = min(width, max(box.width, NARROWEST * box.height))
    high = min(height, max(box.height, box.width / WIDEST))
    x, y = box.centre
    left, top = np.clip(x - wide / 2, 0, width - wide), np.clip(y - high / 2, 0, height - high)
    return Box(*(float(round(v)) for v in (left, top, left + wide, top + high))).clipped(width, height)


def _size(crop: Box) -> tuple[int, int]:
    """Width and height of the still in pixels."""
    scale = min(LONG_SIDE_PX / max(crop.width, crop.height), MOST_ENLARGED)
    return max(1, round(crop.width * scale)), max(1, round(crop.height * scale))
