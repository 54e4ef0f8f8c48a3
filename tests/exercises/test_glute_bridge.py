"""Each rule of the glute bridge fires, does not fire just inside its limit, and is silent when it cannot know."""

from dataclasses import dataclass, field

import pytest

from figures import Camera, bridge_track, faults, hidden, session_of, values, verdicts
from formcheck.exercises.glute_bridge import EXERCISE
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose

OBLIQUE, FROM_THE_FEET = Camera(off_deg=45.0), Camera(off_deg=68.0, elevation_deg=5.0)


@dataclass(frozen=True)
class Case:
    """How one rule is broken in the last rep, only just not, and what hides it."""

    broken: dict
    inside: dict
    hide: tuple[Landmark, ...]
    hidden_s: tuple[float, float] = (-1.0, 99.0)
    camera: Camera = field(default_factory=Camera)
    elsewhere: Camera | None = OBLIQUE

    def track(self, bridge: dict, camera: Camera | None = None) -> Pose:
        return bridge_track(2, camera=camera or self.camera, **bridge)


HIP, KNEE, ANKLE = Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE
SECOND_TURN = (6.75, 7.65)  # of a hold from 6.5 to 8.0: for less than a second, so that the rep still counts

CASES = {
    "hips-low": Case({"top_deg": (178.0, 164.0)}, {"top_deg": (178.0, 166.0)}, (HIP,), SECOND_TURN),
    "arched": Case({"top_deg": (178.0, 191.0)}, {"top_deg": (178.0, 189.0)}, (HIP,), SECOND_TURN),
    "short-hold": Case({"hold_s": 0.3}, {"hold_s": 0.6}, (HIP,), (5.1, 5.9), elsewhere=None),
    "lowered-fast": Case({"lower_s": 0.5}, {"lower_s": 0.8}, (HIP,), (7.0, 7.75), elsewhere=None),
    "feet-far": Case({"shank_deg": -18.0}, {"shank_deg": -16.0}, (ANKLE,)),
    "feet-near": Case({"shank_deg": 29.0}, {"shank_deg": 27.0}, (ANKLE,)),
    "uneven-height": Case(
        {"top_deg": (180.0, 158.0)}, {"top_deg": (180.0, 166.0)}, (ANKLE,), SECOND_TURN, OBLIQUE, elsewhere=None
    ),
    "knees-in": Case(
        {"knee_spread": 0.65}, {"knee_spread": 0.75}, (Landmark.LEFT_KNEE,), camera=FROM_THE_FEET, elsewhere=Camera()
    ),
}

rules = pytest.mark.parametrize(("rule", "case"), CASES.items(), ids=CASES)


def test_every_rule_has_its_case():
    assert list(CASES) == [rule.id for rule in EXERCISE.rules]


@rules
def test_rule_fires(rule: str, case: Case):
    session = session_of(case.track(case.broken))

    assert len(session.reps) == 2
    assert verdicts(session, rule)[-1] == "fault"


@rules
def test_rule_does_not_fire_just_inside_its_limit(rule: str, case: Case):
    session = session_of(case.track(case.inside))

    assert len(session.reps) == 2
    assert verdicts(session, rule)[-1] == "good"


@rules
def test_rule_fires_alone(rule: str, case: Case):
    """One mistake is reported as one fault."""
    assert faults(session_of(case.track(case.broken)))[-1] == [rule]


@rules
def test_rule_is_silent_where_its_joint_is_hidden(rule: str, case: Case):
    from_s, to_s = case.hidden_s

    session = session_of(hidden(case.track(case.broken), *case.hide, from_s=from_s, to_s=to_s))

    assert len(session.reps) == 2
    assert verdicts(session, rule)[-1] not in ("good", "fault")


@pytest.mark.parametrize(
    ("rule", "case"), [(rule, case) for rule, case in CASES.items() if case.elsewhere], ids=lambda x: str(x)[:20]
)
def test_rule_is_silent_in_a_view_that_cannot_show_it(rule: str, case: Case):
    session = session_of(case.track(case.broken, case.elsewhere))

    assert len(session.reps) == 2
    assert verdicts(session, rule) == ["wrong view"] * 2


@rules
def test_same_fault_is_found_on_the_other_side(rule: str, case: Case):
    camera = Camera("right", case.camera.off_deg, case.camera.elevation_deg)

    assert verdicts(session_of(case.track(case.broken, camera)), rule)[-1] == "fault"


@pytest.mark.parametrize("top_deg", [150.0, 165.0, 178.0, 190.0, 200.0])
def test_angle_of_the_line_is_measured(top_deg: float):
    session = session_of(bridge_track(2, top_deg, noise_px=1.0))

    assert values(session, "hips-low") == pytest.approx([top_deg] * 2, abs=1.5)


@pytest.mark.parametrize("shank_deg", [-18.0, 0.0, 20.0])
def test_shin_is_measured(shank_deg: float):
    assert values(session_of(bridge_track(2, shank_deg=shank_deg)), "feet-far") == pytest.approx(
        [shank_deg] * 2, abs=0.5
    )


@pytest.mark.parametrize("hold_s", [0.3, 1.0, 2.5])
def test_hold_is_measured(hold_s: float):
    assert values(session_of(bridge_track(2, hold_s=hold_s)), "short-hold") == pytest.approx([hold_s] * 2, abs=0.15)


def test_shortfall_is_measured_against_the_best_rep_so_far():
    """Against the second rep, which was higher than the first and the third."""
    session = session_of(bridge_track(4, top_deg=(165.0, 180.0, 165.0, 165.0), camera=OBLIQUE))

    first, second, third, fourth = values(session, "uneven-height")
    assert (first, second) == (None, 0.0)
    assert third == pytest.approx(26.0, abs=3.0)
    assert fourth == pytest.approx(third, abs=1.0)


def test_first_rep_cannot_be_lower_than_the_best():
    assert verdicts(session_of(bridge_track(1)), "uneven-height") == ["needs an earlier rep"]


def test_low_hips_are_reported_and_not_the_height_as_well():
    session = session_of(bridge_track(3, top_deg=(180.0, 152.0, 180.0)))

    assert faults(session) == [[], ["hips-low"], []]
    assert verdicts(session, "uneven-height")[1] == "told by hips-low"


@pytest.mark.parametrize("knee_spread", [1.0, 1.3, 1.6])
def test_wider_knees_are_not_a_fault(knee_spread: float):
    session = session_of(bridge_track(2, camera=FROM_THE_FEET, knee_spread=knee_spread))

    assert verdicts(session, "knees-in") == ["good"] * 2


def test_straight_line_is_good_and_not_just_close():
    session = session_of(bridge_track(2, 180.0, hold_s=2.5, lower_s=2.2))

    assert [f.close for rep in session.reps for f in rep.rule_results] == [False] * 2 * len(EXERCISE.rules)


def test_value_between_the_bands_passes_as_close():
    session = session_of(bridge_track(2, 167.5))

    assert [f.close for rep in session.reps for f in rep.rule_results if f.rule.id == "hips-low"] == [True] * 2
    assert faults(session) == [[], []]


def test_half_way_up_is_an_attempt_and_low_is_a_rep():
    low, half = session_of(bridge_track(2, 148.0)), session_of(bridge_track(2, 138.0))

    assert (len(low.reps), len(low.attempts)) == (2, 0)
    assert (len(half.reps), len(half.attempts)) == (0, 2)
    assert {attempt.reason for attempt in half.attempts} == {"hips not lifted far enough to count"}


def test_half_way_up_is_a_rep_where_the_view_hides_the_angle():
    session = session_of(bridge_track(2, 165.0, camera=Camera(off_deg=45.0)))

    assert len(session.reps) == 2
