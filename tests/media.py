"""Clips made on the spot, with known content and times."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

LEVEL_STEP = 6
"""Gray levels between one numbered picture and the next; survives lossy coding."""


def numbered(count, width=64, height=48):
    """Uniform gray pictures that tell their place: see `number_of`."""
    return [np.full((height, width, 3), 16 + LEVEL_STEP * i, np.uint8) for i in range(count)]


def number_of(rgb):
    """The place of a picture made by `numbered`."""
    return round((float(rgb.mean()) - 16) / LEVEL_STEP)


def with_corner(width=64, height=48):
    """A dark picture, red in its top left corner and green in its top right one."""
    rgb = np.full((height, width, 3), 30, np.uint8)
    rgb[: height // 3, : width // 3] = (220, 30, 30)
    rgb[: height // 3, -(width // 3) :] = (30, 200, 30)
    return rgb


def write_clip(
    path: Path,
    frames: Iterable[np.ndarray],
    *,
    fps: float = 30,
    times: Sequence[float] | None = None,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rotation_deg: int = 0,
    mirrored: bool = False,
    pixel_aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    tone_s: float = 0,
    ticks_per_s: int = 90_000,
) -> Path:
    """A video file; `rotation_deg` clockwise is what its flag asks of a player."""
    with av.open(str(path), "w", container_options=container_options or {}) as container:
        stream = container.add_stream(codec, rate=Fraction(fps).limit_denominator(1001), options=options or {})
        stream.pix_fmt = pix_fmt
        stream.codec_context.time_base = Fraction(1, ticks_per_s)
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        if rotation_deg or mirrored:
            stream.set_display_rotation(-rotation_deg, hflip=mirrored)
        sound = container.add_stream("aac", rate=8000, layout="mono") if tone_s else None
        frames = list(frames)
        stream.height, stream.width = frames[0].shape[:2]
        for index, rgb in enumerate(frames):
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
            picture.pts = round((times[index] if times is not None else index / fps) * ticks_per_s)
            picture.time_base = Fraction(1, ticks_per_s)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
        if sound is not None:
            _add_tone(container, sound, tone_s)
    return path


def write_tone(path: Path, length_s: float = 1.0) -> Path:
    """A sound file without a picture."""
    with av.open(str(path), "w") as container:
        _add_tone(container, container.add_stream("aac", rate=8000, layout="mono"), length_s)
    return path


def cut(path: Path, share: float) -> Path:
    """Keep only the first part of a file, in place."""
    coded = path.read_bytes()
    path.write_bytes(coded[: int(len(coded) * share)])
    return path


def damage(path: Path, share: float, count: int = 400) -> Path:
    """Overwrite some bytes in the middle of a file, in place."""
    coded = bytearray(path.read_bytes())
    start = int(len(coded) * share)
    coded[start : start + count] = np.random.default_rng(5).bytes(count)
    path.write_bytes(coded)
    return path


def noisy(count, width=160, height=120):
    """Pictures that do not compress well, so that every one takes its share of the file."""
    rng = np.random.default_rng(3)
    return [rng.integers(0, 120, (height, width, 3)).astype(np.uint8) + i for i in range(count)]


def _add_tone(container, stream, length_s):
    samples = int(8000 * length_s)
    wave = (8000 * np.sin(2 * np.pi * 440 * np.arange(samples) / 8000)).astype(np.int16)
    sound = av.AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
    sound.sample_rate, sound.pts, sound.time_base = 8000, 0, Fraction(1, 8000)
    for part in av.AudioResampler("fltp", "mono", 8000, frame_size=1024).resample(sound):
        container.mux(stream.encode(part))
    container.mux(stream.encode(None))
