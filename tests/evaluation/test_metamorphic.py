"""Changes of the picture that must not change the count, through the real pose model."""

from functools import cache

import pytest
from metamorphic import CHANGES, analyzed, compare

from clips import GOOD

pytestmark = pytest.mark.slow


@cache
def plain():
    return analyzed(GOOD, "glute-bridge", "as it is", model="lite")


@pytest.mark.parametrize("change", ["mirrored", "half the frame rate", "10 % cropped"])
def test_a_changed_picture_shows_the_same_reps(change):
    outcome = compare(GOOD, "glute-bridge", change, plain(), analyzed(GOOD, "glute-bridge", change, model="lite"))

    assert outcome.reps == 3
    assert outcome.reps_changed == 0


def test_a_lost_rep_and_a_changed_verdict_are_noticed():
    fewer = plain().model_copy(update={"reps": plain().reps[:1]})
    first = plain().reps[0]
    other = [verdict.model_copy(update={"verdict": "fault"}) for verdict in first.verdicts[:1]] + first.verdicts[1:]
    turned = plain().model_copy(update={"reps": [first.model_copy(update={"verdicts": other}), *plain().reps[1:]]})

    assert compare(GOOD, "glute-bridge", "cut", plain(), fewer).reps_changed == -2
    assert compare(GOOD, "glute-bridge", "cut", plain(), turned).verdicts_changed == ["rep 1 hips-low: good → fault"]


def test_all_the_changes_that_were_promised_are_made():
    assert set(CHANGES) == {
        *("as it is", "mirrored", "roll +5°", "roll −5°", "half the frame rate", "75 % size"),
        *("brighter", "darker", "10 % cropped"),
    }
