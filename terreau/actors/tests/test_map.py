"""The map and its list say the same, from tallies, of what everybody may see."""

import csv
import io
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from terreau.actors.choices import CHOICES
from terreau.entries import tallies
from terreau.entries.models import Entry
from terreau.offers.tests.factories import make_offer
from terreau.organizations.tests.factories import make_organization
from terreau.people.tests.factories import make_person
from terreau.search.actions import index_many
from terreau.settings import environment
from terreau.territories.models import Containment
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
PAGE = "/en/map/"


def places():
    """A region and one of its departments."""
    region = make_territory(level="region", code="FR-REG-53", country="FR", name="Bretagne")
    inside = make_territory(code="FR-DEP-35", country="FR", name="Ille-et-Vilaine", parent=region)
    Containment.objects.get_or_create(ancestor=region, descendant=inside)
    return region, inside


def settle():
    tallies.rebuild()
    index_many(Entry.objects.values_list("pk", flat=True))


def counts(client, **asked):
    """{code: n} of the file, which page and picture must agree with."""
    table = client.get(PAGE, asked | {"format": "csv"}).content.decode().lstrip("\ufeff")
    rows = {row["code"]: int(row["count"]) for row in csv.DictReader(io.StringIO(table))}
    data = client.get(PAGE, asked | {"format": "json"}).json()["places"]
    assert {row["code"]: row["count"] for row in data} == rows
    page = client.get(PAGE, asked).content.decode()
    drawn = dict(re.findall(r"territory=(FR-\w+-\w+)[^>]*><title>[^<]*: ([\d,]+)</title>", page))
    assert {code: int(n) for code, n in drawn.items()} == rows
    return {code: n for code, n in rows.items() if n}


def test_organizations_people_and_offers_are_counted_by_place_and_sort(client):
    region, inside = places()
    make_organization(state="association", territory=inside)
    make_organization(state="research", territory=region)
    make_organization(state="research", territory=inside, published_at=None)
    make_person(territory=inside)
    make_offer(territory=inside)
    make_offer(territory=inside, state="withdrawn")
    settle()
    assert counts(client) == {"FR-DEP-35": 1}
    assert counts(client, level="region") == {"FR-REG-53": 2}
    assert counts(client, what="organization.research") == {}
    assert counts(client, what="organization.research", level="region") == {"FR-REG-53": 1}
    assert counts(client, what="person") == {"FR-DEP-35": 1}
    assert counts(client, what="person.citizen") == {}
    assert counts(client, what="offer.open") == {"FR-DEP-35": 1}


def test_each_place_leads_to_the_same_entries_as_a_list(client):
    _region, inside = places()
    make_organization(title="Ici", state="association", territory=inside)
    make_organization(title="Ailleurs", state="association")
    make_organization(title="Recherche", state="research", territory=inside)
    settle()
    page = client.get(PAGE, {"what": "organization.association"}).content.decode()
    address = "/en/organizations/?state=association&territory=FR-DEP-35"
    assert page.count(f'href="{address.replace("&", "&amp;")}"') >= 2  # picture and list
    listed = client.get(address).content.decode()
    assert "Ici" in listed and "Ailleurs" not in listed and "Recherche" not in listed


def test_what_makes_no_sense_shows_the_usual_map(client):
    for asked in ({"what": "\0"}, {"level": "planet"}, {"what": "organization.x", "format": "xml"}):
        page = client.get(PAGE, asked)
        assert page.status_code == 200 and page.context["choice"] == CHOICES["organization"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_costs_four_queries(client, django_assert_num_queries, count):
    _region, inside = places()
    for _ in range(count):
        make_organization(state="association", territory=inside)
    settle()
    client.get(PAGE)
    with django_assert_num_queries(4):
        client.get(PAGE, {"what": "organization.association"})


@pytest.mark.parametrize("what", ["organization", "organization.research", "person", "offer.open"])
def test_counts_come_from_an_index(what):
    if connection.vendor != "sqlite":
        pytest.skip("the plan of SQLite is looked at")
    choice = CHOICES[what]
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT key, SUM(count) FROM entries_tally WHERE scope = 'territory'"
            " AND kind = %s AND key IN ('FR-DEP-35', 'FR-DEP-29') GROUP BY key",
            [choice.kind],
        )
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "(scope=? AND key=? AND kind=?)" in plan and "SCAN" not in plan


def test_the_page_names_a_tile_server_only_where_there_is_one(client, settings):
    page = client.get(PAGE)
    assert 'data-tiles=""' in page.content.decode()
    policy = page["Content-Security-Policy"].split("; ")
    (images,) = [part.split() for part in policy if part.startswith("img-src ")]
    assert set(images[1:]) == {"'self'", "data:"}
    settings.MAP_TILES = {
        "url": "https://tiles.example.org/{z}/{x}/{y}.png", "attribution": "<b>A & B</b>",
        "source": "https://tiles.example.org",
    }  # fmt: skip
    page = client.get(PAGE, {"again": 1}).content.decode()
    assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in page
    assert 'data-attribution="&lt;b&gt;A &amp; B&lt;/b&gt;"' in page


def test_tiles_are_an_address_and_whose_they_are(monkeypatch):
    assert environment.map_tiles() is None
    monkeypatch.setenv("MAP_TILES", "https://tiles.example.org/a/{z}/{x}/{y}.png?key=1")
    with pytest.raises(ImproperlyConfigured):
        environment.map_tiles()
    monkeypatch.setenv("MAP_ATTRIBUTION", "Somebody")
    assert environment.map_tiles()["source"] == "https://tiles.example.org"
    for wrong in (
        "http://tiles.example.org/{z}/{x}/{y}", "https://{s}.example.org/{z}/{x}/{y}",
        "https://tiles.example.org/{z}/{x}", "https://a;b.example.org/{z}/{x}/{y}", "x",
    ):  # fmt: skip
        monkeypatch.setenv("MAP_TILES", wrong)
        with pytest.raises(ImproperlyConfigured):
            environment.map_tiles()
