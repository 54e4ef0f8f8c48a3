"""Finds the phase of the test: both feet down, one leg out, that leg lowered to the floor and raised again.

Causal, one frame at a time, for a camera and for a recording alike.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from formcheck.assessment.supine import FLOOR_S, feet, hip_lift, lower_ankle_px
from formcheck.motion.view import body_scale_px
from formcheck.pose.landmarks import Side, other_side
from formcheck.pose.pose import Pose

LIFTED, LOWERED = 0.2, 0.13
"""The hips are up when they are this much higher over the shoulders than at rest, and down again below the second, in
trunk lengths: docs/sources.md#test-phases."""

MOST_LYING = 0.25
"""Hips on the floor are seen at most this much higher than the shoulders, in trunk lengths; chosen: a camera that looks
along the body from above."""

LEG_OUT = 0.22
"""A leg is held out when its ankle is this much higher than with both feet down, in trunk lengths:
docs/sources.md#test-phases."""

FLAT, MAX_FLAT = 0.1, 0.6
"""Height of the higher ankle with both feet down: the value until it is measured, and the largest accepted, in trunk
lengths. A camera near by sees the far foot higher than the near one: docs/sources.md#test-phases."""

LEG_FALLS = 0.13
"""A leg is being lowered when its ankle is this much lower than where it was held, in trunk lengths:
docs/sources.md#test-phases."""

ON_FLOOR = 0.2
"""The heel is on the floor when the ankle is at most this much higher than the higher ankle with both feet down, in
trunk lengths: docs/sources.md#test-phases."""

HELD_SHARE = 0.6
"""The hips were held up if they keep this share of their height when the heel touches; chosen."""

SETTLE_S = 0.3
"""A leg is held out after its foot was high for this long; chosen: longer than slips of the pose model."""

RECOVERY_S = 1.2
"""The hips are watched for this long after the leg is back; the protocol says one second, and this is a little more."""

CAME_BACK = 0.8
"""The leg is back when it has regained this share of the height that it was lowered by; chosen: a leg that turns at
half of the way and goes on down had not been at its lowest yet."""

RAISED_S = 0.5
"""A leg that is up for less while the hips are on the floor is only getting ready; chosen."""

BOTH_DOWN_S = 4.0
"""A lowered leg that stays down for longer ends the series; chosen: in the protocol it touches and rises."""

SLIP_S = 1.5
"""With a leg out, the person may be out of position for this long: seen at an angle, knees of which one is lowered are
often taken for those of somebody who sits up; from rendered clips: docs/sources.md#test-phases."""

SMOOTH_S = 0.2
"""Heights are medians over this time; chosen."""


class TestPhase(StrEnum):
    """Phase of the test."""

    __test__ = False  # no test case: pytest would take the name for one

    AWAY = "away"
    """Not on the back, or not seen."""
    FLOOR = "floor"
    """On the back, hips down."""
    BRIDGE = "bridge"
    """Hips up, both feet down."""
    OUT = "out"
    """Hips up, one leg held out."""
    DOWN = "down"
    """Hips up, the leg that was held out on its way to the floor or on it."""
    BACK = "back"
    """Hips up, that leg on its way back."""


@dataclass(frozen=True, slots=True)
class Lowering:
    """One lowering of a leg, from held out to held out.

    Attributes
    ----------
    side : Side
        The supporting leg, which is tested.
    start_s, bottom_s, return_s, end_s : float
        Times in seconds: the free leg leaves the height it was held at; lowest point; half-way up again; end of the
        recovery.
    bottom : float
        Least height of the free ankle above the floor, in trunk lengths.
    reached : bool
        Whether the heel reached the floor.
    hips_fell : bool
        Whether the hips came down to the floor before the leg was back.
    """

    side: Side
    start_s: float
    bottom_s: float
    return_s: float
    end_s: float
    bottom: float
    reached: bool
    hips_fell: bool = False


@dataclass(slots=True)
class PhaseTracker:
    """Tracks the phase of one person; `step` takes the frames in order of time."""

    phase: TestPhase = TestPhase.AWAY
    since_s: float = -np.inf
    """Time at which this phase began, in seconds."""
    lift: float = np.nan
    """Height of the hips now, in trunk lengths, a median over `SMOOTH_S`."""
    foot: float = np.nan
    """Height of the higher ankle now, in trunk lengths, a median over `SMOOTH_S`."""
    raised_flat: int = 0
    """How many times a leg was held up for `RAISED_S` and lowered while the hips stayed on the floor."""
    _frames: deque[tuple[float, float, float]] = field(default_factory=deque)
    _floor: deque[tuple[float, float]] = field(default_factory=deque)
    _rest: float = 0.05
    _left_votes: float = 0.0
    _out: float = 0.0
    _out_s: float = 0.0
    _flat: deque[float] = field(default_factory=lambda: deque(maxlen=100))
    _high: float = np.nan
    _held: bool = False
    _bottom: float = np.inf
    _bottom_s: float = 0.0
    _return_s: float = 0.0
    _came_back: bool = False
    _raised_s: float = np.inf
    _in_position_s: float = -np.inf
    _lying: float = np.inf
    _on_floor_s: float = np.inf

    @property
    def side(self) -> Side | None:
        """The supporting leg; None while no leg is out."""
        return self.held_side if self.phase in (TestPhase.OUT, TestPhase.DOWN, TestPhase.BACK) else None

    @property
    def held_side(self) -> Side | None:
        """The supporting leg when a leg was last out; None before."""
        if not self._left_votes:
            return None
        return other_side("left" if self._left_votes > 0 else "right")

    def step(self, pose: Pose, in_position: bool) -> Lowering | None:
        """Take the next frame; returns a finished lowering or None."""
        time_s = float(pose.time_s)
        if in_position:
            self._in_position_s = time_s
        elif self.side is None or time_s - self._in_position_s > SLIP_S:
            return self._leave(time_s)
        self._measure(pose, time_s)
        if not np.isfinite(self.lift):
            return None
        self._rest = min(self._rest, self.lift)
        if self.phase is TestPhase.FLOOR:
            self._lying = min(self._lying, self.lift)
        if self.phase in (TestPhase.AWAY, TestPhase.FLOOR):
            self._note_flat(MAX_FLAT)
            self._go(TestPhase.BRIDGE if self.lift >= self._rest + LIFTED else TestPhase.FLOOR, time_s)
            self._watch_flat(time_s)
            return None
        if self.lift < self._lowest + LOWERED:
            return self._fall(time_s)
        return self._follow(time_s)

    def finish(self) -> Lowering | None:
        """End of the clip: a leg on its way back counts as lowered."""
        done = self._done(self._frames[-1][0]) if self.phase is TestPhase.BACK else None
        self.phase = TestPhase.AWAY
        return done

    def _measure(self, pose: Pose, time_s: float) -> None:
        trunk_px = float(body_scale_px(pose))
        if self.side is None:  # with a leg out the lower ankle is the other foot's, which may stand higher in the image
            self._floor.append((time_s, float(lower_ankle_px(pose))))
            while self._floor[0][0] < time_s - FLOOR_S:
                self._floor.popleft()
        floor_px = float(np.nanmedian([y for _, y in self._floor])) if any(y == y for _, y in self._floor) else np.nan
        lowered = self.phase in (TestPhase.DOWN, TestPhase.BACK)
        seen = feet(pose, floor_px, trunk_px, self._flat_at, lowered=lowered)
        self._frames.append((time_s, float(hip_lift(pose, trunk_px)), float(seen.high)))
        while self._frames[0][0] < time_s - SMOOTH_S:
            self._frames.popleft()
        lifts, highs = ([frame[n] for frame in self._frames if frame[n] == frame[n]] for n in (1, 2))
        self.lift = float(np.median(lifts)) if lifts else np.nan
        if highs:  # otherwise unchanged: a slip of the model does not show the feet
            self.foot = float(np.median(highs))
        if self.foot >= self._out_from and seen.high == seen.high:
            self._left_votes += float(seen.high) if seen.left_higher else -float(seen.high)

    def _watch_flat(self, time_s: float) -> None:
        """Count legs that are stretched and lowered while the hips are still on the floor."""
        if self.phase is TestPhase.FLOOR and self.foot >= self._out_from:
            self._raised_s = min(self._raised_s, time_s)
            return
        if self.phase is TestPhase.FLOOR and time_s - self._raised_s >= RAISED_S:
            self.raised_flat += 1
        self._raised_s = np.inf

    def _go(self, phase: TestPhase, time_s: float) -> None:
        if phase is not self.phase:
            self.phase, self.since_s = phase, time_s

    def _follow(self, time_s: float) -> Lowering | None:
        if self.phase is TestPhase.BRIDGE:
            self._leave_bridge(time_s)
        elif self.phase is TestPhase.OUT:
            self._hold_out(time_s)
        elif self.phase is TestPhase.DOWN:
            self._lower(time_s)
        elif self.phase is TestPhase.BACK:
            return self._raise(time_s)
        return None

    def _leave_bridge(self, time_s: float) -> None:
        if self.foot < self._out_from:
            self._note_flat(self._flat_at + 0.7 * LEG_OUT)
            self._out_s, self._left_votes = time_s, 0.0
        elif time_s - self._out_s >= SETTLE_S:
            self._go(TestPhase.OUT, time_s)
            self._out, self._high = self.foot, self.lift

    def _hold_out(self, time_s: float) -> None:
        """The height at which the leg is held follows slowly downwards: a leg that tires is not being lowered."""
        self._out, self._high = max(self.foot, self._out), max(self.lift, self._high)
        if self.foot >= self._out - 0.5 * LEG_FALLS:
            self._out_s = time_s
        if self.foot < self._out - LEG_FALLS:
            self._go(TestPhase.DOWN, time_s)
            self._bottom, self._bottom_s, self._held, self._on_floor_s = self.foot, time_s, False, np.inf

    def _lower(self, time_s: float) -> None:
        if self.foot < self._bottom:
            self._bottom, self._bottom_s = self.foot, time_s
        if self.foot <= self._floor_at:
            self._on_floor_s = min(self._on_floor_s, time_s)
            self._held = self._held or self.lift >= self._rest + HELD_SHARE * (self._high - self._rest)
        else:
            self._on_floor_s = np.inf
        if self.foot > self._bottom + 0.5 * (self._out - self._bottom):
            self._return_s, self._came_back = time_s, False
            self._go(TestPhase.BACK, time_s)
        elif time_s - self._on_floor_s > BOTH_DOWN_S:
            self._go(TestPhase.BRIDGE, time_s)

    def _raise(self, time_s: float) -> Lowering | None:
        raised = (self.foot - self._bottom) / (self._out - self._bottom)
        self._came_back = self._came_back or raised >= CAME_BACK
        fallen = raised < 0.3
        on_floor = self.foot <= self._floor_at
        complete = self._came_back and self._bottom <= self._floor_at
        if fallen and not on_floor and not complete:
            self._go(TestPhase.DOWN, time_s)  # it had not turned yet
            return None
        if time_s - self._return_s < RECOVERY_S and not (fallen and on_floor):
            return None
        done = self._done(time_s)
        self._out, self._out_s = self.foot, time_s
        self._go(TestPhase.OUT, time_s)
        return done

    def _fall(self, time_s: float) -> Lowering | None:
        """The hips are down: they fell while the leg was lowered, or the series is over.

        A person who ends the series puts the foot down first, with the hips up. A person who gives way does not. Hips
        that come down after the leg has come back end the last lowering, which counts.
        """
        complete = self.phase is TestPhase.BACK and self._held and self._came_back
        lowered = self.phase in (TestPhase.DOWN, TestPhase.BACK) and self._bottom < 0.5 * self._out
        gave_way = lowered and not self._held
        done = self._done(time_s, fell=gave_way) if complete or gave_way else None
        self._go(TestPhase.FLOOR, time_s)
        return done

    def _leave(self, time_s: float) -> Lowering | None:
        done = self._done(time_s) if self.phase is TestPhase.BACK else None
        self._go(TestPhase.AWAY, time_s)
        return done

    def _done(self, time_s: float, fell: bool = False) -> Lowering:
        side = self.side
        assert side is not None
        back_s = self._return_s if self.phase is TestPhase.BACK else time_s
        reached = self._bottom <= self._floor_at
        return Lowering(side, self._out_s, self._bottom_s, back_s, time_s, self._bottom, reached, fell)

    @property
    def _lowest(self) -> float:
        """Height of the hips on the floor, as seen: a camera at an angle may see them above the shoulders there."""
        return max(self._rest, min(self._lying, MOST_LYING)) if np.isfinite(self._lying) else self._rest

    @property
    def _floor_at(self) -> float:
        """Ankle height up to which the free heel is on the floor, in trunk lengths."""
        return self._flat_at + ON_FLOOR

    @property
    def _out_from(self) -> float:
        """Ankle height from which a leg is held out, in trunk lengths."""
        return self._flat_at + LEG_OUT

    @property
    def _flat_at(self) -> float:
        return float(np.median(self._flat)) if self._flat else FLAT

    def _note_flat(self, most: float) -> None:
        if self.foot < most:
            self._flat.append(max(self.foot, 0.0))
