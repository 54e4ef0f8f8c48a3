"""An earlier test is read from a file that anybody may have written: it fits, or the error is one line."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.assessment.details import check_details
from formcheck.assessment.previous import read_previous
from formcheck.assessment.protocol import HOLD, LEG_LOWER
from formcheck.errors import BadAssessment, InputNotFound

LEFT = {"result": "dips", "sink_deg": 8.0, "sink_ci": [6.5, 9.5], "trials": [{"valid": True, "hips_fell": False}]}
DOCUMENT = {
    "schema": "formcheck.assessment/1",
    "protocol": "leg-lower/1",
    "person": "Anna",
    "date": "2026-03-01",
    "formcheck": "0.1.0",
    "sides": {"left": LEFT, "right": {"result": "not-judged", "sink_deg": None, "sink_ci": None}},
}


def written(tmp_path, document=None, **changes):
    path = tmp_path / "before.json"
    path.write_text(document if isinstance(document, str) else json.dumps({**DOCUMENT, **changes}), encoding="utf-8")
    return path


def of_left(**changes):
    return {"sides": {"left": {**LEFT, **changes}}}


def test_an_earlier_test_is_read(tmp_path):
    previous = read_previous(written(tmp_path), "leg-lower/1")

    assert (previous.person, previous.date, previous.formcheck) == ("Anna", date(2026, 3, 1), "0.1.0")
    assert (previous.sides["left"].sink_deg, previous.sides["left"].sink_ci) == (8.0, (6.5, 9.5))
    assert previous.sides["right"].sink_deg is None


def test_files_from_before_there_were_names_and_dates_are_read(tmp_path):
    document = {key: value for key, value in DOCUMENT.items() if key not in ("person", "date", "formcheck")}

    previous = read_previous(written(tmp_path, json.dumps(document)), "leg-lower/1")

    assert (previous.person, previous.date, previous.formcheck) == (None, None, None)


HUGE = int("9" * 400)
BAD = [
    ({"schema": "formcheck.assessment/2"}, "was made by a newer formcheck"),
    ({"schema": "formcheck.assessment/02"}, "has no"),
    ({"schema": "formcheck.result/1"}, "has no"),
    ({"protocol": "hold/1"}, "is a test of hold/1, this is one of leg-lower/1"),
    ({"protocol": "\x1b[2J\n" * 9}, "a test of an unknown protocol"),
    ({"protocol": ["leg-lower/1"]}, "has no"),
    ({"person": "Anna\nBerger"}, "person"),
    ({"person": "\x1b[31m"}, "person"),
    ({"person": ""}, "person"),
    ({"person": "A" * 81}, "person"),
    ({"person": 7}, "person"),
    ({"date": "2026-02-30"}, "date"),
    ({"date": 1772323200}, "date"),
    ({"sides": None}, "sides"),
    ({"sides": {"middle": LEFT}}, "sides.middle"),
    (of_left(result="wonderful"), "sides.left.result"),
    (of_left(sink_deg=float("nan")), "sides.left.sink_deg"),
    (of_left(sink_deg=float("inf")), "sides.left.sink_deg"),
    (of_left(sink_deg=HUGE), "sides.left.sink_deg"),
    (of_left(sink_deg=1e300), "sides.left.sink_deg"),
    (of_left(sink_deg="8"), "sides.left.sink_deg"),
    (of_left(sink_deg=True), "sides.left.sink_deg"),
    (of_left(sink_ci=[float("nan"), 9.5]), "sides.left.sink_ci"),
    (of_left(sink_ci=[9.5, 6.5]), "sides.left"),
    (of_left(sink_ci=[1.0, 2.0]), "sides.left"),
    (of_left(sink_deg=None), "sides.left"),
    (of_left(sink_ci=[1.0]), "sides.left.sink_ci"),
    (of_left(hold_s=-1.0), "sides.left.hold_s"),
    (of_left(hold_s=1e9), "sides.left.hold_s"),
    (of_left(reps=HUGE), "sides.left.reps"),
    (of_left(reps=2.5), "sides.left.reps"),
    (of_left(trials=[{"valid": "perhaps"}]), "sides.left.trials"),
    (of_left(trials=[{}] * 1001), "sides.left.trials"),
]


@pytest.mark.parametrize(("changes", "words"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_compared_is_an_error_of_one_line(tmp_path, changes, words):
    path = written(tmp_path, **changes)

    with pytest.raises(BadAssessment) as error:
        read_previous(path, "leg-lower/1")

    assert words in str(error.value)
    assert str(path) in str(error.value)
    assert str(error.value).isprintable()


def test_no_file_is_an_error_of_its_own(tmp_path):
    with pytest.raises(InputNotFound):
        read_previous(tmp_path / "nothing.json", "leg-lower/1")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["left", "right", "result", "sink_deg", "sink_ci", "trials"]), inner)
    ),
    max_leaves=8,
)


@given(JSON, JSON, JSON)
def test_anything_is_read_or_is_one_line(tmp_path_factory, sides, person, day):
    path = written(tmp_path_factory.getbasetemp(), sides=sides, person=person, date=day)

    message, read = "", set()
    try:
        read = set(read_previous(path, "leg-lower/1").sides)
    except BadAssessment as error:
        message = str(error)

    assert "\n" not in message
    assert read <= {"left", "right"}


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("Anna", "Anna", True),
        ("anna  berger", "Anna Berger", True),
        ("Zoe\N{COMBINING DIAERESIS}", "Zoë", True),
        ("Anna", None, None),
        (None, "Anna", None),
        (None, None, None),
    ],
)
def test_the_same_person_may_be_written_in_other_ways_or_be_unnamed(tmp_path, mine, theirs, same):
    details = check_details(LEG_LOWER, person=mine, previous=written(tmp_path, person=theirs))

    assert details.same_person is same


def test_another_person_is_refused_by_name(tmp_path):
    with pytest.raises(BadAssessment, match="a test of 'Anna', this is one of 'Ben'"):
        check_details(LEG_LOWER, person="Ben", previous=written(tmp_path))


def test_a_later_test_is_refused_and_one_of_the_same_day_is_not(tmp_path):
    path = written(tmp_path)

    with pytest.raises(BadAssessment, match="2026-03-01, which is later than 2026-02-28"):
        check_details(LEG_LOWER, date="2026-02-28", previous=path)
    assert check_details(LEG_LOWER, date="2026-03-01", previous=path).previous is not None
    assert check_details(LEG_LOWER, previous=path).previous is not None


def test_another_protocol_is_refused(tmp_path):
    with pytest.raises(BadAssessment, match="is a test of leg-lower/1, this is one of hold/1"):
        check_details(HOLD, previous=written(tmp_path))
