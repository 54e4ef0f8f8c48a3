"""Feeds a golden recording of the single-leg test to its guide, whole or with dropped frames."""

from dataclasses import dataclass, field

import numpy as np

from clips import ROOT
from formcheck.assessment.guide.guide import Guide
from formcheck.assessment.guide.reps_guide import RepsGuide
from formcheck.assessment.guide.steps import Step
from formcheck.assessment.protocol import EXERCISE, LEG_LOWER, REPS, Protocol
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest
from formcheck.exercises import find_exercise
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.session.session import Session

SIZE = (480, 360)


@dataclass
class Seen:
    """What a guide showed and said."""

    guide: Guide | RepsGuide
    said: list[tuple[float, str]] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [text for _, text in self.said]

    @property
    def reasons(self) -> list[str | None]:
        return [trial.invalid for trial in self.guide.test.trials]


def recorded(kind: str) -> Pose:
    return load_recording(ROOT / f"tests/golden/single_leg_test_{kind}.npz").track


def thinned(track: Pose, fps: float, gap_s: float = 0.0, seed: int = 0) -> Pose:
    """The frames that a machine would take that manages `fps`, and stops for `gap_s` now and then, irregularly."""
    chance, kept, free_s = np.random.default_rng(seed), [], -np.inf
    for i in range(len(track)):
        time_s = float(track.time_s[i])
        if time_s < free_s - 1e-6:
            continue
        kept.append(i)
        stops = gap_s and chance.random() < 0.1
        free_s = time_s + (gap_s if stops else chance.uniform(0.8, 1.2) / fps)
    return track[np.array(kept)]


def fed(track: Pose, protocol: Protocol = LEG_LOWER) -> Seen:
    """A live guide that has taken every frame of a track, until it is done or the person stops the program."""
    exercise = find_exercise(EXERCISE)
    if protocol is REPS:
        seen = Seen(RepsGuide(Session(exercise, SIZE)))
    else:
        seen = Seen(Guide(SingleLegBridgeTest(exercise, protocol, SIZE)))
    for i in range(len(track)):
        screen = seen.guide.step(track[i])
        if screen.say is not None:
            seen.said.append((float(track.time_s[i]), screen.say.text))
        if not seen.headlines or screen.headline != seen.headlines[-1]:
            seen.headlines.append(screen.headline)
        if not seen.steps or seen.guide.step_now is not seen.steps[-1]:
            seen.steps.append(seen.guide.step_now)
        if seen.guide.done:
            break
    if isinstance(seen.guide, Guide):
        seen.guide.test.finish()
    return seen
