"""The result explains itself, follows its published schema, and its numbers add up."""

import json
from functools import cache
from importlib.resources import files
from itertools import pairwise

import jsonschema
import pytest
from pydantic import ValidationError

from figures import Camera, bridge_track, frames, hidden, joined, lying_still, nobody, standing_still
from formcheck import __version__
from formcheck.errors import NobodySeen, NoFrames
from formcheck.exercises.glute_bridge import EXERCISE
from formcheck.frames.frame import SourceInfo
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.session.analysis import Analysis, analyze_poses
from formcheck.session.results import ModelInfo, SetResult, json_schema

MODEL = ModelInfo(name="full", sha256="ab" * 32)


def analysis_of(track: Pose, warnings: list[str] | None = None) -> Analysis:
    source = SourceInfo("clip.mp4", "video", 1280, 720, rotation_deg=90, warnings=warnings or [])
    return analyze_poses(frames(track), EXERCISE, source, MODEL)


TRACKS = {
    "good": lambda: bridge_track(3),
    "faulty": lambda: bridge_track(4, top_deg=(180.0, 158.0, 134.0, 200.0)),
    "oblique": lambda: bridge_track(2, camera=Camera(off_deg=45.0)),
    "ankle hidden in one rep": lambda: hidden(bridge_track(3), Landmark.RIGHT_ANKLE, from_s=5.5, to_s=9.9),
    "lying still": lambda: lying_still(3.0),
    "standing": lambda: standing_still(2.0),
    "one frame": lambda: standing_still(2.0)[:1],
    "mostly out of sight": lambda: nobody(bridge_track(2), 4.5, 99.0),
}


@cache
def analysis(name: str) -> Analysis:
    return analysis_of(TRACKS[name]())


every = pytest.mark.parametrize("name", TRACKS)


@every
def test_result_follows_its_schema(name: str):
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(analysis(name).result.to_json()))


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_published_schema_is_that_of_the_code():
    published = json.loads((files("formcheck.session") / "result.schema.json").read_text("utf-8"))

    assert published == json_schema()


@every
def test_schema_lets_later_keys_pass_at_every_level(name: str):
    validator = jsonschema.Draft202012Validator(json_schema())

    def every_object(node: object) -> list[dict]:
        if isinstance(node, list):
            return [found for item in node for found in every_object(item)]
        if not isinstance(node, dict):
            return []
        free = ("settings", "not_judged")  # these have keys of their own
        return [node, *(found for key, item in node.items() if key not in free for found in every_object(item))]

    document = json.loads(analysis(name).result.to_json())
    for node in every_object(document):
        node["added_later"] = 1

    validator.validate(document)


def test_schema_refuses_another_version():
    document = json.loads(analysis("good").result.to_json()) | {"schema": "formcheck.result/2"}

    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(document)


def test_result_of_a_later_version_can_be_read():
    result = analysis("good").result

    assert SetResult.model_validate(json.loads(result.to_json()) | {"added_later": 1}) == result


def test_model_refuses_what_is_missing():
    document = json.loads(analysis("good").result.to_json())
    del document["reps"]

    with pytest.raises(ValidationError):
        SetResult.model_validate(document)


@every
def test_result_comes_back_from_its_json(name: str):
    result = analysis(name).result

    assert SetResult.model_validate_json(result.to_json()) == result


def test_keys_come_in_the_order_of_the_design():
    document = json.loads(analysis("good").result.to_json())

    assert list(document) == [
        *("schema", "exercise", "source", "reps", "attempts", "ledger", "cues"),
        *("set_up", "prescription", "quality", "interval_level", "provenance"),
    ]
    assert document["schema"] == "formcheck.result/1"
    assert list(document["reps"][0])[:6] == ["index", "side", "start_s", "turn_s", "end_s", "hold_s"]
    assert list(document["reps"][0]["verdicts"][0])[:6] == ["rule", "verdict", "value", "unit", "at_s", "reason"]
    assert list(document["ledger"][0]) == ["rule", "judged", "faults", "not_judged"]


def test_json_is_plain():
    """Numbers a reader can use: no NaN, and no digits that mean nothing."""
    text = analysis("faulty").result.to_json()

    assert "NaN" not in text
    assert "Infinity" not in text
    assert (
        max(len(word.partition(".")[2].rstrip(",")) for word in text.split() if "." in word and word[0].isdigit()) <= 3
    )
    assert text.endswith("}\n")


@every
def test_ledger_accounts_for_every_rep(name: str):
    result = analysis(name).result

    assert [row.rule for row in result.ledger] == [rule.id for rule in EXERCISE.rules]
    for row in result.ledger:
        found = [v for rep in result.reps for v in rep.verdicts if v.rule == row.rule]
        assert row.judged + sum(row.not_judged.values()) == len(result.reps)
        assert row.faults == sum(v.verdict == "fault" for v in found) <= row.judged
        assert sum(row.not_judged.values()) == sum(v.verdict == "not-judged" for v in found)


@every
def test_verdicts_have_a_value_or_a_reason(name: str):
    verdicts = [v for rep in analysis(name).result.reps for v in rep.verdicts]

    without = [v for v in verdicts if v.reason != "too close to call"]
    assert [v for v in without if (v.verdict == "not-judged") != (v.value is None)] == []
    assert [v for v in verdicts if v.reason == "too close to call" and None in (v.value, v.low, v.high)] == []
    assert [v for v in verdicts if (v.verdict == "not-judged") != bool(v.reason)] == []
    assert [v for v in verdicts if (v.value is None) != (v.at_s is None)] == []
    assert [v for v in verdicts if v.unit != EXERCISE.rule(v.rule).measure.unit] == []


@every
def test_moments_lie_within_the_clip_and_in_order(name: str):
    found = analysis(name)
    last_s = float(found.track.time_s[-1]) + 1e-3
    for rep in found.result.reps:
        assert 0.0 <= rep.start_s < rep.turn_s < rep.end_s <= last_s
        assert [v for v in rep.verdicts if v.at_s is not None and not rep.start_s <= v.at_s <= rep.end_s] == []
    ends = [(rep.start_s, rep.end_s) for rep in found.result.reps]
    assert [after for (_, end), (after, _) in pairwise(ends) if after < end] == []


def test_reps_faults_attempts_and_cues_are_those_of_the_set():
    result = analysis("faulty").result

    assert [rep.faults for rep in result.reps] == [[], ["hips-low"], ["arched"]]
    assert [attempt.reason for attempt in result.attempts] == [EXERCISE.words.too_small]
    assert [cue.text for cue in result.cues] == [EXERCISE.rule("hips-low").say.cue, EXERCISE.rule("arched").say.cue]


def test_hidden_ankle_is_in_the_ledger_with_its_reason():
    rows = {row.rule: row for row in analysis("ankle hidden in one rep").result.ledger}

    assert (rows["feet-far"].judged, rows["feet-far"].not_judged) == (2, {"not seen": 1})
    assert (rows["hips-low"].judged, rows["hips-low"].not_judged) == (3, {})


def test_result_names_versions_and_settings():
    provenance = analysis("good").result.provenance

    assert (provenance.formcheck, provenance.model, provenance.exercise_revision) == (
        __version__,
        MODEL,
        EXERCISE.revision,
    )
    assert provenance.settings


def test_source_is_described():
    source = analysis("good").result.source

    assert (source.name, source.kind, source.width, source.height, source.rotation_deg) == (
        "clip.mp4",
        "video",
        1280,
        720,
        90,
    )
    assert source.duration_s == pytest.approx(14.5)


def test_quality_says_how_well_the_person_was_seen():
    good, poor = analysis("good").result.quality, analysis("mostly out of sight").result.quality

    assert (good.frames, good.seen, good.in_position, good.fps) == (436, 1.0, 1.0, 30.0)
    assert (good.view, good.near_side, good.swaps_repaired, good.warnings) == ("side", "right", 0, [])
    assert poor.seen == pytest.approx(0.45, abs=0.01)
    assert len(poor.warnings) == 1


@pytest.mark.parametrize(
    ("name", "word", "change"),
    [
        ("standing", "position", EXERCISE.words.camera),
        ("oblique", "off the side", "until it sees you exactly from the side"),
        ("one frame", "position", EXERCISE.words.camera),
    ],
)
def test_warnings_say_what_to_change(name: str, word: str, change: str):
    (warning,) = analysis(name).result.quality.warnings

    assert word in warning
    assert change in warning


def test_warnings_of_the_source_come_along():
    assert analysis_of(lying_still(2.0), warnings=["frames were missing"]).result.quality.warnings == [
        "frames were missing"
    ]


def test_times_that_turn_out_doubtful_at_the_end_of_a_video_are_not_judged():
    source = SourceInfo("clip.mkv", "video", 1280, 720)

    def read():
        yield from frames(bridge_track(2))
        source.timed = False

    result = analyze_poses(read(), EXERCISE, source, MODEL).result

    assert len(result.reps) == 2
    assert not result.source.timed
    reasons = {v.rule: v.reason for rep in result.reps for v in rep.verdicts if v.reason == "frame rate not known"}
    assert set(reasons) == {"short-hold", "lowered-fast"}


def test_nobody_in_any_frame_is_an_error():
    with pytest.raises(NobodySeen, match=r"clip\.mp4"):
        analysis_of(nobody(lying_still(1.0), 0.0, 9.0))


def test_no_frames_are_an_error():
    with pytest.raises(NoFrames):
        analysis_of(lying_still(1.0)[:0])


# What the outputs draw on


@every
def test_analysis_has_an_update_and_a_smooth_pose_for_every_frame(name: str):
    found = analysis(name)

    assert len(found.updates) == len(found.smooth) == len(found.track)
    assert [float(u.time_s) for u in found.updates] == found.track.time_s.tolist()
    assert {len(values) for values in found.signals.values()} <= {len(found.track)}


def test_signals_are_those_of_the_exercise():
    found = analysis("good")

    assert list(found.signals) == [signal.name for signal in EXERCISE.signals]
    assert found.signals["hip_extension_deg"].max() == pytest.approx(180.0, abs=0.5)
    assert analysis("standing").signals == {}


def test_rep_that_ends_with_the_recording_is_in_the_last_update():
    track = bridge_track(1)
    found = analysis_of(track[track.time_s < 4.5])

    assert found.updates[-1].rep is found.session.reps[0]
    assert found.updates[-1].count == 1


def test_set_after_a_walk_through_the_picture_is_followed_from_where_it_begins():
    result = analysis_of(joined(standing_still(2.0), bridge_track(2))).result

    assert result.quality.in_position == pytest.approx(0.83, abs=0.03)
    assert len(result.reps) == 2


def test_recorded_results_are_readable_by_schema_version():
    schema = json_schema()

    assert schema["properties"]["schema"]["const"] == "formcheck.result/1"
    assert schema["$schema"].startswith("https://json-schema.org/")
