"""`formcheck assess` as a user runs it: a video through the real model, and what goes wrong."""

import json

import pytest

from clips import ROOT

TAP = ROOT / "samples/videos/single_leg_glute_bridge_good_tap_side_p1.mp4"
DROPS = ROOT / "tests/golden/single_leg_test_drops_p1.npz"


@pytest.fixture
def run(here):
    """The command in this process: its exit code, and what it printed."""

    def command(*arguments):
        done = here("assess", *arguments)
        return done.returncode, done.stdout, done.stderr

    return command


def test_a_video_of_the_test_is_measured_and_drawn(run, tmp_path):
    code, out, err = run("single-leg-bridge", TAP, "-o", tmp_path / "test")

    assert (code, err) == (0, "")
    assert "left leg" in out.lower()
    result = json.loads((tmp_path / "test/assessment.json").read_text())
    assert list(result["sides"]) == ["left"]
    left = result["sides"]["left"]
    assert [trial["valid"] for trial in left["trials"]] == [True, True, True]
    assert left["result"] in ("steady", "uncertain")
    assert left["sink_ci"][0] < 3.0  # the true sink is below 3 degrees
    assert {path.name for path in (tmp_path / "test").iterdir()} == {
        "annotated.mp4",
        "assessment.json",
        "poses.npz",
        "report.html",
    }


def test_json_is_all_that_is_printed(run):
    code, out, err = run("single-leg-bridge", DROPS, "--json")

    assert (code, err) == (0, "")
    assert json.loads(out)["protocol"] == "leg-lower/1"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("single-leg-bridge",), "no clip is named"),
        (("single-leg-bridge", "nowhere.mp4"), "nowhere.mp4"),
        (("single-leg-bridge", str(DROPS), "--protocol", "plank/1"), "no protocol 'plank/1'"),
    ],
)
def test_an_error_the_user_can_fix_is_one_line(run, arguments, words):
    code, out, err = run(*arguments)

    assert code == 2
    assert out == ""
    assert words in err
    assert err.count("\n") == 1
