"""What the guide says: the words of each step for screen and voice, and when they are spoken."""

from dataclasses import dataclass, field

from formcheck.assessment.guide.steps import Step
from formcheck.assessment.hold import Hold
from formcheck.assessment.phases import TestPhase
from formcheck.assessment.protocol import HOLD, MIN_TRIALS, Protocol
from formcheck.pose.landmarks import Side, other_side
from formcheck.workout.screen import Mood
from formcheck.workout.speech_queue import Kind, SpeechQueue, Utterance

NAME = "Single-leg bridge test"

PUT_DOWN = "Put your foot down, then your hips."

INSTRUCTIONS: dict[Step, tuple[str, str]] = {
    Step.PLACE: ("Lie on your back, knees bent", "Lie on your back, knees bent, side to the camera."),
    Step.BOTH: ("Hold, both feet down", "Hold, both feet down."),
    Step.STRETCH: ("Stretch out your far leg", "Now stretch out your far leg."),
    Step.TOO_SOON: ("Foot down: both feet first", "Put your foot down. Hold with both feet down first."),
    Step.LOWER: ("Lower the leg, heel to the floor", "Lower it slowly, heel to the floor."),
    Step.FLOOR: ("Heel to the floor", ""),
    Step.RAISE: ("Raise the leg", ""),
    Step.HOLD: ("Hold, hips level", "Hold for as long as your hips stay up."),
    Step.REPS: ("Up to the line, and down", "Go on: hips up to the line, and down."),
    Step.ENOUGH: ("Foot down, then the hips", PUT_DOWN),
    Step.SWITCH_SIDE: (
        "Turn round for the other leg",
        "Turn round, with your head where your feet were. Now do the other leg.",
    ),
    Step.DONE: ("", ""),
}
"""Instruction of each step: on the screen, and aloud."""

ENOUGH = "That is enough on this side."

SAME_LEG = "That is the {side} leg again. The {other} leg is still to do."

BAD_VIEW = "The camera cannot judge it from there. Turn sideways."

GOING_ON = "Going on all the same."

RAISED_FLAT = ("Hips stayed down: lift first", "Your hips stayed on the floor. Lift them first, on both feet.")
"""A leg was stretched and lowered without a bridge: on the screen, and aloud."""

LIFT_FOR_REPS = (
    "Lift one foot, then the hips",
    "Lift one foot. Then hips up to the line, and down, again and again.",
)

FELL, DROPPED = "Your hips came down", "Your hips dropped"

FAR_LEG = "The supporting leg is the far one: less certain."

WORKING = "Working out the result"

TEN_SECONDS = "Ten seconds."

PHASES: dict[TestPhase, str | None] = {
    TestPhase.AWAY: None,
    TestPhase.FLOOR: "hips down",
    TestPhase.BRIDGE: "both feet",
    TestPhase.OUT: "leg out",
    TestPhase.DOWN: "lower",
    TestPhase.BACK: "raise",
}

_NUMBERS = ("None", "One", "Two", "Three", "Four", "Five")

_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")


def lift_words(protocol: Protocol, valid: int, *, tried: bool) -> tuple[str, str]:
    """Instruction to lift the hips, for the first time or again: on the screen, and aloud."""
    if protocol is HOLD or not tried:
        return "Lift the hips", "Lift the hips until knee, hip and shoulder make one line."
    left = MIN_TRIALS - valid
    return f"Lift the hips: {left} more", f"Lift the hips again. {left} more."


def counted_words(valid: int, *, enough: bool) -> tuple[str, str, Mood]:
    """A valid lowering: on the screen, aloud, and its mood."""
    counted = f"{valid} of {MIN_TRIALS}"
    spoken = f"{_NUMBERS[min(valid, len(_NUMBERS) - 1)]} of {_NUMBERS[MIN_TRIALS].lower()}."
    if enough:
        return f"{counted}: done", f"{spoken} {PUT_DOWN}", "plain"
    return counted, f"{spoken} Once more.", "plain"


def repeated_words(number: int, invalid: str, left: int) -> tuple[str, str, Mood]:
    """A lowering to be done again: which one of this side, why, and how many are left to do."""
    nth = _ORDINALS[min(number, len(_ORDINALS)) - 1]
    return f"{nth} again: {invalid}", f"{nth} again: {invalid}. {_NUMBERS[left]} more.", "fault"


def ended_early_words(why: str | None) -> tuple[str, str, Mood]:
    """A side that ends without all its lowerings; `why` is `FELL`, `DROPPED`, or None after too many of them."""
    if why is None:
        return ENOUGH, f"{ENOUGH} {PUT_DOWN}", "plain"
    return f"{why}: enough", f"{why}. {ENOUGH} {PUT_DOWN}", "plain"


def rep_words(count: int, side: Side | None) -> str:
    """A full rep, counted aloud; `side` is named with the first one."""
    return f"{count}." if side is None else f"{side.capitalize()} leg. {count}."


STAYED_SHORT = ("Too low: hips to the line", "That one stayed short. Hips up to the line.")

TWO_SHORT = ("Two in a row stayed short", f"Two in a row stayed short. That is all on this side. {PUT_DOWN}")


def reps_ended_words(side: Side, count: int) -> str:
    """How a side of repetitions ended: on the screen."""
    return f"{side.capitalize()} leg: {count} full"


def held_words(hold: Hold) -> tuple[str, str]:
    """Length of a hold, and what ended it: on the screen, and aloud."""
    side, seconds = hold.side.capitalize(), f"{hold.seconds:.0f}"
    if hold.ended == "hips moved":
        return f"{side} leg: {seconds} s", f"{seconds} seconds, then your hips moved. {PUT_DOWN}"
    return f"{side} leg: {seconds} s", f"{seconds} seconds."


def ended_words(side: Side, *, enough: bool) -> str:
    """How a side ended: done, or enough without all its lowerings."""
    return ENOUGH.rstrip(".") if enough else f"{side.capitalize()} leg done"


def rest_words(ended: str) -> tuple[str, str]:
    """Words for the rest after a side: on the screen, and aloud."""
    return ended, "Rest for half a minute."


REMIND_S = 10.0
"""An instruction is repeated after this long without progress; chosen: longer than it takes to follow it."""


@dataclass(slots=True)
class GuideSpeech:
    """Speaks the instructions and comments; remembers what has been said, and when."""

    _queue: SpeechQueue = field(default_factory=SpeechQueue)
    _asked_s: float = float("-inf")
    _second_said: int | None = None
    _tens_said: float = 0.0
    _leg_said: bool = False
    _view_said: bool = False

    def step(self, time_s: float) -> Utterance | None:
        """The line to say now, or None."""
        return self._queue.step(time_s)

    def say(self, time_s: float, text: str, kind: Kind = "guide") -> None:
        """Say a line; an instruction replaces any waiting line, anything else waits its turn."""
        if kind == "guide":
            self._queue.drop("guide", "correction", "hold")
        self._queue.offer(time_s, kind, text)

    def say_after_trial(self, time_s: float, text: str) -> None:
        """Say the outcome of a lowering; it includes what to do next and replaces that instruction."""
        self._queue.drop("guide")
        self.say(time_s, text, "correction")
        self.asked(time_s)

    def counted(self, time_s: float, text: str) -> None:
        """Count a rep aloud; it replaces an instruction that is still waiting."""
        self._queue.drop("guide", "count")
        self._queue.offer(time_s, "correction", text)

    def asked(self, time_s: float) -> None:
        """Note that the person has just heard what to do."""
        self._asked_s = time_s

    def doing(self, time_s: float) -> None:
        """The person is following the instruction: drop it if it is still waiting."""
        self._queue.drop("guide")
        self.asked(time_s)

    def remind(self, time_s: float) -> bool:
        """Whether it is time to repeat the instruction."""
        return time_s - self._asked_s >= REMIND_S

    def new_step(self) -> None:
        """Start counting the seconds of a new step."""
        self._second_said = None

    def new_side(self) -> None:
        """Allow what is said once per side to be said again."""
        self._leg_said, self._view_said = False, False

    def new_hold(self) -> None:
        """Start announcing the seconds of a new hold."""
        self._tens_said = 0.0

    def second(self, time_s: float, left: int, text: str, kind: Kind = "guide") -> None:
        """Say a line for this second, once per step."""
        if left != self._second_said:
            self._second_said = left
            self.say(time_s, text, kind)

    def tens(self, time_s: float, tens: float, text: str) -> None:
        """Say a line for this multiple of ten seconds, once per hold."""
        if tens > self._tens_said:
            self._tens_said = tens
            self.say(time_s, text)

    def bad_view(self, time_s: float) -> None:
        """Say that the camera cannot judge this view, once per side."""
        if not self._view_said:
            self._view_said = True
            self.say(time_s, BAD_VIEW)

    def same_leg(self, time_s: float, side: Side) -> None:
        """Say that the same leg carries again, once per side."""
        if not self._leg_said:
            self._leg_said = True
            self.say(time_s, SAME_LEG.format(side=side, other=other_side(side)))
