"""The protocols of the test: instructions, order and score.

A score belongs to the id of its protocol. Scores of different protocols are never compared: docs/sources.md#test.
"""

from dataclasses import dataclass
from typing import Literal

from formcheck.errors import UnknownProtocol

EXERCISE = "single-leg-glute-bridge"
"""Id of the exercise whose position, camera advice and rules the test uses."""

ProtocolId = Literal["leg-lower/1", "hold/1", "reps/1"]


@dataclass(frozen=True, slots=True)
class Protocol:
    """One way to do the test.

    Attributes
    ----------
    id : str
        Name in results; a change of the instructions needs a new id.
    title, summary : str
        Short texts for a reader.
    set_up, how_to : tuple of str
        What to do before the test, and during it.
    score : str
        What is reported for each side.
    """

    id: ProtocolId
    title: str
    summary: str
    set_up: tuple[str, ...]
    how_to: tuple[str, ...]
    score: str


CAMERA = "Place the camera to the side, low, two to four metres away, the whole body in the picture."

_LIE_DOWN = (
    "Lie on your back, knees bent, feet flat and hip-width apart, arms across the chest.",
    "The leg that stays on the floor is the one nearer to the camera: turn round between the two sides.",
)

LEG_LOWER = Protocol(
    id="leg-lower/1",
    title="Leg lowering",
    summary="From a bridge on both feet one leg is stretched, lowered to the floor and raised, while the hips stay up.",
    set_up=_LIE_DOWN,
    how_to=(
        "Lift the hips until knee, hip and shoulder make one line, and hold for three seconds on both feet.",
        "Stretch one leg out, in line with the other thigh.",
        "Lower it until the heel touches the floor (the knee may bend), two to three seconds, and raise it as slowly.",
        "Three to five times. Then put the foot down, rest for half a minute, and do the other side.",
    ),
    score="How far the hips sink while the leg goes down, against the bridge on both feet.",
)

HOLD = Protocol(
    id="hold/1",
    title="Timed hold",
    summary="From a bridge on both feet one leg is stretched and the bridge is held on the other.",
    set_up=_LIE_DOWN,
    how_to=(
        "Lift the hips until knee, hip and shoulder make one line, and hold for three seconds on both feet.",
        "Stretch one leg out, in line with the other thigh, and hold as long as the hips stay where they are.",
        "Put the foot down, rest, and do the other side.",
    ),
    score="Seconds until the hips are 10° from where they were, or the leg or the hips come down.",
)

REPS = Protocol(
    id="reps/1",
    title="Repetitions",
    summary="Bridges on one leg, as many as are possible at full height.",
    set_up=_LIE_DOWN,
    how_to=(
        "Lift one foot off the floor.",
        "Lift the hips until knee, hip and shoulder make one line, and lower them to the floor, again and again.",
        "Stop when you no longer reach the line. Rest, and do the other side.",
    ),
    score="Repetitions before two in a row stay short of the line.",
)

PROTOCOLS: dict[str, Protocol] = {protocol.id: protocol for protocol in (LEG_LOWER, HOLD, REPS)}

MIN_TRIALS = 3
"""Least number of valid lowerings of a side; evidence for the protocol."""

BASELINE_S = 3.0
"""Seconds of the bridge on both feet before a leg is stretched; evidence for the protocol."""


def find_protocol(name: str) -> Protocol:
    """A protocol by its id.

    Raises
    ------
    UnknownProtocol
        No protocol has this id.
    """
    if name not in PROTOCOLS:
        raise UnknownProtocol(f"no protocol '{name}'. There are {', '.join(PROTOCOLS)}.")
    return PROTOCOLS[name]
