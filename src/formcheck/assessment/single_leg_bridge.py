"""Follows the test frame by frame: the same code for a live camera and for a recording.

`SingleLegBridgeTest.step` reads no clock, draws nothing and prints nothing.
"""

from dataclasses import dataclass, field, replace

from formcheck.assessment.baseline import Baseline, baseline_of
from formcheck.assessment.hold import Hold, measure_hold
from formcheck.assessment.phases import Lowering, PhaseTracker, TestPhase
from formcheck.assessment.protocol import HOLD, LEG_LOWER, Protocol
from formcheck.assessment.supine import supporting_side
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
"""A leg is recognised as held out this long after it has left the floor; from rendered clips:
docs/sources.md#test-phases."""

VIEW_S = 2.0
"""Seconds of frames that give the view of a person without a baseline."""

SLIP_S = 0.5
"""Being out of position for less is a slip of the pose model, and the bridge goes on; chosen, as for a set."""

OUT_S = 1.0
"""Seconds before a lowering, with the leg out, that are used to find the supporting leg."""

BEFORE_S = 0.5
"""Seconds before a lowering that are measured with it."""

MAX_AGE_S = 240.0
"""Older frames are dropped; chosen: longer than anyone holds."""


@dataclass(frozen=True, slots=True, eq=False)
class TestUpdate:
    """What a screen needs after a frame.

    Attributes
    ----------
    pose : Pose
        The cleaned pose, which is judged.
    phase : TestPhase
        Phase of the test.
    side : Side or None
        The supporting leg; None while both feet are down.
    phase_s : float
        Seconds in this phase.
    trial : Trial or None
        The trial that this frame completed.
    hold : Hold or None
        The hold that this frame completed.
    placement : Placement or None
        One thing to change about camera, light or position.
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
        The single-leg bridge, which defines the position and the camera view.
    protocol : Protocol
        The protocol that is done.
    picture_px : (width, height) or None
        Size of the upright image in pixels; None if unknown.

    Attributes
    ----------
    trials, holds : list
        Measured lowerings and holds, in order of time.
    baselines : dict of Side to Baseline
        For each side, the newest bridge on both feet before its trials.
    without_baseline : dict of Side to View
        Supporting sides whose other leg was stretched without a baseline, with the view.
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
        load_filters()  # now, and not in the middle of the test, where it would delay the screen
        self._placement_help = PlacementHelp(self.exercise, self.picture_px)

    def step(self, pose: Pose) -> TestUpdate:
        """Take the next frame, in order of time."""
        if int(pose.notes) & DetectionFlag.CUT:
            self._begin_segment()
        self._as_given.append(pose)
        pose = self._clean(pose)
        in_position = holds_position(pose, self.exercise)
        self._recent.append(pose)
        before = self._phases.phase
        trial = self._take(self._phases.step(pose, in_position))
        hold = self._change_phase(before, float(pose.time_s))
        self._drop_old_frames(float(pose.time_s))
        return self._update(pose, trial, hold, in_position)

    def finish(self) -> TestUpdate | None:
        """End the test: a leg on its way back counts as lowered, and a hold lasts at least until the last frame."""
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
        """The newest bridge on both feet, which a leg that is held out now is compared with."""
        return self._baseline

    def current_hold(self) -> Hold | None:
        """The hold that goes on, measured up to now; None while no leg is out, or in another protocol."""
        if self.protocol is not HOLD or self._out_s is None or not self._recent:
            return None
        return self._held(self._out_s, float(self._recent.newest.time_s), cut=True)

    @property
    def raised_flat(self) -> int:
        """How many times a leg was stretched and lowered while the hips stayed on the floor."""
        return self._phases.raised_flat

    @property
    def swaps_repaired(self) -> int:
        """Number of times that the model exchanged left and right limbs, which was repaired."""
        return self._clean.swaps_repaired

    @property
    def placements(self) -> list[tuple[float, Placement]]:
        """Advice about camera, light and position, each with the time in seconds of its first report."""
        return self._placement_help.reported

    def _take(self, lowering: Lowering | None) -> Trial | None:
        """Measure a finished lowering."""
        if lowering is None or self.protocol is not LEG_LOWER or self._baseline is None:
            return None
        lowering = replace(lowering, side=self._supporting(lowering.start_s - OUT_S, lowering.end_s))
        trial = measure(self._recent.between(lowering.start_s - BEFORE_S, lowering.end_s), lowering, self._baseline)
        self.baselines[trial.side] = self._baseline
        self.trials.append(trial)
        return trial

    def _begin_segment(self) -> None:
        """Start anew after a cut: earlier trials stay, but nothing is compared across the cut."""
        self._phases, self._baseline, self._out_s = PhaseTracker(), None, None
        self._recent.clear()
        self._as_given.clear()

    def _change_phase(self, before: TestPhase, time_s: float) -> Hold | None:
        """Handle a change of phase; returns a hold that it ended."""
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
        """Use the bridge on both feet that ends here; if it is too short, the last one before the same camera."""
        self._baseline = baseline_of(self._recent.between(self._bridge_s, time_s - LEG_STARTS_S)) or self._baseline
        self._out_s = time_s

    def _credit_baseline(self, time_s: float) -> None:
        """Assign the baseline to the supporting leg, which is known best when the other leg comes down."""
        side = self._phases.held_side
        if side is None:
            return
        if self._baseline is not None and self._out_s is not None:
            side = self._supporting(self._out_s, time_s)
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

    def _supporting(self, start_s: float, end_s: float) -> Side:
        """The supporting leg in these frames."""
        assert self._baseline is not None
        given = self._as_given.between(start_s, end_s)
        repaired = self._recent.between(start_s, end_s)
        return supporting_side(given, repaired, self._baseline.body.facing, self._baseline.ankles_apart)

    def _held(self, start_s: float, end_s: float, *, cut: bool) -> Hold | None:
        if self._phases.held_side is None or self._baseline is None:
            return None
        side = self._supporting(start_s, end_s)
        return measure_hold(self._recent.between(start_s, end_s), side, self._baseline, cut=cut)

    def _drop_old_frames(self, time_s: float) -> None:
        self._recent.drop_before(time_s - MAX_AGE_S)
        self._as_given.drop_before(time_s - MAX_AGE_S)

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
