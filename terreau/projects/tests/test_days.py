"""Since when a project is in its phase, and where it stopped: in the API and in every file."""

import csv
import io
from datetime import date

import pytest

from terreau.entries.models import Entry
from terreau.organizations.tests.factories import make_organization
from terreau.projects.models import Project
from terreau.projects.queries import export_rows
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many

pytestmark = pytest.mark.django_db

BEGUN, STOPPED = date(2022, 3, 4), date(2023, 5, 6)
DAYS = {
    "gue": (BEGUN, None),
    "bac": (STOPPED, STOPPED),
    "pont": (STOPPED, None),
    "plan": (None, None),
}


@pytest.fixture(autouse=True)
def portfolio():
    make_project(slug="gue", phases=[("construction", BEGUN), ("acceleration", date(2090, 1, 1))])
    make_project(slug="bac", phases=[("construction", BEGUN), ("stopped", STOPPED)])
    make_project(slug="pont", phases=[("construction", BEGUN), ("transferred", STOPPED)])
    make_project(slug="plan", phases=[("construction", date(2090, 1, 1))])
    make_organization()
    index_many(Entry.objects.values_list("pk", flat=True))


def iso(pair):
    return [day.isoformat() if day else None for day in pair]


def test_the_api_says_both_days(client):
    listed = client.get("/api/v1/projects/").json()["items"]
    assert {p["slug"]: [p["phase_since"], p["stopped_on"]] for p in listed} == {
        slug: iso(days) for slug, days in DAYS.items()
    }
    one = client.get(f"/api/v1/projects/{Project.objects.get(slug='bac').uid}/").json()
    assert [one["phase_since"], one["stopped_on"]] == iso(DAYS["bac"])


def test_the_files_of_the_directory_say_both_days(client):
    text = client.get("/en/directory/", {"format": "csv"}).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    found = {row["url"].split("/")[-2]: row for row in rows if row["kind"] == "project"}
    assert {slug: [row["phase_since"], row["stopped_on"]] for slug, row in found.items()} == {
        slug: [day or "" for day in iso(days)] for slug, days in DAYS.items()
    }
    (other,) = [row for row in rows if row["kind"] == "organization"]
    assert (other["phase_since"], other["stopped_on"]) == ("", "")


def test_open_data_says_both_days():
    rows = export_rows(Project.objects.public())
    assert {row["slug"]: (row["phase_since"], row["stopped_on"]) for row in rows} == DAYS


@pytest.mark.parametrize("count", [1, 3])
def test_costs(client, django_assert_num_queries, count):
    for _ in range(count):
        make_project(phases=[("construction", BEGUN)])
    with django_assert_num_queries(5):
        list(export_rows(Project.objects.public()))
