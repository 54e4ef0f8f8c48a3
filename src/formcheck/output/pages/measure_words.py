"""What a rule, a guard or a set-up check measures, in words for a reader."""

from functools import singledispatch

from formcheck.motion.signals.signal import Signal
from formcheck.rules.measures import across_reps, combined, position, ranges, timing
from formcheck.rules.measures.back import BackFromStanding
from formcheck.rules.measures.base import Measure, NotMeasured
from formcheck.rules.rep_frames import Phase

Phases = dict[Phase, str]

_FULL_NAMES = {
    "back_bow_percent": "bow of the outline of the back over its length",
    "elbow_over_trunk_trunk": "distance of the elbow beyond the back",
    "foot_spread": "distance of the feet over that of the shoulders",
    "hand_over_feet_trunk": "height of the hand over the feet",
    "bar_tilt_deg": "tilt of the line between the hands",
    "hand_above_other_trunk": "height of one hand above the other",
    "hand_over_other_trunk": "height of one hand over the other",
    "hands_apart_trunk": "height of one hand over the other, both seen",
    "hands_over_hips_trunk": "height of both hands over the hips",
    "heel_lift_trunk": "height of the heel over the toes",
    "hip_over_shoulder_trunk": "height of the hips over the shoulders",
    "hips_aside_trunk": "place of the hips to the left or right of the feet",
    "hips_back_trunk": "distance of the hips behind the ankles",
    "hips_over_feet_trunk": "height of the hips over the feet",
    "diagonal_lift_trunk": "lift of one hand and the foot across",
    "diagonal_over_other_trunk": "lift of one hand and the foot across over the other two",
    "knee_spread": "distance of the knees over that of the ankles",
    "neck_deg": "angle of the neck",
    "other_elbow_extension_deg": "angle of the resting elbow",
    "other_ankle_lift_trunk": "height of the foot across",
    "other_knee_extension_deg": "angle of the other knee",
    "shank_tilt_deg": "lean of the shin from upright (towards the toes is positive)",
    "shoulder_over_ankle_trunk": "height of the shoulders over the ankles",
    "shoulder_slide_trunk": "distance from shoulder to ankle along the floor",
    "trunk_inclination_deg": "slope of the trunk above the floor",
    "trunk_lean_deg": "lean of the trunk from upright",
    "trunk_rotation_deg": "turn of the shoulder line against the hip line",
    "wrist_from_leg_trunk": "distance of the hands from the legs",
    "wrist_lift_trunk": "height of the hands over the hips",
    "wrist_over_shoulder_trunk": "height of the hands over the shoulders",
}
"""Signals whose label, made for a curve, is too short for a sentence."""


@singledispatch
def measured_words(measure: Measure, phases: Phases) -> str:
    """What is measured: "hip angle (shoulder, hip, knee) during the hold".

    Parameters
    ----------
    measure : Measure
        One kind of number; a kind without words of its own is told by its signal.
    phases : dict
        Names of the exercise's phases.
    """
    return "" if measure.about is None else signal_words(measure.about)


def signal_words(signal: Signal) -> str:
    """A signal within a sentence; an angle with the joints that span it."""
    if signal.name in _FULL_NAMES:
        return _FULL_NAMES[signal.name]
    label = signal.label[:1].lower() + signal.label[1:]
    return f"{label} ({', '.join(signal.parts)})" if signal.unit == "deg" and len(signal.parts) == 3 else label


def _when(phase: Phase | None, phases: Phases) -> str:
    if phase is None:
        return "from start to end"
    return "before the rep" if phase is Phase.REST else f"during the {phases[phase]}"


@measured_words.register
def _over(measure: position.Over, phases: Phases) -> str:
    what = {"median": "", "max": "largest ", "min": "smallest ", "range": "change of the "}[measure.aggregate]
    return f"{what}{signal_words(measure.signal)} {_when(measure.phase, phases)}"


@measured_words.register
def _change(measure: position.Change, phases: Phases) -> str:
    what = {"median": "", "max": "largest ", "min": "smallest ", "range": "change of the "}[measure.aggregate]
    return f"{what}{signal_words(measure.signal)} {_when(measure.phase, phases)}, less that at rest"


@measured_words.register
def _at_rest(measure: position.AtRest, phases: Phases) -> str:
    return f"{signal_words(measure.signal)} before and after the rep"


@measured_words.register
def _if_plausible(measure: position.AtTurnIfPlausible, phases: Phases) -> str:
    return f"{signal_words(measure.signal)} {_when(Phase.TURN, phases)}, unless something hides a joint"


@measured_words.register
def _hold(measure: timing.HoldTime, phases: Phases) -> str:
    return f"time of the {phases[Phase.TURN]}"


@measured_words.register
def _out(measure: timing.OutTime, phases: Phases) -> str:
    return f"time to {phases[Phase.OUT]}"


@measured_words.register
def _back(measure: timing.BackTime, phases: Phases) -> str:
    return f"time to {phases[Phase.BACK]}"


@measured_words.register
def _shortfall(measure: across_reps.Shortfall, phases: Phases) -> str:
    return f"rise of the {signal_words(measure.signal)}, short of the best rep so far"


@measured_words.register
def _other_side(measure: across_reps.AgainstOtherSide, phases: Phases) -> str:
    return f"rise of the {signal_words(measure.signal)}, short of the other side's on the average"


@measured_words.register
def _in_a_row(measure: across_reps.InARow, phases: Phases) -> str:
    return "reps of one side in a row"


@measured_words.register
def _largest(measure: combined.MaxOf, phases: Phases) -> str:
    return "the largest of: " + "; ".join(measured_words(each, phases) for each in measure.of)


@measured_words.register
def _if_wide(measure: combined.WhenWide, phases: Phases) -> str:
    return measured_words(measure.inner, phases)


@measured_words.register
def _only(measure: combined.When, phases: Phases) -> str:
    return f"{measured_words(measure.inner, phases)}, unless: {measure.reason}"


@measured_words.register
def _on_the_spot(measure: ranges.RangeOnTheSpot, phases: Phases) -> str:
    return f"change of the {signal_words(measure.signal)} in the rep, or in the picture if less"


@measured_words.register
def _apart(measure: timing.OnsetDelay, phases: Phases) -> str:
    return f"time between the starts of two lifts: {signal_words(measure.first)}; {signal_words(measure.second)}"


@measured_words.register
def _speed(measure: timing.PeakSpeed, phases: Phases) -> str:
    return f"highest speed of the {signal_words(measure.signal)}"


@measured_words.register
def _shift(measure: position.BaselineShift, phases: Phases) -> str:
    return f"{signal_words(measure.signal)} after the rep, against before"


@measured_words.register
def _unrest(measure: ranges.HoldVariability, phases: Phases) -> str:
    return f"wavering of the {signal_words(measure.signal)} {_when(Phase.TURN, phases)}"


@measured_words.register
def _reach(measure: position.Excursion, phases: Phases) -> str:
    return f"rise of the {signal_words(measure.signal)} in the rep"


@measured_words.register
def _range(measure: ranges.RangeOver, phases: Phases) -> str:
    return f"change of the {signal_words(measure.signal)} in the rep"


@measured_words.register
def _ratio(measure: ranges.RangeRatio, phases: Phases) -> str:
    return f"change of the {signal_words(measure.signal)} over that of the {signal_words(measure.by)}"


@measured_words.register
def _from_standing(measure: BackFromStanding, phases: Phases) -> str:
    return f"{signal_words(measure.signal)} where the trunk is lowest, less that of standing upright"


@measured_words.register
def _not_measured(measure: NotMeasured, phases: Phases) -> str:
    return f"not judged: {measure.reason}"
