"""What holds for every result of a set, whatever was filmed: order, times, sums, and the JSON schema.

`conftest.py` checks it on every result that a test makes.
"""

import json
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise

import jsonschema

from formcheck.rules.rep_frames import MAX_EASE_S
from formcheck.session.rep_counter import REST_WINDOW_S
from formcheck.session.results import AttemptResult, RepResult, SetResult

ROUNDING_S = 0.002
"""Two times that are rounded to a thousandth can differ by this much."""


@cache
def _validator() -> jsonschema.Draft202012Validator:
    published = (files("formcheck.session") / "result.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(published))


def broken_invariants(result: SetResult) -> list[str]:
    """One sentence for everything in a result that cannot be true; empty for a sound one."""
    return [
        *(f"schema: {error.message}" for error in _validator().iter_errors(json.loads(result.to_json()))),
        *_times(result),
        *_overlaps(result),
        *(text for rep in result.reps for text in _verdicts(rep)),
        *_ledger(result),
        *_cues(result),
        *_prescription(result),
    ]


def _times(result: SetResult) -> list[str]:
    """Indices and times: counted from 1, in order, none negative, none longer than what they are a part of."""
    found = []
    if [rep.index for rep in result.reps] != list(range(1, len(result.reps) + 1)):
        found.append("reps are not numbered 1, 2, 3 ...")
    for rep in result.reps:
        long_s = rep.end_s - rep.start_s + ROUNDING_S
        if not 0.0 <= rep.start_s <= rep.turn_s <= rep.end_s:
            found.append(f"rep {rep.index}: start, turn and end are out of order or negative")
        if not (0.0 <= rep.hold_s <= long_s and 0.0 <= rep.back_s <= long_s):
            found.append(f"rep {rep.index}: hold or way back is negative, or longer than the rep")
    found += [f"attempt at {a.start_s}: times" for a in result.attempts if not 0.0 <= a.start_s <= a.end_s]
    if any(b.turn_s <= a.turn_s for a, b in pairwise(result.reps)):
        found.append("reps are not in the order of their turns")
    both = [*result.reps, *result.attempts]
    if both:
        first_s, last_s = min(each.start_s for each in both), max(each.end_s for each in both)
        if last_s - first_s > result.source.duration_s + ROUNDING_S:
            found.append("reps and attempts take longer than the recording")
    return found


def _overlaps(result: SetResult) -> list[str]:
    """No moment belongs to two movements of one side; with no side a movement uses both.

    Two that follow each other without a pause share the ease between them.
    """
    return [
        f"{_name(a)} and {_name(b)} overlap"
        for a, b in combinations([*result.reps, *result.attempts], 2)
        if min(a.end_s, b.end_s) - max(a.start_s, b.start_s) > MAX_EASE_S and {a.side, b.side} != {"left", "right"}
    ]


def _name(movement: RepResult | AttemptResult) -> str:
    name = f"rep {movement.index}" if isinstance(movement, RepResult) else f"attempt '{movement.reason}'"
    return f"{name} ({movement.side}, {movement.start_s}-{movement.end_s} s)"


def _verdicts(rep: RepResult) -> list[str]:
    """Each rule once; a verdict has a value and no reason, one that is missing has a reason."""
    found = []
    first_s, last_s = max(rep.start_s - REST_WINDOW_S, 0.0), rep.end_s + REST_WINDOW_S
    for rule, times in Counter(each.rule for each in rep.verdicts).items():
        if times > 1:
            found.append(f"rep {rep.index}: {rule} judged twice")
    for each in rep.verdicts:
        judged = each.verdict != "not-judged"
        if judged != (each.reason is None) or (judged and each.value is None) or each.reason == "":
            found.append(f"rep {rep.index}: {each.rule} is {each.verdict} with {each.value} and reason {each.reason!r}")
        if each.close and each.verdict != "good":
            found.append(f"rep {rep.index}: {each.rule} is close without being good")
        if each.at_s is not None and not first_s <= each.at_s <= last_s:
            found.append(
                f"rep {rep.index}: {each.rule} is shown at {each.at_s} s, not in the rep or the rest beside it"
            )
    return found


def _ledger(result: SetResult) -> list[str]:
    """Every rule accounts for every rep, and says the same as the reps do."""
    found = []
    for row in result.ledger:
        verdicts = [each for rep in result.reps for each in rep.verdicts if each.rule == row.rule]
        if row.judged + sum(row.not_judged.values()) != len(result.reps):
            found.append(f"ledger, {row.rule}: judged and not judged are not the {len(result.reps)} reps")
        if not 0 <= row.faults <= row.judged:
            found.append(f"ledger, {row.rule}: {row.faults} faults in {row.judged} judged")
        if row.faults != sum(each.verdict == "fault" for each in verdicts):
            found.append(f"ledger, {row.rule}: other faults than in the reps")
        if row.not_judged != Counter(each.reason for each in verdicts if each.verdict == "not-judged"):
            found.append(f"ledger, {row.rule}: other reasons than in the reps")
    if any({each.rule for each in rep.verdicts} != {row.rule for row in result.ledger} for rep in result.reps):
        found.append("the rules of a rep are not those of the ledger")
    return found


def _cues(result: SetResult) -> list[str]:
    """Cues come in order; a correction follows a rep with the fault, praise one without."""
    found = []
    if any(b.time_s < a.time_s for a, b in pairwise(result.cues)):
        found.append("cues are not in order")
    for cue in result.cues:
        verdict = "fault" if cue.kind == "correction" else "good"
        before = [each for rep in result.reps if rep.start_s <= cue.time_s for each in rep.verdicts]
        if not any(each.rule == cue.rule and each.verdict == verdict for each in before):
            found.append(f"{cue.kind} at {cue.time_s} s: in no rep before it is {cue.rule} {verdict}")
    return found


def _prescription(result: SetResult) -> list[str]:
    if result.prescription is None:
        return []
    done = result.prescription.done
    if sum(row.reps for row in done) > len(result.reps):
        return ["more reps are prescribed work than were counted"]
    most = [max(row.held_long or 0, row.lowered_slowly or 0) > row.reps for row in done]
    return ["more reps were held or lowered slowly than done"] if any(most) else []
