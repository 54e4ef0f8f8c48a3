"""Tells a cut to another scene from everything else that changes a whole image: flicker, flashes, a moving camera."""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum

import cv2
import numpy as np
import numpy.typing as npt

from formcheck.frames.frame import Rgb

CUT_CHANGE = 0.05
"""Mean change between two frames, from 0 to 1, below which nothing has happened; a change that the whole image shares
does not count: docs/sources.md#finding."""

OTHER_SCENE, OTHER_IF_SUDDEN = 0.35, 0.85
"""Share of the image that still shows the same below which it is another scene, and below which it is one if the change
is sudden as well: docs/sources.md#finding."""

SAME_SCENE = 0.9
"""Share of the image that still shows the same from which the camera has not moved; chosen."""

OTHER_IN_FLICKER = 0.5
"""Where the last frames changed as much (flicker, the noise of a dark room) it is another scene below this part of
their own share; chosen."""

BLOCK_ALIKE, BLOCK_CONTRAST = 0.5, 0.02
"""Correlation from which a block of the image shows the same, and the contrast below which it shows nothing; chosen."""

SUDDEN, CHANGED_PLACE, CHANGED_AREA = 8.0, 0.03, 0.3
"""A change is sudden if it is this many times the usual change of the last frames, and changes by this much, 0 to 1,
this share of the image; chosen: somebody who walks past in front of the camera covers less."""

FEATURELESS = 0.02
"""Contrast (standard deviation of the structure) below which a frame shows nothing, as a flash or a black frame does:
docs/sources.md#finding."""

MOST_SHIFT = 0.2
"""Largest shift of the camera from frame to frame that is looked for, as a share of the image; chosen."""

MOVED = 0.3
"""By this share more of the image is the same after the best shift where the camera has moved; chosen."""

CUT_AGAIN_S = 0.3
"""Least time between two cuts; chosen: shorter than any shot."""

AVERAGED = 3
"""Frames whose structure is averaged; chosen: three take most of the noise of a dark room out."""

DARK = 2.0
"""Contrast (standard deviation, of 255) below which a frame is taken as black or white all over; chosen."""

_SIZE = (96, 72)
_LOCAL = (15, 15)
_RECENT, _ENOUGH = 15, 5

Grey = npt.NDArray[np.uint8]
Structure = npt.NDArray[np.float32]


class Change(Enum):
    """What has changed since the last frame."""

    NONE = "none"
    CUT = "cut"
    FLICKER = "flicker"
    """The brightness of large parts has changed; the scene is the same."""
    CAMERA = "camera"
    """The camera has moved; the scene is the same."""


@dataclass(slots=True)
class SceneCutDetector:
    """Compares each frame with the ones before, in order of time.

    The decision rests on the structure of the image: brightness on a logarithmic scale without its local average,
    so that lamps, exposure and shadows do not change it. It is averaged over the last frames, which takes out noise.
    """

    _coarse: npt.NDArray[np.int16] | None = None
    _last: deque[Grey] = field(default_factory=lambda: deque(maxlen=AVERAGED))
    _changes: deque[float] = field(default_factory=lambda: deque(maxlen=_RECENT))
    _shares: deque[float] = field(default_factory=lambda: deque(maxlen=_RECENT))
    _cut_s: float = -np.inf

    def __call__(self, rgb: Rgb, time_s: float) -> Change:
        """What has changed with this frame.

        Parameters
        ----------
        rgb : (height, width, 3) uint8
            The frame; another size than before is a cut.
        time_s : float
            Its time in seconds.
        """
        coarse, grey = rgb[4::16, 4::16, 1].astype(np.int16), _grey(rgb)
        before, self._coarse = self._coarse, coarse
        if before is None:
            self._last.append(grey)
            return Change.NONE
        if before.shape != coarse.shape:
            return self._begin(grey, time_s)
        amount, area = _amount(before, coarse)
        usual = float(np.median(self._changes)) if len(self._changes) >= _ENOUGH else None
        self._changes.append(amount)
        if amount <= CUT_CHANGE:
            if float(grey.std()) >= DARK or not self._last:  # a black frame shows no scene to compare with
                self._last.append(grey)
            return Change.NONE
        if usual is None:  # nothing is usual yet
            other = 0.0
        elif usual > CUT_CHANGE:
            other = min(OTHER_SCENE, OTHER_IN_FLICKER * float(np.median(self._shares)))
        else:
            other = OTHER_IF_SUDDEN if amount > SUDDEN * usual and area >= CHANGED_AREA else OTHER_SCENE
        return self._decide(grey, time_s, other)

    def _decide(self, grey: Grey, time_s: float, other: float) -> Change:
        """What a large change is; a cut where less than `other` of the image shows the same."""
        now = _structure_of(grey)
        if float(now.std()) < FEATURELESS:
            return Change.FLICKER
        known = [structure for structure in map(_structure_of, self._last) if structure.std() >= FEATURELESS]
        if not known:
            self._last.append(grey)
            return Change.NONE
        average = np.asarray(np.mean(known, axis=0), np.float32)
        pairs = [_alike(before, now) for before in (average, known[-1])]
        still, moved = max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
        self._shares.append(max(still, moved))
        if max(still, moved) < other and time_s - self._cut_s >= CUT_AGAIN_S:
            return self._begin(grey, time_s)
        if moved > still + MOVED:
            self._last.clear()
            self._last.append(grey)
            return Change.CAMERA
        self._last.append(grey)
        return Change.FLICKER

    def _begin(self, grey: Grey, time_s: float) -> Change:
        self._cut_s = time_s
        self._last.clear()
        self._last.append(grey)
        self._changes.clear()
        self._shares.clear()
        return Change.CUT


def _grey(rgb: Rgb) -> Grey:
    """The green channel, thinned out to about 320 pixels across."""
    step = max(rgb.shape[1] // 320, 1)
    return np.ascontiguousarray(rgb[::step, ::step, 1])


def _structure_of(grey: Grey) -> Structure:
    """(72, 96) brightness on a logarithmic scale, without its local average."""
    log = np.log(cv2.resize(grey, _SIZE, interpolation=cv2.INTER_AREA).astype(np.float32) + 8.0)
    structure = log - cv2.blur(log, _LOCAL)
    return np.asarray(structure - structure.mean(), np.float32)


def _amount(before: npt.NDArray[np.int16], now: npt.NDArray[np.int16]) -> tuple[float, float]:
    """Mean change, 0 to 1, without what the whole image shares, and the share of the places that have changed."""
    change = (now - before).astype(np.float64) / 255.0
    elsewhere = np.abs(change - np.median(change))  # where half of the image is as it was, the rest has changed
    return float(np.abs(change - change.mean()).mean()), float((elsewhere > CHANGED_PLACE).mean())


def _alike(before: Structure, now: Structure) -> tuple[float, float]:
    """Share of the image that shows the same, 0 to 1: as it is, and after the shift that fits best."""
    still = _same_share(before, now)
    if still >= SAME_SCENE:
        return still, still
    (dx, dy), _ = cv2.phaseCorrelate(before, now, cv2.createHanningWindow(_SIZE, cv2.CV_32F))
    if abs(dx) > MOST_SHIFT * _SIZE[0] or abs(dy) > MOST_SHIFT * _SIZE[1]:
        return still, still
    back = np.array([[1.0, 0.0, -dx], [0.0, 1.0, -dy]], np.float32)
    inside = cv2.warpAffine(np.ones_like(now), back, _SIZE) > 0.5
    return still, _same_share(before * inside, np.asarray(cv2.warpAffine(now, back, _SIZE), np.float32) * inside)


def _same_share(a: Structure, b: Structure) -> float:
    """Share of the textured blocks whose structure correlates; a bright edge counts in its own block alone."""
    first, second = _blocks(a), _blocks(b)
    energy = np.sqrt((first**2).sum(axis=1)), np.sqrt((second**2).sum(axis=1))
    shown = np.maximum(*energy) >= BLOCK_CONTRAST * np.sqrt(first.shape[1])
    if not shown.any():
        return 1.0
    correlation = (first * second).sum(axis=1) / np.maximum(energy[0] * energy[1], 1e-6)
    return float((correlation[shown] >= BLOCK_ALIKE).mean())


def _blocks(structure: Structure) -> Structure:
    """(48, 144) the 12 by 12 blocks of a structure, each without its average."""
    blocks = structure.reshape(6, 12, 8, 12).swapaxes(1, 2).reshape(48, 144)
    return np.asarray(blocks - blocks.mean(axis=1, keepdims=True), np.float32)
