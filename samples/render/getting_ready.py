"""Poses before the first rep and after the last: sitting down and lying down, walking in and picking up.

Each path leads through a few postures, from standstill to the first pose of the set, and from its last pose back.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .geometry import SIDES, SIGN, Array, rotation
from .gorilla_row import GorillaRow
from .hip_thrust import HipThrust
from .movement import Movement
from .options import Setup
from .posture import Posture, Waypoint, keep_above_floor, travel
from .props import BELL_GRIP_HEIGHT, DUMBBELL_RADIUS
from .skeleton import Pose
from .standing import Standing
from .superman import Superman
from .swing import KettlebellSwing
from .walking import walk

HAND_ON_FLOOR = 0.075
"""Height of the wrist in metres."""


@dataclass
class Ready:
    """Poses before and after a set.

    Attributes
    ----------
    grasped, released : for movements with weights, the frame of `before` in which the hands grasp them, and the frame
        of `after` in which they release them
    in_picture : first frame of `before` that must be in the image
    """

    before: list[Pose]
    after: list[Pose]
    grasped: int | None = None
    released: int | None = None
    in_picture: int = 0


def possible_setups(movement: Movement) -> tuple[Setup, ...]:
    """Setups that a movement supports."""
    if isinstance(movement, GorillaRow):
        return ("stand",)  # a person who walks in would walk through the bells
    if isinstance(movement, Standing):
        return ("stand", "walk-in")
    if movement.props():
        return ()  # getting under a barbell is not implemented
    return ("sit",) if isinstance(movement, Superman) else ("sit", "stand")


def get_ready(movement: Movement, first: Pose, last: Pose, setup: Setup, fps: int) -> Ready:
    """The paths to a set and back from it.

    Parameters
    ----------
    first, last : pose of the first and of the last frame of the set

    Raises
    ------
    ValueError
        The movement does not support this setup.
    """
    possible = possible_setups(movement)
    if setup not in possible:
        raise ValueError(f"no setup {setup!r} for {movement.exercise}; possible: {', '.join(possible) or 'none'}")
    if isinstance(movement, Standing):
        return _pick_up(movement, first, last, setup, fps)
    ways = {Superman: _kneel, HipThrust: _sit_at_bench}
    way = next((way for kind, way in ways.items() if isinstance(movement, kind)), _sit_on_floor)
    there, back = Posture.of(movement, first), Posture.of(movement, last)
    stations = way(movement, there, setup)
    start, points = stations[0].posture, [*stations[1:], Waypoint(there, 1.3, foot_lift=0.05)]
    before = travel(start, points, fps)
    returning = way(movement, back, setup)[::-1]
    after = travel(back, [Waypoint(point.posture, 0.8, point.stay_s, point.foot_lift) for point in returning], fps)

    def grounded(postures: list[Posture]) -> list[Pose]:
        return [keep_above_floor(movement, posture).pose() for posture in postures]

    return Ready(grounded(before), grounded(after))


# --- lying ----------------------------------------------------------------------------------------


def _sides(make: Callable[[float], Array]) -> dict[str, Array]:
    return {side: make(SIGN[side]) for side in SIDES}


def _seated(movement: Movement, lying: Posture, hips_x: float) -> Posture:
    """Sitting on the floor, feet in their final place, hands on the floor beside the hips."""
    seated = lying.but(
        pelvis=rotation("y", -24),
        hips=np.array([hips_x, 0.0, 0.2]),
        spine=np.array([24.0, 0, 0]),
        spine_top=0.0,
        neck=np.array([6.0, 0]),
        wrists=_sides(lambda sign: np.array([hips_x - 0.20, sign * 0.30, HAND_ON_FLOOR])),
        elbows=_sides(lambda sign: np.array([-1.0, sign * 0.35, 0.1])),
        palms=_sides(lambda sign: np.array([0, 0, -1.0])),
        curl=8.0,
    )
    lowest = np.percentile(movement.skin(seated.pose(), movement.body.zones["pelvis"])[:, 2], 0.7)
    return seated.but(hips=seated.hips + np.array([0, 0, -lowest]))


def _hands_on_knees(movement: Movement, seated: Posture) -> Posture:
    """Sitting upright, hands round the shins below the knees."""
    _, places = movement.solve(seated.pose())
    knees = {side: movement.at(places, f"lowerleg01.{side}") for side in SIDES}
    return seated.but(
        pelvis=rotation("y", -18),
        wrists={side: knees[side] + np.array([0.05, SIGN[side] * 0.05, -0.05]) for side in SIDES},
        elbows=_sides(lambda sign: np.array([-0.2, sign * 1.0, -0.6])),
        palms=_sides(lambda sign: np.array([-0.6, -sign * 0.6, -0.3])),
        curl=40.0,
    )


def _from_standing(movement: Movement, seated: Posture) -> list[Waypoint]:
    """From standing above the feet down to sitting."""
    body = movement.body
    feet_x = float(np.mean([seated.ankles[side][0] for side in SIDES]))
    seat_x, straight = seated.hips[0], (movement.thigh + movement.shin) * 0.985
    forward = _sides(lambda sign: np.array([1.0, sign * 0.25, 0.2]))
    upright = seated.but(
        pelvis=rotation("y", 0),
        spine=np.zeros(3),
        neck=np.array([10.0, 0]),
        hips=np.array([feet_x - 0.01, 0, body.ankle_height + straight]),
        knees=forward,
        curl=30.0,
    )
    shoulders = movement.shoulders(upright.pose())
    reach = movement.arm_length * 0.97
    hanging = _sides(lambda sign: np.array([0.03, sign * 0.06, -reach]))
    upright = upright.but(
        wrists={side: shoulders[side] + hanging[side] for side in SIDES},
        elbows=_sides(lambda sign: np.array([-1.0, sign * 0.4, 0])),
        palms=_sides(lambda sign: np.array([0, -sign, 0])),
    )
    crouched = seated.but(
        pelvis=rotation("y", 42),
        spine=np.array([26.0, 0, 0]),
        hips=np.array([feet_x - 0.27, 0, 0.42]),
        knees=forward,
        wrists=_sides(lambda sign: np.array([feet_x + 0.12, sign * 0.27, 0.42])),
        elbows=_sides(lambda sign: np.array([-0.4, sign, 0])),
        curl=25.0,
    )
    reaching_back = seated.but(
        pelvis=rotation("y", 4),
        hips=np.array([(seat_x + feet_x - 0.27) / 2 - 0.03, 0, 0.26]),
        wrists=_sides(lambda sign: np.array([seat_x - 0.16, sign * 0.34, HAND_ON_FLOOR])),
    )
    return [
        Waypoint(upright, 1.0, 0.6),
        Waypoint(crouched, 1.1),
        Waypoint(reaching_back, 0.7),
        Waypoint(seated, 0.5, 0.3),
    ]


def _sit_on_floor(movement: Movement, lying: Posture, setup: Setup) -> list[Waypoint]:
    """Sit, feet up, roll down on the back."""
    hips_x = float(lying.hips[0])
    seated = _seated(movement, lying, hips_x - 0.08)
    middle = rotation("y", -50)
    rolling = seated.but(
        pelvis=middle,
        spine=np.array([30.0, 0, 0]),
        neck=np.array([22.0, 0]),
        hips=seated.hips * 0.5 + lying.hips * 0.5,
        wrists=_sides(lambda sign: np.array([hips_x - 0.10, sign * 0.36, HAND_ON_FLOOR])),
    )
    start = (
        _from_standing(movement, seated)
        if setup == "stand"
        else [Waypoint(_hands_on_knees(movement, seated), 1.0, 0.9)]
    )
    return [*start, Waypoint(seated, 0.9, 0.25), Waypoint(rolling, 0.9)]


def _sit_at_bench(movement: Movement, leaning: Posture, setup: Setup) -> list[Waypoint]:
    """Sit in front of the bench, put one foot after the other in its place, lean back."""
    seated = _seated(movement, leaning, float(leaning.hips[0]) + 0.06)
    seated = seated.but(wrists=_sides(lambda sign: np.array([seated.hips[0] - 0.02, sign * 0.32, HAND_ON_FLOOR])))
    start = _hands_on_knees(movement, seated)
    apart = {side: start.ankles[side] + np.array([0.16, -SIGN[side] * 0.05, 0]) for side in SIDES}
    left_only = apart | {"L": start.ankles["L"]}
    first = [
        Waypoint(start.but(ankles=apart), 1.0, 0.7),
        Waypoint(start.but(ankles=left_only), 0.6, 0.1, foot_lift=0.06),
        Waypoint(start, 0.6, 0.3, foot_lift=0.06),
    ]
    if setup == "stand":
        first = _from_standing(movement, seated)
    return [*first, Waypoint(seated, 0.9, 0.2)]


def _kneel(movement: Movement, lying: Posture, setup: Setup) -> list[Waypoint]:
    """Kneel on the heels, go on all fours, walk the hands forward, lie down, stretch the arms."""
    thigh, lying_hips = movement.thigh, lying.hips
    _, places = movement.solve(lying.pose())
    knee = np.mean([movement.at(places, f"lowerleg01.{side}") for side in SIDES], 0)
    shoulder_x = float(np.mean([each[0] for each in movement.shoulders(lying.pose()).values()]))

    def kneeling(thigh_deg: float, pitch: float, hands: tuple[float, float, float], flex: float = 0.0) -> Posture:
        """Hips above the knees, with the thighs at this angle from the vertical; hands at (x, half width, z)."""
        turn = np.radians(thigh_deg)
        hips = np.array([knee[0] + thigh * np.sin(turn), 0, knee[2] + thigh * np.cos(turn)])
        return lying.but(
            pelvis=rotation("y", pitch),
            spine=np.array([flex, 0, 0]),
            hips=hips,
            neck=np.array([-10.0, 0]),
            knees=_sides(lambda sign: np.array([np.cos(turn), sign * 0.1, -np.sin(turn) - 0.4])),
            collarbones={side: np.zeros(2) for side in SIDES},
            wrists=_sides(lambda sign: np.array([hands[0], sign * hands[1], hands[2]])),
            elbows=_sides(lambda sign: np.array([-0.7, sign * 0.8, 0.3])),
            palms=_sides(lambda sign: np.array([0, 0, -1.0])),
        )

    on_heels = kneeling(-52, 12, (knee[0] + 0.02, 0.16, knee[2] + 0.20), 10).but(
        palms=_sides(lambda sign: np.array([0, 0, -1.0]))
    )
    all_fours = kneeling(2, 80, (knee[0] + 0.56, 0.20, HAND_ON_FLOOR), 6)
    forward = kneeling(34, 78, (shoulder_x - 0.02, 0.24, HAND_ON_FLOOR))
    low = kneeling(66, 84, (shoulder_x + 0.02, 0.28, HAND_ON_FLOOR))
    flat = lying.but(
        hips=lying_hips,
        wrists=_sides(lambda sign: np.array([shoulder_x + 0.02, sign * 0.30, HAND_ON_FLOOR])),
        elbows=_sides(lambda sign: np.array([-0.7, sign * 1.0, 0.2])),
    )
    return [
        Waypoint(on_heels, 1.0, 0.9),
        Waypoint(kneeling(-26, 46, (knee[0] + 0.50, 0.20, HAND_ON_FLOOR + 0.12), 10), 0.6),
        Waypoint(all_fours, 0.6, 0.3),
        Waypoint(forward, 0.8),
        Waypoint(low, 0.7),
        Waypoint(flat, 0.7, 0.2),
    ]


# --- standing -------------------------------------------------------------------------------------


def _weights_on_floor(movement: Standing) -> dict[str, Array]:
    """Position of the wrists in metres when the hands hold a weight on the floor."""
    if isinstance(movement, KettlebellSwing):
        return _sides(lambda sign: np.array([0.27, sign * 0.035, BELL_GRIP_HEIGHT + 0.07]))
    return _sides(lambda sign: np.array([0.05, sign * 0.29, DUMBBELL_RADIUS + 0.085]))


def _bent_down(movement: Standing, wrists: dict[str, Array], palm: Array) -> Posture:
    """Bent down until both hands reach the floor; `palm` is the direction that the left palm faces."""
    bend = {"pitch": 62.0, "knee": 30.0, "flex": 22.0, "nod": -16.0, "twist": 0.0, "top": 0.2, "shoulders": 12.0}
    for knee in range(30, 120, 5):
        bend["knee"] = float(knee)
        pose = movement.hinge(bend)
        shoulders = movement.shoulders(pose)
        if max(np.linalg.norm(shoulders[side] - wrists[side]) for side in SIDES) < movement.arm_length * 0.985:
            break
    pose["hands"] = movement.hands(palm.tolist(), 62)
    return Posture.of(movement, pose).but(
        wrists=wrists,
        elbows=_sides(lambda sign: np.array([-0.6, sign * 1.0, 0.2])),
        palms=_sides(lambda sign: palm * (1, sign, 1)),
    )


def _upright(movement: Standing) -> Posture:
    """Standing with the feet as the movement needs them, arms hanging."""
    pose = movement.hinge({"pitch": 1.0, "knee": 6.0, "flex": 0.0, "nod": 4.0, "twist": 0.0, "top": 0.0})
    shoulders = movement.shoulders(pose)
    reach = movement.arm_length * 0.96
    pose["arms"] = {
        side: {
            "target": shoulders[side] + reach * np.array([0.04, SIGN[side] * 0.14, -0.99]),
            "pole": np.array([-1.0, SIGN[side] * 0.4, 0]),
        }
        for side in SIDES
    }
    pose["hands"] = movement.hands((0, -1, 0), 30)
    return Posture.of(movement, pose)


def _pick_up(movement: Standing, first: Pose, last: Pose, setup: Setup, fps: int) -> Ready:
    """Walk in or stand, bend down and pick up the weights; at the end put them down and stand."""
    there, back, upright = Posture.of(movement, first), Posture.of(movement, last), _upright(movement)
    walked: list[Pose] = []
    start = upright
    if setup == "walk-in":
        walked = walk(movement, 0.0, 3, fps, (0.01, 0.01, movement.stance))
        start = Posture.of(movement, walked[-1])
    if isinstance(movement, GorillaRow):
        before = travel(start, [Waypoint(upright, 0.4, 0.9), Waypoint(there, 1.6)], fps)
        after = travel(back, [Waypoint(upright, 1.5, 1.0)], fps)
        return Ready([each.pose() for each in before], [each.pose() for each in after])
    palm = np.array([-1.0, 0, 0]) if isinstance(movement, KettlebellSwing) else np.array([0, -1.0, 0])
    bent = _bent_down(movement, _weights_on_floor(movement), palm)
    down = [Waypoint(upright, 0.4, 0.5), Waypoint(bent, 1.2, 0.35)]
    reaching = travel(start, down, fps)
    rising = travel(bent, [Waypoint(there, 1.3, 0.4)], fps)
    lowering = travel(back, [Waypoint(bent, 1.3, 0.3)], fps)
    leaving = travel(bent, [Waypoint(upright, 1.2, 0.9)], fps)
    return Ready(
        before=[*walked, *(each.pose() for each in [*reaching, *rising])],
        after=[each.pose() for each in [*lowering, *leaving]],
        grasped=len(walked) + len(reaching) - round(0.15 * fps),
        released=len(lowering) - round(0.1 * fps),
        in_picture=max(len(walked) - round(0.35 * fps), 0),
    )
