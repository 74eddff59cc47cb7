"""Counted observations say the same as the same observations one by one."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.survival import cumulative_incidence, kaplan_meier, log_rank
from terreau.survival.tests.samples import samples, split, tried

WAYS = st.sampled_from([None, "moved", "stopped"])


def counted(sample):
    """Distinct observations and how often each was made, as parallel lists."""
    counts = Counter(sample)
    return [list(column) for column in (*zip(*counts, strict=True), counts.values())]


@tried
@given(samples())
def test_survival(sample):
    durations, events, weights = counted(sample)
    assert kaplan_meier(durations, events, weights=weights) == kaplan_meier(*split(sample))


@tried
@given(st.lists(st.tuples(st.integers(0, 9), WAYS), min_size=1, max_size=40))
def test_ways_out(sample):
    durations, ways, weights = counted(sample)
    expected = cumulative_incidence(*split(sample), known=["moved", "stopped"])
    given_counts = cumulative_incidence(
        durations, ways, known=["moved", "stopped"], weights=weights
    )
    assert given_counts == expected


@tried
@given(samples(min_size=2), samples(min_size=2))
def test_a_comparison(one, other):
    expected = log_rank({"one": split(one), "other": split(other)}, horizon=6)
    given_counts = log_rank({"one": counted(one), "other": counted(other)}, horizon=6)
    assert given_counts.groups == expected.groups
    assert given_counts.p_value == pytest.approx(expected.p_value)


@pytest.mark.parametrize("weights", [[1], [1, 0], [1, 2.0], [1, True], [1, 2, 3]])
def test_weights_are_whole_numbers_one_each(weights):
    with pytest.raises(ValueError, match="weight"):
        kaplan_meier([1, 2], [True, False], weights=weights)
    with pytest.raises(ValueError, match="weight"):
        log_rank({"a": ([1, 2], [True, False], weights), "b": ([1], [True])})
