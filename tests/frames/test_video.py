import os
import subprocess
import sys
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from formcheck.errors import InputNotFound, NoFrames, NotAVideo
from formcheck.frames.frame_source import open_frames
from formcheck.frames.video import VideoFile
from media import cut, damage, noisy, number_of, numbered, with_corner, write_clip, write_tone

FRONT_INDEX = {"movflags": "+faststart"}
RED, GREEN = (220, 30, 30), (30, 200, 30)


def read(path):
    with VideoFile(path) as video:
        frames = list(video)
    return frames, video.info


def times_of(frames):
    return [f.time_s for f in frames]


def colour(rgb, x_share, y_share):
    height, width = rgb.shape[:2]
    return rgb[int(y_share * height), int(x_share * width)].astype(int)


@pytest.mark.parametrize("fps", [12, 25, 30000 / 1001, 30, 60, 120])
def test_frames_come_in_order_with_the_times_of_the_container(tmp_path, fps):
    frames, info = read(write_clip(tmp_path / "a.mp4", numbered(20), fps=fps))

    assert [f.index for f in frames] == list(range(20))
    assert [number_of(f.rgb) for f in frames] == list(range(20))
    assert times_of(frames) == pytest.approx([i / fps for i in range(20)], abs=1e-4)
    assert info.fps == pytest.approx(fps, rel=0.01)
    assert (info.name, info.kind, info.width, info.height, info.frames) == ("a.mp4", "video", 64, 48, 20)
    assert info.duration_s == pytest.approx(20 / fps, abs=0.1)
    assert info.warnings == []


def test_variable_frame_rate_keeps_its_times(tmp_path):
    times = [0.0, 0.02, 0.09, 0.1, 0.35, 0.36, 0.9]

    frames, info = read(write_clip(tmp_path / "a.mp4", numbered(7), times=times))

    assert times_of(frames) == pytest.approx(times, abs=1e-4)
    assert [number_of(f.rgb) for f in frames] == list(range(7))
    assert info.warnings == []


def test_two_seconds_without_frames_stay_two_seconds(tmp_path):
    times = [i / 10 for i in range(31)] + [5 + i / 10 for i in range(5)]

    frames, info = read(write_clip(tmp_path / "a.mp4", numbered(36), times=times))

    assert times_of(frames) == pytest.approx(times, abs=1e-4)
    assert info.warnings == ["no frames between 3.0 s and 5.0 s"]


def test_times_count_from_the_first_frame_even_if_the_clip_starts_late(tmp_path):
    frames, info = read(write_clip(tmp_path / "a.mkv", numbered(3), times=[7.0, 7.5, 8.0]))

    assert times_of(frames) == pytest.approx([0.0, 0.5, 1.0])
    assert info.warnings == []


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "avi", "ts", "flv", "webm", "wmv", "mpg"])
def test_every_common_container_gives_all_frames_in_order(tmp_path, suffix):
    codec = {"webm": "libvpx-vp9", "wmv": "wmv2", "mpg": "mpeg2video"}.get(suffix, "libx264")
    ticks = 25 if suffix in ("avi", "mpg", "wmv") else 90_000

    path = write_clip(tmp_path / f"a.{suffix}", numbered(10), fps=25, codec=codec, ticks_per_s=ticks)
    frames, info = read(path)

    assert [number_of(f.rgb) for f in frames] == list(range(10))
    assert times_of(frames) == pytest.approx([i / 25 for i in range(10)], abs=0.002)
    assert info.warnings == []


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_the_rotation_flag_is_applied(tmp_path, suffix, degrees):
    upright = with_corner(64, 96)  # a portrait clip of a phone
    stored = np.rot90(upright, degrees // 90)  # counter-clockwise

    frames, info = read(write_clip(tmp_path / f"a.{suffix}", [stored] * 3, rotation_deg=degrees))

    assert info.rotation_deg == degrees
    assert (info.width, info.height) == (64, 96)
    assert {f.rgb.shape for f in frames} == {(96, 64, 3)}
    np.testing.assert_allclose(colour(frames[-1].rgb, 0.1, 0.1), RED, atol=40)
    np.testing.assert_allclose(colour(frames[-1].rgb, 0.9, 0.1), GREEN, atol=40)


def test_a_clip_flagged_as_mirrored_is_mirrored_back(tmp_path):
    stored = with_corner()[:, ::-1]

    frames, _ = read(write_clip(tmp_path / "a.mp4", [stored] * 2, mirrored=True))

    np.testing.assert_allclose(colour(frames[0].rgb, 0.1, 0.1), RED, atol=40)


def shades():
    """(240, 360, 3): all colours, in smooth gradients."""
    y, x = np.mgrid[:240, :360]
    return np.stack([x * 255 / 359, y * 255 / 239, 127 + 120 * np.sin(x / 20 + y / 30)], axis=-1).astype(np.uint8)


def test_pixels_that_are_not_square_are_made_square(tmp_path):
    frames, info = read(write_clip(tmp_path / "a.mp4", [with_corner(60, 48)], pixel_aspect=Fraction(4, 3)))

    assert (info.width, info.height) == (80, 48)
    assert frames[0].rgb.shape == (48, 80, 3)
    np.testing.assert_allclose(colour(frames[0].rgb, 0.95, 0.1), GREEN, atol=40)


@pytest.mark.parametrize(
    ("codec", "pix_fmt"),
    [
        ("libx264", "yuv420p10le"),
        ("libx265", "yuv420p10le"),
        ("libx264", "yuv444p"),
        ("libx264", "yuvj420p"),
        ("ffv1", "bgra"),
        ("ffv1", "rgb48le"),
        ("ffv1", "yuva420p"),
        ("prores_ks", "yuv422p10le"),
    ],
)
@pytest.mark.parametrize("longest_px", [None, 48], ids=["as recorded", "scaled"])
def test_every_pixel_format_comes_out_in_its_colours(tmp_path, codec, pix_fmt, longest_px):
    quiet = {"x265-params": "log-level=none:bframes=0:frame-threads=1:pools=none"} if codec == "libx265" else {}

    path = write_clip(tmp_path / "a.mkv", [with_corner()] * 2, codec=codec, pix_fmt=pix_fmt, options=quiet)
    with VideoFile(path, longest_px) as video:
        rgb = list(video)[-1].rgb

    assert (rgb.shape, rgb.dtype) == ((48, 64, 3) if longest_px is None else (36, 48, 3), np.uint8)
    assert rgb.flags.c_contiguous
    np.testing.assert_allclose(colour(rgb, 0.1, 0.1), RED, atol=25)
    np.testing.assert_allclose(colour(rgb, 0.9, 0.1), GREEN, atol=25)
    np.testing.assert_allclose(colour(rgb, 0.5, 0.8), (30, 30, 30), atol=10)


@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuvj420p", "yuv420p10le", "yuv444p"])
def test_a_scaled_frame_is_the_mean_of_its_pixels(tmp_path, pix_fmt):
    path = write_clip(tmp_path / "a.mp4", [shades()] * 2, pix_fmt=pix_fmt, options={"crf": "10"})
    with VideoFile(path) as whole, VideoFile(path, 240) as scaled:
        expected = cv2.resize(list(whole)[-1].rgb, (240, 160), interpolation=cv2.INTER_AREA)
        apart = list(scaled)[-1].rgb.astype(int) - expected

    assert np.abs(apart).mean() < 2.5
    assert np.abs(apart).max() < 25  # where the colour changes from pixel to pixel, which cameras record at half size
    assert np.abs(apart.mean(axis=(0, 1))).max() < 2.5


@pytest.mark.parametrize("pix_fmt", ["gray", "gray10le", "gray16le"])
def test_gray_clips_become_three_equal_channels(tmp_path, pix_fmt):
    rgb = read(write_clip(tmp_path / "a.mkv", numbered(5), codec="ffv1", pix_fmt=pix_fmt))[0][4].rgb

    assert rgb.shape == (48, 64, 3)
    assert np.ptp(rgb, axis=2).max() == 0
    assert number_of(rgb) == 4


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (7, 1), (33, 17), (641, 3)])
def test_odd_and_tiny_sizes_are_read_completely(tmp_path, size):
    frames, info = read(write_clip(tmp_path / "a.mov", numbered(3, *size), codec="png", pix_fmt="rgba"))

    assert (info.width, info.height) == size
    assert [number_of(f.rgb) for f in frames] == [0, 1, 2]
    assert {f.rgb.shape for f in frames} == {(size[1], size[0], 3)}


@pytest.mark.parametrize("codec", ["libx264", "mpeg4", "mjpeg"])
def test_avi_gives_even_times_also_when_frames_are_coded_out_of_order(tmp_path, codec):
    options = {} if codec == "mjpeg" else {"bf": "2", "b": "4M"}
    pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"

    path = write_clip(
        tmp_path / "a.avi",
        numbered(30),
        fps=15,
        codec=codec,
        pix_fmt=pix_fmt,
        options=options,
        ticks_per_s=15,
    )
    frames, info = read(path)

    assert [number_of(f.rgb) for f in frames] == list(range(30))
    assert times_of(frames) == pytest.approx([i / 15 for i in range(30)])
    assert info.warnings == []


def test_animated_gif_is_a_video_with_its_own_times(tmp_path):
    times = [0.0, 0.1, 0.5, 0.6]

    path = write_clip(tmp_path / "a.gif", numbered(4), times=times, codec="gif", pix_fmt="gray", ticks_per_s=100)
    frames, info = read(path)

    assert times_of(frames) == pytest.approx(times)
    assert [number_of(f.rgb) for f in frames] == [0, 1, 2, 3]
    assert info.warnings == []


def test_a_palette_gif_keeps_its_colours(tmp_path):
    path = write_clip(tmp_path / "a.gif", [with_corner()] * 2, fps=10, codec="gif", pix_fmt="bgr8", ticks_per_s=100)

    np.testing.assert_allclose(colour(read(path)[0][1].rgb, 0.1, 0.1), RED, atol=45)


def test_a_clip_of_one_frame_is_one_frame_at_zero(tmp_path):
    frames, info = read(write_clip(tmp_path / "a.mp4", numbered(1)))

    assert times_of(frames) == [0.0]
    assert info.warnings == []


def test_a_file_without_timestamps_is_spaced_evenly_with_a_warning(tmp_path):
    frames, info = read(write_clip(tmp_path / "a.h264", numbered(10), fps=25, ticks_per_s=25))

    assert [number_of(f.rgb) for f in frames] == list(range(10))
    assert np.diff(times_of(frames)) == pytest.approx(1 / info.fps)
    assert [w for w in info.warnings if "timestamps" not in w] == []
    assert len(info.warnings) == 1


def test_joined_recordings_continue_where_the_first_one_ends(tmp_path):
    clip = write_clip(tmp_path / "a.ts", numbered(20), fps=25)
    clip.write_bytes(clip.read_bytes() * 2)

    frames, info = read(clip)

    assert [number_of(f.rgb) for f in frames] == [*range(20), *range(20)]
    assert (np.diff(times_of(frames)) > 0).all()
    assert frames[-1].time_s == pytest.approx(39 / 25, abs=0.1)
    assert len(info.warnings) == 1


def test_frames_that_change_size_are_fitted_to_the_first(tmp_path):
    small = write_clip(tmp_path / "a.ts", numbered(5, 64, 48), fps=25)
    wide = write_clip(tmp_path / "b.ts", numbered(5, 128, 48), fps=25)
    small.write_bytes(small.read_bytes() + wide.read_bytes())

    frames, info = read(small)

    assert {f.rgb.shape for f in frames} == {(48, 64, 3)}
    assert len(frames) == 10
    assert frames[9].rgb[2, 32].max() < 10  # the bar above
    assert abs(int(frames[9].rgb[24, 32, 0]) - (16 + 6 * 4)) < 4
    assert "frames of another size fitted to 64×48 with black bars: 5" in info.warnings


@pytest.mark.parametrize(
    ("name", "container_options"),
    [
        ("front.mp4", FRONT_INDEX),
        ("parts.mp4", {"movflags": "+frag_keyframe+empty_moov+default_base_moof"}),
        ("a.mkv", {}),
        ("a.avi", {}),
        ("a.flv", {}),
    ],
)
def test_a_truncated_file_gives_its_frames_with_a_warning(tmp_path, name, container_options):
    ticks = 30 if name.endswith("avi") else 90_000
    clip = write_clip(
        tmp_path / name,
        noisy(60),
        options={"g": "15"},
        container_options=container_options,
        ticks_per_s=ticks,
    )

    frames, info = read(cut(clip, 0.55))

    assert 25 <= len(frames) <= 35
    assert times_of(frames) == pytest.approx([i / 30 for i in range(len(frames))], abs=0.002)
    assert len([w for w in info.warnings if w.startswith("the file ends early: ")]) == 1


def test_a_truncated_transport_stream_gives_its_frames(tmp_path):
    clip = write_clip(tmp_path / "a.ts", noisy(60), options={"g": "15"})

    frames, _ = read(cut(clip, 0.55))

    assert 25 <= len(frames) <= 35


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_complete_file_with_longer_sound_is_not_called_truncated(tmp_path, suffix):
    frames, info = read(write_clip(tmp_path / f"a.{suffix}", numbered(10), tone_s=3))

    assert len(frames) == 10
    assert info.warnings == []


def test_sound_may_be_longer_also_where_only_the_container_states_a_length(tmp_path):
    clip = write_clip(tmp_path / "a.mkv", numbered(10), tone_s=3)
    clip.write_bytes(clip.read_bytes().replace(b"DURATION", b"SOMETHIN"))

    assert read(clip)[1].warnings == []


def test_metadata_that_is_not_text_does_no_harm(tmp_path):
    clip = write_clip(tmp_path / "a.mp4", numbered(2))
    clip.write_bytes(clip.read_bytes().replace(b"VideoHandler", b"Vid\xff\xfeHandler"))

    assert len(read(clip)[0]) == 2


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_damaged_frames_are_skipped_and_counted(tmp_path, suffix, capfd):
    clip = write_clip(tmp_path / f"a.{suffix}", noisy(60), options={"g": "10"}, container_options=FRONT_INDEX)

    frames, info = read(damage(clip, 0.5))

    assert 40 <= len(frames) < 60
    assert (np.diff(times_of(frames)) > 0).all()
    assert frames[-1].time_s == pytest.approx(59 / 30, abs=0.002)
    assert [w.split(":")[0] for w in info.warnings] == ["damaged frames skipped"]
    assert capfd.readouterr() == ("", "")  # libav prints nothing


def test_a_damaged_transport_stream_is_read_to_its_end(tmp_path):
    frames, _ = read(damage(write_clip(tmp_path / "a.ts", noisy(60), options={"g": "10"}), 0.5))

    assert 50 <= len(frames) <= 60  # with several threads libav now and then forgets to flag the damaged one
    assert frames[-1].time_s == pytest.approx(59 / 30, abs=0.002)


def test_a_video_can_be_read_again_and_closed_in_between(tmp_path):
    with VideoFile(write_clip(tmp_path / "a.mp4", numbered(5), times=[0, 0.1, 2, 2.1, 2.2])) as video:
        assert number_of(next(iter(video)).rgb) == 0
        assert [number_of(f.rgb) for f in video] == [0, 1, 2, 3, 4]
        assert [number_of(f.rgb) for f in video] == [0, 1, 2, 3, 4]
    assert len(video.info.warnings) == 1


def test_frames_do_not_change_while_reading_continues(tmp_path):
    frames, _ = read(write_clip(tmp_path / "a.mp4", numbered(30)))

    assert [number_of(f.rgb) for f in frames] == list(range(30))


@pytest.mark.parametrize("name", ["100%d sure.mp4", "12:30.mp4", "file:x.mp4", "Übung – 深蹲 🏋.mp4", " a'b\"c .mp4"])
def test_every_file_name_can_be_read(tmp_path, name, monkeypatch):
    write_clip(tmp_path / "a.mp4", numbered(2)).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)

    frames, info = read(name)

    assert len(frames) == 2
    assert info.name == name


def test_a_missing_file_is_an_error_with_the_nearest_name(tmp_path):
    (tmp_path / "squat.mp4").touch()

    with pytest.raises(InputNotFound, match=r"no such file.*squad\.mp4'.*Did you mean '.*squat\.mp4'\?"):
        VideoFile(tmp_path / "squad.mp4")


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(InputNotFound, match="Check the spelling"):
        VideoFile(tmp_path / "nowhere" / "a.mp4")


def test_names_that_no_file_system_accepts_are_not_found():
    for name in ("x" * 5000, "a\0b.mp4"):
        with pytest.raises(InputNotFound):
            VideoFile(name)


def write(path, content):
    path.write_bytes(content)
    return path


def test_what_is_not_a_video_is_a_one_line_error(tmp_path):
    clip = write_clip(tmp_path / "index-last.mp4", noisy(20))
    wrong = {
        "not a video that can be read": write(tmp_path / "text.mp4", b"three sets of ten\n" * 50),
        "is a video that can be read|not a video that can be read": write(tmp_path / "note.txt", b"hello " * 99),
        "is empty": write(tmp_path / "empty.mp4", b""),
        "has no video stream": write_tone(tmp_path / "sound.m4a"),
        "is a folder": tmp_path,
        "index is missing": cut(clip, 0.5),
    }
    for message, path in wrong.items():
        with pytest.raises(NotAVideo, match=message) as caught:
            VideoFile(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_random_bytes_are_no_video_whatever_their_name(tmp_path):
    noise = np.random.default_rng(1).bytes(20_000)
    for suffix in ("mp4", "mkv", "avi", "gif", "ts"):
        with pytest.raises((NotAVideo, NoFrames)):
            read(write(tmp_path / f"a.{suffix}", noise))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_rejected_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")

    with pytest.raises(NotAVideo, match="Save the video to a file first"):
        VideoFile(tmp_path / "pipe.mp4")


def test_a_playlist_cannot_make_us_read_other_files(tmp_path):
    clip = write_clip(tmp_path / "secret.ts", numbered(10))
    lists = {
        "list.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{clip}\n#EXT-X-ENDLIST\n",
        "list.mp4": f"ffconcat version 1.0\nfile {clip.name}\n",
    }
    for name, text in lists.items():
        with pytest.raises(NotAVideo):
            VideoFile(write(tmp_path / name, text.encode()))


def test_the_cover_of_a_song_is_no_video(tmp_path):
    path = tmp_path / "song.mp3"
    with av.open(str(path), "w") as container:
        cover = container.add_stream("png", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 48, "rgb24"
        cover.disposition = cover.disposition.attached_pic
        sound = container.add_stream("libmp3lame", rate=8000, layout="mono")
        tone = av.AudioFrame.from_ndarray(np.zeros((1, 576), np.int16), format="s16p", layout="mono")
        tone.sample_rate = 8000
        container.mux(cover.encode(av.VideoFrame.from_ndarray(with_corner())))
        container.mux(cover.encode(None))
        container.mux(sound.encode(tone))
        container.mux(sound.encode(None))

    with pytest.raises(NotAVideo, match="no video stream"):
        VideoFile(path)


@pytest.mark.parametrize("suffix", ["mp4", "mov"])
@pytest.mark.parametrize("flagged", [False, True])
def test_a_cover_before_the_video_is_not_taken_for_it(tmp_path, suffix, flagged):
    path = tmp_path / f"a.{suffix}"
    with av.open(str(path), "w") as container:
        cover = container.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 640, 480, "yuvj420p"
        if flagged:
            cover.disposition = cover.disposition.attached_pic
        film = container.add_stream("libx264", rate=25)
        film.width, film.height, film.pix_fmt = 64, 48, "yuv420p"
        for stream, shown in ((cover, [with_corner(640, 480)]), (film, numbered(10))):
            for picture in shown:
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
            container.mux(stream.encode(None))

    frames, info = read(path)

    assert [number_of(f.rgb) for f in frames] == list(range(10))
    assert (info.width, info.height) == (64, 48)


def test_a_video_without_a_single_frame_is_an_error_at_the_end_of_reading(tmp_path):
    clip = write_clip(tmp_path / "a.mp4", noisy(10), container_options=FRONT_INDEX)
    coded = clip.read_bytes()
    start = coded.index(b"mdat") + 4
    video = VideoFile(write(clip, coded[:start] + bytes(len(coded) - start)))

    with pytest.raises(NoFrames, match="no frame"):
        list(video)


def test_open_frames_takes_videos_and_folders_and_nothing_else(tmp_path):
    clip = write_clip(tmp_path / "a.mp4", numbered(2))

    with open_frames(str(clip)) as source:
        assert source.info.kind == "video"
        assert len(list(source)) == 2
    with pytest.raises(NoFrames):
        open_frames(tmp_path)
    with pytest.raises(InputNotFound):
        open_frames(tmp_path / "b.mp4")


def test_importing_frame_loads_no_video_library():
    code = "import formcheck.frames.frame, sys; print(sorted({'av', 'cv2'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
