"""Aalen–Johansen against lifelines, against a slow reference, and against its own laws."""

import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.survival import cumulative_incidence, kaplan_meier
from terreau.survival.tests.samples import lifelines, tried

WAYS = ("operated", "transferred", "stopped")
outcomes = st.sampled_from([None, *WAYS])
exits = st.lists(st.tuples(st.integers(0, 15), outcomes), min_size=1, max_size=40)


def split(sample):
    return [time for time, _ in sample], [outcome for _, outcome in sample]


def slow_incidence(sample, way, time):
    """The definition itself, and its variance written out as the double sum of the textbook."""
    times = sorted({moment for moment, _ in sample if moment <= time})
    survival, level, steps = 1.0, 0.0, []
    for moment in times:
        n = sum(duration >= moment for duration, _ in sample)
        dead = sum(duration == moment and how is not None for duration, how in sample)
        mine = sum(duration == moment and how == way for duration, how in sample)
        level += survival * mine / n
        steps.append((survival, n, dead, mine, level))
        survival *= 1 - dead / n
    variance = 0.0
    for before, n, dead, mine, then in steps:
        if dead < n:
            variance += (level - then) ** 2 * dead / (n * (n - dead))
        variance += before**2 * mine * (n - mine) / n**3
        variance -= 2 * (level - then) * before * mine / n**2
    return level, variance


@tried
@given(exits)
def test_agrees_with_the_definition(sample):
    for way, curve in cumulative_incidence(*split(sample), known=WAYS).items():
        assert curve.events == sum(outcome == way for _, outcome in sample)
        for point in curve.points:
            level, variance = slow_incidence(sample, way, point.time)
            assert point.incidence == pytest.approx(level, abs=1e-12)
            assert point.variance == pytest.approx(variance, abs=1e-12)


@tried
@given(
    st.lists(st.integers(1, 400), min_size=2, max_size=30, unique=True).flatmap(
        lambda times: st.tuples(
            st.just(times), st.lists(st.integers(0, 2), min_size=len(times), max_size=len(times))
        )
    ),
    st.integers(1, 3),
)
def test_agrees_with_lifelines(observed, copies):
    """Only ties of one and the same outcome: lifelines moves the others at random."""
    durations, codes = observed[0] * copies, observed[1] * copies
    if 1 not in codes:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter = lifelines.AalenJohansenFitter().fit(durations, codes, event_of_interest=1)
    curve = cumulative_incidence(durations, [code or None for code in codes], known=(1, 2))[1]
    for point in curve.points:
        assert point.incidence == pytest.approx(fitter.cumulative_density_.loc[point.time].item())
        expected = fitter.variance_.loc[point.time]
        if 0 < point.incidence < 1 - 1e-9 and point.remaining and expected > 1e-12:
            assert point.variance == pytest.approx(expected)
            low, high = fitter.confidence_interval_.loc[point.time]
            assert sorted((low, high)) == pytest.approx([point.low, point.high], abs=1e-9)


@tried
@given(exits)
def test_the_exits_and_those_who_remain_make_one(sample):
    curves = cumulative_incidence(*split(sample), known=WAYS)
    durations, ways = split(sample)
    together = kaplan_meier(durations, [way is not None for way in ways])
    for index, point in enumerate(together.points):
        parts = [curve.points[index] for curve in curves.values()]
        assert sum(part.incidence for part in parts) + point.survival == pytest.approx(1)
        assert [part.remaining for part in parts] == pytest.approx([point.survival] * 3)
        for part in parts:
            assert 0 <= part.low <= part.incidence <= part.high <= 1


@tried
@given(exits)
def test_one_way_only_is_the_complement_of_survival(sample):
    durations, ways = split(sample)
    events = [way is not None for way in ways]
    (curve,) = cumulative_incidence(
        durations, ["left" if event else None for event in events], known=["left"]
    ).values()
    for point, alive in zip(curve.points, kaplan_meier(durations, events).points, strict=True):
        assert point.incidence == pytest.approx(1 - alive.survival)
        assert point.variance == pytest.approx(alive.variance, abs=1e-12)


def test_at_a_time():
    curve = cumulative_incidence([1, 2, 4], ["stopped", None, "operated"])["stopped"]
    assert curve.at(0.5).incidence == 0
    assert curve.at(3).incidence == pytest.approx(1 / 3)
    assert curve.at(99).incidence == pytest.approx(1 / 3), "nobody is left, nothing can change"
    open_end = cumulative_incidence([1, 2], ["stopped", None])["stopped"]
    assert open_end.at(2).incidence == 0.5
    assert open_end.at(2.1) is None
    with pytest.raises(ValueError, match="time must be"):
        curve.at(-1)


def test_outcomes_never_met_have_a_flat_curve():
    curves = cumulative_incidence([1, 2], ["stopped", None], known=["merged", "stopped"])
    assert list(curves) == ["merged", "stopped"]
    assert [(p.incidence, p.low, p.high) for p in curves["merged"].points] == [(0, 0, 0)] * 2
    assert curves["merged"].events == 0


@pytest.mark.parametrize(
    ("durations", "ways", "known", "message"),
    [
        ([], [], None, "no observation"),
        ([-1], ["stopped"], None, "duration 0 is negative"),
        ([math.nan], ["stopped"], None, "not finite"),
        ([1, 2], ["stopped"], None, "2 durations but 1 outcomes"),
        ([1], ["vanished"], ["stopped"], "unknown outcome: 'vanished'"),
        ([1], ["stopped"], ["stopped", None], "None stands for a censored subject"),
    ],
)
def test_bad_input_is_named(durations, ways, known, message):
    with pytest.raises(ValueError, match=message):
        cumulative_incidence(durations, ways, known=known)
