"""What ``assessment.json`` holds, and its published schema."""

import json
from importlib.resources import files

import jsonschema
import pytest
from test_single_leg_bridge import DROPS, SHORT

from formcheck.apps.assess import assess_files
from formcheck.assessment.outcomes import read_outcome
from formcheck.assessment.protocol import LEG_LOWER, find_protocol
from formcheck.assessment.result import AssessmentResult, json_schema
from formcheck.errors import UnknownProtocol


@pytest.fixture(scope="module")
def result():
    return assess_files([DROPS, SHORT], LEG_LOWER).result


def test_the_published_schema_is_that_of_the_code():
    published = json.loads((files("formcheck.assessment") / "assessment.schema.json").read_text("utf-8"))

    assert published == json_schema()  # json.dumps(json_schema(), indent=2) + a newline belongs there


def test_a_result_fits_the_schema_and_reads_back(result):
    written = json.loads(result.to_json())

    jsonschema.validate(written, json_schema())
    assert written["schema"] == "formcheck.assessment/1"
    assert AssessmentResult.model_validate_json(result.to_json()) == result


def test_the_week_plan_reads_it(result, tmp_path):
    path = tmp_path / "assessment.json"
    path.write_text(result.to_json(), encoding="utf-8")

    outcome = read_outcome(path)

    assert outcome.left == "drops"
    assert outcome.used == "drops"


def test_the_same_recordings_give_the_same_result(result):
    assert assess_files([DROPS, SHORT], LEG_LOWER).result == result


def test_an_unknown_protocol_is_an_error_that_lists_the_known_ones():
    with pytest.raises(UnknownProtocol, match="leg-lower/1, hold/1, reps/1"):
        find_protocol("leg-lower/2")
