"""What the page of a dossier says of the evidence, of the gate and of the team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from terreau.evidence.tests.factories import (
    make_cost,
    make_feed,
    make_indicator,
    make_measurement,
    make_target,
)
from terreau.organizations.tests.factories import make_organization
from terreau.projects.tests.factories import make_project
from terreau.reviews import dossier
from terreau.reviews.models import State
from terreau.reviews.reading import reading
from terreau.reviews.tests.factories import LONG_AGO, TODAY, make_review, make_teammate
from terreau.teams.tests.factories import make_mission

pytestmark = pytest.mark.django_db


def read(review):
    return reading(dossier.content(review, TODAY))


def test_targets_say_who_set_them():
    """What the team set for itself is not to be taken for what a committee froze."""
    review = make_review()
    indicator = make_indicator(review.subject)
    day = TODAY - timedelta(days=30)
    make_target(indicator, "150", TODAY + timedelta(days=20), set_on=day)
    make_target(
        indicator, "900", TODAY + timedelta(days=90), set_on=day, frozen_at=timezone.now()
    )  # fmt: skip
    team, frozen = read(review)["results"]
    assert (team[1], frozen[1]) == ("150 personnes", "900 personnes")
    assert team[3].startswith("l’équipe")
    assert frozen[3].startswith("le comité")


def test_values_say_how_far_they_can_be_relied_on(client):
    review = make_review()
    body = make_organization(title="Cour des essais")
    indicator = make_indicator(review.subject, name="Démarches", measured_by="La Fabrique")
    make_measurement(indicator, "2025-03", "1250", level="audited", checker=body)
    make_feed(indicator, failing_since=timezone.now(), failure={"code": "statistics-not-json"})
    (row,) = read(review)["indicators"]
    assert row[0] == "Démarches"
    assert row[1].startswith("1\xa0250 personnes (")
    assert row[2:] == ["mars 2025", "Audité par Cour des essais", "La Fabrique"]
    text = client.get(f"/en/reviews/{review.slug}/dossier/").content.decode()
    assert "its statistics cannot be read since" in text
    assert "Measured: used. Not measured yet: usable, useful, impactful and efficient." in text


def test_costs_are_told_for_each_user_with_what_they_cover(client):
    review = make_review()
    indicator = make_indicator(review.subject, stands_for="active_users")
    for month in range(1, 13):
        make_measurement(indicator, f"2025-{month:02}", "1000")
    make_cost(review.subject, "2025", "120000", covers=["team", "hosting"])
    text = client.get(f"/en/reviews/{review.slug}/dossier/").content.decode()
    row = read(review)["units"][0]
    assert row[0] == "2025"
    assert "l’équipe et l’hébergement" in row[2]
    assert (row[3], row[4]) == ("1\xa0000", "120 €")
    assert "the team and hosting and tools" in text


def test_a_gate_says_what_is_asked_for_and_when(client):
    project = make_project(phases=[("construction", LONG_AGO)])
    found = read(make_review(project=project, state=State.OPEN))
    assert [(each["title"], len(each["items"])) for each in found["gates"]] == [
        ("À la première revue", 6), ("Avant l’accélération", 2),
    ]  # fmt: skip
    assert found["look_for"] == {}


def test_an_investigation_looks_for_what_exists_already(client):
    project = make_project(title="Lavoir partagé", phases=[("investigation", LONG_AGO)])
    review = make_review(project=project, state=State.OPEN)
    found = read(review)
    assert [(each["title"], len(each["items"])) for each in found["gates"]] == [("", 7)]
    assert client.get(found["look_for"]["url"]).status_code == 200
    client.force_login(make_teammate(review))
    text = client.get(f"/en/reviews/{review.slug}/write/").content.decode()
    assert "Search the directory first" in text


@pytest.mark.parametrize(
    ("status", "state"),
    [("non_compliant", "missing"), ("partially_compliant", "known"), ("", "missing")],
)
def test_who_says_not_compliant_was_not_audited_yet(status, state):
    project = make_project(phases=[("acceleration", LONG_AGO)], accessibility=status)
    gate = dossier.content(make_review(project=project), TODAY)["gate"]
    assert next(each["state"] for each in gate if each["name"] == "gate_accessibility") == state


def test_since_when_nobody_works_for_it():
    review = make_review()
    assert read(review)["team"] == ""
    make_mission(review.subject, end=TODAY - timedelta(days=9))
    assert read(review)["team"].startswith("Personne n’y travaille depuis le")
