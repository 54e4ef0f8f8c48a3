"""The signal for the shape of the back, from the outline of the trunk."""

from formcheck.motion.back_shape import back_curve
from formcheck.motion.signals.signal import Signal
from formcheck.motion.view import Body
from formcheck.pose.pose import Floats, Pose


def _bow_percent(pose: Pose, body: Body) -> Floats:
    return 100.0 * back_curve(pose, body).bow


BACK_BOW = Signal(
    "back_bow_percent",
    "Bow of the back",
    "%",
    ("shoulder", "hip"),
    _bow_percent,
    outline=True,
    full_name="bow of the outline of the back over its length",
)
"""Height of the arc of the back's outline over its length, positive if rounded. Only changes are meaningful."""
