"""Scenes of a set: live from what is known so far, recorded from all."""

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
class Judged:
    """What is known of a rep or attempt, ready to be shown; `body` has the side that it was measured on."""

    tone: Tone
    joints: Mapping[Landmark, Tone]
    note: Remark
    back: Tone | None = None
    body: Body | None = None


NOTHING_KNOWN = Judged(Tone.PLAIN, {}, Remark(""))


def judged_rep(rep: Rep, exercise: Exercise) -> Judged:
    """Verdicts of a rep, by what they are about: the line, other joints, the rep as a whole."""
    told = [f for f in rep.rule_results if not (f.reason or "").startswith("told by")]
    on_line = [f for f in told if f.rule.measure.about == exercise.angle] or told
    line_tone = _worst(on_line)
    return Judged(line_tone, _joints(told, exercise, rep.body), _rep_note(rep, told, line_tone), _back(told), rep.body)


def judged_attempt(attempt: Attempt) -> Judged:
    """An attempt is not judged; its note says why it does not count."""
    return Judged(Tone.NOT_JUDGED, {}, Remark(f"not counted: {attempt.reason}", Tone.NOT_JUDGED))


def _worst(rule_results: list[RuleResult]) -> Tone:
    """A fault, else something good, else not judged."""
    found = {finding.verdict for finding in rule_results}
    for verdict in (Verdict.FAULT, Verdict.GOOD):
        if verdict in found:
            return _TONES[verdict]
    return Tone.NOT_JUDGED


def _joints(rule_results: list[RuleResult], exercise: Exercise, body: Body) -> dict[Landmark, Tone]:
    """Landmarks with the worst verdict that was given on their own angle; those of the line only if a fault."""
    on_line = set(line_of(exercise, body))
    about: dict[Landmark, list[RuleResult]] = {}
    for finding in rule_results:
        measure = finding.rule.measure
        if measure.absolute and measure.about is not None and finding.verdict is not Verdict.NOT_JUDGED:
            for mark in measure.about.needs(body.near):
                about.setdefault(mark, []).append(finding)
    tones = {mark: _worst(found) for mark, found in about.items()}
    return {mark: tone for mark, tone in tones.items() if mark not in on_line or tone is Tone.FAULT}


def line_of(exercise: Exercise, body: Body) -> tuple[Landmark, ...]:
    """Landmarks of the line that an exercise is about, on the side that is measured."""
    return tuple(landmark(part, body.near) for part in exercise.drawn_line)


def _back(rule_results: list[RuleResult]) -> Tone | None:
    """Verdict on the outline of the back; None where it was not judged."""
    about = [f for f in rule_results if f.rule.measure.about is not None and f.rule.measure.about.outline]
    judged = [f for f in about if f.verdict is not Verdict.NOT_JUDGED]
    return _worst(judged) if judged else None


def _rep_note(rep: Rep, rule_results: list[RuleResult], line_tone: Tone) -> Remark:
    which = f"rep {rep.index}" if rep.side is None else f"rep {rep.index}, {rep.side}"
    faults = sorted((f.rule for f in rule_results if f.verdict is Verdict.FAULT), key=lambda rule: -rule.severity)
    if faults:
        more = f" +{len(faults) - 1}" if len(faults) > 1 else ""
        return Remark(f"{which}: {faults[0].title.lower()}{more}", Tone.FAULT)
    if line_tone is Tone.NOT_JUDGED:
        reasons = [f.reason for f in rule_results if f.reason is not None]
        return Remark(f"{which}: line not judged ({reasons[0] if reasons else 'not seen'})", Tone.NOT_JUDGED)
    return Remark(f"{which}: good", Tone.GOOD)


def scene_of(update: Update, session: Session, size: tuple[float, float], box: Box) -> Scene:
    """Picture of the newest frame of a live set.

    Only the rep before is judged: its verdict is shown until the next movement begins.

    Parameters
    ----------
    update : Update
        What `session` said after this frame.
    size : (width, height) pixels
        Picture that the pose was found in.
    box : Box
        Where the panel is; see `LiveScenes`, which chooses it.
    """
    resting = update.phase is Phase.REST and bool(session.reps)
    known = judged_rep(session.reps[-1], session.exercise) if resting else NOTHING_KNOWN
    hud = _hud(update, session.exercise, box, _last_cue(session.cues, update.time_s), known)
    return _scene(update.pose, size, hud, known, session)


@dataclass(slots=True)
class LiveScenes:
    """Scenes of a live set; the panel finds its place once, when the person is in position.

    Attributes
    ----------
    session : Session
        The set that is going on.
    size : (width, height) pixels
        Picture that poses are found in.
    """

    session: Session
    size: tuple[float, float]
    _box: Box | None = None

    def __call__(self, update: Update) -> Scene:
        """Scene for the frame that `update` is about."""
        waiting = panel_box(None, *self.size)
        if self._box is None and self.session.body is not None and update.pose.seen:
            self._box = panel_box(person_box(update.pose), *self.size)
        return scene_of(update, self.session, self.size, self._box or waiting)


class Scenes:
    """Scenes of a recorded set, one for each frame, made when asked for.

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
        spans = [(r.times.start_s, r.times.end_s, judged_rep(r, session.exercise)) for r in session.reps]
        spans += [(a.start_s, a.end_s, judged_attempt(a)) for a in session.attempts]
        self._spans = sorted(spans, key=lambda span: span[0])

    def __len__(self) -> int:
        return len(self._analysis.updates)

    def __getitem__(self, index: int) -> Scene:
        """Scene of a frame; IndexError beyond the last."""
        update, session = self._analysis.updates[index], self._analysis.session
        known = self._known(update.time_s)
        hud = _hud(update, session.exercise, self._box, _last_cue(session.cues, update.time_s), known)
        return _scene(self._analysis.smooth[index], self.size, hud, known, session)

    def _known(self, time_s: float) -> Judged:
        """Verdict of the rep or attempt that is going on."""
        spans = [judged for start_s, end_s, judged in self._spans if start_s <= time_s <= end_s]
        return spans[-1] if spans else NOTHING_KNOWN


def _in_position(analysis: Analysis) -> Pose:
    """Frames of the set itself; all of them when there was none."""
    frames = np.array([update.phase is not None for update in analysis.updates], dtype=bool)
    return analysis.smooth[frames] if frames.any() else analysis.smooth


def _scene(pose: Pose, size: tuple[float, float], hud: Hud, known: Judged, session: Session) -> Scene:
    exercise, body = session.exercise, known.body or session.body
    if not pose.seen:
        return Scene(size, hud=hud)
    if body is None:
        return Scene(size, pose, hud=hud)
    return Scene(
        size=size,
        pose=pose,
        near=body.near,
        line=line_of(exercise, body),
        tone=known.tone,
        value=_in_words(float(exercise.angle(pose, body)), exercise.angle.unit),
        above=body.facing if exercise.posture == "supine" else -body.facing,
        joints=known.joints,
        back=None if known.back is None else back_outline(pose, body),
        back_tone=known.back or Tone.PLAIN,
        hud=hud,
    )


def _in_words(value: float, unit: str) -> str | None:
    if not np.isfinite(value):
        return None
    return f"{value:.0f}°" if unit == "deg" else f"{value:.2f}"


def _last_cue(cues: list[Cue], time_s: float) -> Cue | None:
    """The cue that was given in the last `CUE_S` seconds."""
    return next((cue for cue in reversed(cues) if 0.0 <= time_s - cue.time_s < CUE_S), None)


def _hud(update: Update, exercise: Exercise, box: Box, cue: Cue | None, known: Judged) -> Hud:
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
        cue=_large_words(update, cue),
        note=known.note if known.note.text else None,
    )


def _large_words(update: Update, cue: Cue | None) -> Remark | None:
    if cue is not None:
        return Remark(cue.text, Tone.GOOD if cue.kind == "praise" else Tone.FAULT)
    return Remark(update.hint.capitalize()) if update.hint is not None else None
