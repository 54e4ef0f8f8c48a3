"""What a rule, a guard or a set-up check measures, in words."""

from functools import singledispatch

from formcheck.rules.measures import across_reps, combined, position, ranges, timing
from formcheck.rules.measures.back import BackFromStanding
from formcheck.rules.measures.base import Measure, NotMeasured
from formcheck.rules.rep_frames import Phase

Phases = dict[Phase, str]


@singledispatch
def measured_words(measure: Measure, phases: Phases) -> str:
    """What is measured: "hip angle (shoulder, hip, knee) during the hold".

    Parameters
    ----------
    measure : Measure
        Any kind of measure; a kind without its own wording is described by its signal.
    phases : dict
        Names of the exercise's phases.
    """
    return "" if measure.main_signal is None else measure.main_signal.phrase


def _when(phase: Phase | None, phases: Phases) -> str:
    if phase is None:
        return "from start to end"
    return "before the rep" if phase is Phase.REST else f"during the {phases[phase]}"


@measured_words.register
def _over(measure: position.Over, phases: Phases) -> str:
    what = {"median": "", "max": "largest ", "min": "smallest ", "range": "change in the "}[measure.aggregate]
    return f"{what}{measure.signal.phrase} {_when(measure.phase, phases)}"


@measured_words.register
def _change(measure: position.Change, phases: Phases) -> str:
    what = {"median": "", "max": "largest ", "min": "smallest ", "range": "change in the "}[measure.aggregate]
    return f"{what}{measure.signal.phrase} {_when(measure.phase, phases)}, minus the value at rest"


@measured_words.register
def _at_rest(measure: position.AtRest, phases: Phases) -> str:
    return f"{measure.signal.phrase} before and after the rep"


@measured_words.register
def _if_plausible(measure: position.AtTurnIfPlausible, phases: Phases) -> str:
    return f"{measure.signal.phrase} {_when(Phase.TURN, phases)}, unless something hides a joint"


@measured_words.register
def _untimed(measure: timing.Untimed, phases: Phases) -> str:
    return measured_words(measure.measure, phases)


@measured_words.register
def _hold(measure: timing.HoldTime, phases: Phases) -> str:
    return f"duration of the {phases[Phase.TURN]}"


@measured_words.register
def _out(measure: timing.OutTime, phases: Phases) -> str:
    return f"time to {phases[Phase.OUT]}"


@measured_words.register
def _back(measure: timing.BackTime, phases: Phases) -> str:
    return f"time to {phases[Phase.BACK]}"


@measured_words.register
def _shortfall(measure: across_reps.Shortfall, phases: Phases) -> str:
    return f"how far the rise of the {measure.signal.phrase} falls short of the best rep so far"


@measured_words.register
def _other_side(measure: across_reps.AgainstOtherSide, phases: Phases) -> str:
    return f"how far the rise of the {measure.signal.phrase} falls short of the other side's average"


@measured_words.register
def _one_side_less(measure: across_reps.OneSideLess, phases: Phases) -> str:
    return f"how far the rise of the {measure.signal.phrase} on one side falls short of that on the other"


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
def _or_along(measure: combined.OrAlong, phases: Phases) -> str:
    return f"{measured_words(measure.inner, phases)}; seen along the body: {measured_words(measure.along, phases)}"


@measured_words.register
def _only(measure: combined.When, phases: Phases) -> str:
    return f"{measured_words(measure.inner, phases)}, unless: {measure.reason}"


@measured_words.register
def _on_the_spot(measure: ranges.RangeOnTheSpot, phases: Phases) -> str:
    return f"change in the {measure.signal.phrase} during the rep, or in the image if that is less"


@measured_words.register
def _apart(measure: timing.OnsetDelay, phases: Phases) -> str:
    return f"time between the starts of two lifts: {measure.first.phrase}; {measure.second.phrase}"


@measured_words.register
def _speed(measure: timing.PeakSpeed, phases: Phases) -> str:
    return f"highest speed of the {measure.signal.phrase}"


@measured_words.register
def _shift(measure: position.BaselineShift, phases: Phases) -> str:
    return f"{measure.signal.phrase} after the rep, compared with before"


@measured_words.register
def _unrest(measure: ranges.HoldVariability, phases: Phases) -> str:
    return f"variation of the {measure.signal.phrase} {_when(Phase.TURN, phases)}"


@measured_words.register
def _reach(measure: position.Excursion, phases: Phases) -> str:
    return f"rise of the {measure.signal.phrase} during the rep"


@measured_words.register
def _range(measure: ranges.RangeOver, phases: Phases) -> str:
    return f"change in the {measure.signal.phrase} during the rep"


@measured_words.register
def _ratio(measure: ranges.RangeRatio, phases: Phases) -> str:
    return f"ratio of the change in the {measure.signal.phrase} to the change in the {measure.by.phrase}"


@measured_words.register
def _from_standing(measure: BackFromStanding, phases: Phases) -> str:
    phrase = measure.signal.phrase
    return f"change in the {phrase} from standing upright to the lowest point of the trunk, from several cues"


@measured_words.register
def _not_measured(measure: NotMeasured, phases: Phases) -> str:
    return f"not judged: {measure.reason}"
