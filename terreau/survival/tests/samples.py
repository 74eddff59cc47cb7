"""Samples of durations, and the same estimates by an independent library."""

import warnings
from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st

lifelines = pytest.importorskip("lifelines")

# Weeks of remission (Freireich et al., Blood 21 (1963) 699–716); True where the remission ended.
SIX_MP = [
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False),
    (11, False), (13, True), (16, True), (17, False), (19, False), (20, False), (22, True),
    (23, True), (25, False), (32, False), (32, False), (34, False), (35, False),
]  # fmt: skip
PLACEBO = [
    (time, True) for time in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
]


tried = settings(deadline=None, max_examples=60)
"""How often a law is tried; without a deadline, as machines are shared."""


@dataclass(frozen=True)
class OracleCurve:
    times: list
    survival: list
    at_risk: list
    low: list
    high: list
    median: float


def split(sample):
    """Pairs (duration, event) as the two parallel lists that the estimators take."""
    return [time for time, _ in sample], [event for _, event in sample]


def samples(min_size=1, max_size=40):
    """Lists of (duration, event): whole numbers that tie often, or numbers that never do."""
    tied = st.integers(0, 12)
    free = st.floats(0.01, 500, allow_nan=False).map(lambda value: round(value, 3))
    return st.one_of(
        *(
            st.lists(st.tuples(time, st.booleans()), min_size=min_size, max_size=max_size)
            for time in (tied, free)
        )
    )


def lifelines_curve(sample):
    """The Kaplan–Meier estimate of lifelines at each distinct duration."""
    durations, events = split(sample)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter = lifelines.KaplanMeierFitter().fit(durations, events)
        times = sorted(set(durations))
        limits = fitter.confidence_interval_.loc[times]
    return OracleCurve(
        times,
        list(fitter.survival_function_.loc[times].iloc[:, 0]),
        [sum(duration >= time for duration in durations) for time in times],
        list(limits.iloc[:, 0]),
        list(limits.iloc[:, 1]),
        float(fitter.median_survival_time_),
    )
