"""Leads a person through the lowerings or the timed hold: what to do now, on the screen and aloud."""

from dataclasses import dataclass
from math import ceil

from formcheck.assessment.guide.led import Led, common_words, head_side_of
from formcheck.assessment.guide.placement import is_judged_from
from formcheck.assessment.guide.screen import about_side
from formcheck.assessment.guide.speech import PHASES, RAISED_FLAT, lift_words
from formcheck.assessment.guide.steps import OF_PHASE, RISE_S, WAITING, Step, left_on_both
from formcheck.assessment.hold import Hold
from formcheck.assessment.phases import TestPhase
from formcheck.assessment.protocol import BASELINE_S, HOLD, MIN_TRIALS, Protocol
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest, TestUpdate
from formcheck.assessment.trial import Trial
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.placement import Placement
from formcheck.workout.screen import Screen
from formcheck.workout.set_end import AWAY_S

FLICKER_S = 1.0
"""Being out of position for less time is treated as a slip of the pose model; chosen."""

SETTLED_S = 1.0
"""The detected leg is trusted after being out for this long; chosen: the votes of the first frames vary for less."""

HOLD_SAID_EVERY_S, HOLD_LOOK_EVERY_S = 10, 0.5
"""Seconds between two announcements of a hold, and between two checks whether the hips have moved; chosen."""

HEARD_S = 4.0
"""A person who lifts the hips although the place is not good enough is held back this long; chosen: the problem is said
after two seconds, and takes two to hear."""

FALLEN_S = 3.0
"""Hips that rise again sooner after they fell belong to the side that ended with the fall; chosen."""


@dataclass(slots=True)
class Guide(Led):
    """State of one person's guided test of the protocol ``leg-lower/1`` or ``hold/1``.

    Parameters
    ----------
    test : SingleLegBridgeTest
        The test that judges; it receives every pose unchanged.

    Attributes
    ----------
    update : TestUpdate or None
        The test's update for the latest frame.
    """

    test: SingleLegBridgeTest
    update: TestUpdate | None = None
    _hold_looks: int | None = None
    _flat_said: int = 0
    _rose_s: float = float("-inf")
    """When the hips last left the floor."""

    @property
    def protocol(self) -> Protocol:
        """Which protocol is done."""
        return self.test.protocol

    @property
    def exercise(self) -> Exercise:
        """The exercise whose position and camera advice are used."""
        return self.test.exercise

    @property
    def picture_px(self) -> tuple[int, int] | None:
        """Size of the upright image in pixels; None if unknown."""
        return self.test.picture_px

    @property
    def instruction(self) -> tuple[str, str]:
        """What the person is asked to do, in words: on the screen, and aloud."""
        if self.step_now is Step.LIFT:
            return lift_words(self.protocol, self.tally.valid, tried=self.tally.tried)
        return common_words(self.step_now, self.tally)

    @property
    def count(self) -> int:
        """Seconds held, or valid lowerings of this side."""
        return self.tally.held_s if self.protocol is HOLD else self.tally.valid

    @property
    def goal(self) -> str:
        """What the number counts, in words."""
        return "seconds" if self.protocol is HOLD else f"of {MIN_TRIALS} lowerings"

    @property
    def progress(self) -> float:
        """How much of this side is done, from 0 to 1; 0 in a hold."""
        return 0.0 if self.protocol is HOLD else min(self.count / MIN_TRIALS, 1.0)

    @property
    def phase_words(self) -> str | None:
        """Phase of the test, in words."""
        if self.update is None or (self.protocol is HOLD and self.update.phase in (TestPhase.DOWN, TestPhase.BACK)):
            return None
        return PHASES[self.update.phase]

    @property
    def countdown_s(self) -> int | None:
        """Seconds that the bridge on both feet still has to last."""
        if self.step_now is not Step.BOTH or self.update is None:
            return None
        return min(left_on_both(self.update.phase_s), ceil(BASELINE_S))

    @property
    def side_lines(self) -> tuple[str, ...]:
        """Which leg carries, and whether the camera sees it well."""
        baseline = self.test.baseline
        return about_side(self.tally.side, None if baseline is None else baseline.body, self.protocol)

    @property
    def place_now(self) -> Placement | None:
        """One thing to change about camera, light or position, while the test goes on."""
        return None if self.update is None else self.update.placement

    def step(self, pose: Pose) -> Screen:
        """Process the next frame, in order of time."""
        self._begin(pose)
        update = self.update = self.test.step(pose)
        if update.phase in (TestPhase.FLOOR, TestPhase.AWAY):
            self._rose_s = self.now_s
        if not self.done:
            if update.trial is not None and self.step_now not in WAITING:
                self._take_trial(update.trial)
            if update.hold is not None:
                self._end_hold(update.hold)
            self._enter(self._next(update))
            self._comment(update)
            self._end_if_asked(update.pose)
        return self._screen()

    # From step to step

    def _next(self, update: TestUpdate) -> Step:
        """The step that follows from what the person does."""
        phase = update.phase
        lying = phase in (TestPhase.FLOOR, TestPhase.AWAY)
        if self.tally.enough:
            return self._side_over() if lying else Step.ENOUGH
        if phase is TestPhase.AWAY and update.phase_s < FLICKER_S and self.step_now not in WAITING:
            return self.step_now
        if lying:
            return self._on_floor(update)
        if self.step_now is Step.REST and self.tally.fell and self._rose_s < self._step_since_s + FALLEN_S:
            return Step.REST
        if self.step_now is Step.PLACE and self._is_held_back(update):
            return Step.PLACE
        if phase is TestPhase.BRIDGE:
            return Step.BOTH if update.phase_s < RISE_S + BASELINE_S else Step.STRETCH
        if self.test.baseline is None:
            return Step.TOO_SOON
        return Step.HOLD if self.protocol is HOLD else OF_PHASE[phase]

    def _on_floor(self, update: TestUpdate) -> Step:
        """With the hips down, or out of position: wait for a well-placed person, then for the hips to rise."""
        in_position = update.phase is not TestPhase.AWAY
        if self.step_now is Step.REST:
            self._rest()
            return self.step_now
        if self.step_now in (Step.PLACE, Step.SWITCH_SIDE):
            return self._wait_for_place(update.pose, in_position=in_position)
        return Step.PLACE if not in_position and update.phase_s > AWAY_S else Step.LIFT

    def _is_held_back(self, update: TestUpdate) -> bool:
        """Whether to hold back a person who begins early: only if the camera sees them badly, and not for long."""
        self.placement_gate.step(update.pose, in_position=True)
        if not self.placement_gate.camera_problem or self.recorded or self._start_anyway:
            return False
        if self.now_s - self._rose_s < HEARD_S:
            return True
        self._begin_anyway()
        return False

    def _entered(self, step: Step, before: Step) -> None:
        self._hold_looks = None
        if step is Step.HOLD:
            self.tally.held_s = 0
            self._speech.new_hold()
        if step in (Step.FLOOR, Step.RAISE):
            self._speech.doing(self.now_s)
        elif step not in (Step.DONE, Step.LOWER) or before is not Step.RAISE:
            self._ask()

    # What happens in a step

    def _comment(self, update: TestUpdate) -> None:
        """Comment while a step goes on."""
        out = update.phase is TestPhase.OUT and update.phase_s >= SETTLED_S
        if update.side is not None and out and self.step_now not in WAITING:
            self._learn_side(update.side, update.pose)
        if self.test.raised_flat > self._flat_said:
            self._flat_said = self.test.raised_flat
            self._comment_on_flat_hips()
        if self.step_now is Step.BOTH:
            left = left_on_both(update.phase_s)
            if left <= BASELINE_S:
                self._speech.second(self.now_s, left, f"{left}.", "hold")
        elif self.step_now is Step.HOLD:
            self._comment_on_hold(update.phase_s)
        self._comment_on_place()

    def _comment_on_flat_hips(self) -> None:
        """A leg was stretched and lowered while the hips stayed on the floor."""
        if self.step_now in (Step.LIFT, Step.PLACE):
            words, aloud = RAISED_FLAT
            self._show_remark(words, "fault")
            self._say(aloud)
            self._speech.asked(self.now_s)

    def _learn_side(self, side: Side, pose: Pose) -> None:
        """Note which leg carries; say so once if it is the same leg as before."""
        self.tally.side = side
        self._head_side = self._head_side or head_side_of(pose)
        baseline = self.test.baseline
        if baseline is not None and not is_judged_from(baseline.body, self.protocol) and not self._start_anyway:
            self._speech.bad_view(self.now_s)
        if side in self._sides_done:
            self._speech.same_leg(self.now_s, side)

    def _comment_on_hold(self, held_s: float) -> None:
        """Announce every ten seconds of a hold, and its end as soon as the hips have moved."""
        self.tally.held_s = int(held_s)
        self._speech.tens(self.now_s, held_s // HOLD_SAID_EVERY_S, f"{self.tally.held_s} seconds.")
        looks = int(held_s / HOLD_LOOK_EVERY_S)
        if looks == self._hold_looks:
            return
        self._hold_looks = looks
        hold = self.test.current_hold()
        if hold is not None and hold.ended == "hips moved":
            self._end_hold(hold)

    def _end_hold(self, hold: Hold) -> None:
        outcome = self.tally.take_hold(hold)
        if outcome is not None:  # None: said already, while the leg was still out
            words, aloud = outcome
            self._show_remark(words, "plain")
            self._outcome = (self.now_s, aloud)
            self._say(aloud)
            self._speech.asked(self.now_s)

    def _take_trial(self, trial: Trial) -> None:
        outcome = self.tally.take(trial, self.test.baselines)
        if outcome is not None:  # None: said already
            words, aloud, mood = outcome
            self._show_remark(words, mood)
            self._outcome = (self.now_s, aloud)
            self._speech.say_after_trial(self.now_s, aloud)
