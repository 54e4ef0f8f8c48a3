"""The report of the single-leg bridge test."""

import re

import pytest

from clips import ROOT
from formcheck.apps.assess import assess_files, scenes_of, write_assessment
from formcheck.assessment.protocol import HOLD, LEG_LOWER, REPS
from formcheck.output.pages.assessment_report import headline, render, worst_moments
from formcheck.output.pages.assessment_words import degrees, percent
from reading import AVOIDED, Reader

GOLDEN = ROOT / "tests/golden"
DROPS, SHORT, OBLIQUE = (GOLDEN / f"single_leg_test_{name}.npz" for name in ("drops_p1", "short_tap_p4", "45_p4"))


@pytest.fixture(scope="module")
def both():
    return assess_files([DROPS, SHORT], LEG_LOWER)


def test_both_sides_stand_side_by_side_with_their_numbers(both):
    page = render(both, {})

    text = Reader(page).text
    assert [heading.partition(":")[0] for heading in Reader(page).all("h3")] == ["Left leg", "Right leg"]
    for side in both.result.sides.values():
        assert degrees(side.sink_deg, side.sink_ci) in text
    assert "– invalid" in text
    assert "the heel did not reach the floor" in text
    assert page.count("<svg") == 1
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", page).replace("http-equiv", "")


def test_words_are_those_of_general_fitness(both):
    from formcheck.output.pages.report_words import DISCLAIMER

    text = Reader(render(both, {})).text

    assert DISCLAIMER in text
    assert [word for word in AVOIDED if word in text.replace(DISCLAIMER, "").lower()] == []


@pytest.mark.parametrize("protocol", [HOLD, REPS], ids=lambda protocol: protocol.id)
def test_other_protocols_have_a_page_too(protocol):
    assessment = assess_files([GOLDEN / "single_leg_glute_bridge_hip_sag_mixed_side_p4.npz"], protocol)

    assert protocol.id in render(assessment, {})


def test_a_page_without_any_side_says_how_the_test_is_done():
    assessment = assess_files([GOLDEN / "glute_bridge_good_side_p0.npz"], LEG_LOWER)

    text = Reader(render(assessment, {})).text
    assert headline(assessment) == "No test was seen"
    assert "Stretch one leg out" in text


def test_the_files_of_a_test_are_written(both, tmp_path):
    written = write_assessment(both, [DROPS, SHORT], tmp_path / "out", video=True)

    assert [path.name for path in written] == ["assessment.json", "poses-1.npz", "poses-2.npz", "report.html"]
    assert all(path.stat().st_size > 1000 for path in written)
    assert "data:image/jpeg" in written[-1].read_text(encoding="utf-8")
    again = assess_files([tmp_path / "out/poses-1.npz", tmp_path / "out/poses-2.npz"], LEG_LOWER)
    assert again.result.sides == both.result.sides


def test_the_worst_moment_is_the_lowest_of_the_valid_trials(both):
    moments = worst_moments(both)

    lowest = max(both.result.sides["left"].trials, key=lambda trial: trial.sink_deg)
    assert moments["left"].time_s == lowest.sink_at_s


def test_scenes_show_stage_trials_and_sink(both):
    seen = both.run_of("left")
    scenes = scenes_of(both, seen)
    trial = both.result.sides["left"].trials[1]
    index = int(abs(seen.track.time_s - trial.sink_at_s).argmin())

    scene = scenes[index]

    assert scene.near == "left"
    assert scene.hud.phase in ("lower", "raise")
    assert scene.hud.count == 1
    shown = int(scene.value.removeprefix("hips \N{MINUS SIGN}").removesuffix("°"))
    assert shown == pytest.approx(trial.sink_deg, abs=1.0)


def test_numbers_have_no_negative_zero():
    assert degrees(-0.2, (-3.4, 0.3)) == "0° (\N{MINUS SIGN}3 to 0)"
    assert percent(None, None) == "–"
