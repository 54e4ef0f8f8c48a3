"""Each kind of lowering that does not count has its own word while it is led, on the landmarks of rendered people."""

import pytest

from formcheck.assessment.guide.speech import ENOUGH, FELL, RAISED_FLAT
from formcheck.assessment.guide.steps import Step
from led import fed, recorded

AGAIN = {
    "hands": "Second again: the hands went down to the floor. Two more.",
    "heel_up": "Second again: the heel did not reach the floor. Two more.",
    "foot_moved": "Second again: the foot on the floor moved. Two more.",
    "knee_bent": "First again: the free leg was not stretched. Three more.",
}


@pytest.mark.parametrize("kind", list(AGAIN))
def test_a_lowering_to_do_again_is_named_with_its_reason_and_how_many_are_left(kind):
    seen = fed(recorded(kind))

    assert seen.lines.count(AGAIN[kind]) == 1
    assert AGAIN[kind].rsplit(". ", 1)[0] in seen.headlines


@pytest.mark.parametrize("kind", ["hands", "heel_up", "foot_moved"])
def test_only_the_invalid_one_is_asked_for_again(kind):
    """Two of the three are valid: one more is left to do, not three."""
    seen = fed(recorded(kind))

    assert seen.guide.tally.valid == 2
    assert [line for line in seen.lines if " again: " in line] == [AGAIN[kind]]
    assert "Lift the hips: 1 more" in [seen.guide.instruction[0], *seen.headlines]


def test_a_fall_is_named_and_ends_its_side():
    seen = fed(recorded("fall"))

    assert f"{FELL}. {ENOUGH} Rest for half a minute." in seen.lines
    assert seen.steps[-1] is Step.REST  # the hips that rise after the fall begin no other side


def test_hips_that_never_rise_are_named_while_it_goes_on():
    seen = fed(recorded("hips_down"))

    assert RAISED_FLAT[1] in seen.lines
    assert RAISED_FLAT[0] in seen.headlines
    assert seen.guide.step_now is Step.LIFT


def test_a_last_lowering_after_which_all_comes_down_counts():
    seen = fed(recorded("down_at_once"))

    assert "Three of three. Put your foot down, then your hips." in seen.lines
    assert seen.steps[-1] is Step.REST


def test_hips_that_drop_are_named_and_end_their_side():
    seen = fed(recorded("drops_p1"))

    assert f"Your hips dropped. {ENOUGH} Put your foot down, then your hips." in seen.lines
