"""What to change about the camera after a set, with the direction and the degrees where they are known."""

from statistics import median

from formcheck.motion.view import END_ON_FROM_DEG, SIDE_UP_TO_DEG, Azimuth, End, View
from formcheck.rules.exercise import Exercise
from formcheck.session.judge import Rep
from formcheck.session.session import Session

_OPPOSITE: dict[End, str] = {"front": "back", "back": "front", "head": "feet", "feet": "head"}
_SEEN_FROM: dict[str, str] = {
    "side": "from the side",
    "front": "from the front",
    "back": "from behind",
    "head": "along the body, from the head",
    "feet": "along the body, from the feet",
}
_TURNED = ("turn", "turn-sideways")

STEP_DEG = 5
"""Degrees are rounded to this, since an azimuth is estimated to about 8 degrees: docs/sources.md#views."""


def camera_advice(session: Session) -> tuple[str, ...]:
    """Sentences about camera, light and distance, the view first; empty if nothing has to change."""
    lines = [*view_advice(session)]
    for _, placement in session.placements:
        if placement.id == "tilted":
            lines.append(_tilt_advice(session) or placement.text)
        elif placement.id in _TURNED:
            lines += [placement.text] if not (lines or session.reps) else []
        elif placement.id != "nobody":
            lines.append(placement.text)
    return tuple(lines)


def film_from(session: Session) -> str:
    """The first sentence of the advice in four words, for the end of a video; empty if the view hid nothing."""
    if not view_advice(session):
        return ""
    return (
        f"Film {'exactly ' if best_view(session.exercise) == 'side' else ''}{_SEEN_FROM[best_view(session.exercise)]}"
    )


def azimuth_deg(session: Session) -> float | None:
    """Median azimuth of the reps, or that of the set-up without reps; None if unknown."""
    azimuths = [rep.azimuth.deg for rep in session.reps if rep.azimuth is not None]
    if azimuths:
        return median(azimuths)
    return None if session.azimuth is None else session.azimuth.deg


def view_advice(session: Session) -> list[str]:
    """Where to move the camera, if reps, or a set without reps, were filmed from a view that hides what is judged."""
    exercise, reps = session.exercise, session.reps
    wrong = [rep for rep in reps if _hides(rep, exercise)]
    if reps and not wrong:
        return []
    if not reps and (session.body is None or session.body.view in exercise.views):
        return []
    azimuths = [rep.azimuth for rep in wrong] if reps else [session.azimuth]
    known = [azimuth for azimuth in azimuths if azimuth is not None]
    if not known:
        return [f"It is unknown from where the camera saw you. {exercise.words.camera}"]
    ends = [azimuth.end for azimuth in known]
    azimuth = Azimuth(median(each.deg for each in known), max(ends, key=ends.count))
    during = f"In {len(wrong)} of {len(reps)} reps the" if len(wrong) < len(reps) else "The"
    return [f"{during} camera saw you {_move(azimuth, to_side=best_view(exercise) == 'side')}"]


def best_view(exercise: Exercise) -> View:
    """The view of an exercise from which most of its rules can be judged."""
    return max(exercise.views, key=lambda view: sum(view in rule.seen_from for rule in exercise.rules))


def _hides(rep: Rep, exercise: Exercise) -> bool:
    """Whether a rep was seen from a wrong view, or from one that hides it from most rules."""
    view = rep.times.view
    hidden = sum(result.reason == "wrong view" for result in rep.rule_results)
    return view not in exercise.views or (view != best_view(exercise) and 2 * hidden > len(rep.rule_results))


def _move(azimuth: Azimuth, *, to_side: bool) -> str:
    """From where the camera saw the person, and how far it has to move in which direction."""
    along = azimuth.deg >= END_ON_FROM_DEG
    off_side = f"about {_rounded(azimuth.deg)}° off the side"
    seen = _SEEN_FROM["side"] if azimuth.deg <= SIDE_UP_TO_DEG else _SEEN_FROM[azimuth.end] if along else off_side
    if to_side and along:
        return (
            f"{seen}: turn a quarter, or move it a quarter turn round you, so that it sees you exactly from the side."
        )
    if to_side:
        towards = f"round you towards your {_OPPOSITE[azimuth.end]}"
        return f"{seen}: turn yourself, or move it {towards}, until it sees you exactly from the side."
    if azimuth.end == "back":
        return f"{seen}{'' if along else ', from behind'}: place it in front of you."
    return f"{seen}: move it about {_rounded(90.0 - azimuth.deg)}° round you, so that it sees you from the front."


def _rounded(deg: float) -> int:
    return STEP_DEG * max(1, round(deg / STEP_DEG))


def _tilt_advice(session: Session) -> str | None:
    """By how much and in which direction to level the camera; None if its slope was not measured."""
    roll_deg = 0.0 if session.body is None else session.body.roll_deg
    if not round(roll_deg):
        return None
    direction = "counter-clockwise" if roll_deg > 0 else "clockwise"
    return f"The camera is tilted by about {abs(roll_deg):.0f}°: turn it {direction} until it is level."
