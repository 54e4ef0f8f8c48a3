"""A workout from choosing an exercise to its summary: one state machine for desktop and browser.

Pure state: it reads no clock, opens no camera and makes no sound. Time comes with every frame, or with `tick`
when there is none. What comes out is a `Screen`, which says what is shown and said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil

from formcheck.coaching.commentary import Commentary
from formcheck.coaching.gesture import HandsOverhead
from formcheck.coaching.judge import Verdict
from formcheck.coaching.movement import Phase
from formcheck.coaching.placement import PlacementHelp
from formcheck.coaching.placing import Placing
from formcheck.coaching.rules import Exercise
from formcheck.coaching.screen import (
    COMMANDS,
    Command,
    Mood,
    Screen,
    SetSummary,
    Stage,
    counted,
    goal_of,
    meter_of,
    sides_of,
    summary_of,
    towards_goal,
)
from formcheck.coaching.session import Rep, Session, Update
from formcheck.pose.log import PoseLog
from formcheck.pose.pose import Pose

COUNTDOWN_S = 3.0
"""Length of the countdown; chosen."""

AWAY_S = 5.0
"""Out of position for longer ends a set; chosen: longer than a shuffle on the mat."""

STILL_S = 20.0
"""Without any movement for longer ends a set that has reps; chosen: the longest breather inside a set."""

MAX_SET_S = 900.0
"""A set ends after so long whatever happens, so that what is kept stays small; chosen."""

CUE_S = 3.0
"""How long words about a rep stay on the screen; chosen: read twice, and gone before the next rep is over."""

MOST_WAITING = 2000
"""Frames of somebody getting into position that are kept; chosen: a minute or two, 2 MB."""

WATCHING = frozenset({Stage.PLACEMENT, Stage.COUNTDOWN, Stage.SET})
"""Stages that need the camera."""


@dataclass(frozen=True, slots=True, eq=False)
class FinishedSet:
    """A set that is over: its session, and the poses that it was judged from."""

    number: int
    session: Session
    track: Pose
    summary: SetSummary


@dataclass(slots=True)
class Flow:
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
    stage: Stage = Stage.CHOOSE
    exercise: Exercise | None = None
    session: Session | None = None
    paused: bool = False
    notice: str | None = None
    finished: list[FinishedSet] = field(default_factory=list)
    _log: PoseLog = field(default_factory=PoseLog)
    _voice: Commentary = field(default_factory=Commentary)
    _sign: HandsOverhead = field(default_factory=HandsOverhead)
    _placing: Placing | None = None
    _forgiven: bool = False
    _now_s: float = 0.0
    _since_s: float = 0.0
    _in_position_s: float = 0.0
    _moved_s: float = 0.0
    _second_told: int | None = None
    _returned: bool = False
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
        if self.session.frames_in_position > before or self._returned:
            self._in_position_s = time_s
            self._moved_s = time_s if self._returned else self._moved_s
            self._returned = False
        if self.stage in (Stage.PLACEMENT, Stage.COUNTDOWN):
            self._get_ready(update, self.session.frames_in_position > before)
        if self.stage is Stage.SET:
            self._follow_set(update)
        return self._screen()

    def tick(self, time_s: float) -> Screen:
        """Time passes without a frame."""
        self._now_s = time_s
        if self.stage is Stage.REST:
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
        self._returned = True

    # From stage to stage

    def _go(self, stage: Stage) -> None:
        self.stage, self._since_s, self._second_told = stage, self._now_s, None

    def _place(self) -> None:
        """Wait for a person who is well placed."""
        assert self.exercise is not None
        self._new_session()
        self._placing = Placing(PlacementHelp(self.exercise, self.picture_px))
        self.paused, self._forgiven = False, False
        self._go(Stage.PLACEMENT)
        if not self.recorded:
            number = len(self.finished) + 1
            self._voice.guide(self._now_s, f"{self.exercise.name}. Set {number}. Get into position.")

    def _new_session(self) -> None:
        assert self.exercise is not None
        self.session, self._log, self._update = Session(self.exercise, self.picture_px), PoseLog(), None

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
        elif self.stage is Stage.COUNTDOWN:
            self._count_down()
        elif self._placing.steady:
            self._go(Stage.COUNTDOWN)

    def _ill_placed(self) -> None:
        """A set shall not begin with frames in which the camera could not see the person well.

        Frames of somebody who is about to get into position stay: they show how the person stands upright.
        """
        assert self._placing is not None
        if self._placing.ill_seen or len(self._log) > MOST_WAITING:
            self._new_session()
        if self.stage is Stage.COUNTDOWN:
            self._go(Stage.PLACEMENT)
        if self._placing.say is not None:
            self._voice.guide(self._now_s, self._placing.say)

    def _start_now(self) -> None:
        self._forgiven = True
        self._go(Stage.COUNTDOWN)

    def _count_down(self) -> None:
        left = COUNTDOWN_S - (self._now_s - self._since_s)
        if left <= 0.0:
            self._begin_set()
        elif ceil(left) != self._second_told:
            self._second_told = ceil(left)
            self._voice.guide(self._now_s, str(self._second_told))

    def _begin_set(self, *, go: bool = True) -> None:
        self._go(Stage.SET)
        self._in_position_s = self._moved_s = self._now_s
        self._remark = (float("-inf"), "", "plain")
        self._voice.new_set()
        if go:
            self._voice.guide(self._now_s, "Go.")

    def _follow_set(self, update: Update) -> None:
        assert self.session is not None
        assert self.exercise is not None
        if update.phase not in (None, Phase.REST) or update.rep is not None:
            self._moved_s = self._now_s
        attempts = self.session.attempts
        if update.rep is not None:
            self._remark = (self._now_s, *_words_of(update, update.rep))
        self._voice.follow(update, self.session, attempts[-1].reason if attempts else None)
        if not self.recorded and self._over(update.pose):
            self._end_set()

    def _over(self, pose: Pose) -> bool:
        """Whether the set has come to its end by itself, or by the sign of two hands."""
        assert self.session is not None
        assert self.exercise is not None
        reps = len(self.session.reps)
        away = self._now_s - self._in_position_s > AWAY_S
        still = reps > 0 and self._now_s - self._moved_s > STILL_S
        enough = towards_goal(self.session) >= self.exercise.target.reps[1]
        too_long = self._now_s - self._since_s > MAX_SET_S
        return self._sign.step(pose) or away or still or too_long or enough

    def _end_set(self) -> None:
        """To the rest, or back to the placement when there was no set at all."""
        self._close_set()
        if self.session is not None:
            self._place()
            return
        assert self.exercise is not None
        self._go(Stage.REST)
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
            self.session, self._log, self._update = None, PoseLog(), None

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
        self._in_position_s = self._moved_s = self._now_s
        self._since_s = self._now_s if self.stage is Stage.COUNTDOWN else self._since_s

    def _choose_again(self) -> None:
        self._close_set()
        self.exercise, self.session, self.paused = None, None, False
        self._go(Stage.CHOOSE)

    def _finish(self) -> None:
        self._close_set()
        self.session, self.paused = None, False
        self._go(Stage.SUMMARY)
        total = sum(done.summary.count for done in self.finished)
        self._voice.guide(self._now_s, f"Well done. {counted(total)} in all." if total else "Until next time.")

    # What is shown

    def _screen(self) -> Screen:
        headline, mood, lines, seconds = {
            Stage.CHOOSE: self._show_choose,
            Stage.PLACEMENT: self._show_placement,
            Stage.COUNTDOWN: self._show_countdown,
            Stage.SET: self._show_set,
            Stage.REST: self._show_rest,
            Stage.SUMMARY: self._show_summary,
        }[self.stage]()
        exercise, session = self.exercise, self.session
        screen = Screen(
            stage=self.stage,
            headline="Paused" if self.paused else headline,
            mood="plain" if self.paused else mood,
            lines=lines,
            seconds=seconds,
            count=0 if session is None else len(session.reps),
            attempts=0 if session is None else len(session.attempts),
            notice=self.notice or (self._advice if self.stage in (Stage.PLACEMENT, Stage.COUNTDOWN) else None),
            paused=self.paused,
            commands=COMMANDS[self.stage],
            sets=tuple(done.summary for done in self.finished),
            say=self._voice.step(self._now_s),
        )
        if exercise is None:
            return screen
        screen = replace(
            screen,
            exercise=exercise.id,
            name=exercise.name,
            goal=goal_of(exercise),
            hold_target_s=exercise.target.hold_s,
        )
        update = self.update
        if update is None or session is None or self.stage is not Stage.SET:
            return screen
        return replace(
            screen,
            phase=None if update.phase is None else exercise.words.phases[update.phase],
            progress=update.progress,
            hold_s=update.hold_s if update.phase is Phase.TURN else None,
            meter=meter_of(update, session),
            notice=self.notice or (None if update.placement is None else update.placement.text),
        )

    def _show_choose(self) -> "_Shown":
        return "Choose an exercise", "plain", (), None

    def _show_placement(self) -> "_Shown":
        assert self.exercise is not None
        assert self._placing is not None
        words = self.exercise.words
        return self._placing.headline, self._placing.mood, (*words.set_up, words.camera), None

    def _show_countdown(self) -> "_Shown":
        assert self.exercise is not None
        left = ceil(max(COUNTDOWN_S - (self._now_s - self._since_s), 0.01))
        return "Get ready", "good", self.exercise.words.how_to[:1], left

    def _show_set(self) -> "_Shown":
        assert self.exercise is not None
        assert self.session is not None
        said_s, words, mood = self._remark
        begun = self.session.reps or self.session.attempts
        lines = sides_of(self._update) if begun else self.exercise.words.set_up[:1]
        attempts = self.session.attempts
        if attempts and self._now_s - attempts[-1].end_s < 2 * CUE_S:
            lines = (*lines, f"Not counted: {attempts[-1].reason}")
        if self._now_s - said_s < CUE_S:
            return words, mood, lines, None
        hint = None if self._update is None else self._update.hint
        return (hint or "").capitalize(), "plain", lines, None

    def _show_rest(self) -> "_Shown":
        done = self.finished[-1].summary
        mood: Mood = "good" if done.judged and not done.faults else "plain"
        return f"Set {len(self.finished)}: {done.headline}", mood, done.lines, max(self._rest_left(), 0)

    def _show_summary(self) -> "_Shown":
        total = sum(done.summary.count for done in self.finished)
        sets = "1 set" if len(self.finished) == 1 else f"{len(self.finished)} sets"
        lines = self.finished[0].summary.lines if len(self.finished) == 1 else ()
        return (f"{sets}, {counted(total)}" if self.finished else "No set done"), "plain", lines, None


_Shown = tuple[str, Mood, tuple[str, ...], int | None]
"""Headline, its mood, small words, and a number of seconds."""


def _words_of(update: Update, rep: Rep) -> tuple[str, Mood]:
    """Large words about a rep: the cue, else what the voice keeps to itself because it was said a moment ago."""
    if update.cue is not None:
        return update.cue.text, "good" if update.cue.kind == "praise" else "fault"
    faults = [f.rule for f in rep.findings if f.verdict is Verdict.FAULT]
    if faults:
        return max(faults, key=lambda rule: rule.severity).cue, "fault"
    if any(f.verdict is Verdict.GOOD for f in rep.findings):
        return "Good", "good"
    return "Counted, not judged", "plain"
