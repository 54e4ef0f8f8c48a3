"""A cut is seen when the scene changes, and not when lamps, exposure, noise or the camera change the whole image."""

from collections.abc import Callable

import numpy as np
import pytest

from clips import GOOD, MIXED, ROOT, pictures
from formcheck.frames.frame import Rgb
from formcheck.frames.scene_cut import Change, SceneCutDetector

Film = list[Rgb]

SWING = ROOT / "samples/videos" / "kettlebell_swing_good_side_p4.mp4"


@pytest.fixture(scope="module")
def film() -> Film:
    return list(pictures(SWING)[:60])


def changes(film: Film, fps: float = 30.0) -> list[Change]:
    detector = SceneCutDetector()
    return [detector(rgb, frame / fps) for frame, rgb in enumerate(film)]


def cuts(film: Film) -> list[int]:
    return [frame for frame, change in enumerate(changes(film)) if change is Change.CUT]


def lit(rgb: Rgb, light: object) -> Rgb:
    return np.clip(rgb * np.asarray(light), 0, 255).astype(np.uint8)


def bands(film: Film) -> Film:
    """Mains flicker under a rolling shutter: dark bands that travel down the image."""
    rows = np.arange(len(film[0])) / len(film[0])
    return [lit(f, 1.0 + 0.3 * np.sin(2.0 * np.pi * (2.0 * rows + 3.3 * i))[:, None, None]) for i, f in enumerate(film)]


def noisy(film: Film) -> Film:
    rng = np.random.default_rng(1)
    return [np.clip(f * 0.12 + rng.normal(0.0, 14.0, f.shape), 0, 255).astype(np.uint8) for f in film]


def shaken(film: Film) -> Film:
    rng = np.random.default_rng(2)
    return [np.roll(f, tuple(rng.integers(-25, 25, 2)), (0, 1)) for f in film]


def flashes(film: Film) -> Film:
    return [np.full_like(f, 255) if i in (20, 40, 42) else f for i, f in enumerate(film)]


def blacked_out(film: Film) -> Film:
    return [np.zeros_like(f) if 20 <= i < 25 else f for i, f in enumerate(film)]


def lamp_on(film: Film) -> Film:
    return [lit(f, 0.3) if i < 30 else f for i, f in enumerate(film)]


def lamp_from_the_side(film: Film) -> Film:
    shade = np.linspace(0.3, 1.4, film[0].shape[1])[None, :, None]
    return [lit(f, shade) if 20 <= i < 40 else f for i, f in enumerate(film)]


def exposure_hunting(film: Film) -> Film:
    return [lit(f, 1.0 + 0.5 * np.sin(i * 2.1)) for i, f in enumerate(film)]


def panned(film: Film) -> Film:
    return [np.roll(f, 25 * i, 1) for i, f in enumerate(film)]


def somebody_passes(film: Film) -> Film:
    """Somebody in dark clothes walks past close to the camera, a fifth of the image wide."""
    out = [f.copy() for f in film]
    for i, f in enumerate(out):
        left = (i - 20) * 40
        f[:, max(left, 0) : max(left + 130, 0)] = (40, 45, 60)
    return out


def few_frames(film: Film) -> Film:
    return film[::10]


@pytest.mark.parametrize(
    "spoil",
    [
        bands,
        noisy,
        shaken,
        flashes,
        blacked_out,
        lamp_on,
        lamp_from_the_side,
        exposure_hunting,
        panned,
        somebody_passes,
        few_frames,
    ],
    ids=lambda spoil: spoil.__name__,
)
def test_nothing_but_another_scene_is_a_cut(film, spoil: Callable[[Film], Film]):
    assert cuts(spoil(film)) == []


@pytest.mark.parametrize(
    "other",
    [
        lambda film: list(pictures(MIXED)[:30]),
        lambda film: list(pictures(GOOD)[:30]),
        lambda film: [np.repeat(np.repeat(f[120:360, 160:480], 2, 0), 2, 1) for f in film[:30]],
        lambda film: [f[:240, :320] for f in film[:30]],
    ],
    ids=["another clip", "a third clip", "closer", "another size"],
)
def test_another_scene_is_a_cut_at_its_first_frame_and_only_there(film, other: Callable[[Film], Film]):
    assert cuts([*film[:30], *other(film)]) == [30]


def test_a_cut_is_seen_in_flicker_too(film):
    assert cuts(bands([*film[:30], *pictures(MIXED)[:30]])) == [30]


def test_a_cut_behind_black_frames_is_seen_when_the_new_scene_appears(film):
    assert cuts([*film[:30], *[np.zeros_like(film[0])] * 5, *pictures(MIXED)[:25]]) == [35]


def test_flicker_and_a_moving_camera_are_told_apart(film):
    flicker, moves = changes(bands(film)), changes(shaken(film))

    assert flicker.count(Change.FLICKER) > 2 * flicker.count(Change.CAMERA)
    assert moves.count(Change.CAMERA) >= 10
    assert Change.FLICKER not in moves
