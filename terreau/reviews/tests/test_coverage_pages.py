"""The public view of the reviews: page, files, API and command say the same."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from terreau.entries.models import Tally
from terreau.organizations.tests.factories import make_incubator
from terreau.projects.tests.factories import make_project
from terreau.reviews import panels
from terreau.reviews.figures import ANSWERS, ReviewQuestion, found_for, told_apart
from terreau.reviews.tests.test_coverage import convene
from terreau.teams.tests.factories import make_mission

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 1)
PAGE = "/en/reviews/coverage/"
API = "/api/v1/reviews/coverage/"
ASKED = {"as_of": "2026-07-01"}
ANSWER_NAMES = sorted(ANSWERS)


def make_reviewed(reviewed, others, **given):
    """Projects old enough to count, so many of them reviewed a month before DAY."""
    for number in range(reviewed + others):
        project = make_project(phases=[("construction", date(2024, 1, 1))], **given)
        if number < reviewed:
            convene(project, DAY - timedelta(days=30), commented=number == 0)
            convene(project, DAY - timedelta(days=220))


def answer(name, **given):
    with translation.override("en"):
        question = ReviewQuestion(DAY, **given)
        return ANSWERS[name](question, found_for(question))


def test_the_page_says_how_many_with_definition_and_day(client):
    host = make_incubator()
    make_reviewed(3, 9, hosts=[host])
    page = client.get(PAGE, ASKED).content.decode()
    words = "3 of 12 projects older than six months were reviewed in the last twelve months"
    assert words in page
    assert "at least 183 days earlier" in page
    assert "terreau reviews --as-of 2026-07-01 --known-at" in page
    assert "as of 1 July 2026" in page
    for name in ANSWER_NAMES:
        assert f"figure={name}" in page, name
    assert "9 of them were never reviewed." in page


def test_the_page_of_one_incubator_compares_none(client):
    host = make_incubator(slug="fabrique-essai")
    make_reviewed(1, 1, hosts=[host])
    make_reviewed(0, 12)
    page = client.get(PAGE, ASKED | {"incubator": "fabrique-essai"}).content.decode()
    assert "1 of 2 projects older than six months were reviewed" in page
    assert 'id="comparison"' not in page


def test_an_empty_portfolio_is_said_to_be_empty(client):
    page = client.get(PAGE, ASKED)
    assert page.status_code == 200
    assert "No project is old enough" in page.content.decode()
    for name in ANSWER_NAMES:
        assert client.get(f"{API}{'' if name == 'coverage' else f'{name}/'}").status_code == 200


@pytest.mark.parametrize(
    "given",
    [{"as_of": "soon"}, {"as_of": "2999-01-01"}, {"incubator": "none"}, {"format": "csv"},
     {"format": "exe"}, {"figure": "survival", "format": "csv"}],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_in_words(client, given):
    page = client.get(PAGE, given)
    assert page.status_code == 400
    assert "notice-error" in page.content.decode()


@pytest.mark.parametrize("name", ANSWER_NAMES)
def test_files_api_and_command_say_the_same(client, name):
    make_reviewed(4, 8, hosts=[make_incubator()])
    expected = answer(name)
    assert expected.records
    told = client.get(PAGE, ASKED | {"figure": name, "format": "json"}).json()
    address = API if name == "coverage" else f"{API}{name}/"
    served = client.get(address, ASKED, headers={"Accept-Language": "en"}).json()
    assert told["records"] == served["records"] == json.loads(json.dumps(expected.records))
    assert served["definition"] and served["as_of"] == "2026-07-01"
    assert f"{address}?as_of=2026-07-01" in served["reproduce"]["url"]
    out = io.StringIO()
    with translation.override("en"):
        call_command("reviews", as_of="2026-07-01", figure=name, json=True, stdout=out)
    assert json.loads(out.getvalue())["records"] == told["records"]
    text = client.get(PAGE, ASKED | {"figure": name, "format": "csv"}).content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(expected.records)
    assert {row["as_of"] for row in rows} == {"2026-07-01"}


def test_the_command_prints_what_belongs_to_a_figure():
    make_reviewed(2, 1)
    out = io.StringIO()
    with translation.override("en"):
        call_command("reviews", as_of="2026-07-01", stdout=out)
    lines = out.getvalue().splitlines()
    assert "n = 3, as of 1 July 2026" in lines[2]
    assert any(line.strip().startswith("2 of 3 projects older") for line in lines)
    with pytest.raises(CommandError, match="--as-of"):
        call_command("reviews", as_of="yesterday")


def test_the_api_refuses_what_it_does_not_know(client):
    assert client.get(API, {"as_of": "2999-01-01"}).status_code == 422
    assert client.get(API, {"territory": "75"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(client, django_assert_num_queries, count):
    make_reviewed(count, count, hosts=[make_incubator() for _ in range(count)])
    client.get(PAGE, ASKED)
    with django_assert_num_queries(11):  # six, the late ones, the incubators, three of the teams
        client.get(PAGE, ASKED)


def test_hidden_projects_are_named_nowhere(client):
    make_project(phases=[("construction", date(2024, 1, 1))], title="Secret", published_at=None)
    make_reviewed(0, 1)
    assert "Secret" not in client.get(PAGE, ASKED).content.decode()
    assert answer("overdue").records[0]["title"] != "Secret"


def test_an_address_in_a_spreadsheet_is_no_formula(client):
    make_project(phases=[("construction", date(2024, 1, 1))], title="=1+1")
    text = client.get(PAGE, ASKED | {"figure": "overdue", "format": "csv"}).content.decode()
    assert "'=1+1" in text


@pytest.mark.parametrize(
    "peers, words",
    [
        ([("a", "A", 40, 20), ("b", "B", 40, 21)], "cannot be told apart"),
        ([("a", "A", 40, 2), ("b", "B", 40, 38)], "Chance alone seldom"),
        ([("a", "A", 40, 20)], "Too few incubators"),
    ],
)
def test_incubators_are_told_apart_in_words(peers, words):
    with translation.override("en"):
        assert words in told_apart(peers)


def test_pictures_are_drawn(client):
    make_reviewed(3, 9, hosts=[make_incubator()])
    page = client.get(PAGE, ASKED).content.decode()
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in page.split('<img src="')[1:]]
    charts = [address for address in addresses if "/charts/" in address]
    for address in charts:
        drawn = client.get(address)
        assert drawn.status_code == 200
        assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert charts or "<svg" in page
    assert client.get(f"/reviews/coverage/charts/{'0' * 64}.svg").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_directory_says_what_the_reviews_come_to(django_assert_num_queries, count):
    today = timezone.localdate()
    for _ in range(count):
        project = make_project(
            phases=[("construction", date(2024, 1, 1))], hosts=[make_incubator()]
        )
        convene(project, today - timedelta(days=9))
    with django_assert_num_queries(7), translation.override("en"):
        shown = panels.counted(None, None)
    words = "project older than six months was" if count == 1 else "projects older than six months"
    assert f"{count} of {count} {words}" in shown["figures"][0]["label"]


def test_a_directory_of_very_many_only_leads_there(django_assert_num_queries):
    Tally.objects.create(scope="all", kind="project", state="construction", count=5001)
    with django_assert_num_queries(1):
        assert panels.counted(None, None) == {"url": "/reviews/coverage/"}


def test_who_works_for_the_projects_is_counted_and_when_teams_end_for_all_together(client):
    host = make_incubator(slug="fabrique-essai")
    gone, ending, staying = (
        make_project(phases=[("construction", date(2024, 1, 1))], hosts=[host]) for _ in range(3)
    )
    assert answer("teams").records[0]["without"] is None
    assert "No missions are known for that day." in client.get(PAGE, ASKED).content.decode()
    make_mission(gone, end=DAY - timedelta(days=1))
    make_mission(ending, end=DAY + timedelta(days=90))
    make_mission(staying, end=DAY + timedelta(days=91))
    assert answer("teams").records == (
        {"projects": 3, "without": 1, "ending": 1, "within_days": 90},
    )
    page = client.get(PAGE, ASKED).content.decode()
    assert ("without an active member" in page, "whole team within 90 days" in page) == (True, True)
    (record,) = answer("teams", host=host).records
    assert (record["without"], record["ending"]) == (1, None)
    page = client.get(PAGE, ASKED | {"incubator": host.slug}).content.decode()
    assert "whole team within 90 days" not in page
