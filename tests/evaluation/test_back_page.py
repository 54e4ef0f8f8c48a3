"""The page about the back says what the committed readings say."""

import json

import back
import pytest

from clips import ROOT

ROWS = json.loads((ROOT / "benchmarks/back.json").read_text(encoding="utf-8"))


def test_tables_of_the_page_are_those_of_the_readings():
    page = (ROOT / "docs/back.md").read_text(encoding="utf-8")

    assert back.with_tables(page, ROWS) == page


def test_readings_were_judged_by_the_limits_of_today():
    def today(row: dict) -> str:
        flat, rounded = back.limits()[row["exercise"]]
        return "good" if row["value"] <= flat else "fault" if row["value"] > rounded else "not-judged"

    assert [row for row in ROWS if row["value"] is not None and row["verdict"] != today(row)] == []


def test_no_flat_back_was_judged_as_rounded():
    assert [r for r in ROWS if r["verdict"] == "fault" and not r["labelled"] and not (r["bend_deg"] or 0) >= 30] == []


def test_area_under_the_curve_of_known_readings():
    alarms, hits, area = back.roc([3.0, 4.0], [1.0, 3.5])

    assert area == pytest.approx(0.75)
    assert (alarms[0], hits[0], alarms[-1], hits[-1]) == (0.0, 0.0, 1.0, 1.0)
    assert back.roc([2.0], [2.0])[2] == pytest.approx(0.5)
