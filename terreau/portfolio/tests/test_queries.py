from datetime import date

import pytest

from terreau.entries.models import Link
from terreau.entries.tests.factories import make_topic
from terreau.organizations.tests.factories import make_incubator
from terreau.portfolio import queries
from terreau.portfolio.courses import ONGOING, read
from terreau.portfolio.questions import Question
from terreau.portfolio.statistics import Passage
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db

DAY = date(2024, 1, 1)


@pytest.fixture
def portfolio():
    host = make_incubator(title="Fabrique", slug="fabrique")
    make_project(
        phases=[("investigation", date(2022, 1, 1)), ("construction", date(2022, 7, 1))],
        hosts=[host],
    )
    make_project(
        phases=[("construction", date(2022, 1, 1)), ("stopped", date(2022, 12, 1))], hosts=[host]
    )
    make_project(
        phases=[
            ("stopped_in_investigation", date(2021, 1, 1)),
            ("construction", date(2023, 1, 1)),
            ("transferred", date(2023, 10, 1)),
        ]
    )
    make_project(phases=[("investigation", date(2024, 6, 1))])
    return host


def test_counts_by_phase_and_definition(portfolio):
    everything = Question(DAY, definition="all")
    assert queries.by_phase(everything) == {
        "construction": 1, "stopped": 1, "transferred": 1, "": 1,
    }  # fmt: skip
    assert queries.total(Question(DAY)) == 1
    assert queries.total(Question(DAY, definition="sustained")) == 1
    assert queries.total(Question(date(2022, 7, 15))) == 2
    assert queries.total(Question(DAY, definition="all", host=portfolio)) == 2


def test_counts_by_part(portfolio):
    theme = make_topic("Eau")
    make_project(phases=[("construction", date(2023, 1, 1))], topics=[theme])
    found = queries.results(Question(DAY))
    assert [(p.key, p.name, p.phases) for p in found.hosts] == [
        ("fabrique", "Fabrique", {"construction": 1, "stopped": 1})
    ]
    assert [(p.name, n) for p, n in queries.counted(found.hosts, Question(DAY))] == [
        ("Fabrique", 1)
    ]
    assert [(p.key, p.phases) for p in found.themes] == [(theme.slug, {"construction": 1})]
    assert queries.total(Question(DAY, topic=theme.slug)) == 1


def test_durations_are_exact_and_censored(portfolio):
    reading = read(DAY)
    assert reading.alive == {"stopped": {334: 1}, ONGOING: {365: 1, 549: 1}}
    assert reading.ways == {"stopped": {334: 1}, "transferred": {273: 1}, ONGOING: {549: 1}}
    assert reading.lasting["construction"] == {549: 1}
    assert reading.spans["construction"] == {334: 1, 273: 1}
    assert reading.begun["construction"].total() == 3


def test_survival_counts_stops_alone(portfolio):
    found = queries.results(Question(DAY))
    assert (found.survival.n, found.survival.stopped) == (3, 1)
    assert found.ways.left == {"transferred": 1, "stopped": 1}
    assert queries.results(Question(date(2020, 1, 1))).survival is None


def test_who_went_on(portfolio):
    investigated, constructed, *_ = queries.results(Question(DAY)).funnel
    assert investigated == Passage("investigation", 1, further=1, left=0)
    assert constructed == Passage("construction", 3, further=1, left=1)
    assert constructed.still == 1


def test_evolution_agrees_with_the_count_of_each_day(portfolio):
    points = queries.results(Question(DAY)).evolution
    assert [day for day, _ in points][-3:] == [date(2023, 7, 1), date(2023, 10, 1), DAY]
    for day, counts in points:
        expected = {p: n for p, n in queries.by_phase(Question(day, definition="all")).items() if p}
        assert counts == expected, day


def test_hidden_and_lost_projects_are_not_counted(portfolio):
    make_project(phases=[("construction", date(2022, 1, 1))], hidden_at="2023-01-01T00:00Z")
    make_project(phases=[("construction", date(2022, 1, 1))], published_at=None)
    lost = make_project(phases=[("construction", date(2022, 1, 1))])
    lost.listings.update(superseded_at="2100-01-01T00:00Z")
    assert queries.total(Question(DAY)) == 1
    assert queries.results(Question(DAY)).survival.n == 3


@pytest.mark.parametrize("count", [1, 3])
def test_costs(django_assert_num_queries, count):
    for _ in range(count):
        make_project(
            phases=[("construction", date(2022, 1, 1))],
            hosts=[make_incubator()],
            topics=[make_topic()],
        )
    with django_assert_num_queries(9):
        queries.results(Question(DAY, date.today()))
    with django_assert_num_queries(10):
        queries.results(Question(DAY))


def test_incubators_are_compared_by_the_one_that_leads(portfolio):
    """The groups of a log-rank test have nobody in common."""
    leading = make_incubator()
    project = make_project(phases=[("construction", date(2023, 1, 1))], hosts=[portfolio, leading])
    Link.objects.filter(source=project).update(leads=False)
    Link.objects.filter(source=project, target=leading).update(leads=True)
    reading = read(DAY)
    assert sum(n.total() for n in reading.alive_by.values()) == 3
    assert reading.alive_by[leading.pk, ONGOING] == {365: 1}
    assert reading.hosts["construction"] == {portfolio.pk: 2, leading.pk: 1}
