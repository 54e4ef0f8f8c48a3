"""The change of a back in the light of the earlier reps of its set."""

from itertools import pairwise

import numpy as np
import pytest

from formcheck.rules.back_fit import BackFit, BackShape, back_fit_for

FIT = BackFit((1.0, 0.5, -2.0, 0.1, -0.2), shared=1.5, single=0.5, share=0.5)


def test_the_first_change_is_the_weighted_sum_of_the_cues():
    shape = BackShape(
        bow=4.0, standing_bow=-3.0, roughness=1.0, standing_roughness=1.5, depth=40.0, standing_depth=20.0
    )

    assert shape.change == pytest.approx(7.0)
    assert FIT.first(shape) == pytest.approx(1.0 + 0.5 * 7.0 - 2.0 * -0.5 + 0.1 * 40.0 - 0.2 * 20.0)


def test_a_rep_far_from_flat_alone_says_nothing_about_the_shared_error():
    found = FIT(20.0, [])

    assert found.value == pytest.approx(20.0, abs=1e-6)
    assert found.half_width == pytest.approx(1.645 * np.hypot(1.5, 0.5), abs=0.01)


def test_the_flatter_the_flattest_rep_reads_the_more_the_others_are_raised():
    values = [FIT(5.0, [flattest]).value for flattest in (4.0, 2.0, 0.0, -2.0, -4.0)]

    assert all(before < after for before, after in pairwise(values))
    assert values[-1] > 5.0 + 3.0
    assert FIT(5.0, [-4.0]).half_width < FIT(5.0, [4.0]).half_width


def test_only_the_flattest_of_the_earlier_reps_counts():
    assert FIT(5.0, [3.0, -1.0, 9.0]) == FIT(5.0, [-1.0])
    assert FIT(-1.0, [5.0]) == FIT(-1.0, [])


def test_a_reading_beyond_all_backs_of_the_fit_stays_finite():
    found = FIT(-60.0, [])

    assert np.isfinite([found.value, found.half_width]).all()


def test_fits_by_model():
    full = back_fit_for("full", "romanian-deadlift")

    assert full is not None
    assert full == back_fit_for("heavy", "romanian-deadlift") == back_fit_for("client", "romanian-deadlift")
    assert back_fit_for("exact", "romanian-deadlift") is None
    assert back_fit_for("full", "superman") is None
