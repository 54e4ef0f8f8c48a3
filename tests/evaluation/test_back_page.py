"""The page about the back says what the committed readings say, and the fit is what they give."""

import json

import back
import back_page
import pytest

from clips import ROOT
from formcheck.rules.back_fit import BackFit

ROWS = json.loads((ROOT / "benchmarks/back.json").read_text(encoding="utf-8"))
LIFTS = [row for row in ROWS if row["exercise"] != back_page.SWING and row["model"] == "full" and not row["low"]]


def verdicts_of(rows: list[dict], bends: str) -> list[str]:
    return [row["verdict"] for row in back_page.bent(rows, bends)]


def test_tables_of_the_page_are_those_of_the_readings():
    page = (ROOT / "docs/back.md").read_text(encoding="utf-8")

    assert back_page.with_tables(page, ROWS) == page


def test_fits_are_those_of_the_readings():
    stored = json.loads((ROOT / "src/formcheck/rules/back.json").read_text(encoding="utf-8"))["fits"]
    fit, _ = back.fit_group("full", back.GROUPS[0])

    assert stored["full"]["bent-over-row"]["weights"] == pytest.approx(list(fit.weights), abs=1e-3)
    assert stored["full"]["bent-over-row"]["shared"] == pytest.approx(fit.shared, abs=0.01)


def test_nothing_is_fitted_on_people_who_report():
    fitted = {row["person"] for row in back.fitted_rows("full", back.GROUPS[0])}
    reporting = {row["person"] for row in ROWS if row["reports"]}

    assert fitted
    assert reporting
    assert not fitted & reporting


def test_no_flat_back_was_judged_as_rounded_and_none_bent_by_20_degrees_as_flat():
    assert verdicts_of(LIFTS, "0–10°").count("fault") <= 0.01 * len(back_page.bent(LIFTS, "0–10°"))
    assert verdicts_of(LIFTS, "20°").count("good") == 0


def test_widths_hold_their_level_of_people_who_were_left_out():
    fit, judged = back.fit_group("full", back.GROUPS[0])
    held = [abs(value - back_page.PERCENT_PER_DEG * row["bend_deg"]) <= half for row, value, half in judged]

    assert isinstance(fit, BackFit)
    assert 0.88 <= sum(held) / len(held) <= 0.95
