"""Whether the camera will allow an answer: what the guide says about its place before the test begins."""

from dataclasses import dataclass, field

from formcheck.assessment.protocol import LEG_LOWER, Protocol
from formcheck.assessment.sink import FARTHEST_OFF_DEG
from formcheck.motion.view import SIDE_UP_TO_DEG, Azimuth, Body, azimuth_of
from formcheck.pose.pose import Pose
from formcheck.pose.pose_buffer import RecentPoses
from formcheck.session.placement import Placement, PlacementHelp

LOOK_S = 2.0
"""Seconds of frames that the azimuth is read from; chosen: a single frame is off by some 8 degrees."""

WELL = "The camera sees you well."

AT_AN_ANGLE = "The camera sees you at an angle: less certain than from the side."

BEGIN_ANYWAY = "Or begin all the same, by lifting the hips."


def allowed_off_deg(protocol: Protocol) -> float:
    """Largest azimuth from which a protocol is judged, in degrees off the side."""
    return FARTHEST_OFF_DEG if protocol is LEG_LOWER else SIDE_UP_TO_DEG


def is_judged_from(body: Body, protocol: Protocol) -> bool:
    """Whether the view of this body will allow an answer."""
    return body.view == "side" or (body.view == "oblique" and body.azimuth_deg <= allowed_off_deg(protocol))


@dataclass(slots=True)
class TestPlacement:
    """The advice of `PlacementHelp`, without the request to turn where the protocol is judged from that angle."""

    __test__ = False  # no test case: pytest would take the name for one

    help: PlacementHelp
    protocol: Protocol
    _recent: RecentPoses = field(default_factory=RecentPoses)

    def __call__(self, pose: Pose, in_position: bool) -> Placement | None:
        """The problem to report after this frame; None if there is none."""
        if pose.seen and in_position:
            self._recent.append(pose)
            self._recent.drop_before(float(pose.time_s) - LOOK_S)
        place = self.help(pose, in_position)
        if place is None or place.id != "turn-sideways":
            return place
        azimuth = self.azimuth()
        return None if azimuth is not None and azimuth.deg <= allowed_off_deg(self.protocol) else place

    def azimuth(self) -> Azimuth | None:
        """Where the camera stands around the person; None before the person was in position."""
        if not self._recent:
            return None
        newest = float(self._recent.newest.time_s)
        return azimuth_of(self._recent.between(newest - LOOK_S, newest), "supine")

    @property
    def verdict(self) -> str:
        """What is said once when the place is good enough to begin."""
        azimuth = self.azimuth()
        return AT_AN_ANGLE if azimuth is not None and azimuth.deg > SIDE_UP_TO_DEG else WELL
