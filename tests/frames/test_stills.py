"""Folders of pictures as phones and cameras leave them: other kinds, orientations, times of taking."""

import numpy as np
import pytest
from PIL import Image

from formcheck.frames.images import ImageFolder
from formcheck.frames.stills import heic_is_read
from media import number_of, numbered, with_corner

STORED_AS = {
    1: lambda rgb: rgb,
    2: lambda rgb: rgb[:, ::-1],
    3: lambda rgb: rgb[::-1, ::-1],
    4: lambda rgb: rgb[::-1],
    5: lambda rgb: rgb.transpose(1, 0, 2),
    6: lambda rgb: np.rot90(rgb, 1),
    7: lambda rgb: rgb[::-1, ::-1].transpose(1, 0, 2),
    8: lambda rgb: np.rot90(rgb, 3),
}
"""How an upright picture is stored under each EXIF orientation."""


def save(path, rgb, orientation=1, taken=None, fraction=None):
    exif = Image.Exif()
    exif[0x0112] = orientation
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if fraction:
        exif.get_ifd(0x8769)[0x9291] = fraction
    Image.fromarray(np.ascontiguousarray(rgb)).save(path, exif=exif.tobytes(), quality=95)


def read(folder, **options):
    with ImageFolder(folder, **options) as pictures:
        frames = list(pictures)
    return frames, pictures.info


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "avif", "heic"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_eight_orientations_stand_upright(tmp_path, suffix, orientation):
    if suffix == "heic" and not heic_is_read():
        pytest.skip("the extra 'heic' is not installed")
    upright = with_corner(64, 96)
    save(tmp_path / f"a.{suffix}", STORED_AS[orientation](upright), orientation)

    frames, _ = read(tmp_path, fps=30)

    assert frames[0].rgb.shape == upright.shape
    assert np.abs(frames[0].rgb.astype(int) - upright).mean() < 12


def test_avif_among_jpegs_is_read_in_its_place(tmp_path):
    for i, rgb in enumerate(numbered(12)):
        save(tmp_path / f"f{i}.{'avif' if i % 2 else 'jpg'}", rgb)

    frames, info = read(tmp_path, fps=10)

    assert [number_of(f.rgb) for f in frames] == list(range(12))
    assert info.warnings == []


def test_pictures_of_kinds_that_cannot_be_read_are_counted_and_leave_a_gap(tmp_path):
    for i, rgb in enumerate(numbered(3)):
        save(tmp_path / f"{2 * i}.jpg", rgb)
    (tmp_path / "1.jxl").write_bytes(b"\xff\x0a")
    (tmp_path / "3.CR2").write_bytes(b"raw")
    (tmp_path / "4.dng").write_bytes(b"raw, beside its JPEG")

    frames, info = read(tmp_path, fps=10)

    assert [f.time_s for f in frames] == pytest.approx([0, 0.2, 0.4])
    assert info.warnings == ["unreadable images skipped: 2 of 5 (1.jxl, 3.CR2)"]


def test_heic_without_its_library_is_named_with_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("formcheck.frames.stills.heic_is_read", lambda: False)
    monkeypatch.setattr("formcheck.frames.images.heic_is_read", lambda: False)
    save(tmp_path / "1.jpg", numbered(1)[0])
    (tmp_path / "2.HEIC").write_bytes(b"....ftypheic")

    (warning,) = read(tmp_path, fps=10)[1].warnings

    assert "1 of 2 (2.HEIC)" in warning
    assert "formcheck[heic]" in warning


def burst(folder, moments):
    for i, ((taken, fraction), rgb) in enumerate(zip(moments, numbered(len(moments)), strict=True)):
        save(folder / f"IMG_{i}.jpg", rgb, taken=taken, fraction=fraction)


MIDNIGHT = [("2026:11:29 23:59:59", "5"), ("2026:11:29 23:59:59", "75"), ("2026:11:30 00:00:00", "250")]


def test_times_are_those_of_taking_where_all_state_them(tmp_path):
    burst(tmp_path, MIDNIGHT)

    frames, info = read(tmp_path)

    assert [f.time_s for f in frames] == pytest.approx([0, 0.25, 0.75])
    assert (info.timed, info.fps, info.warnings) == (True, None, [])


@pytest.mark.parametrize(
    "last",
    [(None, None), MIDNIGHT[1], MIDNIGHT[0], ("2026:11:30 00:00:00", None), ("2026:11:30 00:00:00", "x"), ("0", "1")],
    ids=["missing", "equal", "earlier", "whole second", "no number", "no date"],
)
def test_a_single_time_that_is_missing_or_not_later_makes_the_rate_assumed(tmp_path, last):
    burst(tmp_path, [*MIDNIGHT[:2], last])

    frames, info = read(tmp_path)

    assert [f.time_s for f in frames] == pytest.approx([0, 1 / 30, 2 / 30])
    assert not info.timed


def test_a_stated_rate_comes_before_the_times_of_taking(tmp_path):
    burst(tmp_path, MIDNIGHT)

    assert [f.time_s for f in read(tmp_path, fps=10)[0]] == pytest.approx([0, 0.1, 0.2])
