"""Stick figures doing each exercise, every joint angle of which is given: at rest, at the turn, and between.

A repetition is a dictionary of what differs from a good one. Names of angles and lengths give their value at
the turn (several values: one after the other while it is held), with ``rest_`` before them their value at
rest, with ``left_`` or ``right_`` that of one arm, with ``late_`` the seconds by which they set out later than
the rest of the body. ``out_s``, ``hold_s``, ``back_s`` and ``pause_s`` are times, ``side`` the side that works.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from figures import (
    ANKLE_Y,
    SHANK_M,
    SIDE,
    THIGH_M,
    TRUNK_M,
    Camera,
    Path,
    along,
    face_down,
    feet_for,
    figure,
    pictured,
    supine,
    two_link_knee,
)
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Floats, Pose

Values = dict[str, Floats]
Reps = tuple[dict[str, object], ...]

FRONT, OBLIQUE = Camera(off_deg=90.0), Camera(off_deg=40.0)
FROM_THE_FEET = Camera(off_deg=72.0, elevation_deg=5.0)
FULL_CIRCLE_S = 0.5
"""Duration of one shake."""

ARMS = ("arm", "elbow", "flare")
"""Values that each arm has for itself."""

UPPER_ARM_M, FOREARM_M = 0.28, 0.25


@dataclass(frozen=True)
class Mover:
    """How an exercise is done well: values at rest and at the turn, times, and the body that they make."""

    body: Callable[[Values, str], Floats]
    rest: dict[str, float]
    turn: dict[str, float]
    times: dict[str, float]
    camera: Camera = SIDE
    sided: tuple[str, ...] = ()
    """Names whose turn is reached on the working side only."""
    side: str = "right"


def direction(deg: Floats) -> Floats:
    """Unit steps at so many degrees from straight up, forward (towards the toes' side) positive."""
    turned = np.radians(deg)
    return np.stack([np.sin(turned), np.cos(turned)], axis=-1)


def of_sides(left: Floats, right: Floats) -> Floats:
    """One body from the left landmarks of one and the right ones (and the face's middle) of another."""
    body = right.copy()
    marks = [mark for mark in Landmark if "LEFT" in mark.name]
    body[:, marks] = left[:, marks]
    return body


def rolled(body: Floats, part: str, deg: Floats) -> None:
    """Turn the line between the left and the right of a part, in place: its right end up."""
    left, right = (Landmark[f"{side}_{part.upper()}"] for side in ("LEFT", "RIGHT"))
    half = 0.5 * np.abs(body[:, right, 2] - body[:, left, 2])
    body[:, right, 1] += half * np.tan(np.radians(deg))
    body[:, left, 1] -= half * np.tan(np.radians(deg))


def arm(shoulder: Floats, upper_deg: Floats, elbow_deg: Floats) -> tuple[Floats, Floats]:
    """Elbow and wrist; the upper arm is so far forward of hanging, the forearm bends forward of it."""
    elbow = shoulder - UPPER_ARM_M * direction(-upper_deg)
    return elbow, elbow - FOREARM_M * direction(-(upper_deg + 180.0 - elbow_deg))


def hinged(v: Values, side: str) -> Floats:
    """Standing on both feet: lean of the trunk, knee and shin, arms of their own."""
    still = np.zeros((len(v["lean"]), 1))
    ankle = still + np.array((0.5, ANKLE_Y))
    knee = ankle + SHANK_M * direction(v["shank"])
    hip = knee + THIGH_M * direction(v["shank"] - (180.0 - v["knee"]))
    shoulder = hip + TRUNK_M * direction(v["lean"])
    left, right = (
        figure(shoulder, hip, knee, ankle, *arm(shoulder, v[f"arm_{s}"], v[f"elbow_{s}"])) for s in ("left", "right")
    )
    body = of_sides(left, right)
    for s, outward in (("LEFT", -1.0), ("RIGHT", 1.0)):
        body[:, Landmark[f"{s}_HEEL"], 1] += v["heel"]
        body[:, Landmark[f"{s}_ELBOW"], 2] += outward * v[f"flare_{s.lower()}"]
        for part in ("WRIST", "PINKY", "INDEX", "THUMB"):
            body[:, Landmark[f"{s}_{part}"], 2] *= v["apart"]
    rolled(body, "shoulder", v["roll"])
    above = [mark for mark in Landmark if mark <= Landmark.RIGHT_HIP]
    body[:, above, 2] += v["sway"][:, None]
    return body


def thrusting(v: Values, side: str) -> Floats:
    """Shoulders on a bench, feet on the floor, hands on the hips; the trunk's angle above level is given."""
    still = np.zeros((len(v["trunk"]), 1))
    shoulder = still + np.array((0.0, 0.42))
    shoulder[:, 0] += v["slide"]
    hip = shoulder + TRUNK_M * direction(90.0 - v["trunk"])
    ankle = still + np.array((0.0, ANKLE_Y))
    ankle[:, 0] += v["feet"]
    hands = hip + np.array((0.0, 0.12))
    body = figure(shoulder, hip, two_link_knee(hip, ankle), ankle, 0.5 * (shoulder + hands) + (0, 0.1), hands)
    up = (shoulder - hip) / TRUNK_M
    back = np.stack([-up[:, 1], up[:, 0]], axis=-1)
    bent = np.radians(v["head_back"])[:, None]
    for s in ("LEFT", "RIGHT"):
        body[:, Landmark[f"{s}_EAR"], :2] = shoulder + 0.2 * (np.cos(bent) * up + np.sin(bent) * back)
    rolled(body, "wrist", v["bar"])
    return body


def prone(v: Values, side: str) -> Floats:
    """Face down: chest, arms and legs lifted by so many degrees."""
    still = np.zeros((len(v["chest"]), 1))
    hip = still + np.array((0.1, 0.9))
    shoulder = hip + TRUNK_M * direction(-v["chest"])
    elbow = shoulder + UPPER_ARM_M * direction(-v["arms"])
    knee = hip - THIGH_M * direction(v["legs"])
    ankle = knee - SHANK_M * direction(v["legs"] + 180.0 - v["knee"])
    return face_down(figure(shoulder, hip, knee, ankle, elbow, elbow + FOREARM_M * direction(-v["arms"])))


def one_legged(v: Values, side: str) -> Floats:
    """On the back, one foot on the floor; the free leg is held up, its knee bent as given."""
    shake = 2.0 * v["shake"] * np.sin(2.0 * np.pi * v["time_s"] / FULL_CIRCLE_S)
    working = supine(v["hip"] + shake, float(v["feet"].max()))
    hip, shoulder = working[:, Landmark.RIGHT_HIP, :2], working[:, Landmark.RIGHT_SHOULDER, :2]
    knee = hip + THIGH_M * direction(90.0 - v["free_thigh"])
    ankle = knee + SHANK_M * direction(90.0 - (v["free_thigh"] - (180.0 - v["free_knee"])))
    free = figure(shoulder, hip, knee, ankle)
    body = of_sides(working, free) if side == "left" else of_sides(free, working)
    moved = [mark for mark in Landmark if mark.name.startswith(side.upper()) and mark >= Landmark.LEFT_ANKLE]
    body[:, moved, 0] += v["foot"][:, None]
    rolled(body, "hip", v["pelvis"])
    return body


STANDING = {"lean": 3.0, "knee": 168.0, "shank": 4.0, "arm": 0.0, "elbow": 172.0, "flare": 0.0}
STANDING |= {"heel": 0.0, "roll": 0.0, "sway": 0.0, "apart": 1.0}
ONE_HANDLE = {"apart": 0.2}
"""Both hands hold one weight."""

MOVERS = {
    "kettlebell-swing": Mover(
        hinged,
        STANDING | ONE_HANDLE | {"lean": 70.0, "knee": 145.0, "shank": 4.0, "arm": -30.0},
        STANDING | ONE_HANDLE | {"lean": 0.0, "knee": 172.0, "shank": 2.0, "arm": 85.0, "elbow": 170.0},
        {"out_s": 0.6, "hold_s": 0.1, "back_s": 0.6, "pause_s": 0.1},
    ),
    "bent-over-row": Mover(
        hinged,
        STANDING | {"lean": 60.0, "knee": 150.0, "shank": 5.0, "elbow": 172.0},
        STANDING | {"lean": 60.0, "knee": 150.0, "shank": 5.0, "arm": -70.0, "elbow": 85.0},
        {"out_s": 0.8, "hold_s": 1.0, "back_s": 1.4, "pause_s": 0.6},
    ),
    "romanian-deadlift": Mover(
        hinged,
        STANDING | {"shank": 4.0},
        STANDING | {"lean": 70.0, "knee": 155.0, "shank": -4.0, "arm": -18.0},
        {"out_s": 2.2, "hold_s": 0.3, "back_s": 1.3, "pause_s": 0.8},
    ),
    "gorilla-row": Mover(
        hinged,
        STANDING | {"lean": 60.0, "knee": 145.0, "shank": 8.0},
        STANDING | {"lean": 60.0, "knee": 145.0, "shank": 8.0, "arm": -75.0, "elbow": 80.0},
        {"out_s": 0.8, "hold_s": 0.5, "back_s": 1.0, "pause_s": 0.5},
        sided=ARMS,
    ),
    "hip-thrust": Mover(
        thrusting,
        {"trunk": -40.0, "slide": 0.0, "feet": 0.92, "head_back": 0.0, "bar": 0.0},
        {"trunk": 6.0, "slide": 0.0, "feet": 0.92, "head_back": 0.0, "bar": 0.0},
        {"out_s": 1.0, "hold_s": 1.0, "back_s": 1.4, "pause_s": 0.6},
    ),
    "superman": Mover(
        prone,
        {"chest": 0.0, "arms": 0.0, "legs": 0.0, "knee": 172.0},
        {"chest": 14.0, "arms": 28.0, "legs": 18.0, "knee": 172.0},
        {"out_s": 1.2, "hold_s": 2.5, "back_s": 1.3, "pause_s": 0.8},
    ),
    "single-leg-glute-bridge": Mover(
        one_legged,
        {"hip": 118.0, "shake": 0.0, "feet": 0.0, "free_thigh": 60.0, "free_knee": 170.0, "foot": 0.0, "pelvis": 0.0},
        {"hip": 180.0, "shake": 0.0, "feet": 0.0, "free_thigh": 60.0, "free_knee": 170.0, "foot": 0.0, "pelvis": 0.0},
        {"out_s": 1.0, "hold_s": 1.5, "back_s": 1.6, "pause_s": 0.7},
    ),
}
"""Every exercise but the two-legged bridge, which `figures.bridge_track` does."""


def performed(exercise: str, *reps: dict[str, object], camera: Camera | None = None, lead_s: float = 1.2) -> Pose:
    """A set of an exercise, each repetition told by what differs from a good one."""
    mover = MOVERS[exercise]
    camera = camera or mover.camera
    steps = [mover.times | rep for rep in reps]
    length = lead_s + sum(sum(float(step[name]) for name in mover.times) for step in steps)  # type: ignore[arg-type]
    time_s = np.arange(round(length * camera.fps) + 1) / camera.fps
    values: Values = {"time_s": time_s}
    for name in mover.rest:
        if name in ARMS:
            for side in ("left", "right"):
                values[f"{name}_{side}"] = along(_path(mover, name, steps, lead_s, side), time_s)
        else:
            values[name] = along(_path(mover, name, steps, lead_s), time_s)
    if "feet" in values and exercise == "single-leg-glute-bridge":
        values["feet"] = values["feet"] + feet_for(0.0, 180.0)
    return pictured(time_s, mover.body(values, str(steps[-1].get("side", mover.side))), camera)


def _path(mover: Mover, name: str, reps: list[dict], lead_s: float, side: str | None = None) -> Path:
    """Way of one value through a set."""
    first = reps[0].get(f"rest_{name}", mover.rest[name])
    path = [(lead_s, first)]
    for i, rep in enumerate(reps):
        rest = rep.get(f"rest_{name}", mover.rest[name])
        after = reps[min(i + 1, len(reps) - 1)].get(f"rest_{name}", mover.rest[name])
        turn = rep.get(name, mover.turn[name])
        if name in mover.sided and side != rep.get("side", mover.side):
            turn = rep.get(f"free_{name}", rest)
        if side is not None:
            turn = rep.get(f"{side}_{name}", turn)
        begin, *held = turn if isinstance(turn, tuple) else (turn, turn)
        late = rep.get(f"late_{name}", 0.0)
        path += [(late, rest)] * bool(late) + [(rep["out_s"], begin)]
        path += [((rep["hold_s"] - late) / len(held), value) for value in held]
        path += [(rep["back_s"], after), (rep["pause_s"], after)]
    return tuple((float(s), float(value)) for s, value in path)


def mirrored(track: Pose, width: float = 1280.0) -> Pose:
    """What a mirror shows: the picture turned about, left and right of the body exchanged."""
    order = [mark.mirror for mark in Landmark]
    image, world = track.image[..., order, :].copy(), track.world[..., order, :].copy()
    image[..., 0] = width - image[..., 0]
    world[..., 0] = -world[..., 0]
    return replace(track, image=image, world=world, visibility=track.visibility[..., order].copy())
