"""A workout from choosing an exercise to its summary: one state machine for desktop and browser.

Pure state: it reads no clock, opens no camera and makes no sound. Time comes with every frame, or with `tick`
when there is none. What comes out is a `Screen`, which says what is shown and said.
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
from formcheck.workout.workout_screen import Shown, rep_words, screen_of

COUNTDOWN_S = 3.0
"""Length of the countdown; chosen."""

MOST_WAITING = 2000
"""Frames of somebody getting into position that are kept; chosen: a minute or two, 2 MB."""

WATCHING = frozenset({WorkoutStage.PLACEMENT, WorkoutStage.COUNTDOWN, WorkoutStage.SET})
"""Stages that need the camera."""


@dataclass(frozen=True, slots=True, eq=False)
class FinishedSet:
    """A set that is over: its session, and the poses that it was judged from."""

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
        What can be chosen, by id.
    picture_px : (width, height) or None
        Size of the upright picture; without it nothing is said of its edges.
    recorded : bool
        True for a recording that is played: it cannot be told to wait, so the set begins with its first frame
        and ends with its last, and its result is that of an analysis.
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
    _log: PoseBuffer = field(default_factory=PoseBuffer)
    _voice: Commentary = field(default_factory=Commentary)
    _end: SetEnd = field(default_factory=SetEnd)
    _placing: PlacementGate | None = None
    _forgiven: bool = False
    _now_s: float = 0.0
    _since_s: float = 0.0
    _second_told: int | None = None
    _advice: str | None = None
    _update: Update | None = None
    _remark: tuple[float, str, Mood] = (float("-inf"), "", "plain")

    @property
    def watching(self) -> bool:
        """Whether it wants frames now."""
        return self.stage in WATCHING and not self.paused

    @property
    def update(self) -> Update | None:
        """What the session said of the newest frame; None while nobody is watched."""
        return self._update if self.stage in WATCHING else None

    def choose(self, exercise: str, time_s: float) -> Screen:
        """Choose an exercise by its id; KeyError when there is none of this id."""
        chosen = self.exercises[exercise]
        self._now_s = time_s
        self._close_set()
        self.exercise = chosen
        self._place()
        return self._screen()

    def step(self, pose: Pose) -> Screen:
        """Take the next frame; while none is wanted only its time counts.

        Raises
        ------
        ValueError
            Its time is not later than that of the frame before.
        """
        time_s = float(pose.time_s)
        if not self.watching or self.session is None:
            return self.tick(time_s)
        before = self.session.frames_in_position
        update = self._update = self.session.step(pose)
        self._now_s = time_s
        self._log.append(pose)
        in_position = self.session.frames_in_position > before
        self._end.watch(time_s, in_position=in_position)
        if self.stage in (WorkoutStage.PLACEMENT, WorkoutStage.COUNTDOWN):
            self._get_ready(update, in_position)
        if self.stage is WorkoutStage.SET:
            self._follow_set(update)
        return self._screen()

    def tick(self, time_s: float) -> Screen:
        """Time passes without a frame."""
        self._now_s = time_s
        if self.stage is WorkoutStage.REST:
            self._rest()
        return self._screen()

    def command(self, command: Command, time_s: float) -> Screen:
        """Do what the person asks for; nothing happens where it makes no sense in this stage."""
        self._now_s = time_s
        if command in COMMANDS[self.stage]:
            {
                Command.START: self._start_now,
                Command.PAUSE: self._pause,
                Command.END_SET: self._end_set,
                Command.NEXT_SET: self._place,
                Command.CHOOSE: self._choose_again,
                Command.FINISH: self._finish,
            }[command]()
        return self._screen()

    def end(self, time_s: float) -> Screen:
        """There will be no more frames: the set ends, and the workout with it."""
        self._now_s = time_s
        self._finish()
        return self._screen()

    def back(self) -> None:
        """The camera comes back after a while: what was missed is not held against the person."""
        self._end.back()

    # From stage to stage

    def _go(self, stage: WorkoutStage) -> None:
        self.stage, self._since_s, self._second_told = stage, self._now_s, None

    def _place(self) -> None:
        """Wait for a person who is well placed."""
        assert self.exercise is not None
        self._new_session()
        self._placing = PlacementGate(PlacementHelp(self.exercise, self.picture_px))
        self.paused, self._forgiven = False, False
        self._go(WorkoutStage.PLACEMENT)
        if not self.recorded:
            number = len(self.finished) + 1
            self._voice.guide(self._now_s, f"{self.exercise.name}. Set {number}. Get into position.")

    def _new_session(self) -> None:
        assert self.exercise is not None
        self.session, self._log, self._update = Session(self.exercise, self.picture_px), PoseBuffer(), None

    def _get_ready(self, update: Update, in_position: bool) -> None:
        """Placement and countdown; a person who cannot wait is not held up, as long as they can be seen."""
        assert self._placing is not None
        self._placing.step(update.pose, in_position)
        advice = None if self._placing.wrong or self.session is None or self.session.body is None else update.hint
        if advice is not None:
            self._voice.advise(self._now_s, advice)
        self._advice = advice
        if self._placing.wrong and not self.recorded and not self._forgiven:
            self._ill_placed()
        elif update.phase not in (None, Phase.REST):
            self._begin_set(go=False)
        elif self.stage is WorkoutStage.COUNTDOWN:
            self._count_down()
        elif self._placing.steady:
            self._go(WorkoutStage.COUNTDOWN)

    def _ill_placed(self) -> None:
        """A set shall not begin with frames in which the camera could not see the person well.

        Frames of somebody who is about to get into position stay: they show how the person stands upright.
        """
        assert self._placing is not None
        if self._placing.ill_seen or len(self._log) > MOST_WAITING:
            self._new_session()
        if self.stage is WorkoutStage.COUNTDOWN:
            self._go(WorkoutStage.PLACEMENT)
        if self._placing.say is not None:
            self._voice.guide(self._now_s, self._placing.say)

    def _start_now(self) -> None:
        self._forgiven = True
        self._go(WorkoutStage.COUNTDOWN)

    def _count_down(self) -> None:
        left = self._countdown_left()
        if left <= 0.0:
            self._begin_set()
        elif ceil(left) != self._second_told:
            self._second_told = ceil(left)
            self._voice.guide(self._now_s, str(self._second_told))

    def _countdown_left(self) -> float:
        return COUNTDOWN_S - (self._now_s - self._since_s)

    def _begin_set(self, *, go: bool = True) -> None:
        self._go(WorkoutStage.SET)
        self._end.begin(self._now_s)
        self._remark = (float("-inf"), "", "plain")
        self._voice.new_set()
        if go:
            self._voice.guide(self._now_s, "Go.")

    def _follow_set(self, update: Update) -> None:
        assert self.session is not None
        if update.phase not in (None, Phase.REST) or update.rep is not None:
            self._end.moved(self._now_s)
        attempts = self.session.attempts
        if update.rep is not None:
            self._remark = (self._now_s, *rep_words(update, update.rep))
        self._voice.follow(update, self.session, attempts[-1].reason if attempts else None)
        if not self.recorded and self._end.over(update.pose, self.session, self._now_s):
            self._end_set()

    def _end_set(self) -> None:
        """To the rest, or back to the placement when there was no set at all."""
        self._close_set()
        if self.session is not None:
            self._place()
            return
        assert self.exercise is not None
        self._go(WorkoutStage.REST)
        self._voice.set_over(self._now_s, self.finished[-1].summary, self.exercise.target.rest_s)

    def _close_set(self) -> None:
        """Keep the session of a set in which something happened; then there is no session any more."""
        session = self.session
        if session is None or not len(self._log):
            return
        session.finish()
        if session.reps or session.attempts or self.recorded:
            number = len(self.finished) + 1
            self.finished.append(FinishedSet(number, session, self._log.track(), summary_of(session)))
            self.session, self._log, self._update = None, PoseBuffer(), None

    def _rest(self) -> None:
        left = self._rest_left()
        if left <= 0:
            self._place()
        elif left == 10 and self._second_told != left:
            self._second_told = left
            self._voice.guide(self._now_s, "Ten seconds.")

    def _rest_left(self) -> int:
        assert self.exercise is not None
        return ceil(self.exercise.target.rest_s - (self._now_s - self._since_s))

    def _pause(self) -> None:
        self.paused = not self.paused
        self._voice.guide(self._now_s, "Paused." if self.paused else "Go on.")
        self._end.go_on(self._now_s)
        self._since_s = self._now_s if self.stage is WorkoutStage.COUNTDOWN else self._since_s

    def _choose_again(self) -> None:
        self._close_set()
        self.exercise, self.session, self.paused = None, None, False
        self._go(WorkoutStage.CHOOSE)

    def _finish(self) -> None:
        self._close_set()
        self.session, self.paused = None, False
        self._go(WorkoutStage.SUMMARY)
        total = sum(done.summary.count for done in self.finished)
        self._voice.guide(self._now_s, f"Well done. {counted(total)} in all." if total else "Until next time.")

    # What is shown

    def _screen(self) -> Screen:
        said_s, words, mood = self._remark
        return screen_of(
            Shown(
                stage=self.stage,
                time_s=self._now_s,
                seconds=self._seconds_left(),
                exercise=self.exercise,
                session=self.session,
                update=self.update,
                placing=self._placing,
                finished=[done.summary for done in self.finished],
                remark=(words, mood) if self._now_s - said_s < CUE_S else None,
                notice=self.notice,
                advice=self._advice,
                paused=self.paused,
                say=self._voice.step(self._now_s),
            )
        )

    def _seconds_left(self) -> int:
        """What a person sees of the countdown or of the rest; 0 in the other stages."""
        if self.stage is WorkoutStage.COUNTDOWN:
            return ceil(max(self._countdown_left(), 0.01))
        return max(self._rest_left(), 0) if self.stage is WorkoutStage.REST else 0
