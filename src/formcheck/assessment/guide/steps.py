"""What somebody who is led through the test is asked for, step by step."""

from enum import StrEnum
from math import ceil

from formcheck.assessment.phases import TestPhase
from formcheck.assessment.protocol import BASELINE_S

RISE_S = 1.5
"""The hips are taken to be up so long after they have left the floor: then the three seconds on both feet begin.
Chosen."""


class Step(StrEnum):
    """What the person is asked for."""

    PLACE = "place"
    """Get into position."""
    LIFT = "lift"
    """Lift the hips."""
    BOTH = "both"
    """Hold on both feet."""
    STRETCH = "stretch"
    """Stretch one leg."""
    TOO_SOON = "too-soon"
    """The leg was stretched before there was a bridge on both feet to compare with: put it down again."""
    LOWER = "lower"
    """Lower the leg."""
    FLOOR = "floor"
    """It is on its way to the floor."""
    RAISE = "raise"
    """It is on its way back."""
    HOLD = "hold"
    """Hold, for the protocol ``hold/1``."""
    ENOUGH = "enough"
    """This side is over: foot down, hips down."""
    REST = "rest"
    """Rest between the sides."""
    SWITCH_SIDE = "switch-side"
    """Turn round for the other leg."""
    DONE = "done"
    """The test is over."""


WAITING = (Step.PLACE, Step.REST, Step.SWITCH_SIDE)
"""Steps in which nothing is judged."""

OF_PHASE = {TestPhase.OUT: Step.LOWER, TestPhase.DOWN: Step.FLOOR, TestPhase.BACK: Step.RAISE}
"""What is asked for while one leg is out."""


def left_on_both(bridge_s: float) -> int:
    """Seconds that a bridge on both feet still has to last, after it has lasted so long."""
    return ceil(RISE_S + BASELINE_S - bridge_s)
