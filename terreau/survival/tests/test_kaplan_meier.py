"""Kaplan–Meier against textbook figures, against lifelines, and against its own laws."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.survival import DAYS_PER_MONTH, kaplan_meier, months_between
from terreau.survival.tests.samples import (
    PLACEBO,
    SIX_MP,
    lifelines_curve,
    samples,
    split,
    tried,
)


def test_remission_of_leukaemia_as_in_the_textbook():
    """Freireich 1963, as worked in Collett and in R's `survfit(conf.type="log-log")`."""
    curve = kaplan_meier(*split(SIX_MP))
    assert (curve.n, curve.events) == (21, 9)
    ten = curve.at(10)
    assert ten.survival == pytest.approx(0.7529, abs=5e-5)
    assert ten.at_risk == 15
    point = next(point for point in curve.points if point.time == 10)
    assert math.sqrt(point.variance) == pytest.approx(0.0963, abs=5e-5)
    assert curve.median.time == 23
    assert (curve.median.low, curve.median.high) == (13, None)
    assert kaplan_meier(*split(PLACEBO)).median.time == 8


def test_a_curve_by_hand():
    curve = kaplan_meier([1, 2, 2, 3, 4], [True, True, False, True, False])
    assert [point.survival for point in curve.points] == pytest.approx([0.8, 0.6, 0.3, 0.3])
    assert [point.at_risk for point in curve.points] == [5, 4, 2, 1]
    assert [point.censored for point in curve.points] == [0, 1, 0, 1]
    assert curve.points[1].variance == pytest.approx(0.36 * (1 / 20 + 1 / 12))
    assert curve.at(0).survival == 1
    assert curve.at(2.5).at_risk == 2
    assert curve.at(4).survival == pytest.approx(0.3)


def test_nothing_is_claimed_beyond_what_was_followed():
    alive = kaplan_meier([1, 2], [True, False]).at(2.1)
    assert (alive.at_risk, alive.survival, alive.low, alive.high) == (0, None, None, None)
    assert kaplan_meier([1, 2], [True, True]).at(99).survival == 0


def test_the_median_may_be_unknown_or_have_no_upper_limit():
    assert kaplan_meier([1, 2, 3], [False, False, False]).median.time is None
    exact = kaplan_meier([1, 2, 3, 4], [True, True, True, False])
    assert exact.median.time == 2
    assert exact.median.high is None


def test_one_half_made_of_many_fractions_is_still_one_half():
    curve = kaplan_meier(range(1, 51), [True] * 50)
    assert curve.median.time == 25
    assert curve.quantile(0.9).time == 45


def test_when_nobody_is_left_the_interval_does_not_shrink_to_nothing():
    curve = kaplan_meier([1, 2], [True, True])
    assert (curve.points[-1].survival, curve.points[-1].low) == (0, 0)
    assert curve.points[-1].high == curve.points[0].high > 0.5


def test_without_events_survival_is_whole_but_not_certain():
    """Twelve survivors of twelve: the exact binomial interval is 73.5 % to 100 %."""
    curve = kaplan_meier([5] * 12, [False] * 12)
    (point,) = curve.points
    assert (point.survival, point.high, point.variance) == (1, 1, 0)
    assert point.low == pytest.approx(0.7354, abs=5e-5)
    assert curve.at(3).low == point.low
    assert curve.at(0).low == 1


@tried
@given(samples())
def test_agrees_with_lifelines(sample):
    curve, oracle = kaplan_meier(*split(sample)), lifelines_curve(sample)
    assert [point.time for point in curve.points] == pytest.approx(list(oracle.times))
    assert [point.survival for point in curve.points] == pytest.approx(
        list(oracle.survival), abs=1e-9
    )
    assert [point.at_risk for point in curve.points] == list(oracle.at_risk)
    for point, low, high in zip(curve.points, oracle.low, oracle.high, strict=True):
        if 0 < point.survival < 1:
            assert (point.low, point.high) == pytest.approx((low, high), abs=1e-9)
    if all(abs(point.survival - 0.5) > 1e-9 for point in curve.points):
        assert (math.inf if curve.median.time is None else curve.median.time) == oracle.median


@tried
@given(samples())
def test_laws_of_the_curve(sample):
    curve = kaplan_meier(*split(sample))
    values = [1.0, *(point.survival for point in curve.points)]
    assert values == sorted(values, reverse=True)
    for point in curve.points:
        assert 0 <= point.low <= point.survival <= point.high <= 1
        assert point.variance >= 0
        assert curve.at(point.time).survival == point.survival
        assert curve.at(point.time).at_risk == point.at_risk
    assert sum(point.events + point.censored for point in curve.points) == curve.n
    assert curve == kaplan_meier(*split(sample[::-1]))


@tried
@given(samples(), st.floats(0.1, 0.8))
def test_more_confidence_is_a_wider_interval(sample, confidence):
    narrow = kaplan_meier(*split(sample), confidence=confidence)
    wide = kaplan_meier(*split(sample), confidence=confidence + 0.15)
    for inner, outer in zip(narrow.points, wide.points, strict=True):
        assert outer.low <= inner.low
        assert inner.high <= outer.high


@tried
@given(samples(), st.integers(2, 40))
def test_the_unit_does_not_matter(sample, factor):
    scaled = kaplan_meier([time * factor for time, _ in sample], [event for _, event in sample])
    plain = kaplan_meier(*split(sample))
    assert [point.survival for point in scaled.points] == [point.survival for point in plain.points]


@tried
@given(st.lists(st.integers(0, 30), min_size=1))
def test_without_censoring_it_is_the_plain_share(durations):
    curve = kaplan_meier(durations, [True] * len(durations))
    for point in curve.points:
        alive = sum(duration > point.time for duration in durations)
        assert point.survival == pytest.approx(alive / len(durations))


@pytest.mark.parametrize(
    ("durations", "events", "message"),
    [
        ([], [], "no observation"),
        ([1, -0.5], [True, True], "duration 1 is negative: -0.5"),
        ([math.nan], [True], "duration 0 is not finite"),
        ([math.inf], [True], "duration 0 is not finite"),
        ([None], [True], "duration 0 is not a number: None"),
        (["3"], [True], "duration 0 is not a number: '3'"),
        ([True], [True], "duration 0 is not a number: True"),
        ([1, 2], [True], "2 durations but 1 outcomes"),
        ([1], ["stopped"], "event 0 is neither true nor false: 'stopped'"),
        ([1], [2], "event 0 is neither true nor false: 2"),
        ([1], [None], "event 0 is neither true nor false: None"),
        ([1], [math.nan], "event 0 is neither true nor false: nan"),
    ],
)
def test_bad_input_is_named(durations, events, message):
    with pytest.raises(ValueError, match=message):
        kaplan_meier(durations, events)


@pytest.mark.parametrize("confidence", [0, 1, 95, -1, math.nan, "0.95"])
def test_a_confidence_is_strictly_between_zero_and_one(confidence):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        kaplan_meier([1], [True], confidence=confidence)


@pytest.mark.parametrize("time", [-1, math.nan, math.inf])
def test_an_impossible_time_is_refused(time):
    with pytest.raises(ValueError, match="time must be"):
        kaplan_meier([1], [True]).at(time)
    with pytest.raises(ValueError, match="share must be"):
        kaplan_meier([1], [True]).quantile(1)


def test_a_month_is_the_twelfth_of_a_mean_year():
    assert DAYS_PER_MONTH * 12 == 365.25
    assert months_between(date(2020, 1, 1), date(2024, 1, 1)) == 48
    assert months_between(date(2024, 1, 1), date(2020, 1, 1)) == -48
