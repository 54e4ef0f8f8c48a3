"""Only what a plan needs is read from an assessment; any other file is an error of one line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.assessment.outcomes import Outcome, read_outcome
from formcheck.errors import BadAssessment, InputNotFound

DOCUMENT = {
    "schema": "formcheck.assessment/1",
    "protocol": "leg-lower/1",
    "sides": {"left": {"result": "steady", "trials": [{"x": 1}]}, "right": {"result": "dips", "sink_deg": 7.5}},
    "difference_pct": 12,
}


def written(tmp_path, document):
    path = tmp_path / "assessment.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def test_sides_are_read_and_what_is_not_needed_is_let_pass(tmp_path):
    assert read_outcome(written(tmp_path, DOCUMENT)) == Outcome(left="steady", right="dips")


def test_a_side_that_was_not_seen_is_absent(tmp_path):
    document = {**DOCUMENT, "sides": {"right": {"result": "drops"}}}

    assert read_outcome(written(tmp_path, document)) == Outcome(left=None, right="drops")


@pytest.mark.parametrize("protocol", ["hold/1", "reps/1"])
def test_results_of_other_protocols_are_not_read_as_words(tmp_path, protocol):
    document = {**DOCUMENT, "protocol": protocol, "sides": {"left": {"seconds": 41.0}}}

    outcome = read_outcome(written(tmp_path, document))

    assert (outcome.protocol, outcome.used, outcome.worse) == (protocol, None, None)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("no json", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ([1], 'it has no "schema"'),
        ({}, 'it has no "schema"'),
        ({**DOCUMENT, "schema": "formcheck.result/1"}, 'it has no "schema"'),
        ({**DOCUMENT, "schema": "formcheck.assessment/2"}, "made by a newer formcheck"),
        ({**DOCUMENT, "protocol": None}, 'with a "protocol"'),
        ({**DOCUMENT, "sides": None}, "sides"),
        ({**DOCUMENT, "sides": {"left": {}}}, "sides.left.result"),
        ({**DOCUMENT, "sides": {"left": {"result": "wonderful"}}}, "sides.left.result"),
    ],
)
def test_anything_else_is_an_error_of_one_line(tmp_path, document, message):
    path = written(tmp_path, document)

    with pytest.raises(BadAssessment) as error:
        read_outcome(path)

    assert message in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_video_is_no_assessment(tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\x00\x00\x00\x20ftypisom\xff\xfe")

    with pytest.raises(BadAssessment, match="not JSON"):
        read_outcome(path)


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "clip.mp4"
    with path.open("wb") as file:
        file.truncate(60_000_000)

    with pytest.raises(BadAssessment, match="too large"):
        read_outcome(path)


def test_no_file_and_a_folder_have_different_messages(tmp_path):
    with pytest.raises(InputNotFound):
        read_outcome(tmp_path / "nothing.json")
    with pytest.raises(BadAssessment):
        read_outcome(tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["left", "right", "result", "x"]), inner)
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_sides_give_an_outcome_or_one_line(tmp_path_factory, sides):
    path = written(tmp_path_factory.getbasetemp(), {**DOCUMENT, "sides": sides})

    message = None
    try:
        outcome = read_outcome(path)
    except BadAssessment as error:
        message = str(error)

    if message is None:
        assert (outcome.left is None, outcome.right is None) == (not sides.get("left"), not sides.get("right"))
    else:
        assert "\n" not in message


@pytest.mark.parametrize(
    ("left", "right", "used", "worse"),
    [
        ("steady", "steady", "steady", None),
        ("steady", "dips", "dips", "right"),
        ("drops", "dips", "drops", "left"),
        ("drops", "drops", "drops", None),
        ("drops", None, "drops", None),
        ("dips", "uncertain", "dips", None),
        ("steady", None, None, None),
        ("steady", "not-judged", None, None),
        (None, None, None, None),
    ],
)
def test_the_plan_goes_by_the_worse_side(left, right, used, worse):
    outcome = Outcome(left=left, right=right)

    assert (outcome.used, outcome.worse) == (used, worse)
