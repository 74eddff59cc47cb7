from datetime import date, timedelta

import pytest

from terreau.organizations.tests.factories import make_incubator
from terreau.portfolio.answers import ANSWERS
from terreau.portfolio.questions import Question
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def portfolio():
    host = make_incubator(slug="fabrique")
    for number in range(12):
        day = date(2020, 1, 1) + timedelta(days=number)
        phases = [("construction", day)]
        if number % 3 == 0:
            phases.append(("stopped", day + timedelta(days=200 + number)))
        make_project(phases=phases, hosts=[host])


def test_the_total_and_the_phases(client):
    said = client.get(Question.API, {"as_of": "2022-01-01", "definition": "accompanied"}).json()
    assert (said["total"]["value"], said["total"]["n"]) == (8, 12)
    assert said["total"]["as_of"] == "2022-01-01"
    assert said["phases"]["records"] == [
        {"phase": "construction", "label": "Construction", "projects": 8, "counted": True},
        {"phase": "stopped", "label": "Arrêté", "projects": 4, "counted": False},
    ]


@pytest.mark.parametrize("name", [*ANSWERS, "last-written"])
def test_every_answer_keeps_to_its_schema(client, name):
    response = client.get(f"{Question.API}{name}/", {"as_of": "2023-01-01"})
    assert response.status_code == 200, response.content
    said = response.json()
    assert said["definition"]
    assert said["reproduce"]["url"].endswith("definition=in_incubation")
    assert said["records"] or name in ("territories", "themes")


def test_mistakes_are_problems_in_plain_words(client):
    response = client.get(Question.API, {"as_of": "2999-01-01", "theme": "none"})
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    detail = response.json()["detail"]
    assert "as_of: " in detail
    assert "theme: " in detail
