import struct

import cv2
import numpy as np
import pytest

from formcheck.errors import InputNotFound, NoFrames
from formcheck.frames.images import ImageFolder
from media import number_of, numbered, with_corner


def save(path, rgb):
    assert cv2.imwrite(str(path), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    return path


def read(folder, **options):
    with ImageFolder(folder, **options) as pictures:
        frames = list(pictures)
    return frames, pictures.info


@pytest.mark.parametrize("suffix", ["jpg", "jpeg", "png", "bmp", "webp", "tif", "PNG", "JPG"])
def test_images_of_every_format_come_in_natural_order_at_index_by_fps(tmp_path, suffix):
    for i, rgb in enumerate(numbered(12)):
        save(tmp_path / f"frame {i}.{suffix}", rgb)

    frames, info = read(tmp_path, fps=10)

    assert [number_of(f.rgb) for f in frames] == list(range(12))
    assert [f.index for f in frames] == list(range(12))
    assert [f.time_s for f in frames] == pytest.approx([i / 10 for i in range(12)])
    assert (info.kind, info.width, info.height, info.fps, info.frames) == ("pictures", 64, 48, 10, 12)
    assert info.name == tmp_path.name
    assert info.warnings == []


def test_thirty_images_a_second_are_assumed_and_a_warning_says_so(tmp_path):
    for i, rgb in enumerate(numbered(3)):
        save(tmp_path / f"{i}.png", rgb)

    frames, info = read(tmp_path)

    assert [f.time_s for f in frames] == pytest.approx([0, 1 / 30, 2 / 30])
    assert (info.fps, info.timed) == (None, False)
    assert [warning for warning in info.warnings if "--fps" in warning] == info.warnings[:1]


def test_stated_rate_is_no_assumption(tmp_path):
    save(tmp_path / "1.png", numbered(1)[0])

    assert [(info.fps, info.timed, info.warnings) for _, info in [read(tmp_path, fps=8)]] == [(8, True, [])]


def test_numbers_in_names_sort_by_value_also_in_the_middle(tmp_path):
    names = ["IMG_2 (9).png", "IMG_2 (10).png", "img_10.png", "IMG_011.png", "last.png"]
    for name, rgb in zip(names, numbered(5), strict=True):
        save(tmp_path / name, rgb)

    assert [number_of(f.rgb) for f in read(tmp_path, fps=30)[0]] == [0, 1, 2, 3, 4]


def test_other_files_hidden_files_and_inner_folders_are_ignored(tmp_path):
    save(tmp_path / "1.png", numbered(1)[0])
    (tmp_path / "notes.txt").write_text("ten reps")
    (tmp_path / "._1.png").write_bytes(b"left by a Mac")
    (tmp_path / "2.png").mkdir()

    frames, info = read(tmp_path, fps=30)

    assert len(frames) == 1
    assert info.warnings == []


def jpeg_with_orientation(rgb, value):
    coded = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1].tobytes()
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, value, 0)
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", 1) + entry + bytes(4)
    return coded[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + coded[2:]


@pytest.mark.parametrize(("value", "quarter_turns"), [(1, 0), (6, 1), (3, 2), (8, 3)])
def test_exif_orientation_is_applied(tmp_path, value, quarter_turns):
    stored = np.rot90(with_corner(64, 96), quarter_turns)
    (tmp_path / "a.jpg").write_bytes(jpeg_with_orientation(stored, value))

    frames, info = read(tmp_path, fps=30)

    assert (info.width, info.height) == (64, 96)
    np.testing.assert_allclose(frames[0].rgb[5, 5].astype(int), (220, 30, 30), atol=20)
    np.testing.assert_allclose(frames[0].rgb[5, 58].astype(int), (30, 200, 30), atol=20)


def test_an_image_of_another_size_is_fitted_with_bars_and_reported(tmp_path):
    save(tmp_path / "1.png", np.full((48, 64, 3), 200, np.uint8))
    save(tmp_path / "2.png", np.full((96, 64, 3), 200, np.uint8))
    save(tmp_path / "3.png", np.full((24, 32, 3), 200, np.uint8))

    frames, info = read(tmp_path, fps=30)

    assert {f.rgb.shape for f in frames} == {(48, 64, 3)}
    columns = frames[1].rgb[24, :, 0]  # 64×96 becomes 32×48, in the middle
    assert (columns[:16].max(), columns[16:48].min(), columns[48:].max()) == (0, 200, 0)
    assert frames[2].rgb.min() == 200  # same proportions: no bars
    assert info.warnings == ["frames of another size fitted to 64×48 with black bars: 2"]


def test_an_unreadable_image_is_skipped_and_reported_and_leaves_a_gap_in_time(tmp_path, capfd):
    for i, rgb in enumerate(numbered(5)):
        save(tmp_path / f"{i}.png", rgb)
    (tmp_path / "1.png").write_bytes(b"not a picture")
    (tmp_path / "3.png").write_bytes(b"")

    frames, info = read(tmp_path, fps=10)

    assert [number_of(f.rgb) for f in frames] == [0, 2, 4]
    assert [f.index for f in frames] == [0, 1, 2]
    assert [f.time_s for f in frames] == pytest.approx([0.0, 0.2, 0.4])
    assert info.warnings == ["unreadable images skipped: 2 of 5 (1.png, 3.png)"]
    assert capfd.readouterr() == ("", "")


def test_time_starts_at_the_first_readable_image(tmp_path):
    (tmp_path / "0.png").write_bytes(b"not a picture")
    save(tmp_path / "1.png", numbered(1)[0])

    assert [f.time_s for f in read(tmp_path, fps=30)[0]] == [0.0]


@pytest.mark.parametrize("pixels", [np.zeros((4, 6), np.uint8), np.zeros((4, 6, 4), np.uint8), np.zeros((4, 6), "u2")])
def test_gray_transparent_and_deep_images_become_plain_colour(tmp_path, pixels):
    cv2.imwrite(str(tmp_path / "a.png"), pixels)

    rgb = read(tmp_path, fps=30)[0][0].rgb

    assert (rgb.shape, rgb.dtype) == ((4, 6, 3), np.uint8)


def test_reading_twice_gives_the_same_and_does_not_repeat_warnings(tmp_path):
    save(tmp_path / "1.png", numbered(1)[0])
    (tmp_path / "2.png").write_bytes(b"not a picture")
    pictures = ImageFolder(tmp_path, fps=30)

    assert [len(list(pictures)), len(list(pictures))] == [1, 1]
    assert len(pictures.info.warnings) == 1


def test_a_folder_without_images_gives_the_expected_formats(tmp_path):
    (tmp_path / "notes.txt").write_text("ten reps")

    with pytest.raises(NoFrames, match=r"no images in .*jpg, jpeg, png"):
        ImageFolder(tmp_path)


def test_a_folder_of_unreadable_images_is_an_error(tmp_path):
    (tmp_path / "1.png").write_bytes(b"not a picture")

    with pytest.raises(NoFrames, match="none of the 1 images"):
        ImageFolder(tmp_path)


def test_a_missing_folder_or_a_file_is_no_image_folder(tmp_path):
    (tmp_path / "a.png").touch()

    with pytest.raises(InputNotFound):
        ImageFolder(tmp_path / "nowhere")
    with pytest.raises(InputNotFound, match="is not a folder"):
        ImageFolder(tmp_path / "a.png")


@pytest.mark.parametrize("fps", [0, -1, float("nan")])
def test_an_invalid_rate_is_a_value_error(tmp_path, fps):
    with pytest.raises(ValueError, match="fps"):
        ImageFolder(tmp_path, fps=fps)
