from collections.abc import Iterator
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest

from figures import frames
from formcheck.errors import OutputError
from formcheck.exercises import find_exercise
from formcheck.frames.frame import Frame, SourceInfo
from formcheck.frames.video import VideoFile
from formcheck.output.drawing.layout import Box, person_box
from formcheck.output.drawing.overlay import COLOURS
from formcheck.output.drawing.scene import Tone
from formcheck.output.drawing.set_scenes import Scenes
from formcheck.output.drawing.stills import LONG_SIDE_PX, blank_still, crop_box, still, stills
from formcheck.output.drawing.video import LONGEST_SIDE_PX, output_size, write_annotated
from formcheck.pose.landmarks import Landmark
from formcheck.pose.recording import load_recording
from formcheck.session.analysis import Analysis, analyze_poses
from formcheck.session.results import ModelInfo

ROOT = Path(__file__).parents[3]
NAME = "glute_bridge_low_top_mixed_side_p5"
CLIP = ROOT / "samples" / "videos" / f"{NAME}.mp4"


@cache
def analysis(count: int | None = None, name: str = NAME, exercise: str = "glute-bridge") -> Analysis:
    recording = load_recording(ROOT / "tests" / "golden" / f"{name}.npz")
    origin = recording.origin
    source = SourceInfo(CLIP.name, "video", origin.width, origin.height)
    model = ModelInfo(name=origin.model, sha256=origin.model_sha256)
    return analyze_poses(frames(recording.track[:count]), find_exercise(exercise), source, model)


class Plain:
    """Grey pictures of a size at given times, as a source of frames; remembers how many were taken."""

    def __init__(self, times: list[float], width: int = 640, height: int = 480) -> None:
        self.info = SourceInfo("plain", "video", width, height)
        self.taken = 0
        self._times = times
        self.rgb = np.full((height, width, 3), 90, np.uint8)

    def __iter__(self) -> Iterator[Frame]:
        for index, time_s in enumerate(self._times):
            self.taken += 1
            yield Frame(index, time_s, self.rgb)

    def __enter__(self) -> "Plain":
        return self

    def __exit__(self, *exc: object) -> None:
        pass


def read(path: Path) -> list[Frame]:
    with VideoFile(path) as video:
        return [Frame(f.index, f.time_s, f.rgb.copy()) for f in video]


def near_colour(rgb: np.ndarray, tone: Tone) -> int:
    """Pixels close to the colour of a tone: coding changes it a little."""
    return int((np.abs(rgb.astype(int) - COLOURS[tone]).max(axis=2) < 60).sum())


@pytest.fixture(scope="module")
def annotated(tmp_path_factory):
    path = tmp_path_factory.mktemp("video") / "annotated.mp4"
    with VideoFile(CLIP) as clip:
        write_annotated(analysis(), clip, path)
    return path


# The video


def test_annotated_video_has_the_frames_and_times_of_its_clip(annotated):
    made, original = read(annotated), read(CLIP)

    assert len(made) == len(original)
    np.testing.assert_allclose([f.time_s for f in made], [f.time_s for f in original], atol=1e-3)


def test_annotated_video_plays_in_a_browser(annotated):
    with av.open(str(annotated)) as container:
        stream = container.streams.video[0]
        found = container.format.name, stream.codec_context.name, stream.pix_fmt, stream.width, stream.height

    assert "mp4" in found[0]
    assert found[1:] == ("h264", "yuv420p", 640, 480)


def test_frame_i_shows_what_is_known_of_frame_i(annotated):
    made = read(annotated)
    good, fault = (rep.times.turn_s for rep in analysis().session.reps[:2])
    at_turn = [min(made, key=lambda f: abs(f.time_s - turn_s)).rgb for turn_s in (good, fault)]

    assert near_colour(at_turn[0], Tone.GOOD) > 500
    assert near_colour(at_turn[0], Tone.FAULT) < 50
    assert near_colour(at_turn[1], Tone.FAULT) > 500


def test_odd_times_are_kept(tmp_path):
    times = [0.0, 0.011, 0.5, 0.533, 2.0]
    write_annotated(analysis(), Plain(times), tmp_path / "out.mp4")

    np.testing.assert_allclose([f.time_s for f in read(tmp_path / "out.mp4")], times, atol=1e-3)


@pytest.mark.parametrize(("poses", "pictures"), [(30, 20), (20, 30)])
def test_shorter_of_poses_and_pictures_ends_the_video(tmp_path, poses, pictures):
    source = Plain([i / 30 for i in range(pictures)])

    write_annotated(analysis(poses), source, tmp_path / "out.mp4")

    assert len(read(tmp_path / "out.mp4")) == 20


def test_progress_counts_the_frames(tmp_path):
    reported = []
    write_annotated(analysis(), Plain([0.0, 0.1, 0.2]), tmp_path / "out.mp4", progress=reported.append)

    assert reported == [1, 2, 3]


def test_pictures_of_the_source_stay_as_they_are(tmp_path):
    source = Plain([0.0, 0.1])

    write_annotated(analysis(), source, tmp_path / "out.mp4")

    assert (source.rgb == 90).all()


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((640, 480), (640, 480)),
        ((1280, 720), (1280, 720)),
        ((3840, 2160), (1280, 720)),
        ((1080, 1920), (720, 1280)),
        ((1920, 1081), (1280, 720)),
        ((1081, 1920), (720, 1280)),
        ((9000, 3), (1280, 2)),
        ((1, 1), (1, 1)),
    ],
)
def test_huge_pictures_become_fit_for_a_phone(size, expected):
    assert output_size(*size) == expected
    assert max(expected) <= LONGEST_SIDE_PX


def test_overlay_of_a_scaled_video_is_scaled_with_it(tmp_path):
    write_annotated(analysis(), Plain([0.0, 0.1], 2560, 1920), tmp_path / "out.mp4")

    rgb = read(tmp_path / "out.mp4")[0].rgb
    hip = analysis().smooth[0].image[24] * 2
    x, y = hip.round().astype(int)
    assert rgb.shape == (960, 1280, 3)
    assert (rgb[y - 3 : y + 3, x - 3 : x + 3] > 200).all()


@pytest.mark.parametrize(("width", "height"), [(1, 1), (64, 48), (48, 85), (65, 65)])
def test_small_and_odd_videos_work(tmp_path, width, height):
    write_annotated(analysis(), Plain([0.0, 0.1], width, height), tmp_path / "out.mp4")

    assert len(read(tmp_path / "out.mp4")) == 2


def test_missing_folder_is_reported(tmp_path):
    with pytest.raises(OutputError, match="cannot write"):
        write_annotated(analysis(), Plain([0.0]), tmp_path / "nowhere" / "out.mp4")


# Stills


def test_still_shows_its_moment_with_its_verdict():
    good, fault = (rep.times.turn_s for rep in analysis().session.reps[:2])
    with VideoFile(CLIP) as clip:
        pictures = stills(clip, analysis(), [fault, good])

    assert list(pictures) == [fault, good]
    assert (pictures[good] == COLOURS[Tone.GOOD]).all(axis=2).sum() > 1000
    assert (pictures[good] == COLOURS[Tone.FAULT]).all(axis=2).sum() == 0
    assert (pictures[fault] == COLOURS[Tone.FAULT]).all(axis=2).sum() > 1000


def test_one_still_is_the_same_as_among_several():
    times = [1.0, 7.0]
    with VideoFile(CLIP) as clip:
        several = stills(clip, analysis(), times)
    with VideoFile(CLIP) as clip:
        one = still(clip, analysis(), 7.0)

    np.testing.assert_array_equal(one, several[7.0])


def test_stills_stop_reading_after_the_last_moment():
    source = Plain([i / 30 for i in range(400)])

    stills(source, analysis(), [1.0, 2.0])

    assert source.taken <= 62


def test_moment_beyond_the_pictures_is_drawn_without_one():
    early, late = 0.0, 7.0

    pictures = stills(Plain([0.0, 0.03]), analysis(), [early, late])

    np.testing.assert_array_equal(pictures[late], blank_still(analysis(), late))
    assert not np.array_equal(pictures[early], blank_still(analysis(), early))


def test_no_moment_is_no_still():
    assert stills(Plain([0.0]), analysis(), []) == {}


def test_still_has_no_panel():
    with_panel = Scenes(analysis())[0].hud.box
    rgb = still(Plain([0.0]), analysis(), 0.0)

    assert with_panel.height > 50
    assert (rgb[:40] == 90).all()


def test_stills_of_a_set_have_one_size_and_a_sensible_shape():
    shapes = {blank_still(analysis(), time_s).shape for time_s in (0.0, 2.7, 7.0, 11.0)}

    assert len(shapes) == 1
    height, width, _ = shapes.pop()
    assert max(height, width) <= LONG_SIDE_PX
    assert 3 / 4 <= width / height <= 16 / 9 + 0.01


def test_blank_still_shows_the_skeleton_on_a_plain_ground():
    rgb = blank_still(analysis(), analysis().session.reps[1].times.turn_s)

    ground = (rgb == rgb[0, 0]).all(axis=2)
    assert ground.mean() > 0.8
    assert (rgb == COLOURS[Tone.FAULT]).all(axis=2).sum() > 1000


def test_skeleton_of_a_still_lies_where_its_crop_puts_it():
    time_s = analysis().session.reps[1].times.turn_s
    scenes = Scenes(analysis())
    index = int(np.argmin(np.abs(analysis().track.time_s - time_s)))
    crop = crop_box(scenes.person, scenes[index].pose, *scenes.size)

    rgb = blank_still(analysis(), time_s)

    scale = rgb.shape[1] / crop.width
    shoulder, hip, nose = scenes[index].pose.image[[Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP, Landmark.NOSE]]
    x, y = (((shoulder + hip) / 2 - (crop.left, crop.top)) * scale).round().astype(int)
    assert tuple(rgb[y, x].tolist()) == COLOURS[Tone.FAULT]
    x, y = ((nose - (crop.left, crop.top)) * scale).round().astype(int)
    assert (rgb[y, x] != rgb[0, 0]).all(), "the head is there"


def test_outline_of_the_back_lies_where_the_crop_of_a_still_puts_it():
    deadlifts = analysis(None, "romanian_deadlift_rounded_mixed_side_p4", "romanian-deadlift")
    time_s = deadlifts.session.reps[1].times.turn_s
    scenes = Scenes(deadlifts)
    scene = scenes[int(np.argmin(np.abs(deadlifts.track.time_s - time_s)))]
    crop = crop_box(scenes.person, scene.pose, *scenes.size)

    rgb = blank_still(deadlifts, time_s)

    x, y = ((scene.back[8] - (crop.left, crop.top)) * rgb.shape[1] / crop.width).round().astype(int)
    assert tuple(rgb[y, x].tolist()) == COLOURS[Tone.FAULT]


def test_person_who_leaves_the_place_of_the_set_is_in_the_crop_too():
    pose = analysis().smooth[0]
    away = person_box(pose).clipped(640, 480)

    crop = crop_box(Box(10, 10, 60, 60), pose, 640, 480)

    assert crop.union(away) == crop
    assert crop.left <= 10


def test_crop_is_no_wider_than_what_is_seen_asks_for():
    assert crop_box(Box(-600, 100, 200, 400), None, 640, 480).width < 400


def test_crop_of_someone_who_stands_is_not_a_strip():
    crop = crop_box(Box(300, 10, 340, 470), None, 640, 480)

    assert crop.width >= 0.7 * crop.height


def test_whole_person_is_in_the_crop():
    scenes = Scenes(analysis())
    for index in range(0, len(scenes), 25):
        crop = crop_box(scenes.person, scenes[index].pose, *scenes.size)
        person = person_box(scenes[index].pose).clipped(*scenes.size)

        assert crop.union(person) == crop


@pytest.mark.parametrize(
    ("person", "size"),
    [
        (None, (640, 480)),
        (Box(0, 0, 640, 480), (640, 480)),
        (Box(-50, -50, 20, 700), (640, 480)),
        (Box(2000, 2000, 2100, 2100), (640, 480)),
        (Box(300, 10, 340, 470), (640, 480)),
        (Box(0, 0, 1, 1), (1, 1)),
    ],
)
def test_crop_is_part_of_the_picture(person, size):
    crop = crop_box(person, None, *size)

    assert crop == crop.clipped(*size)
    assert crop.width >= 1
    assert crop.height >= 1


def test_still_of_the_smallest_picture_works():
    assert still(Plain([0.0], 1, 1), analysis(), 0.0).size > 0
