"""The numbers of one side on the page of a test: this test, the previous one, and a line that explains each."""

from collections.abc import Iterable
from dataclasses import dataclass

from formcheck.assessment.decision import SINK_DEG
from formcheck.assessment.result import Measure, SideComparison, SideResult
from formcheck.assessment.side import RECOVERY_S
from formcheck.output.pages.assessment_words import degrees, outcome_words, percent, score
from formcheck.output.pages.comparison_words import before_words, now_words

LABELS: dict[Measure, str] = {"sink_deg": "Hips sank by", "hold_s": "Time held", "reps": "Repetitions"}
"""The number that a side is compared by."""

HEIGHT, ROLL, WOBBLE, RECOVERY = "As height", "Tilt of the pelvis", "Wobble", "Recovery"

RANGE = "In brackets"

MEANINGS: dict[str, str] = {
    LABELS["sink_deg"]: (
        "how far the hips sank below the bridge on both feet while the other leg was down, as hip angle; for a side, "
        f"the mean of its valid lowerings. Up to {SINK_DEG[0]:.0f}° counts as staying up, more than "
        f"{SINK_DEG[1]:.0f}° as dropping."
    ),
    LABELS["hold_s"]: "until the hips had moved by 10°, or the leg or the hips came down.",
    LABELS["reps"]: "bridges up to the full line, until two in a row stayed short of it.",
    HEIGHT: "the same sink as a height, in percent of the length of the trunk.",
    ROLL: "how far one side of the pelvis hung below the other.",
    WOBBLE: "how much the height of the hips shook, in percent of the length of the trunk.",
    RECOVERY: f"seconds until the hips were back up after the leg; more than {RECOVERY_S:.0f} s is mentioned.",
    RANGE: (
        "the range that holds the true value in 95 of 100 cases, as far as one camera can tell. If it reaches so "
        "far beyond a limit that two outcomes are likely, the page names both."
    ),
}
"""A line that explains each number on the page."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a side.

    Attributes
    ----------
    label, now : str
        What it is, and its value in this test.
    before : str or None
        Its value in the previous test; None if there is no previous test, or it is not compared.
    """

    label: str
    now: str
    before: str | None = None


def numbers_of(result: SideResult, measure: Measure, before: SideComparison | None) -> list[Number]:
    """The numbers of a side in the order in which they are shown; `before` is the comparison of this side, if any."""
    numbers = []
    if before is not None and measure == "sink_deg":
        then = "–" if before.result_before is None else outcome_words(before.result_before, before.before_ci)
        numbers.append(Number("Result", score(result), then))
    if getattr(result, measure) is not None or (before is not None and before.before is not None):
        then_words = None if before is None else before_words(measure, before)
        numbers.append(Number(LABELS[measure], now_words(measure, result), then_words))
    if result.sink_height is not None:
        numbers.append(Number(HEIGHT, percent(result.sink_height, result.sink_height_ci)))
    if result.pelvic_roll_deg is not None:
        numbers.append(Number(ROLL, degrees(result.pelvic_roll_deg, result.pelvic_roll_ci)))
    return numbers


def meanings(numbers: Iterable[Number], *, lowerings: bool) -> dict[str, str]:
    """What the numbers on the page mean, by label; `lowerings` if there is a table of them."""
    shown = {number.label for number in numbers}
    if lowerings:
        shown |= {LABELS["sink_deg"], WOBBLE, RECOVERY}
    if shown & {LABELS["sink_deg"], HEIGHT, ROLL}:
        shown.add(RANGE)
    return {label: why for label, why in MEANINGS.items() if label in shown}
