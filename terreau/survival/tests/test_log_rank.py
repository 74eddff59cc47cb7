"""The log-rank test against textbook figures, against lifelines, and against its own laws."""

import warnings

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lifelines.statistics import multivariate_logrank_test

from terreau.survival import chi_squared_tail, log_rank
from terreau.survival.tests.samples import PLACEBO, SIX_MP, samples, split, tried

stats = pytest.importorskip("scipy.stats")


def test_remission_of_leukaemia_as_in_the_textbook():
    """`survdiff` of R on Freireich's data: 16.8 on 1 degree of freedom, p = 4e-05."""
    result = log_rank({"6-MP": split(SIX_MP), "placebo": split(PLACEBO)})
    assert result.statistic == pytest.approx(16.793, abs=5e-4)
    assert result.degrees_of_freedom == 1
    assert result.p_value == pytest.approx(4.17e-5, rel=2e-3)
    treated, untreated = result.groups
    assert (treated.name, treated.n, treated.observed) == ("6-MP", 21, 9)
    assert treated.expected == pytest.approx(19.25, abs=0.005)
    assert untreated.expected == pytest.approx(10.75, abs=0.005)


@tried
@given(st.lists(samples(min_size=3, max_size=20), min_size=2, max_size=5))
def test_agrees_with_lifelines(groups):
    result = log_rank({index: split(group) for index, group in enumerate(groups)})
    assume(result.degrees_of_freedom == len(groups) - 1)
    pooled = [(*pair, index) for index, group in enumerate(groups) for pair in group]
    durations, events, labels = zip(*pooled, strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = multivariate_logrank_test(durations, labels, events)
    assert result.statistic == pytest.approx(oracle.test_statistic, rel=1e-6, abs=1e-9)
    assert result.p_value == pytest.approx(oracle.p_value, rel=1e-6, abs=1e-9)


@tried
@given(st.lists(samples(max_size=15), min_size=2, max_size=4), st.permutations(range(4)))
def test_laws_of_the_test(groups, order):
    named = {index: split(group) for index, group in enumerate(groups)}
    result = log_rank(named)
    assert 0 <= result.p_value <= 1
    assert result.statistic >= 0
    assert 0 <= result.degrees_of_freedom < len(groups)
    assert sum(group.expected for group in result.groups) == pytest.approx(
        sum(group.observed for group in result.groups)
    )
    turned = log_rank({index: named[index] for index in order if index in named})
    assert turned.statistic == pytest.approx(result.statistic, abs=1e-6)
    assert turned.degrees_of_freedom == result.degrees_of_freedom


@tried
@given(samples(min_size=2))
def test_twins_cannot_be_told_apart(sample):
    result = log_rank({"one": split(sample), "other": split(sample)})
    assert result.statistic == pytest.approx(0, abs=1e-9)
    assert result.p_value == pytest.approx(1, abs=1e-4)


@tried
@given(st.lists(samples(max_size=15), min_size=2, max_size=3), st.integers(1, 12))
def test_the_horizon_only_sees_what_came_before(groups, horizon):
    seen = {index: split(group) for index, group in enumerate(groups)}
    by_hand = {
        index: (
            [min(time, horizon) for time, _ in group],
            [event and time <= horizon for time, event in group],
        )
        for index, group in enumerate(groups)
    }
    assert log_rank(seen, horizon=horizon) == log_rank(by_hand)


def test_what_cannot_be_compared_is_said():
    nothing = log_rank({"one": ([1, 2], [False, False]), "other": ([3], [False])})
    assert (nothing.statistic, nothing.degrees_of_freedom, nothing.p_value) == (0, 0, 1)
    apart = log_rank({"early": ([1], [False]), "late": ([5, 6], [True, True])})
    assert apart.degrees_of_freedom == 0


@tried
@given(st.floats(0, 300), st.integers(1, 40))
def test_the_tail_of_chi_squared(statistic, degrees):
    assert chi_squared_tail(statistic, degrees) == pytest.approx(
        float(stats.chi2.sf(statistic, degrees)), rel=1e-9, abs=1e-300
    )


@pytest.mark.parametrize(
    ("groups", "horizon", "message"),
    [
        ({}, None, "at least two groups"),
        ({"a": ([1], [True])}, None, "at least two groups"),
        ({"a": ([1], [True]), "b": ([], [])}, None, "group 'b': no observation"),
        ({"a": ([1], [True]), "b": ([-1], [True])}, None, "group 'b': duration 0 is negative"),
        ({"a": ([1], [True]), "b": ([1], ["x"])}, None, "group 'b': event 0 is neither"),
        ({"a": ([1], [True]), "b": ([1], [])}, None, "group 'b': 1 durations but 0 outcomes"),
        ({"a": ([1], [True]), "b": ([1], [True])}, 0, "horizon must be more than zero"),
    ],
)
def test_bad_input_is_named(groups, horizon, message):
    with pytest.raises(ValueError, match=message):
        log_rank(groups, horizon=horizon)


def test_an_impossible_chi_squared_is_refused():
    with pytest.raises(ValueError, match="no such chi-squared"):
        chi_squared_tail(-1, 1)
    with pytest.raises(ValueError, match="no such chi-squared"):
        chi_squared_tail(1, -1)
    assert chi_squared_tail(5, 0) == 1
