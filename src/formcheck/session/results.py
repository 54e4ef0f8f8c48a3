"""Models of ``result.json``, the result of a set. Its JSON Schema is published with the package."""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from formcheck.pose.landmarks import Side
from formcheck.rules.estimate import INTERVAL_LEVEL


class ResultModel(BaseModel):
    """Base of everything in a result file. Keys may be added later, so a reader ignores those it does not know."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class VerdictResult(ResultModel):
    """The verdict of one rule on one rep."""

    rule: str
    verdict: Literal["good", "fault", "not-judged"]
    value: float | None = Field(description="Measured value in `unit`; null if it could not be measured.")
    unit: str = Field(description="deg, s, trunk (trunk lengths), ratio, reps or %.")
    at_s: float | None = Field(description="Time that shows it, in seconds of the clip.")
    reason: str | None = Field(description="Why it was not judged.")
    close: bool = Field(default=False, description="Passed, but outside the target band.")
    low: float | None = Field(
        default=None,
        description="Lower end of the interval that holds the true value with the probability `interval_level`, in "
        "`unit`; null if it is not known how exact the value is.",
    )
    high: float | None = Field(default=None, description="Upper end of that interval.")

    @property
    def half_width(self) -> float | None:
        """Half of the interval, in `unit`; None if there is none."""
        return None if self.low is None or self.high is None else 0.5 * (self.high - self.low)


class RepResult(ResultModel):
    """One counted repetition. Times are seconds of the clip."""

    index: int = Field(ge=1)
    side: Side | None = Field(description="Working side; null for movements that use both alike.")
    start_s: float
    turn_s: float = Field(description="Top of a bridge, superman, thrust, row or swing; bottom of a deadlift.")
    end_s: float
    hold_s: float = Field(ge=0)
    back_s: float = Field(ge=0, description="Seconds from leaving the turn to the end.")
    range: float = Field(description="Rise of the driving signal, in `driver_unit`.")
    driver: str = Field(description="Signal that the rep was found in.")
    driver_unit: str
    view: str
    verdicts: list[VerdictResult]

    @model_validator(mode="after")
    def _times_in_order(self) -> Self:
        if not self.start_s <= self.turn_s <= self.end_s:
            raise ValueError(f"rep {self.index}: start, turn and end are out of order")
        return self

    @property
    def faults(self) -> list[str]:
        """Ids of the rules that this rep breaks."""
        return [verdict.rule for verdict in self.verdicts if verdict.verdict == "fault"]


class AttemptResult(ResultModel):
    """A movement that was not counted, and the reason."""

    start_s: float
    end_s: float
    side: Side | None
    reason: str

    @model_validator(mode="after")
    def _times_in_order(self) -> Self:
        if not self.start_s <= self.end_s:
            raise ValueError("start and end of an attempt are out of order")
        return self


class LedgerRow(ResultModel):
    """For one rule: number of reps judged, and the reasons why reps were not judged."""

    rule: str
    judged: int
    faults: int
    not_judged: dict[str, int]


class CueResult(ResultModel):
    """One correction, or praise."""

    time_s: float
    rule: str
    kind: Literal["correction", "praise"]
    text: str


class DoneResult(ResultModel):
    """Reps done of the prescription, on one side or by the whole body."""

    side: Side | None = Field(description="Null if reps have no side.")
    reps: int
    held_long: int | None = Field(description="Reps held for the prescribed time; null without one.")
    lowered_slowly: int | None = Field(description="Reps lowered for the prescribed time; null without one.")


class PrescriptionResult(ResultModel):
    """The prescription of the set, and what was done of it."""

    reps_from: int = Field(ge=1, description="Per side if `each_side` is true.")
    reps_to: int
    each_side: bool
    hold_s: float = Field(description="0 without a prescribed hold.")
    lower_s: float = Field(description="Least seconds of lowering; 0 without a prescribed time.")
    rest_s: float
    done: list[DoneResult]
    reached: bool = Field(description="Whether `reps_from` reps were done, on each side if reps have one.")


class SetUpResult(ResultModel):
    """One check of the set-up before the first rep."""

    check: str
    verdict: Literal["fine", "change", "not-seen"]
    value: float | None = Field(description="Measured value in `unit`; null if it was not seen.")
    unit: str
    advice: str | None = Field(description="What to change; null if nothing.")


class Quality(ResultModel):
    """How well the camera saw the person."""

    frames: int
    seen: float = Field(ge=0, le=1, description="Share of frames with a person in them.")
    in_position: float = Field(ge=0, le=1, description="Share of frames with the person in position.")
    view: str
    near_side: Side | None
    fps: float | None = Field(description="Mean frame rate of the analysed frames.")
    swaps_repaired: int
    implausible: float = Field(
        default=0.0, ge=0, le=1, description="Share of frames with an implausible landmark that the exercise needs."
    )
    view_confidence: float = Field(default=1.0, ge=0, le=1, description="How sure `view` is.")
    azimuth_deg: float | None = Field(
        default=None,
        ge=0,
        le=90,
        description="Where the camera stood, median over the reps, or at the set-up without reps: 0 exactly from the "
        "side, 90 from the front, from behind or along the body; null if unknown.",
    )
    roll_deg: float = Field(
        default=0.0,
        description="Slope of the floor in the image, positive if its right end is higher; angles allow for it.",
    )
    segments: int = Field(default=1, ge=1, description="Parts with a set-up of their own; a cut begins a new one.")
    not_followed: list["StretchResult"] = Field(
        default=[], description="Stretches after the first set-up in which nobody could be followed."
    )
    placement: list["PlacementResult"] = Field(default=[], description="Advice about camera, light and position.")
    warnings: list[str]


class StretchResult(ResultModel):
    """A stretch of the recording."""

    start_s: float
    end_s: float


class PlacementResult(ResultModel):
    """One thing to change about camera, light or position, and the time of its first report."""

    time_s: float
    id: str
    text: str


class ModelInfo(ResultModel):
    """Pose model that was used."""

    name: str
    sha256: str


class Provenance(ResultModel):
    """Versions and settings that made this result."""

    formcheck: str
    model: ModelInfo
    exercise_revision: int
    settings: dict[str, Any]


class SourceResult(ResultModel):
    """What was analysed."""

    name: str
    kind: str
    width: int
    height: int
    duration_s: float
    rotation_deg: int = 0
    turned_deg: int = Field(
        default=0,
        description="Clockwise rotation beyond `rotation_deg`, of an image that lay on its side without a flag.",
    )
    fps: float | None = Field(
        default=None, description="Frame rate stated by the file or the user; null if unknown or assumed."
    )
    timed: bool = Field(default=True, description="False if the times rest on an assumed frame rate.")


class Document(ResultModel):
    """A whole file, with the name of its schema under the key ``schema``."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    def to_json(self) -> str:
        """The content of the file."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"


def schema_of(document: type[Document]) -> dict[str, Any]:
    """JSON Schema of a file."""
    schema = document.model_json_schema(by_alias=True, mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


class SetResult(Document):
    """One set of one exercise, judged."""

    schema_: Literal["formcheck.result/1"] = Field(default="formcheck.result/1", alias="schema")
    exercise: str
    source: SourceResult
    reps: list[RepResult]
    attempts: list[AttemptResult]
    ledger: list[LedgerRow]
    cues: list[CueResult]
    set_up: list[SetUpResult] = []
    prescription: PrescriptionResult | None = None
    quality: Quality
    interval_level: float = Field(
        default=INTERVAL_LEVEL, gt=0, lt=1, description="Probability of the intervals `low` to `high` of the verdicts."
    )
    provenance: Provenance


def json_schema() -> dict[str, Any]:
    """JSON Schema of ``result.json``."""
    return schema_of(SetResult)
