"""Everything that happens in front of the camera, before anything is rendered."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from . import props
from .body import Body
from .camera import Camera, frame_action
from .catalog import MOVEMENTS, OTHER_MOVEMENTS
from .geometry import Array, minimum_jerk, rotation, unit
from .getting_ready import Ready, get_ready
from .meshes import Mesh
from .movement import Movement, Wishes
from .options import Clip
from .props import DUMBBELL_RADIUS
from .skeleton import Pose
from .standing import Standing
from .swing import KettlebellSwing
from .timeline import Course, plan_set
from .truth import POINTS
from .walking import STEP_M, walk

OCCLUDER_AWAY_M = 0.55
"""Distance of an object from the person, towards the camera; metres."""
PASSING_AWAY_M = 1.15
"""Distance of a passer-by behind the person; metres."""


@dataclass
class Take:
    """One clip, frame by frame.

    Attributes
    ----------
    bones : rotations and positions of all bones, by frame
    points : (T, 21, 3) true joints; metres
    held : matrices of `Movement.props`, by frame
    set_starts, set_ends : first frame of `course`, and the frame after its last
    middle : (3,) middle of the action
    chance : random generator of the image noise
    occluder : object between camera and person
    hidden : share of frames in which the occluder hides a joint, by joint
    passer_by : a second body and its bones by frame; None in frames without it
    """

    movement: Movement
    course: Course
    bones: list[tuple[Array, Array]]
    points: Array
    held: list[list[Array]]
    set_starts: int
    set_ends: int
    camera: Camera
    middle: Array
    chance: np.random.Generator
    occluder: Mesh | None = None
    hidden: dict[str, float] | None = None
    passer_by: tuple[Body, list[tuple[Array, Array] | None]] | None = None

    @property
    def passing(self) -> tuple[int, int] | None:
        """First and last frame with a passer-by."""
        if self.passer_by is None:
            return None
        there = [i for i, bones in enumerate(self.passer_by[1]) if bones is not None]
        return there[0], there[-1]


def make_take(clip: Clip) -> Take:
    """Simulate what the clip asks for.

    Raises
    ------
    ValueError
        A movement, a fault or a setup that does not exist, or that cannot be combined.
    """
    kinds = MOVEMENTS | OTHER_MOVEMENTS
    if clip.movement not in kinds:
        raise ValueError(f"{clip.name}: no movement {clip.movement!r}; known: {', '.join(kinds)}")
    kind = kinds[clip.movement]
    unknown = [fault for fault in clip.faults if fault not in kind.rule_of()]
    if unknown:
        known = ", ".join(kind.rule_of())
        raise ValueError(f"{clip.name}: {clip.movement} has no fault {', '.join(unknown)}; known: {known}")
    body, rng = Body(clip.person, clip.options.loose_m), np.random.default_rng(clip.seed)
    wishes = Wishes(always=clip.faults if clip.fault_reps is None else (), **clip.wishes)
    movement = kind(body, wishes, rng)
    fault_reps = None if clip.fault_reps is None else list(clip.fault_reps)
    course = plan_set(movement, clip.reps, clip.faults, fault_reps, clip.options, clip.seed)
    poses = [movement.pose(controls) for controls in course.controls]
    ready = Ready([], [])
    if clip.options.setup != "none":
        ready = get_ready(movement, poses[0], poses[-1], clip.options.setup, course.fps)
    bones = [movement.solve(pose) for pose in [*ready.before, *poses, *ready.after]]
    chosen = [body.keypoint_id[name] for name in POINTS]
    points = np.array([body.keypoints(*each)[chosen] for each in bones])
    starts, ends = len(ready.before), len(ready.before) + len(poses)
    held = _held(movement, course, ready, poses, bones)
    framed = slice(ready.in_picture, None)
    camera, middle, chance = _set_up_camera(clip, points[framed], held[framed])
    take = Take(movement, course, bones, points, held, starts, ends, camera, middle, chance)
    if clip.options.occluder != "none":
        take = _with_occluder(take, clip)
    if clip.options.passer_by is not None:
        take = replace(take, passer_by=_passer_by(take, clip))
    return take


def _held(
    movement: Movement, course: Course, ready: Ready, poses: list[Pose], bones: list[tuple[Array, Array]]
) -> list[list[Array]]:
    """Place of each held object in every frame: on the floor, or in the hands."""
    starts = len(ready.before)
    controls = [course.controls[0]] * starts + course.controls + [course.controls[-1]] * len(ready.after)
    all_poses = [*ready.before, *poses, *ready.after]
    held = [movement.place_props(*each) for each in zip(all_poses, *zip(*bones, strict=True), controls, strict=True)]
    if ready.grasped is None or ready.released is None:
        return held
    taken, put_down = ready.grasped, starts + len(poses) + ready.released
    soft = max(round(0.15 * course.fps), 1)
    for frame, contact in ((taken, "before"), (put_down, "after")):
        floor = [_on_floor(place, isinstance(movement, KettlebellSwing)) for place in held[frame]]
        away = range(frame + soft) if contact == "before" else range(frame - soft, len(held))
        for i in away:
            u = float(minimum_jerk(np.clip(((i - frame) if contact == "before" else (frame - i)) / soft, 0, 1)))
            held[i] = [_between(low, place, u) for low, place in zip(floor, held[i], strict=True)]
    return held


def _on_floor(place: Array, kettlebell: bool) -> Array:
    """The same object, standing or lying on the floor right below."""
    out = np.eye(4)
    axis = unit(place[:3, 1 if kettlebell else 0] * (1, 1, 0))
    across = np.array([-axis[1], axis[0], 0])
    columns = [-across, axis, (0, 0, 1)] if kettlebell else [axis, across, (0, 0, 1)]
    out[:3, :3] = np.stack([np.array(column, float) for column in columns], 1)
    out[:3, 3] = (*place[:2, 3], props.BELL_GRIP_HEIGHT if kettlebell else DUMBBELL_RADIUS)
    return out


def _between(first: Array, second: Array, share: float) -> Array:
    if share <= 0:
        return first
    if share >= 1:
        return second
    out = first + (second - first) * share
    out[:3, 0] = unit(out[:3, 0])
    out[:3, 1] = unit(out[:3, 1] - out[:3, 0] * (out[:3, 1] @ out[:3, 0]))
    out[:3, 2] = np.cross(out[:3, 0], out[:3, 1])
    return out


def _set_up_camera(clip: Clip, points: Array, held: list[list[Array]]) -> tuple[Camera, Array, np.random.Generator]:
    """A camera that sees the whole action, the middle of the action, and the random generator after use."""
    low, high = points.reshape(-1, 3).min(0), points.reshape(-1, 3).max(0)
    chance = np.random.default_rng(clip.seed + 77)
    at = np.array([*(low + high)[:2] / 2, max((low + high)[2] / 2, 0.28)])
    ends = [place[:3, 3] + place[:3, 2] * q for each in held[::5] for place in each for q in (0, -0.3)]
    seen = np.concatenate(
        [points[::5].reshape(-1, 3), np.array(ends).reshape(-1, 3), low[None] - 0.1, high[None] + 0.12]
    )
    options: dict[str, Any] = {"size": clip.size, "height": clip.camera_height, "roll_deg": clip.options.roll_deg}
    options |= {"turn_deg": clip.options.turn_deg, "view_deg": clip.view_deg}
    return frame_action(clip.view, seen, at, chance, **options), (low + high) / 2, chance


def _with_occluder(take: Take, clip: Clip) -> Take:
    """Put an object in front of the leg that is nearer to the camera."""
    legs = [POINTS.index(f"{side}_{joint}") for side in ("left", "right") for joint in ("knee", "ankle")]
    during = take.points[take.set_starts : take.set_ends : 5]
    towards = unit((take.camera.eye - take.middle) * (1, 1, 0))
    at = during[:, legs].reshape(-1, 3).mean(0) + towards * OCCLUDER_AWAY_M
    make = {"box": props.jump_box, "ball": props.gym_ball, "rack": props.dumbbell_rack}[clip.options.occluder]
    mesh = make(at)
    low, high = mesh.points.min(0), mesh.points.max(0)
    hidden = _behind_box(during, take.camera.eye, low, high).mean(0)
    names = {name: round(float(share), 2) for name, share in zip(POINTS, hidden, strict=True) if share > 0.02}
    return replace(take, occluder=mesh, hidden=names)


def _behind_box(points: Array, eye: Array, low: Array, high: Array) -> Array:
    """Whether the line of sight to each point (...) passes through the box between two corners."""
    way = points - eye
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    a, b = (low - eye) / way, (high - eye) / way
    enter, leave = np.minimum(a, b).max(-1), np.maximum(a, b).min(-1)
    return (enter < leave) & (enter > 0) & (enter < 1)


def _passer_by(take: Take, clip: Clip) -> tuple[Body, list[tuple[Array, Array] | None]]:
    """A passer-by behind the person, at a right angle to the line of sight, in the middle of the clip."""
    assert clip.options.passer_by is not None
    rng = np.random.default_rng([clip.seed, 2])
    walker = Standing(Body(clip.options.passer_by), Wishes(), rng)
    steps = 9
    poses = walk(walker, steps * STEP_M / 2, steps, take.course.fps, (0.0,))
    away = unit((take.middle - take.camera.eye) * (1, 1, 0))
    across = np.array([-away[1], away[0], 0]) * (1 if rng.random() < 0.5 else -1)
    turn = rotation("z", np.degrees(np.arctan2(across[1], across[0])))
    shift = take.middle * (1, 1, 0) + away * PASSING_AWAY_M
    out: list[tuple[Array, Array] | None] = [None] * len(take.points)
    first = max((len(out) - len(poses)) // 2, 0)
    for i, pose in enumerate(poses[: len(out)]):
        turns, places = walker.solve(pose)
        out[first + i] = (turn @ turns, places @ turn.T + shift)
    return walker.body, out
