"""Each rule of each exercise fires just beyond its limit, not just inside it, and is silent where it cannot see.

The figures are posed so that what a rule measures lies a little beyond and a little inside its limit; how far
at most is checked too. An exercise may have a table of its own instead, `CASES` in its test file, as the glute bridge
has in `test_glute_bridge`.
"""

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from figures import SIDE, Camera, hidden, session_of, updates_of
from formcheck.exercises import catalog
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.rules.measures.across_reps import InARow
from formcheck.rules.measures.base import History
from formcheck.rules.rep_frames import RepFrames
from formcheck.rules.rule import Rule
from formcheck.session import session as sessions
from formcheck.session.judge import RuleResult, Verdict, judge
from formcheck.session.session import Session
from movers import FROM_THE_FEET, FRONT, OBLIQUE, performed

NEAR = {"deg": 2.0, "trunk": 0.03, "s": 0.12, "%": 5.0, "ratio": 0.2, "trunk/s": 0.4, "reps": 0.5}
"""Farthest that a figure's value may lie from the limit it is posed beside."""

ELSEWHERE = {"back-rounded", "neck-craned"}
"""Rules that are not measured from landmarks; their own tests are elsewhere."""


@dataclass(frozen=True)
class Case:
    """How a rule's value is set, with what it takes to lie beyond its limit and inside."""

    rep: Callable[[float], dict[str, object]]
    beyond: float
    inside: float
    camera: Camera = SIDE
    sides: tuple[str, ...] = ("right", "left")
    """Of the first repetition and of the second, which is posed; for exercises that have sides."""
    first: dict[str, object] = field(default_factory=dict)
    """What the first repetition is like; a good one by default."""

    def track(self, exercise: str, value: float, camera: Camera | None = None) -> Pose:
        first, second = ({"side": side} for side in self.sides) if exercise == "gorilla-row" else ({}, {})
        return performed(exercise, first | self.first, second | self.rep(value), camera=camera or self.camera)


def with_value(*names: str, **others: object) -> Callable[[float], dict[str, object]]:
    """All of these names set to the value, others as given."""
    return lambda value: dict.fromkeys(names, value) | others


TABLE: dict[tuple[str, str], Case] = {
    ("kettlebell-swing", "squatting"): Case(with_value("rest_knee", rest_lean=45.0), 105.7, 126.4),
    ("kettlebell-swing", "hips-not-through"): Case(with_value("lean"), 24.6, 21.6),
    ("kettlebell-swing", "leaning-back"): Case(with_value("lean"), -13.4, -10.4),
    ("kettlebell-swing", "bell-too-high"): Case(with_value("arm"), 105.4, 103.7),
    ("kettlebell-swing", "bell-too-low"): Case(with_value("arm"), 52.8, 54.8),
    ("kettlebell-swing", "arms-bent"): Case(with_value("elbow"), 124.5, 127.5),
    ("kettlebell-swing", "heels-up"): Case(with_value("heel"), 0.091, 0.075),
    ("bent-over-row", "too-upright"): Case(with_value("lean", "rest_lean"), 31.5, 34.5),
    ("bent-over-row", "trunk-rising"): Case(with_value("lean"), 41.4, 44.4),
    ("bent-over-row", "legs-driving"): Case(with_value("knee"), 165.6, 162.6),
    ("bent-over-row", "knees-locked"): Case(with_value("knee", "rest_knee"), 175.5, 172.5),
    ("bent-over-row", "pull-short"): Case(with_value("arm"), -55.4, -58.5),
    ("bent-over-row", "arms-not-long"): Case(with_value("rest_elbow"), 137.4, 140.4),
    ("bent-over-row", "lowered-fast"): Case(with_value("back_s"), 0.35, 0.58),
    ("bent-over-row", "side-uneven"): Case(
        lambda less: {"left_arm": -70.0 * (1.0 - less), "left_elbow": 85.0 + 90.0 * less}, 0.195, 0.17, FRONT
    ),
    ("romanian-deadlift", "squatting"): Case(with_value("knee"), 129.5, 132.5),
    ("romanian-deadlift", "knees-locked"): Case(with_value("knee"), 174.5, 171.5),
    ("romanian-deadlift", "hips-not-back"): Case(with_value("shank", lean=80.0), 6.8, 5.8),
    ("romanian-deadlift", "weights-away"): Case(with_value("arm"), -2.6, -4.2),
    ("romanian-deadlift", "too-shallow"): Case(with_value("lean", knee=170.0, shank=6.0, arm=-8.0), 47.5, 50.5),
    ("romanian-deadlift", "lockout-short"): Case(with_value("rest_lean"), 17.5, 14.5),
    ("romanian-deadlift", "leaning-back"): Case(with_value("rest_lean"), -15.5, -12.5),
    ("romanian-deadlift", "lowered-fast"): Case(with_value("out_s"), 0.59, 0.80),
    ("gorilla-row", "trunk-rising"): Case(with_value("lean"), 42.1, 45.1),
    ("gorilla-row", "hips-swaying"): Case(with_value("sway"), 0.116, 0.100, FRONT),
    ("gorilla-row", "trunk-rotation"): Case(with_value("roll"), -18.4, -15.2, FRONT),
    ("gorilla-row", "pull-short"): Case(with_value("arm"), -55.4, -58.5),
    ("gorilla-row", "other-arm-bent"): Case(with_value("free_flare"), 0.109, 0.101, FRONT),
    ("gorilla-row", "side-uneven"): Case(
        lambda less: {"arm": -75.0 * (1.0 - less), "elbow": 80.0 + 90.0 * less}, 0.175, 0.136, FRONT
    ),
    ("hip-thrust", "lockout-short"): Case(with_value("trunk"), 0.9, 2.3),
    ("hip-thrust", "arched"): Case(with_value("trunk"), 17.5, 16.1),
    ("hip-thrust", "shins-not-vertical"): Case(with_value("feet", "rest_feet"), 1.056, 1.035),
    ("hip-thrust", "head-back"): Case(with_value("head_back"), 16.5, 13.5),
    ("hip-thrust", "no-pause"): Case(with_value("hold_s", out_s=0.5, back_s=0.5), 0.1, 0.3),
    ("hip-thrust", "sliding"): Case(lambda by: {"slide": (0.0, by)}, 0.107, 0.092),
    ("hip-thrust", "bar-tilted"): Case(with_value("bar"), 10.9, 8.1, FROM_THE_FEET),
    ("superman", "arms-low"): Case(with_value("arms"), 6.6, 8.2),
    ("superman", "legs-low"): Case(with_value("legs"), 3.6, 4.6),
    ("superman", "short-hold"): Case(with_value("hold_s"), 0.89, 1.09),
    ("superman", "hold-sagging"): Case(
        lambda dip: {"legs": (18.0, dip, 18.0), "arms": (28.0, 10.0 + dip, 28.0)}, 8.5, 9.8
    ),
    ("superman", "not-together"): Case(with_value("late_legs", hold_s=3.5), 0.88, 0.69),
    ("superman", "knees-bent"): Case(with_value("knee"), 145.5, 148.5),
    ("superman", "lifted-too-high"): Case(with_value("chest"), 36.5, 33.5),
    ("superman", "too-fast"): Case(with_value("out_s"), 0.23, 0.36),
    ("single-leg-glute-bridge", "hip-sag"): Case(with_value("hip"), 163.5, 166.5),
    ("single-leg-glute-bridge", "hips-low"): Case(with_value("hip"), 176.4, 177.8, first={"hip": 196.0}),
    ("single-leg-glute-bridge", "arched"): Case(with_value("hip"), 193.5, 190.5),
    ("single-leg-glute-bridge", "wobble"): Case(with_value("shake"), 4.2, 3.6),
    ("single-leg-glute-bridge", "pelvis-drop"): Case(with_value("pelvis"), 10.9, 8.1, FROM_THE_FEET),
    ("single-leg-glute-bridge", "knee-bent"): Case(with_value("free_knee"), 149.5, 152.5),
    ("single-leg-glute-bridge", "short-hold"): Case(with_value("hold_s"), 0.3, 0.55),
}
"""Without the rules that compare one rep with the one before: they have tests of their own below."""

COMPARE_REPS = {("gorilla-row", "side-repeated"), ("single-leg-glute-bridge", "foot-moved")}

rows = pytest.mark.parametrize(("exercise", "rule", "case"), [(*row, case) for row, case in TABLE.items()])


def found(session: Session, rule: str, rep: int = -1) -> RuleResult:
    return next(f for f in session.reps[rep].rule_results if f.rule.id == rule)


def limits(rule: Rule) -> list[float]:
    return [limit for limit in (rule.fault_below, rule.fault_above) if limit is not None]


def rows_of_their_own() -> set[tuple[str, str]]:
    """Rules that have their cases in the test file of their exercise, as in ``test_glute_bridge.py``."""
    files = {name: f"test_{name.replace('-', '_')}" for name in catalog()}
    own = {name: importlib.import_module(file) for name, file in files.items() if importlib.util.find_spec(file)}
    return {(name, rule) for name, module in own.items() for rule in module.CASES}


def test_every_rule_is_in_a_table():
    rules = {(exercise.id, rule.id) for exercise in catalog().values() for rule in exercise.rules}

    tested = set(TABLE) | COMPARE_REPS | rows_of_their_own()
    assert {row for row in rules - tested if row[1] not in ELSEWHERE} == set()
    assert tested - rules == set()


@rows
def test_rule_fires_just_beyond_its_limit(exercise: str, rule: str, case: Case):
    session = session_of(case.track(exercise, case.beyond), catalog()[exercise])

    assert len(session.reps) == 2, session.attempts
    finding = found(session, rule)
    assert finding.verdict is Verdict.FAULT, finding
    assert finding.value is not None
    nearest = min(abs(finding.value - limit) for limit in limits(finding.rule))
    assert nearest < NEAR[finding.rule.measure.unit]


@rows
def test_rule_does_not_fire_just_inside_its_limit(exercise: str, rule: str, case: Case):
    session = session_of(case.track(exercise, case.inside), catalog()[exercise])

    assert len(session.reps) == 2, session.attempts
    finding = found(session, rule)
    assert finding.verdict is Verdict.GOOD, finding
    assert finding.value is not None
    nearest = min(abs(finding.value - limit) for limit in limits(finding.rule))
    assert nearest < NEAR[finding.rule.measure.unit]


OTHER_END = {
    ("hip-thrust", "shins-not-vertical"): Case(with_value("feet", "rest_feet"), 0.801, 0.822),
    ("hip-thrust", "bar-tilted"): Case(with_value("bar"), -10.9, -8.1, FROM_THE_FEET),
}


@pytest.mark.parametrize(("exercise", "rule"), OTHER_END)
def test_rule_with_two_limits_fires_beyond_the_other_too(exercise: str, rule: str):
    case = OTHER_END[exercise, rule]

    verdicts = [
        found(session_of(case.track(exercise, value), catalog()[exercise]), rule).verdict
        for value in (case.beyond, case.inside)
    ]

    assert verdicts == [Verdict.FAULT, Verdict.GOOD]


def test_the_other_ends_of_all_rules_with_two_limits_are_there():
    two = {(e.id, r.id) for e in catalog().values() for r in e.rules if len(limits(r)) == 2}

    assert two - rows_of_their_own() == set(OTHER_END)


@pytest.fixture
def judged(monkeypatch) -> list[tuple[RepFrames, History]]:
    """Frames of every rep that a new session judges, with the history of the set by then."""
    taken: list[tuple[RepFrames, History]] = []
    really = sessions.judge_all

    def watched(rules, window, history, *more):
        known = History({key: list(rises) for key, rises in history.rises.items()}, list(history.sides))
        taken.append((window, known))
        return really(rules, window, history, *more)

    monkeypatch.setattr(sessions, "judge_all", watched)
    return taken


@rows
def test_rule_is_silent_where_a_landmark_it_needs_is_hidden(exercise: str, rule: str, case: Case, judged):
    """Of the window itself: where a landmark is one of the driver's too, nothing would be counted."""
    updates_of(case.track(exercise, case.inside), catalog()[exercise])
    window, history = judged[-1]
    facts = catalog()[exercise].rule(rule)
    signal = facts.measure.main_signal
    needed = () if signal is None else signal.needs(window.body.near)
    assert judge(facts, window, history).verdict is Verdict.GOOD

    for mark in needed or (None,):
        finding = judge(facts, unseen(window, mark), history)
        assert finding.verdict is Verdict.NOT_JUDGED, mark
        assert finding.reason


def unseen(window: RepFrames, mark: Landmark | None) -> RepFrames:
    """The same movement without a landmark; without the driver where none is named."""
    if mark is None:
        times = replace(window.times, out_seen=False, hold_seen=False, back_seen=False)
        return replace(window, signal_values=window.signal_values * float("nan"), times=times)
    return replace(window, track=hidden(window.track, mark), raw=hidden(window.raw, mark))


@pytest.mark.parametrize(
    ("exercise", "rule", "camera"),
    [
        ("superman", "not-together", OBLIQUE),
        ("kettlebell-swing", "squatting", OBLIQUE),
        ("bent-over-row", "too-upright", OBLIQUE),
        ("romanian-deadlift", "squatting", FRONT),
        ("gorilla-row", "trunk-rotation", SIDE),
        ("hip-thrust", "bar-tilted", SIDE),
        ("single-leg-glute-bridge", "pelvis-drop", SIDE),
    ],
)
def test_rule_is_silent_in_a_view_that_cannot_show_it(exercise: str, rule: str, camera: Camera):
    case = TABLE[exercise, rule]

    session = session_of(case.track(exercise, case.beyond, camera), catalog()[exercise])

    assert len(session.reps) == 2, session.attempts
    assert found(session, rule).reason == "wrong view"


# Rules that compare one rep with the one before


@pytest.mark.parametrize(("sides", "verdict"), [(("right", "left"), "good"), (("right", "right"), "fault")])
def test_the_same_side_twice_is_a_fault(sides: tuple[str, ...], verdict: str):
    track = performed("gorilla-row", *({"side": side} for side in sides), camera=FRONT)

    session = session_of(track, catalog()["gorilla-row"])

    assert [rep.side for rep in session.reps] == list(sides)
    assert found(session, "side-repeated").verdict == verdict


def test_a_side_that_is_not_known_is_not_repeated(judged):
    updates_of(performed("gorilla-row", {"side": "right"}, camera=FRONT), catalog()["gorilla-row"])
    window, history = judged[-1]

    assert InARow().take(replace(window, side=None), history).reason == "side not seen"


@pytest.mark.parametrize(("by_m", "verdict"), [(0.056, "fault"), (0.044, "good")])
def test_a_standing_foot_that_moves_is_a_fault_of_the_rep_in_which_it_did(by_m: float, verdict: str):
    track = performed("single-leg-glute-bridge", {}, {"foot": by_m, "rest_foot": by_m})

    session = session_of(track, catalog()["single-leg-glute-bridge"])

    assert [found(session, "foot-moved", rep).verdict for rep in (0, 1)] == [verdict, "good"]


def test_a_foot_that_was_not_seen_has_not_been_judged(judged):
    updates_of(performed("single-leg-glute-bridge", {}), catalog()["single-leg-glute-bridge"])
    window, history = judged[-1]
    facts = catalog()["single-leg-glute-bridge"].rule("foot-moved")

    assert judge(facts, unseen(window, Landmark.RIGHT_ANKLE), history).reason == "not seen"
