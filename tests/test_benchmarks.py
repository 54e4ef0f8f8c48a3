"""The benchmarks run, and the page holds the tables of their last run."""

import json
import subprocess
import sys

import memory
import oblique_counts
import page
import pytest
import seams
import speed

from clips import ROOT

PAGE = (page.DOCS / "performance.md").read_text(encoding="utf-8")


def test_speed_runs(tmp_path):
    done = subprocess.run(
        [sys.executable, speed.__file__, "--smoke"], capture_output=True, text=True, check=True, timeout=280
    )

    lines = done.stdout.splitlines()
    assert lines[0].startswith("after the pose model: median")
    assert [line.split(" · ")[0] for line in lines[1:]] == ["480p30 lite", "480p30 lite, video and report"]


def test_a_clip_of_the_benchmark_has_the_requested_length_and_rate(tmp_path):
    from formcheck.frames.video import VideoFile

    count = speed.make_clip(tmp_path / "clip.mp4", 21.0, 90, 60)
    with VideoFile(tmp_path / "clip.mp4") as video:
        index = video.frame_index()

    assert count == len(index) == 1200
    assert index.time_s(1199) == pytest.approx(1199 / 60, abs=1e-3)


def test_rows_measured_again_replace_earlier_ones_and_others_stay():
    def row(height, model, video, load):
        return {"height": height, "fps": 30, "model": model, "video": video, "load": load}

    old = {"processors": 2, "step_ms": 0.5, "speed": [row(480, "full", False, 9), row(480, "full", True, 9)]}
    new = {"processors": 2, "step_ms": 0.3, "speed": [row(1080, "lite", False, 1), row(480, "full", False, 1)]}

    both = speed.together(old, new)
    assert both["step_ms"] == 0.3
    assert [(r["height"], r["video"], r["load"]) for r in both["speed"]] == [
        (480, False, 1),
        (480, True, 9),
        (1080, False, 1),
    ]
    assert speed.together(old | {"processors": 8}, new)["speed"] == [new["speed"][1], new["speed"][0]]


def test_memory_runs():
    figures = memory.measure(0.4, 480, "lite", 1)

    assert figures["frames"] == 600
    assert 100 < figures["peaks_mib"][0] <= figures["peaks_mib"][-1] <= figures["written_mib"] < 1024
    assert figures["peaks_mib"] == sorted(figures["peaks_mib"])
    assert len(figures["peaks_mib"]) == memory.QUARTERS
    assert all(100 < usual <= peak for usual, peak in zip(figures["usual_mib"], figures["peaks_mib"], strict=True))


def test_the_slope_is_that_of_the_medians():
    figures = {"minutes": 20.0, "height": 1080, "model": "lite", "jobs": 2, "peaks_mib": [500, 530, 560, 690]}
    figures |= {"usual_mib": [450, 470, 500, 540], "written_mib": 720.0}

    assert memory.slope_mib(figures) == pytest.approx(6.0)
    table = memory.table(figures)
    assert "| median in this quarter | 450 MiB | 470 MiB | 500 MiB | 540 MiB |  |" in table
    assert "| largest so far | 500 MiB | 530 MiB | 560 MiB | 690 MiB | 720 MiB |" in table
    assert "6.0 MiB for each minute of video: at most 930 MiB in the analysis of an hour" in table
    assert "slope" not in memory.table(figures | {"minutes": 2.0})


@pytest.mark.parametrize("benchmark", [speed, seams, memory], ids=["speed", "seams", "memory"])
def test_page_holds_the_table_of_the_last_run(benchmark):
    assert benchmark.table(json.loads(benchmark.FIGURES.read_text())) in PAGE


def test_a_table_without_a_place_is_an_error():
    with pytest.raises(ValueError, match="no place for the table 'nothing'"):
        page.write_table("nothing", "| |")


def test_oblique_counts_compares_each_recording_with_its_label(tmp_path):
    name = "gorilla_row_same_side_45_p4"
    label = json.loads((ROOT / f"samples/videos/{name}.label.json").read_text(encoding="utf-8"))
    (tmp_path / f"{name}.npz").write_bytes((ROOT / f"tests/golden/{name}.npz").read_bytes())
    for stem, reps in ((name, label["reps"]), ("without_poses", [])):
        (tmp_path / f"{stem}.label.json").write_text(json.dumps(label | {"reps": reps}), encoding="utf-8")

    (row,) = oblique_counts.rows_of(tmp_path)
    (tmp_path / f"{name}.label.json").write_text(json.dumps(label | {"reps": label["reps"][:-1]}), encoding="utf-8")
    (short,) = oblique_counts.rows_of(tmp_path)

    assert (row.exercise, row.counted, row.exact) == ("gorilla-row", len(label["reps"]), True)
    assert 35.0 < row.turn_deg < 55.0
    assert not short.exact


def test_no_split_of_the_oblique_clips_shares_people_or_seeds_with_another():
    entries = {name: list(oblique_counts.entries(split)) for name, split in oblique_counts.SPLITS.items()}

    for key in ("person", "seed"):
        used = [{entry[key] for entry in of_split} for of_split in entries.values()]
        assert sum(map(len, used)) == len(set.union(*used))
    assert [len(of_split) for of_split in entries.values()] == [40, 40, 40, 24]
