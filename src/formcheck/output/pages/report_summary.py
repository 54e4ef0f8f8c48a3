"""Summary of a set: what was done of the prescription, the one thing to work on, and the next step."""

from statistics import median

from formcheck.output.pages import report_words
from formcheck.rules.exercise import Exercise
from formcheck.rules.prescription import PrescriptionProgress, enough_s
from formcheck.rules.rule import Rule
from formcheck.session.analysis import Analysis
from formcheck.session.headline import Headline
from formcheck.session.results import RepResult, VerdictResult


def view_hides(analysis: Analysis) -> bool:
    """Whether any rep was filmed from a view in which the exercise cannot be judged in full."""
    return any(rep.view not in analysis.exercise.views for rep in analysis.result.reps)


def focus_rule(analysis: Analysis) -> Rule | None:
    """The one thing to work on: the most severe fault, and the most frequent of these; None without a fault."""
    faults = {row.rule: row.faults for row in analysis.result.ledger if row.faults}
    if not faults:
        return None
    return max(
        (analysis.exercise.rule(rule_id) for rule_id in faults), key=lambda rule: (rule.severity, faults[rule.id])
    )


def next_steps(analysis: Analysis, headline: Headline) -> list[str]:
    """Sentences for a set without a fault: the closest call, then the next step of the prescription."""
    result, target = analysis.result, analysis.exercise.target
    if not headline.made or focus_rule(analysis) is not None:
        return []
    steps = _closest_call(analysis)
    if view_hides(analysis):
        return [
            *steps,
            "Next: film a set from an angle that shows everything; see “Where to put the camera”.",
        ]
    progress = analysis.session.progress
    usual_hold_s = median(rep.hold_s for rep in result.reps)
    if not progress.reached:
        hold = f", each held for {report_words.prescribed(target.hold_s, 's')}" if target.hold_s else ""
        steps.append(f"Next: build up to {_prescribed_reps(progress)}{hold}.")
    elif usual_hold_s < enough_s(target.hold_s):
        steps.append(
            f"Next: hold each rep for {report_words.prescribed(target.hold_s, 's')}; "
            f"your usual hold was {report_words.quantity(usual_hold_s, 's')}."
        )
    else:
        full = _prescribed_reps(progress).replace(" reps", "")
        steps.append(
            f"That is a full set of {full}. Rest {report_words.duration(target.rest_s)} before the next one; "
            "when it feels easy, make it a little harder."
        )
    return steps


def _prescribed_reps(progress: PrescriptionProgress) -> str:
    """As in "10 to 15 reps", "8 reps on each side"."""
    return report_words.rep_range(progress.target.reps, each_side=progress.each_side)


def done_line(analysis: Analysis) -> str | None:
    """What was done of the prescription, in one line; None without a rep."""
    progress = analysis.session.progress
    if not analysis.session.reps:
        return None
    target = progress.target
    counts = [f"{row.side} {row.reps}" if row.side else str(row.reps) for row in progress.done]
    parts = [f"{' · '.join(counts)} of {_prescribed_reps(progress)}"]
    if target.hold_s:
        held = sum(row.held_long or 0 for row in progress.done)
        parts.append(f"{held} held for {_prescribed_time(target.hold_s)}")
    if target.lower_s:
        slow = sum(row.lowered_slowly or 0 for row in progress.done)
        parts.append(f"{slow} lowered over {_prescribed_time(target.lower_s)}")
    return ", ".join(parts)


def _prescribed_time(asked_s: float) -> str:
    """A prescribed time and the shortest that counts as reaching it: "1.5 s (1.2 s is enough)"."""
    return f"{report_words.prescribed(asked_s, 's')} ({_enough(asked_s)} is enough)"


def _enough(asked_s: float) -> str:
    return report_words.prescribed(round(enough_s(asked_s), 2), "s")


def _closest_call(analysis: Analysis) -> list[str]:
    """A sentence on the rule that was most often passed outside its target band; empty if there is none."""
    close = {
        rule: [rep.index for rep in analysis.result.reps if any(v.rule == rule.id and v.close for v in rep.verdicts)]
        for rule in analysis.exercise.rules
    }
    rule, reps = max(close.items(), key=lambda item: (len(item[1]), item[0].severity))
    if not reps:
        return []
    close_call = report_words.quoted(rule.title)
    return [f"Closest to a fault: {close_call}, in {report_words.reps_named(reps)}. {rule.say.voice}"]


def off_target(exercise: Exercise, rep: RepResult) -> float:
    """How far a rep without faults is outside the target bands, summed over the rules; 0 if inside all of them."""
    return sum(beyond(exercise.rule(verdict.rule), verdict.value) for verdict in rep.verdicts if _outside(verdict))


def _outside(verdict: VerdictResult) -> bool:
    return verdict.verdict == "good" and verdict.close


def beyond(rule: Rule, value: float | None) -> float:
    """Distance of a value from the target band, in units of the margin between band and fault; 0 inside the band."""
    if value is None:
        return 0.0
    low, high = rule.good
    if low is not None and value < low:
        return (low - value) / _margin(low, rule.fault_below)
    if high is not None and value > high:
        return (value - high) / _margin(high, rule.fault_above)
    return 0.0


def _margin(good: float, fault: float | None) -> float:
    """Width between the target band and the fault; if they meet, a tenth of the limit."""
    width = 0.0 if fault is None else abs(good - fault)
    return width or max(0.1 * abs(good), 1e-6)


def verdict_on(rep: RepResult, rule: Rule) -> VerdictResult | None:
    """The verdict of a rule on a rep; None if the rep has none."""
    return next((verdict for verdict in rep.verdicts if verdict.rule == rule.id), None)


def furthest_off(analysis: Analysis, rule: Rule) -> tuple[RepResult, VerdictResult]:
    """The rep with the largest fault of this rule, and its verdict; the rule must have a fault."""
    faults = [
        (rep, verdict)
        for rep in analysis.result.reps
        for verdict in rep.verdicts
        if verdict.rule == rule.id and verdict.verdict == "fault"
    ]
    return max(faults, key=lambda fault: (beyond(rule, fault[1].value), -fault[0].index))
