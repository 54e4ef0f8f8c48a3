"""Follows one set frame by frame: the same code for a live camera and for a recording.

`Session.step` reads no clock, draws nothing and prints nothing. A finished rep is measured on its own frames with a
zero-lag filter, so a live set and its recording get the same verdicts. Only the values shown during a rep come from
the causal filter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np

from formcheck.motion.camera_roll import roll_deg
from formcheck.motion.filters import load_filters
from formcheck.motion.view import Azimuth, Body, View, azimuth_of, body_of
from formcheck.pose.cleaning import PoseCleaner
from formcheck.pose.landmarks import Landmark, Side
from formcheck.pose.pose import Pose
from formcheck.pose.pose_buffer import RecentPoses
from formcheck.rules.exercise import Exercise
from formcheck.rules.laterality import side_of_rep
from formcheck.rules.measures.base import History
from formcheck.rules.prescription import PrescriptionProgress, progress
from formcheck.rules.rep_frames import Movement, Phase, RepFrames, RepTimes
from formcheck.rules.rep_rule import RepSignal
from formcheck.rules.set_up_check import SetUpFinding
from formcheck.session.beginning import SET_UP_S, Beginning
from formcheck.session.change_of_view import count_from_s, counted_again, lost_movements, view_since_s
from formcheck.session.cues import Coach, Cue
from formcheck.session.follower import Follower, followers_of
from formcheck.session.image_rotation import ImageRotation, best_rotation
from formcheck.session.judge import Attempt, Rep, Verdict, judge_all, not_judged
from formcheck.session.opening import NOT_SEEN
from formcheck.session.placement import Placement, PlacementHelp, SetUpWatch, lies_flat
from formcheck.session.rep_counter import CAMERA_CHANGES, CLIP_ENDS
from formcheck.session.rep_validation import (
    MAX_SLIP_S,
    holds_position,
    is_confirmed_fall,
    is_outdone,
    is_set_up,
    leaves_position,
    of_another_exercise,
    why_not_counted,
)
from formcheck.session.scene_change import LASTS_S, SceneChange, SceneChangeDetector
from formcheck.session.unfollowed import Unfollowed
from formcheck.session.update import Update

MAX_IMPLAUSIBLE = 0.1
"""Later reps are not compared with a rep in which a larger share of the frames has implausible landmarks:
docs/sources.md#plausible."""

BEFORE_S = 2.0
"""Seconds before a movement that are measured with it: rest to compare with, and warm-up for the filter; chosen."""


@dataclass(slots=True)
class Session:
    """State of one set of one exercise.

    A variant or a custom prescription is part of the exercise, ``exercise.under(settings)``, and so is the pose model:
    ``exercise.with_model("lite")``. Without one the poses are taken for those of *full*.

    Attributes
    ----------
    exercise : Exercise
        The exercise of this set.
    picture_px : (width, height) or None
        Size of the upright image in pixels, for advice about its edges; None if unknown.
    reps, attempts : list
        Counted reps and movements that were not counted, in order of time.
    cues : list of Cue
        All cues of the set.
    body : Body or None
        View, near side, facing and size of the person; None before the person was in position.
    azimuth : Azimuth or None
        Where the camera stood during the set-up; None before the person was in position.
    frames, frames_seen, frames_in_position, frames_implausible : int
        All frames, and those with a person in them, with the person in position, and with an implausible landmark
        that the exercise needs.
    segments : int
        Parts of the set with a view of their own: a cut, a moved camera or a turned person begins a new one.
    unfollowed : Unfollowed
        Stretches after the first set-up in which nobody could be followed.
    rotation : ImageRotation or None
        After `finish`: the rotation of the image that shows reps, where the image as it is shows none. If it is sure,
        everything in this session is that of the rotated image.
    """

    exercise: Exercise
    picture_px: tuple[int, int] | None = None
    reps: list[Rep] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    body: Body | None = None
    azimuth: Azimuth | None = None
    frames: int = 0
    frames_seen: int = 0
    frames_in_position: int = 0
    frames_implausible: int = 0
    _recent: RecentPoses = field(default_factory=RecentPoses)
    _followers: list[Follower] = field(default_factory=list)
    _coach: Coach = field(default_factory=Coach)
    _clean: PoseCleaner = field(default_factory=PoseCleaner)
    _used_landmarks: list[Landmark] = field(default_factory=list)
    _pose: Pose = field(default_factory=lambda: Pose.nobody(0.0))
    _history: History = field(default_factory=History)
    _first_s: float = np.nan
    _in_position_s: float = -np.inf
    _last_s: float = -np.inf
    segments: int = 1
    unfollowed: Unfollowed = field(default_factory=Unfollowed)
    rotation: ImageRotation | None = None
    _implausible_s: list[float] = field(default_factory=list)
    _ended_s: float = -np.inf
    _view_since_s: float = -np.inf
    _beginning: Beginning = field(default_factory=Beginning)
    _rises: dict[tuple[View, int], dict[tuple[str, Side | None], list[float]]] = field(default_factory=dict)
    _placement: Placement | None = None
    _set_up_watch: SetUpWatch = field(default_factory=SetUpWatch)
    _scene_change: SceneChangeDetector = field(init=False)
    _placement_help: PlacementHelp = field(init=False)

    def __post_init__(self) -> None:
        self.exercise = self.exercise.with_some_model()
        load_filters()  # now, and not at the end of the first rep, where it would delay the cue
        self._placement_help = PlacementHelp(self.exercise, self.picture_px)
        self._scene_change = SceneChangeDetector(self.exercise)

    def step(self, pose: Pose) -> Update:
        """Take the next frame.

        Parameters
        ----------
        pose : Pose
            One frame, later than the one before.

        Raises
        ------
        ValueError
            The time of the frame is not later than that of the frame before.
        """
        time_s = float(pose.time_s)
        if not time_s > self._last_s:
            raise ValueError(f"time must increase: {time_s} s after {self._last_s} s")
        if not self.frames:
            self._first_s = time_s
        self._last_s = time_s
        self._pose = pose = self._clean(pose)
        self.frames += 1
        self.frames_seen += bool(pose.seen)
        if self._clean.rejected[self._used_landmarks].any():
            self.frames_implausible += 1
            self._implausible_s.append(time_s)
        self._history.standing.add(pose)
        in_position = holds_position(pose, self.exercise)
        self.frames_in_position += in_position
        self._placement = self._placement_help(pose, in_position)
        change = self._scene_change(pose, self.body if self._followers else None, in_position)
        if change is SceneChange.CUT:
            rep, cue = self._begin_segment()
        elif change is SceneChange.LASTING:
            rep, cue = self._look_again(time_s)
        else:
            rep, cue = None, None
        update = self._follow(pose, in_position) if self._followers else self._set_up(pose, in_position)
        return replace(update, rep=update.rep or rep, cue=update.cue or cue)

    def finish(self, track: Pose | None = None) -> Update:
        """End the set: count a rep that has reached its turn, and count a set without reps in the rotated image.

        If the feet show that the image lies on its side, the session takes over reps, attempts, cues and everything
        else from the rotated image and sets `rotation`. A second call with the same track changes nothing.

        Parameters
        ----------
        track : Pose, optional
            (T,) all frames of the set as they were given to `step`; without them nothing is counted in the rotated
            image. They are not kept here, so that the memory of a session does not grow with its length.
        """
        rep, cue = self._end_movements(CLIP_ENDS)
        self._take_unseen()
        self.unfollowed.finish(self._last_s)
        if not self.reps and self.rotation is None and track is not None:
            self._count_rotated(track)
        return self._update(self._last_s, rep, cue)

    @property
    def progress(self) -> PrescriptionProgress:
        """Reps, holds and lowerings done so far, against the prescription."""
        return progress(self.exercise, [(rep.side, rep.times) for rep in self.reps])

    @property
    def swaps_repaired(self) -> int:
        """Number of times that the model exchanged left and right limbs, which was repaired."""
        return self._clean.swaps_repaired

    @property
    def set_up(self) -> list[SetUpFinding]:
        """Result of each set-up check; empty before the person was in position."""
        return self._set_up_watch.findings

    @property
    def placements(self) -> list[tuple[float, Placement]]:
        """Advice about camera, light and position, each with the time in seconds of its first report."""
        return self._placement_help.reported

    @property
    def fps(self) -> float | None:
        """Mean frame rate in frames per second; None before the second frame."""
        passed = self._last_s - self._first_s
        return (self.frames - 1) / passed if self.frames > 1 and passed > 0 else None

    def _count_rotated(self, track: Pose) -> None:
        """Count in the image rotated by quarter turns, and take over that session if the feet agree."""
        if not track.seen.any():
            return
        rotation, upright = best_rotation(track, self.picture_px, self._counted)
        if rotation is not None and rotation.sure:
            for each in fields(self):
                setattr(self, each.name, getattr(upright, each.name))
        self.rotation = rotation

    def _counted(self, track: Pose, picture_px: tuple[int, int] | None) -> "Session":
        """A finished session of this track."""
        session = Session(self.exercise, picture_px)
        for n in range(len(track)):
            session.step(track[n])
        session.finish()
        return session

    def _end_movements(self, reason: str) -> tuple[Rep | None, Cue | None]:
        """End the movements under way: the last rep and cue, from a movement that has reached its turn."""
        return self._take_all([(follower, follower.counter.finish(reason)) for follower in self._followers])

    def _still_in_position(self, pose: Pose, in_position: bool) -> bool:
        """Whether the person counts as in position: a short slip, or frames that do not show it, make no difference."""
        if in_position or not (pose.seen and leaves_position(pose, self.exercise)):
            self._in_position_s = float(pose.time_s)
        return float(pose.time_s) - self._in_position_s <= MAX_SLIP_S

    def _set_up(self, pose: Pose, in_position: bool) -> Update:
        """Wait until the person has been in position for `SET_UP_S`, then follow these frames."""
        poses = self._beginning.step(pose, in_position)
        if not poses:
            hint = "get into position" if pose.seen else "nobody in the picture"
            return self._update(float(pose.time_s), hint=hint)
        track = Pose.stack(poses)
        body = self._body_in(track)
        self.azimuth = azimuth_of(track, self.exercise.posture)
        self._measure_with(body)
        self._set_up_watch.begin(self.exercise.set_up)
        opening = self._beginning.opening(self.exercise.posture)
        self._followers = followers_of(body, self.exercise.rep, self.exercise.posture, opening)
        self.unfollowed.begin(float(track.time_s[0]))
        return [self._follow(earlier, True) for earlier in poses][-1]

    def _body_in(self, track: Pose) -> Body:
        """View, near side, facing, size and camera roll in these frames."""
        body = body_of(track, self.exercise.posture)
        if body.view == "side" and lies_flat(self.exercise):
            body = replace(body, roll_deg=roll_deg(track))
        return body

    def _measure_with(self, body: Body) -> None:
        """Follow and measure this body from now on; later reps are compared with those of the same view."""
        self.body = body
        self._used_landmarks = sorted({mark for signal in self.exercise.signals for mark in signal.needs(body.near)})
        self._history.rises = self._rises.setdefault((body.view, body.facing), {})

    def _begin_segment(self) -> tuple[Rep | None, Cue | None]:
        """Begin a new set-up after a cut; counting goes on. The last rep and cue, if the cut ended a movement.

        A rep that has reached its turn is counted.
        """
        ended = len(self.reps) + len(self.attempts)
        last = self._end_movements(CAMERA_CHANGES)
        reported = len(self.reps) + len(self.attempts) > ended
        self._beginning = Beginning(self._last_s, CAMERA_CHANGES, reported)
        self.segments += bool(self._followers)
        self._followers = []
        self._rises.clear()
        self._history.forget_outlines()
        self._recent.clear()
        return last

    def _look_again(self, time_s: float) -> tuple[Rep | None, Cue | None]:
        """Take over a lasting change of view: what is under way is counted again in the new view, and goes on."""
        recent = self._recent.between(-np.inf, time_s)
        former, before = self._followers, self.body
        newest = recent[recent.time_s >= time_s - LASTS_S]
        now = self._body_in(newest)
        self.azimuth = azimuth_of(newest, self.exercise.posture)
        assert before is not None
        self._view_since_s = view_since_s(recent, self.exercise.posture, before, now)
        anew = followers_of(now, self.exercise.rep, self.exercise.posture)
        again = recent[recent.time_s > count_from_s(former, self._ended_s, self._view_since_s)]
        found = counted_again(anew, again, self.exercise)
        lost = self._take_all(lost_movements(former, anew, found, CAMERA_CHANGES))
        if not self._begun:
            self._set_up_watch.begin(self.exercise.set_up)
        self._measure_with(now)
        self._followers = anew
        self._history.forget_outlines()
        self.segments += 1
        rep, cue = self._take_all(found)
        return rep or lost[0], cue or lost[1]

    def _follow(self, pose: Pose, in_position: bool) -> Update:
        self._recent.append(pose)
        in_position = self._still_in_position(pose, in_position)
        rep, cue = self._take_all([(follower, follower.step(pose, in_position)) for follower in self._followers])
        self._take_unseen()
        self.unfollowed.step(float(pose.time_s), any(follower.sees for follower in self._followers))
        self._check_set_up(float(pose.time_s))
        self._drop_old_frames(float(pose.time_s))
        return self._update(float(pose.time_s), rep, cue, self._hint(pose))

    def _hint(self, pose: Pose) -> str | None:
        """Why the set cannot be followed now, or what to change before the first movement."""
        if not pose.seen:
            return "nobody in the picture"
        return None if self._begun else self._set_up_watch.advice(float(pose.time_s))

    @property
    def _begun(self) -> bool:
        """Whether the first movement has begun, which ends the set-up."""
        moving = any(follower.counter.phase is not Phase.REST for follower in self._followers)
        return moving or bool(self.reps or self.attempts)

    def _check_set_up(self, time_s: float) -> None:
        """Check the set-up on the newest frames, until the first movement begins."""
        if self.body is None or self._begun or self._recent.seconds < SET_UP_S:
            return
        if self._set_up_watch.is_open(self.body):
            self._set_up_watch.check(self._recent.between(time_s - SET_UP_S, time_s), self.body)

    def _drop_old_frames(self, time_s: float) -> None:
        """Drop frames that no movement under way can need."""
        since = [follower.counter.open_since_s for follower in self._followers]
        oldest = min(time_s if s is None else s for s in since) - 2 * BEFORE_S
        self._recent.drop_before(oldest)

    def _take_all(self, ended: Sequence[tuple[Follower, Movement | None]]) -> tuple[Rep | None, Cue | None]:
        """The last rep and cue among the movements that ended in one frame, seldom more than one."""
        rep, cue = None, None
        for follower, movement in ended:
            if movement is not None:
                new_rep, new_cue = self._take(follower, movement)
                rep, cue = new_rep or rep, new_cue or cue
        return rep, cue

    def _take(self, follower: Follower, movement: Movement) -> tuple[Rep | None, Cue | None]:
        """Turn a finished movement into a rep, an attempt, or nothing."""
        if movement.broken_off is not None and not movement.start_seen:
            self._take_opening(follower, movement)
            return None, None
        since_s = movement.start_s - BEFORE_S
        if movement.start_s >= self._view_since_s:
            since_s = max(since_s, self._view_since_s)
        track = self._recent.between(since_s, movement.end_s)
        self._ended_s = max(self._ended_s, movement.end_s)
        window = follower.rep_frames(track, movement, self.exercise)
        others = [other.counter for other in self._followers if other is not follower]
        last = self.reps[-1] if self.reps else None
        if window is None or is_outdone(movement, follower.body.near, others, last):
            return None, None
        driver = follower.counter.driver
        if is_set_up(window, driver, self.exercise.rep):
            return None, None
        side, not_one = side_of_rep(window, self.exercise.rep.laterality)
        if last is not None and last.side == side and window.times.start_s < last.times.turn_s:
            return None, None  # the movement of the last rep, counted again in another view
        reason = why_not_counted(movement, window, follower.counter, self.exercise) or not_one
        reason = reason or of_another_exercise(window.on(side), self.exercise, self._history)
        if reason is not None:
            if reason == self.exercise.words.too_small:
                self._history.sides.append((side, None))  # a pull that is too small still shows whose turn is next
            self.attempts.append(Attempt(self._free_from_s(window.times, side), window.times.end_s, reason, side))
            return None, None
        follower.substitute.learn(window.on(side))
        return self._judge(window.on(side), driver)

    def _free_from_s(self, times: RepTimes, side: Side | None) -> float:
        """Start of an attempt, after the end of the last rep and attempt: a start that is hidden is estimated."""
        return max(times.start_s, min(times.turn_s, self._last_end_s(side)))

    def _last_end_s(self, side: Side | None) -> float:
        """End of the last rep or attempt that uses a side, or of the last one of all for None; -inf without one."""
        last = [(rep.times.end_s, rep.side) for rep in self.reps[-1:]]
        last += [(attempt.end_s, attempt.side) for attempt in self.attempts[-1:]]
        return max((end_s for end_s, other in last if {side, other} != {"left", "right"}), default=-np.inf)

    def _take_opening(self, follower: Follower, movement: Movement) -> None:
        """Half a movement at the beginning is an attempt, unless a cut divides it and the first half is reported."""
        track = self._recent.between(movement.start_s, movement.end_s)
        reported = self._beginning.reported and movement.broken_off == self._beginning.reason
        if not reported and is_confirmed_fall(track, follower.body, self.exercise.rep):
            side = follower.body.near if len(self._followers) > 1 else None
            self.attempts.append(Attempt(movement.start_s, movement.end_s, str(movement.broken_off), side))

    def _take_unseen(self) -> None:
        """Report movements of which the signal shows too little to decide."""
        for follower in self._followers:
            for movement in follower.unseen_movements(self._last_end_s(None)):
                self.attempts.append(Attempt(movement.start_s, movement.end_s, NOT_SEEN, follower.substitute.side))

    def _judge(self, window: RepFrames, driver: RepSignal) -> tuple[Rep | None, Cue | None]:
        changes = window.times.start_s < self._view_since_s < window.times.end_s
        if changes:
            rule_results = not_judged(self.exercise.rules, "the camera angle changes")
        else:
            rule_results = judge_all(self.exercise.rules, window, self._history, self.exercise.posture)
        voided = [f.rule.title for f in rule_results if f.rule.invalidates_rep and f.verdict is Verdict.FAULT]
        if voided:
            start_s = self._free_from_s(window.times, window.side)
            self.attempts.append(Attempt(start_s, window.times.end_s, voided[0], window.side))
            return None, None
        compared = (
            [] if changes or self._is_implausible(window.times) else [rule.measure for rule in self.exercise.rules]
        )
        self._history.remember(compared, window)
        azimuth = azimuth_of(window.track, self.exercise.posture)
        rep = Rep(len(self.reps) + 1, window.times, window.body, driver, rule_results, window.side, azimuth)
        self.reps.append(rep)
        cue = self._coach.after_rep(self._last_s, rule_results)
        if cue is not None:
            self.cues.append(cue)
        return rep, cue

    def _is_implausible(self, times: RepTimes) -> bool:
        """Whether too many frames of a rep have implausible landmarks, as when another person walks past in front."""
        wrong = sum(times.start_s <= time_s <= times.end_s for time_s in self._implausible_s)
        return wrong > MAX_IMPLAUSIBLE * self._recent.count(times.start_s, times.end_s)

    def _update(self, time_s: float, rep: Rep | None = None, cue: Cue | None = None, hint: str | None = None) -> Update:
        counters = [follower.counter for follower in self._followers]
        counter = max(counters, key=lambda c: (c.phase is not Phase.REST, c.progress), default=None)
        followed = self.progress
        return Update(
            time_s=time_s,
            pose=self._pose,
            phase=None if counter is None else counter.phase,
            progress=0.0 if counter is None else counter.progress,
            hold_s=0.0 if counter is None else counter.hold_s,
            count=len(self.reps),
            attempts=len(self.attempts),
            cue=cue,
            rep=rep,
            hint=hint,
            placement=self._placement,
            by_side=(followed.done[0].reps, followed.done[1].reps) if followed.each_side else None,
            reached=followed.reached,
        )
