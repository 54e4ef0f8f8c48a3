"""The plan of a week: what ``plan.json`` holds. Its JSON Schema is published with the package."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from formcheck.assessment.outcomes import SideOutcome
from formcheck.plan.calendar import Weekday
from formcheck.plan.options import Equipment
from formcheck.pose.landmarks import Side
from formcheck.session.results import Document, schema_of

Level = Literal["beginner", "experienced"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)  # keys may be added later: readers let them pass


class PlanItem(_Part):
    """One movement on one day. Numbers are those of the exercise where its way changes nothing."""

    exercise: str
    name: str
    way: str = Field(description="Id of the way it is done; unique within the exercise.")
    done: str = Field(description="The way in words; empty for the plain one.")
    how: str = Field(description="What differs from the exercise's own steps.")
    variant: str | None = Field(description="Variant of the exercise to declare to formcheck.")
    sets: int = Field(ge=1, description="In the first half of the plan; of each side, where reps have one.")
    sets_later: int = Field(ge=1, description="In the second half.")
    reps_from: int = Field(ge=1, description="Of each side, where `each_side` is true.")
    reps_to: int
    each_side: bool
    hold_s: float = Field(ge=0, description="0 where no hold is asked for.")
    lower_s: float = Field(ge=0, description="Least seconds of lowering; 0 where none is asked for.")
    rest_s: float = Field(ge=0, description="Between sets.")
    first_side: Side | None = Field(description="Side that begins; null where it does not matter.")
    extra_set_side: Side | None = Field(description="Side that does one set more; null where none does.")
    weighted: bool = Field(description="Done with a weight.")
    easier: str
    harder: str
    check: str = Field(description="What to know when formcheck watches it; empty where nothing.")


class PlanDay(_Part):
    """One day of training."""

    weekday: Weekday
    first_on: date | None = Field(description="The first such day of the plan; null without a start.")
    kind: Literal["hinge", "floor"] = Field(description="hinge: with weights, standing bent at the hips.")
    minutes_from: int = Field(description="Estimate, warm-up included.")
    minutes_to: int
    items: list[PlanItem]


class LeftOut(_Part):
    """A movement that is not in the week."""

    exercise: str
    name: str
    reason: str
    instead: str | None = Field(description="Exercise of the week that takes its place.")


class PlanReason(_Part):
    """Why the week is as it is."""

    text: str
    source: str = Field(description="Anchor of the rule in docs/sources.md.")


class PlanTest(_Part):
    """The test that the plan follows."""

    protocol: str | None = Field(description="Null without a test.")
    left: SideOutcome | None
    right: SideOutcome | None
    used: Literal["steady", "dips", "drops"] | None = Field(description="Null: the plan follows the level alone.")


class PlanRetest(_Part):
    """When to test again, and what then."""

    after_weeks: int
    on: date | None = Field(description="Null without a start.")
    what: list[str]


class WeekPlan(Document):
    """A week, to be repeated until the next test."""

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
