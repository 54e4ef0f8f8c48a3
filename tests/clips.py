"""The sample clips that ship with the project, and clips made from them."""

from functools import cache
from pathlib import Path

import av
import numpy as np

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "samples/videos/glute_bridge_good_side_p0.mp4"
MIXED = ROOT / "samples/videos/glute_bridge_low_top_mixed_side_p5.mp4"

FIRST_REP_S = 5.4
"""The first repetition of the good sample is over by then."""


@cache
def pictures(path: Path = GOOD, until_s: float = FIRST_REP_S) -> tuple[np.ndarray, ...]:
    """RGB pictures of a sample at 30 frames a second, from its start."""
    with av.open(str(path)) as container:
        frames = container.decode(video=0)
        return tuple(frame.to_ndarray(format="rgb24") for frame in frames if frame.time < until_s)
