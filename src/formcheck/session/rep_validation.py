"""Decides whether the person is in position, and whether a finished movement is a rep."""

from collections.abc import Iterable

import numpy as np

from formcheck.motion.view import Body, chance_of, head_end_raised, height_over_hips
from formcheck.pose.landmarks import Side
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.rules.measures.base import History, rise_to_turn
from formcheck.rules.rep_frames import Movement, RepFrames
from formcheck.rules.rep_rule import Guard, RepRule, RepSignal
from formcheck.session.judge import Rep
from formcheck.session.rep_counter import RepCounter

MAX_SLIP_S = 0.5
"""Being out of position for longer ends the movement under way; chosen: longer than slips of the pose model."""


SURE = 0.7
"""Smallest probability of the views in which a limit holds, for a movement to be refused by it; chosen: an azimuth more
than about half its error inside them. Near the border of a view neither of two limits is known to hold."""


UNSURE_SHARE = 0.5
"""Share of the confirmation that makes an attempt where it cannot be measured well; chosen: thrusts with a short
lockout seen at 45° rise by 0.065 to 0.087 trunk lengths of the 0.1 that a rep needs."""


def why_not_counted(movement: Movement, window: RepFrames, counter: RepCounter, exercise: Exercise) -> str | None:
    """Why a movement of this counter is an attempt; None for a rep.

    A way out that is too short is no fault of the person where the clip, or what follows a cut, begins on it.
    """
    times, driver, opening = window.times, counter.driver, counter.opening
    if movement.broken_off is not None:
        return movement.broken_off
    if not times.ways_seen:
        return "not seen on the way"
    too_low = driver.turn_from is not None and times.peak < driver.turn_from
    too_low = too_low and chance_of(window.track, exercise.posture, driver.views) >= SURE
    base = max(times.base, movement.base) if driver.has_floor else times.base
    if too_low or times.peak - base < driver.rep_range or _is_unconfirmed(window, exercise.rep):
        return exercise.words.too_small if opening is None or movement.start_seen else opening.reason
    way_s, share = (times.hold_start_s, 0.5) if movement.cut else (times.end_s, 1.0)
    if way_s - times.start_s < share * exercise.rep.min_s:
        return f"faster than {exercise.rep.min_s:g} s"
    return None


def is_set_up(window: RepFrames, driver: RepSignal, rule: RepRule) -> bool:
    """Whether a movement only belongs to the set-up: its peak is too low, or the signal moved and the body did not.

    Not from the side, where the pose model moves hidden joints along with others, half of the confirmation is enough
    for a movement that is otherwise as large as a rep: it is an attempt then.
    """
    times = window.times
    if driver.set_up_below is not None and times.peak < driver.set_up_below:
        return True
    large = times.view != "side" and times.peak - times.base >= driver.rep_range
    return _is_unconfirmed(window, rule, UNSURE_SHARE if large else 1.0)


def _is_unconfirmed(window: RepFrames, rule: RepRule, share: float = 1.0) -> bool:
    """Whether the confirmation is seen to rise by less than this share of what a rep needs."""
    confirmation = rise_to_turn(rule.confirmation, window)
    return confirmation is not None and confirmation < share * rule.confirmation_range


def is_confirmed_fall(track: Pose, body: Body, rule: RepRule) -> bool:
    """Whether the body, and not only the signal, comes back from a turn in these (T,) frames; or it is not seen."""
    values = rule.confirmation(track, body)
    values = values[np.isfinite(values)]
    return values.size < 2 or bool(np.median(values[:3]) - np.median(values[-3:]) >= rule.confirmation_range)


def of_another_exercise(window: RepFrames, exercise: Exercise, history: History) -> str | None:
    """Why a movement belongs to another exercise; None if it may belong to this one."""
    raised = float(np.median(head_end_raised(window.track, exercise.posture)))
    for guard in exercise.rep.guards:
        if window.times.view in guard.views and _is_sure(guard, window, exercise):
            value = guard.measure.take(window, history).value
            if value is not None and guard.refuses(value, raised):
                return guard.reason
    return None


def _is_sure(guard: Guard, window: RepFrames, exercise: Exercise) -> bool:
    """Whether the views in which an exercise makes this check, with this limit or another, are likely enough."""
    views = {view for each in exercise.rep.guards if each.reason == guard.reason for view in each.views}
    return chance_of(window.track, exercise.posture, views) >= SURE


def is_outdone(movement: Movement, near: Side, others: Iterable[RepCounter], last: Rep | None) -> bool:
    """Whether the other side moves, or has just moved, farther at the same time: then this side only shook.

    Parameters
    ----------
    movement : Movement
        The movement that ended.
    near : "left" or "right"
        Its side.
    others : iterable of RepCounter
        Counters of the other side.
    last : Rep or None
        The last counted rep.
    """
    rise = movement.peak - movement.base
    if any(c.open_since_s is not None and c.open_since_s <= movement.end_s and c.rise > rise for c in others):
        return True
    if last is None or last.side in (None, near):
        return False
    return last.times.end_s >= movement.peak_s and last.times.peak - last.times.base > rise


def holds_position(pose: Pose, exercise: Exercise) -> bool:
    """Whether shoulders and knees are at the heights over the hips that the exercise allows, in one frame."""
    return all(low <= height <= high for height, (low, high) in _heights_and_bands(pose, exercise))


def leaves_position(pose: Pose, exercise: Exercise) -> bool:
    """Whether shoulders or knees are seen, in one frame, at a height over the hips that is not allowed.

    Hips below the edge of the image, or hidden by a plate, are no reason to end a movement.
    """
    return any(height < low or height > high for height, (low, high) in _heights_and_bands(pose, exercise))


def _heights_and_bands(pose: Pose, exercise: Exercise) -> Iterable[tuple[float, tuple[float, float]]]:
    """Heights over the hips, and their bands: wider where a camera sees the shoulders too high or low."""
    low, high = exercise.rep.shoulders_over_hips_trunk
    raised = float(head_end_raised(pose, exercise.posture))
    bands = ((low + min(raised, 0.0), high + max(raised, 0.0)), exercise.rep.knees_over_hips_trunk)
    return zip(height_over_hips(pose, "shoulder", "knee").tolist(), bands, strict=True)
