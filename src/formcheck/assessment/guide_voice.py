"""What the guide says aloud: what to do, again after a while, and what is said once."""

from dataclasses import dataclass, field

from formcheck.assessment.guide_words import AGAIN_LEG, FROM_THERE
from formcheck.coaching.talk import Kind, Line, Talk
from formcheck.pose.landmarks import Side, other_side

REMIND_S = 10.0
"""What to do is said again after so long in which nothing happened; chosen: longer than it takes to do it."""


@dataclass(slots=True)
class GuideVoice:
    """State of what was said, and when."""

    _talk: Talk = field(default_factory=Talk)
    _asked_s: float = float("-inf")
    _second_told: int | None = None
    _tens_told: float = 0.0
    _leg_told: bool = False
    _view_told: bool = False

    def step(self, time_s: float) -> Line | None:
        """The line to say now."""
        return self._talk.step(time_s)

    def say(self, time_s: float, text: str, kind: Kind = "guide") -> None:
        """What to do takes the place of all that waits; anything else waits its turn."""
        if kind == "guide":
            self._talk.drop("guide", "correction", "hold")
        self._talk.offer(time_s, kind, text)

    def say_after_trial(self, time_s: float, text: str) -> None:
        """What came of a lowering, in place of what to do next: it says that too."""
        self._talk.drop("guide")
        self.say(time_s, text, "correction")
        self.asked(time_s)

    def asked(self, time_s: float) -> None:
        """The person knows what to do."""
        self._asked_s = time_s

    def doing(self, time_s: float) -> None:
        """What to do is being done."""
        self._talk.drop("guide")
        self.asked(time_s)

    def remind(self, time_s: float) -> bool:
        """Whether it is time to say again what to do."""
        return time_s - self._asked_s >= REMIND_S

    def new_step(self) -> None:
        """The seconds of a step begin anew."""
        self._second_told = None

    def new_side(self) -> None:
        """What is said once is said once more on the other side."""
        self._leg_told, self._view_told = False, False

    def new_hold(self) -> None:
        """The seconds of a hold begin anew."""
        self._tens_told = 0.0

    def second(self, time_s: float, left: int, text: str, kind: Kind = "guide") -> None:
        """A line about this second, once in a step."""
        if left != self._second_told:
            self._second_told = left
            self.say(time_s, text, kind)

    def tens(self, time_s: float, tens: float, text: str) -> None:
        """A line about so many tens of seconds, each once in a hold."""
        if tens > self._tens_told:
            self._tens_told = tens
            self.say(time_s, text)

    def from_there(self, time_s: float) -> None:
        """The camera cannot judge it from there: once on each side."""
        if not self._view_told:
            self._view_told = True
            self.say(time_s, FROM_THERE)

    def again_leg(self, time_s: float, side: Side) -> None:
        """The same leg carries a second time: once on each side."""
        if not self._leg_told:
            self._leg_told = True
            self.say(time_s, AGAIN_LEG.format(side=side, other=other_side(side)))
