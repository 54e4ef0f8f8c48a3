"""Looks at the set-up until the first movement begins, and says for a moment what to change about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from formcheck.coaching.set_up import SetUp, SetUpCheck, SetUpFinding
from formcheck.motion.view import Body
from formcheck.pose.pose import Pose

SET_UP_TOLD_S = 4.0
"""How long what should change about the set-up is shown, unless a repetition comes first; chosen: read twice."""


@dataclass(slots=True)
class SetUpWatch:
    """What was found about the set-up of a set.

    Attributes
    ----------
    findings : list of SetUpFinding
        One for each check of the exercise, in its order; empty before the person was in position.
    """

    findings: list[SetUpFinding] = field(default_factory=list)
    _told_s: float = np.inf

    def begin(self, checks: Iterable[SetUpCheck]) -> None:
        """The person is in position: nothing has been seen of these checks yet."""
        self.findings = self.findings or [SetUpFinding(check, SetUp.NOT_SEEN) for check in checks]

    def open_in(self, body: Body) -> bool:
        """Whether something was not fine yet that this view can show."""
        return any(found.verdict is not SetUp.FINE and found.check.shown_in(body) for found in self.findings)

    def look(self, track: Pose, body: Body) -> None:
        """Look on (T,) newest frames at what was not fine yet: it may be mended."""
        for n, before in enumerate(self.findings):
            if before.verdict is SetUp.FINE or not before.check.shown_in(body):
                continue
            found = before.check.look(track, body)
            if found.verdict is SetUp.NOT_SEEN:
                continue  # still moving, say: what was seen before holds
            if found.verdict is SetUp.CHANGE and before.verdict is SetUp.NOT_SEEN:
                self._told_s = float(track.time_s[-1])
            self.findings[n] = found

    def advice(self, time_s: float) -> str | None:
        """What to change, while it is told."""
        told = 0.0 <= time_s - self._told_s <= SET_UP_TOLD_S
        return next((f.check.advice for f in self.findings if told and f.verdict is SetUp.CHANGE), None)
