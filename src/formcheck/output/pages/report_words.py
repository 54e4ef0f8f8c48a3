"""Wording of numbers, times and reasons in reports and on the terminal."""

from collections.abc import Iterable, Sequence

from formcheck.rules.exercise import Exercise
from formcheck.rules.rule import Rule

DISCLAIMER = (
    "formcheck gives exercise-technique feedback for general fitness. It estimates body position from video and "
    "can be wrong. It does not diagnose, monitor or treat any injury or condition. Stop if you feel pain, "
    "dizziness or chest discomfort."
)
"""Printed at the foot of every report."""

_SPACE = "\N{NO-BREAK SPACE}"

_VIEWS = {
    "side": "from the side",
    "oblique": "at an angle",
    "end-on": "along the body, from the feet or the head",
    "front": "from the front",
    "back": "from behind",
    "unknown": "unknown",
}
_REASONS = {
    "wrong view": "not visible from this camera angle",
    "view not known": "the camera angle is unknown",
    "the camera angle changes": "the camera angle changes during this rep",
    "not seen": "not clearly visible",
    "seen only in part": "only partly visible",
    "not seen on the way down": "not clearly visible on the way down",
    "not seen on the way up": "not clearly visible on the way up",
    "not seen on the way": "not clearly visible on the way",
    "too few frames": "the camera took too few frames a second to show the turn",
    "frame rate not known": "the frame rate of the pictures is not known",
    "not seen at the turn": "not clearly visible at the turn",
    "not plausible": "something hides the joint, so the measured angle cannot be right",
    "no baseline": "there was nothing to compare it with",
    "outline of the back not recorded": "these poses were saved without the outline of the back",
    "not seen standing upright": "the person was never seen standing upright, for comparison",
    "back not seen": "the outline of the back is not clearly visible",
    "too small in the picture": "the person is too small in the picture",
    "outline of the back not steady": "the outline of the back jumps from frame to frame",
    "outline of the back not smooth": "the outline of the back is not smooth, because of clothes or objects near it",
    "too close to call": "too close to the limit to call from this angle",
    "not sure with this pose model": "the small pose model is not exact enough to tell; the model full is",
    "needs an earlier rep": "there was no earlier rep to compare with",
}
_TRUNK_UNITS = {"trunk": "trunk length", "trunk/s": "trunk length per second"}
"""Units that are shown as a percentage of trunk length."""

_EXPLAINED_BY = "told by "
"""How a reason begins in ``result.json`` when the fault of another rule explains this one."""


def plural(count: int, noun: str) -> str:
    """As in "1 rep", "2 reps"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def rep_range(reps: tuple[int, int], *, each_side: bool = False) -> str:
    """As in "10 to 15 reps", "8 reps on each side"."""
    low, high = reps
    asked = plural(low, "rep") if low == high else f"{low} to {high} reps"
    return asked + (" on each side" if each_side else "")


def listing(words: Iterable[object]) -> str:
    """As in "2", "2 and 5", "2, 5 and 7"."""
    *most, last = (str(word) for word in words)
    return f"{', '.join(most)} and {last}" if most else last


def clock(seconds: float) -> str:
    """Time within the clip, to a tenth of a second: "0:06.3"."""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def duration(seconds: float) -> str:
    """A duration, as in "14 s", "2 min 5 s"."""
    minutes, rest = divmod(round(seconds), 60)
    parts = [f"{minutes}{_SPACE}min"] * bool(minutes) + [f"{rest}{_SPACE}s"] * bool(rest or not minutes)
    return " ".join(parts)


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage; "100 %" and "0 %" only if it is exactly 1 or 0."""
    shown = round(100 * share)
    if (shown == 100 and share < 1) or (shown == 0 and share > 0):
        return f"{100 * share:.1f}{_SPACE}%"
    return f"{shown}{_SPACE}%"


def quantity(value: float, unit: str, more: int = 0) -> str:
    """A measured value rounded for the reader: "172°", "1.8 s", "14 %"; `more` adds decimals."""
    if unit in _TRUNK_UNITS:
        return f"{_number(100 * value, more)}{_SPACE}% of {_TRUNK_UNITS[unit]}"
    decimals = {"deg": 0, "%": 0, "reps": 0, "s": 1}.get(unit, 2)
    return _with_unit(_number(value, decimals + more), unit)


def prescribed(value: float, unit: str) -> str:
    """A prescribed value or threshold, without superfluous decimals: "2 s", "0.85"."""
    if unit in _TRUNK_UNITS:
        return f"{_number(100 * value, _decimals(round(100 * value, 6)))}{_SPACE}% of {_TRUNK_UNITS[unit]}"
    return _with_unit(_number(value, _decimals(value)), unit)


def timed(value: float | None, asked_s: float = 0.0) -> str:
    """A time measured in a rep, "1.2 s"; "–" if it was not measured.

    One more decimal if rounding would make it reach `asked_s`, of which it falls short.
    """
    if value is None:
        return "–"
    more = value < asked_s <= round(value, 1)
    return quantity(value, "s", more=int(more))


def measured(rule: Rule, value: float, half_width: float | None = None) -> str:
    """A measured value of a rule, with how far it may be off: "168° ± 6".

    One more decimal if rounding would make it equal to a limit that it misses.
    """
    unit = rule.measure.unit
    low, high = rule.good
    missed = [limit for limit in (low, rule.fault_below) if limit is not None and value < limit]
    missed += [limit for limit in (high, rule.fault_above) if limit is not None and value > limit]
    plain = quantity(value, unit)
    blurred = any(plain == quantity(limit, unit) for limit in missed)
    shown = quantity(value, unit, more=1) if blurred else plain
    return shown if half_width is None else f"{shown}{_SPACE}±{_SPACE}{uncertainty(half_width, unit)}"


def uncertainty(half_width: float, unit: str) -> str:
    """Half an interval without its unit, in the decimals of its value, never rounded down to nothing: "6", "0.2"."""
    scale, decimals = (100.0, 0) if unit in _TRUNK_UNITS else (1.0, {"deg": 0, "%": 0, "reps": 0, "s": 1}.get(unit, 2))
    return _number(max(scale * half_width, 10.0**-decimals), decimals)


def target(rule: Rule) -> str:
    """The target band of a rule: "175° to 190°", "at least 1 s", "up to 15 %"."""
    return band(*rule.good, rule.measure.unit)


def band(low: float | None, high: float | None, unit: str, *, outside: bool = False) -> str:
    """A band: "175° to 190°", "at least 1 s"; or with `outside`, its outside: "below 175° or above 190°"."""
    if outside:
        ends = [("below", low), ("above", high)]
        return " or ".join(f"{word} {prescribed(limit, unit)}" for word, limit in ends if limit is not None)
    if high is None:
        return "" if low is None else f"at least {prescribed(low, unit)}"
    if low is None or (low == 0 and unit == "%"):
        return f"up to {prescribed(high, unit)}"
    return prescribed(low, unit) if low == high else f"{prescribed(low, unit)} to {prescribed(high, unit)}"


def view(name: str) -> str:
    """The camera view, as in "from the side"."""
    return _VIEWS.get(name, name)


def reason(raw: str, exercise: Exercise) -> str:
    """Why a rule was not judged, or a movement not counted; `raw` is the reason in ``result.json``."""
    if raw.startswith(_EXPLAINED_BY):
        return f"explained by {quoted(exercise.rule(raw.removeprefix(_EXPLAINED_BY)).title)}"
    return _REASONS.get(raw, raw)


def quoted(title: str) -> str:
    """The title of a rule in quotation marks."""
    return f"“{title}”"


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def reps_named(indices: Sequence[int]) -> str:
    """As in "rep 2", "reps 2 and 5"."""
    return f"rep{'' if len(indices) == 1 else 's'} {listing(indices)}"


def _with_unit(number: str, unit: str) -> str:
    if unit == "deg":
        return f"{number}°"
    if unit == "reps":
        return f"{number}{_SPACE}{'rep' if number == '1' else 'reps'}"
    return number if unit == "ratio" else f"{number}{_SPACE}{unit}"


def _decimals(value: float) -> int:
    """Number of decimals that a value needs."""
    return len(f"{value:g}".partition(".")[2])


def _number(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "\N{MINUS SIGN}")
