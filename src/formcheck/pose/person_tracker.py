"""Finds the person who exercises, settles on them, and stays with them.

The pose model follows whom it has found from frame to frame and follows well; what goes wrong is the finding:
a person who lies with the head away from the top of the picture is missed, the first crop is rough, and where
several people are, the clearest is taken. Everything here costs something only then: docs/seeing.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from formcheck.frames.frame import Rgb
from formcheck.frames.orientation import Orientation
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import DetectionFlag, Floats, rotate_points, rotate_world

TORSO = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
LIMBS = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]


@dataclass(frozen=True, slots=True, eq=False)
class PersonDetection:
    """A person in one picture.

    Attributes
    ----------
    image : (33, 2) pixels
    world : (33, 3) metres
    visibility : (33,) from 0 to 1
    outline : (2, 17, 2) pixels, or None
        Both edges of the trunk, see `formcheck.pose.trunk_silhouette`; None when nobody asked for it.
    """

    image: Floats
    world: Floats
    visibility: Floats
    outline: Floats | None = None

    @property
    def middle(self) -> Floats:
        """(2,) pixels: middle of the trunk."""
        return np.asarray(self.image[TORSO].mean(axis=0))

    @property
    def size(self) -> float:
        """Extent of trunk and legs, in pixels: the longer diagonal of their box."""
        return float(np.hypot(*np.ptp(self.image[[*TORSO, *LIMBS]], axis=0)))

    def step_from(self, before: "PersonDetection") -> float:
        """Mean way of the landmarks since another finding, in shares of `size`."""
        return float(np.hypot(*(self.image - before.image).T).mean() / max(self.size, 1.0))

    def rotated_back(self, quarter_turns: int, width: int, height: int) -> "PersonDetection":
        """The person in the picture as it was before `rotated(rgb, quarter_turns)`.

        Parameters
        ----------
        quarter_turns : int
            Anticlockwise quarter turns of the picture that the person was found in.
        width, height : int
            Pixels of the picture before the turn.
        """
        size = Orientation(-quarter_turns % 4).size(width, height)  # of the turned picture
        return PersonDetection(
            rotate_points(self.image, quarter_turns, *size),
            rotate_world(self.world, quarter_turns),
            self.visibility,
            None if self.outline is None else rotate_points(self.outline, quarter_turns, *size),
        )


def rotated(rgb: Rgb, quarter_turns: int) -> Rgb:
    """A picture turned anticlockwise by quarter turns, contiguous; the same array if nothing is to be done."""
    return Orientation(-quarter_turns % 4).upright(rgb)


def alone(rgb: Rgb, person: PersonDetection, margin: float = 0.25) -> Rgb:
    """The picture, black beyond a box around a person; the margin is in shares of the longer side."""
    (left, top), (right, bottom) = person.image.min(axis=0), person.image.max(axis=0)
    edge = margin * max(right - left, bottom - top)
    rows = slice(max(int(top - edge), 0), max(int(bottom + edge), 0))
    columns = slice(max(int(left - edge), 0), max(int(right + edge), 0))
    out = np.zeros_like(rgb)
    out[rows, columns] = rgb[rows, columns]
    return out


SEARCH_S = 0.5
"""Shortest time between two searches in all four turns of a picture; chosen: between them each frame is tried in
one turn, which costs no more than a frame with a person."""

LOOK_AROUND_S = 1.0
"""Shortest time between two looks at everybody in the picture; chosen: somebody who walks in pays 3 % more."""

SETTLE_FEEDS = 3
"""Most times that a picture is shown again after a person was found in it: docs/sources.md#finding."""

STEADY = 0.02
"""Way of the landmarks from one showing to the next, in shares of the person's extent, below which they have
settled: docs/sources.md#finding."""

CUT = 0.05
"""Mean change of the picture from one frame to the next, of 1, that is another scene; a light that is switched on
changes all of it alike and is none: docs/sources.md#finding."""

AWAY = 0.5
"""Distance from where the person was, in shares of their extent, from which it may be somebody else:
docs/sources.md#finding."""

SAME_PLACE, SAME_SIZE = 0.35, 1.6
"""Distance, in shares of the extent, and ratio of the extents up to which two findings are one person; chosen."""

MEMORY_S = 2.0
"""Time constant of where the person is taken to be; chosen: longer than somebody takes to walk past."""

ROTATIONS = (0, 2, 1, 3)
"""Quarter turns in the order in which they are tried first: upside down is what a person seen from the feet needs."""

FIRST_GUESS_FRAMES = 15.0
"""How long a turn that has not been tried yet is taken to be followed in; chosen."""


class PersonDetector(Protocol):
    """A pose model that follows one person, and can look for several."""

    def follow(self, rgb: Rgb) -> PersonDetection | None:
        """The person in the next picture, followed from the one before; None when nobody is found."""

    def everybody(self, rgb: Rgb) -> list[PersonDetection]:
        """All people in a picture, without regard to the ones before."""


@dataclass(slots=True)
class PersonTracker:
    """State of the search in one clip, or in one stretch of it.

    Attributes
    ----------
    model : Model
        What is shown the pictures.
    quarter_turns : int
        Anticlockwise quarter turns of the pictures in which the person is followed now.
    """

    model: PersonDetector
    quarter_turns: int = 0
    _before: npt.NDArray[np.int16] | None = None
    _tracking: bool = False
    _searched_s: float = -np.inf
    _looked_s: float = -np.inf
    _time_s: float = 0.0
    _home: Floats | None = None
    _home_size: float = np.nan
    _noted: DetectionFlag = field(default=DetectionFlag(0))
    _frames: list[int] = field(default_factory=lambda: [0] * 4)
    _finds: list[int] = field(default_factory=lambda: [0] * 4)
    _tried: int = 0

    def __call__(self, rgb: Rgb, time_s: float) -> tuple[PersonDetection | None, DetectionFlag]:
        """The person in the next frame, in its pixels, and what was done to find them."""
        self._noted = DetectionFlag(0)
        if self._is_cut(rgb):
            self._noted |= DetectionFlag.CUT
            self._forget(rgb)
        if not self._tracking:  # another turn with each frame
            self.quarter_turns = self._order()[self._tried % len(ROTATIONS)]
            self._tried += 1
        found = self._follow(rgb)
        if found is None or not self._tracking:
            found = self._search(rgb, time_s, found)
        if found is not None:
            found = self._mine(rgb, time_s, found)
            self._remember(found, time_s)
        self._count(found is not None)
        self._tracking, self._time_s = found is not None, time_s
        return found, self._noted

    def _count(self, found: bool) -> None:
        """How well the person can be followed in this turn."""
        if not found:
            return
        self._frames[self.quarter_turns] += 1
        self._finds[self.quarter_turns] += not self._tracking
        self._tried = 0
        if self.quarter_turns:
            self._noted |= DetectionFlag.TURNED

    def _order(self) -> list[int]:
        """The turns, the one first in which people were followed for longest."""
        return sorted(ROTATIONS, key=lambda q: -(self._frames[q] + FIRST_GUESS_FRAMES) / (self._finds[q] + 1))

    def _is_cut(self, rgb: Rgb) -> bool:
        """Whether the whole picture has changed since the last frame."""
        small = rgb[4::16, 4::16, 1].astype(np.int16)
        before, self._before = self._before, small
        if before is None:
            return False
        if before.shape != small.shape:
            return True
        change = small - before
        return float(np.abs(change - change.mean()).mean()) > CUT * 255.0

    def _forget(self, rgb: Rgb) -> None:
        """Another scene: nobody is known in it."""
        self._lose(rgb)
        self._home, self._frames, self._finds, self._tried = None, [0] * 4, [0] * 4, 0
        self._tracking, self._searched_s, self._looked_s = False, -np.inf, -np.inf

    def _lose(self, rgb: Rgb) -> None:
        """Make the model let go of whom it follows: in a black picture it does at once."""
        self.model.follow(np.zeros_like(rgb))

    def _follow(self, rgb: Rgb, quarter_turns: int | None = None) -> PersonDetection | None:
        turns = self.quarter_turns if quarter_turns is None else quarter_turns
        found = self.model.follow(rotated(rgb, turns) if turns else rgb)
        height, width = rgb.shape[:2]
        return None if found is None else found.rotated_back(turns, width, height)

    def _search(self, rgb: Rgb, time_s: float, found: PersonDetection | None) -> PersonDetection | None:
        """Settle on a person just found; where nobody was, or they do not settle, try the other turns."""
        if time_s - self._searched_s < SEARCH_S:
            return found
        self._searched_s = time_s
        best, best_step = None, np.inf
        for turns, first in self._tries(rgb, found):
            person, step = self._settle(rgb, first, turns)
            if step < best_step:
                best, best_step, self.quarter_turns = person, step, turns
            if step < STEADY:
                return best
            self._lose(rgb)
        if best is None:
            return None
        self._noted |= DetectionFlag.UNSETTLED
        return self._follow(rgb)

    def _tries(self, rgb: Rgb, found: PersonDetection | None) -> Iterator[tuple[int, PersonDetection]]:
        """Whoever is found in the picture as it is, then turned."""
        now = self.quarter_turns
        if found is not None:
            yield now, found
        for turns in self._order():
            if turns != now and (first := self._follow(rgb, turns)) is not None:
                yield turns, first

    def _settle(self, rgb: Rgb, first: PersonDetection, turns: int) -> tuple[PersonDetection | None, float]:
        """Show the same picture again until the landmarks rest; the person, and the last step."""
        person, step = first, np.inf
        for _ in range(SETTLE_FEEDS):
            again = self._follow(rgb, turns)
            if again is None:
                return None, np.inf
            step, person = again.step_from(person), again
            if step < 0.5 * STEADY:
                break
        return person, step

    def _mine(self, rgb: Rgb, time_s: float, found: PersonDetection) -> PersonDetection:
        """The person who was there first: somebody else is let go of."""
        if self._is_at_home(found, AWAY) or time_s - self._looked_s < LOOK_AROUND_S:
            return found
        self._looked_s = time_s
        height, width = rgb.shape[:2]
        everybody = [
            person.rotated_back(self.quarter_turns, width, height)
            for person in self.model.everybody(rotated(rgb, self.quarter_turns))
        ]
        if len(everybody) > 1:
            self._noted |= DetectionFlag.OTHERS
        wanted = self._wanted(everybody)
        if wanted is None or _same(wanted, found):
            return found
        return self._take_back(rgb, wanted) or found

    def _wanted(self, everybody: list[PersonDetection]) -> PersonDetection | None:
        """Who stands where the person was; the largest when there was nobody yet."""
        if self._home is None:
            return max(everybody, key=lambda person: person.size, default=None)
        return next((person for person in everybody if self._is_at_home(person, SAME_PLACE)), None)

    def _take_back(self, rgb: Rgb, wanted: PersonDetection) -> PersonDetection | None:
        """Show the model nobody but this person, until it follows them; turned too, if nobody was known before."""
        only, now = alone(rgb, wanted), self.quarter_turns
        others = [turns for turns in self._order() if turns != now] if self._home is None else []
        for turns in [now, *others]:
            self._lose(rgb)
            found = [self._follow(only, turns) for _ in range(1 + SETTLE_FEEDS)][-1]
            if found is not None and _same(found, wanted):
                self.quarter_turns = turns
                if self._home is not None:
                    self._noted |= DetectionFlag.TAKEN_BACK
                return found
        if others:
            self._lose(rgb)
        return None

    def _is_at_home(self, person: PersonDetection, within: float) -> bool:
        if self._home is None:
            return False
        near = np.hypot(*(person.middle - self._home)) <= within * self._home_size
        return bool(near and 1.0 / SAME_SIZE <= person.size / self._home_size <= SAME_SIZE)

    def _remember(self, person: PersonDetection, time_s: float) -> None:
        """Where the person is, slowly; at once when nobody else can be meant."""
        if self._home is None or not self._is_at_home(person, AWAY):
            if self._home is None or self._looked_s == time_s:
                self._home, self._home_size = person.middle, person.size
            return
        share = 1.0 - np.exp(-max(time_s - self._time_s, 0.0) / MEMORY_S)
        self._home = self._home + share * (person.middle - self._home)
        self._home_size += share * (person.size - self._home_size)


def _same(a: PersonDetection, b: PersonDetection) -> bool:
    apart = np.hypot(*(a.middle - b.middle)) / max(a.size, b.size, 1.0)
    return bool(apart <= SAME_PLACE and 1.0 / SAME_SIZE <= a.size / max(b.size, 1.0) <= SAME_SIZE)
