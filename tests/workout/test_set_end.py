"""The sign of two hands over the head."""

from dataclasses import replace

import pytest

from figures import frames, hidden, lying_still, overhead, standing_still
from formcheck.pose.landmarks import Landmark
from formcheck.workout.set_end import SIGN_HELD_S, HandsOverhead


def given_at(track):
    sign = HandsOverhead()
    return [float(pose.time_s) for pose in frames(track) if sign.step(pose)]


def test_both_hands_over_the_head_for_a_second_are_the_sign_and_it_is_given_once():
    assert given_at(overhead(standing_still(4.0))) == [pytest.approx(SIGN_HELD_S, abs=0.05)]


def test_passing_through_is_no_sign():
    track = overhead(standing_still(0.8))

    assert given_at(track) == []


def test_one_hand_is_no_sign():
    track = standing_still(3.0)
    image = overhead(track).image.copy()
    image[:, Landmark.LEFT_WRIST] = track.image[:, Landmark.LEFT_WRIST]

    assert given_at(replace(track, image=image)) == []


def test_a_hidden_hand_is_no_sign():
    assert given_at(hidden(overhead(standing_still(3.0)), Landmark.RIGHT_WRIST)) == []


def test_a_person_lying_with_the_arms_overhead_gives_no_sign():
    assert given_at(overhead(lying_still(3.0))) == []
