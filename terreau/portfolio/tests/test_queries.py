from datetime import date

import pytest

from terreau.organizations.tests.factories import make_incubator
from terreau.portfolio import queries
from terreau.portfolio.durations import in_each_phase, reached, since_construction
from terreau.portfolio.queries import Question
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
    assert queries.by_host(Question(DAY)) == [("fabrique", "Fabrique", 1)]
    assert queries.total(Question(DAY, definition="all", host=portfolio)) == 2


def test_durations_are_exact_and_censored(portfolio):
    question = Question(DAY)
    assert since_construction(question) == [(334, "stopped", 1), (365, None, 1), (549, None, 1)]
    assert (273, "transferred", 1) in since_construction(question, ("stopped", "transferred"))
    assert ("construction", 549, 0, 1) in in_each_phase(question)
    assert ("construction", 334, 1, 1) in in_each_phase(question)
    assert reached(question)["construction"] == 3


def test_survival_counts_stops_alone(portfolio):
    curve = queries.survival(Question(DAY))
    assert (curve.n, curve.events) == (3, 1)
    assert queries.exits(Question(DAY))["transferred"].events == 1
    assert queries.survival(Question(date(2020, 1, 1))) is None


def test_evolution_agrees_with_the_count_of_each_day(portfolio):
    points = queries.evolution(Question(DAY))
    assert points[-1][0] == DAY
    for day, counts in points:
        expected = {p: n for p, n in queries.by_phase(Question(day, definition="all")).items() if p}
        assert counts == expected, day


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "query, expected",
    [
        (queries.by_phase, 2), (queries.by_host, 1), (queries.by_topic, 1),
        (queries.by_territory, 1), (queries.evolution, 2), (queries.survival, 1),
        (queries.exits, 1), (queries.time_in_phase, 1),
    ],
)  # fmt: skip
def test_costs(django_assert_num_queries, count, query, expected):
    for _ in range(count):
        make_project(phases=[("construction", date(2022, 1, 1))], hosts=[make_incubator()])
    with django_assert_num_queries(expected):
        query(Question(DAY))
