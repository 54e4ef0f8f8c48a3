"""A camera that sends pictures and shows nothing: always the same one, or black ones."""

from dataclasses import dataclass

import numpy as np

from formcheck.frames.frame import Rgb

STUCK_S = 2.5
"""A picture that is the same, bit for bit, for this long shows nobody who lives. A person who holds still and breathes
moves by at least 0.2 pixels: H.264 as coarse as crf 40 showed the same picture for 1.4 s at most."""

BLACK = 20
"""A picture in which hardly anything is brighter than this, of 255, is black: nobody can be found in it."""

_BRIGHTER = 0.01
"""Share of a black picture that may be brighter; chosen: the letters of a clock that the camera writes into it, and no
person."""

_SAMPLED = 4
"""Every so many-th pixel in both directions is enough to tell black from dark."""

SAME = "The camera sends the same picture again and again. If you are moving, start it anew: your set is kept."
"""A coarse coder may show an empty room like this, too."""

DARK = "The camera's picture is black. Take the cover off, or switch on the light: your set is kept."


@dataclass(slots=True)
class StuckWatch:
    """Watches the pictures of a camera.

    Attributes
    ----------
    trouble : str or None
        What to tell the person; None while the pictures show something.
    """

    trouble: str | None = None
    _before: Rgb | None = None
    _changed_s: float = 0.0
    _lit_s: float | None = None

    def shows_something(self, time_s: float, rgb: Rgb) -> bool:
        """Take the next picture, which must not be changed afterwards; whether it is worth looking at."""
        if self._before is None or not np.array_equal(rgb, self._before):
            self._before, self._changed_s = rgb, time_s
        if self._lit_s is None or not _is_black(rgb):
            self._lit_s = time_s
        if time_s - self._lit_s >= STUCK_S:
            self.trouble = DARK
        else:
            self.trouble = SAME if time_s - self._changed_s >= STUCK_S else None
        return self.trouble is None


def _is_black(rgb: Rgb) -> bool:
    bright = rgb[::_SAMPLED, ::_SAMPLED].max(axis=2) > BLACK
    return float(bright.mean()) <= _BRIGHTER
