"""From where the camera sees the person, in words, and how much of an exercise shows from there."""

from collections.abc import Collection

from formcheck.motion.view import END_ON_FROM_DEG, SIDE_UP_TO_DEG, Azimuth, View
from formcheck.rules.exercise import Exercise

SEEN_FROM: dict[str, str] = {
    "side": "from the side",
    "front": "from the front",
    "back": "from behind",
    "head": "along the body, from the head",
    "feet": "along the body, from the feet",
}
"""Words for the side and for each end of the body."""

MUCH = 1 / 3
"""A view is advised against if it hides more than this share of what the best one shows; chosen: of a hinge seen at an
angle the back alone is hidden, a fifth; of a bridge from 45 degrees on its line, nearly half."""

STEP_DEG = 5
"""Degrees are rounded to this, since an azimuth is estimated to about 8 degrees: docs/sources.md#views."""


def seen_words(azimuth: Azimuth) -> str:
    """As in "from the front", or "about 40° off the side"."""
    if azimuth.deg <= SIDE_UP_TO_DEG:
        return SEEN_FROM["side"]
    if azimuth.deg >= END_ON_FROM_DEG:
        return SEEN_FROM[azimuth.end]
    return f"about {rounded_deg(azimuth.deg)}° off the side"


def rounded_deg(deg: float) -> int:
    """Degrees to the nearest `STEP_DEG`, at least one step."""
    return STEP_DEG * max(1, round(deg / STEP_DEG))


def best_view(exercise: Exercise) -> View:
    """The view of an exercise from which most of its rules can be judged."""
    return max(exercise.views, key=lambda view: sum(view in rule.seen_from for rule in exercise.rules))


def hides_much(exercise: Exercise, hidden: Collection[str]) -> bool:
    """Whether the rules with these ids are more than `MUCH` of what the best view shows, weighted by severity."""
    shown = [rule for rule in exercise.rules if best_view(exercise) in rule.seen_from]
    missed = sum(rule.severity for rule in shown if rule.id in hidden)
    return missed > MUCH * sum(rule.severity for rule in shown)


def hidden_from(exercise: Exercise, view: View, azimuth_deg: float) -> list[str]:
    """Ids of the rules that a camera there does not show."""
    return [rule.id for rule in exercise.rules if not rule.is_shown(view, azimuth_deg)]
