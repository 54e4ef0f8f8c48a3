"""The page of a plan stands alone, says all that the plan says, prints on A4 and reads on a phone."""

import base64
import re
from datetime import date
from pathlib import Path

import pytest

from browsing import DESKTOP, PHONE, chromium, needs_chromium, resize
from formcheck.assessment.outcomes import Outcome
from formcheck.errors import OutputError
from formcheck.output.pages import plan_page
from formcheck.output.pages.plan_page import blocks, log, render, write_plan
from formcheck.output.pages.report_words import DISCLAIMER
from formcheck.plan.options import EQUIPMENT
from formcheck.plan.results import WeekPlan
from formcheck.plan.week import plan_week
from reading import AVOIDED, Reader

CSS = Path(plan_page.__file__).parent / "templates" / "report.css"
START = date(2026, 11, 23)

PEOPLE = {
    "desk worker": plan_week(Outcome(left="steady", right="drops"), "beginner", (), 3, START),
    "runner": plan_week(Outcome(left="dips", right="dips"), "beginner", ["dumbbells"], ("tue", "thu", "sat"), START),
    "lifter": plan_week(Outcome(left="steady", right="steady"), "experienced", EQUIPMENT, 4, START),
    "no test, no start": plan_week(None, "experienced", ["kettlebell"], 6),
    "another protocol": plan_week(Outcome("hold/1"), "beginner", ["bench"], 1, START),
}
SHEETS = {"desk worker": 2, "runner": 2, "lifter": 3}

everyone = pytest.mark.parametrize("plan", PEOPLE.values(), ids=PEOPLE.keys())


@everyone
def test_page_is_well_formed_and_needs_nothing_else(plan: WeekPlan):
    page = render(plan)
    reader = Reader(page)

    assert reader.open == []
    assert {tag for tag, _ in reader.tags} & {"script", "img", "link", "iframe"} == set()
    assert re.findall(r"https?:|url\(|@import", page) == []


@everyone
def test_page_says_all_that_the_plan_says(plan: WeekPlan):
    text = Reader(render(plan)).text
    items = [item for day in plan.days for item in day.items]
    facts = [
        DISCLAIMER,
        plan.warm_up,
        plan.stop,
        *plan.progress,
        *plan.retest.what,
        *(reason.text for reason in plan.reasons),
        *(f"{item.reps_from} to {item.reps_to} reps" for item in items),
        *(words for item in items for words in (item.name, item.done, item.how, item.easier, item.harder, item.check)),
        *(left.name for left in plan.left_out),
    ]

    said = text.lower()
    assert [words for words in facts if words.lower() not in said] == []


@everyone
def test_page_keeps_to_exercise_advice(plan: WeekPlan):
    text = Reader(render(plan)).text.replace(DISCLAIMER, "").lower()

    assert [word for word in AVOIDED if word in text] == []


def test_page_wears_the_clothes_of_the_report():
    assert CSS.read_text(encoding="utf-8").rstrip() in render(PEOPLE["runner"])


def test_days_alike_stand_together_and_sets_that_differ_have_their_own_column():
    assert [(block.title, block.columns) for block in blocks(PEOPLE["lifter"])] == [
        ("Monday, Wednesday and Friday", ["Mon", "Wed", "Fri"]),
        ("Saturday", ["Sets"]),
    ]


def test_the_side_that_did_worse_stands_first_in_the_cell_of_sets():
    rows = blocks(PEOPLE["desk worker"])[0].rows

    assert [row.sets for row in rows] == [["2 → 3"], ["right 3, then left 2"], ["2 → 3"]]


def test_every_day_of_the_four_weeks_can_be_ticked_off():
    weeks = log(PEOPLE["runner"])

    assert [week.days for week in weeks][::3] == [
        ["Tue 24 Nov", "Thu 26 Nov", "Sat 28 Nov"],
        ["Tue 15 Dec", "Thu 17 Dec", "Sat 19 Dec"],
    ]


def test_next_test_stands_with_its_date_or_without():
    assert "Tuesday 22 December 2026, after 4 weeks." in Reader(render(PEOPLE["runner"])).text
    assert "After 4 weeks." in Reader(render(PEOPLE["no test, no start"])).text


def test_what_takes_a_place_is_named():
    text = Reader(render(PEOPLE["no test, no start"])).text

    assert "Barbell hip thrust: needs a bench; replaced by: Glute bridge." in text


def test_a_folder_that_cannot_be_written_is_reported(tmp_path):
    with pytest.raises(OutputError):
        write_plan(PEOPLE["runner"], tmp_path / "nowhere")


def test_page_and_data_are_written(tmp_path):
    written = write_plan(PEOPLE["runner"], tmp_path)

    assert sorted(path.name for path in written) == sorted(path.name for path in tmp_path.iterdir())
    assert (tmp_path / "plan.html").read_text(encoding="utf-8") == render(PEOPLE["runner"])
    assert WeekPlan.model_validate_json((tmp_path / "plan.json").read_text(encoding="utf-8")) == PEOPLE["runner"]


@needs_chromium
@pytest.mark.browser
def test_page_fits_a_phone_and_prints_on_few_sheets(tmp_path):
    with chromium(size=PHONE) as driver:
        for name, sheets in SHEETS.items():
            page = tmp_path / f"{name}.html"
            page.write_text(render(PEOPLE[name]), encoding="utf-8")
            driver.get(page.as_uri())
            for size in (PHONE, (320, 640), DESKTOP):
                resize(driver, size)
                wide = driver.execute_script(
                    "return [document.documentElement, ...document.querySelectorAll('.scroll')]"
                    ".map(e => e.scrollWidth - e.clientWidth)"
                )
                assert max(wide) <= 0, (name, size)
            printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
            pdf = base64.b64decode(printed["data"])
            assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) <= sheets, name
