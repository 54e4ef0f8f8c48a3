"""The steps of the guided test."""

from enum import StrEnum
from math import ceil

from formcheck.assessment.phases import TestPhase
from formcheck.assessment.protocol import BASELINE_S

RISE_S = 1.5
"""The hips are treated as up this long after leaving the floor; then the three seconds on both feet begin. Chosen."""


class Step(StrEnum):
    """What the person is asked to do."""

    PLACE = "place"
    """Get into position."""
    LIFT = "lift"
    """Lift the hips."""
    BOTH = "both"
    """Hold the bridge on both feet."""
    STRETCH = "stretch"
    """Stretch out one leg."""
    TOO_SOON = "too-soon"
    """Put the leg down again: it was stretched before there was a bridge on both feet to compare with."""
    LOWER = "lower"
    """Lower the leg."""
    FLOOR = "floor"
    """The leg is on its way to the floor."""
    RAISE = "raise"
    """The leg is on its way back up."""
    HOLD = "hold"
    """Hold on one leg, in the protocol ``hold/1``."""
    REPS = "reps"
    """Hips up and down on one leg, in the protocol ``reps/1``."""
    ENOUGH = "enough"
    """Put the foot down, then the hips: this side is over."""
    REST = "rest"
    """Rest between the sides."""
    SWITCH_SIDE = "switch-side"
    """Turn round, to do the other leg."""
    DONE = "done"
    """The test is over."""


WAITING = (Step.PLACE, Step.REST, Step.SWITCH_SIDE)
"""Steps in which nothing is judged."""

OF_PHASE = {TestPhase.OUT: Step.LOWER, TestPhase.DOWN: Step.FLOOR, TestPhase.BACK: Step.RAISE}
"""Steps while one leg is out, by phase of the test."""


def left_on_both(bridge_s: float) -> int:
    """Seconds that a bridge on both feet still has to last when it has lasted `bridge_s` seconds."""
    return ceil(RISE_S + BASELINE_S - bridge_s)
