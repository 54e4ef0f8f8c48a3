"""After a lasting change of view: since when it has been there, and the movements counted again in it."""

import numpy as np

from formcheck.motion.view import Body, Posture, camera_azimuth_deg
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.rules.rep_frames import Movement
from formcheck.session.follower import Follower
from formcheck.session.rep_validation import MAX_SLIP_S, leaves_position
from formcheck.session.scene_change import LASTS_S, MOVED_BY_DEG

NOTICED_S = LASTS_S + 0.5
"""A change that the azimuth does not show, as of facing, is dated back by this: the median of one second needs half a
second to follow."""

JUMP_S = 0.7
"""A movement that begins this shortly before the new view may be the change itself, in a cross-fade: it is looked for
in the new view only; chosen: longer than most cross-fades."""

LEAD_S = 1.0
"""Seconds before a movement under way from which it is counted again; chosen: some rest to rise from."""

Ended = list[tuple[Follower, Movement]]
"""Movements that ended, each with its follower."""


def view_since_s(track: Pose, posture: Posture, before: Body, now: Body) -> float:
    """Time from which the (T,) frames belong to the new view rather than to the old one, in seconds."""
    if not abs(now.azimuth_deg - before.azimuth_deg) > MOVED_BY_DEG:
        return float(track.time_s[-1]) - NOTICED_S
    azimuths = camera_azimuth_deg(track, posture)
    is_new = np.abs(azimuths - now.azimuth_deg) < np.abs(azimuths - before.azimuth_deg)
    misplaced = np.concatenate([[0], np.cumsum(is_new)]) + np.concatenate([np.cumsum(~is_new[::-1])[::-1], [0]])
    first_new = int(np.argmin(misplaced))
    return float(track.time_s[min(first_new, len(track) - 1)])


def count_from_s(followers: list[Follower], ended_s: float, since_s: float) -> float:
    """Time from which frames are counted again, in seconds: all of a movement under way, nothing that has ended.

    Parameters
    ----------
    ended_s : float
        End of the last movement.
    since_s : float
        Time from which the new view has been there.
    """
    begun = [f.counter.open_since_s for f in followers if f.counter.open_since_s is not None]
    return max(ended_s, min([since_s, *(open_s - LEAD_S for open_s in begun if open_s < since_s - JUMP_S)]))


def counted_again(followers: list[Follower], track: Pose, exercise: Exercise) -> Ended:
    """Movements that these followers find in the (T,) frames; slips out of position make no difference."""
    found: Ended = []
    in_position_s = -np.inf
    for pose in (track[n] for n in range(len(track))):
        time_s = float(pose.time_s)
        if not (pose.seen and leaves_position(pose, exercise)):
            in_position_s = time_s
        ended = [(each, each.step(pose, time_s - in_position_s <= MAX_SLIP_S)) for each in followers]
        found += [(follower, movement) for follower, movement in ended if movement is not None]
    return found


def lost_movements(followers: list[Follower], anew: list[Follower], found: Ended, reason: str) -> Ended:
    """Movements under way in the old view which the new followers have not found, neither ended nor under way."""
    spans = [(movement.start_s, movement.end_s) for _, movement in found]
    spans += [(f.counter.open_since_s, np.inf) for f in anew if f.counter.open_since_s is not None]
    ended = [(follower, follower.counter.finish(reason)) for follower in followers]
    return [
        (follower, movement)
        for follower, movement in ended
        if movement is not None and not any(start <= movement.peak_s <= end for start, end in spans)
    ]
