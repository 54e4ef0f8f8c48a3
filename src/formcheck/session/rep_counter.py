"""Finds reps in one signal, value by value: out from rest, turn, back.

The counter compares rises and falls with the size of the movement, not with fixed angles. It therefore works for every
body, and for every view in which the signal moves. There are always two limits: a rep has to rise by `rep_range` and to
come back by half before the next can begin. Jitter and stillness never count.
"""

from collections import deque
from dataclasses import dataclass, field, fields

import numpy as np

from formcheck.rules.rep_frames import Movement, Phase
from formcheck.rules.rep_rule import LONGEST_HOLD_S, RepRule, RepSignal
from formcheck.session.opening import NOT_SEEN, OpeningHalf

BASES = 5
"""Number of last movements whose median base is the usual base; chosen: two slips among them do not matter."""

REST_WINDOW_S = 2.0
"""Rest is searched this far back when a movement begins; chosen: longer than any pause inside a lift."""

TURN_BACK_SHARE = 0.3
"""The way back begins after the signal has lost this share of the rise; chosen: twice the dips in the holds of the
real bridge recording in tests/golden."""

RETURN_SHARE = 0.5
"""A rep can end after the signal has lost this share of the rise."""

SETTLED_SHARE = 0.03
"""A fall by less than this share of the rise within `SETTLED_S` counts as still."""

SETTLED_S = 0.25

BEGINNING_S = 0.1
"""A movement that leaves rest this soon after the first value may have begun before it; chosen: three frames."""

CUT_SHARE = 0.7
"""A movement that the end of the recording cuts off must have risen by this share of the largest rise before;
chosen: standing up to walk to the camera rises less."""

TURNED_SHARE = 0.05
"""A movement that has lost this share of its rise when the recording ends has turned; chosen: above jitter."""

CYCLE_SHARE = 0.6
"""A clip that begins with half a movement and ends on the way out, at this share of the height at which it began, shows
one full cycle; chosen: loops close to within a few frames, by which the filtered signal lags behind."""

FLOOR_FRAMES = 150
"""Number of values at rest whose median is the floor, for a signal that has one; chosen: a few reps."""

CLIP_ENDS = "the clip ends in the middle"
CAMERA_CHANGES = "the camera changes in the middle"

UNSEEN_END_S = 0.5
"""A movement whose last values are missing for longer than this was not seen, rather than cut off; chosen: longer than
slips of the pose model."""

MAX_UNSEEN_S = 2.5
"""A signal that is missing for longer ends the movement; chosen: nobody gets down and up again in less time."""


@dataclass(slots=True)
class RepCounter:
    """State of the counting of one set; `step` takes one value at a time, in order of time."""

    rule: RepRule
    driver: RepSignal
    phase: Phase = Phase.REST
    progress: float = 0.0
    """Position between rest and the peak, 0 to 1; before a peak is known, against `rep_range`."""
    hold_s: float = 0.0
    opening: OpeningHalf | None = None
    """Watches for half a movement at the beginning; None where the person has set up before."""
    _recent: deque[tuple[float, float]] = field(default_factory=deque)
    _at_rest: deque[float] = field(default_factory=lambda: deque(maxlen=FLOOR_FRAMES))
    _start_s: float = 0.0
    _base: float = np.inf
    _peak: float = -np.inf
    _peak_s: float = 0.0
    _usual_rise: float = 0.0
    _bases: deque[float] = field(default_factory=lambda: deque(maxlen=BASES))
    _turn: tuple[float, float] = (-np.inf, 0.0)
    _valley: float = np.inf
    _valley_s: float = 0.0
    _turn_since_s: float = np.nan
    _first_s: float = np.nan
    _last_s: float = np.nan
    _now_s: float = np.nan
    _broken_s: float = np.nan
    _of_new_rest: "RepCounter | None" = None
    """Once a hold is longer than `max_s`: counts from there on, in case that is rest and the signal has drifted."""

    def step(self, time_s: float, value: float, in_position: bool) -> Movement | None:
        """Take the next value; returns a finished movement or None.

        Parameters
        ----------
        time_s : float
            Seconds, increasing.
        value : float
            The signal, filtered causally; NaN if it was not seen.
        in_position : bool
            Whether the person is in the position of the exercise; movements outside it are set-up.
        """
        self._now_s = time_s
        if not in_position:
            self.opening = None
            self._rest(keep=np.inf)  # sitting up, standing up, putting the weight away: set-up, not an attempt
            return None
        lost = self.break_off(NOT_SEEN) if time_s - self._last_s > MAX_UNSEEN_S else None
        if np.isnan(value):
            return lost
        if self.driver.has_floor:
            value = self._above_floor(value)
        self._first_s = time_s if np.isnan(self._first_s) else self._first_s
        self._last_s = time_s
        self._remember(time_s, value)
        if self.phase is Phase.REST:
            half = None if self.opening is None else self.opening.step(time_s, value)
            if half is not None:
                self._at_rest.clear()
            self._leave_rest(time_s, value)
            return lost or half
        if time_s - self._start_s > self.rule.max_s and (late := self._hold_on(time_s, value)) is not None:
            return late
        return self._follow(time_s, value)

    def resume(self, time_s: float, held_s: float) -> None:
        """The signal is seen again after a long gap: perhaps in the middle of a movement, at rest if not.

        A movement that the gap broke off, and that has been returned, is not watched for again.

        Parameters
        ----------
        time_s : float
            Time of the first value, in seconds.
        held_s : float
            Longest time at the turn before half a movement.
        """
        if self.phase is Phase.REST and self._broken_s != self._last_s:
            self._first_s = time_s
            self.opening = OpeningHalf(self.driver.rep_range, NOT_SEEN, time_s, held_s)

    def finish(self, reason: str = CLIP_ENDS) -> Movement | None:
        """End the counting: a movement that has reached its turn is returned as it is, any other with the reason.

        Where the signal was missing at the end, that is the reason: nothing is known of the rest of the movement.
        """
        if self.phase is Phase.BACK and self._returned(self._valley):
            return self._complete(self._last_s, end_seen=False)
        least = max(self.driver.rep_range, CUT_SHARE * self._usual_rise)
        if (self._has_turned and self.rise >= least) or self._closes_the_cycle:
            return self._complete(self._last_s, end_seen=False, cut=True)
        if self.phase is Phase.REST and self.opening is not None and (half := self.opening.finish()) is not None:
            return half
        return self.break_off(NOT_SEEN if self._now_s - self._last_s > UNSEEN_END_S else reason)

    @property
    def _has_turned(self) -> bool:
        """Whether the movement under way has stopped rising, or has begun to fall."""
        if self.phase is Phase.OUT:
            return self._peak - self._recent[-1][1] >= TURNED_SHARE * self.rise
        return self.phase is not Phase.REST

    @property
    def _closes_the_cycle(self) -> bool:
        """Whether the way out under way has come as high as where the clip began, with half a movement."""
        if self.opening is None or self.phase is not Phase.OUT:
            return False
        least, began_at = self.driver.rep_range, self.opening.began_at
        return began_at >= least and self.rise >= max(least, CYCLE_SHARE * began_at)

    def _hold_on(self, time_s: float, value: float) -> Movement | None:
        """After `max_s`, wait for the return from a turn that may be held; otherwise end the movement.

        A whole rep that begins and ends near the turn shows that this is rest now: the person or the camera has moved,
        and the signal with it. The movement under way is then ended, and counting goes on from the new rest.
        """
        held_s = time_s - self._start_s
        if not self.rule.held or self.phase is Phase.OUT or held_s > LONGEST_HOLD_S:
            return self.break_off(f"not back within {self.rule.max_s:.0f} s")
        new = self._of_new_rest = self._of_new_rest or RepCounter(self.rule, self.driver)
        new.step(time_s, value, in_position=True)
        if new.phase is not Phase.BACK or new.rise < self.driver.rep_range or not new._returned(value):
            return None
        broken = self.break_off(f"not back within {self.rule.max_s:.0f} s")
        for each in fields(self):
            setattr(self, each.name, getattr(new, each.name))
        return broken

    @property
    def seen_s(self) -> float:
        """Time of the last value that was seen, in seconds; NaN before the first."""
        return self._last_s

    @property
    def rise(self) -> float:
        """Rise of the movement under way, in the unit of the signal; 0 at rest."""
        return 0.0 if self.phase is Phase.REST else self._peak - self._base

    @property
    def open_since_s(self) -> float | None:
        """Time at which the movement under way left rest, in seconds; None at rest."""
        return None if self.phase is Phase.REST else self._start_s

    def _above_floor(self, value: float) -> float:
        """The value, lifted to the usual rest where it lies below.

        Not at the beginning, which may be a turn instead of rest.
        """
        if self.phase is Phase.REST:
            self._at_rest.append(value)
        if self.opening is not None and not self.opening.is_over:
            return value
        return max(value, float(np.median(self._at_rest))) if self._at_rest else value

    def _remember(self, time_s: float, value: float) -> None:
        self._recent.append((time_s, value))
        while self._recent[0][0] < time_s - REST_WINDOW_S:
            self._recent.popleft()

    def _leave_rest(self, time_s: float, value: float) -> None:
        low = min(v for _, v in self._recent)
        threshold = self.driver.attempt_range
        self._show_progress(value, low, max(self._usual_rise, self.driver.rep_range))
        if value - low < threshold:
            return
        self._start_s = max(t for t, v in self._recent if v <= low + 0.25 * threshold)
        self._begin(time_s, value, low)

    def _begin(self, time_s: float, value: float, base: float) -> None:
        self.phase = Phase.OUT
        self._base, self._peak, self._peak_s = base, value, time_s
        self._turn_since_s, self.hold_s = np.nan, 0.0

    def _follow(self, time_s: float, value: float) -> Movement | None:
        if value > self._peak:
            self._peak, self._peak_s = value, time_s
        rise = self._peak - self._base
        self._show_progress(value, self._base, max(rise, self._usual_rise, self.driver.rep_range))
        if self.phase is Phase.BACK:
            return self._come_back(time_s, value, rise)
        if value <= self._peak - TURN_BACK_SHARE * rise:
            self.phase = Phase.BACK
            self._turn = self._peak, self._peak_s
            self._valley, self._valley_s = value, time_s
        else:
            self._time_hold(time_s, value, rise)
        return None

    def _show_progress(self, value: float, base: float, rise: float) -> None:
        self.progress = float(np.clip((value - base) / rise, 0.0, 1.0))

    def _time_hold(self, time_s: float, value: float, rise: float) -> None:
        """The turn is reached when the signal stops rising, and it is held while the signal stays near the peak."""
        if self._change_over(time_s, SETTLED_S) < 0.1 * rise and value >= self._peak - 0.1 * rise:
            if self.phase is Phase.OUT:
                self.phase, self._turn_since_s = Phase.TURN, time_s
            self.hold_s = time_s - self._turn_since_s

    def _change_over(self, time_s: float, span_s: float) -> float:
        """Change since `span_s` ago, or since the oldest value known."""
        before = next(v for t, v in self._recent if t >= time_s - span_s - 1e-9)
        return self._recent[-1][1] - before

    def _returned(self, value: float) -> bool:
        """Whether the signal is back at rest: at the base of this movement, or at the usual one if that is higher."""
        base = max(self._base, float(np.median(self._bases))) if self._bases else self._base
        return value <= base + RETURN_SHARE * (self._peak - base)

    def _come_back(self, time_s: float, value: float, rise: float) -> Movement | None:
        if value < self._valley:
            self._valley, self._valley_s = value, time_s
        if value >= self._valley + TURN_BACK_SHARE * rise:
            return self._rise_again(time_s, value)
        if self._returned(value) and self._change_over(time_s, SETTLED_S) > -SETTLED_SHARE * rise:
            return self._complete(time_s)
        return None

    def _rise_again(self, time_s: float, value: float) -> Movement | None:
        """Rising again: after a full return this is the next rep, otherwise a dip within the same rep."""
        if not self._returned(self._valley):
            self.phase = Phase.OUT
            return None
        valley, valley_s = self._valley, self._valley_s
        self._peak, self._peak_s = self._turn  # a new value above it belongs to the next rep
        done = self._complete(valley_s)
        self._start_s = valley_s
        self._begin(time_s, value, valley)
        return done

    def _complete(self, end_s: float, *, end_seen: bool = True, cut: bool = False) -> Movement:
        done = Movement(
            self._start_s,
            self._peak_s,
            end_s,
            self._base,
            self._peak,
            end_seen=end_seen,
            start_seen=self._start_s - self._first_s > BEGINNING_S and not self._began_above_rest,
            cut=cut,
        )
        if self.opening is not None:
            self.opening.first_movement(self._recent[-1][1], self._peak - self._base)
        if not done.start_seen:
            self._at_rest.clear()  # what was taken for rest is a place on the way out
        self._usual_rise = max(self._usual_rise, self._peak - self._base)
        self._bases.append(self._base)
        self._rest(keep=end_s)
        return done

    @property
    def _began_above_rest(self) -> bool:
        """Whether the first movement has come back far below its base: that was a bump in a hold, and no rest."""
        first = self.opening is not None and not self.opening.is_over
        return first and self._recent[-1][1] < self._base - RETURN_SHARE * (self._peak - self._base)

    def break_off(self, reason: str) -> Movement | None:
        """Discard the movement under way; it is returned with a reason only if it was as large as a rep."""
        broken = None
        if self.phase is not Phase.REST and self._peak - self._base >= self.driver.rep_range:
            broken = Movement(self._start_s, self._peak_s, self._last_s, self._base, self._peak, reason)
            self._broken_s = self._last_s
        self._rest(keep=np.inf)
        return broken

    def _rest(self, keep: float) -> None:
        """Return to rest; values before `keep` belong to the movement that is over."""
        self.phase, self.progress, self.hold_s = Phase.REST, 0.0, 0.0
        self._of_new_rest = None
        self._recent = deque((t, v) for t, v in self._recent if t >= keep)
