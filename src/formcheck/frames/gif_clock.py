"""Times of the pictures of an animated GIF, as browsers show them."""

from av.video.frame import VideoFrame

SHORTEST_S = 0.02
"""Shortest delay that browsers keep to: two hundredths of a second (Chromium, Firefox and WebKit alike)."""

REPLACED_S = 0.1
"""How long they show a picture with a shorter delay: old tools write 0 or 1 for "as fast as possible"."""


class GifClock:
    """Adds up the delays of the pictures, which have to come in order, from the first on."""

    def __init__(self) -> None:
        self._next_s = 0.0

    def next_s(self, picture: VideoFrame) -> float:
        """Seconds from the first picture at which the next one is shown."""
        time_s = self._next_s
        delay_s = float((picture.duration or 0) * (picture.time_base or 0))
        self._next_s += delay_s if delay_s >= SHORTEST_S - 1e-9 else REPLACED_S
        return time_s
