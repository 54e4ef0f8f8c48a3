"""Leads a person through the repetitions on one leg: counts aloud, and says when a side is over."""

from dataclasses import dataclass

from formcheck.assessment.counting import BREAK_S, bouts_of, count_side, is_short, leg_of
from formcheck.assessment.guide.led import Led, common_words, head_side_of
from formcheck.assessment.guide.placement import is_judged_from
from formcheck.assessment.guide.screen import about_side
from formcheck.assessment.guide.speech import LIFT_FOR_REPS, STAYED_SHORT, TWO_SHORT, rep_words
from formcheck.assessment.guide.steps import WAITING, Step
from formcheck.assessment.protocol import REPS, Protocol
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.rules.rep_frames import Phase
from formcheck.session.judge import Rep
from formcheck.session.placement import Placement
from formcheck.session.rep_validation import holds_position
from formcheck.session.session import Session
from formcheck.session.update import Update
from formcheck.workout.screen import Screen
from formcheck.workout.set_end import AWAY_S

SAME_LEG_REPS = 2
"""So many reps on the leg that is done already are one leg again, and no slip of the pose model; chosen."""


@dataclass(slots=True)
class RepsGuide(Led):
    """State of one person's guided test of the protocol ``reps/1``.

    Parameters
    ----------
    session : Session
        The set that counts and judges; it receives every pose unchanged.

    Attributes
    ----------
    update : Update or None
        The session's update for the latest frame.
    """

    session: Session
    update: Update | None = None
    _first: int = 0
    """Index of the first rep of this side."""
    _attempts: int = 0
    _leg_said: bool = False
    """Whether the leg of this side has been named aloud."""
    _moved_s: float = 0.0
    _in_position_s: float = 0.0

    @property
    def protocol(self) -> Protocol:
        """Which protocol is done."""
        return REPS

    @property
    def exercise(self) -> Exercise:
        """The exercise whose position and camera advice are used."""
        return self.session.exercise

    @property
    def picture_px(self) -> tuple[int, int] | None:
        """Size of the upright image in pixels; None if unknown."""
        return self.session.picture_px

    @property
    def instruction(self) -> tuple[str, str]:
        """What the person is asked to do, in words: on the screen, and aloud."""
        return LIFT_FOR_REPS if self.step_now is Step.LIFT else common_words(self.step_now, self.tally)

    @property
    def count(self) -> int:
        """Full reps of this side."""
        return self.tally.reps

    @property
    def goal(self) -> str:
        """What the number counts, in words."""
        return "full reps"

    @property
    def progress(self) -> float:
        """Position between the floor and the top, from 0 to 1."""
        return 0.0 if self.update is None else self.update.progress

    @property
    def phase_words(self) -> str | None:
        """Phase of the rep, in words."""
        phase = None if self.update is None else self.update.phase
        return None if phase is None else self.exercise.words.phases[phase]

    @property
    def countdown_s(self) -> int | None:
        """None: nothing is counted down."""
        return None

    @property
    def side_lines(self) -> tuple[str, ...]:
        """Which leg carries, and whether the camera sees it well."""
        return about_side(self.tally.side, self.session.body, REPS)

    @property
    def place_now(self) -> Placement | None:
        """One thing to change about camera, light or position, while the test goes on."""
        return None if self.update is None else self.update.placement

    def step(self, pose: Pose) -> Screen:
        """Process the next frame, in order of time."""
        self._begin(pose)
        update = self.update = self.session.step(pose)
        in_position = holds_position(update.pose, self.exercise)
        if in_position:
            self._in_position_s = self.now_s
        if _moves(update) or update.rep is not None:
            self._moved_s = self.now_s
        if not self.done:
            self._enter(self._next(update, in_position=in_position))
            if update.rep is not None and self.step_now not in (*WAITING, Step.DONE):
                self._take_rep(update.rep, update.pose)
            self._comment_on_attempts()
            self._comment_on_place()
            self._end_if_asked(update.pose)
        screen = self._screen()
        self._leg_said = self._leg_said or (screen.say is not None and " leg. " in screen.say.text)
        return screen

    # From step to step

    def _next(self, update: Update, *, in_position: bool) -> Step:
        """The step that follows from what the person does."""
        if self.step_now in WAITING:
            return self._on_floor(update, in_position=in_position)
        if self.tally.enough:
            return Step.ENOUGH if _moves(update) else self._side_over()
        if self.now_s - self._in_position_s > AWAY_S:
            return self._side_over() if self.tally.side is not None else Step.PLACE
        if self.step_now is Step.LIFT:
            return Step.REPS if _moves(update) or update.rep is not None else Step.LIFT
        rested = not _moves(update) and self.now_s - self._moved_s >= BREAK_S
        return self._side_over() if rested and self.tally.side is not None else Step.REPS

    def _on_floor(self, update: Update, *, in_position: bool) -> Step:
        """Before a side: wait for a well-placed person, or for the first rep of one who does not wait."""
        if update.rep is not None and self._is_late(update.rep):
            self._first = len(self.session.reps)
        elif update.rep is not None:
            if self.step_now is Step.PLACE and not self.recorded:
                self._begin_anyway()
            return Step.REPS
        if self.step_now is Step.REST:
            self._rest()
            return self.step_now
        return self._wait_for_place(update.pose, in_position=in_position)

    def _is_late(self, rep: Rep) -> bool:
        """Whether a rep belongs to the side that is over: done at once on the same leg."""
        soon = rep.times.start_s < self._step_since_s + BREAK_S
        return self.step_now is Step.REST and soon and rep.side in self._sides_done

    def _close_side(self) -> None:
        self._first = len(self.session.reps)
        Led._close_side(self)

    def _entered(self, step: Step, before: Step) -> None:
        if step is Step.REPS:
            self._speech.doing(self.now_s)
        elif step is not Step.DONE:
            self._ask()

    # What is said about reps

    def _take_rep(self, rep: Rep, pose: Pose) -> None:
        """Count a rep of this side, aloud; a second rep of the other leg in a row begins the other side."""
        bouts = bouts_of(self.session.reps[self._first :])
        if leg_of(bouts[-1]) != leg_of(bouts[0]) and len(bouts[-1]) > 1:
            self._change_legs(len(bouts[-1]))
            if self.done:
                return
        reps = self.session.reps[self._first :]
        leg = leg_of(reps)
        count = count_side(reps, leg)
        if count is None or self.tally.enough:
            return
        first = self.tally.side is None
        self._leg_said = self._leg_said and not first
        self._head_side = self._head_side or head_side_of(pose)
        before = self.tally.reps
        ended = self.tally.take_count(count)
        if ended is not None:
            self._show_remark(TWO_SHORT[0], "plain")
            self._outcome = (self.now_s, ended)
            self._say(ended)
        elif is_short(rep):
            self._show_remark(STAYED_SHORT[0], "fault")
            self._speech.say_after_trial(self.now_s, STAYED_SHORT[1])
        elif count.reps > before or first:
            self._speech.counted(self.now_s, rep_words(count.reps, None if self._leg_said else leg))
        self._speech.asked(self.now_s)
        self._comment_on_side(len(reps))

    def _comment_on_side(self, reps: int) -> None:
        leg, body = self.tally.side, self.session.body
        if leg is not None and leg in self._sides_done and reps >= SAME_LEG_REPS:
            self._speech.same_leg(self.now_s, leg)
        if body is not None and not is_judged_from(body, REPS) and not self._start_anyway:
            self._speech.bad_view(self.now_s)

    def _change_legs(self, reps: int) -> None:
        """The other leg has taken over without a rest: `reps` are its reps so far."""
        step = self._side_over()
        self._first = len(self.session.reps) - reps
        if step is Step.DONE:
            self._enter(step)
            return
        self.tally.close()
        self.tally.new_side()
        self._speech.new_side()

    def _comment_on_attempts(self) -> None:
        """Say why a movement was not counted."""
        attempts = self.session.attempts
        if len(attempts) > self._attempts and self.step_now is Step.REPS:
            reason = attempts[-1].reason
            self._show_remark(f"Not counted: {reason}", "fault")
            self._speech.say_after_trial(self.now_s, f"Not counted: {reason}.")
        self._attempts = len(attempts)


def _moves(update: Update) -> bool:
    """Whether the hips are on their way, or up."""
    return update.phase not in (None, Phase.REST)
