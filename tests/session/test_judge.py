"""A finished movement is measured on its own frames, and each rule gives one of three verdicts."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from figures import (
    GLUTE_BRIDGE,
    Camera,
    bridge_along,
    bridge_track,
    hidden,
    lying_still,
)
from formcheck.motion.signals.angles import HIP_ANGLE, KNEE_ANGLE, SHANK_TILT
from formcheck.motion.signals.heights import HIP_HEIGHT
from formcheck.motion.view import body_of
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.rules.measures.across_reps import Shortfall
from formcheck.rules.measures.base import History, Measure, Measurement, rise_to_turn
from formcheck.rules.measures.position import Over, at_turn
from formcheck.rules.measures.timing import BackTime, HoldTime
from formcheck.rules.rep_frames import Movement, Phase, RepFrames, cut_rep
from formcheck.rules.rule import Rule
from formcheck.session.judge import RuleResult, Verdict, judge, judge_all

DRIVER = GLUTE_BRIDGE.rep.signals_by_view[0]


def opened(track: Pose, movement: Movement) -> RepFrames | None:
    body = body_of(track[:20], "supine")
    return cut_rep(track, movement, DRIVER.signal, body, cutoff_hz=4.0, posture="supine")


def window_of(track: Pose, start_s: float = 1.2, end_s: float = 5.5) -> RepFrames:
    """The window of a movement that was found roughly; of `bridge_track(1)` unless said otherwise."""
    movement = Movement(start_s, 0.5 * (start_s + end_s), end_s, 118.0, 180.0)
    found = opened(track, movement)
    assert found is not None
    return found


@cache
def good_window() -> RepFrames:
    return window_of(bridge_track(1))


def of_view(view: str) -> RepFrames:
    return replace(good_window(), times=replace(good_window().times, view=view))


def measure(
    what: Measure, window: RepFrames, best: dict[tuple[str, str | None], list[float]] | None = None
) -> Measurement:
    return what.take(window, History(best or {}))


def rule(measure: Measure, **changed: object) -> Rule:
    facts = {"good": (0.0, 10.0), "fault_above": 20.0, "fault_below": None, "views": ("side",), "explained_by": ()}
    return replace(GLUTE_BRIDGE.rule("hips-low"), measure=measure, **(facts | changed))


# Moments


@pytest.mark.parametrize("hold_s", [0.5, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("lift_s", [0.6, 1.0, 1.5])
def test_moments_are_found_to_a_tenth_of_a_second(lift_s: float, hold_s: float):
    lower_s = 1.4
    track = bridge_track(1, lift_s=lift_s, hold_s=hold_s, lower_s=lower_s)
    top_s = 1.0 + lift_s

    window = window_of(track, end_s=float(track.time_s[-1]))

    assert window.times.start_s == pytest.approx(1.0, abs=0.1)
    assert window.times.hold_start_s == pytest.approx(top_s, abs=0.1)
    assert window.times.turn_s == pytest.approx(top_s + 0.5 * hold_s, abs=0.1)
    assert window.times.hold_end_s == pytest.approx(top_s + hold_s, abs=0.1)
    assert window.times.end_s == pytest.approx(top_s + hold_s + lower_s, abs=0.1)
    assert window.times.hold_s == pytest.approx(hold_s, abs=0.15)
    assert window.times.back_s == pytest.approx(lower_s, abs=0.15)


def test_moments_come_in_order_without_a_hold_too():
    track = bridge_track(1, hold_s=0.0)

    window = window_of(track, end_s=float(track.time_s[-1]))

    moments = [
        window.times.start_s,
        window.times.hold_start_s,
        window.times.turn_s,
        window.times.hold_end_s,
        window.times.end_s,
    ]
    assert moments == sorted(moments)
    assert window.times.turn_s == pytest.approx(2.0, abs=0.1)
    assert window.times.hold_s < 0.2
    assert window.frames(Phase.TURN).sum() >= 3


@pytest.mark.parametrize("seed", range(5))
def test_moments_survive_jitter(seed: int):
    window = window_of(bridge_track(1, noise_px=2.0, seed=seed))

    assert window.times.turn_s == pytest.approx(2.75, abs=0.2)
    assert window.times.hold_s == pytest.approx(1.5, abs=0.4)
    assert window.times.peak == pytest.approx(180.0, abs=2.5)
    assert window.times.base == pytest.approx(118.0, abs=4.0)


@pytest.mark.parametrize("fps", [10, 15, 24, 60])
def test_moments_do_not_depend_on_the_frame_rate(fps: int):
    window = window_of(bridge_track(1, camera=Camera(fps=fps)))

    expected = good_window()
    for name in ("start_s", "hold_start_s", "hold_end_s", "end_s"):
        assert getattr(window.times, name) == pytest.approx(getattr(expected.times, name), abs=0.1), name


def test_pause_on_the_way_down_belongs_to_the_lowering():
    path = ((1.0, 118.0), (1.0, 180.0), (1.0, 180.0), (0.7, 150.0), (1.0, 150.0), (0.7, 118.0), (0.6, 118.0))

    window = window_of(bridge_along(path), end_s=6.0)

    assert window.times.hold_s == pytest.approx(1.0, abs=0.2)
    assert window.times.back_s == pytest.approx(2.4, abs=0.3)


def test_start_is_found_where_the_way_back_ends_higher():
    """The hips come down to a half only: the lift began on the floor all the same."""
    path = ((1.0, 118.0), (1.0, 180.0), (1.0, 180.0), (1.0, 145.0), (0.4, 145.0))

    window = window_of(bridge_along(path), end_s=4.4)

    assert window.times.start_s == pytest.approx(1.0, abs=0.15)
    assert window.times.end_s == pytest.approx(4.0, abs=0.15)


def test_slow_settling_on_the_floor_is_no_part_of_the_lowering():
    path = ((1.0, 118.0), (1.0, 180.0), (1.5, 180.0), (1.4, 128.0), (3.0, 118.0), (0.5, 118.0))

    window = window_of(bridge_along(path), end_s=8.4)

    assert window.times.end_s == pytest.approx(4.9, abs=0.3)
    assert window.times.start_s == pytest.approx(1.0, abs=0.15)


def test_phases_cover_the_window_in_order():
    window = good_window()
    t = window.track.time_s
    firsts = [t[window.frames(phase)][0] for phase in Phase]

    assert firsts == sorted(firsts)
    assert np.ptp(t[window.frames(Phase.TURN)]) == pytest.approx(window.times.hold_s, abs=0.07)
    assert np.any([window.frames(phase) for phase in Phase], axis=0)[t <= window.times.end_s].all()


def test_outlier_without_a_movement_opens_no_window():
    track = lying_still(5.0)
    track.image[75, Landmark.RIGHT_KNEE] += 80.0

    movement = Movement(2.4, 2.5, 2.7, 118.0, 160.0)
    window = opened(track, movement)

    assert window is None or window.times.peak - window.times.base < 5.0


def test_movement_that_was_not_seen_opens_no_window():
    track = hidden(bridge_track(1), Landmark.RIGHT_HIP)

    assert opened(track, Movement(1.2, 3, 5, 118, 180)) is None


def test_view_is_that_of_the_rep():
    assert good_window().times.view == "side"
    assert window_of(bridge_track(1, camera=Camera(off_deg=45.0))).times.view == "oblique"


# Measures


@pytest.mark.parametrize("top_deg", [150.0, 168.0, 180.0, 195.0])
def test_angle_at_the_turn_is_that_of_the_hold(top_deg: float):
    found = measure(at_turn(HIP_ANGLE), window_of(bridge_track(1, top_deg)))

    assert found.value == pytest.approx(top_deg, abs=0.5)
    assert found.at_s == pytest.approx(2.75, abs=0.8)
    assert found.reason is None


@pytest.mark.parametrize("seed", range(4))
def test_median_at_the_turn_is_not_pulled_up_by_jitter(seed: int):
    found = measure(at_turn(HIP_ANGLE), window_of(bridge_track(1, 172.0, noise_px=2.0, seed=seed)))

    assert found.value == pytest.approx(172.0, abs=1.5)


@pytest.mark.parametrize(
    ("phase", "aggregate", "value", "at_s"),
    [
        (Phase.REST, "median", 118.0, (0.0, 1.1)),
        (Phase.OUT, "max", 180.0, (1.7, 2.1)),
        (Phase.OUT, "min", 118.0, (0.9, 1.2)),
        (Phase.OUT, "range", 62.0, (1.7, 2.1)),
        (Phase.TURN, "range", 0.0, (1.9, 3.6)),
        (Phase.BACK, "range", 62.0, (3.4, 3.7)),
        (Phase.BACK, "min", 118.0, (4.6, 5.1)),
    ],
)
def test_aggregates_take_their_phase(phase: Phase, aggregate: str, value: float, at_s: tuple[float, float]):
    found = measure(Over(HIP_ANGLE, phase, aggregate), good_window())

    assert found.value == pytest.approx(value, abs=2.0)
    assert at_s[0] <= found.at_s <= at_s[1]


def test_hold_and_way_back_are_in_seconds():
    window = good_window()

    assert measure(HoldTime(), window).value == window.times.hold_s
    assert measure(BackTime(), window) == Measurement(window.times.back_s, window.times.hold_end_s)


def test_range_of_a_signal_is_from_rest_to_the_turn():
    assert rise_to_turn(HIP_ANGLE, good_window()) == pytest.approx(62.0, abs=2.0)
    assert rise_to_turn(KNEE_ANGLE, good_window()) is not None
    assert rise_to_turn(HIP_HEIGHT, window_of(hidden(bridge_track(1), Landmark.RIGHT_ANKLE))) is None


def test_shortfall_is_in_percent_of_the_best_rep():
    window = good_window()
    reach = rise_to_turn(HIP_HEIGHT, window)
    assert reach is not None

    def percent(*earlier: float) -> float | None:
        return measure(Shortfall(HIP_HEIGHT), window, {(HIP_HEIGHT.name, None): list(earlier)}).value

    assert percent(reach) == pytest.approx(0.0, abs=1e-9)
    assert percent(2.0 * reach, reach) == pytest.approx(50.0)
    assert percent(0.5 * reach) == 0.0
    assert measure(Shortfall(HIP_HEIGHT), window) == Measurement(reason="needs an earlier rep")


# Verdicts


@pytest.mark.parametrize(
    ("limits", "verdict", "close"),
    [
        ({"good": (170.0, 190.0), "fault_below": 160.0, "fault_above": None}, "good", False),
        ({"good": (185.0, 190.0), "fault_below": 175.0, "fault_above": None}, "good", True),
        ({"good": (185.0, 190.0), "fault_below": 181.0, "fault_above": None}, "fault", False),
        ({"good": (160.0, 175.0), "fault_below": 150.0, "fault_above": None}, "good", False),  # not its side
        ({"good": (160.0, 175.0), "fault_below": None, "fault_above": 185.0}, "good", True),
        ({"good": (160.0, 175.0), "fault_below": None, "fault_above": 179.0}, "fault", False),
        ({"good": (185.0, 190.0), "fault_below": None, "fault_above": 195.0}, "good", False),  # not its side
        ({"good": (170.0, 178.0), "fault_below": 160.0, "fault_above": 181.0}, "good", True),
        ({"good": (182.0, 190.0), "fault_below": 179.0, "fault_above": 195.0}, "good", True),
        ({"good": (182.0, 190.0), "fault_below": 181.0, "fault_above": 195.0}, "fault", False),
        ({"good": (182.0, None), "fault_below": 181.0, "fault_above": None}, "fault", False),
        ({"good": (None, 175.0), "fault_below": None, "fault_above": 179.0}, "fault", False),
    ],
    ids=str,
)
def test_bands_decide(limits: dict, verdict: str, close: bool):
    """A hip angle of 180 against one rule after the other."""
    finding = judge(rule(at_turn(HIP_ANGLE), **limits), good_window(), History())

    assert (finding.verdict, finding.close) == (verdict, close)
    assert finding.value == pytest.approx(180.0, abs=0.5)
    assert finding.reason is None


def test_limits_themselves_are_no_faults():
    hold = good_window().times.hold_s

    assert judge(rule(HoldTime(), good=(0, hold), fault_above=hold), good_window(), History()).verdict == "good"
    assert (
        judge(rule(HoldTime(), good=(hold, None), fault_below=hold, fault_above=None), good_window(), History()).verdict
        == "good"
    )


@pytest.mark.parametrize(
    ("view", "reason"), [("oblique", "wrong view"), ("end-on", "wrong view"), ("unknown", "view not known")]
)
def test_view_that_cannot_show_it_is_not_judged(view: str, reason: str):
    finding = judge(GLUTE_BRIDGE.rule("hips-low"), of_view(view), History())

    assert (finding.verdict, finding.reason, finding.value, finding.at_s) == ("not-judged", reason, None, None)


@pytest.mark.parametrize(("share", "verdict"), [(0.3, "good"), (0.5, "not-judged"), (1.0, "not-judged")])
def test_turn_that_was_mostly_hidden_is_not_judged(share: float, verdict: str):
    window = good_window()
    at_turn_ = np.flatnonzero(window.frames(Phase.TURN))
    visibility = window.track.visibility.copy()
    visibility[at_turn_[: round(share * len(at_turn_))], Landmark.RIGHT_ANKLE] = 0.0
    track = Pose(window.track.time_s, window.track.image, window.track.world, visibility)

    finding = judge(GLUTE_BRIDGE.rule("feet-far"), replace(window, track=track), History())

    assert finding.verdict == verdict
    assert finding.reason == (None if verdict == "good" else "not seen")


def test_fault_explained_by_another_fault_is_reported_once():
    low = rule(at_turn(HIP_ANGLE), good=(185.0, 190.0), fault_below=183.0, fault_above=None)
    far = replace(rule(at_turn(SHANK_TILT), good=(20.0, 30.0), fault_below=15.0, fault_above=None), id="far")
    explained_by = replace(far, id="told", explained_by=("hips-low", "other"))

    rule_results = judge_all((explained_by, low, far), good_window(), History())

    assert [(f.rule.id, f.verdict.value, f.reason) for f in rule_results] == [
        ("told", "not-judged", "told by hips-low"),
        ("hips-low", "fault", None),
        ("far", "fault", None),
    ]


def test_fault_is_reported_if_the_rule_that_would_explain_it_is_kept():
    far = rule(at_turn(SHANK_TILT), good=(20.0, 30.0), fault_below=15.0, fault_above=None, explained_by=("arched",))

    rule_results = judge_all((replace(far, id="far"), GLUTE_BRIDGE.rule("arched")), good_window(), History())

    assert [f.verdict.value for f in rule_results] == ["fault", "good"]


def test_good_verdict_stays_beside_the_fault_that_would_explain_it():
    low = rule(at_turn(HIP_ANGLE), good=(185.0, 190.0), fault_below=183.0, fault_above=None)
    fine = replace(rule(at_turn(SHANK_TILT), good=(-5.0, 5.0), fault_above=10.0, explained_by=("hips-low",)), id="fine")

    assert [f.verdict for f in judge_all((low, fine), good_window(), History())] == [Verdict.FAULT, Verdict.GOOD]


def test_fully_visible_rep_is_judged_by_every_rule_of_the_view():
    rule_results: list[RuleResult] = judge_all(
        GLUTE_BRIDGE.rules, good_window(), History({(HIP_HEIGHT.name, None): [0.5]})
    )

    assert [f.rule.id for f in rule_results if (f.verdict is Verdict.NOT_JUDGED) != (f.rule.views == ("end-on",))] == []
