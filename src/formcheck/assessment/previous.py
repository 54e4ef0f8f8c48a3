"""Reads an earlier test, to be compared with a new one. The file comes from outside: every value is checked."""

from datetime import date as Date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from formcheck.assessment.document import not_valid, read_document
from formcheck.assessment.protocol import PROTOCOLS, ProtocolId
from formcheck.assessment.side import Outcome
from formcheck.assessment.stated import MOST_NOTE, MOST_PERSON, iso_date, one_line
from formcheck.errors import BadAssessment, BadDetails
from formcheck.plain_text import printable
from formcheck.pose.landmarks import Side

Degrees = Annotated[float, Field(strict=True, ge=-360.0, le=360.0, allow_inf_nan=False)]
Seconds = Annotated[float, Field(strict=True, ge=0.0, le=86_400.0, allow_inf_nan=False)]
Reps = Annotated[int, Field(strict=True, ge=0, le=10_000)]
"""Bounds of what is read: wider than any test of a person, so that only nonsense is refused."""


def _line(most: int) -> AfterValidator:
    def checked(text: str) -> str:
        try:
            return one_line(text, "it", most)
        except BadDetails as error:
            raise ValueError(str(error)) from error

    return AfterValidator(checked)


def _day(value: object) -> Date | None:
    if value is None:
        return None
    try:
        return iso_date(value if isinstance(value, str) else "")
    except BadDetails as error:
        raise ValueError("it is no day, written as YYYY-MM-DD") from error


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class PreviousTrial(_Read):
    """What a comparison needs of one lowering."""

    valid: bool = True
    hips_fell: bool = False


class PreviousSide(_Read):
    """One side of an earlier test: what its ``assessment.json`` holds of it, as far as a comparison needs it."""

    result: Outcome
    sink_deg: Degrees | None = None
    sink_ci: tuple[Degrees, Degrees] | None = None
    hold_s: Seconds | None = None
    hold_ended: Annotated[str, Field(max_length=MOST_NOTE)] | None = None
    reps: Reps | None = None
    trials: Annotated[list[PreviousTrial], Field(max_length=1000)] = []

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.sink_ci is not None and not (self.sink_deg is not None and _holds(self.sink_ci, self.sink_deg)):
            raise ValueError("sink_ci does not contain sink_deg")
        return self

    @property
    def hips_fell(self) -> bool:
        """Whether the hips came down to the floor in a lowering that counts."""
        return any(trial.valid and trial.hips_fell for trial in self.trials)


def _holds(interval: tuple[float, float], value: float) -> bool:
    return interval[0] <= value <= interval[1]


class _Document(_Read):
    person: Annotated[str, _line(MOST_PERSON)] | None = None
    date: Annotated[Date | None, BeforeValidator(_day)] = None
    formcheck: Annotated[str, Field(max_length=MOST_NOTE), AfterValidator(printable)] | None = None
    sides: dict[Side, PreviousSide]


class PreviousTest(_Read):
    """An earlier test.

    Attributes
    ----------
    path : Path
        Where it was read from.
    person, date, formcheck : str, datetime.date and str, or None
        Whose it is, its day, and the version that measured it; None if the file does not say so.
    sides : dict
        What was found for each side that was seen.
    """

    path: Path
    protocol: ProtocolId
    person: str | None
    date: Date | None
    formcheck: str | None
    sides: dict[Side, PreviousSide]


def read_previous(path: Path, protocol: ProtocolId) -> PreviousTest:
    """Read an earlier test of this protocol from its ``assessment.json``.

    Raises
    ------
    InputNotFound
        The file does not exist.
    BadAssessment
        The file is not an assessment, was made by a newer formcheck, or is a test of another protocol.
    """
    data = read_document(path)
    if data["protocol"] != protocol:
        raise BadAssessment(
            f"'{path}' is {_kind(data['protocol'])}, this is one of {protocol}: scores of different tests are never "
            "compared. Give an earlier test of the same protocol."
        )
    try:
        found = _Document.model_validate(data)
    except ValidationError as error:
        raise not_valid(path, error) from error
    return PreviousTest(
        path=path,
        protocol=protocol,
        person=found.person,
        date=found.date,
        formcheck=found.formcheck,
        sides=found.sides,
    )


def _kind(protocol: Any) -> str:
    return f"a test of {protocol}" if protocol in PROTOCOLS else "a test of an unknown protocol"
