"""The contents of ``plan.json``. Its JSON Schema is published with the package."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from formcheck.assessment.outcomes import SideOutcome
from formcheck.plan.calendar import Weekday
from formcheck.plan.options import Equipment
from formcheck.pose.landmarks import Side
from formcheck.session.results import Document, ResultModel, schema_of

Level = Literal["beginner", "experienced"]


class PlanItem(ResultModel):
    """One exercise on one day. Numbers are those of the exercise, unless its option changes them."""

    exercise: str
    name: str
    way: str = Field(description="Id of the option; unique within the exercise.")
    done: str = Field(description="The option in words; empty for the plain one.")
    how: str = Field(description="How it differs from the exercise's own steps.")
    variant: str | None = Field(description="Variant of the exercise to give to formcheck.")
    sets: int = Field(ge=1, description="In the first half of the plan; per side, if reps have a side.")
    sets_later: int = Field(ge=1, description="In the second half.")
    reps_from: int = Field(ge=1, description="Per side, if `each_side` is true.")
    reps_to: int
    each_side: bool
    hold_s: float = Field(ge=0, description="0 without a hold.")
    lower_s: float = Field(ge=0, description="Least seconds of lowering; 0 without a limit.")
    rest_s: float = Field(ge=0, description="Between sets.")
    first_side: Side | None = Field(description="Side that goes first; null if it does not matter.")
    extra_set_side: Side | None = Field(description="Side that does one more set; null for none.")
    weighted: bool = Field(description="Done with a weight.")
    easier: str
    harder: str
    check: str = Field(description="What to know when formcheck checks it; may be empty.")


class PlanDay(ResultModel):
    """One day of training."""

    weekday: Weekday
    first_on: date | None = Field(description="Its first date; null without a start.")
    kind: Literal["hinge", "floor"] = Field(description="hinge: with weights, standing bent at the hips.")
    minutes_from: int = Field(description="Estimate, including the warm-up.")
    minutes_to: int
    items: list[PlanItem]


class LeftOut(ResultModel):
    """An exercise that is not in the week."""

    exercise: str
    name: str
    reason: str
    instead: str | None = Field(description="Exercise of the week that replaces it.")


class PlanReason(ResultModel):
    """A reason for how the week is made."""

    text: str
    source: str = Field(description="Anchor of the rule in docs/sources.md.")


class PlanTest(ResultModel):
    """The test result that the plan follows."""

    protocol: str | None = Field(description="Null without a test.")
    left: SideOutcome | None
    right: SideOutcome | None
    used: Literal["steady", "dips", "drops"] | None = Field(description="Null if the plan follows the level alone.")


class PlanRetest(ResultModel):
    """When to test again, and what to do then."""

    after_weeks: int
    on: date | None = Field(description="Null without a start.")
    what: list[str]


class WeekPlan(Document):
    """A week to repeat until the next test."""

    schema_: Literal["formcheck.plan/1"] = Field(default="formcheck.plan/1", alias="schema")
    formcheck: str
    level: Level
    equipment: list[Equipment]
    test: PlanTest
    start: date | None
    weeks: int = Field(ge=1)
    days: list[PlanDay]
    left_out: list[LeftOut]
    warm_up: str
    progress: list[str]
    stop: str
    retest: PlanRetest
    reasons: list[PlanReason]


def json_schema() -> dict[str, Any]:
    """JSON Schema of ``plan.json``."""
    return schema_of(WeekPlan)
