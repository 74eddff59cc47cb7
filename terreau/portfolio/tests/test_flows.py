"""What entered and left each phase, year by year, and the projects behind each number."""

import csv
import io
from datetime import date

import pytest
from django.core.management import call_command

from terreau.organizations.tests.factories import make_incubator
from terreau.portfolio.flows import flow
from terreau.portfolio.queries import results
from terreau.portfolio.questions import FlowQuestion, Question
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db

PAGE, API = "/portfolio/flows/", "/api/v1/portfolio/"
LAST = date(2024, 9, 30)


@pytest.fixture
def host():
    return make_incubator(slug="atelier")


@pytest.fixture(autouse=True)
def portfolio(host):
    make_project(
        title="Gué",
        slug="gue",
        phases=[
            ("investigation", date(2022, 12, 31)),
            ("construction", date(2023, 1, 1)),
            ("stopped", date(2024, 10, 1)),
        ],
        hosts=[host],
    )
    make_project(
        title="Bac",
        slug="bac",
        phases=[
            ("investigation", date(2023, 5, 2)),
            ("construction", date(2023, 5, 2)),
            ("stopped", date(2024, 2, 29)),
        ],
    )
    make_project(phases=[("construction", date(2023, 5, 2))], hidden_at="2024-01-01T00:00Z")


def test_what_began_and_ended_each_year():
    assert results(Question(LAST)).flows == [
        (2022, {"investigation": (1, 0)}),
        (2023, {"investigation": (1, 2), "construction": (2, 0)}),
        (2024, {"construction": (0, 1), "stopped": (1, 0)}),
    ]
    assert results(Question(date(2024, 12, 31))).flows[-1] == (
        2024,
        {"construction": (0, 2), "stopped": (2, 0)},
    )


def test_what_entered_and_has_not_left_is_there(host):
    for question in (Question(LAST), Question(date(2023, 6, 1), host=host)):
        found = results(question)
        there = {}
        for _, counts in found.flows:
            for name, (entered, left) in counts.items():
                there[name] = there.get(name, 0) + entered - left
        assert {name: n for name, n in there.items() if n} == found.phases


@pytest.mark.parametrize(
    "year, phase, way, names",
    [
        (2023, "construction", "entered", ["Gué", "Bac"]),
        (2023, "investigation", "left", ["Gué", "Bac"]),
        (2024, "stopped", "entered", ["Bac"]),
        (2024, "construction", "left", ["Bac"]),
        (2022, "investigation", "left", []),
    ],
)
def test_each_number_has_its_names(year, phase, way, names):
    """As many names as the flows count."""
    answer = flow(FlowQuestion(LAST, year=year, phase=phase, way=way))
    assert [each["title"] for each in answer.records] == names
    counted = dict(results(Question(LAST)).flows)[year].get(phase, (0, 0))
    assert len(names) == counted[("entered", "left").index(way)]


def test_the_page_of_names(client, host):
    asked = {"as_of": "2024-09-30", "year": "2023", "phase": "construction"}
    page = client.get(f"/en{PAGE}", asked).content.decode()
    assert "Construction: entered in 2023" in page
    assert page.index("Gué") < page.index("Bac")
    assert "1 to 2 of 2" in page
    narrowed = client.get(f"/en{PAGE}", asked | {"incubator": "atelier"}).content.decode()
    assert "Gué" in narrowed
    assert "Bac" not in narrowed
    rows = list(csv.DictReader(io.StringIO(client.get(PAGE, asked | {"format": "csv"}).text)))
    assert [row["slug"] for row in rows] == ["gue", "bac"]
    nobody = client.get(f"/en{PAGE}", asked | {"year": "2019"})
    assert "No project" in nobody.content.decode()


@pytest.mark.parametrize("wrong", [{"phase": "sleep"}, {"year": "x"}, {"year": ""}, {"way": "up"}])
def test_what_cannot_be_asked(client, wrong):
    asked = {"year": "2023", "phase": "construction"} | wrong
    response = client.get(f"/en{PAGE}", asked)
    assert response.status_code == 400
    assert client.get(f"{API}flow/", asked).status_code == 422


def test_the_portfolio_page_leads_to_the_names(client):
    page = client.get("/en/portfolio/", {"as_of": "2024-09-30"}).content.decode()
    assert 'id="flows"' in page
    address = page[page.index("/en/portfolio/flows/?") :].split('"')[0].replace("&amp;", "&")
    assert client.get(address).status_code == 200


def test_the_same_from_the_api_and_the_command(client, capsys):
    said = client.get(f"{API}flows/", {"as_of": "2024-09-30"}).json()
    assert {name: value for name, value in said["records"][-1].items() if name != "label"} == {
        "year": 2024,
        "phase": "stopped",
        "entered": 1,
        "left": 0,
    }
    assert said["note"]
    named = client.get(
        f"{API}flow/", {"as_of": "2024-09-30", "year": 2024, "phase": "stopped"}
    ).json()
    assert [each["slug"] for each in named["records"]] == ["bac"]
    again = client.get(named["reproduce"]["url"].partition("8000")[2]).json()
    assert again["records"] == named["records"]
    words = named["reproduce"]["command"].split()
    call_command(*words[1:])
    assert "Bac" in capsys.readouterr().out
    call_command("portfolio", "--flows", "--as-of", "2024-09-30")
    assert "2023" in capsys.readouterr().out


@pytest.mark.parametrize("count", [1, 3])
def test_costs(client, django_assert_num_queries, count):
    for _ in range(count):
        make_project(phases=[("acceleration", date(2024, 1, 1))])
    with django_assert_num_queries(1):
        client.get(PAGE, {"year": "2024", "phase": "acceleration"})
