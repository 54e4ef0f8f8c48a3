"""What is known of a rep, ready to be shown: the tones of its line, joints and back, and a few words."""

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.coaching.exercise import Exercise
from formcheck.coaching.judge import Finding, Verdict
from formcheck.coaching.rep import Attempt, Rep
from formcheck.motion.view import Body
from formcheck.output.scene import Remark, Tone
from formcheck.pose.landmarks import Landmark, landmark

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
    told = [f for f in rep.findings if not (f.reason or "").startswith("told by")]
    on_line = [f for f in told if f.rule.measure.about == exercise.angle] or told
    line_tone = _worst(on_line)
    return Judged(line_tone, _joints(told, exercise, rep.body), _rep_note(rep, told, line_tone), _back(told), rep.body)


def judged_attempt(attempt: Attempt) -> Judged:
    """An attempt is not judged; its note says why it does not count."""
    return Judged(Tone.NOT_JUDGED, {}, Remark(f"not counted: {attempt.reason}", Tone.NOT_JUDGED))


def _worst(findings: list[Finding]) -> Tone:
    """A fault, else something good, else not judged."""
    found = {finding.verdict for finding in findings}
    for verdict in (Verdict.FAULT, Verdict.GOOD):
        if verdict in found:
            return _TONES[verdict]
    return Tone.NOT_JUDGED


def _joints(findings: list[Finding], exercise: Exercise, body: Body) -> dict[Landmark, Tone]:
    """Landmarks with the worst verdict that was given on their own angle; those of the line only if a fault."""
    on_line = set(line_of(exercise, body))
    about: dict[Landmark, list[Finding]] = {}
    for finding in findings:
        measure = finding.rule.measure
        if measure.level and measure.about is not None and finding.verdict is not Verdict.NOT_JUDGED:
            for mark in measure.about.needs(body.near):
                about.setdefault(mark, []).append(finding)
    tones = {mark: _worst(found) for mark, found in about.items()}
    return {mark: tone for mark, tone in tones.items() if mark not in on_line or tone is Tone.FAULT}


def line_of(exercise: Exercise, body: Body) -> tuple[Landmark, ...]:
    """Landmarks of the line that an exercise is about, on the side that is measured."""
    return tuple(landmark(part, body.near) for part in exercise.line)


def _back(findings: list[Finding]) -> Tone | None:
    """Verdict on the outline of the back; None where it was not judged."""
    about = [f for f in findings if f.rule.measure.about is not None and f.rule.measure.about.outline]
    judged = [f for f in about if f.verdict is not Verdict.NOT_JUDGED]
    return _worst(judged) if judged else None


def _rep_note(rep: Rep, findings: list[Finding], line_tone: Tone) -> Remark:
    which = f"rep {rep.index}" if rep.side is None else f"rep {rep.index}, {rep.side}"
    faults = sorted((f.rule for f in findings if f.verdict is Verdict.FAULT), key=lambda rule: -rule.severity)
    if faults:
        more = f" +{len(faults) - 1}" if len(faults) > 1 else ""
        return Remark(f"{which}: {faults[0].title.lower()}{more}", Tone.FAULT)
    if line_tone is Tone.NOT_JUDGED:
        reasons = [f.reason for f in findings if f.reason is not None]
        return Remark(f"{which}: line not judged ({reasons[0] if reasons else 'not seen'})", Tone.NOT_JUDGED)
    return Remark(f"{which}: good", Tone.GOOD)
