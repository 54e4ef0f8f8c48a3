"""What the guide shows and says: one short line for the screen and one for the voice."""

from dataclasses import dataclass, field

from formcheck.assessment.guide.steps import Step
from formcheck.assessment.hold import Hold
from formcheck.assessment.phases import TestPhase
from formcheck.assessment.protocol import HOLD, LEAST_TRIALS, Protocol
from formcheck.pose.landmarks import Side, other_side
from formcheck.workout.screen import Mood
from formcheck.workout.speech_queue import Kind, SpeechQueue, Utterance

NAME = "Single-leg bridge test"

INSTRUCTIONS: dict[Step, tuple[str, str]] = {
    Step.PLACE: ("Lie on your back, knees bent", "Lie on your back, knees bent, side to the camera."),
    Step.BOTH: ("Hold on both feet", "Hold on both feet."),
    Step.STRETCH: ("Stretch the far leg", "Now stretch the leg away from the camera."),
    Step.TOO_SOON: ("Foot down: both feet first", "Put the foot down, and hold on both feet first."),
    Step.LOWER: ("Lower the leg, heel to the floor", "Lower it slowly, heel to the floor."),
    Step.FLOOR: ("Heel to the floor", ""),
    Step.RAISE: ("Raise the leg", ""),
    Step.HOLD: ("Hold, hips level", "Hold, as long as the hips stay up."),
    Step.ENOUGH: ("Foot down, then the hips", "Put the foot down, then the hips."),
    Step.SWITCH_SIDE: (
        "Turn round: the other leg",
        "Turn round, head where your feet were. The other leg carries now.",
    ),
    Step.DONE: ("", ""),
}
"""By step: on the screen, and aloud."""

ENOUGH = "That is enough on this side."

AGAIN_LEG = "The {side} leg again: the {other} one is still missing."

FROM_THERE = "The camera cannot judge it from there: turn sideways."

FAR_LEG = "The carrying leg is the far one: less sure."

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


REMIND_S = 10.0
"""What to do is said again after so long in which nothing happened; chosen: longer than it takes to do it."""


@dataclass(slots=True)
class GuideSpeech:
    """State of what was said, and when."""

    _queue: SpeechQueue = field(default_factory=SpeechQueue)
    _asked_s: float = float("-inf")
    _second_said: int | None = None
    _tens_said: float = 0.0
    _leg_said: bool = False
    _view_said: bool = False

    def step(self, time_s: float) -> Utterance | None:
        """The line to say now."""
        return self._queue.step(time_s)

    def say(self, time_s: float, text: str, kind: Kind = "guide") -> None:
        """What to do takes the place of all that waits; anything else waits its turn."""
        if kind == "guide":
            self._queue.drop("guide", "correction", "hold")
        self._queue.offer(time_s, kind, text)

    def say_after_trial(self, time_s: float, text: str) -> None:
        """What came of a lowering, in place of what to do next: it says that too."""
        self._queue.drop("guide")
        self.say(time_s, text, "correction")
        self.asked(time_s)

    def asked(self, time_s: float) -> None:
        """The person knows what to do."""
        self._asked_s = time_s

    def doing(self, time_s: float) -> None:
        """What to do is being done."""
        self._queue.drop("guide")
        self.asked(time_s)

    def remind(self, time_s: float) -> bool:
        """Whether it is time to say again what to do."""
        return time_s - self._asked_s >= REMIND_S

    def new_step(self) -> None:
        """The seconds of a step begin anew."""
        self._second_said = None

    def new_side(self) -> None:
        """What is said once is said once more on the other side."""
        self._leg_said, self._view_said = False, False

    def new_hold(self) -> None:
        """The seconds of a hold begin anew."""
        self._tens_said = 0.0

    def second(self, time_s: float, left: int, text: str, kind: Kind = "guide") -> None:
        """A line about this second, once in a step."""
        if left != self._second_said:
            self._second_said = left
            self.say(time_s, text, kind)

    def tens(self, time_s: float, tens: float, text: str) -> None:
        """A line about so many tens of seconds, each once in a hold."""
        if tens > self._tens_said:
            self._tens_said = tens
            self.say(time_s, text)

    def from_there(self, time_s: float) -> None:
        """The camera cannot judge it from there: once on each side."""
        if not self._view_said:
            self._view_said = True
            self.say(time_s, FROM_THERE)

    def again_leg(self, time_s: float, side: Side) -> None:
        """The same leg carries a second time: once on each side."""
        if not self._leg_said:
            self._leg_said = True
            self.say(time_s, AGAIN_LEG.format(side=side, other=other_side(side)))
