"""A week plan keeps its promises for every result, level, equipment and choice of days."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import chain, combinations, product
from pathlib import Path

import jsonschema
import pytest

import formcheck.plan.results as plan_results
from formcheck.assessment.outcomes import Outcome
from formcheck.errors import CannotPlan
from formcheck.exercises import catalog, find_exercise
from formcheck.plan import week
from formcheck.plan.calendar import WEEKDAYS, nonconsecutive
from formcheck.plan.options import EQUIPMENT
from formcheck.plan.results import PlanItem, WeekPlan, json_schema
from formcheck.plan.week import plan_week
from reading import AVOIDED

SOURCES = Path(__file__).parents[2] / "docs" / "sources.md"
PAGE = SOURCES.with_name("plan.md")
SCHEMA = Path(plan_results.__file__).with_name("plan.schema.json")
START = date(2026, 11, 25)  # a Wednesday

WORDS = (None, "steady", "dips", "drops", "uncertain", "not-judged")
LEVELS = ("beginner", "experienced")
OUTCOMES = (None, *(Outcome(left=left, right=right) for left, right in product(WORDS, WORDS)))
KITS = tuple(chain.from_iterable(combinations(EQUIPMENT, n) for n in range(len(EQUIPMENT) + 1)))
DAYS = (*range(1, 7), *chain.from_iterable(combinations(WEEKDAYS, n) for n in range(1, 7)))

BODY_WEIGHT = {"glute-bridge", "superman", "single-leg-glute-bridge"}
HINGED = {"romanian-deadlift", "kettlebell-swing", "bent-over-row", "gorilla-row"}
ASKS_FOR = {
    "romanian-deadlift": {"barbell", "dumbbells"},
    "bent-over-row": {"barbell", "dumbbells"},
    "kettlebell-swing": {"kettlebell", "kettlebells"},
    "gorilla-row": {"kettlebell", "kettlebells"},
    "hip-thrust": {"bench"},
}
PLANNED = BODY_WEIGHT | set(ASKS_FOR)
NAMED = {"dumbbell": {"dumbbells"}, "kettlebell": {"kettlebell", "kettlebells"}, "barbell": {"barbell"}}
WORST = {"steady": 0, "dips": 1, "drops": 2}


@cache
def grid() -> list[tuple[tuple, WeekPlan]]:
    """Every result, level and kit on four days, and every choice of days for some of them."""
    some = (None, Outcome(left="steady", right="drops"), Outcome(left="steady", right="steady"))
    cases = [*product(OUTCOMES, LEVELS, KITS, (4,)), *product(some, LEVELS, ((), EQUIPMENT, ("dumbbells",)), DAYS)]
    return [(case, plan_week(*case, start=START)) for case in cases]


def items(plan: WeekPlan) -> list[PlanItem]:
    return [item for day in plan.days for item in day.items]


def exercises(plan: WeekPlan) -> set[str]:
    return {item.exercise for item in items(plan)}


def broken(law) -> list[tuple]:
    """The first few cases that break a law of the case and its plan."""
    return [case for case, plan in grid() if not law(case, plan)][:3]


def worse_side(outcome: Outcome | None) -> str | None:
    """The worse side, where both are known and differ."""
    if outcome is None or outcome.left not in WORST or outcome.right not in WORST or outcome.left == outcome.right:
        return None
    return "left" if WORST[outcome.left] > WORST[outcome.right] else "right"


# Days


def test_never_more_days_than_asked_for_and_none_but_those():
    def law(case, plan):
        days = case[3]
        planned = [day.weekday for day in plan.days]
        allowed = WEEKDAYS if isinstance(days, int) else days
        most = days if isinstance(days, int) else len(days)
        return 1 <= len(planned) <= most and len(set(planned)) == len(planned) and set(planned) <= set(allowed)

    assert broken(law) == []


def test_no_two_days_in_a_row_with_hinges_under_weight_sunday_and_monday_included():
    def law(_, plan):
        heavy = {WEEKDAYS.index(day.weekday) for day in plan.days if {item.exercise for item in day.items} & HINGED}
        return len(heavy) < 2 or not any((day + 1) % 7 in heavy for day in heavy)

    assert broken(law) == []


def test_days_are_called_hinge_days_when_they_are():
    assert (
        broken(
            lambda _, plan: all(
                (day.kind == "hinge") == bool({item.exercise for item in day.items} & HINGED) for day in plan.days
            )
        )
        == []
    )


def test_what_is_trained_between_days_of_hinges_is_light():
    def law(_, plan):
        kinds = {day.kind for day in plan.days}
        light = [item for day in plan.days if day.kind == "floor" and "hinge" in kinds for item in day.items]
        words = " ".join(f"{item.done} {item.how} {item.harder}" for item in light)
        return {item.exercise for item in light} <= BODY_WEIGHT and not any(thing in words for thing in NAMED)

    assert broken(law) == []


@pytest.mark.parametrize("count", range(1, 7))
def test_hinge_days_are_as_many_as_fit(count):
    for days in combinations(range(7), count):
        free = [
            some
            for n in range(1, 5)
            for some in combinations(days, n)
            if n == 1 or not any((day + 1) % 7 in some for day in some)
        ]

        assert len(nonconsecutive([WEEKDAYS[day] for day in days])) == max(map(len, free))


def test_a_beginner_trains_three_days_at_most_and_an_experienced_person_four():
    assert broken(lambda case, plan: len(plan.days) <= {"beginner": 3, "experienced": 4}[case[1]]) == []


def test_days_named_too_many_are_thinned_out_evenly():
    plan = plan_week(None, "beginner", days=WEEKDAYS[:6])

    assert [day.weekday for day in plan.days] == ["mon", "wed", "fri"]


# Movements


def test_every_exercise_and_variant_is_one_of_the_catalogue_with_its_own_numbers():
    def law(_, plan):
        for item in items(plan):
            exercise = find_exercise(item.exercise)
            if item.variant is not None:
                exercise = exercise.as_variant(item.variant)
            target = exercise.target
            own = (exercise.name, target.reps, target.lower_s, target.rest_s)
            if own != (item.name, (item.reps_from, item.reps_to), item.lower_s, item.rest_s):
                return False
            if item.hold_s < target.hold_s:
                return False
        return True

    assert broken(law) == []


def test_nothing_is_asked_for_that_the_equipment_does_not_allow():
    def law(case, plan):
        kit = set(case[2])
        for item in items(plan):
            if item.exercise in ASKS_FOR and not ASKS_FOR[item.exercise] & kit:
                return False
            words = " ".join((item.done, item.how, item.easier, item.harder))
            if any(re.search(rf"\b{thing}", words) and not things & kit for thing, things in NAMED.items()):
                return False
            if item.way == "two-bells" and "kettlebells" not in kit:
                return False
        return True

    assert broken(law) == []


def test_every_movement_is_in_the_week_or_left_out_with_a_reason():
    def law(_, plan):
        out = {left.exercise for left in plan.left_out}
        places = {left.instead for left in plan.left_out} - {None}
        reasons = all(left.reason for left in plan.left_out)
        return (
            reasons
            and not out & exercises(plan)
            and out | exercises(plan) == set(catalog())
            and places <= exercises(plan)
        )

    assert broken(law) == []


def test_missing_equipment_is_reported_and_something_takes_its_place():
    plan = plan_week(None, "experienced", ["dumbbells"])

    out = {left.exercise: (left.reason, left.instead) for left in plan.left_out if left.exercise in PLANNED}

    assert out == {
        "gorilla-row": ("needs a kettlebell", "bent-over-row"),
        "hip-thrust": ("needs a bench", "glute-bridge"),
        "kettlebell-swing": ("needs a kettlebell", "romanian-deadlift"),
    }


def test_more_equipment_never_takes_a_movement_away_from_an_experienced_person():
    outcomes = [None, *(Outcome(left=word, right="steady") for word in WORST)]
    for outcome, kit in product(outcomes, KITS):
        less = exercises(plan_week(outcome, "experienced", kit))
        for thing in set(EQUIPMENT) - set(kit):
            assert less <= exercises(plan_week(outcome, "experienced", [*kit, thing]))


def test_a_beginner_does_one_or_two_movements_with_body_weight():
    assert (
        broken(lambda c, plan: c[1] != "beginner" or (exercises(plan) <= BODY_WEIGHT and len(exercises(plan)) <= 2))
        == []
    )


def test_an_experienced_person_with_everything_does_all_exercises():
    plan = plan_week(Outcome(left="steady", right="steady"), "experienced", EQUIPMENT, 3)

    assert [{item.exercise for item in day.items} for day in plan.days] == [PLANNED] * 3
    assert {left.exercise for left in plan.left_out} == set(catalog()) - PLANNED


@pytest.mark.parametrize("level", LEVELS)
def test_an_exercise_that_the_plan_does_not_know_is_left_out_and_the_plan_says_why(monkeypatch, level):
    new = replace(find_exercise("superman"), id="good-morning", name="Good morning")
    monkeypatch.setattr(week, "catalog", lambda: {**catalog(), new.id: new})

    plan = plan_week(None, level, EQUIPMENT)

    out = {left.exercise: (left.name, left.reason, left.instead) for left in plan.left_out}
    assert out["good-morning"] == ("Good morning", "not part of the week plan", None)


def test_sets_are_two_or_three_but_for_the_warm_up():
    assert (
        broken(
            lambda _, plan: all(
                (item.sets, item.sets_later) in {(2, 2), (2, 3)} or item.way == "warm-up" for item in items(plan)
            )
        )
        == []
    )


def test_a_day_fits_into_an_hour():
    assert broken(lambda _, p: all(10 <= day.minutes_from <= day.minutes_to <= 60 for day in p.days)) == []


# What the test decides


def bridges(plan: WeekPlan) -> set[tuple[str, str]]:
    return {(item.exercise, item.way) for item in items(plan) if item.exercise in BODY_WEIGHT - {"superman"}}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("other", ["steady", "dips", "drops", "uncertain", None])
def test_hips_that_drop_go_back_to_two_feet_with_long_holds(level, other):
    plan = plan_week(Outcome(left=other, right="drops"), level, EQUIPMENT, 4)

    assert "single-leg-glute-bridge" not in exercises(plan)
    assert all(("glute-bridge", "held") in {(i.exercise, i.way) for i in day.items} for day in plan.days)
    assert {item.hold_s for item in items(plan) if item.way == "held"} == {3.0}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("other", ["steady", "dips", "not-judged", None])
def test_hips_that_dip_get_both_bridges_with_the_shorter_lever(level, other):
    plan = plan_week(Outcome(left="dips", right=other), level, EQUIPMENT, 4)

    assert ("single-leg-glute-bridge", "bent-free-leg") in bridges(plan)
    assert {way for exercise, way in bridges(plan) if exercise == "single-leg-glute-bridge"} == {"bent-free-leg"}
    assert "glute-bridge" in exercises(plan)


def test_steady_hips_get_the_bridge_on_one_leg_and_a_weight_where_there_is_one():
    steady = Outcome(left="steady", right="steady")

    assert bridges(plan_week(steady, "beginner")) == {("single-leg-glute-bridge", "straight-free-leg")}
    assert ("glute-bridge", "dumbbell") in bridges(plan_week(steady, "beginner", ["dumbbells"]))
    assert ("single-leg-glute-bridge", "dumbbell") in bridges(plan_week(steady, "experienced", ["dumbbells"]))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(),
        Outcome(left="uncertain", right="not-judged"),
        Outcome(left="steady"),
        Outcome(left="steady", right="uncertain"),
        Outcome("hold/1"),
        Outcome("reps/1", left="drops", right="drops"),
    ],
)
def test_a_test_without_a_clear_result_gives_the_week_of_the_level_and_says_so(level, outcome):
    plan = plan_week(outcome, level, EQUIPMENT, 4)

    assert plan.days == plan_week(None, level, EQUIPMENT, 4).days
    assert plan.test.used is None
    assert "level alone" in plan.reasons[0].text


def test_the_side_that_did_worse_goes_first_and_does_one_set_more_if_the_result_differs():
    def law(case, plan):
        worse = worse_side(case[0])
        by_leg = [item for item in items(plan) if item.first_side or item.extra_set_side]
        everywhere = all(any(item.extra_set_side for item in day.items) for day in plan.days)
        if worse is None:
            return by_leg == []
        return everywhere and all((item.first_side, item.extra_set_side) == (worse, worse) for item in by_leg)

    assert broken(law) == []


def test_both_sides_are_trained():
    one_sided = {"single-leg-glute-bridge", "gorilla-row"}

    def law(_, plan):
        return all(item.each_side or not (item.exercise in one_sided or item.first_side) for item in items(plan))

    assert broken(law) == []


def test_a_mirrored_result_gives_the_mirrored_week():
    mirrored = {"left": "right", "right": "left", None: None}
    for outcome, level in product(OUTCOMES[1:], LEVELS):
        other = plan_week(Outcome(left=outcome.right, right=outcome.left), level, EQUIPMENT, 4)
        for item, twin in zip(items(plan_week(outcome, level, EQUIPMENT, 4)), items(other), strict=True):
            sides = {"first_side": mirrored[twin.first_side], "extra_set_side": mirrored[twin.extra_set_side]}
            assert item == twin.model_copy(update=sides)


def test_a_side_that_was_not_seen_is_reported():
    plan = plan_week(Outcome(right="drops"), "beginner")

    assert "The test did not see the left side" in plan.reasons[0].text


def test_a_person_without_weights_reads_nothing_about_them():
    plan = plan_week(None, "experienced")

    assert "without weights" in plan.reasons[1].text
    assert "weight" not in plan.warm_up + " ".join(plan.progress)


@pytest.mark.parametrize(
    ("outcome", "expected"), [(None, "test ("), (Outcome("hold/1"), "test ("), (Outcome(), "test again (")]
)
def test_only_a_person_who_took_the_test_takes_it_again(outcome, expected):
    assert expected in plan_week(outcome, "beginner").retest.what[0]


# Dates


def test_the_next_test_comes_after_the_weeks_of_the_plan_on_a_day_of_training_after_one_of_rest():
    def law(_, plan):
        last = max(day.first_on for day in plan.days) + timedelta(weeks=plan.weeks - 1)
        days = {day.weekday for day in plan.days}
        before = WEEKDAYS[(plan.retest.on.weekday() - 1) % 7]
        within = timedelta(0) <= plan.retest.on - START - timedelta(weeks=plan.weeks) < timedelta(days=7)
        return plan.retest.on > last and within and WEEKDAYS[plan.retest.on.weekday()] in days and before not in days

    assert broken(law) == []


def test_first_dates_are_in_the_week_that_begins_with_the_start():
    def law(_, plan):
        return all(
            0 <= (day.first_on - START).days < 7 and WEEKDAYS[day.first_on.weekday()] == day.weekday
            for day in plan.days
        )

    assert broken(law) == []


def test_without_a_start_there_are_no_dates():
    plan = plan_week(None, "beginner")

    assert (plan.start, plan.retest.on, [day.first_on for day in plan.days]) == (None, None, [None] * 3)


# Words


def texts(plan: WeekPlan) -> list[str]:
    ways = [text for i in items(plan) for text in (i.how, i.easier, i.harder, i.check)]
    reasons = [reason.text for reason in plan.reasons]
    return [plan.warm_up, plan.stop, *plan.progress, *plan.retest.what, *reasons, *filter(None, ways)]


def test_words_are_those_of_exercise_advice():
    said = {text for _, plan in grid() for text in (*texts(plan), *(left.reason for left in plan.left_out))}

    assert [text for text in said if any(word in text.lower() for word in (*AVOIDED, "weak"))] == []


def test_texts_are_sentences():
    said = {text for _, plan in grid() for text in texts(plan)}

    assert [text for text in said if not re.match(r"[A-Z“].*[.]$", text) or "  " in text or "{" in text] == []


def test_every_rule_names_a_source_that_exists():
    headings = re.findall(r"^#+ +(.+)$", SOURCES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    anchors = {f"docs/sources.md#{heading.lower().replace(' ', '-')}" for heading in headings}

    named = {reason.source for _, plan in grid() for reason in plan.reasons}

    assert len(named) == 4
    assert named <= anchors


# What cannot be planned


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"level": "pro"}, "no level 'pro'"),
        ({"equipment": ["dumbbels"]}, "Did you mean 'dumbbells'"),
        ({"days": 0}, "1 to 6 days, not 0"),
        ({"days": 7}, "1 to 6 days, not 7"),
        ({"days": []}, "1 to 6 different days, not 0"),
        ({"days": WEEKDAYS}, "1 to 6 different days, not 7"),
        ({"days": ["mon", "someday"]}, "no weekday 'someday'"),
    ],
)
def test_what_cannot_be_planned_is_reported(wrong, message):
    with pytest.raises(CannotPlan, match=re.escape(message)):
        plan_week(**{"outcome": None, "level": "beginner", **wrong})


# plan.json


def test_the_published_schema_is_the_one_of_the_code():
    remake = "json.dumps(json_schema(), indent=2) + a newline is what belongs into plan.schema.json"

    assert SCHEMA.read_text(encoding="utf-8") == json.dumps(json_schema(), indent=2) + "\n", remake


def test_a_plan_follows_its_schema_and_reads_back_the_same():
    validator = jsonschema.Draft202012Validator(json_schema())
    for _, plan in grid()[::97]:
        document = json.loads(plan.to_json())
        validator.validate(document)
        validator.validate({**document, "added_later": 1})
        assert document["schema"] == "formcheck.plan/1"
        assert WeekPlan.model_validate({**document, "added_later": 1}) == plan


def test_the_page_of_the_plan_explains_every_key_of_the_schema():
    schema = json_schema()
    keys = {key for part in (schema, *schema["$defs"].values()) for key in part.get("properties", {})}
    text = PAGE.read_text(encoding="utf-8")

    assert sorted(keys - set(re.findall(r"`(\w+)`", text))) == []
