"""The reference class against a slow one that walks day by day."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from terreau.portfolio.tests.test_reference import START, histories, slow_phase, told_by, write
from terreau.projects.tests.factories import make_project
from terreau.reviews.reference import HORIZON, in_words, outcomes, reference_class

LATER = 900
days = st.integers(0, LATER).map(lambda n: START + timedelta(days=n))
DAYS_OF = {months: round(months * 30.4375) for months in range(0, 30)}


def slow(telling, phase, months, as_of):
    """(phase six months later), "waiting", or None where the project is not of the class."""
    begun = None
    day = START
    while day <= as_of:
        if slow_phase(telling, day) == phase:
            begun = begun or day
            if (day - begun).days == DAYS_OF[months]:
                later = begun + timedelta(days=DAYS_OF[months + HORIZON])
                return slow_phase(telling, later) if later <= as_of else "waiting"
        else:
            begun = None
        day += timedelta(days=1)
    return None


class References(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(histories, min_size=1, max_size=3),
        st.sampled_from(["investigation", "construction"]),
        st.integers(0, 6),
        days,
        days,
    )
    def test_where_projects_stood_six_months_later(self, told, phase, months, as_of, known_at):
        for history in told:
            write(history)
        tellings = [t for history in told if (t := told_by(history, known_at)) is not None]
        expected = Counter(slow(telling, phase, months, as_of) for telling in tellings)
        del expected[None]
        waiting = expected.pop("waiting", 0)
        assert outcomes(phase, months, as_of, known_at) == (dict(expected), waiting)


def make_course(number, went_on):
    start = date(2020, 1, 1) + timedelta(days=number)
    ways = [("acceleration", date(2021, 2, 1))] if went_on else []
    return make_project(phases=[("construction", start), *ways])


@pytest.mark.django_db
def test_shares_with_their_limits_and_who_is_left_out():
    for number in range(12):
        make_course(number, went_on=number < 3)
    make_project(phases=[("construction", date(2021, 6, 1))])  # month 10 is there, month 16 not
    make_project(phases=[("construction", date(2021, 6, 1))], published_at=None)
    found = reference_class("construction", 10, date(2022, 4, 20))
    assert (found["n"], found["waiting"], found["few"]) == (12, 1, False)
    assert found["next"] == "acceleration"
    assert [(each["phase"], each["projects"]) for each in found["standing"]] == [
        ("construction", 9),
        ("acceleration", 3),
    ]
    assert found["standing"][1]["share"] == 0.25
    assert found["standing"][1]["low"] == pytest.approx(0.0889, abs=1e-4)
    with translation.override("en"):
        assert in_words(found) == (
            "Of the 12 projects at month 10 of construction, 6 months later: construction: 75.0 % "
            "(between 46.8 % and 91.1 %); acceleration: 25.0 % (between 8.9 % and 53.2 %)."
        )


@pytest.mark.django_db
def test_too_few_are_said_to_be_too_few():
    for number in range(9):
        make_course(number, went_on=True)
    found = reference_class("construction", 6, date(2022, 4, 20))
    assert (found["n"], found["few"], found["standing"]) == (9, True, [])
    with translation.override("en"):
        assert "too few to compare with" in in_words(found)


@pytest.mark.django_db
def test_one_query_or_none_but_the_version(django_assert_num_queries):
    make_course(1, went_on=True)
    cache.clear()
    with override_settings(PAGE_SHELF_BYTES=2**20):
        with django_assert_num_queries(2):
            first = reference_class("construction", 6, date(2022, 4, 20))
        with django_assert_num_queries(1):
            assert reference_class("construction", 6, date(2022, 4, 20)) == first
