"""Whether somebody is in the position that an exercise is done in."""

from formcheck.coaching.rep_rule import RepRule
from formcheck.motion.view import height_over_hips
from formcheck.pose.pose import Pose


def holds_position(pose: Pose, rule: RepRule) -> bool:
    """Whether shoulders and knees of one frame are at heights over the hips that the rule allows."""
    bands = (rule.shoulders_over_hips, rule.knees_over_hips)
    heights = height_over_hips(pose, "shoulder", "knee")
    return all(low <= height <= high for height, (low, high) in zip(heights, bands, strict=True))
