"""Stick figures doing the single-leg bridge test: hips and the free leg follow given paths.

A test is a row of steps, each of them (seconds, hip angle at its end, how far the free leg is out: 0 on the floor to
1 stretched in line with the other thigh).
"""

import numpy as np

from figures import SIDE, THIGH_M, Camera, along, feet_for, figure, joined, pictured, supine, two_link_knee
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from movers import of_sides

DOWN_DEG, UP_DEG = 118.0, 180.0

Steps = tuple[tuple[float, float, float], ...]


def lie(seconds: float) -> Steps:
    return ((seconds, DOWN_DEG, 0.0),)


def bridge(hold_s: float = 4.5) -> Steps:
    """Hips up, and held on both feet."""
    return ((1.0, UP_DEG, 0.0), (hold_s, UP_DEG, 0.0))


def out(hold_s: float = 1.5) -> Steps:
    return ((0.8, UP_DEG, 1.0), (hold_s, UP_DEG, 1.0))


def lowering(*, low: float = 0.0, sink_deg: float = 0.0) -> Steps:
    """One leg down and up again; `low` above 0 stays short of the floor."""
    return ((1.6, UP_DEG - sink_deg, low), (1.6, UP_DEG, 1.0), (1.6, UP_DEG, 1.0))


def down() -> Steps:
    """The foot to the floor, then the hips."""
    return ((0.8, UP_DEG, 0.0), (0.6, UP_DEG, 0.0), (1.2, DOWN_DEG, 0.0))


def side_of(lowerings: int = 3, **how: float) -> Steps:
    """All that one side takes."""
    return (*lie(3.0), *bridge(), *out(), *lowering(**how) * lowerings, *down())


def doing(steps: Steps, side: str = "right", camera: Camera = SIDE) -> Pose:
    """A track of somebody who does the steps; `side` carries."""
    hip_path, leg_path = ([(seconds, step[place]) for seconds, *step in steps] for place in (0, 1))
    time_s = np.arange(round(sum(step[0] for step in steps) * camera.fps) + 1) / camera.fps
    carrying = supine(along(hip_path, time_s), feet_for(0.0, UP_DEG))
    joint = {
        part: carrying[:, Landmark[f"RIGHT_{part}"], :2]
        for part in ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE")
    }
    hip, planted = joint["HIP"], joint["ANKLE"]
    stretched = hip + 1.97 * (joint["KNEE"] - hip) * THIGH_M / np.linalg.norm(joint["KNEE"] - hip, axis=1)[:, None]
    ankle = planted + along(leg_path, time_s)[:, None] * (stretched - planted)
    free = figure(joint["SHOULDER"], hip, two_link_knee(hip, ankle), ankle, joint["ELBOW"], joint["WRIST"])
    body = of_sides(carrying, free) if side == "left" else of_sides(free, carrying)
    return pictured(time_s, body, camera)


def both_sides(pause_s: float = 1 / 30, **how: float) -> Pose:
    """The whole test: right leg, turned round, left leg; the near leg carries."""
    return joined(doing(side_of(**how), "right"), doing(side_of(**how), "left", Camera(head="right")), pause_s=pause_s)
