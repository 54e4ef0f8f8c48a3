"""Label files: and the messages for mistakes in them."""

import json
import shutil

import pytest

from clips import ROOT
from formcheck.apps.evaluate import evaluate
from formcheck.errors import InputError, InputNotFound
from formcheck.evaluation.labels import labelled_clips, read_label

WELL = {
    "schema": "formcheck.label/1",
    "exercise": "glute-bridge",
    "view": "side",
    "origin": "real",
    "reps": [{"turn_s": 2.0}],
}


def write(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def test_a_label_by_hand_needs_no_more_than_turns(tmp_path):
    label = read_label(write(tmp_path / "a.label.json", WELL))

    assert [(rep.turn_s, rep.faults) for rep in label.reps] == [(2.0, ())]
    assert label.fault_labels == "none"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("not json", "JSON"),
        ({**WELL, "schema": "formcheck.label/9"}, "schema"),
        ({**WELL, "origin": "dreamt"}, "origin"),
        ({key: value for key, value in WELL.items() if key != "exercise"}, "exercise"),
        ({**WELL, "reps": [{"turn_s": "noon"}]}, "reps.0.turn_s"),
    ],
    ids=["text", "other format", "unknown word", "missing entry", "not a number"],
)
def test_a_wrong_label_is_an_error_of_one_line_with_the_place(tmp_path, content, named):
    path = write(tmp_path / "a.label.json", content)

    with pytest.raises(InputError) as error:
        read_label(path)

    assert named in str(error.value)
    assert "\n" not in str(error.value)
    assert str(path) in str(error.value)


def test_folder_without_labels_is_an_error(tmp_path):
    with pytest.raises(InputNotFound, match=r"docs/labelling\.md"):
        labelled_clips(tmp_path)


def test_label_without_its_clip_is_an_error(tmp_path):
    write(tmp_path / "a.label.json", WELL)

    with pytest.raises(InputNotFound, match="no clip 'a'"):
        labelled_clips(tmp_path)


def test_every_label_of_the_samples_can_be_read():
    pairs = labelled_clips(ROOT / "samples/videos")

    assert len(pairs) >= 2
    assert all(read_label(label).reps for label, _ in pairs)


def test_a_clip_of_a_test_protocol_is_not_scored_as_the_exercise(tmp_path):
    label = '{"schema": "formcheck.label/1", "exercise": "glute-bridge", "view": "side", "origin": "real", '
    (tmp_path / "test.label.json").write_text(label + '"protocol": "leg-lower/1", "reps": [{"turn_s": 2.9}]}')
    shutil.copy(ROOT / "tests/golden/glute_bridge_good_side_p0.npz", tmp_path / "test.npz")

    (row,) = evaluate(tmp_path)

    assert (row.clip, "leg-lower/1" in row.reason) == ("test.npz", True)
