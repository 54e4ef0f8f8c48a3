import pytest
from PIL import Image

from formcheck.frames.video import VideoFile
from media import numbered


@pytest.mark.parametrize(("hundredths", "shown_s"), [(0, 0.1), (1, 0.1), (2, 0.02), (5, 0.05), (10, 0.1), (50, 0.5)])
def test_the_delay_of_a_gif_is_that_of_browsers(tmp_path, hundredths, shown_s):
    pictures = [Image.fromarray(rgb) for rgb in numbered(6)]
    path = tmp_path / "a.gif"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=10 * hundredths, loop=0)

    with VideoFile(path) as film:
        times = [frame.time_s for frame in film]
        again = [frame.time_s for frame in film]

    assert times == pytest.approx([i * shown_s for i in range(6)], abs=1e-6)
    assert again == times
    assert film.info.timed
