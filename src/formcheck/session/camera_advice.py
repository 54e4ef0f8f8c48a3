"""What to change about the camera after a set, with the direction and the degrees where they are known."""

from statistics import median

from formcheck.motion.view import END_ON_FROM_DEG, Azimuth, End
from formcheck.rules.exercise import Exercise
from formcheck.session.judge import Rep
from formcheck.session.seen_from import SEEN_FROM, best_view, hides_much, rounded_deg, seen_words
from formcheck.session.session import Session

_OPPOSITE: dict[End, str] = {"front": "back", "back": "front", "head": "feet", "feet": "head"}
_TURNED = ("turn", "turn-sideways")


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
    best = best_view(session.exercise)
    return f"Film {'exactly ' if best == 'side' else ''}{SEEN_FROM[best]}"


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
    made = min((len(exercise.rules) - len(_hidden(rep)) for rep in wrong), default=None)
    from_there = "" if made is None else f" From there {made} of {len(exercise.rules)} checks can be made."
    return [f"{during} camera saw you {_move(azimuth, to_side=best_view(exercise) == 'side')}{from_there}"]


def _hides(rep: Rep, exercise: Exercise) -> bool:
    """Whether a rep was seen from another view than the best one, which hid much of it."""
    return rep.times.view != best_view(exercise) and hides_much(exercise, _hidden(rep))


def _hidden(rep: Rep) -> list[str]:
    """Ids of the rules that the view of a rep did not show."""
    return [result.rule.id for result in rep.rule_results if result.reason in ("wrong view", "view not known")]


def _move(azimuth: Azimuth, *, to_side: bool) -> str:
    """From where the camera saw the person, and how far it has to move in which direction."""
    along, seen = azimuth.deg >= END_ON_FROM_DEG, seen_words(azimuth)
    if to_side and along:
        return (
            f"{seen}: turn a quarter, or move it a quarter turn round you, so that it sees you exactly from the side."
        )
    if to_side:
        towards = f"round you towards your {_OPPOSITE[azimuth.end]}"
        return f"{seen}: turn yourself, or move it {towards}, until it sees you exactly from the side."
    if azimuth.end == "back":
        return f"{seen}{'' if along else ', from behind'}: place it in front of you."
    return f"{seen}: move it about {rounded_deg(90.0 - azimuth.deg)}° round you, so that it sees you from the front."


def _tilt_advice(session: Session) -> str | None:
    """By how much and in which direction to level the camera; None if its slope was not measured."""
    roll_deg = 0.0 if session.body is None else session.body.roll_deg
    if not round(roll_deg):
        return None
    direction = "counter-clockwise" if roll_deg > 0 else "clockwise"
    return f"The camera is tilted by about {abs(roll_deg):.0f}°: turn it {direction} until it is level."
