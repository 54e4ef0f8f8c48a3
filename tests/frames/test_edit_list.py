"""Edit lists: whatever a file shows of its recording, no picture is given twice."""

import pytest

from boxes import with_edits
from formcheck.frames.edit_list import Edit, edits_of, shown_once_in_order
from formcheck.frames.video import VideoFile
from media import number_of, numbered, write_clip

FPS = 10
LEFT_OUT = "the file shows parts of the recording slower"


def film(tmp_path, edits, suffix=".mov", *, wide=False, b_frames=False):
    """Thirty numbered pictures, three seconds, a keyframe in each half second, shown with these edits."""
    options = {"bf": "2" if b_frames else "0", "g": "5", "crf": "10"}
    path = write_clip(tmp_path / f"film{suffix}", numbered(30), fps=FPS, options=options, ticks_per_s=600)
    return with_edits(path, edits, wide=wide)


def read(path):
    with VideoFile(path) as video:
        frames = [(number_of(frame.rgb), round(frame.time_s, 2)) for frame in video]
    return frames, video.info.warnings


WHOLE = [(i, i / FPS) for i in range(30)]

TABLE = {
    "as recorded": ([(3.0, 0.0, 1.0)], WHOLE, False),
    "empty at the start": ([(0.5, None, 1.0), (3.0, 0.0, 1.0)], WHOLE, False),
    "twice empty at the start": ([(0.5, None, 1.0), (0.2, None, 1.0), (3.0, 0.0, 1.0)], WHOLE, False),
    "the beginning left out": ([(2.0, 1.0, 1.0)], [(i + 10, i / FPS) for i in range(20)], False),
    "the end left out": ([(2.0, 0.0, 1.0)], WHOLE[:20], False),
    "the middle left out": (
        [(1.0, 0.0, 1.0), (1.0, 2.0, 1.0)],
        [*WHOLE[:10], *[(i + 20, 1.0 + i / FPS) for i in range(10)]],
        False,
    ),
    "slower": ([(1.0, 0.0, 1.0), (4.0, 1.0, 0.25), (1.0, 2.0, 1.0)], WHOLE, True),
    "faster": ([(1.0, 0.0, 1.0), (0.5, 1.0, 2.0), (1.0, 2.0, 1.0)], WHOLE, True),
    "three quarters of the speed": ([(4.0, 0.0, 0.75)], WHOLE, True),
    "stands still": ([(1.0, 0.0, 1.0), (2.0, 1.0, 0.0), (2.0, 1.0, 1.0)], WHOLE, True),
    "a part twice": ([(2.0, 0.0, 1.0), (2.0, 1.0, 1.0)], WHOLE, True),
    "in another order": ([(1.0, 2.0, 1.0), (2.0, 0.0, 1.0)], WHOLE, True),
    "empty in the middle": ([(1.0, 0.0, 1.0), (1.0, None, 1.0), (2.0, 1.0, 1.0)], WHOLE, True),
    "empty at the end": ([(3.0, 0.0, 1.0), (1.0, None, 1.0)], WHOLE, True),
}


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("suffix", [".mov", ".mp4"])
@pytest.mark.parametrize(("edits", "expected", "left_out"), TABLE.values(), ids=TABLE)
def test_every_edit_list_gives_each_picture_once_with_its_time(tmp_path, edits, expected, left_out, suffix, wide):
    frames, warnings = read(film(tmp_path, edits, suffix, wide=wide))

    assert frames == expected
    assert [warning.startswith(LEFT_OUT) for warning in warnings] == [True] * left_out


@pytest.mark.parametrize("name", ["as recorded", "slower", "stands still", "a part twice"])
def test_pictures_coded_out_of_order_make_no_difference(tmp_path, name):
    edits, expected, left_out = TABLE[name]

    frames, warnings = read(film(tmp_path, edits, b_frames=True))

    assert frames == expected
    assert len(warnings) == left_out


@pytest.mark.parametrize("name", ["as recorded", "slower", "the middle left out"])
def test_frame_index_gives_the_same_frames(tmp_path, name):
    path = film(tmp_path, TABLE[name][0])
    with VideoFile(path) as video:
        frame_index = video.frame_index()
        indexed = [(number_of(f.rgb), round(f.time_s, 2)) for f in video.frames_from(frame_index, 0)]

    assert (indexed, frame_index.warnings) == read(path)


def test_edits_are_read_in_seconds_with_their_rates(tmp_path):
    path = film(tmp_path, [(0.5, None, 1.0), (1.0, 0.0, 0.75), (2.0, 1.0, -1.0)])

    assert edits_of(path, 1) == [Edit(0.5, None, 1.0), Edit(1.0, 0.0, 0.75), Edit(2.0, 1.0, -1.0)]
    assert edits_of(path, 2) == []


@pytest.mark.parametrize(
    "content", [b"", b"\0\0\0\1moov", b"\0\0\0\x10moov\0\0\0\x08trak", b"\0\0\0\x02ftyp", b"RIFF" * 9]
)
def test_what_is_no_index_has_no_edits(tmp_path, content):
    path = tmp_path / "odd.mov"
    path.write_bytes(content)

    assert edits_of(path, 1) == []
    assert shown_once_in_order([])


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.97, 0.99])
def test_an_index_that_is_cut_off_has_no_edits_or_some_but_never_an_error(tmp_path, share):
    path = film(tmp_path, TABLE["slower"][0])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])

    assert len(edits_of(path, 1)) <= 3
