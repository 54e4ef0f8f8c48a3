"""Evaluation material that lies beside a developer's checkout; tests that use it skip where it is absent."""

from pathlib import Path

import numpy as np
import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the evaluation photos and clips are not part of the project"
)


def photo_cycle(floor, top, fps, cycles=5, floor_s=1.0, fade_s=0.3, top_s=1.5):
    """Pictures of a person who moves between two photos: floor, cross-fade, top, cross-fade, and so on."""
    still_floor, still_top, steps = round(floor_s * fps), round(top_s * fps), round(fade_s * fps)
    mix = [*[0.0] * still_floor, *np.linspace(0, 1, steps), *[1.0] * still_top, *np.linspace(1, 0, steps)]
    for share in [*mix * cycles, *[0.0] * still_floor]:
        yield np.round((1 - share) * floor + share * top).astype(np.uint8)
