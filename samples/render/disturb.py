"""What people do that no textbook shows: half reps, pauses on the way, an uneven tempo."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .movement import Controls, Faults, Key, Movement

STILL = ("hold", "bottom", "rest", "setup", "finish")

HALF_SHARE = 0.28
"""How far a half rep goes, as a share of a full one. Chosen: a rep that stops half way is a full rep with a fault (too
low, too shallow, pull too short); what is no rep at all has to be clearly less than that."""

PAUSE_S = (0.9, 1.6)
"""Shortest and longest pause."""

TEMPO = (0.9, 1.8)
"""Fastest and slowest tempo, as times a movement's own seconds. Never much faster: too fast would be a fault."""


class Step(NamedTuple):
    """A key, and what it belongs to: a rep, a half rep, or neither; and whether it is a pause."""

    key: Key
    rep: int = -1
    attempt: int = -1
    pause: bool = False


def half_rep(movement: Movement, before: Controls, rng: np.random.Generator) -> list[Key]:
    """A rep that turns back early.

    The movement's own chance and its memory of sides stay as they were, so that the reps after it are the same with and
    without.
    """
    chance, sides = movement.rng, list(movement.sides_done)
    movement.rng = rng
    keys = movement.rep(())
    movement.rng, movement.sides_done = chance, sides
    away = keys[0].phase
    return [_part_way(key, before, HALF_SHARE) if key.phase == away else key for key in keys if key.phase != "hold"]


def _part_way(key: Key, before: Controls, share: float) -> Key:
    """The same way, but only a share of it."""
    controls = {name: before[name] + share * (value - before[name]) for name, value in key.controls.items()}
    return key._replace(seconds=key.seconds * share**0.5, controls=controls)


def with_tempo(keys: Sequence[Key], rng: np.random.Generator) -> tuple[list[Key], dict[str, float]]:
    """Keys at another tempo, and how many times longer each phase of moving became."""
    factors = {key.phase: round(float(rng.uniform(*TEMPO)), 2) for key in keys if key.phase not in STILL}
    return [key._replace(seconds=key.seconds * factors.get(key.phase, 1.0)) for key in keys], factors


def with_pause(keys: Sequence[Key], before: Controls, rng: np.random.Generator) -> list[tuple[Key, bool]]:
    """Keys, and whether each is the pause that now interrupts one of them."""
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
