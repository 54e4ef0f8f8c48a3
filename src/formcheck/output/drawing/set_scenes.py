"""Scenes of a set: live, from the frames up to now; recorded, from the whole set."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from formcheck.motion.back_shape import back_outline
from formcheck.motion.view import Body
from formcheck.output.drawing.layout import Box, panel_box, person_box
from formcheck.output.drawing.scene import Hud, Remark, Scene, Tone
from formcheck.pose.landmarks import Landmark, landmark
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.rules.rep_frames import Phase
from formcheck.session.analysis import Analysis
from formcheck.session.cues import Cue
from formcheck.session.judge import Attempt, Rep, RuleResult, Verdict
from formcheck.session.session import Session
from formcheck.session.update import Update
from formcheck.workout.screen import CUE_S

_TONES = {Verdict.GOOD: Tone.GOOD, Verdict.FAULT: Tone.FAULT, Verdict.NOT_JUDGED: Tone.NOT_JUDGED}


@dataclass(frozen=True, slots=True, eq=False)
class VerdictDisplay:
    """How the verdicts on a rep or attempt are shown; `body` has the side on which it was measured."""

    tone: Tone
    joints: Mapping[Landmark, Tone]
    note: Remark
    back: Tone | None = None
    body: Body | None = None


NO_VERDICT = VerdictDisplay(Tone.PLAIN, {}, Remark(""))


def rep_display(rep: Rep, exercise: Exercise) -> VerdictDisplay:
    """Verdicts on a rep, sorted by what they judge: the body line, other joints, the rep as a whole."""
    results = [result for result in rep.rule_results if not (result.reason or "").startswith("told by")]
    on_line = [result for result in results if result.rule.measure.main_signal == exercise.angle] or results
    line_tone = _worst(on_line)
    return VerdictDisplay(
        tone=line_tone,
        joints=_joints(results, exercise, rep.body),
        note=_rep_note(rep, results, line_tone),
        back=_back(results),
        body=rep.body,
    )


def attempt_display(attempt: Attempt) -> VerdictDisplay:
    """An attempt is not judged; its note says why it was not counted."""
    return VerdictDisplay(Tone.NOT_JUDGED, {}, Remark(f"not counted: {attempt.reason}", Tone.NOT_JUDGED))


def _worst(rule_results: list[RuleResult]) -> Tone:
    """Fault if any result is a fault, else good if any is good, else not judged."""
    verdicts = {result.verdict for result in rule_results}
    for verdict in (Verdict.FAULT, Verdict.GOOD):
        if verdict in verdicts:
            return _TONES[verdict]
    return Tone.NOT_JUDGED


def _joints(rule_results: list[RuleResult], exercise: Exercise, body: Body) -> dict[Landmark, Tone]:
    """Landmarks with the worst verdict on their own angle; landmarks of the body line only if that is a fault."""
    on_line = set(line_of(exercise, body))
    about: dict[Landmark, list[RuleResult]] = {}
    for result in rule_results:
        measure = result.rule.measure
        if measure.absolute and measure.main_signal is not None and result.verdict is not Verdict.NOT_JUDGED:
            for mark in measure.main_signal.needs(body.near):
                about.setdefault(mark, []).append(result)
    tones = {mark: _worst(judged) for mark, judged in about.items()}
    return {mark: tone for mark, tone in tones.items() if mark not in on_line or tone is Tone.FAULT}


def line_of(exercise: Exercise, body: Body) -> tuple[Landmark, ...]:
    """Landmarks of the body line that an exercise judges, on the measured side."""
    return tuple(landmark(part, body.near) for part in exercise.drawn_line)


def _back(rule_results: list[RuleResult]) -> Tone | None:
    """Verdict on the outline of the back; None if it was not judged."""
    judged = [result for result in rule_results if result.verdict is not Verdict.NOT_JUDGED]
    on_outline = [
        result for result in judged if (signal := result.rule.measure.main_signal) is not None and signal.outline
    ]
    return _worst(on_outline) if on_outline else None


def _rep_note(rep: Rep, rule_results: list[RuleResult], line_tone: Tone) -> Remark:
    which = f"rep {rep.index}" if rep.side is None else f"rep {rep.index}, {rep.side}"
    broken = [result.rule for result in rule_results if result.verdict is Verdict.FAULT]
    faults = sorted(broken, key=lambda rule: -rule.severity)
    if faults:
        more = f" +{len(faults) - 1}" if len(faults) > 1 else ""
        return Remark(f"{which}: {faults[0].title.lower()}{more}", Tone.FAULT)
    if line_tone is Tone.NOT_JUDGED:
        reasons = [result.reason for result in rule_results if result.reason is not None]
        return Remark(f"{which}: line not judged ({reasons[0] if reasons else 'not seen'})", Tone.NOT_JUDGED)
    return Remark(f"{which}: good", Tone.GOOD)


def scene_of(update: Update, session: Session, size: tuple[float, float], box: Box) -> Scene:
    """Scene of the newest frame of a live set.

    The current rep has no verdict yet; that of the previous rep is shown until the next movement begins.

    Parameters
    ----------
    update : Update
        What `session` returned for this frame.
    size : (width, height) pixels
        Image in which the pose was detected.
    box : Box
        Where the panel is; `LiveScenes` chooses it.
    """
    resting = update.phase is Phase.REST and bool(session.reps)
    display = rep_display(session.reps[-1], session.exercise) if resting else NO_VERDICT
    hud = _hud(update, session.exercise, box, _last_cue(session.cues, update.time_s), display)
    return _scene(update.pose, size, hud, display, session)


@dataclass(slots=True)
class LiveScenes:
    """Scenes of a live set; the panel is placed once, when the person is in position.

    Attributes
    ----------
    session : Session
        The current set.
    size : (width, height) pixels
        Image in which poses are detected.
    """

    session: Session
    size: tuple[float, float]
    _box: Box | None = None

    def __call__(self, update: Update) -> Scene:
        """Scene for the frame of `update`."""
        waiting = panel_box(None, *self.size)
        if self._box is None and self.session.body is not None and update.pose.seen:
            self._box = panel_box(person_box(update.pose), *self.size)
        return scene_of(update, self.session, self.size, self._box or waiting)


class Scenes:
    """Scenes of a recorded set, one for each frame, made on access.

    Here the verdicts are known from the start: during a rep, its line and joints have the tone of that rep.
    The landmarks are those of the zero-lag filter.

    Parameters
    ----------
    analysis : Analysis
        The set.
    """

    def __init__(self, analysis: Analysis) -> None:
        session = analysis.session
        self._analysis = analysis
        self.size = (float(analysis.source.width), float(analysis.source.height))
        self.track, self.quarter_turns = analysis.track, analysis.source.turned_deg // 90
        self.person = person_box(_in_position(analysis))
        self._box = panel_box(self.person, *self.size)
        spans = [(r.times.start_s, r.times.end_s, rep_display(r, session.exercise)) for r in session.reps]
        spans += [(a.start_s, a.end_s, attempt_display(a)) for a in session.attempts]
        self._spans = sorted(spans, key=lambda span: span[0])

    def __len__(self) -> int:
        return len(self._analysis.updates)

    def __getitem__(self, index: int) -> Scene:
        """Scene of a frame; IndexError beyond the last."""
        update, session = self._analysis.updates[index], self._analysis.session
        display = self._display_at(update.time_s)
        hud = _hud(update, session.exercise, self._box, _last_cue(session.cues, update.time_s), display)
        return _scene(self._analysis.smooth[index], self.size, hud, display, session)

    def _display_at(self, time_s: float) -> VerdictDisplay:
        """Verdicts on the rep or attempt at this time."""
        spans = [judged for start_s, end_s, judged in self._spans if start_s <= time_s <= end_s]
        return spans[-1] if spans else NO_VERDICT


def _in_position(analysis: Analysis) -> Pose:
    """Frames in which the person is in position; all frames if there are none."""
    frames = np.array([update.phase is not None for update in analysis.updates], dtype=bool)
    return analysis.smooth[frames] if frames.any() else analysis.smooth


def _scene(pose: Pose, size: tuple[float, float], hud: Hud, display: VerdictDisplay, session: Session) -> Scene:
    exercise, body = session.exercise, display.body or session.body
    if not pose.seen:
        return Scene(size, hud=hud)
    if body is None:
        return Scene(size, pose, hud=hud)
    return Scene(
        size=size,
        pose=pose,
        near=body.near,
        line=line_of(exercise, body),
        tone=display.tone,
        value=_value_text(float(exercise.angle(pose, body)), exercise.angle.unit),
        above=body.facing if exercise.posture == "supine" else -body.facing,
        joints=display.joints,
        back=None if display.back is None else back_outline(pose, body),
        back_tone=display.back or Tone.PLAIN,
        hud=hud,
    )


def _value_text(value: float, unit: str) -> str | None:
    if not np.isfinite(value):
        return None
    return f"{value:.0f}°" if unit == "deg" else f"{value:.2f}"


def _last_cue(cues: list[Cue], time_s: float) -> Cue | None:
    """The cue that was given within the last `CUE_S` seconds."""
    return next((cue for cue in reversed(cues) if 0.0 <= time_s - cue.time_s < CUE_S), None)


def _hud(update: Update, exercise: Exercise, box: Box, cue: Cue | None, display: VerdictDisplay) -> Hud:
    return Hud(
        box=box,
        exercise=exercise.name,
        count=update.count,
        attempts=update.attempts,
        by_side=update.by_side,
        wanted=exercise.target.reps[0],
        reached=update.reached,
        phase=None if update.phase is None else exercise.words.phases[update.phase],
        progress=update.progress,
        hold_s=update.hold_s if update.phase is Phase.TURN else None,
        hold_target_s=exercise.target.hold_s,
        cue=_cue_remark(update, cue),
        note=display.note if display.note.text else None,
    )


def _cue_remark(update: Update, cue: Cue | None) -> Remark | None:
    if cue is not None:
        return Remark(cue.text, Tone.GOOD if cue.kind == "praise" else Tone.FAULT)
    return Remark(update.hint.capitalize()) if update.hint is not None else None
