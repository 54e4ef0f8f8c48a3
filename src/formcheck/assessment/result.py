"""Models of ``assessment.json``, the result of a test. Its JSON Schema is published with the package."""

from datetime import date as Date
from typing import Any, Literal

from pydantic import Field

from formcheck.assessment.protocol import ProtocolId
from formcheck.assessment.side import Outcome
from formcheck.pose.landmarks import Side
from formcheck.session.results import Document, ModelInfo, PlacementResult, ResultModel, SourceResult, schema_of

Interval = tuple[float, float]

Measure = Literal["sink_deg", "hold_s", "reps"]
"""What two tests are compared by."""


class TrialResult(ResultModel):
    """One lowering of a leg. Times are seconds of the clip; intervals contain the true value in 95 of 100 cases."""

    __test__ = False

    index: int = Field(ge=1)
    start_s: float
    bottom_s: float
    end_s: float
    valid: bool
    reason: str | None = Field(description="Why it is invalid and has to be done again.")
    hips_fell: bool = Field(description="The hips came down to the floor before the leg was back.")
    sink_deg: float | None = Field(description="How far the hips sank below the bridge on both feet, as hip angle.")
    sink_ci: Interval | None
    sink_at_s: float | None = Field(description="Time of it, in seconds of the clip.")
    sink_height: float | None = Field(description="The same as height, in trunk lengths.")
    sink_height_ci: Interval | None
    wobble: float | None = Field(
        description="Standard deviation of the height of the hips, in trunk lengths, without slow movement."
    )
    wobble_ci: Interval | None
    wobble_ratio: float | None = Field(description="`wobble` divided by that of the bridge on both feet.")
    recovery_s: float | None = Field(
        description="Seconds from the return of the leg until the hips are back; null if they were not in time."
    )
    arch_deg: float | None = Field(description="How far the hip angle exceeded that of the bridge on both feet.")
    arch_ci: Interval | None
    foot_moved: float | None = Field(description="How far the foot on the floor moved, in trunk lengths.")
    foot_moved_ci: Interval | None
    free_knee_deg: float | None = Field(description="Knee angle of the free leg while it is held out; 180 is straight.")
    free_knee_ci: Interval | None
    pelvic_roll_deg: float | None = Field(description="Only from the foot end; null for any other view.")
    pelvic_roll_ci: Interval | None


class BaselineResult(ResultModel):
    """The bridge on both feet, which the trials of a side are compared with."""

    start_s: float
    end_s: float
    hip_deg: float
    hip_height: float = Field(description="Hips over shoulders, in trunk lengths.")
    wobble: float
    view: str
    near_side: Side


class SideResult(ResultModel):
    """One side of the test, named after the supporting leg."""

    result: Outcome
    reason: str | None = Field(description="Why it is uncertain, not judged, or without `height_kept`.")
    to_settle: str | None = Field(default=None, description="What would settle an uncertain outcome.")
    limited_by: list[str] = Field(description="sink, wobble, arch, recovery.")
    sink_deg: float | None = Field(default=None, description="Mean of the valid trials.")
    sink_ci: Interval | None = None
    sink_height: float | None = None
    sink_height_ci: Interval | None = None
    wobble: float | None = None
    wobble_ci: Interval | None = None
    pelvic_roll_deg: float | None = None
    pelvic_roll_ci: Interval | None = None
    height_kept: float | None = Field(default=None, description="Share of the height that the hips kept, 0 to 1.")
    hold_s: float | None = Field(default=None, description="Protocol hold/1: the longest hold.")
    hold_ended: str | None = None
    reps: int | None = Field(default=None, description="Protocol reps/1: repetitions at full height.")
    reps_ended: str | None = None
    baseline: BaselineResult | None = None
    trials: list[TrialResult] = Field(default=[])
    source: int = Field(description="Index of its recording in `sources`, from 0.")


class SourceQuality(ResultModel):
    """One recording of the test and how well it shows the person."""

    recording: SourceResult
    frames: int
    seen: float = Field(ge=0, le=1)
    swaps_repaired: int
    placement: list[PlacementResult]
    warnings: list[str]
    model: ModelInfo


class SideComparison(ResultModel):
    """One side of a test beside the same side of the previous test."""

    result_before: Outcome | None = Field(description="Outcome of the previous test; null if the side was not seen.")
    before: float | None = Field(description="The number of the previous test, in the unit of `measure`.")
    before_ci: Interval | None
    before_at_least: bool = Field(description="A hold that still went on when the previous clip ended.")
    now: float | None
    now_ci: Interval | None
    apart: bool | None = Field(description="Whether the intervals do not overlap; null if one of them is missing.")
    change: float | None = Field(description="`now` - `before`, only if it is surely a change; otherwise null.")
    reason: str | None = Field(description="Why no change is stated.")


class ComparisonResult(ResultModel):
    """A test beside an earlier one of the same protocol."""

    previous_date: Date | None
    previous_person: str | None
    previous_formcheck: str | None = Field(description="Version that measured the previous test.")
    same_person: bool | None = Field(description="Null if one of the tests has no name.")
    measure: Measure = Field(description="sink_deg in degrees, hold_s in seconds, or reps.")
    smallest_change: float | None = Field(
        description="A smaller difference is never stated as a change, in the unit of `measure`; null if not known."
    )
    sides: dict[Side, SideComparison]


class AssessmentResult(Document):
    """A single-leg glute bridge test. A side that was not seen is left out."""

    schema_: Literal["formcheck.assessment/1"] = Field(default="formcheck.assessment/1", alias="schema")
    protocol: ProtocolId
    person: str | None = Field(default=None, description="Name, as the user gave it.")
    date: Date | None = Field(default=None, description="Day of the test, as the user gave it.")
    note: str | None = Field(default=None, description="A line of the user.")
    sides: dict[Side, SideResult]
    comparison: ComparisonResult | None = Field(default=None, description="Beside an earlier test, if one was given.")
    difference_pct: float | None = Field(
        description="100 (left - right) / larger, of height kept, seconds or repetitions; positive if left did more; "
        "null if one side has no number."
    )
    difference_flagged: bool = Field(description="20 % or more. An observation of one day.")
    advice: list[str]
    sources: list[SourceQuality]
    formcheck: str
    settings: dict[str, Any]


def json_schema() -> dict[str, Any]:
    """JSON Schema of ``assessment.json``."""
    return schema_of(AssessmentResult)
