"""The data files say what the analysis found, and are there whole or not at all."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import numpy as np
import pytest

import formcheck.session.results
from figures import bridge_track, hidden, lying_still, nobody, standing_still
from formcheck.errors import OutputError
from formcheck.exercises import find_exercise
from formcheck.files import replacing
from formcheck.frames.frame import SourceInfo
from formcheck.output.export import write_result, write_signals
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.pose.recording import Origin, Recording, load_recording, save_recording
from formcheck.session.analysis import Analysis, analyze_poses
from formcheck.session.results import ModelInfo, SetResult, json_schema

GOLDEN = Path(__file__).parents[1] / "golden" / "glute_bridge_low_top_mixed_side_p5.npz"
SCHEMA = Path(formcheck.session.results.__file__).with_name("result.schema.json")
ORIGIN = Origin("clip.mp4", 640, 480, "full", "ab" * 32, "0.1.0")


def analysis_of(track: Pose, name: str = "clip.mp4") -> Analysis:
    source = SourceInfo(name, "video", 640, 480)
    poses = (track[i] for i in range(len(track)))
    return analyze_poses(poses, find_exercise("glute-bridge"), source, ModelInfo(name="full", sha256="ab" * 32))


@pytest.fixture(scope="module")
def golden() -> Analysis:
    """Three bridges of a rendered clip, the second one too low."""
    return analysis_of(load_recording(GOLDEN).track)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# result.json


def test_the_published_schema_is_the_one_of_the_code():
    remake = "json.dumps(json_schema(), indent=2) + a newline is what belongs into result.schema.json"

    assert SCHEMA.read_text(encoding="utf-8") == json.dumps(json_schema(), indent=2) + "\n", remake


def test_a_written_result_obeys_the_published_schema(golden, tmp_path):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    write_result(golden, tmp_path / "result.json")

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads((tmp_path / "result.json").read_text(encoding="utf-8")), schema)


def test_the_schema_refuses_a_verdict_that_does_not_exist(golden):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    result = json.loads(golden.result.to_json())
    result["reps"][0]["verdicts"][0]["verdict"] = "fine"

    with pytest.raises(jsonschema.ValidationError, match="fine"):
        jsonschema.validate(result, schema)


def test_a_written_result_reads_back_as_the_same(golden, tmp_path):
    write_result(golden, tmp_path / "result.json")

    assert SetResult.model_validate_json((tmp_path / "result.json").read_bytes()) == golden.result


def test_a_result_without_reps_obeys_the_schema_too():
    result = json.loads(analysis_of(standing_still(3.0)).result.to_json())

    jsonschema.validate(result, json.loads(SCHEMA.read_text(encoding="utf-8")))


# signals.csv


def test_signals_have_one_row_per_frame_and_one_column_per_signal(golden, tmp_path):
    write_signals(golden, tmp_path / "signals.csv")
    rows = rows_of(tmp_path / "signals.csv")

    assert len(rows) == len(golden.track) == 425
    assert list(rows[0]) == [
        "time_s", "frame", "hip_extension_deg", "hip_height_trunk", "shoulder_over_ankle_trunk", "knee_extension_deg",
        "shank_tilt_deg", "knee_spread", "phase", "rep", "bridged",
    ]  # fmt: skip
    assert [row["frame"] for row in rows] == [str(i) for i in range(425)]


def test_signals_are_those_of_the_analysis(golden, tmp_path):
    write_signals(golden, tmp_path / "signals.csv")
    rows = rows_of(tmp_path / "signals.csv")

    np.testing.assert_allclose([float(row["time_s"]) for row in rows], golden.smooth.time_s, atol=6e-4)
    for name, values in golden.signals.items():
        np.testing.assert_allclose([float(row[name] or "nan") for row in rows], values, atol=6e-3, err_msg=name)


def test_each_frame_names_its_rep_and_phase(golden, tmp_path):
    write_signals(golden, tmp_path / "signals.csv")
    rows = rows_of(tmp_path / "signals.csv")

    for rep in golden.result.reps:
        within = [row for row in rows if rep.start_s <= float(row["time_s"]) <= rep.end_s]
        phases = [row["phase"] for row in within]
        assert {row["rep"] for row in within} == {str(rep.index)}
        assert list(dict.fromkeys(phases)) == ["out", "turn", "back"]
        assert phases.count("turn") / 30 == pytest.approx(rep.hold_s, abs=0.07)
    outside = [row for row in rows if not any(r.start_s <= float(row["time_s"]) <= r.end_s for r in golden.result.reps)]
    assert {(row["rep"], row["phase"]) for row in outside} == {("", "")}


def test_what_was_not_seen_is_an_empty_cell(tmp_path):
    track = hidden(bridge_track(2), Landmark.RIGHT_KNEE, from_s=1.0, to_s=3.0)
    write_signals(analysis_of(nobody(track, 4.0, 5.0)), tmp_path / "signals.csv")

    for row in rows_of(tmp_path / "signals.csv"):
        unseen = 1.0 <= float(row["time_s"]) <= 3.0 or 4.0 <= float(row["time_s"]) <= 5.0
        assert (row["hip_extension_deg"] == "") == unseen, row


def test_short_gaps_are_bridged_and_marked(tmp_path):
    track = hidden(nobody(bridge_track(2), 3.0, 3.1), Landmark.LEFT_KNEE, from_s=2.0, to_s=2.1)
    write_signals(analysis_of(track), tmp_path / "signals.csv")
    rows = rows_of(tmp_path / "signals.csv")

    assert [round(float(row["time_s"]), 2) for row in rows if row["bridged"] == "1"] == [3.0, 3.03, 3.07, 3.1]
    assert [row["time_s"] for row in rows if row["hip_extension_deg"] == ""] == []


def test_a_set_that_never_began_has_times_only(tmp_path):
    write_signals(analysis_of(standing_still(2.0)), tmp_path / "signals.csv")
    rows = rows_of(tmp_path / "signals.csv")

    assert list(rows[0]) == ["time_s", "frame", "phase", "rep", "bridged"]
    assert {(row["phase"], row["rep"]) for row in rows} == {("", "")}


def test_numbers_are_not_more_exact_than_they_are_known(golden, tmp_path):
    write_signals(golden, tmp_path / "signals.csv")

    cells = (tmp_path / "signals.csv").read_text(encoding="utf-8").split("\n", 1)[1].replace("\n", ",").split(",")
    assert [cell for cell in cells if len(cell.partition(".")[2]) > 3] == []


# poses.npz


def test_poses_are_kept_as_the_model_gave_them(golden, tmp_path):
    save_recording(tmp_path / "poses.npz", Recording(golden.track, ORIGIN))
    kept = load_recording(tmp_path / "poses.npz")

    assert kept.origin == ORIGIN
    np.testing.assert_array_equal(kept.track.image, golden.track.image)
    assert analysis_of(kept.track).result == golden.result


# Whole or not at all


def write_half(path: Path, trouble: BaseException) -> None:
    with replacing(path) as unfinished:
        unfinished.write_text("half of it")
        raise trouble


def test_an_older_file_is_replaced(tmp_path):
    path = tmp_path / "result.json"
    path.write_text("older")
    write_result(analysis_of(lying_still(2.0)), path)

    assert path.read_text(encoding="utf-8").startswith("{")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_fails_half_way_leaves_the_older_one_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("older")

    with pytest.raises(ZeroDivisionError):
        write_half(path, ZeroDivisionError())
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_left_when_writing_is_interrupted(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write_half(tmp_path / "notes.txt", KeyboardInterrupt())
    assert list(tmp_path.iterdir()) == []


def test_the_unfinished_file_of_a_killed_process_goes_and_that_of_a_running_one_stays(tmp_path):
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    gone, stays = (tmp_path / f".notes.txt.{number}.part" for number in (killed.pid, os.getppid()))
    others = [tmp_path / ".notes.txt.mine.part", tmp_path / f".other.txt.{killed.pid}.part"]
    for path in (gone, stays, *others):
        path.write_text("half")

    with replacing(tmp_path / "notes.txt") as unfinished:
        unfinished.write_text("whole")

    assert sorted(tmp_path.iterdir()) == sorted([tmp_path / "notes.txt", stays, *others])


@pytest.mark.parametrize("place", ["missing/result.json", "a-file/result.json", "a-folder"])
def test_a_place_that_cannot_be_written_is_reported_in_one_line(tmp_path, place):
    (tmp_path / "a-file").touch()
    (tmp_path / "a-folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    analysis = analysis_of(lying_still(2.0))

    for write in (write_result, write_signals, lambda a, path: save_recording(path, Recording(a.track, ORIGIN))):
        with pytest.raises(OutputError) as caught:
            write(analysis, tmp_path / place)
        assert "\n" not in str(caught.value)
        assert str(tmp_path / place) in str(caught.value)
        assert "Choose a folder" in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


FULL_DISK = """
import resource, sys
from pathlib import Path
from test_export import GOLDEN, ORIGIN, analysis_of
from formcheck.errors import OutputError
from formcheck.output.export import write_result, write_signals
from formcheck.output.pages.report import write_report
from formcheck.pose.recording import Recording, load_recording, save_recording

folder = Path(sys.argv[1])
analysis = analysis_of(load_recording(GOLDEN).track)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))  # Python ignores SIGXFSZ: writing beyond fails
for name, write in {
    "result.json": write_result,
    "signals.csv": write_signals,
    "poses.npz": lambda a, path: save_recording(path, Recording(a.track, ORIGIN)),
    "report.html": lambda a, path: write_report(a, path, []),
}.items():
    try:
        write(analysis, folder / name)
    except OutputError as error:
        print(error)
"""


def test_a_full_disk_leaves_older_files_whole_and_nothing_else(tmp_path):
    pytest.importorskip("resource", reason="only POSIX can limit the size of files")
    names = ["poses.npz", "report.html", "result.json", "signals.csv"]
    for name in names:
        (tmp_path / name).write_text("older")
    search = os.pathsep.join([str(Path(__file__).parent), *sys.path])

    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": search}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    lines = run.stdout.splitlines()
    assert len(lines) == len(names)
    assert [line for line in lines if "Free some space" not in line] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert {path.read_text() for path in tmp_path.iterdir()} == {"older"}
