"""The benchmarks run, and the page holds what they found."""

import json
import subprocess
import sys

import page
import pytest
import seams
import speed

PAGE = page.PAGE.read_text(encoding="utf-8")


def test_speed_runs(tmp_path):
    done = subprocess.run(
        [sys.executable, speed.__file__, "--smoke"], capture_output=True, text=True, check=True, timeout=280
    )

    told = done.stdout.splitlines()
    assert told[0].startswith("after the pose model: median")
    assert [line.split(" · ")[0] for line in told[1:]] == ["480p30 lite", "480p30 lite, video and report"]


def test_a_clip_of_the_benchmark_has_the_length_and_rate_that_were_asked_for(tmp_path):
    from formcheck.frames.video import VideoFile

    count = speed.make_clip(tmp_path / "clip.mp4", 21.0, 90, 60)
    with VideoFile(tmp_path / "clip.mp4") as video:
        survey = video.survey()

    assert count == len(survey) == 1200
    assert survey.time_s(1199) == pytest.approx(1199 / 60, abs=1e-3)


@pytest.mark.parametrize("benchmark", [speed, seams], ids=["speed", "seams"])
def test_page_holds_the_table_of_the_last_run(benchmark):
    assert benchmark.table(json.loads(benchmark.FIGURES.read_text())) in PAGE


def test_a_table_without_a_place_is_told():
    with pytest.raises(ValueError, match="no place for the table 'nothing'"):
        page.write_table("nothing", "| |")
