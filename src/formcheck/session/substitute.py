"""Notices movements while the signal that reps are counted in is not seen, in the landmarks that still are.

Where each joint goes in a rep is learned from the last counted rep of the same person in the same view. What goes the
same way later, hidden in part, is reported as an attempt: it is neither judged nor counted, and does not vanish.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from formcheck.motion.filters import OneEuro
from formcheck.motion.signals.signal import MIN_VISIBILITY
from formcheck.pose.landmarks import SIDES, Landmark, Side, landmark
from formcheck.pose.pose import Floats, Pose
from formcheck.rules.rep_frames import MAX_EASE_S, Movement, Phase, RepFrames
from formcheck.session.rep_counter import RepCounter

JOINTS: list[Landmark] = [
    landmark(part, side) for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle") for side in SIDES
]

RANGE, ATTEMPT_RANGE = 0.7, 0.3
"""Smallest rise that is reported and that is followed, as shares of the learned rep; chosen: hidden reps of the
recordings rise by 0.77 and more, putting the weight away after a swing by 0.64."""

MOST = 1.6
"""Largest rise, as a share of the learned rep; chosen: getting up and walking off moves every joint farther."""

LEAST_PATH = 0.08
"""Seen joints must go this far in the learned rep, in trunk lengths; chosen: well above the jitter of landmarks."""

SAME_WAY = 0.6
"""Largest part of the way of the seen joints that may point elsewhere than in the learned rep, as a share of it;
chosen: the paths of a swing are bent."""

LONGEST = 2.0
"""A movement may take this many times as long as the learned rep; chosen: putting a weight away takes longer."""

UNSEEN_SHARE = 0.25
"""The signal must be missing in this share of a movement; chosen: it decides by itself about what it sees most of."""

BEFORE_S = 2.5
"""Positions are kept for this long before a movement begins; chosen: a movement begins up to two seconds before it is
noticed."""


@dataclass(frozen=True, slots=True)
class Path:
    """Where the joints go from rest to the turn of a rep.

    Attributes
    ----------
    rest, way : (12, 2) pixels
        Position at rest, and the way from there to the turn, of each joint; the way is 0 for joints that were not seen
        in the learned rep.
    least_px : float
        `LEAST_PATH` in pixels.
    seconds : float
        Duration of the rep.
    """

    rest: Floats
    way: Floats
    least_px: float
    seconds: float

    def share(self, moved: Floats, seen: npt.NDArray[np.bool_]) -> tuple[float, float]:
        """How much of the path some joints have gone, and how much of their way points elsewhere, as shares of it.

        Parameters
        ----------
        moved : (12, 2) pixels
        seen : (12,) bool
            Joints that count.

        Returns
        -------
        NaN where too little of the path is seen.
        """
        used = seen & self.way.any(axis=-1)
        way = self.way[used]
        length = float(np.linalg.norm(way))
        if not length >= self.least_px:
            return np.nan, np.nan
        gone = float((moved[used] * way).sum()) / length**2
        return gone, float(np.linalg.norm(moved[used] - gone * way)) / length


def path_of(rep: RepFrames) -> Path:
    """The path of a counted rep."""
    track = rep.track
    turn = rep.frames(Phase.TURN)
    start, end = (int(np.argmin(np.abs(track.time_s - s))) for s in (rep.times.start_s, rep.times.end_s))
    rests = [start] * rep.times.start_seen + [end] * rep.times.end_seen or [start]
    joints = track.image[:, JOINTS]
    rest = joints[rests].mean(axis=0)
    way = joints[turn].mean(axis=0) - rest
    seen = (track.visibility[rep.frames(None)][:, JOINTS] >= MIN_VISIBILITY).mean(axis=0) >= 0.8
    return Path(
        rest,
        np.where(seen[:, None] & np.isfinite(way), way, 0.0),
        LEAST_PATH * rep.body.trunk_px,
        rep.times.end_s - rep.times.start_s,
    )


@dataclass(slots=True)
class Positions:
    """Positions of the joints in one frame, and whether the signal was seen in it."""

    time_s: float
    joints: Floats
    seen: npt.NDArray[np.bool_]
    followed: bool


@dataclass(slots=True)
class Substitute:
    """State beside one counter: nothing is noticed before `learn`.

    Attributes
    ----------
    counter : RepCounter
        Counts in how far along the path the joints are.
    path : Path or None
        Path of the last counted rep.
    side : "left", "right" or None
        Its working side.
    """

    counter: RepCounter
    path: Path | None = None
    side: Side | None = None
    _smoothed: OneEuro = field(default_factory=OneEuro)
    _recent: deque[Positions] = field(default_factory=deque)
    _waiting: list[Movement] = field(default_factory=list)

    @classmethod
    def beside(cls, counter: RepCounter) -> Self:
        """A substitute for the signal of a counter."""
        driver = replace(counter.driver, rep_range=RANGE, attempt_range=ATTEMPT_RANGE, has_floor=False)
        return cls(RepCounter(counter.rule, driver))

    def learn(self, rep: RepFrames) -> None:
        """Learn the path of a counted rep."""
        self.path, self.side = path_of(rep), rep.side

    def step(self, pose: Pose, followed: bool, in_position: bool) -> None:
        """Take the next frame.

        Parameters
        ----------
        pose : Pose
            One frame.
        followed : bool
            Whether the signal was seen in it.
        in_position : bool
            Whether the person is in the position of the exercise.
        """
        if self.path is None:
            return
        time_s = float(pose.time_s)
        joints = pose.image[JOINTS]
        seen = (pose.visibility[JOINTS] >= MIN_VISIBILITY) & np.isfinite(joints).all(axis=-1)
        self._recent.append(Positions(time_s, joints, seen, followed))
        value = self._smoothed(time_s, self.path.share(joints - self.path.rest, seen)[0])
        movement = self.counter.step(time_s, value, in_position)
        if movement is not None and movement.broken_off is None and self._is_the_same_way(movement):
            self._waiting.append(movement)
        since_s = time_s if self.counter.open_since_s is None else self.counter.open_since_s
        while self._recent[0].time_s < since_s - BEFORE_S:
            self._recent.popleft()

    def since(self, time_s: float) -> bool:
        """Whether a movement was noticed that began after a time, in seconds."""
        return any(movement.start_s > time_s for movement in self._waiting)

    def release(self, ended_s: float) -> list[Movement]:
        """The noticed movements that began after the last one that was counted or reported, each once."""
        waiting, self._waiting = self._waiting, []
        free = [replace(m, start_s=max(m.start_s, ended_s)) for m in waiting if m.start_s >= ended_s - MAX_EASE_S]
        return [m for m in free if m.start_s <= m.peak_s]

    def _is_the_same_way(self, movement: Movement) -> bool:
        """Whether the joints went about as far as in the learned rep, the same way, while the signal was missing."""
        frames = [each for each in self._recent if movement.start_s <= each.time_s <= movement.end_s]
        if self.path is None or not frames or movement.end_s - movement.start_s > LONGEST * self.path.seconds:
            return False
        if np.mean([not each.followed for each in frames]) < UNSEEN_SHARE:
            return False
        turn = min(frames, key=lambda each: abs(each.time_s - movement.peak_s))
        known = frames[0].seen & turn.seen
        gone, elsewhere = self.path.share(turn.joints - frames[0].joints, known)
        return RANGE <= gone <= MOST and elsewhere <= SAME_WAY
