import pytest
from PIL import Image

from formcheck.errors import NotAVideo
from formcheck.frames.frame_source import open_frames, select_frames
from media import number_of, numbered


def webp(path, delays_ms):
    pictures = [Image.fromarray(rgb) for rgb in numbered(len(delays_ms))]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=delays_ms, lossless=True)
    return path


def test_animated_webp_is_a_film_with_its_own_times_that_can_be_read_twice(tmp_path):
    with open_frames(webp(tmp_path / "a.webp", [100, 400, 50, 10, 100])) as film:
        frames, again = list(film), list(film)

    assert [number_of(f.rgb) for f in frames] == [0, 1, 2, 3, 4]
    assert [f.time_s for f in frames] == pytest.approx([0, 0.1, 0.5, 0.55, 0.65])
    assert [f.time_s for f in again] == [f.time_s for f in frames]
    assert (film.info.width, film.info.height, film.info.timed, film.info.warnings) == (64, 48, True, [])


def test_selected_frames_scaling_and_the_rate_limit_work_as_in_other_films(tmp_path):
    path = webp(tmp_path / "a.webp", [12] * 12)

    with open_frames(path, 32, 30) as film:
        frames = list(film)
        (chosen,) = select_frames(film, {2: frames[2].time_s})

    assert frames[0].rgb.shape == (24, 32, 3)
    assert len(frames) == 7  # every second one, and the last
    assert [f.time_s for f in frames] == pytest.approx([0, 0.024, 0.048, 0.072, 0.096, 0.12, 0.132])
    assert chosen.time_s == frames[2].time_s


def test_a_webp_of_one_picture_is_refused_in_one_line(tmp_path):
    Image.fromarray(numbered(1)[0]).save(tmp_path / "a.webp")

    with pytest.raises(NotAVideo, match="is not a video that can be read"):
        open_frames(tmp_path / "a.webp")
