"""Comparing results with labels, on results made by hand so that the answer is known."""

import numpy as np
import pytest

from formcheck.evaluation.labels import Label
from formcheck.evaluation.score import confused, match, score
from formcheck.evaluation.summary import summarize
from formcheck.session.results import (
    LedgerRow,
    ModelInfo,
    Provenance,
    Quality,
    RepResult,
    SetResult,
    SourceResult,
    VerdictResult,
)


def rep(index, turn_s, verdict="good", side=None):
    return RepResult(
        index=index,
        side=side,
        start_s=turn_s - 1,
        turn_s=turn_s,
        end_s=turn_s + 1,
        hold_s=1.0,
        back_s=1.0,
        range=60.0,
        driver="hip_extension_deg",
        driver_unit="deg",
        view="side",
        verdicts=[
            VerdictResult(rule="hips-low", verdict=verdict, value=None, unit="deg", at_s=None, reason=None),
        ],
    )


def result(*reps):
    return SetResult(
        exercise="glute-bridge",
        source=SourceResult(name="clip.mp4", kind="video", width=640, height=480, duration_s=20.0),
        reps=list(reps),
        attempts=[],
        ledger=[LedgerRow(rule="hips-low", judged=len(reps), faults=0, not_judged={})],
        cues=[],
        quality=Quality(
            frames=600,
            seen=1.0,
            in_position=1.0,
            view="side",
            near_side="right",
            fps=30.0,
            swaps_repaired=0,
            warnings=[],
        ),
        provenance=Provenance(formcheck="0", model=ModelInfo(name="full", sha256=""), exercise_revision=1, settings={}),
    )


def label(*reps, fault_labels="complete", angles=None, view="side"):
    return Label.model_validate(
        {
            "schema": "formcheck.label/1",
            "exercise": "glute-bridge",
            "view": view,
            "origin": "rendered",
            "reps": [{"start_s": t - 2, "turn_s": t, "end_s": t + 2, "faults": f} for t, f in reps],
            "fault_labels": fault_labels,
            "angles": angles,
        }
    )


def scored(labels, found, signals=None):
    time_s = np.arange(600) / 30
    return score("clip.mp4", labels, found, time_s, signals or {})


def test_reps_found_in_their_labelled_time_are_matched():
    clip = scored(label((3, []), (8, [])), result(rep(1, 3.1), rep(2, 7.8)))

    assert (clip.labelled, clip.counted, clip.matched) == (2, 2, 2)
    assert clip.turn_errors_s == pytest.approx((0.1, -0.2))


def test_a_rep_outside_every_label_is_extra_and_a_label_without_rep_is_missed():
    row = summarize([scored(label((3, []), (8, [])), result(rep(1, 3.1), rep(2, 14.0)))]).counts[0]

    assert (row.missed, row.extra, row.exact, row.count_error) == (1, 1, 1, 0)


def test_two_reps_in_one_label_match_once_with_the_nearer():
    labels, found = label((3, [])), result(rep(1, 2.2), rep(2, 3.1))

    (pair,) = match(labels.reps, found.reps)

    assert pair[1].index == 2


def test_a_rep_labelled_by_its_turn_alone_is_found_within_four_tenths_of_a_second():
    by_turn = Label.model_validate({**label().model_dump(by_alias=True), "reps": [{"turn_s": 5.0}]})

    assert len(match(by_turn.reps, [rep(1, 5.39)])) == 1
    assert match(by_turn.reps, [rep(1, 5.41)]) == []


def test_a_rep_of_the_other_side_does_not_match():
    left = Label.model_validate({**label().model_dump(by_alias=True), "reps": [{"turn_s": 5.0, "side": "left"}]})

    assert match(left.reps, [rep(1, 5.0, side="right")]) == []
    assert len(match(left.reps, [rep(1, 5.0, side="left")])) == 1


def test_faults_are_hits_misses_false_alarms_and_passes():
    labels = label((2, ["hips-low"]), (6, ["hips-low"]), (10, []), (14, []))
    found = result(rep(1, 2, "fault"), rep(2, 6, "good"), rep(3, 10, "fault"), rep(4, 14, "good"))

    (fault,) = scored(labels, found).faults

    assert (fault.hits, fault.misses, fault.false_alarms, fault.passes) == (1, 1, 1, 1)


def test_not_judged_is_neither_right_nor_wrong_but_lowers_coverage():
    labels = label((2, ["hips-low"]), (6, []))
    found = result(rep(1, 2, "not-judged"), rep(2, 6, "good"))

    (row,) = summarize([scored(labels, found)]).rules

    assert (row.unjudged, row.unjudged_faults, row.coverage) == (1, 1, 0.5)
    assert (row.precision, row.recall) == (None, None)


def test_false_alarms_are_counted_per_hundred_good_reps():
    labels = label((2, []), (6, []), (10, []), (14, ["hips-low"]))
    found = result(rep(1, 2, "fault"), rep(2, 6), rep(3, 10), rep(4, 14, "fault"))

    row = summarize([scored(labels, found)]).counts[0]

    assert (row.good_reps, row.alarms_per_100) == (3, pytest.approx(33.3))


def test_labels_without_faults_say_nothing_of_faults():
    clip = scored(label((2, []), fault_labels="none"), result(rep(1, 2, "fault")))

    assert (clip.faults, clip.good_reps) == ((), 0)


def test_angle_error_is_bias_and_rmse_against_the_truth_of_the_near_side():
    truth = {"fps": 30, "hip360_right": [100.0] * 600, "hip_left": [50.0] * 600}
    signal = np.full(600, 103.0)
    signal[::2] = 109.0
    signal[:100] = np.nan

    (angle,) = scored(label((2, []), angles=truth), result(rep(1, 2)), {"hip_extension_deg": signal}).angles

    assert (angle.bias_deg, angle.frames) == (6.0, 500)
    assert angle.rmse_deg == pytest.approx(np.sqrt((9 + 81) / 2), abs=0.01)


def test_views_are_summed_apart():
    clips = [
        scored(label((2, [])), result(rep(1, 2))),
        scored(label((2, []), view="oblique"), result()),
    ]

    rows = summarize(clips).counts

    assert [(row.view, row.counted) for row in rows] == [("oblique", 0), ("side", 1)]


@pytest.mark.parametrize(
    ("labelled", "reported", "pairs"),
    [
        ([], [], []),
        (["a"], ["a"], [("a", "a")]),
        (["a"], [], [("a", "-")]),
        ([], ["b"], [("-", "b")]),
        (["a"], ["b"], [("a", "b")]),
        (["a", "c"], ["a", "b"], [("a", "a"), ("c", "b")]),
    ],
    ids=["neither", "hit", "missed", "false alarm", "mistaken", "one right, one mistaken"],
)
def test_confusion_pairs_what_was_labelled_with_what_was_reported(labelled, reported, pairs):
    assert confused(labelled, reported) == pairs


def test_confusion_is_counted_over_reps():
    labels = label((2, ["hips-low"]), (6, ["hips-low"]), (10, []))
    found = result(rep(1, 2, "fault"), rep(2, 6, "good"), rep(3, 10, "fault"))

    rows = summarize([scored(labels, found)]).confusion

    assert [(row.labelled, row.told, row.reps) for row in rows] == [
        ("-", "hips-low", 1),
        ("hips-low", "-", 1),
        ("hips-low", "hips-low", 1),
    ]
