"""A whole set: controls frame by frame, and which frames belong to which rep."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import disturb
from .disturb import Step
from .geometry import Array, minimum_jerk
from .movement import Controls, Key, Movement
from .options import Options

GETTING_READY = ("setup", "finish")
"""Phases that do not begin a rep: the way to it, and the change from one leg to the other."""


@dataclass
class RepFrames:
    """One rep, in frames.

    Attributes
    ----------
    top : middle of the hold, if the rep has one
    facts : further facts: the side, the tempo, a pause
    """

    faults: tuple[str, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    top: int | None = None
    hold_s: float | None = None


@dataclass
class Course:
    """A set from its first frame to its last."""

    fps: int
    controls: list[Controls]
    phases: list[str]
    rep_index: list[int]
    reps: list[RepFrames]
    attempts: list[tuple[int, int]]
    """First and last frame of each half rep."""


def _tremble(rng: np.random.Generator, count: int, fps: int, amount: float) -> Array:
    """Slow noise, three waves between 0.15 and 0.9 Hz."""
    t = np.arange(count) / fps
    waves = [np.sin(2 * np.pi * rng.uniform(0.15, 0.9) * t + rng.uniform(0, 6.3)) / 3**0.5 * 1.4 for _ in range(3)]
    return amount * (waves[0] + waves[1] + waves[2]) / 1.4


class _Planner:
    """Gets the keys of the movement in order, and disturbs them as the options say."""

    def __init__(self, movement: Movement, options: Options, seed: int) -> None:
        self.movement, self.options = movement, options
        self.rng = np.random.default_rng([seed, 1])
        self.now = dict(movement.rest())
        self.steps: list[Step] = []
        self.reps: list[RepFrames] = []
        self.attempts = 0

    def add_step(self, step: Step) -> None:
        self.steps.append(step)
        self.now |= (step.key.part_of.goal if step.key.part_of else {}) | step.key.controls

    def add(self, keys: list[Key], rep: int = -1, attempt: int = -1) -> None:
        for key in keys:
            self.add_step(Step(key, rep, attempt))

    def add_rep(self, rep: int, faults: tuple[str, ...]) -> None:
        keys, facts = self.movement.rep(faults), self.movement.rep_facts()
        if self.options.uneven_tempo:
            keys, facts["tempo"] = disturb.with_tempo(keys, self.rng)
        if rep in self.options.pauses:
            for key, pause in disturb.with_pause(keys, self.now, self.rng):
                self.add_step(Step(key, rep, pause=pause))
        else:
            self.add(keys, rep)
        self.reps.append(RepFrames(faults, facts))

    def plan(self, reps: int, faults: tuple[str, ...], fault_reps: list[int] | None) -> None:
        rng = self.movement.rng
        self.add([Key(rng.uniform(0.8, 1.2), {}, "rest")])
        self.add(self.movement.start())
        for rep in range(reps):
            self.add_rep(rep, tuple(disturb.faults_of(rep, faults, fault_reps)))
            if rep in self.options.half_reps_after:
                self.add(disturb.half_rep(self.movement, self.now, self.rng), attempt=self.attempts)
                self.attempts += 1
        self.add(self.movement.finish())
        self.add([Key(rng.uniform(0.6, 0.9), {}, "rest")])


def _goal(key: Key, now: Controls, before: Controls) -> Controls:
    """Controls at the end of a key; `before` is the start of the movement that the key is a slice of."""
    if key.part_of is None:
        return key.controls
    until, goal = key.part_of
    on_the_way = {name: before[name] + (goal[name] - before[name]) * until for name in goal if name != "roll"}
    return on_the_way | {name: value for name, value in key.controls.items() if name in now}


def _play(steps: list[Step], now: Controls, fps: int) -> tuple[list[Controls], list[Step]]:
    """Controls of each frame, and the step that it belongs to."""
    controls, owners = [], []
    end_s, frame = 0.0, 0
    before, last_goal = now, None
    for step in steps:
        start, start_s = dict(now), end_s
        end_s += step.key.seconds
        if step.key.part_of is not None and step.key.part_of.goal is not last_goal:
            before, last_goal = dict(now), step.key.part_of.goal
        now = now | _goal(step.key, now, before)
        while frame / fps < end_s:
            share = minimum_jerk((frame / fps - start_s) / (end_s - start_s))
            controls.append({name: start[name] + (now[name] - start[name]) * share for name in now})
            owners.append(step)
            frame += 1
    return controls, owners


def _measure(rep: RepFrames, index: int, owners: list[Step], fps: int) -> None:
    """Find the frames of a rep, of its hold and of its pause."""
    frames = [i for i, step in enumerate(owners) if step.rep == index and step.key.phase not in GETTING_READY]
    rep.start, rep.end = frames[0], frames[-1]
    hold = [i for i in frames if owners[i].key.phase == "hold"]
    if hold:
        rep.top, rep.hold_s = hold[len(hold) // 2], round(len(hold) / fps, 2)
    pause = [i for i in frames if owners[i].pause]
    if pause:
        rep.facts["pause"] = {"start": pause[0], "end": pause[-1], "phase": owners[pause[0]].key.phase}


def plan_set(
    movement: Movement, reps: int, faults: tuple[str, ...], fault_reps: list[int] | None, options: Options, seed: int
) -> Course:
    """One set of a movement.

    Parameters
    ----------
    fault_reps : reps that show the faults, from 0; None for all
    seed : for the disturbances only; the movement has its own random generator
    """
    fps = options.fps
    planner = _Planner(movement, options, seed)
    first = dict(planner.now)
    planner.plan(reps, faults, fault_reps)
    controls, owners = _play(planner.steps, first, fps)
    for name, amount in movement.noise.items():
        wave = _tremble(movement.rng, len(controls), fps, amount)
        for i, each in enumerate(controls):
            each[name] += wave[i]
    for index, rep in enumerate(planner.reps):
        _measure(rep, index, owners, fps)
    attempts = []
    for index in range(planner.attempts):
        frames = [i for i, step in enumerate(owners) if step.attempt == index]
        attempts.append((frames[0], frames[-1]))
    phases, rep_index = [step.key.phase for step in owners], [step.rep for step in owners]
    return Course(fps, controls, phases, rep_index, planner.reps, attempts)
