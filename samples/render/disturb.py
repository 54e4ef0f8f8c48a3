"""Disturbances of a set: half reps, pauses on the way, an uneven tempo."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .movement import Controls, Faults, Key, Movement

STILL = ("hold", "bottom", "rest", "setup", "finish")

HALF_SHARE = 0.28
"""Size of a half rep, as a share of a full one. Chosen: a rep that stops half way is a full rep with a fault (too low,
too shallow, pull too short); a movement that is not a rep has to be clearly smaller."""

PAUSE_S = (0.9, 1.6)
"""Shortest and longest pause, in seconds."""

TEMPO = (0.9, 1.8)
"""Fastest and slowest tempo, as a factor of a movement's own seconds. Never much faster: too fast would be a fault."""


class Step(NamedTuple):
    """A key, the index of its rep or half rep (-1: none), and whether it is a pause."""

    key: Key
    rep: int = -1
    attempt: int = -1
    pause: bool = False


def half_rep(movement: Movement, before: Controls, rng: np.random.Generator) -> list[Key]:
    """A rep that turns back early.

    The movement's own random generator and its memory of sides are restored, so that the reps that follow are the same
    as without the half rep.
    """
    chance, sides = movement.rng, list(movement.sides_done)
    movement.rng = rng
    keys = movement.rep(())
    movement.rng, movement.sides_done = chance, sides
    away = keys[0].phase
    return [_part_way(key, before, HALF_SHARE) if key.phase == away else key for key in keys if key.phase != "hold"]


def _part_way(key: Key, before: Controls, share: float) -> Key:
    """A share of the same movement."""
    controls = {name: before[name] + share * (value - before[name]) for name, value in key.controls.items()}
    return key._replace(seconds=key.seconds * share**0.5, controls=controls)


def with_tempo(keys: Sequence[Key], rng: np.random.Generator) -> tuple[list[Key], dict[str, float]]:
    """Keys at another tempo, and the factor by which each phase of movement became longer."""
    factors = {key.phase: round(float(rng.uniform(*TEMPO)), 2) for key in keys if key.phase not in STILL}
    return [key._replace(seconds=key.seconds * factors.get(key.phase, 1.0)) for key in keys], factors


def with_pause(keys: Sequence[Key], before: Controls, rng: np.random.Generator) -> list[tuple[Key, bool]]:
    """Keys with a pause inside one of them, and for each whether it is the pause."""
    moving = [i for i, key in enumerate(keys) if key.phase not in STILL and key.part_of is None]
    chosen = moving[int(rng.integers(len(moving)))]
    out: list[tuple[Key, bool]] = []
    now = dict(before)
    for i, key in enumerate(keys):
        if i == chosen:
            half = key._replace(seconds=key.seconds * 0.6)
            out.append((_part_way(half, now, 0.5)._replace(seconds=half.seconds), False))
            out.append((Key(float(rng.uniform(*PAUSE_S)), {}, key.phase), True))
            out.append((half, False))
        else:
            out.append((key, False))
        now |= key.controls
    return out


def faults_of(rep: int, faults: Sequence[str], only: Sequence[int] | None) -> Faults:
    """Faults that this rep shows."""
    return tuple(faults) if only is None or rep in only else ()
