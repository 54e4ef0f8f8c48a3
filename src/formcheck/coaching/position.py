"""Whether somebody is in the position that an exercise is done in."""

from formcheck.coaching.rules import RepRule
from formcheck.motion.view import height_over_hips
from formcheck.pose.pose import Pose


def holds_position(pose: Pose, rule: RepRule) -> bool:
    """Whether shoulders and knees of one frame are at heights over the hips that the rule allows."""
    bands = {"shoulder": rule.shoulders_over_hips, "knee": rule.knees_over_hips}
    return all(low <= height_over_hips(pose, part) <= high for part, (low, high) in bands.items())
