"""Scenes of a test: its phase, the trials, and how far the hips are below the baseline."""

from dataclasses import replace

import numpy as np

from formcheck.assessment.assessment import Assessment
from formcheck.assessment.baseline import CUTOFF_HZ, DRIFT_HZ
from formcheck.assessment.decision import possible
from formcheck.assessment.outcomes import ClearOutcome
from formcheck.assessment.phases import TestPhase
from formcheck.assessment.protocol import HOLD, MIN_TRIALS
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest, TestUpdate
from formcheck.assessment.tracked_run import TrackedRun
from formcheck.assessment.trial import JUDGED_VIEWS, Trial, per_trunk_deg, sink_deg_of
from formcheck.motion.filters import zero_lag
from formcheck.output.drawing.layout import panel_box, person_box
from formcheck.output.drawing.scene import Hud, Remark, Scene, Tone
from formcheck.output.drawing.set_scenes import NOWHERE, scene_of
from formcheck.output.pages.assessment_words import STAGES
from formcheck.pose.landmarks import Side, landmark
from formcheck.pose.pose import Floats
from formcheck.session.session import Session
from formcheck.session.update import Update
from formcheck.workout.screen import CUE_S

DRAWN_LINE = ("shoulder", "hip", "knee")

_TONES: dict[ClearOutcome, Tone] = {"steady": Tone.GOOD, "dips": Tone.PLAIN, "drops": Tone.FAULT}


class AssessmentScenes:
    """Scenes of a recorded test, one for each frame, made on access.

    Parameters
    ----------
    assessment : Assessment
        The finished test.
    run : TrackedRun
        The recording to draw; a test may have one for each side.
    """

    def __init__(self, assessment: Assessment, run: TrackedRun) -> None:
        assert isinstance(run.test, SingleLegBridgeTest)
        assert run.updates is not None
        self._updates, self._test, self._protocol = run.updates, run.test, assessment.protocol
        self.track = run.track
        self.size = (float(run.source.width), float(run.source.height))
        self.quarter_turns = run.source.turned_deg // 90
        self._smooth = zero_lag(run.judged, CUTOFF_HZ)
        present = np.array([update.phase is not TestPhase.AWAY for update in self._updates])
        self.person = person_box(self._smooth[present] if present.any() else self._smooth)
        self._box = panel_box(self.person, *self.size)
        slow = zero_lag(run.judged, DRIFT_HZ)  # as the sink is measured: shaking is wobble
        self._sinks = {
            side: sink_deg_of(slow, baseline, per_trunk_deg(self._test.trials, side))
            for side, baseline in self._test.baselines.items()
        }

    def __len__(self) -> int:
        """Number of frames."""
        return len(self._updates)

    def __getitem__(self, index: int) -> Scene:
        """Scene of a frame; IndexError beyond the last."""
        update, pose = self._updates[index], self._smooth[index]
        hud = self._hud(update)
        if not pose.seen:
            return Scene(self.size, hud=hud)
        trial = self._trial_at(update.time_s)
        side = trial.side if trial is not None else update.side
        baseline = None if side is None else self._test.baselines.get(side)
        if side is None or baseline is None:
            return Scene(self.size, pose, hud=hud)
        sink = self._sinks[side][index] if baseline.body.view in JUDGED_VIEWS else np.nan
        return Scene(
            size=self.size,
            pose=pose,
            near=side,
            line=tuple(landmark(part, side) for part in DRAWN_LINE),
            tone=_tone(trial),
            value=f"hips {-sink:+.0f}°".replace("-", "\N{MINUS SIGN}") if np.isfinite(sink) else None,
            above=baseline.body.facing,
            hud=hud,
        )

    def sink_deg(self, side: Side) -> Floats:
        """How far the hips are below the baseline of a side: (T,) degrees, one value for each frame."""
        return self._sinks[side]

    def _trial_at(self, time_s: float) -> Trial | None:
        """The trial at this time; None between trials."""
        spans = [t for t in self._test.trials if t.lowering.start_s <= time_s <= t.lowering.end_s]
        return spans[-1] if spans else None

    def _hud(self, update: TestUpdate) -> Hud:
        done = [trial for trial in self._test.trials if trial.lowering.end_s <= update.time_s]
        side = update.side or (done[-1].side if done else None)
        valid = sum(trial.invalid is None and trial.side == side for trial in done)
        holding = self._protocol is HOLD and update.phase is TestPhase.OUT
        return Hud(
            box=self._box,
            exercise=f"{self._protocol.title} test" + ("" if side is None else f", {side} leg"),
            count=valid,
            attempts=sum(trial.invalid is not None for trial in done),
            wanted=0 if self._protocol is HOLD else MIN_TRIALS,
            reached=valid >= MIN_TRIALS,
            phase=STAGES[update.phase],
            hold_s=update.phase_s if holding or update.phase is TestPhase.BRIDGE else None,
            hold_target_s=3.0,
            cue=_invalid_trial_cue(done, update.time_s),
        )


def live_scene(update: TestUpdate, test: SingleLegBridgeTest, size: tuple[float, float]) -> Scene:
    """Scene of the newest frame of a live test: the body, and the body line on the side of the supporting leg.

    For `CUE_S` seconds after a lowering the line has the tone of its result.

    Parameters
    ----------
    size : (width, height) pixels
        Image in which the pose was detected.
    """
    pose, side = update.pose, update.side
    if not pose.seen:
        return Scene(size)
    baseline = test.baseline
    if side is None or baseline is None:
        return Scene(size, pose)
    last = test.trials[-1] if test.trials else None
    recent = last is not None and last.invalid is None and update.time_s - last.lowering.end_s < CUE_S
    return Scene(
        size=size,
        pose=pose,
        near=side,
        line=tuple(landmark(part, side) for part in DRAWN_LINE),
        tone=_tone(last) if recent else Tone.PLAIN,
        above=baseline.body.facing,
    )


def live_reps_scene(update: Update, session: Session, size: tuple[float, float]) -> Scene:
    """Scene of the newest frame of a live test of repetitions, with the tone of the last rep.

    The angle is left out: what counts has been judged at the top, and the person lies on the floor by then.
    """
    return replace(scene_of(update, session, size, NOWHERE), value=None, hud=None)


def _tone(trial: Trial | None) -> Tone:
    if trial is None or trial.sink_deg is None:
        return Tone.PLAIN
    outcomes = possible(trial.sink_deg.interval)
    return _TONES[outcomes[0]] if len(outcomes) == 1 else Tone.NOT_JUDGED


def _invalid_trial_cue(done: list[Trial], time_s: float) -> Remark | None:
    """Why the last trial does not count, for `CUE_S` seconds after it."""
    if not done or done[-1].invalid is None or time_s - done[-1].lowering.end_s >= CUE_S:
        return None
    return Remark(f"Again: {done[-1].invalid}", Tone.FAULT)
