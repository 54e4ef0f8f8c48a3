"""The numbers of one side on the page of a test: this test, the previous one, and a line that explains each."""

from dataclasses import dataclass

from formcheck.assessment.result import Measure, SideComparison, SideResult
from formcheck.assessment.side import RECOVERY_S, SINK_DEG
from formcheck.output.pages.assessment_words import OUTCOMES, degrees, percent
from formcheck.output.pages.comparison_words import before_words, now_words

MAIN: dict[Measure, tuple[str, str]] = {
    "sink_deg": (
        "Hips sank by",
        "How far the hips sank while the leg was down: the middle one of the valid lowerings. "
        f"Up to {SINK_DEG[0]:.0f}° counts as staying up, more than {SINK_DEG[1]:.0f}° as dropping.",
    ),
    "hold_s": ("Time held", "Until the hips had moved by 10°, or the leg or the hips came down."),
    "reps": ("Repetitions", "Bridges up to the full line, until two in a row stayed short of it."),
}
"""The number that a side is compared by: its label, and what it means."""

HEIGHT_WHY = "The same sink as a height, in percent of the length of the trunk."
ROLL_WHY = "How far one side of the pelvis hung below the other."

COLUMN_WHY = {
    "Sink": "how far the hips sank below the bridge on both feet, as hip angle",
    "Height": "the same as a height, in percent of trunk length",
    "Wobble": "how much the height of the hips shook, in percent of trunk length",
    "Recovery": f"seconds until the hips were back up after the leg; more than {RECOVERY_S:.0f} s is mentioned",
}
"""What the columns of the table of lowerings mean."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a side.

    Attributes
    ----------
    label, now : str
        What it is, and its value in this test.
    before : str or None
        Its value in the previous test; None if there is no previous test, or it is not compared.
    why : str
        A line that explains it; empty if the label says it all.
    """

    label: str
    now: str
    before: str | None = None
    why: str = ""


def numbers_of(result: SideResult, measure: Measure, before: SideComparison | None) -> list[Number]:
    """The numbers of a side in the order in which they are shown; `before` is the comparison of this side, if any."""
    numbers = []
    if before is not None and measure == "sink_deg":
        then = "–" if before.result_before is None else OUTCOMES[before.result_before]
        numbers.append(Number("Result", OUTCOMES[result.result], then))
    if getattr(result, measure) is not None or (before is not None and before.before is not None):
        label, why = MAIN[measure]
        then_words = None if before is None else before_words(measure, before)
        numbers.append(Number(label, now_words(measure, result), then_words, why))
    if result.sink_height is not None:
        numbers.append(Number("As height", percent(result.sink_height, result.sink_height_ci), why=HEIGHT_WHY))
    if result.pelvic_roll_deg is not None:
        roll = degrees(result.pelvic_roll_deg, result.pelvic_roll_ci)
        numbers.append(Number("Tilt of the pelvis", roll, why=ROLL_WHY))
    return numbers
