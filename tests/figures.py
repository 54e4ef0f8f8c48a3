"""Stick figures with known answers: people made of joints, moved along given paths and seen by a given camera.

The body is planar: every movement happens in the plane of the trunk and the legs, left and right stand apart
across it. Axes of the scene in metres: x towards the toes of a person lying on the back with the head at x = 0,
y up, z across the body with the person's right at positive z. The camera is orthographic, so an angle in a
picture taken from the side is the angle of the path, to rounding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from hashlib import sha256
from typing import Literal

import numpy as np
from scipy.optimize import brentq

from formcheck.exercises.glute_bridge import EXERCISE as GLUTE_BRIDGE
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Floats, Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.session import Session
from formcheck.session.update import Update

TRUNK_M, THIGH_M, SHANK_M = 0.50, 0.425, 0.425
SHOULDERS_M, HIPS_M, FEET_M = 0.80 * TRUNK_M, 0.50 * TRUNK_M, 0.26
LYING_Y, ANKLE_Y = 0.09, 0.08
STANDING_Y = ANKLE_Y + SHANK_M + THIGH_M

WIDTH, HEIGHT = 1280, 720

Path = Sequence[tuple[float, float]]
"""Steps of (seconds, value to be reached at their end); the first value is also where the path begins."""


@dataclass(frozen=True)
class Camera:
    """Where the camera stands and how it takes pictures.

    ``off_deg`` is its turn from side-on towards the feet, ``head`` the side of the picture that the head of a
    person lying on the back is at: "left" means that it sees the person's right side. ``model_off_deg`` is the turn
    that the world landmarks show, where it is not the true one: the pose model sees people more side-on than they are.
    """

    head: Literal["left", "right"] = "left"
    off_deg: float = 0.0
    elevation_deg: float = 0.0
    px_per_m: float = 300.0
    fps: float = 30.0
    model_off_deg: float | None = None

    @property
    def azimuth(self) -> float:
        off = np.radians(self.off_deg)
        return float(off if self.head == "left" else np.pi - off)

    def axes(self) -> Floats:
        """(3, 3): right, up and towards the camera."""
        turn, rise = self.azimuth, np.radians(self.elevation_deg)
        right = np.array([np.cos(turn), 0.0, -np.sin(turn)])
        toward = np.array([np.sin(turn) * np.cos(rise), np.sin(rise), np.cos(turn) * np.cos(rise)])
        return np.stack([right, np.cross(toward, right), toward])


def as_the_model_sees(camera: Camera) -> Camera:
    """The camera with world landmarks as the pose model gives them of somebody on the back: docs/sources.md#views."""
    off = max(0.0, abs(camera.off_deg) - 10.3) / 0.93
    return replace(camera, model_off_deg=float(np.copysign(off, camera.off_deg)))


SIDE = Camera()


# Paths


def along(path: Path, time_s: Floats) -> Floats:
    """Values of a path at these times; every step is a minimum-jerk movement, smooth at both ends."""
    ends = np.cumsum([seconds for seconds, _ in path])
    values = np.full(len(time_s), path[0][1])
    for (seconds, value), (_, before), end in zip(path[1:], path, ends[1:], strict=False):
        share = np.clip((time_s - (end - seconds)) / max(seconds, 1e-9), 0.0, 1.0)
        ease = share**3 * (10.0 - 15.0 * share + 6.0 * share**2)
        values = np.where(time_s > end - seconds, before + (value - before) * ease, values)
    return values


def times(path: Path, fps: float) -> Floats:
    """Evenly spaced times from 0 to the end of a path."""
    length = sum(seconds for seconds, _ in path)
    return np.arange(round(length * fps) + 1) / fps


def bridge_path(
    reps: int = 3,
    top_deg: float | Sequence[float] = 180.0,
    rest_deg: float = 118.0,
    hold_s: float = 1.5,
    lift_s: float = 1.0,
    lower_s: float = 1.4,
    rest_s: float = 0.6,
    lead_s: float = 1.0,
) -> Path:
    """Hip angle of a set of bridges; `top_deg` is one for all, or one for each rep."""
    tops = [top_deg] * reps if isinstance(top_deg, int | float) else top_deg
    one = [((lift_s, top), (hold_s, top), (lower_s, rest_deg), (rest_s, rest_deg)) for top in map(float, tops)]
    return ((lead_s, rest_deg), *(step for rep in one for step in rep))


# Bodies


def figure(
    shoulder: Floats,
    hip: Floats,
    knee: Floats,
    ankle: Floats,
    elbow: Floats | None = None,
    wrist: Floats | None = None,
    knee_spread: float = 1.0,
) -> Floats:
    """(T, 33, 3) metres of a body from (T, 2) joints; arms hang along the trunk unless given."""
    up = (shoulder - hip) / np.linalg.norm(shoulder - hip, axis=-1, keepdims=True)
    front = up[:, ::-1] * (1.0, -1.0)
    elbow = shoulder - 0.28 * up if elbow is None else elbow
    wrist = shoulder - 0.53 * up if wrist is None else wrist
    eyes, hand = shoulder + 0.22 * up + 0.09 * front, wrist - 0.08 * up
    mid, trunk = (
        {
            "nose": (shoulder + 0.19 * up + 0.12 * front, 0.0),
            "eye_inner": (eyes, 0.02),
            "eye": (eyes, 0.03),
            "eye_outer": (eyes, 0.04),
            "ear": (shoulder + 0.2 * up, 0.07),
            "mouth": (shoulder + 0.15 * up + 0.1 * front, 0.03),
            "shoulder": (shoulder, SHOULDERS_M / 2),
            "elbow": (elbow, 0.25),
            "wrist": (wrist, 0.26),
            "pinky": (hand, 0.27),
            "index": (hand, 0.24),
            "thumb": (hand, 0.23),
        },
        {
            "hip": (hip, HIPS_M / 2),
            "knee": (knee, knee_spread * FEET_M / 2),
            "ankle": (ankle, FEET_M / 2),
            "heel": (ankle + np.array((-0.05, -0.06)), FEET_M / 2),
            "foot_index": (ankle + np.array((0.15, -0.06)), FEET_M / 2),
        },
    )
    parts = mid | trunk
    points = np.empty((len(hip), len(Landmark), 3))
    for mark in Landmark:
        words = mark.name.lower().split("_")
        side = next((word for word in words if word in ("left", "right")), "")
        place, apart = parts["_".join(word for word in words if word != side)]
        points[:, mark, :2] = place
        points[:, mark, 2] = {"left": -apart, "right": apart, "": 0.0}[side]
    return points


def two_link_knee(hip: Floats, ankle: Floats) -> Floats:
    """The knee above hip and ankle, thigh and shank being given."""
    step = ankle - hip
    reach = np.linalg.norm(step, axis=-1, keepdims=True)
    share = (THIGH_M**2 - SHANK_M**2 + reach**2) / (2.0 * reach)
    height = np.sqrt(np.maximum(THIGH_M**2 - share**2, 0.0))
    along_step = step / reach
    return hip + share * along_step + height * along_step[..., ::-1] * (-1.0, 1.0)


def feet_for(shank_deg: float, hip_deg: float) -> float:
    """Distance of the ankles from the shoulders with which the shin leans by `shank_deg` at a hip angle."""
    knee_y = SHANK_M * np.cos(np.radians(shank_deg)) + ANKLE_Y - LYING_Y
    fold = np.radians(180.0 - hip_deg)
    trunk = brentq(lambda t: TRUNK_M * np.sin(t) + THIGH_M * np.sin(t + fold) - knee_y, -1.0 - fold, 0.9 - fold / 2)
    knee_x = TRUNK_M * np.cos(trunk) + THIGH_M * np.cos(trunk + fold)
    return float(knee_x - SHANK_M * np.sin(np.radians(shank_deg)))


@cache
def _lift_of_angle(feet_m: float) -> tuple[Floats, Floats]:
    """Hip angles, rising, and the trunk's inclinations that belong to them, feet and shoulders being fixed."""
    trunk = np.radians(np.linspace(-12.0, 70.0, 4000))
    hip = np.stack([TRUNK_M * np.cos(trunk), LYING_Y + TRUNK_M * np.sin(trunk)], axis=-1)
    ankle = np.array([feet_m, ANKLE_Y])
    reached = np.linalg.norm(ankle - hip, axis=-1) < THIGH_M + SHANK_M
    thigh = (two_link_knee(hip, ankle) - hip)[reached]
    angle = 180.0 + np.degrees(trunk[reached] - np.arctan2(thigh[:, 1], thigh[:, 0]))
    rising = np.append(True, np.diff(np.maximum.accumulate(angle)) > 0)
    return angle[rising], trunk[reached][rising]


def supine(hip_deg: Floats, feet_m: float, knee_spread: float = 1.0) -> Floats:
    """Bridging bodies: shoulders and feet stay, the hip angle is given."""
    angles, trunks = _lift_of_angle(feet_m)
    assert angles[0] <= hip_deg.min() <= hip_deg.max() <= angles[-1], "out of reach with these feet"
    trunk = np.interp(hip_deg, angles, trunks)
    still = np.zeros((len(hip_deg), 1))
    shoulder, ankle = still + np.array((0.0, LYING_Y)), still + np.array((feet_m, ANKLE_Y))
    hip = shoulder + TRUNK_M * np.stack([np.cos(trunk), np.sin(trunk)], axis=-1)
    knee = two_link_knee(hip, ankle)
    return figure(
        shoulder, hip, knee, ankle, still + np.array((0.27, 0.06)), still + np.array((0.52, 0.05)), knee_spread
    )


def sitting(trunk_deg: Floats) -> Floats:
    """Bodies with hips and feet on the floor, the trunk raised by so many degrees: 0 lies on the back."""
    still = np.zeros((len(trunk_deg), 1))
    hip, ankle = still + np.array((TRUNK_M, LYING_Y)), still + np.array((feet_for(0.0, 180.0), ANKLE_Y))
    raised = np.radians(trunk_deg)
    shoulder = hip + TRUNK_M * np.stack([-np.cos(raised), np.sin(raised)], axis=-1)
    return figure(shoulder, hip, two_link_knee(hip, ankle), ankle)


def standing(x_m: Floats, stride_m: Floats | float = 0.0) -> Floats:
    """Upright bodies facing the way a lying one's toes point; the left foot is ahead by the stride."""
    x = np.stack([x_m, np.zeros_like(x_m)], axis=-1)
    body = figure(
        x + np.array((0.0, STANDING_Y + TRUNK_M)),
        x + np.array((0.0, STANDING_Y)),
        x + np.array((0.0, ANKLE_Y + SHANK_M)),
        x + np.array((0.0, ANKLE_Y)),
    )
    for mark in Landmark:
        share = {"knee": 0.5, "ankle": 1.0, "heel": 1.0, "foot_index": 1.0}.get(
            mark.name.lower().split("_", 1)[-1], 0.0
        )
        sign = 1.0 if "LEFT" in mark.name else -1.0
        body[:, mark, 0] += 0.5 * sign * share * stride_m
    return body


def bent_over(trunk_deg: Floats) -> Floats:
    """Upright bodies that bow: 0 stands, 90 has the trunk level."""
    body = standing(np.full(len(trunk_deg), 0.5))
    bow = np.radians(trunk_deg)
    turn = np.stack([np.cos(bow), np.sin(bow), -np.sin(bow), np.cos(bow)], axis=-1).reshape(-1, 2, 2)
    above = [mark for mark in Landmark if mark < Landmark.LEFT_HIP]
    hip = np.array((0.5, STANDING_Y))
    body[:, above, :2] = hip + np.einsum("tij,tmj->tmi", turn, body[:, above, :2] - hip)
    return body


def face_down(body: Floats) -> Floats:
    """An upright body laid on its front, the head at x = 0."""
    return np.stack([1.7 - body[..., 1], 0.2 - body[..., 0], -body[..., 2]], axis=-1)


def prone(left_pair_m: Floats, right_pair_m: Floats) -> Floats:
    """Bodies lying on their front, arms overhead, the head at x = 0.3.

    A pair is an arm, which names it, and the leg across; each is lifted by so many metres.
    """
    still = np.zeros((len(left_pair_m), 1))
    joints = {"shoulder": (0.55, 0.12), "hip": (1.05, 0.12), "knee": (1.475, 0.10), "ankle": (1.9, 0.08)}
    joints |= {"elbow": (0.27, 0.09), "wrist": (0.02, 0.06)}
    body = figure(**{part: still + np.array(place) for part, place in joints.items()})
    body[..., 2] *= -1.0
    share = {"elbow": 0.5, "wrist": 1.0, "pinky": 1.0, "index": 1.0, "thumb": 1.0}
    legs = {"knee": 0.5, "ankle": 1.0, "heel": 1.0, "foot_index": 1.0}
    for side, arm, leg in (("left", left_pair_m, right_pair_m), ("right", right_pair_m, left_pair_m)):
        for moved, parts in ((arm, share), (leg, legs)):
            for part, by in parts.items():
                body[:, Landmark[f"{side}_{part}".upper()], 1] += by * moved
    return body


def supermen(sides: str, lift_m: float = 0.25, camera: Camera = SIDE) -> Pose:
    """A set of supermen: for each letter one pair (L or R, by the arm) is lifted and held, or both (B)."""
    tracks = {
        side: (
            (1.2, 0.0),
            *(
                step
                for top in (lift_m if letter in (side, "B") else 0.0 for letter in sides)
                for step in ((1.0, top), (2.2, top), (1.2, 0.0), (0.8, 0.0))
            ),
        )
        for side in "LR"
    }
    time_s = times(tracks["L"], camera.fps)
    return pictured(time_s, prone(along(tracks["L"], time_s), along(tracks["R"], time_s)), camera)


def blend(a: Floats, b: Floats, share: Floats) -> Floats:
    """Bodies on the straight way from `a` (0) to `b` (1), joint by joint."""
    return a + (b - a) * share[:, None, None]


# Pictures


def pictured(time_s: Floats, points: Floats, camera: Camera = SIDE) -> Pose:
    """A track of bodies as a camera sees them; the far side is less visible, from the end both are alike."""
    toward = camera.axes()[2]
    seen = points @ camera.axes().T * (1.0, -1.0, -1.0)
    image = seen[..., :2] * camera.px_per_m + (0.30 * WIDTH, 0.85 * HEIGHT)
    hips = seen[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=1, keepdims=True)
    visibility = np.full(points.shape[:2], 0.98)
    across = points[0, Landmark.RIGHT_HIP] - points[0, Landmark.LEFT_HIP]
    nearer = float(across @ toward) / HIPS_M
    far = "LEFT" if nearer > 0 else "RIGHT"
    visibility[:, [mark for mark in Landmark if far in mark.name]] -= 0.3 * abs(nearer)
    if camera.model_off_deg is not None:
        told = replace(camera, off_deg=camera.model_off_deg, model_off_deg=None)
        return replace(pictured(time_s, points, told), image=image, visibility=visibility)
    return Pose(time_s, image, seen - hips, visibility)


def bridge_along(
    path: Path,
    camera: Camera = SIDE,
    *,
    shank_deg: float = 0.0,
    shank_at_deg: float | None = None,
    knee_spread: float = 1.0,
    noise_px: float = 0.0,
    seed: int = 0,
    time_s: Floats | None = None,
) -> Pose:
    """A bridging person whose hip angle follows a path.

    The feet stand so that the shins lean by `shank_deg` at the hip angle `shank_at_deg`, or at the path's
    highest. `time_s` gives times of its own to the frames, else they are even.
    """
    time_s = times(path, camera.fps) if time_s is None else time_s
    at_deg = max(value for _, value in path) if shank_at_deg is None else shank_at_deg
    points = supine(along(path, time_s), feet_for(shank_deg, at_deg), knee_spread)
    return shaken(pictured(time_s, points, camera), noise_px, seed)


def bridge_track(
    reps: int = 3,
    top_deg: float | Sequence[float] = 180.0,
    camera: Camera = SIDE,
    *,
    rest_deg: float = 118.0,
    hold_s: float = 1.5,
    lift_s: float = 1.0,
    lower_s: float = 1.4,
    rest_s: float = 0.6,
    lead_s: float = 1.0,
    shank_deg: float = 0.0,
    knee_spread: float = 1.0,
    noise_px: float = 0.0,
    seed: int = 0,
) -> Pose:
    """A set of bridges; see `bridge_path` and `bridge_along`."""
    path = bridge_path(reps, top_deg, rest_deg, hold_s, lift_s, lower_s, rest_s, lead_s)
    return bridge_along(path, camera, shank_deg=shank_deg, knee_spread=knee_spread, noise_px=noise_px, seed=seed)


def lying_still(seconds: float, noise_px: float = 0.0, seed: int = 0, camera: Camera = SIDE) -> Pose:
    """Somebody on the back, knees bent, doing nothing."""
    return bridge_along(((seconds, 118.0),), camera, shank_at_deg=180.0, noise_px=noise_px, seed=seed)


def sit_ups(times_up: int = 2, noise_px: float = 0.0, camera: Camera = SIDE) -> Pose:
    """Lying, sitting up and lying down again."""
    one = ((1.2, 75.0), (1.0, 75.0), (1.2, 0.0), (1.0, 0.0))
    path = ((1.5, 0.0), *(one * times_up))
    time_s = times(path, camera.fps)
    return shaken(pictured(time_s, sitting(along(path, time_s)), camera), noise_px, 3)


def getting_up(camera: Camera = SIDE, lead_s: float = 1.5) -> Pose:
    """Lying, sitting up, then standing."""
    trunk = ((lead_s, 0.0), (1.2, 75.0), (2.0, 75.0))
    rise = ((lead_s + 1.4, 0.0), (1.5, 1.0), (1.0, 1.0))
    time_s = times(rise, camera.fps)
    upright = standing(np.full(len(time_s), 0.6))
    return pictured(time_s, blend(sitting(along(trunk, time_s)), upright, along(rise, time_s)), camera)


def standing_still(seconds: float, noise_px: float = 0.0, camera: Camera = SIDE) -> Pose:
    """Somebody upright."""
    time_s = times(((seconds, 0.0),), camera.fps)
    return shaken(pictured(time_s, standing(np.full(len(time_s), 0.5)), camera), noise_px, 5)


def walking(seconds: float, camera: Camera = SIDE) -> Pose:
    """Somebody walking through the picture."""
    time_s = times(((seconds, 0.0),), camera.fps)
    return pictured(time_s, standing(1.2 * time_s - 1.0, 0.6 * np.sin(2 * np.pi * time_s)), camera)


# What happens to tracks


def overhead(track: Pose) -> Pose:
    """The same people with both hands over the head."""
    image = track.image.copy()
    top = image[:, Landmark.NOSE, 1] - 80.0
    for mark in (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST):
        image[:, mark, 1] = top
    return replace(track, image=image)


def shaken(track: Pose, noise_px: float, seed: int = 0) -> Pose:
    """With normal noise on every landmark of every picture."""
    if not noise_px:
        return track
    noise = np.random.default_rng(seed).normal(scale=noise_px, size=track.image.shape)
    return replace(track, image=track.image + noise)


def hidden(track: Pose, *marks: Landmark, from_s: float = -np.inf, to_s: float = np.inf) -> Pose:
    """These landmarks are there, but the model says that they cannot be seen."""
    visibility = track.visibility.copy()
    visibility[np.ix_(between(track, from_s, to_s), marks)] = 0.1
    return replace(track, visibility=visibility)


def nobody(track: Pose, from_s: float, to_s: float) -> Pose:
    """Nobody found in these frames."""
    gone = between(track, from_s, to_s)
    image, world, visibility = track.image.copy(), track.world.copy(), track.visibility.copy()
    image[gone], world[gone], visibility[gone] = np.nan, np.nan, 0.0
    return Pose(track.time_s, image, world, visibility)


def without(track: Pose, from_s: float, to_s: float) -> Pose:
    """These frames do not exist, and time passed."""
    return track[~between(track, from_s, to_s)]


def between(track: Pose, from_s: float, to_s: float) -> np.ndarray:
    """(T,) bool: frames from one time to another."""
    return (track.time_s >= from_s) & (track.time_s <= to_s)


def later(track: Pose, by_s: float) -> Pose:
    """The same at another time of day."""
    return replace(track, time_s=track.time_s + by_s)


def stretched(track: Pose, factor: float) -> Pose:
    """The same in slow motion (above 1) or fast."""
    return replace(track, time_s=track.time_s * factor)


def joined(*tracks: Pose, pause_s: float = 1 / 30) -> Pose:
    """One track after another."""
    end, done = -pause_s, []
    for track in tracks:
        done.append(later(track, end + pause_s - float(track.time_s[0])))
        end = float(done[-1].time_s[-1])
    return Pose.stack([pose for track in done for pose in frames(track)])


def frames(track: Pose) -> list[Pose]:
    """Single frames of a track."""
    return [track[i] for i in range(len(track))]


# Sessions


def updates_of(track: Pose | Iterable[Pose], exercise: Exercise = GLUTE_BRIDGE) -> tuple[Session, list[Update]]:
    """A finished session and what it said: after each frame, and at the end.

    The landmarks count as exact, as those of stick figures are: values have no interval.
    """
    session = Session(exercise if exercise.model else exercise.with_model("exact"))
    steps = [session.step(pose) for pose in (frames(track) if isinstance(track, Pose) else track)]
    return session, [*steps, session.finish()]


def session_of(track: Pose | Iterable[Pose], exercise: Exercise = GLUTE_BRIDGE) -> Session:
    """A finished session of a track; the same object for the same track, so look at it and leave it as it is."""
    if not isinstance(track, Pose):
        return updates_of(track, exercise)[0]
    key = (content_of(track), id(exercise))
    if key not in _SESSIONS:
        if len(_SESSIONS) == SESSIONS_KEPT:
            del _SESSIONS[next(iter(_SESSIONS))]
        _SESSIONS[key] = (exercise, updates_of(track, exercise)[0])
    return _SESSIONS[key][1]


SESSIONS_KEPT = 128
"""Finished sessions that are kept for the next test with the same track; chosen: those of two test files."""

_SESSIONS: dict[tuple[bytes, int], tuple[Exercise, Session]] = {}
"""The exercise is kept with its session, so that its id belongs to no other."""


def content_of(track: Pose) -> bytes:
    """Digest of all that a track holds."""
    digest = sha256()
    for part in fields(track):
        value = getattr(track, part.name)
        digest.update(b"-" if value is None else np.ascontiguousarray(value).tobytes())
    return digest.digest()


def counts(track: Pose) -> tuple[int, int]:
    """Counted reps and attempts of a track."""
    session = session_of(track)
    return len(session.reps), len(session.attempts)


def verdicts(session: Session, rule: str) -> list[str]:
    """A rule's verdict on each rep, in order; the reason in the place of "not-judged"."""
    found = [f for rep in session.reps for f in rep.rule_results if f.rule.id == rule]
    return [f.reason or f.verdict.value for f in found]


def values(session: Session, rule: str) -> list[float | None]:
    """What a rule measured in each rep, in order."""
    return [f.value for rep in session.reps for f in rep.rule_results if f.rule.id == rule]


def faults(session: Session) -> list[list[str]]:
    """Ids of the rules that each rep breaks."""
    return [[f.rule.id for f in rep.rule_results if f.verdict == "fault"] for rep in session.reps]
