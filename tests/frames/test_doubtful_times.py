"""Times that a container states wrongly, or does not state."""

import av
import numpy as np
import pytest

from formcheck.frames.video import VideoFile
from media import number_of, numbered, write_clip


def read(path):
    with VideoFile(path) as video:
        return [(number_of(frame.rgb), frame.time_s) for frame in video], video.info


def filmed_at(path, capture, fps=30):
    """A clip of 30 pictures shown at `fps`, of which an Android phone states the rate of filming."""
    write_clip(path, numbered(30), fps=fps)
    with (
        av.open(str(path)) as source,
        av.open(str(path.with_suffix(".tmp.mp4")), "w", container_options={"movflags": "use_metadata_tags"}) as out,
    ):
        out.metadata["com.android.capture.fps"] = capture
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    path.with_suffix(".tmp.mp4").replace(path)
    return path


def test_slow_motion_is_given_at_the_speed_of_filming(tmp_path):
    path = filmed_at(tmp_path / "slow.mp4", "240.000000")

    frames, info = read(path)
    with VideoFile(path) as video:
        indexed = [frame.time_s for frame in video.frames_from(video.frame_index(), 0)]

    assert [number for number, _ in frames] == list(range(30))
    assert np.diff([time_s for _, time_s in frames]) == pytest.approx(1 / 240, abs=1e-4)
    assert indexed == [time_s for _, time_s in frames]
    assert info.fps == pytest.approx(240)
    assert info.duration_s == pytest.approx(30 / 240, abs=0.01)
    assert [w.split(";")[0] for w in info.warnings] == ["slow motion: filmed at 240 frames per second and shown at 30"]


@pytest.mark.parametrize("capture", ["30.0", "29.97", "24", "", "nan", "-5", "0", "inf", "many"])
def test_other_rates_of_filming_change_nothing(tmp_path, capture):
    frames, info = read(filmed_at(tmp_path / "plain.mp4", capture))

    assert np.diff([time_s for _, time_s in frames]) == pytest.approx(1 / 30, abs=1e-3)
    assert (info.warnings, info.timed) == ([], True)


@pytest.mark.parametrize("suffix", ["h264", "hevc", "mjpeg"])
def test_pictures_without_times_are_not_timed(tmp_path, suffix):
    codec, pix_fmt = {
        "h264": ("libx264", "yuv420p"),
        "hevc": ("libx265", "yuv420p"),
        "mjpeg": ("mjpeg", "yuvj420p"),
    }[suffix]
    quiet = {"x265-params": "log-level=none:pools=none:frame-threads=1"} if codec == "libx265" else {}
    clip = numbered(20)
    path = write_clip(
        tmp_path / f"a.{suffix}", clip, fps=25, codec=codec, pix_fmt=pix_fmt, ticks_per_s=25, options=quiet
    )

    _, info = read(path)

    assert not info.timed
    assert len(info.warnings) == 1


def test_a_joint_between_two_recordings_does_not_cost_the_times(tmp_path):
    clip = write_clip(tmp_path / "a.ts", numbered(30), fps=25)
    clip.write_bytes(clip.read_bytes() * 2)

    _, info = read(clip)

    assert info.timed
    assert len(info.warnings) == 1


def test_many_equal_times_are_not_timed(tmp_path):
    """As some screen recorders write: every second picture has the time of the one before."""
    path = write_clip(tmp_path / "a.mkv", numbered(30), times=[i // 2 / 15 for i in range(30)])

    _, info = read(path)

    assert not info.timed


@pytest.mark.parametrize("count", [20, 700])
@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_one_wrong_time_does_not_tear_a_recording_in_two(tmp_path, suffix, count):
    """The long one could be read in parts."""
    whole, path = write_clip(tmp_path / "whole.mkv", numbered(30)[:10] * (count // 10)), tmp_path / f"a.{suffix}"
    with av.open(str(whole)) as source, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        packets = [packet for packet in source.demux(video=0) if packet.size]
        for at, packet in enumerate(packets):
            if at == count // 2:
                packet.pts += round(500 / packet.time_base)
            packet.stream = stream
            out.mux(packet)

    frames, info = read(path)
    with VideoFile(path) as video:
        index = video.frame_index()

    assert len(frames) == count
    assert np.diff([time_s for _, time_s in frames]) == pytest.approx(1 / 30, abs=0.02)
    assert [warning.split(":")[0] for warning in info.warnings] == ["missing or backward timestamps repaired"]
    assert info.timed
    assert index is None or len(index) == count
