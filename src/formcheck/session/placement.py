"""What to change about camera, light, position or set-up."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from formcheck.motion.camera_roll import floor_slope_deg, looks_down_deg
from formcheck.motion.view import Body, View, azimuth_of, body_scale_px, chance_of, view_of
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.rules.set_up_check import SetUp, SetUpCheck, SetUpFinding
from formcheck.session.seen_from import hidden_from, hides_much, seen_words

PlacementId = Literal[
    "too-dark",
    "nobody",
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
"""Time between two checks; chosen: people move the camera slowly."""

LASTS_S = 1.0
"""A problem is reported after it has lasted this long, and cleared after it has been absent as long; chosen."""

UNREADY_S = 3.0
"""A person who is out of position for longer gets advice about the edges of the image; chosen."""

DARK = 0.12
"""An image with less brightness, from 0 to 1, is too dark: docs/sources.md#placement."""

SMALL = 0.08
"""The person is too far away if the trunk is shorter than this share of the longer side of the image:
docs/sources.md#placement."""

TILTED_DEG = 8.0
"""The camera is tilted if the floor under a lying person has a larger slope: docs/sources.md#placement."""

LOOKS_DOWN_DEG = 28.0
"""Steepest angle at which a camera may look down on a lying person: docs/sources.md#placement."""

MIN_CONFIDENCE = 0.7
"""Least confidence that the view is none of the exercise's, before the person is asked to turn:
docs/sources.md#views."""

SHOULDERS_ON_FLOOR = 0.5
"""An exercise is done on the floor if its shoulders stay below this height over the hips, in trunk lengths."""

LIMBS: dict[PlacementId, tuple[str, ...]] = {
    "feet-cut-off": ("ankle", "heel", "foot_index"),
    "hands-cut-off": ("wrist", "elbow"),
    "head-cut-off": ("ear",),
}
"""Body parts by problem: it is reported if one that the exercise needs is out of the image on both sides."""

TEXTS: dict[PlacementId, str] = {
    "too-dark": "Too dark: switch on a light, or face the window.",
    "nobody": "Nobody in the picture: step in front of the camera.",
    "step-back": "Step back, or move the camera away: you do not fit into the picture.",
    "feet-cut-off": "Your feet are cut off: move the camera back, or aim it lower.",
    "hands-cut-off": "Your hands are cut off: move the camera back.",
    "head-cut-off": "Your head is cut off: move the camera back, or aim it higher.",
    "come-closer": "You are far away: come closer, or move the camera nearer.",
    "tilted": "The camera is tilted: set it level.",
    "camera-lower": "The camera looks down on you: set it lower, or farther away.",
    "turn-sideways": "You are seen {seen}: turn sideways to the camera.",
    "turn": "You are seen {seen}: turn to face the camera.",
}


@dataclass(frozen=True, slots=True)
class Placement:
    """One thing to change about camera, light or position.

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
    """Checks camera, light and position a few times per second, and reports only problems that last.

    Attributes
    ----------
    exercise : Exercise
        The signals that must be visible, and the views that show them.
    picture_px : (width, height) or None
        Size of the upright image in pixels; without it edges and distance are not checked.
    reported : list of (seconds, Placement)
        Everything reported so far, with the time of its first report.
    """

    exercise: Exercise
    picture_px: tuple[int, int] | None = None
    reported: list[tuple[float, Placement]] = field(default_factory=list)
    _now: Placement | None = None
    _other: Placement | None = None
    _other_since_s: float = np.nan
    _checked_s: float = -np.inf
    _position_s: float = np.nan
    _recent: deque[Pose] = field(default_factory=lambda: deque(maxlen=4))

    def __call__(self, pose: Pose, in_position: bool) -> Placement | None:
        """The problem to report after this frame; None if there is none."""
        time_s = float(pose.time_s)
        if in_position or np.isnan(self._position_s):
            self._position_s = time_s
        if time_s - self._checked_s < EVERY_S:
            return self._now
        self._checked_s = time_s
        found = self._check(pose, in_position)
        if (found and found.id) == (self._now and self._now.id):
            self._other_since_s = np.nan
            return self._now
        if np.isnan(self._other_since_s) or (found and found.id) != (self._other and self._other.id):
            self._other, self._other_since_s = found, time_s
        if time_s - self._other_since_s >= LASTS_S:
            self._now, self._other_since_s = found, np.nan
            if found is not None and all(found.id != before.id for _, before in self.reported):
                self.reported.append((time_s, found))
        return self._now

    def _check(self, pose: Pose, in_position: bool) -> Placement | None:
        if float(pose.light) < DARK:
            return _placement("too-dark")
        if not pose.seen:
            self._recent.clear()
            return _placement("nobody")
        self._recent.append(pose)
        if not in_position and float(pose.time_s) - self._position_s < UNREADY_S:
            return None
        name = self._edge_problem(pose)
        return _placement(name) if name is not None else self._camera_problem() if in_position else None

    def _edge_problem(self, pose: Pose) -> PlacementId | None:
        """What the edges of the image cut off, or that the person is too small in it."""
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

    def _camera_problem(self) -> Placement | None:
        """What is wrong with the camera, from the last frames checked."""
        track = Pose.stack(self._recent)
        view = view_of(track, self.exercise.posture)
        if view == "side" and lies_flat(self.exercise):
            slopes = np.abs(floor_slope_deg(track))
            if (slopes > TILTED_DEG).sum() > 0.5 * len(slopes):
                return _placement("tilted")
        if view == "side" and self.exercise.posture == "supine":
            steep = float(np.median(looks_down_deg(track))) > LOOKS_DOWN_DEG
            return _placement("camera-lower") if steep else None
        return self._wrong_view(track, view)

    def _wrong_view(self, track: Pose, view: View) -> Placement | None:
        """To turn, if the view is surely none of the exercise's and hides much of what is judged."""
        exercise, azimuth = self.exercise, azimuth_of(track, self.exercise.posture)
        if (
            azimuth is None
            or view in exercise.views
            or not hides_much(exercise, hidden_from(exercise, view, azimuth.deg))
        ):
            return None
        if 1.0 - chance_of(track, exercise.posture, exercise.views) < MIN_CONFIDENCE:
            return None
        name: PlacementId = "turn-sideways" if "side" in exercise.views else "turn"
        return Placement(name, TEXTS[name].format(seen=seen_words(azimuth)))


def lies_flat(exercise: Exercise) -> bool:
    """Whether the person lies on the back with shoulders and feet on the same floor, without a bench."""
    return exercise.posture == "supine" and exercise.rep.shoulders_over_hips_trunk[1] < SHOULDERS_ON_FLOOR


def _placement(name: PlacementId) -> Placement:
    return Placement(name, TEXTS[name])


def _outside(pose: Pose, picture_px: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """(33,) bool: landmarks beyond the edges of the image."""
    return np.asarray(((pose.image < 0.0) | (pose.image > picture_px)).any(axis=-1))


def _cut_off(outside: npt.NDArray[np.bool_], parts: set[str]) -> bool:
    """Whether one of these parts is out of the image on both sides."""
    return any(outside[[landmark(part, side) for side in SIDES]].all() for part in parts)


SET_UP_SHOWN_S = 4.0
"""Advice about the set-up is shown this long, unless a rep begins; chosen: time to read it twice."""


@dataclass(slots=True)
class SetUpWatch:
    """Checks the set-up before the first rep.

    Attributes
    ----------
    findings : list of SetUpFinding
        One for each check of the exercise, in its order; empty before the person was in position.
    """

    findings: list[SetUpFinding] = field(default_factory=list)
    _found_s: float = np.inf

    def begin(self, checks: Iterable[SetUpCheck]) -> None:
        """The person is in position: every check starts as not seen."""
        self.findings = self.findings or [SetUpFinding(check, SetUp.NOT_SEEN) for check in checks]

    def is_open(self, body: Body) -> bool:
        """Whether a check that this view shows is not fine yet."""
        return any(f.verdict is not SetUp.FINE and f.check.shown_in(body) for f in self.findings)

    def check(self, track: Pose, body: Body) -> None:
        """Check again what was not fine, on the (T,) newest frames: the person may have changed it."""
        for n, before in enumerate(self.findings):
            if before.verdict is SetUp.FINE or not before.check.shown_in(body):
                continue
            found = before.check.look(track, body)
            if found.verdict is SetUp.NOT_SEEN:
                continue  # the person may still be moving: the earlier finding stands
            if found.verdict is SetUp.CHANGE and before.verdict is SetUp.NOT_SEEN:
                self._found_s = float(track.time_s[-1])
            self.findings[n] = found

    def advice(self, time_s: float) -> str | None:
        """What to change, for `SET_UP_SHOWN_S`."""
        shown = 0.0 <= time_s - self._found_s <= SET_UP_SHOWN_S
        return next((f.check.advice for f in self.findings if shown and f.verdict is SetUp.CHANGE), None)
