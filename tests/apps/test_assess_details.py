"""`formcheck assess` with a name, a date, a note and an earlier test, as a user runs it."""

import json

import pytest

from clips import ROOT
from formcheck.output.pages.assessment_words import degrees
from reading import Reader

DROPS = ROOT / "tests/golden/single_leg_test_drops_p1.npz"  # left leg, sinks by 20 degrees
HOLD = ("--protocol", "hold/1")
NAME, NOTE = "Anna [bold]<b>B</b>[/bold]", "[link=file:///]rest & tea[/link]"


def before(tmp_path, sink_deg=40.0, **changes):
    """An earlier test of the left leg."""
    interval = [sink_deg - 5.0, sink_deg + 5.0]
    document = {
        "schema": "formcheck.assessment/1",
        "protocol": "leg-lower/1",
        "person": NAME,
        "date": "2026-03-01",
        "formcheck": "0.0.9",
        "sides": {"left": {"result": "drops", "sink_deg": sink_deg, "sink_ci": interval}},
        **changes,
    }
    path = tmp_path / "before" / "assessment.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture
def run(here):
    return lambda *arguments: here("assess", "single-leg-bridge", *arguments)


def test_what_is_stated_stands_in_the_result_on_the_page_and_on_the_terminal(run, tmp_path):
    stated = ("--person", NAME, "--date", "2026-04-12", "--note", NOTE)

    done = run(DROPS, *stated, "--previous", before(tmp_path), "-o", tmp_path / "now")

    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads((tmp_path / "now/assessment.json").read_text(encoding="utf-8"))
    assert (result["person"], result["date"], result["note"]) == (NAME, "2026-04-12", NOTE)
    left = result["comparison"]["sides"]["left"]
    assert (left["apart"], left["before"], left["now"]) == (True, 40.0, result["sides"]["left"]["sink_deg"])
    assert left["change"] == pytest.approx(left["now"] - 40.0)
    page = (tmp_path / "now/report.html").read_text(encoding="utf-8")
    assert NAME in Reader(page).all("dd")
    assert NOTE in Reader(page).all("dd")
    assert "<b>B</b>" not in page
    lines = done.stdout.splitlines()
    assert f"{NAME}, 2026-04-12" in lines
    assert NOTE in lines
    told = " ".join(done.stdout.split())
    now = result["sides"]["left"]
    words = degrees(now["sink_deg"], now["sink_ci"])
    assert f"left leg, hips sank: 40° (35 to 45) before (2026-03-01), {words} now." in told
    assert f"Change: the hips sank {40.0 - now['sink_deg']:.0f}° less than before." in told


def test_json_holds_the_comparison_and_an_unnamed_test_is_compared_all_the_same(run, tmp_path):
    done = run(DROPS, "--previous", before(tmp_path, 25.0), "--json")

    assert (done.returncode, done.stderr) == (0, "")
    comparison = json.loads(done.stdout)["comparison"]
    assert (comparison["same_person"], comparison["previous_date"]) == (None, "2026-03-01")
    left = comparison["sides"]["left"]
    assert (left["apart"], left["change"], left["reason"]) == (False, None, "the ranges of both tests overlap")


def test_without_details_nothing_is_made_up(run):
    result = json.loads(run(DROPS, "--json").stdout)

    assert [result[key] for key in ("person", "date", "note", "comparison")] == [None] * 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--person", "Anna\nBerger"), "the name has line ends"),
        (("--person", "\x1b[31mAnna"), "the name has line ends or control characters"),
        (("--person", ""), "the name is empty"),
        (("--note", "x" * 201), "the note has 201 characters: give at most 200"),
        (("--date", "12.4.2026"), "--date 2026-03-31"),
        (("--date", "2026-02-29"), "there is no day 2026-02-29"),
        (("--previous", "nowhere.json"), "'nowhere.json' does not exist"),
        (("--previous", str(DROPS)), "is not JSON"),
    ],
)
@pytest.mark.parametrize("live", [False, True], ids=["recorded", "live"])
def test_what_cannot_be_used_is_one_line_before_any_work(run, tmp_path, arguments, words, live):
    source = ("--live", "--source", "nowhere.mp4", "--no-window") if live else ("nowhere.mp4",)

    done = run(*source, *arguments, "-o", tmp_path / "out")

    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("changes", "arguments", "words"),
    [
        ({"schema": "formcheck.assessment/2"}, (), "was made by a newer formcheck"),
        ({}, HOLD, "is a test of leg-lower/1, this is one of hold/1"),
        ({}, ("--person", "Ben"), "this is one of 'Ben'"),
        ({}, ("--date", "2026-02-01"), "which is later than 2026-02-01"),
    ],
)
def test_an_earlier_test_that_does_not_fit_is_one_line(run, tmp_path, changes, arguments, words):
    done = run(DROPS, "--previous", before(tmp_path, **changes), *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "source", [("nowhere.mp4",), ("--live", "--source", "nowhere.mp4", "--no-window")], ids=["recorded", "live"]
)
def test_the_earlier_test_is_never_written_over_which_is_checked_before_any_work(run, tmp_path, source):
    previous = before(tmp_path)
    (tmp_path / "link").symlink_to(previous.parent)
    held = previous.read_bytes()

    for folder in (previous.parent, tmp_path / "link"):
        done = run(*source, "--previous", previous, "-o", folder)

        assert done.returncode == 2
        assert "is an input, and would be written over" in done.stderr
        assert done.stderr.count("\n") == 1
    assert previous.read_bytes() == held
    assert [path.name for path in previous.parent.iterdir()] == ["assessment.json"]
