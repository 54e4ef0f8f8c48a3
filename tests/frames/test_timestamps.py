import itertools

import pytest

from formcheck.frames.timestamps import Timestamps, without_outliers


def placed(stated, step_s=0.1):
    timeline = Timestamps(step_s)
    return [timeline.add(s) for s in stated], timeline.warnings()


def test_times_count_from_the_first_frame():
    times, warnings = placed([5.0, 5.1, 5.4])

    assert times == pytest.approx([0.0, 0.1, 0.4])
    assert warnings == []


def test_one_frame_that_goes_back_does_not_move_those_after_it():
    times, warnings = placed([0.0, 0.1, 0.2, 0.05, 0.4, 0.5])

    assert times == pytest.approx([0.0, 0.1, 0.2, 0.25, 0.4, 0.5])
    assert warnings == ["missing or backward timestamps repaired: 1 (assuming 10 frames per second)"]


def test_a_second_slip_is_repaired_like_the_first():
    times, _ = placed([0.0, 0.1, 0.2, 0.05, 0.4, 0.5, 0.45, 0.7])

    assert times == pytest.approx([0.0, 0.1, 0.2, 0.25, 0.4, 0.5, 0.55, 0.7])


def test_a_repeated_timestamp_is_moved():
    times, _ = placed([0.0, 0.1, 0.1, 0.1, 0.4])

    assert times == pytest.approx([0.0, 0.1, 0.15, 0.2, 0.4])


def test_a_clock_that_restarts_continues_at_its_own_rate():
    times, warnings = placed([0.0, 0.1, 0.2, 0.0, 0.1, 0.2, 0.3])

    assert times[3:] == pytest.approx([0.25, 0.35, 0.45, 0.55])
    assert len(warnings) == 1


def test_missing_timestamps_are_filled_with_the_usual_step():
    times, warnings = placed([0.0, None, None, 0.3])

    assert times == pytest.approx([0.0, 0.1, 0.2, 0.3])
    assert warnings == ["missing or backward timestamps repaired: 2 (assuming 10 frames per second)"]


def test_times_continue_where_the_container_begins_to_state_them():
    times, _ = placed([None, None, 7.0, 7.2])

    assert times == pytest.approx([0.0, 0.1, 0.2, 0.4])


def test_a_long_gap_is_reported_once_with_its_ends():
    assert placed([0.0, 3.0, 3.5, 5.5])[1] == ["no frames between 0.0 s and 3.0 s (the first of 2 gaps)"]
    assert placed([1.0, 4.0])[1] == ["no frames between 0.0 s and 3.0 s"]


def test_a_gap_of_one_second_is_not_reported():
    assert placed([0.0, 1.0, 2.0])[1] == []


def test_times_always_increase_whatever_is_stated():
    stated = [0.3, None, 0.1, 0.1, None, 9.0, 2.0, 2.0, 2.1, None, 8.9, 9.0, 9.05, 20.0]

    times, _ = placed(stated)

    assert [b for a, b in itertools.pairwise(times) if b <= a] == []


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ([0.0, 0.1, 900.0, 0.3, 0.4], [0.0, 0.1, 0.2, 0.3, 0.4]),
        ([0.0, 0.1, 900.0, 900.1, 0.4], [0.0, 0.1, 900.0, 900.1, 0.4]),  # two clocks
        ([0.0, 0.1, 0.3, 0.2, 0.4], [0.0, 0.1, 0.3, 0.2, 0.4]),
        ([900.0, 0.1, 0.2], [900.0, 0.1, 0.2]),
        ([0.0, 0.1, 900.0], [0.0, 0.1, 900.0]),
        ([0.0, None, 900.0, 0.3], [0.0, None, 0.15, 0.3]),
        ([0.0, 60.0, 120.0], [0.0, 60.0, 120.0]),
        ([], []),
    ],
)
def test_a_single_time_far_ahead_is_mended(stated, kept):
    repairs = []
    found = list(without_outliers(enumerate(stated), lambda: repairs.append(1)))

    assert [item for item, _ in found] == list(range(len(kept)))
    assert [time_s for _, time_s in found] == pytest.approx(kept)
    assert len(repairs) == sum(a != b for a, b in zip(stated, kept, strict=True))
