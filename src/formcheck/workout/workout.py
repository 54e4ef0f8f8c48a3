"""A workout, from choosing an exercise to the summary: one state machine for desktop and browser.

It reads no clock, opens no camera and makes no sound. Time comes with each frame, or with `tick` when there is no
frame. The result of each call is a `Screen`: what to show and what to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from formcheck.pose.pose import Pose
from formcheck.pose.pose_buffer import PoseBuffer
from formcheck.rules.exercise import Exercise
from formcheck.rules.rep_frames import Phase
from formcheck.session.placement import PlacementHelp
from formcheck.session.session import Session
from formcheck.session.update import Update
from formcheck.workout.commentary import Commentary
from formcheck.workout.placement_gate import PlacementGate
from formcheck.workout.screen import (
    COMMANDS,
    CUE_S,
    Command,
    Mood,
    Screen,
    SetSummary,
    WorkoutStage,
    counted,
    summary_of,
)
from formcheck.workout.set_end import SetEnd
from formcheck.workout.workout_screen import rep_words, workout_screen

COUNTDOWN_S = 3.0
"""Length of the countdown in seconds; chosen."""

MAX_WAITING_FRAMES = 2000
"""How many frames of getting into position are kept; chosen: a minute or two, 2 MB."""

WATCHING = frozenset({WorkoutStage.PLACEMENT, WorkoutStage.COUNTDOWN, WorkoutStage.SET})
"""Stages in which the camera is needed."""


@dataclass(frozen=True, slots=True, eq=False)
class FinishedSet:
    """A finished set: its session, and the poses from which it was judged."""

    number: int
    session: Session
    track: Pose
    summary: SetSummary


@dataclass(slots=True)
class Workout:
    """State of one person's workout.

    Parameters
    ----------
    exercises : mapping of str to Exercise
        Exercises to choose from, by id.
    picture_px : (width, height) or None
        Size of the upright image; without it nothing is said about its edges.
    recorded : bool
        True when a recording is played: it cannot wait, so the set begins with the first frame and ends with the
        last, and the result equals that of an analysis.

    Attributes
    ----------
    stage : WorkoutStage
    exercise : Exercise or None
        None before one is chosen.
    session : Session or None
        The current set, or the one about to begin.
    paused : bool
    notice : str or None
        A problem with the camera or the machine, set by the caller.
    finished : list of FinishedSet
    placement_gate : PlacementGate or None
        Whether the person is well placed for the set to begin.
    advice : str or None
        What to change about the set-up.
    now_s : float
        Time of the latest frame, tick or command, in seconds.
    """

    exercises: Mapping[str, Exercise]
    picture_px: tuple[int, int] | None = None
    recorded: bool = False
    stage: WorkoutStage = WorkoutStage.CHOOSE
    exercise: Exercise | None = None
    session: Session | None = None
    paused: bool = False
    notice: str | None = None
    finished: list[FinishedSet] = field(default_factory=list)
    placement_gate: PlacementGate | None = None
    advice: str | None = None
    now_s: float = 0.0
    _poses: PoseBuffer = field(default_factory=PoseBuffer)
    _speech: Commentary = field(default_factory=Commentary)
    _set_end: SetEnd = field(default_factory=SetEnd)
    _start_anyway: bool = False
    _stage_since_s: float = 0.0
    _second_said: int | None = None
    _update: Update | None = None
    _remark: tuple[float, str, Mood] = (float("-inf"), "", "plain")

    @property
    def watching(self) -> bool:
        """Whether frames are needed now."""
        return self.stage in WATCHING and not self.paused

    @property
    def update(self) -> Update | None:
        """The session's update for the latest frame; None in stages that need no camera."""
        return self._update if self.stage in WATCHING else None

    @property
    def summaries(self) -> list[SetSummary]:
        """The finished sets, in order."""
        return [done.summary for done in self.finished]

    @property
    def remark(self) -> tuple[str, Mood] | None:
        """Words about the latest rep, and their mood; None once they have been shown for `CUE_S`."""
        said_s, words, mood = self._remark
        return (words, mood) if self.now_s - said_s < CUE_S else None

    @property
    def seconds_left(self) -> int:
        """Seconds left of the countdown or of the rest, as shown; 0 in the other stages."""
        if self.stage is WorkoutStage.COUNTDOWN:
            return ceil(max(self._countdown_left(), 0.01))
        return max(self._rest_left(), 0) if self.stage is WorkoutStage.REST else 0

    def choose(self, exercise: str, time_s: float) -> Screen:
        """Choose an exercise by its id; an unknown id raises KeyError."""
        chosen = self.exercises[exercise]
        self.now_s = time_s
        self._close_set()
        self.exercise = chosen
        self._start_placement()
        return self._screen()

    def step(self, pose: Pose) -> Screen:
        """Process the next frame; when no frame is needed, only its time counts.

        Raises
        ------
        ValueError
            The frame is not later than the previous one.
        """
        time_s = float(pose.time_s)
        if not self.watching or self.session is None:
            return self.tick(time_s)
        before = self.session.frames_in_position
        update = self._update = self.session.step(pose)
        self.now_s = time_s
        self._poses.append(pose)
        in_position = self.session.frames_in_position > before
        self._set_end.watch(time_s, in_position=in_position)
        if self.stage in (WorkoutStage.PLACEMENT, WorkoutStage.COUNTDOWN):
            self._prepare(update, in_position)
        if self.stage is WorkoutStage.SET:
            self._follow_set(update)
        return self._screen()

    def tick(self, time_s: float) -> Screen:
        """Advance the time without a frame."""
        self.now_s = time_s
        if self.stage is WorkoutStage.REST:
            self._rest()
        return self._screen()

    def command(self, command: Command, time_s: float) -> Screen:
        """Carry out a command of the user; one that this stage does not offer is ignored."""
        self.now_s = time_s
        if command in COMMANDS[self.stage]:
            {
                Command.START: self._start_now,
                Command.PAUSE: self._pause,
                Command.END_SET: self._end_set,
                Command.NEXT_SET: self._start_placement,
                Command.CHOOSE: self._choose_again,
                Command.FINISH: self._finish,
            }[command]()
        return self._screen()

    def end(self, time_s: float) -> Screen:
        """End the set and the workout: there will be no more frames."""
        self.now_s = time_s
        self._finish()
        return self._screen()

    def camera_returned(self) -> None:
        """The camera works again: the time without it does not count towards the end of the set."""
        self._set_end.camera_returned()

    # From stage to stage

    def _enter(self, stage: WorkoutStage) -> None:
        self.stage, self._stage_since_s, self._second_said = stage, self.now_s, None

    def _start_placement(self) -> None:
        """Start a new set by waiting for a well-placed person."""
        assert self.exercise is not None
        self._new_session()
        self.placement_gate = PlacementGate(PlacementHelp(self.exercise.with_some_model(), self.picture_px))
        self.paused, self._start_anyway = False, False
        self._enter(WorkoutStage.PLACEMENT)
        if not self.recorded:
            number = len(self.finished) + 1
            self._speech.guide(self.now_s, f"{self.exercise.name}. Set {number}. Get into position.")

    def _new_session(self) -> None:
        assert self.exercise is not None
        self.session, self._poses, self._update = Session(self.exercise, self.picture_px), PoseBuffer(), None

    def _prepare(self, update: Update, in_position: bool) -> None:
        """Placement and countdown; a person who begins early may, as long as the camera sees them well."""
        gate = self.placement_gate
        assert gate is not None
        gate.step(update.pose, in_position)
        self.advice = None if gate.blocked or self.session is None or self.session.body is None else update.hint
        if self.advice is not None:
            self._speech.advise(self.now_s, self.advice)
        if gate.blocked and not self.recorded and not self._start_anyway:
            self._wait_for_placement(gate)
        elif update.phase not in (None, Phase.REST):
            self._begin_set(go=False)
        elif self.stage is WorkoutStage.COUNTDOWN:
            self._count_down()
        elif gate.steady:
            self._enter(WorkoutStage.COUNTDOWN)

    def _wait_for_placement(self, gate: PlacementGate) -> None:
        """Go on waiting, and drop frames in which the camera could not see the person well.

        Frames of the person getting into position are kept: they show which way is upright.
        """
        if gate.camera_problem or len(self._poses) > MAX_WAITING_FRAMES:
            self._new_session()
        if self.stage is WorkoutStage.COUNTDOWN:
            self._enter(WorkoutStage.PLACEMENT)
        if gate.say is not None:
            self._speech.guide(self.now_s, gate.say)

    def _start_now(self) -> None:
        self._start_anyway = True
        self._enter(WorkoutStage.COUNTDOWN)

    def _count_down(self) -> None:
        left = self._countdown_left()
        if left <= 0.0:
            self._begin_set()
        elif ceil(left) != self._second_said:
            self._second_said = ceil(left)
            self._speech.guide(self.now_s, str(self._second_said))

    def _countdown_left(self) -> float:
        return COUNTDOWN_S - (self.now_s - self._stage_since_s)

    def _begin_set(self, *, go: bool = True) -> None:
        self._enter(WorkoutStage.SET)
        self._set_end.begin(self.now_s)
        self._remark = (float("-inf"), "", "plain")
        self._speech.new_set()
        if go:
            self._speech.guide(self.now_s, "Go.")

    def _follow_set(self, update: Update) -> None:
        assert self.session is not None
        if update.phase not in (None, Phase.REST) or update.rep is not None:
            self._set_end.moved(self.now_s)
        attempts = self.session.attempts
        if update.rep is not None:
            self._remark = (self.now_s, *rep_words(update, update.rep, self.session.exercise))
        self._speech.follow(update, self.session, attempts[-1].reason if attempts else None)
        if not self.recorded and self._set_end.is_over(update.pose, self.session, self.now_s):
            self._end_set()

    def _end_set(self) -> None:
        """Go to the rest, or back to the placement if nothing happened in the set."""
        self._close_set()
        if self.session is not None:
            self._start_placement()
            return
        assert self.exercise is not None
        self._enter(WorkoutStage.REST)
        self._speech.set_over(self.now_s, self.finished[-1].summary, self.exercise.target.rest_s)

    def _close_set(self) -> None:
        """Finish the session and keep it if something happened in the set."""
        session = self.session
        if session is None or not len(self._poses):
            return
        session.finish(self._poses.track())
        if session.reps or session.attempts or self.recorded:
            number = len(self.finished) + 1
            self.finished.append(FinishedSet(number, session, self._poses.track(), summary_of(session)))
            self.session, self._poses, self._update = None, PoseBuffer(), None

    def _rest(self) -> None:
        left = self._rest_left()
        if left <= 0:
            self._start_placement()
        elif left == 10 and self._second_said != left:
            self._second_said = left
            self._speech.guide(self.now_s, "Ten seconds.")

    def _rest_left(self) -> int:
        assert self.exercise is not None
        return ceil(self.exercise.target.rest_s - (self.now_s - self._stage_since_s))

    def _pause(self) -> None:
        self.paused = not self.paused
        self._speech.guide(self.now_s, "Paused." if self.paused else "Carry on.")
        self._set_end.restart_timers(self.now_s)
        self._stage_since_s = self.now_s if self.stage is WorkoutStage.COUNTDOWN else self._stage_since_s

    def _choose_again(self) -> None:
        self._close_set()
        self.exercise, self.session, self.paused = None, None, False
        self._enter(WorkoutStage.CHOOSE)

    def _finish(self) -> None:
        self._close_set()
        self.session, self.paused = None, False
        self._enter(WorkoutStage.SUMMARY)
        total = sum(summary.count for summary in self.summaries)
        self._speech.guide(self.now_s, f"Well done. {counted(total)} in total." if total else "See you next time.")

    # What is shown

    def _screen(self) -> Screen:
        return workout_screen(self, self._speech.step(self.now_s))
