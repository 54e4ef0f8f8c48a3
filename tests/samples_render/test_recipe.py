"""The sample clips as they are in the repository; nothing is rendered, and no renderer is needed."""

import json
from collections import Counter

import av
import pytest
from render.catalog import MOVEMENTS
from render.options import Clip, Options
from render.recipe import FOLDER, VIDEOS, Files, read_recipe

from formcheck.evaluation.labels import read_label

CLIPS = read_recipe()
LARGEST_BYTES = 1_000_000

every_clip = pytest.mark.parametrize("clip", CLIPS.values(), ids=CLIPS)


def label_of(clip: Clip) -> dict:
    return json.loads(Files.of(clip.name).label.read_text(encoding="utf-8"))


def test_recipe_and_folder_agree():
    names = sorted(CLIPS)

    assert sorted(path.stem for path in VIDEOS.glob("*.mp4")) == names
    assert sorted(path.name.removesuffix(".label.json") for path in VIDEOS.glob("*.label.json")) == names


def test_no_seed_is_used_twice():
    assert [seed for seed, count in Counter(clip.seed for clip in CLIPS.values()).items() if count > 1] == []


def test_every_movement_has_a_good_set_and_one_with_faults():
    good = {clip.movement for clip in CLIPS.values() if not clip.faults}
    faulty = {clip.movement for clip in CLIPS.values() if clip.faults}

    assert good == set(MOVEMENTS)
    assert faulty == set(MOVEMENTS)


def test_page_of_the_samples_names_every_clip():
    page = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [name for name in CLIPS if f"`{name}`" not in page] == []


@every_clip
def test_formcheck_reads_the_label(clip):
    label = read_label(Files.of(clip.name).label)

    assert label.exercise == MOVEMENTS[clip.movement].exercise
    assert label.fault_labels == "complete"
    assert len(label.reps) == clip.reps


@every_clip
def test_labelled_faults_are_those_of_the_recipe(clip):
    wanted = {MOVEMENTS[clip.movement].rules[fault] for fault in clip.faults}

    faults = {fault for rep in label_of(clip)["reps"] for fault in rep["faults"]}

    assert faults == wanted


@every_clip
def test_reps_follow_one_another_and_lie_within_the_clip(clip):
    label = label_of(clip)
    times = [time for rep in label["reps"] for time in (rep["start_s"], rep["turn_s"], rep["end_s"])]
    length_s = len(label["angles"]["trunk"]) / label["angles"]["fps"]

    assert times == sorted(times)
    assert times[0] > 0
    assert times[-1] < length_s


@every_clip
def test_video_is_small_h264_with_as_many_frames_as_the_label(clip):
    files, angles = Files.of(clip.name), label_of(clip)["angles"]

    with av.open(str(files.video)) as container:
        stream = container.streams.video[0]
        frames = sum(1 for packet in container.demux(stream) if packet.size)

        assert stream.codec_context.name == "h264"
        assert (stream.width, stream.height) == clip.size
        assert stream.average_rate == clip.options.fps == angles["fps"]
        assert frames == len(angles["trunk"])
    assert files.video.stat().st_size < LARGEST_BYTES


@every_clip
def test_additions_to_a_clip_are_labelled(clip):
    label, options = label_of(clip), clip.options

    assert label.get("options", {}) == json.loads(json.dumps(options.chosen()))
    assert ("setup" in label) == ("finish" in label) == (options.setup != "none")
    assert len(label.get("attempts", [])) == len(options.half_reps_after)
    assert [i for i, rep in enumerate(label["reps"]) if "pause" in rep] == list(options.pauses)
    assert ("hidden" in label) == (options.occluder != "none")
    assert ("passer_by" in label) == (options.passer_by is not None)


@every_clip
def test_no_rep_overlaps_a_half_rep_the_setup_or_the_finish(clip):
    label = label_of(clip)
    others = [*label.get("attempts", []), *(label[part] for part in ("setup", "finish") if part in label)]

    overlaps = [
        (rep, other)
        for rep in label["reps"]
        for other in others
        if rep["start_s"] < other["end_s"] and other["start_s"] < rep["end_s"]
    ]

    assert overlaps == []


@every_clip
def test_still_is_there_and_small(clip):
    assert 2_000 < Files.of(clip.name).still.stat().st_size < 30_000


def test_misspelt_option_is_named_in_the_error():
    entry = {"name": "x", "movement": "superman", "reps": 1, "view": "side", "person": 0, "seed": 1, "pases": [0]}

    with pytest.raises(ValueError, match="x: no option pases"):
        Clip.from_json(entry)


def test_only_options_that_differ_from_the_defaults_are_written():
    assert Options().chosen() == {}
    assert Options(fps=15, setup="sit").chosen() == {"setup": "sit", "fps": 15}
