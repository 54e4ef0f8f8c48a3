"""What to change about camera, light, place or set-up before a set."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from formcheck.motion.camera_roll import floor_slope_deg, looks_down_deg
from formcheck.motion.view import Body, body_scale_px, chance_of, view_of
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.rules.set_up_check import SetUp, SetUpCheck, SetUpFinding

PlacementId = Literal[
    "too-dark",
    "nobody",
    "on-its-side",
    "step-back",
    "feet-cut-off",
    "hands-cut-off",
    "head-cut-off",
    "come-closer",
    "tilted",
    "camera-lower",
    "turn-sideways",
    "turn",
]

EVERY_S = 0.25
"""Time between two looks at where the person and the camera are; chosen: people move the camera slowly."""

LASTS_S = 1.0
"""A thing is told once it has been so for this long, and until it has not been so for as long; chosen."""

UNREADY_S = 3.0
"""Out of position for longer, the person is taken to be waiting for help with the picture; chosen."""

DARK = 0.12
"""Brightness below which the picture is called too dark, from 0 to 1; docs/sources.md#placement."""

SMALL = 0.08
"""Trunk over the longer side of the picture below which the person is too far away: docs/sources.md#placement."""

TILTED_DEG = 8.0
"""Slope of the floor under a lying person from which the camera is called tilted: docs/sources.md#placement."""

LOOKS_DOWN_DEG = 28.0
"""How steeply a camera may look down on a lying person: docs/sources.md#placement."""

SURE = 0.7
"""Least confidence that none of the exercise's views is seen, before the person is asked to turn:
docs/sources.md#views."""

SHOULDERS_ON_FLOOR = 0.5
"""An exercise in which the shoulders come no higher over the hips, in trunk lengths, is done on the floor."""

LIMBS: dict[PlacementId, tuple[str, ...]] = {
    "feet-cut-off": ("ankle", "heel", "foot_index"),
    "hands-cut-off": ("wrist", "elbow"),
    "head-cut-off": ("ear",),
}
"""What is told when all of these that the exercise needs are out of the picture on both sides."""

TEXTS: dict[PlacementId, str] = {
    "too-dark": "Too dark: switch on a light, or face the window.",
    "nobody": "Nobody in the picture: step in front of the camera.",
    "on-its-side": "The picture lies on its side: turn the phone.",
    "step-back": "Step back, or move the camera away: you do not fit into the picture.",
    "feet-cut-off": "Your feet are cut off: move the camera back, or aim it lower.",
    "hands-cut-off": "Your hands are cut off: move the camera back.",
    "head-cut-off": "Your head is cut off: move the camera back, or aim it higher.",
    "come-closer": "You are far away: come closer, or move the camera nearer.",
    "tilted": "The camera is tilted: set it level.",
    "camera-lower": "The camera looks down on you: set it lower, or farther away.",
    "turn-sideways": "Turn sideways to the camera.",
    "turn": "Turn: the camera cannot judge this from there.",
}


@dataclass(frozen=True, slots=True)
class Placement:
    """One thing to change about camera, light or place.

    Attributes
    ----------
    id : PlacementId
        Name in results.
    text : str
        One line to show or say.
    """

    id: PlacementId
    text: str


@dataclass(slots=True)
class PlacementHelp:
    """Looks a few times a second, and tells only what lasts.

    Attributes
    ----------
    exercise : Exercise
        What must be seen, and from where.
    picture_px : (width, height) or None
        Size of the upright picture; without it nothing is said of edges and distance.
    told : list of (seconds, Placement)
        What was told, with the time at which it was told first.
    """

    exercise: Exercise
    picture_px: tuple[int, int] | None = None
    told: list[tuple[float, Placement]] = field(default_factory=list)
    _now: Placement | None = None
    _other: Placement | None = None
    _other_since_s: float = np.nan
    _looked_s: float = -np.inf
    _position_s: float = np.nan
    _recent: deque[Pose] = field(default_factory=lambda: deque(maxlen=4))

    def __call__(self, pose: Pose, in_position: bool) -> Placement | None:
        """What to tell after this frame; None when all is well."""
        time_s = float(pose.time_s)
        if in_position or np.isnan(self._position_s):
            self._position_s = time_s
        if time_s - self._looked_s < EVERY_S:
            return self._now
        self._looked_s = time_s
        found = self._look(pose, in_position)
        if (found and found.id) == (self._now and self._now.id):
            self._other_since_s = np.nan
            return self._now
        if np.isnan(self._other_since_s) or (found and found.id) != (self._other and self._other.id):
            self._other, self._other_since_s = found, time_s
        if time_s - self._other_since_s >= LASTS_S:
            self._now, self._other_since_s = found, np.nan
            if found is not None and all(found.id != before.id for _, before in self.told):
                self.told.append((time_s, found))
        return self._now

    def _look(self, pose: Pose, in_position: bool) -> Placement | None:
        if float(pose.light) < DARK:
            return _placement("too-dark")
        if not pose.seen:
            self._recent.clear()
            return _placement("nobody")
        self._recent.append(pose)
        if not in_position and float(pose.time_s) - self._position_s < UNREADY_S:
            return None
        name = self._of_edges(pose) or (self._of_camera() if in_position else None)
        return None if name is None else _placement(name)

    def _of_edges(self, pose: Pose) -> PlacementId | None:
        """What the picture cuts off, or that the person is too small in it."""
        if self.picture_px is None:
            return None
        needed = {part for signal in self.exercise.signals for part in signal.parts}
        outside = _outside(pose, self.picture_px)
        cut = [name for name, parts in LIMBS.items() if _cut_off(outside, needed.intersection(parts))]
        if len(cut) > 1 or _cut_off(outside, needed.intersection(("hip", "shoulder", "knee"))):
            return "step-back"
        if cut:
            return cut[0]
        return "come-closer" if float(body_scale_px(pose)) < SMALL * max(self.picture_px) else None

    def _of_camera(self) -> PlacementId | None:
        """How the camera stands, from the last looks."""
        track = Pose.stack(self._recent)
        view = view_of(track, self.exercise.posture)
        shown = chance_of(track, self.exercise.posture, self.exercise.views)
        if view != "unknown" and view not in self.exercise.views and 1.0 - shown >= SURE:
            return "turn-sideways" if "side" in self.exercise.views else "turn"
        if view == "side" and lies_flat(self.exercise):
            slopes = np.abs(floor_slope_deg(track))
            if (slopes > TILTED_DEG).sum() > 0.5 * len(slopes):
                return "tilted"
        if view == "side" and self.exercise.posture == "supine":
            return "camera-lower" if float(np.median(looks_down_deg(track))) > LOOKS_DOWN_DEG else None
        return None


def lies_flat(exercise: Exercise) -> bool:
    """Whether shoulders and feet rest on the same floor: on the back, without a bench."""
    return exercise.posture == "supine" and exercise.rep.shoulders_over_hips_trunk[1] < SHOULDERS_ON_FLOOR


def _placement(name: PlacementId) -> Placement:
    return Placement(name, TEXTS[name])


def _outside(pose: Pose, picture_px: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """(33,) whether a landmark lies beyond the picture's edge."""
    return np.asarray(((pose.image < 0.0) | (pose.image > picture_px)).any(axis=-1))


def _cut_off(outside: npt.NDArray[np.bool_], parts: set[str]) -> bool:
    """Whether one of these parts is out of the picture on both sides."""
    return any(outside[[landmark(part, side) for side in SIDES]].all() for part in parts)


SET_UP_TOLD_S = 4.0
"""How long what should change about the set-up is shown, unless a repetition comes first; chosen: read twice."""


@dataclass(slots=True)
class SetUpWatch:
    """What was found about the set-up of a set.

    Attributes
    ----------
    rule_results : list of SetUpFinding
        One for each check of the exercise, in its order; empty before the person was in position.
    """

    rule_results: list[SetUpFinding] = field(default_factory=list)
    _told_s: float = np.inf

    def begin(self, checks: Iterable[SetUpCheck]) -> None:
        """The person is in position: nothing has been seen of these checks yet."""
        self.rule_results = self.rule_results or [SetUpFinding(check, SetUp.NOT_SEEN) for check in checks]

    def open_in(self, body: Body) -> bool:
        """Whether something was not fine yet that this view can show."""
        return any(found.verdict is not SetUp.FINE and found.check.shown_in(body) for found in self.rule_results)

    def look(self, track: Pose, body: Body) -> None:
        """Look on (T,) newest frames at what was not fine yet: it may be mended."""
        for n, before in enumerate(self.rule_results):
            if before.verdict is SetUp.FINE or not before.check.shown_in(body):
                continue
            found = before.check.look(track, body)
            if found.verdict is SetUp.NOT_SEEN:
                continue  # still moving, say: what was seen before holds
            if found.verdict is SetUp.CHANGE and before.verdict is SetUp.NOT_SEEN:
                self._told_s = float(track.time_s[-1])
            self.rule_results[n] = found

    def advice(self, time_s: float) -> str | None:
        """What to change, while it is told."""
        told = 0.0 <= time_s - self._told_s <= SET_UP_TOLD_S
        return next((f.check.advice for f in self.rule_results if told and f.verdict is SetUp.CHANGE), None)
