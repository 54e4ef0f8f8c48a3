"""Detects the person who exercises, waits until the landmarks settle, and keeps tracking the same person.

The pose model tracks a detected person well from frame to frame; its detection is the weak part: a person whose head
does not point to the top of the image is missed, the first crop is rough, and among several people it takes the most
visible one. The steps here take time only in these cases: docs/seeing.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from formcheck.frames.frame import Rgb
from formcheck.frames.orientation import Orientation
from formcheck.frames.scene_cut import Change, SceneCutDetector
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import DetectionFlag, Floats, rotate_points, rotate_world

TORSO = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
LIMBS = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]


@dataclass(frozen=True, slots=True, eq=False)
class PersonDetection:
    """A person in one image.

    Attributes
    ----------
    image : (33, 2) pixels
    world : (33, 3) metres
    visibility : (33,) from 0 to 1
    outline : (2, 17, 2) pixels, or None
        Both edges of the trunk, see `formcheck.pose.trunk_silhouette`; None if outlines were not requested.
    """

    image: Floats
    world: Floats
    visibility: Floats
    outline: Floats | None = None

    @property
    def centre(self) -> Floats:
        """(2,) pixels: centre of the trunk."""
        return np.asarray(self.image[TORSO].mean(axis=0))

    @property
    def size(self) -> float:
        """Extent of trunk and legs, in pixels: the longer diagonal of their box."""
        return float(np.hypot(*np.ptp(self.image[[*TORSO, *LIMBS]], axis=0)))

    def mean_shift_from(self, before: "PersonDetection") -> float:
        """Mean distance of the landmarks from those of another detection, as a share of `size`."""
        return float(np.hypot(*(self.image - before.image).T).mean() / max(self.size, 1.0))

    def rotated_back(self, quarter_turns: int, width: int, height: int) -> "PersonDetection":
        """The person in pixels of the image before `rotated(rgb, quarter_turns)`.

        Parameters
        ----------
        quarter_turns : int
            Anticlockwise quarter turns of the image in which the person was detected.
        width, height : int
            Pixels of the image before the rotation.
        """
        size = Orientation(-quarter_turns % 4).size(width, height)  # of the rotated image
        return PersonDetection(
            rotate_points(self.image, quarter_turns, *size),
            rotate_world(self.world, quarter_turns),
            self.visibility,
            None if self.outline is None else rotate_points(self.outline, quarter_turns, *size),
        )


def rotated(rgb: Rgb, quarter_turns: int) -> Rgb:
    """An image rotated anticlockwise by quarter turns, contiguous; the same array if there is nothing to do."""
    return Orientation(-quarter_turns % 4).upright(rgb)


def isolated(rgb: Rgb, person: PersonDetection, margin: float = 0.25) -> Rgb:
    """The image, black outside a box around a person; the margin is a share of the longer side."""
    (left, top), (right, bottom) = person.image.min(axis=0), person.image.max(axis=0)
    edge = margin * max(right - left, bottom - top)
    rows = slice(max(int(top - edge), 0), max(int(bottom + edge), 0))
    columns = slice(max(int(left - edge), 0), max(int(right + edge), 0))
    out = np.zeros_like(rgb)
    out[rows, columns] = rgb[rows, columns]
    return out


SEARCH_S = 0.5
"""Shortest time between two searches in all four rotations of the image; chosen: between them each frame is tried in
one rotation, which takes no longer than a frame with a person."""

LOOK_AROUND_S = 1.0
"""Shortest time between two checks of all people in the image; chosen: while another person is there it costs 3 %."""

MAX_REPEATS = 3
"""Maximum number of times that an image is shown again after a detection: docs/sources.md#finding."""

SETTLED_SHIFT = 0.02
"""Mean shift of the landmarks between two runs on the same image, as a share of the person's extent, below which they
have settled: docs/sources.md#finding."""

AWAY_DISTANCE = 0.5
"""Distance from the person's place, as a share of their extent, above which it may be another person:
docs/sources.md#finding."""

SAME_PLACE, SAME_SIZE = 0.35, 1.6
"""Largest distance, as a share of the extent, and ratio of extents for two detections of one person; chosen."""

PLACE_TIME_CONSTANT_S = 2.0
"""Time constant of the average of the person's place; chosen: longer than it takes another person to walk past."""

ROTATIONS = (0, 2, 1, 3)
"""Quarter turns in the order of the first tries: a person seen from the feet is upside down."""

PRIOR_FRAMES = 15.0
"""Number of tracked frames assumed for a rotation that has not been tried yet; chosen."""


_FLAGS = {
    Change.NONE: DetectionFlag(0),
    Change.CUT: DetectionFlag.CUT,
    Change.FLICKER: DetectionFlag.FLICKER,
    Change.CAMERA: DetectionFlag.CAMERA_MOVED,
}


class PersonDetector(Protocol):
    """A pose model that tracks one person, and can detect several."""

    def track(self, rgb: Rgb) -> PersonDetection | None:
        """The person in the next image, tracked from the previous one; None if nobody is detected."""

    def detect_all(self, rgb: Rgb) -> list[PersonDetection]:
        """All people in an image, independent of earlier images."""


@dataclass(slots=True)
class PersonTracker:
    """State of the tracking in one clip, or in one chunk of it.

    Attributes
    ----------
    model : PersonDetector
        The pose model.
    quarter_turns : int
        Anticlockwise quarter turns of the images in which the person is tracked now.
    """

    model: PersonDetector
    quarter_turns: int = 0
    _scene: SceneCutDetector = field(default_factory=SceneCutDetector)
    _tracking: bool = False
    _searched_s: float = -np.inf
    _checked_s: float = -np.inf
    _time_s: float = 0.0
    _place: Floats | None = None
    _place_size: float = np.nan
    _flags: DetectionFlag = field(default=DetectionFlag(0))
    _tracked_frames: list[int] = field(default_factory=lambda: [0] * 4)
    _detections: list[int] = field(default_factory=lambda: [0] * 4)
    _untracked_frames: int = 0

    def __call__(self, rgb: Rgb, time_s: float) -> tuple[PersonDetection | None, DetectionFlag]:
        """The person in the next frame, in its pixels, and how they were detected."""
        self._flags = DetectionFlag(0)
        change = self._scene(rgb, time_s)
        self._flags |= _FLAGS[change]
        if change is Change.CUT:
            self._forget(rgb)
        if not self._tracking:  # another rotation with each frame
            self.quarter_turns = self._rotation_order()[self._untracked_frames % len(ROTATIONS)]
            self._untracked_frames += 1
        found = self._track(rgb)
        if found is None or not self._tracking:
            found = self._search(rgb, time_s, found)
        if found is not None:
            found = self._same_person(rgb, time_s, found)
            self._update_place(found, time_s)
        self._count(found is not None)
        self._tracking, self._time_s = found is not None, time_s
        return found, self._flags

    def _count(self, found: bool) -> None:
        """Record how well the person is tracked in the current rotation."""
        if not found:
            return
        self._tracked_frames[self.quarter_turns] += 1
        self._detections[self.quarter_turns] += not self._tracking
        self._untracked_frames = 0
        if self.quarter_turns:
            self._flags |= DetectionFlag.TURNED

    def _rotation_order(self) -> list[int]:
        """The rotations, starting with the one in which people were tracked longest per detection."""
        return sorted(ROTATIONS, key=lambda q: -(self._tracked_frames[q] + PRIOR_FRAMES) / (self._detections[q] + 1))

    def _forget(self, rgb: Rgb) -> None:
        """Reset the state for a new scene."""
        self._drop(rgb)
        self._place, self._tracked_frames, self._detections, self._untracked_frames = None, [0] * 4, [0] * 4, 0
        self._tracking, self._searched_s, self._checked_s = False, -np.inf, -np.inf

    def _drop(self, rgb: Rgb) -> None:
        """Make the model stop tracking: it does so at once in a black image."""
        self.model.track(np.zeros_like(rgb))

    def _track(self, rgb: Rgb, quarter_turns: int | None = None) -> PersonDetection | None:
        turns = self.quarter_turns if quarter_turns is None else quarter_turns
        found = self.model.track(rotated(rgb, turns) if turns else rgb)
        height, width = rgb.shape[:2]
        return None if found is None else found.rotated_back(turns, width, height)

    def _search(self, rgb: Rgb, time_s: float, found: PersonDetection | None) -> PersonDetection | None:
        """Let a new detection settle; if there is none, or it does not settle, try the other rotations."""
        if time_s - self._searched_s < SEARCH_S:
            return found
        self._searched_s = time_s
        best, best_step = None, np.inf
        for turns, first in self._candidates(rgb, found):
            person, step = self._settle(rgb, first, turns)
            if step < best_step:
                best, best_step, self.quarter_turns = person, step, turns
            if step < SETTLED_SHIFT:
                return best
            self._drop(rgb)
        if best is None:
            return None
        self._flags |= DetectionFlag.UNSETTLED
        return self._track(rgb)

    def _candidates(self, rgb: Rgb, found: PersonDetection | None) -> Iterator[tuple[int, PersonDetection]]:
        """Detections with their rotation: first the given one, then those in the other rotations."""
        now = self.quarter_turns
        if found is not None:
            yield now, found
        for turns in self._rotation_order():
            if turns != now and (first := self._track(rgb, turns)) is not None:
                yield turns, first

    def _settle(self, rgb: Rgb, first: PersonDetection, turns: int) -> tuple[PersonDetection | None, float]:
        """Show the same image again until the landmarks settle; the person and the last shift."""
        person, step = first, np.inf
        for _ in range(MAX_REPEATS):
            again = self._track(rgb, turns)
            if again is None:
                return None, np.inf
            step, person = again.mean_shift_from(person), again
            if step < 0.5 * SETTLED_SHIFT:
                break
        return person, step

    def _same_person(self, rgb: Rgb, time_s: float, found: PersonDetection) -> PersonDetection:
        """The same person as before, even if the model has switched to another one."""
        if self._is_in_place(found, AWAY_DISTANCE) or time_s - self._checked_s < LOOK_AROUND_S:
            return found
        self._checked_s = time_s
        height, width = rgb.shape[:2]
        people = [
            person.rotated_back(self.quarter_turns, width, height)
            for person in self.model.detect_all(rotated(rgb, self.quarter_turns))
        ]
        if len(people) > 1:
            self._flags |= DetectionFlag.OTHER_PEOPLE
        expected = self._expected(people)
        if expected is None or _are_same_person(expected, found):
            return found
        return self._recover(rgb, expected) or found

    def _expected(self, people: list[PersonDetection]) -> PersonDetection | None:
        """The detection at the person's place; the largest one if there is no place yet."""
        if self._place is None:
            return max(people, key=lambda person: person.size, default=None)
        return next((person for person in people if self._is_in_place(person, SAME_PLACE)), None)

    def _recover(self, rgb: Rgb, expected: PersonDetection) -> PersonDetection | None:
        """Show the model only this person until it tracks them; in all rotations, if there was no person before."""
        only, now = isolated(rgb, expected), self.quarter_turns
        others = [turns for turns in self._rotation_order() if turns != now] if self._place is None else []
        for turns in [now, *others]:
            self._drop(rgb)
            found = [self._track(only, turns) for _ in range(1 + MAX_REPEATS)][-1]
            if found is not None and _are_same_person(found, expected):
                self.quarter_turns = turns
                if self._place is not None:
                    self._flags |= DetectionFlag.RECOVERED
                return found
        if others:
            self._drop(rgb)
        return None

    def _is_in_place(self, person: PersonDetection, within: float) -> bool:
        if self._place is None:
            return False
        is_near = np.hypot(*(person.centre - self._place)) <= within * self._place_size
        return bool(is_near and 1.0 / SAME_SIZE <= person.size / self._place_size <= SAME_SIZE)

    def _update_place(self, person: PersonDetection, time_s: float) -> None:
        """Update the average place of the person; set it at once where it cannot be another person's."""
        if self._place is None or not self._is_in_place(person, AWAY_DISTANCE):
            if self._place is None or self._checked_s == time_s:
                self._place, self._place_size = person.centre, person.size
            return
        share = 1.0 - np.exp(-max(time_s - self._time_s, 0.0) / PLACE_TIME_CONSTANT_S)
        self._place = self._place + share * (person.centre - self._place)
        self._place_size += share * (person.size - self._place_size)


def _are_same_person(a: PersonDetection, b: PersonDetection) -> bool:
    distance = np.hypot(*(a.centre - b.centre)) / max(a.size, b.size, 1.0)
    return bool(distance <= SAME_PLACE and 1.0 / SAME_SIZE <= a.size / max(b.size, 1.0) <= SAME_SIZE)
