"""Opens an ``assessment.json`` from outside: JSON of a version that can be read, or an error of one line."""

import json
import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from formcheck.errors import BadAssessment, InputNotFound
from formcheck.files import read_bytes

SCHEMA = "formcheck.assessment/1"

MAX_BYTES = 50_000_000
"""A larger file is refused: it is no assessment but, for example, a video."""

_ANY_VERSION = re.compile(r"formcheck\.assessment/([1-9][0-9]{0,8})", re.ASCII)


def read_document(path: Path) -> dict[str, Any]:
    """The content of an assessment; only its ``schema`` and that ``protocol`` is a text have been checked.

    Raises
    ------
    InputNotFound
        The file does not exist.
    BadAssessment
        The file is not an assessment, or was made by a newer formcheck.
    """
    data = _json(path)
    schema = data.get("schema") if isinstance(data, dict) else None
    if isinstance(schema, str) and schema != SCHEMA and _ANY_VERSION.fullmatch(schema):
        raise BadAssessment(
            f"'{path}' was made by a newer formcheck. Update formcheck to read it, or give another test."
        )
    if not isinstance(data, dict) or schema != SCHEMA or not isinstance(data.get("protocol"), str):
        raise not_one(path, f'it has no "schema": "{SCHEMA}" with a "protocol"')
    return data


def not_one(path: Path, why: str) -> BadAssessment:
    """The error for a file that is no assessment."""
    return BadAssessment(f"'{path}' is not an assessment: {why}. Give the assessment.json of a test, or none.")


def not_valid(path: Path, error: ValidationError, *within: str) -> BadAssessment:
    """The error for content that is not as it should be: its first place, below the keys `within`, and why."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join([*within, *map(str, first["loc"])])
    return not_one(path, f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}")


def _json(path: Path) -> Any:
    try:
        return json.loads(read_bytes(path, MAX_BYTES).decode("utf-8"))
    except FileNotFoundError as error:
        raise InputNotFound(f"'{path}' does not exist. Give the assessment.json of a test, or none.") from error
    except OSError as error:
        raise not_one(path, (error.strerror or str(error)).lower()) from error
    except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, or a number of thousands of digits
        raise not_one(path, "it is not JSON") from error
