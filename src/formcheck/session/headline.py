"""Headline of a finished set: the same on the terminal, in the report, in the video and on the live screens."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from formcheck.rules.exercise import Exercise
from formcheck.rules.rule import Rule
from formcheck.session.camera_advice import camera_advice, film_from
from formcheck.session.judge import Rep, Verdict
from formcheck.session.session import Session

MOST_SEVERE = 3
"""Severity of the rules that must be judged before a rep is called good."""

FEW_CHECKS = 0.5
"""A set, or a rep, of which a smaller share of the checks could be made is never called good; chosen."""

FAULTS_NAMED = 3
"""Faults that the headline names; the others are only counted. Chosen: three fit into two lines on a phone."""

_NOT_NEEDED = {
    "wrong view",
    "needs an earlier rep",
    "no baseline",
    "outline of the back not recorded",
    "not seen standing upright",
}
"""Reasons that a good recording has too: what they leave out is no reason to doubt a rep that is good otherwise."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A set in a few words.

    Attributes
    ----------
    text : str
        How many reps were counted, and how they were.
    details : tuple of str
        Sentences: the faults by name, how many of the checks could be made, and movements that were not counted.
    camera : tuple of str
        Sentences on what to change about the camera.
    film_from : str
        The view to film from, in four words, if the view of this set hid something; else empty.
    mood : "good", "fault" or "plain"
        Good only if enough was judged and no fault was found; plain if nothing, or little, was judged.
    made, checks : int
        Checks that could be made, and all checks: each rule on each rep.
    """

    text: str
    details: tuple[str, ...]
    camera: tuple[str, ...]
    mood: Literal["good", "fault", "plain"]
    made: int
    checks: int
    film_from: str = ""

    @property
    def checked(self) -> str:
        """How many of the checks could be made; empty without reps."""
        return _checks(self.made, self.checks) if self.checks else ""

    @property
    def sentences(self) -> str:
        """The details in one line."""
        return " ".join(self.details)


def headline(session: Session) -> Headline:
    """Headline of a finished set."""
    reps = session.reps
    made, checks = sum(checks_made(rep) for rep in reps), sum(len(rep.rule_results) for rep in reps)
    faulty = sum(bool(_faults(rep)) for rep in reps)
    sure = all(is_sure(rep, session.exercise) for rep in reps) and made >= FEW_CHECKS * checks
    mood: Literal["good", "fault", "plain"] = "fault" if faulty else "good" if reps and sure else "plain"
    return Headline(
        text=_text(len(reps), faulty, sure, made, checks),
        details=tuple(_details(session, made, checks)),
        camera=camera_advice(session),
        mood=mood,
        made=made,
        checks=checks,
        film_from=film_from(session),
    )


def checks_made(rep: Rep) -> int:
    """Number of rules that could be judged on a rep."""
    return sum(result.verdict is not Verdict.NOT_JUDGED for result in rep.rule_results)


def is_sure(rep: Rep, exercise: Exercise) -> bool:
    """Whether enough of a rep was judged to call it good, if it has no fault.

    At least half of its checks were made, and nothing hid it from a most severe rule.
    """
    if rep.times.view not in exercise.views or checks_made(rep) < FEW_CHECKS * len(rep.rule_results):
        return False
    return not any(
        result.rule.severity == MOST_SEVERE and result.verdict is Verdict.NOT_JUDGED and _is_hidden(result.reason)
        for result in rep.rule_results
    )


def _is_hidden(reason: str | None) -> bool:
    return reason not in _NOT_NEEDED and not (reason or "").startswith("told by ")


def _faults(rep: Rep) -> list[Rule]:
    return [result.rule for result in rep.rule_results if result.verdict is Verdict.FAULT]


def _text(n: int, faulty: int, sure: bool, made: int, checks: int) -> str:
    counted = f"{n} rep{'' if n == 1 else 's'}"
    if not n:
        return "No rep was counted"
    if not made:
        return f"{counted} counted, but not judged"
    if made < FEW_CHECKS * checks:
        return f"{counted} counted, {f'{faulty} with a fault, ' if faulty else ''}mostly not judged"
    if not faulty:
        return _all_good(n) if sure else f"{counted} counted, no fault seen"
    if faulty == n:
        return f"{counted}, {'each ' if n > 1 else ''}with a fault"
    if not sure:
        return f"{counted}, {faulty} with a fault"
    return f"{n - faulty} of {n} reps {'was' if n - faulty == 1 else 'were'} good"


def _all_good(n: int) -> str:
    return {1: "1 rep, and it was good", 2: "Both reps were good"}.get(n, f"All {n} reps were good")


def _details(session: Session, made: int, checks: int) -> list[str]:
    details = []
    frequent = Counter(rule.id for rep in session.reps for rule in _faults(rep))
    if frequent:
        rules = sorted((session.exercise.rule(each) for each in frequent), key=lambda r: (-r.severity, -frequent[r.id]))
        named = [f"{rule.title[:1].lower()}{rule.title[1:]} ({_times(frequent[rule.id])})" for rule in rules]
        more = [f"{len(named) - FAULTS_NAMED} more"] if len(named) > FAULTS_NAMED else []
        details.append(f"Fault{'' if len(named) == 1 else 's'}: {', '.join([*named[:FAULTS_NAMED], *more])}.")
    if checks:
        details.append(_checks(made, checks))
    if session.attempts:
        n = len(session.attempts)
        details.append(f"{n} movement{' was' if n == 1 else 's were'} not counted.")
    return details


def _checks(made: int, checks: int) -> str:
    share = "None of the" if not made else "All" if made == checks else f"{made} of"
    return f"{share} {checks} checks could be made."


def _times(reps: int) -> str:
    return "1 rep" if reps == 1 else f"{reps} reps"
