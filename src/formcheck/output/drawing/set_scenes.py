"""Scenes of a set: live, from the frames up to now; recorded, from the whole set."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from formcheck.motion.back_shape import back_outline
from formcheck.motion.view import Body
from formcheck.output.drawing.layout import Box, panel_box, person_box
from formcheck.output.drawing.scene import Hud, Remark, Scene, Tone
from formcheck.pose.landmarks import Landmark, landmark
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.rules.measures.position import is_at_turn
from formcheck.rules.prescription import progress
from formcheck.rules.rep_frames import Phase
from formcheck.session.analysis import Analysis
from formcheck.session.cues import Cue
from formcheck.session.headline import Headline, checks_made, headline, is_sure
from formcheck.session.judge import Attempt, Rep, RuleResult, Verdict
from formcheck.session.session import Session
from formcheck.session.update import Update
from formcheck.workout.screen import CUE_S

CLOSING_S = 1.0
"""The headline of the set is shown at least this long at the end of a video, if the last rep was counted before it;
chosen: the last frame stays when a player stops."""

_TONES = {Verdict.GOOD: Tone.GOOD, Verdict.FAULT: Tone.FAULT, Verdict.NOT_JUDGED: Tone.NOT_JUDGED}


@dataclass(frozen=True, slots=True, eq=False)
class VerdictDisplay:
    """How the verdicts on a rep or attempt are shown; `body` has the side on which it was measured."""

    tone: Tone
    joints: Mapping[Landmark, Tone]
    note: Remark
    back: Tone | None = None
    body: Body | None = None
    value: str | None = None


NO_VERDICT = VerdictDisplay(Tone.PLAIN, {}, Remark(""))


def rep_display(rep: Rep, exercise: Exercise, until_s: float = np.inf) -> VerdictDisplay:
    """Verdicts on a rep, sorted by what they judge: the body line, other joints, the rep as a whole.

    Parameters
    ----------
    until_s : float, seconds
        Only what has happened by this time of the clip is shown; the note is that of the whole rep.
    """
    results = [result for result in rep.rule_results if not (result.reason or "").startswith("told by")]
    on_line = [result for result in results if result.rule.measure.main_signal == exercise.angle] or results
    line_tone = _worst(on_line)
    happened = [result for result in results if _shown_from_s(result, rep) <= until_s]
    on_line_so_far = [result for result in on_line if _shown_from_s(result, rep) <= until_s]
    hidden = line_tone is Tone.NOT_JUDGED
    return VerdictDisplay(
        tone=_worst(on_line_so_far) if on_line_so_far or hidden else Tone.PLAIN,
        joints=_joints(happened, exercise, rep.body),
        note=_rep_note(rep, exercise, results, line_tone),
        back=_back(happened),
        body=rep.body,
        value=_estimated(on_line_so_far, exercise),
    )


def _estimated(results: list[RuleResult], exercise: Exercise) -> str | None:
    """The drawn angle at the turn, from a verdict on it, with its uncertainty; None without one."""
    for result in results:
        measure = result.rule.measure
        about_it = is_at_turn(measure) and measure.main_signal == exercise.angle
        if about_it and result.value is not None and result.half_width is not None:
            return f"{_value_text(result.value, measure.unit)} ± {max(result.half_width, 1.0):.0f}"
    return None


def _shown_from_s(result: RuleResult, rep: Rep) -> float:
    """When a verdict is shown in a recording: not before what it judges has happened.

    What is measured at the turn is shown from the beginning of the turn; a duration, or what has no moment of its
    own, at the end of the rep. A rule that was not judged has no verdict to show.
    """
    times, at_s = rep.times, result.at_s
    if result.verdict is Verdict.NOT_JUDGED:
        return np.inf
    if at_s is None or result.rule.measure.unit == "s":
        return times.end_s
    return times.hold_start_s if times.hold_start_s <= at_s <= times.hold_end_s else at_s


def _attempt_note(attempt: Attempt) -> Remark:
    """An attempt is not judged; its note says why it was not counted."""
    return Remark(f"not counted: {attempt.reason}", Tone.NOT_JUDGED)


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


def _rep_note(rep: Rep, exercise: Exercise, rule_results: list[RuleResult], line_tone: Tone) -> Remark:
    which = f"rep {rep.index}" if rep.side is None else f"rep {rep.index}, {rep.side}"
    broken = [result.rule for result in rule_results if result.verdict is Verdict.FAULT]
    faults = sorted(broken, key=lambda rule: -rule.severity)
    if faults:
        more = f" +{len(faults) - 1}" if len(faults) > 1 else ""
        return Remark(f"{which}: {faults[0].title.lower()}{more}", Tone.FAULT)
    if line_tone is Tone.NOT_JUDGED:
        reasons = [result.reason for result in rule_results if result.reason is not None]
        what = "line not judged" if checks_made(rep) else "not judged"
        return Remark(f"{which}: {what} ({reasons[0] if reasons else 'not seen'})", Tone.NOT_JUDGED)
    if not is_sure(rep, exercise):
        return Remark(f"{which}: no fault seen", Tone.PLAIN)
    return Remark(f"{which}: good", Tone.GOOD)


NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
"""The panel of a scene that is drawn without one."""


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

    A line or a joint takes the tone of a verdict when what it judges has happened; the remark about a rep appears
    when the rep has been counted. The last frames show the headline of the set. The landmarks are those of the
    zero-lag filter.

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
        self._end_s = analysis.updates[-1].time_s
        counts = ([update.count for update in analysis.updates], [update.attempts for update in analysis.updates])
        self._counted_s = self._decided_s(counts[0], [rep.times.end_s for rep in session.reps])
        self._refused_s = self._decided_s(counts[1], [attempt.end_s for attempt in session.attempts])
        notes = [rep_display(rep, session.exercise).note for rep in session.reps]
        notes += [_attempt_note(attempt) for attempt in session.attempts]
        self._remarks = sorted(zip([*self._counted_s, *self._refused_s], notes, strict=True), key=lambda each: each[0])
        self._headline = headline(session)

    def __len__(self) -> int:
        return len(self._analysis.updates)

    def __getitem__(self, index: int) -> Scene:
        """Scene of a frame; IndexError beyond the last."""
        update, session = self._as_shown(self._analysis.updates[index]), self._analysis.session
        display = self._display_at(update.time_s)
        hud = _hud(update, session.exercise, self._box, _last_cue(session.cues, update.time_s), display)
        if update.time_s >= self._closing_s:
            hud = _closing(hud, self._headline)
        return _scene(self._analysis.smooth[index], self.size, hud, display, session)

    def _decided_s(self, counts: list[int], ends_s: list[float]) -> list[float]:
        """When each rep, or attempt, was counted: the time of the first frame with that count.

        One that was counted only when the recording was over belongs to the end of its own movement.
        """
        times = [update.time_s for update in self._analysis.updates[:-1]]
        firsts = {count: time_s for count, time_s in zip(reversed(counts[:-1]), reversed(times), strict=True)}
        decided = []
        for n, end_s in enumerate(ends_s, start=1):
            since = [time_s for count, time_s in firsts.items() if count >= n]
            decided.append(min(since, default=min(end_s, self._end_s)))
        return decided

    def _as_shown(self, update: Update) -> Update:
        """The update with the counts of the finished set, each rep from the moment when it was counted."""
        session = self._analysis.session
        reps = [rep for rep, at_s in zip(session.reps, self._counted_s, strict=True) if at_s <= update.time_s]
        followed = progress(session.exercise, [(rep.side, rep.times) for rep in reps])
        return replace(
            update,
            count=len(reps),
            attempts=sum(at_s <= update.time_s for at_s in self._refused_s),
            by_side=(followed.done[0].reps, followed.done[1].reps) if followed.each_side else None,
            reached=followed.reached,
        )

    @property
    def _closing_s(self) -> float:
        """From when the headline is shown: once the last remark has been read, but at the end in any case."""
        if not self._remarks:
            return self._end_s - CLOSING_S
        last_s = self._remarks[-1][0]
        return min(last_s + CUE_S, max(last_s, self._end_s - CLOSING_S))

    def _display_at(self, time_s: float) -> VerdictDisplay:
        """What is known at this time about the rep under way, and the newest remark for `CUE_S`."""
        session = self._analysis.session
        under_way = [rep for rep in session.reps if rep.times.start_s <= time_s <= rep.times.end_s]
        display = rep_display(under_way[-1], session.exercise, time_s) if under_way else NO_VERDICT
        notes = [note for at_s, note in self._remarks if 0.0 <= time_s - at_s < CUE_S]
        return replace(display, note=notes[-1] if notes else Remark(""))


def _closing(hud: Hud, found: Headline) -> Hud:
    """The panel with the headline of the set, how many of the checks could be made, and where to film from."""
    tone = Tone.GOOD if found.mood == "good" else Tone.PLAIN
    notes = [f"{found.made} of {found.checks} checks"] if found.checks else []
    notes += [found.film_from] if found.film_from else []
    note = Remark(". ".join(notes)) if notes else None
    return replace(hud, cue=Remark(found.text, tone), phase=None, progress=None, hold_s=None, note=note)


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
        value=_angle_text(pose, body, session, display),
        above=body.facing if exercise.posture == "supine" else -body.facing,
        joints=display.joints,
        back=None if display.back is None else back_outline(pose, body),
        back_tone=display.back or Tone.PLAIN,
        hud=hud,
    )


def _angle_text(pose: Pose, body: Body, session: Session, display: VerdictDisplay) -> str | None:
    """The drawn angle: of this frame in a side view, as the meters and verdicts show it; else that of the verdict.

    At an angle the image does not show the true angle of a single frame, so there is a number only once the turn was
    measured.
    """
    exercise, seen = session.exercise, session.body
    if seen is None or seen.view != "oblique":
        return _value_text(float(exercise.angle(pose, body)) - exercise.angle_offset, exercise.angle.unit)
    return display.value


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
