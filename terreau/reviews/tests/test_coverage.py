"""Coverage against a slow reference that asks every project on every day."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from terreau.organizations.tests.factories import make_incubator
from terreau.portfolio.tests.test_reference import (
    START,
    histories,
    noon,
    slow_phase,
    told_by,
    write,
)
from terreau.projects.models import Event
from terreau.projects.phases import INCUBATION
from terreau.projects.tests.factories import make_project
from terreau.reviews.coverage import counted, coverage

LATER = 900
days = st.integers(0, LATER).map(lambda n: START + timedelta(days=n))
committees = st.lists(st.tuples(days, days, st.booleans()), max_size=4)
"""(the day of a committee, the day on which it was recorded, whether there was a comment)."""
DAY = date(2026, 7, 1)


def convene(project, on, recorded=None, commented=False, name="committee"):
    moment = noon(recorded) if recorded else timezone.now()
    return Event.objects.create(
        project=project, name=name, happened_on=on, recorded_at=moment, commented=commented
    )


def slow(telling, held, day):
    """(whether a project counts on a day, whether it had been reviewed)."""
    begun = [since for name, since in telling if name in INCUBATION and since <= day]
    if slow_phase(telling, day) not in INCUBATION or (day - min(begun)).days < 183:
        return False, False
    return True, any(0 <= (day - on).days <= 365 for on in held)


class References(TestCase):
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(histories, committees), min_size=1, max_size=3), days, days)
    def test_how_many_were_reviewed(self, told, as_of, known_at):
        known = []
        for history, met in told:
            project = write(history)
            for on, recorded, commented in met:
                convene(project, on, recorded, commented)
            telling = told_by(history, known_at)
            if telling is not None:
                known.append((telling, [each for each in met if each[1] <= known_at]))
        found = counted(as_of, known_at)
        for day, projects, reviewed in found.points:
            expected = [slow(telling, [on for on, *_ in met], day) for telling, met in known]
            assert projects == sum(each for each, _ in expected)
            assert reviewed == sum(each for _, each in expected)
        today = [point for point in found.points if point[0] == as_of]
        assert today == [(as_of, found.projects, found.reviewed)][: found.projects]
        recorded = [each for _, met in known for each in met]
        assert found.recorded == len(recorded)
        assert found.silent == sum(not commented for *_, commented in recorded)
        assert found.ahead == sum(on > as_of for on, *_ in recorded)
        gaps = Counter()
        for _, met in known:
            held = sorted({on for on, *_ in met if on <= as_of})
            gaps.update((b - a).days for a, b in pairwise(held))
        assert found.gaps == gaps


def make_old(**given):
    return make_project(phases=[("investigation", date(2024, 1, 1))], **given)


@pytest.mark.django_db
def test_who_counts_and_who_was_reviewed():
    for days_before in (0, 365, 366):
        convene(make_old(), DAY - timedelta(days=days_before))
    convene(make_old(), DAY + timedelta(days=1))
    convene(make_old(), DAY, name="funding")
    convene(make_old(published_at=None), DAY)
    convene(make_project(phases=[("construction", DAY - timedelta(days=182))]), DAY)
    convene(
        make_project(phases=[("construction", date(2024, 1, 1)), ("stopped", date(2026, 1, 1))]),
        DAY,
    )
    make_project(phases=[("construction", DAY - timedelta(days=183))])
    found = coverage(DAY)
    assert (found.projects, found.reviewed) == (6, 2)
    assert (found.recorded, found.ahead) == (6, 1)
    assert found.kinds == {"unrecorded": (4, 5)}


@pytest.mark.django_db
def test_when_the_next_review_is_due():
    for on, state in (
        (date(2026, 1, 1), "soon"),  # due today
        (date(2025, 12, 31), "overdue"),
        (date(2026, 2, 16), "on time"),
    ):
        convene(make_old(title=state), on)
    never = make_project(phases=[("construction", date(2025, 10, 1))], title="never")
    found = coverage(DAY)
    assert (found.on_time, found.soon) == (1, 1)
    assert [(each.due_on, each.last) for each in found.overdue] == [
        (date(2026, 4, 1), None),
        (date(2026, 6, 30), date(2025, 12, 31)),
    ]
    assert found.overdue[0].project == never.pk
    assert [each.due_on for each in coverage(DAY + timedelta(days=30)).overdue][:2] == [
        date(2026, 4, 1), date(2026, 6, 30),
    ]  # fmt: skip


@pytest.mark.django_db
def test_gaps_between_reviews_and_their_median():
    project = make_old()
    for on in (date(2025, 1, 1), date(2025, 7, 1), date(2025, 7, 1), date(2026, 3, 1)):
        convene(project, on)
    found = coverage(DAY)
    assert found.gaps == {181: 1, 243: 1}
    assert found.median_months == pytest.approx(212 / 30.4375)
    assert coverage(date(2025, 1, 1)).median_months is None


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_six_queries_then_one(django_assert_num_queries, count):
    for _ in range(count):
        convene(make_old(hosts=[make_incubator()]), DAY)
    cache.clear()
    with override_settings(PAGE_SHELF_BYTES=2**20):
        with django_assert_num_queries(7):
            found = coverage(DAY)
        with django_assert_num_queries(1):
            assert coverage(DAY) == found
    assert [each[2:] for each in found.hosts] == [(1, 1)] * count


@pytest.mark.django_db
def test_one_incubator():
    host = make_incubator()
    convene(make_old(hosts=[host]), DAY)
    make_old(hosts=[host])
    convene(make_old(), DAY)
    found = coverage(DAY, host=host)
    assert (found.projects, found.reviewed, found.recorded) == (2, 1, 1)


@pytest.mark.django_db
def test_as_it_was_known():
    project = make_old()
    event = convene(project, date(2026, 5, 1), date(2026, 6, 1))
    Event.objects.filter(pk=event.pk).update(superseded_at=datetime(2026, 6, 20, tzinfo=UTC))
    project.spells.update(recorded_at=noon(date(2024, 1, 1)))
    project.listings.update(recorded_at=noon(date(2024, 1, 1)))
    reviewed = [coverage(DAY, date(2026, *day)).reviewed for day in ((5, 31), (6, 1), (6, 19))]
    assert reviewed == [0, 1, 1]
    assert coverage(DAY, date(2026, 6, 20)).reviewed == 0
    assert coverage(DAY, date(2023, 1, 1)).projects == 0
