"""Stick figures doing what is none of the eight exercises, in three dimensions: each at a few frames per second.

Axes as in `figures`: x forward, y up, z to the person's right. Angles of the sagittal plane are degrees from straight
up, forward positive; `out` is abduction, away from the body.
"""

from collections.abc import Callable

import numpy as np

from figures import (
    ANKLE_Y,
    HIPS_M,
    SHANK_M,
    SHOULDERS_M,
    SIDE,
    THIGH_M,
    TRUNK_M,
    Camera,
    pictured,
)
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Floats, Pose

FPS, LEAD_S = 12.0, 1.0
VIEWS = {
    "side": Camera(fps=FPS),
    "oblique": Camera(off_deg=40.0, fps=FPS),
    "front": Camera(off_deg=90.0, elevation_deg=5.0, fps=FPS),
}
UPPER_ARM_M, FOREARM_M = 0.28, 0.25
UP, RIGHT = np.array((0.0, 1.0, 0.0)), np.array((0.0, 0.0, 1.0))
SIGNS = {"left": -1.0, "right": 1.0}

Vectors = Floats
"""(T, 3) metres or unit steps."""


def cycles(seconds: float, each_s: float, hold: float = 0.0) -> tuple[Floats, Floats]:
    """Times, and a value that goes from 0 to 1 and back again and again after a lead; `hold` widens both ends."""
    time_s = np.arange(round(seconds * FPS) + 1) / FPS
    wave = -np.cos(2.0 * np.pi * np.maximum(time_s - LEAD_S, 0.0) / each_s)
    return time_s, 0.5 + 0.5 * np.clip(wave * (1.0 + hold), -1.0, 1.0)


def step(deg: Floats | float, out_deg: Floats | float = 0.0, sign: float = 1.0) -> Vectors:
    """(T, 3) or (3,) unit steps: so many degrees forward of straight up, and so many out to the side."""
    forward, out = np.radians(deg), np.radians(out_deg)
    forward, out = np.broadcast_arrays(forward, out)
    return np.stack([np.sin(forward) * np.cos(out), np.cos(forward) * np.cos(out), sign * np.sin(out)], axis=-1)


def body(
    time_s: Floats,
    hip: Vectors,
    trunk: Vectors,
    arms: dict[str, tuple[Vectors, Vectors]],
    legs: dict[str, tuple[Vectors, Vectors]],
    *,
    twist_deg: Floats | float = 0.0,
    toes: Vectors | None = None,
) -> Floats:
    """(T, 33, 3) metres: hips and trunk, and for each side the steps of upper arm and forearm, of thigh and shank."""
    points = np.zeros((len(time_s), len(Landmark), 3))
    twist = np.radians(np.broadcast_to(twist_deg, time_s.shape))[:, None]
    forward = np.cross(np.broadcast_to(trunk, (len(time_s), 3)), RIGHT)
    across = np.cos(twist) * RIGHT + np.sin(twist) * forward
    front = np.cross(trunk, across)
    shoulders = hip + TRUNK_M * trunk
    toes = np.broadcast_to((1.0, 0.0, 0.0) if toes is None else toes, (len(time_s), 3))
    points[:, Landmark.NOSE] = shoulders + 0.19 * trunk + 0.12 * front
    for side, sign in SIGNS.items():
        name = side.upper()
        for part, up, ahead, apart in (
            ("EYE_INNER", 0.22, 0.09, 0.02),
            ("EYE", 0.22, 0.09, 0.03),
            ("EYE_OUTER", 0.22, 0.09, 0.04),
            ("EAR", 0.20, 0.0, 0.07),
        ):
            points[:, Landmark[f"{name}_{part}"]] = shoulders + up * trunk + ahead * front + sign * apart * across
        points[:, Landmark[f"MOUTH_{name}"]] = shoulders + 0.15 * trunk + 0.1 * front + sign * 0.03 * across
        shoulder = shoulders + sign * SHOULDERS_M / 2 * across
        elbow = shoulder + UPPER_ARM_M * arms[side][0]
        wrist = elbow + FOREARM_M * arms[side][1]
        joint = hip + sign * HIPS_M / 2 * RIGHT
        knee = joint + THIGH_M * legs[side][0]
        ankle = knee + SHANK_M * legs[side][1]
        down = np.broadcast_to(legs[side][1], ankle.shape)
        places = {"SHOULDER": shoulder, "ELBOW": elbow, "WRIST": wrist, "HIP": joint, "KNEE": knee, "ANKLE": ankle}
        places |= {"HEEL": ankle + 0.06 * down - 0.05 * toes, "FOOT_INDEX": ankle + 0.06 * down + 0.15 * toes}
        places |= {part: wrist + 0.08 * arms[side][1] for part in ("PINKY", "INDEX", "THUMB")}
        for part, place in places.items():
            points[:, Landmark[f"{name}_{part}"]] = place
    return points


def both(first: Vectors, second: Vectors) -> dict[str, tuple[Vectors, Vectors]]:
    """The same steps for both sides, in planes side by side."""
    return dict.fromkeys(SIGNS, (first, second))


def abducted(deg: Floats | float, bend_deg: Floats | float = 0.0) -> dict[str, tuple[Vectors, Vectors]]:
    """Arms or legs that hang out to the sides: 0 straight down, 180 straight up."""
    limbs = {}
    for side, sign in SIGNS.items():
        a, b = np.radians(deg), np.radians(np.asarray(deg) + bend_deg)
        limbs[side] = tuple(
            np.stack([np.zeros_like(np.asarray(x, float)), -np.cos(x), sign * np.sin(x)], axis=-1) for x in (a, b)
        )
    return limbs


def feet_down(thigh: Floats | float, shank: Floats | float, time_s: Floats, out_deg: Floats | float = 4.0):
    """Hips over planted feet, and the legs: thigh and shank lean forward (knees before hips: thigh positive)."""
    thigh_step = -step(-np.broadcast_to(thigh, time_s.shape), -np.broadcast_to(out_deg, time_s.shape))
    shank_step = -step(np.broadcast_to(shank, time_s.shape), -np.broadcast_to(out_deg, time_s.shape))
    legs = {}
    for side, sign in SIGNS.items():
        mirror = np.array((1.0, 1.0, sign))
        legs[side] = (thigh_step * mirror, shank_step * mirror)
    hip = np.zeros((len(time_s), 3)) + np.array((0.5, ANKLE_Y, 0.0))
    reach = THIGH_M * thigh_step + SHANK_M * shank_step
    hip[:, :2] -= reach[:, :2]
    return hip, legs


def hanging(time_s: Floats, deg: Floats | float = 0.0, bend: Floats | float = 8.0):
    """Arms so far forward of hanging, the forearms bent so much further."""
    deg, bend = np.broadcast_to(deg, time_s.shape), np.broadcast_to(bend, time_s.shape)
    return both(-step(-deg), -step(-(deg + bend)))


# Standing


def jumping_jacks() -> tuple[Floats, Floats]:
    time_s, out = cycles(4.2, 1.0)
    hip, legs = feet_down(2.0, 2.0, time_s, 4.0 + 20.0 * out)
    hip[:, 1] += 0.08 * np.sin(np.pi * out) ** 2
    return time_s, body(time_s, hip, step(0.0), abducted(20.0 + 140.0 * out, 8.0), legs)


def trunk_rotations() -> tuple[Floats, Floats]:
    """Twisting left and right, the arms flung out: up with every turn, down between."""
    time_s, turned = cycles(6.0, 2.4)
    hip, legs = feet_down(3.0, 3.0, time_s, 8.0)
    flung = np.sin(np.pi * turned) ** 2
    return time_s, body(time_s, hip, step(2.0), abducted(85.0 - 60.0 * flung), legs, twist_deg=120.0 * (turned - 0.5))


def trunk_rotations_hands_together() -> tuple[Floats, Floats]:
    """Twisting with a ball in both hands, from beside one hip to shoulder height on the other side."""
    time_s, up = cycles(6.0, 2.4)
    hip, legs = feet_down(5.0, 5.0, time_s, 8.0)
    side = 100.0 * (up - 0.5)
    reach = np.stack([np.cos(np.radians(side)), np.zeros_like(side), np.sin(np.radians(side))], axis=-1)
    lift = np.radians(20.0 + 70.0 * up)[:, None]
    arm = np.sin(lift) * reach - np.cos(lift) * UP
    return time_s, body(time_s, hip, step(4.0), both(arm, arm), legs, twist_deg=side)


def squats(arms_up: bool = True) -> tuple[Floats, Floats]:
    time_s, down = cycles(6.0, 2.4, 0.3)
    hip, legs = feet_down(3.0 + 87.0 * down, 3.0 + 25.0 * down, time_s)
    lean = 2.0 + 36.0 * down
    return time_s, body(time_s, hip, step(lean), hanging(time_s, 5.0 + 85.0 * down * arms_up), legs)


def squats_arms_down() -> tuple[Floats, Floats]:
    return squats(False)


def jogging() -> tuple[Floats, Floats]:
    time_s, _ = cycles(4.0, 0.7)
    hip, legs = feet_down(3.0, 3.0, time_s)
    swing = np.sin(2.0 * np.pi * np.maximum(time_s - LEAD_S, 0.0) / 0.7)
    arms = {}
    for side, sign in SIGNS.items():
        lift = np.clip(sign * swing, 0.0, 1.0)
        legs[side] = (-step(-(3.0 + 45.0 * lift)), -step(3.0 + 50.0 * lift))
        arms[side] = (-step(sign * 35.0 * swing), -step(-(85.0 - sign * 35.0 * swing)))
    hip[:, 1] += 0.04 * np.abs(swing)
    return time_s, body(time_s, hip, step(6.0), arms, legs)


def biceps_curls() -> tuple[Floats, Floats]:
    time_s, up = cycles(5.2, 2.0, 0.3)
    hip, legs = feet_down(4.0, 4.0, time_s)
    return time_s, body(time_s, hip, step(4.0 - 6.0 * up), hanging(time_s, 2.0 + 12.0 * up, 8.0 + 130.0 * up), legs)


def alternating_curls() -> tuple[Floats, Floats]:
    time_s, _ = cycles(7.0, 3.0)
    hip, legs = feet_down(4.0, 4.0, time_s)
    wave = np.sin(2.0 * np.pi * np.maximum(time_s - LEAD_S, 0.0) / 3.0)
    arms = {}
    for side, sign in SIGNS.items():
        up = np.clip(1.3 * sign * wave, 0.0, 1.0)
        arms[side] = (-step(-(2.0 + 12.0 * up)), -step(-(10.0 + 142.0 * up)))
    return time_s, body(time_s, hip, step(4.0), arms, legs)


def overhead_presses() -> tuple[Floats, Floats]:
    time_s, up = cycles(5.2, 2.0, 0.3)
    hip, legs = feet_down(3.0, 3.0, time_s)
    return time_s, body(time_s, hip, step(2.0), hanging(time_s, 25.0 + 145.0 * up, 130.0 * (1.0 - up) + 5.0), legs)


def hamstring_stretch() -> tuple[Floats, Floats]:
    """Folding forward with straight legs until the hands are at the toes."""
    time_s, down = cycles(5.4, 4.0, 0.5)
    hip, legs = feet_down(3.0 - 9.0 * down, 3.0 - 6.0 * down, time_s)
    return time_s, body(time_s, hip, step(3.0 + 122.0 * down), hanging(time_s, 5.0 + 12.0 * down, 3.0), legs)


def setting_up_equipment() -> tuple[Floats, Floats]:
    """Down to the floor with bent knees and up again: putting a weight down, picking it up."""
    time_s, down = cycles(5.4, 4.0, 0.5)
    hip, legs = feet_down(4.0 + 70.0 * down, 4.0 + 22.0 * down, time_s, 8.0)
    return time_s, body(time_s, hip, step(4.0 + 61.0 * down), hanging(time_s, 3.0 + 7.0 * down), legs)


def walking_in() -> tuple[Floats, Floats]:
    """From the side of the picture to its middle, then standing."""
    time_s = np.arange(round(6.0 * FPS) + 1) / FPS
    gone = np.minimum(time_s, 4.0)
    swing = np.sin(2.0 * np.pi * gone / 1.1) * (time_s < 4.0)
    hip, legs = feet_down(3.0, 3.0, time_s)
    hip[:, 0] += 1.0 * gone - 3.0
    arms = {}
    for side, sign in SIGNS.items():
        ahead = sign * swing
        legs[side] = (-step(-(3.0 + 24.0 * ahead)), -step(4.0 - 14.0 * ahead + 8.0 * np.abs(ahead)))
        arms[side] = (-step(22.0 * ahead), -step(22.0 * ahead - 15.0))
    return time_s, body(time_s, hip, step(3.0), arms, legs)


def row_on_a_bench() -> tuple[Floats, Floats]:
    """Chest on a sloping bench, the legs behind it, both arms pulling together."""
    time_s, up = cycles(5.2, 2.0, 0.2)
    still = np.zeros((len(time_s), 3))
    hip = still + np.array((0.5, 0.55, 0.0))
    legs = both(still - step(40.0), still - step(75.0))
    return time_s, body(time_s, hip, step(50.0), hanging(time_s, -75.0 * up, 8.0 + 85.0 * up), legs)


# On the floor


def sit_ups(to_deg: float = 75.0) -> tuple[Floats, Floats]:
    time_s, up = cycles(6.0, 2.4, 0.3)
    still = np.zeros((len(time_s), 3))
    hip = still + np.array((0.5, 0.10, 0.0))
    legs = both(still + step(50.0), still - step(-35.0 + 70.0))
    raised = -90.0 + to_deg * up
    return time_s, body(time_s, hip, step(raised), both(step(raised + 200.0), step(raised + 80.0)), legs)


def crunches() -> tuple[Floats, Floats]:
    return sit_ups(28.0)


def push_ups(depth: float = 1.0) -> tuple[Floats, Floats]:
    """Hands and toes on the floor; the whole body tilts about the toes."""
    time_s, down = cycles(5.2, 2.0, 0.2)
    tilt = 90.0 - (22.0 - 16.0 * down * depth)
    legs_step = step(tilt)
    toe = np.array((-0.6, 0.10, 0.0))
    hip = toe + (THIGH_M + SHANK_M) * legs_step
    shoulder = hip + TRUNK_M * legs_step
    hand = np.zeros_like(shoulder) + np.array((shoulder[0, 0] + 0.02, 0.05, 0.0))
    return time_s, body(
        time_s, hip, legs_step, _two_link(shoulder, hand), both(-legs_step, -legs_step), toes=np.array((0.3, -1.0, 0.0))
    )


def plank() -> tuple[Floats, Floats]:
    return push_ups(0.06)


def _two_link(shoulder: Vectors, hand: Vectors) -> dict[str, tuple[Vectors, Vectors]]:
    """Arms that reach a point on the floor, the elbows pointing back."""
    line = hand - shoulder
    reach = np.minimum(np.linalg.norm(line, axis=-1, keepdims=True), UPPER_ARM_M + FOREARM_M - 1e-4)
    along = line / np.linalg.norm(line, axis=-1, keepdims=True)
    share = (UPPER_ARM_M**2 - FOREARM_M**2 + reach**2) / (2.0 * reach)
    off = np.sqrt(np.maximum(UPPER_ARM_M**2 - share**2, 0.0))
    back = np.stack([along[:, 1], -along[:, 0], along[:, 2]], axis=-1)
    elbow = share * along + off * back
    return both(elbow / UPPER_ARM_M, (reach * along - elbow) / FOREARM_M)


def cat_cow() -> tuple[Floats, Floats]:
    """On hands and knees; the hips tip and the shoulders rise and fall a little."""
    time_s, up = cycles(6.4, 2.6, 0.2)
    still = np.zeros((len(time_s), 3))
    hip = still + np.array((0.0, 0.50, 0.0)) - 0.03 * up[:, None] * np.array((1.0, 0.0, 0.0))
    trunk = step(88.0 + 10.0 * (up - 0.5))
    shoulder = hip + TRUNK_M * trunk
    hand = still + np.array((0.5, 0.03, 0.0))
    knee = still + np.array((0.0, 0.075, 0.0))
    thigh = (knee - hip) / np.linalg.norm(knee - hip, axis=-1, keepdims=True)
    return time_s, body(
        time_s,
        hip,
        trunk,
        _two_link(shoulder, hand),
        both(thigh, still + step(-92.0)),
        toes=np.array((-1.0, -0.3, 0.0)),
    )


def inchworm() -> tuple[Floats, Floats]:
    """Standing, folding, walking out on the hands to a plank, and back."""
    time_s, out = cycles(9.0, 7.0, 0.2)
    fold = np.clip(out / 0.45, 0.0, 1.0)
    walk = np.clip((out - 0.45) / 0.5, 0.0, 1.0)
    leg = 3.0 - 10.0 * fold + 75.0 * walk
    still = np.zeros((len(time_s), 3))
    hip = still + np.array((0.0, 0.10, 0.0)) + (THIGH_M + SHANK_M) * step(leg)
    trunk = step(3.0 + 122.0 * fold - 57.0 * walk)
    shoulder = hip + TRUNK_M * trunk
    hang = shoulder - UP * (UPPER_ARM_M + FOREARM_M - 0.01)
    hang[:, 1] = np.maximum(hang[:, 1], 0.05)
    alternate = 0.12 * np.sin(2.0 * np.pi * time_s / 0.8) * (walk > 0.0) * (walk < 1.0)
    arms = {}
    for side, sign in SIGNS.items():
        hand = hang + np.stack([sign * alternate, np.maximum(sign * alternate, 0.0), 0.0 * alternate], axis=-1)
        arms[side] = _two_link(shoulder, hand)[side]
    return time_s, body(time_s, hip, trunk, arms, both(-step(leg), -step(leg)))


MOVEMENTS: dict[str, Callable[[], tuple[Floats, Floats]]] = {
    made.__name__.replace("_", " "): made
    for made in (
        jumping_jacks,
        trunk_rotations,
        trunk_rotations_hands_together,
        squats,
        squats_arms_down,
        sit_ups,
        crunches,
        push_ups,
        plank,
        inchworm,
        cat_cow,
        jogging,
        biceps_curls,
        alternating_curls,
        overhead_presses,
        hamstring_stretch,
        walking_in,
        setting_up_equipment,
        row_on_a_bench,
    )
}
"""By name: functions that make times and bodies."""


def seen(movement: str, view: str) -> Pose:
    """A movement as a camera sees it."""
    time_s, points = MOVEMENTS[movement]()
    return pictured(time_s, points, VIEWS.get(view, SIDE))
