"""Follows one side or the whole body: the signal, its filter and counter, and what is noticed where it is not seen."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from formcheck.motion.filters import OneEuro
from formcheck.motion.view import Body, Posture, body_scale_px
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.rules.rep_frames import Movement, Phase, RepFrames, cut_rep
from formcheck.rules.rep_rule import RepRule
from formcheck.session.opening import NOT_SEEN, OpeningHalf, longest_held_s
from formcheck.session.rep_counter import REST_WINDOW_S, RepCounter
from formcheck.session.substitute import Substitute


@dataclass(slots=True)
class Follower:
    """A counter, the body or the side that it follows, and the causal filter of its signal."""

    body: Body
    counter: RepCounter
    held_s: float
    """Longest time at the turn before half a movement that was hidden before, in seconds."""
    smoothed: OneEuro = field(default_factory=OneEuro)
    sees: bool = False
    """Whether the signal was seen in the newest frame."""
    substitute: Substitute = field(init=False)
    _seen_s: float = np.nan

    def __post_init__(self) -> None:
        self.substitute = Substitute.beside(self.counter)

    def step(self, pose: Pose, in_position: bool) -> Movement | None:
        """Take the next frame; returns a finished movement or None."""
        time_s = float(pose.time_s)
        value = float(self.counter.driver.signal(pose, self.body))
        self.sees = bool(np.isfinite(value))
        self._seen_s = time_s if np.isnan(self._seen_s) else self._seen_s
        if self.sees:
            if time_s - self._seen_s > REST_WINDOW_S:
                self.counter.resume(time_s, self.held_s)
            self._seen_s = time_s
        self.substitute.step(pose, self.sees, in_position)
        movement = self.counter.step(time_s, self.smoothed(time_s, value), in_position)
        if movement is None and self.substitute.since(self.counter.seen_s):
            return self.counter.break_off(NOT_SEEN)
        return movement

    def unseen_movements(self, ended_s: float) -> list[Movement]:
        """Movements that began after `ended_s`, of which the signal shows too little; none while one is under way."""
        return self.substitute.release(ended_s) if self.counter.phase is Phase.REST else []

    def rep_frames(self, track: Pose, movement: Movement, exercise: Exercise) -> RepFrames | None:
        """The frames of a movement, scaled by the size of the person in them: people walk up to the camera.

        Parameters
        ----------
        track : Pose
            (T,) frames of the movement and of some time before it; None is returned if they show nobody.
        """
        size_px = body_scale_px(track)
        if not np.isfinite(size_px).any():
            return None
        body = replace(self.body, trunk_px=float(np.nanmedian(size_px)))
        signal = self.counter.driver.signal
        return cut_rep(track, movement, signal, body, cutoff_hz=exercise.cutoff_hz, posture=exercise.posture)


def followers_of(
    body: Body, rule: RepRule, posture: Posture, opening: Callable[[float], OpeningHalf] | None = None
) -> list[Follower]:
    """One follower for the whole body, or one for each side where the sides are counted by themselves.

    Parameters
    ----------
    opening : callable or None
        Makes a watch for half a movement at the beginning, given the range of a rep; None if the person has set up.
    """
    sides = rule.laterality.counters
    bodies = [body if side is None else replace(body, near=side) for side in sides]
    held_s = longest_held_s(posture)
    followers = [Follower(each, RepCounter(rule, rule.signal_for(each.view)), held_s) for each in bodies]
    if opening is not None:
        for follower in followers:
            follower.counter.opening = opening(follower.counter.driver.rep_range)
    return followers
