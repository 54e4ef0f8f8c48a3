"""The sheet of a test: who and when, the test before beside this one, what each number means, and the printed size."""

import base64
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from browsing import DESKTOP, PHONE, chromium, needs_chromium, resize
from clips import ROOT
from formcheck.apps.assess import assess_files
from formcheck.assessment.assessment import finish_assessment
from formcheck.assessment.details import check_details
from formcheck.assessment.protocol import HOLD, LEG_LOWER, REPS
from formcheck.assessment.result import SideResult
from formcheck.output.pages.assessment_numbers import MEANINGS
from formcheck.output.pages.assessment_report import render
from formcheck.output.pages.assessment_words import degrees
from formcheck.output.pages.published_spread import AXIS, STUDIES, spread_of
from formcheck.output.pages.report_pictures import Picture, jpeg
from formcheck.output.pages.report_words import DISCLAIMER
from reading import AVOIDED, Reader

GOLDEN = ROOT / "tests/golden"
DROPS, SHORT = (GOLDEN / f"single_leg_test_{name}.npz" for name in ("drops_p1", "short_tap_p4"))
STILL = jpeg(np.zeros((480, 640, 3), np.uint8))


@pytest.fixture(scope="module")
def plain():
    return assess_files([DROPS, SHORT], LEG_LOWER)


@pytest.fixture
def compared(plain, tmp_path):
    """The test beside an earlier one, in which the left side sank more; what `changes` says of the file."""

    def beside(**changes):
        sides = {
            "left": {"result": "drops", "sink_deg": 40.0, "sink_ci": [35.0, 45.0]},
            "right": {"result": "uncertain", "sink_deg": 5.0, "sink_ci": [1.0, 9.0]},
        }
        document = {**json.loads(plain.result.to_json()), "person": "Anna", "date": "2026-03-01", "sides": sides}
        path = tmp_path / "before.json"
        path.write_text(json.dumps({**document, **changes}), encoding="utf-8")
        details = check_details(LEG_LOWER, person="Anna", date="2026-04-12", note="x" * 200, previous=path)
        return finish_assessment(plain.runs, LEG_LOWER, details)

    return beside


def read(assessment):
    return Reader(render(assessment, {}))


def test_before_and_now_stand_side_by_side_and_a_change_only_where_the_ranges_are_apart(compared):
    assessment = compared()
    page, left = read(assessment), assessment.result.sides["left"]
    now = [degrees(found.sink_deg, found.sink_ci) for found in assessment.result.sides.values()]

    assert [head for head in page.all("th") if head in ("before", "now")] == ["before", "now", "before", "now"]
    assert {"2026-03-01", "2026-04-12"} <= set(page.all("small"))
    for words in ("40° (35 to 45)", "5° (1 to 9)", *now):
        assert words in page.all("td")
    assert f"Change: the hips sank {40.0 - left.sink_deg:.0f}° less than before." in page.all("p")
    assert "No change is stated: the ranges of both tests overlap." in page.all("p")


def test_without_an_earlier_test_there_is_no_word_of_one(plain):
    text = read(plain).text

    assert not re.search(r"\bbefore\b|previous|[Cc]hange|\bName\b", text)


def test_names_and_versions_that_differ_are_told(compared, plain):
    assert "not known whether both are of one person" in read(compared(person=None)).text
    assert "not known whether both are of one person" not in read(compared()).text
    assert (
        f"measured by formcheck 0.0.9, this one by {plain.result.formcheck}" in read(compared(formcheck="0.0.9")).text
    )


def test_a_side_that_only_the_earlier_test_shows_is_told(compared):
    beside = compared()
    only_right = finish_assessment(beside.runs[1:], LEG_LOWER, beside.details)

    assert "Left leg: 40° (35 to 45) in the previous test, not seen in this one." in read(only_right).text


def test_every_number_has_a_line_that_explains_it(plain):
    page = read(plain)

    shown = [label.removesuffix(":") for label in page.all("dt")]
    assert shown == ["Hips sank by", "As height", "Wobble", "Recovery", "In brackets"]
    assert [MEANINGS[label] for label in shown] == page.all("dd")


def test_what_a_user_writes_is_text_and_no_markup(plain):
    details = check_details(LEG_LOWER, person="<script>x</script>", note='"><img src=x>')

    page = render(finish_assessment(plain.runs, LEG_LOWER, details), {})

    assert "<script" not in page
    assert "<img" not in page
    assert {"<script>x</script>", '"><img src=x>'} <= set(Reader(page).all("dd"))


def side(**values):
    return SideResult(result="measured", reason=None, limited_by=[], source=0, **values)


@pytest.mark.parametrize(
    ("protocol", "sides"),
    [
        (HOLD, {"left": side(hold_s=41.2, hold_ended="the clip ended"), "right": side(hold_s=300.0)}),
        (REPS, {"left": side(reps=0), "right": side(reps=90)}),
    ],
    ids=["hold", "reps"],
)
def test_seconds_and_repetitions_stand_beside_published_groups_without_a_verdict(plain, protocol, sides):
    result = plain.result.model_copy(update={"protocol": protocol.id, "sides": sides, "advice": []})

    page = render(replace(plain, protocol=protocol, result=result), {})

    text = Reader(page).text.replace(DISCLAIMER, "")
    for study in STUDIES[protocol.id]:
        assert f"{study.people}; {study.test} ({study.source})" in text
    assert "no standard to reach" in text
    assert not re.search(r'class="mark (good|close|fault)"|[✓≈]', page)
    assert [word for word in AVOIDED if word in text.lower()] == []
    if protocol is HOLD:
        assert "Left leg: at least 41 s" in text
    for row in spread_of(protocol.id, sides).rows:
        assert 0.0 <= row.start <= row.start + row.width <= 100.0


def test_bands_are_one_standard_deviation_each_way():
    band = next(row for row in spread_of("hold/1", {"left": side(hold_s=10.0)}).rows if row.kind == "band")
    end = AXIS["hold/1"][0]

    assert band.label == "65 ± 33 s"
    assert (band.start, band.mean, band.start + band.width) == pytest.approx(
        (100 * 32.5 / end, 100 * 65.2 / end, 100 * 97.9 / end)
    )


def test_a_lowered_leg_has_no_published_group(plain):
    assert spread_of("leg-lower/1", plain.result.sides) is None
    assert spread_of("hold/1", {"left": side()}) is None


def with_lowerings(assessment, count):
    """The test with this many lowerings of each side, every third set apart, and all advice there can be."""
    sides = {}
    for name, found in assessment.result.sides.items():
        trials = [
            trial.model_copy(update={"index": n + 1, **(SET_APART if n % 3 == 2 else {})})
            for n, trial in enumerate((list(found.trials) * 3)[:count])
        ]
        sides[name] = found.model_copy(update={"trials": trials, "limited_by": ["sink", "wobble", "recovery"]})
    more = "To decide on the left leg: film exactly from the side, and one more lowering."
    advice = [*assessment.result.advice, more]
    return replace(assessment, result=assessment.result.model_copy(update={"sides": sides, "advice": advice}))


SET_APART = {"valid": False, "reason": "the hands went from the chest to the floor"}


@needs_chromium
@pytest.mark.browser
def test_the_sheet_is_one_page_of_a4_and_fits_a_phone(compared, tmp_path):
    pictures = {
        name: Picture("Lowest: lowering 2 at 0:12.1, hips 23° (14 to 33)", "", STILL) for name in ("left", "right")
    }
    with chromium(size=PHONE) as driver:
        for count in (3, 5, 8):
            page = tmp_path / f"{count}.html"
            page.write_text(render(with_lowerings(compared(), count), pictures), encoding="utf-8")
            driver.get(page.as_uri())
            for size in (PHONE, (320, 640), DESKTOP):
                resize(driver, size)
                wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
                assert driver.execute_script(wide) <= 0, (count, size)
            printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
            pdf = base64.b64decode(printed["data"])
            assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1, count
