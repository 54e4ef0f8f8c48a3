"""The test while it goes on: the same path for a camera and for a recording.

`SingleLegBridgeTest.step` reads no clock, draws nothing and prints nothing.
"""

from dataclasses import dataclass, field, replace

from formcheck.assessment.baseline import Baseline, baseline_of
from formcheck.assessment.hold import Hold, measure_hold
from formcheck.assessment.phases import Lowering, PhaseTracker, TestPhase
from formcheck.assessment.protocol import HOLD, LEG_LOWER, Protocol
from formcheck.assessment.supine import carrying_side
from formcheck.assessment.trial import Trial, measure
from formcheck.motion.filters import load_filters
from formcheck.motion.view import View, view_of
from formcheck.pose.cleaning import PoseCleaner
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import DetectionFlag, Pose
from formcheck.pose.pose_buffer import RecentPoses
from formcheck.rules.exercise import Exercise
from formcheck.session.placement import Placement, PlacementHelp
from formcheck.session.rep_validation import holds_position

LEG_STARTS_S = 0.7
"""A leg is told to be out this long after it has left the floor; from rendered clips: docs/sources.md#test-phases."""

VIEW_S = 2.0
"""Frames that tell from where a person without a baseline is seen."""

SLIP_S = 0.5
"""Out of position for less is a slip of the pose model, and the bridge goes on; chosen, as in coaching."""

OUT_S = 1.0
"""Frames from before a lowering, with the leg out, that help to tell which leg it is."""

BEFORE_S = 0.5
"""Frames from before a lowering that are measured with it."""

KEPT_S = 240.0
"""Frames older than this are let go of; chosen: longer than anybody holds."""


@dataclass(frozen=True, slots=True, eq=False)
class TestUpdate:
    """What a screen needs after a frame.

    Attributes
    ----------
    pose : Pose
        The pose that was judged.
    phase : TestPhase
        Where the person is in the test.
    side : Side or None
        The leg that carries; None while both do.
    phase_s : float
        Seconds in this phase.
    trial : Trial or None
        The trial that this frame completed.
    hold : Hold or None
        The hold that this frame completed.
    placement : Placement or None
        What to change about camera, light or place.
    """

    __test__ = False  # no test case: pytest would take the name for one

    time_s: float
    pose: Pose
    phase: TestPhase
    side: Side | None = None
    phase_s: float = 0.0
    trial: Trial | None = None
    hold: Hold | None = None
    placement: Placement | None = None


@dataclass(slots=True)
class SingleLegBridgeTest:
    """State of one test of protocol ``leg-lower/1`` or ``hold/1``.

    Parameters
    ----------
    exercise : Exercise
        The single-leg bridge: what position is and how the camera should stand.
    protocol : Protocol
        What is done.
    picture_px : (width, height) or None
        Size of the upright picture.

    Attributes
    ----------
    trials, holds : list
        In order of time; each knows its side.
    baselines : dict of Side to Baseline
        The newest bridge on both feet before each side's trials.
    without_baseline : dict of Side to View
        Sides whose leg was stretched without one, and from where they were seen.
    """

    exercise: Exercise
    protocol: Protocol = LEG_LOWER
    picture_px: tuple[int, int] | None = None
    trials: list[Trial] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    baselines: dict[Side, Baseline] = field(default_factory=dict)
    without_baseline: dict[Side, View] = field(default_factory=dict)
    _phases: PhaseTracker = field(default_factory=PhaseTracker)
    _clean: PoseCleaner = field(default_factory=PoseCleaner)
    _recent: RecentPoses = field(default_factory=RecentPoses)
    _as_given: RecentPoses = field(default_factory=RecentPoses)
    _baseline: Baseline | None = None
    _bridge_s: float = 0.0
    _left_bridge_s: float = float("-inf")
    _out_s: float | None = None
    _placement_help: PlacementHelp = field(init=False)

    def __post_init__(self) -> None:
        load_filters()  # not in the middle of the test, where somebody would wait
        self._placement_help = PlacementHelp(self.exercise, self.picture_px)

    def step(self, pose: Pose) -> TestUpdate:
        """Take the next frame, in order of time."""
        if int(pose.notes) & DetectionFlag.CUT:
            self._begin_segment()
        self._as_given.append(pose)
        pose = self._clean(pose)
        in_position = holds_position(pose, self.exercise.rep)
        self._recent.append(pose)
        before = self._phases.phase
        trial = self._take(self._phases.step(pose, in_position))
        hold = self._change(before, float(pose.time_s))
        self._forget(float(pose.time_s))
        return self._update(pose, trial, hold, in_position)

    def finish(self) -> TestUpdate | None:
        """There are no more frames: a leg on its way back has been lowered, a hold lasts at least until here."""
        if not self._recent:
            return None
        last = self._recent.newest
        before = self._phases.phase
        trial = self._take(self._phases.finish())
        hold = None
        if before is TestPhase.OUT:
            self._credit_baseline(float(last.time_s))
            hold = self._end_hold(float(last.time_s), cut=True)
        return self._update(last, trial, hold, in_position=True)

    @property
    def baseline(self) -> Baseline | None:
        """The newest bridge on both feet: what a leg that is held out now is compared with."""
        return self._baseline

    def current_hold(self) -> Hold | None:
        """The hold that is going on, measured up to now; None while no leg is out, or in another protocol."""
        if self.protocol is not HOLD or self._out_s is None or not self._recent:
            return None
        return self._held(self._out_s, float(self._recent.newest.time_s), cut=True)

    @property
    def swaps_repaired(self) -> int:
        """How often left and right limbs were put back."""
        return self._clean.swaps_repaired

    @property
    def placements(self) -> list[tuple[float, Placement]]:
        """What was told about camera, light and place, each with the time it was told first."""
        return self._placement_help.reported

    def _take(self, lowering: Lowering | None) -> Trial | None:
        """Measure a lowering that is over."""
        if lowering is None or self.protocol is not LEG_LOWER or self._baseline is None:
            return None
        lowering = replace(lowering, side=self._carried(lowering.start_s - OUT_S, lowering.end_s))
        trial = measure(self._recent.between(lowering.start_s - BEFORE_S, lowering.end_s), lowering, self._baseline)
        self.baselines[trial.side] = self._baseline
        self.trials.append(trial)
        return trial

    def _begin_segment(self) -> None:
        """Another camera: what was measured stays, nothing is compared across the cut."""
        self._phases, self._baseline, self._out_s = PhaseTracker(), None, None
        self._recent.clear()
        self._as_given.clear()

    def _change(self, before: TestPhase, time_s: float) -> Hold | None:
        """What follows from one phase following another."""
        now = self._phases.phase
        if now is before:
            return None
        if before is TestPhase.BRIDGE:
            self._left_bridge_s = time_s
        if now is TestPhase.BRIDGE and not (before is TestPhase.AWAY and time_s - self._left_bridge_s < SLIP_S):
            self._bridge_s = time_s
        if before is TestPhase.BRIDGE and now is TestPhase.OUT:
            self._take_baseline(time_s)
        if before is TestPhase.OUT:
            self._credit_baseline(time_s)
            return self._end_hold(time_s, cut=False)
        return None

    def _take_baseline(self, time_s: float) -> None:
        """The bridge on both feet that ends here; without one, that of earlier in front of the same camera."""
        self._baseline = baseline_of(self._recent.between(self._bridge_s, time_s - LEG_STARTS_S)) or self._baseline
        self._out_s = time_s

    def _credit_baseline(self, time_s: float) -> None:
        """The leg that carried is known best when the other one comes down."""
        side = self._phases.held_side
        if side is None:
            return
        if self._baseline is not None and self._out_s is not None:
            side = self._carried(self._out_s, time_s)
        if self._baseline is None:
            self.without_baseline[side] = view_of(self._recent.between(time_s - VIEW_S, time_s), "supine")
        else:
            self.baselines[side] = self._baseline

    def _end_hold(self, time_s: float, *, cut: bool) -> Hold | None:
        if self.protocol is not HOLD or self._out_s is None:
            return None
        hold = self._held(self._out_s, time_s, cut=cut)
        self._out_s = None
        if hold is not None:
            self.holds.append(hold)
        return hold

    def _carried(self, start_s: float, end_s: float) -> Side:
        """The leg that carried in these frames."""
        assert self._baseline is not None
        given = self._as_given.between(start_s, end_s)
        return carrying_side(given, self._recent.between(start_s, end_s), self._baseline.body.facing)

    def _held(self, start_s: float, end_s: float, *, cut: bool) -> Hold | None:
        if self._phases.held_side is None or self._baseline is None:
            return None
        carried = self._carried(start_s, end_s)
        return measure_hold(self._recent.between(start_s, end_s), carried, self._baseline, cut=cut)

    def _forget(self, time_s: float) -> None:
        self._recent.drop_before(time_s - KEPT_S)
        self._as_given.drop_before(time_s - KEPT_S)

    def _update(self, pose: Pose, trial: Trial | None, hold: Hold | None, in_position: bool) -> TestUpdate:
        return TestUpdate(
            time_s=float(pose.time_s),
            pose=pose,
            phase=self._phases.phase,
            side=self._phases.side,
            phase_s=float(pose.time_s) - self._phases.since_s,
            trial=trial,
            hold=hold,
            placement=self._placement_help(pose, in_position),
        )
