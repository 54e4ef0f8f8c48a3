"""What the guide shows and says: one short line for the screen and one for the voice."""

from formcheck.assessment.hold import Hold
from formcheck.assessment.phases import Stage
from formcheck.assessment.protocol import HOLD, LEAST_TRIALS, Protocol
from formcheck.coaching.screen import Mood
from formcheck.pose.landmarks import Side

NAME = "Single-leg bridge test"

INSTRUCTIONS: dict[str, tuple[str, str]] = {
    "place": ("Lie on your back, knees bent", "Lie on your back, knees bent, side to the camera."),
    "both": ("Hold on both feet", "Hold on both feet."),
    "stretch": ("Stretch the far leg", "Now stretch the leg away from the camera."),
    "too-soon": ("Foot down: both feet first", "Put the foot down, and hold on both feet first."),
    "lower": ("Lower the leg, heel to the floor", "Lower it slowly, heel to the floor."),
    "floor": ("Heel to the floor", ""),
    "raise": ("Raise the leg", ""),
    "hold": ("Hold, hips level", "Hold, as long as the hips stay up."),
    "enough": ("Foot down, then the hips", "Put the foot down, then the hips."),
    "turn": (
        "Turn round: the other leg",
        "Turn round, head where your feet were. The other leg carries now.",
    ),
    "done": ("", ""),
}
"""By step: on the screen, and aloud."""

ENOUGH = "That is enough on this side."

AGAIN_LEG = "The {side} leg again: the {other} one is still missing."

FROM_THERE = "The camera cannot judge it from there: turn sideways."

FAR_LEG = "The carrying leg is the far one: less sure."

WORKING = "Working out the result"

TEN_SECONDS = "Ten seconds."

PHASES: dict[Stage, str | None] = {
    Stage.AWAY: None,
    Stage.FLOOR: "hips down",
    Stage.BRIDGE: "both feet",
    Stage.OUT: "leg out",
    Stage.DOWN: "lower",
    Stage.BACK: "raise",
}

_NUMBERS = ("None", "One", "Two", "Three", "Four", "Five")


def lift_words(protocol: Protocol, valid: int, *, tried: bool) -> tuple[str, str]:
    """To lift the hips, for the first time or once more."""
    if protocol is HOLD or not tried:
        return "Lift the hips", "Lift the hips until knee, hip and shoulder make one line."
    left = LEAST_TRIALS - valid
    return f"Lift the hips: {left} more", f"Lift the hips again. {left} more."


def after_trial(invalid: str | None, valid: int, *, enough: bool, dropped: bool) -> tuple[str, str, Mood]:
    """What came of a lowering: on the screen, aloud, and its mood."""
    if dropped or (enough and valid < LEAST_TRIALS):
        return ENOUGH, f"{ENOUGH} Put the foot down, then the hips.", "plain"
    if invalid is not None:
        return f"Again: {invalid}", f"Again: {invalid}.", "fault"
    counted = f"{valid} of {LEAST_TRIALS}"
    spoken = f"{_NUMBERS[min(valid, len(_NUMBERS) - 1)]} of {_NUMBERS[LEAST_TRIALS].lower()}."
    if enough:
        return f"{counted}: done", f"{spoken} Put the foot down, then the hips.", "plain"
    return counted, f"{spoken} Once more.", "plain"


def held_words(hold: Hold) -> tuple[str, str]:
    """How long a hold was, and what ended it: on the screen, and aloud."""
    side, seconds = hold.side.capitalize(), f"{hold.seconds:.0f}"
    if hold.ended == "hips moved":
        return f"{side} leg: {seconds} s", f"{seconds} seconds, then the hips moved. Put the foot down, then the hips."
    return f"{side} leg: {seconds} s", f"{seconds} seconds."


def ended_words(side: Side, *, enough: bool) -> str:
    """What a side ends with: done, or enough without all its lowerings."""
    return ENOUGH.rstrip(".") if enough else f"{side.capitalize()} leg done"


def rest_words(ended: str) -> tuple[str, str]:
    """After a side: on the screen, and aloud."""
    return ended, "Rest for half a minute."
