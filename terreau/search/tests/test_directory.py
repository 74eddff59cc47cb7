import csv
import io
import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest

from terreau.entries.tests.factories import make_topic
from terreau.search import candidates, exports
from terreau.search.tests.factories import (
    make_found_incubator,
    make_found_organization,
    make_found_project,
    make_place,
)
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def links(page):
    """{text: address} of a page's links, without their icons."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page.content.decode(), re.S)
    return {
        " ".join(unescape(re.sub("<[^>]*>", " ", text)).split()): unescape(href)
        for href, text in found
    }


def shown(page):
    return [entry.title for entry in page.context["found"].entries]


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("/directory/", True),
        ("/en/directory/", True),
        ("/projects/", True),
        ("/organizations/", False),
        ("/directory/?q=toit", True),
        ("/directory/?q=train", False),
    ],
)
def test_the_directory_is_a_page(client, address, is_there):
    make_found_project(title="Mon toit", summary="Une aide à l'accès au logement.")

    page = client.get(address)

    assert page.status_code == 200
    assert ("Mon toit" in page.content.decode()) == is_there


def test_what_was_searched_instead_is_said_only_of_what_it_found(client):
    make_found_project(title="Numérique", summary="Un service numérique.")

    found = client.get("/en/directory/?q=service+numerrique")
    nothing = client.get("/en/directory/?q=numerrique+xylophone")

    assert "this is what was found for" in found.content.decode()
    assert "this is what was found for" not in nothing.content.decode()


def test_a_place_that_is_searched_by_its_name_is_offered(client):
    place = make_territory(name="Pré-Vert")
    make_found_project(title="Vélo au pré vert")

    page = client.get("/directory/?q=pre+vert")

    assert [each["url"] for each in page.context["places"]] == [f"/territories/{place.code}/"]
    assert any("Pré-Vert" in text for text in links(page))
    assert client.get("/directory/?q=velo").context["places"] == []
    assert client.get("/directory/?q=pre+vert&page=2").context["places"] == []


def test_every_filter_is_a_link_that_removes_it(client):
    place, topic = make_place("Bretagne"), make_topic("Eau")
    host = make_found_incubator(title="Fabrique", slug="fabrique")
    make_found_project(title="Source", territory=place, topics=[topic], hosts=[host])
    asked = {
        "q": "source", "kind": "project", "state": "construction", "territory": place.code,
        "topic": topic.slug, "incubated_by": "fabrique",
    }  # fmt: skip

    page = client.get("/en/directory/", asked)
    removing = [each["url"] for each in page.context["chosen"]]

    assert shown(page) == ["Source"]
    assert len(removing) == 5
    for address in removing:
        assert shown(client.get(address)) == ["Source"]
    gone = [name for name in asked if any(f"{name}=" not in address for address in removing)]
    assert gone == ["kind", "state", "territory", "topic", "incubated_by"]


def test_facets_lead_to_what_they_count(client):
    place, topic = make_place("Bretagne"), make_topic("Eau")
    host = make_found_incubator(title="Fabrique", slug="fabrique")
    make_found_project(title="Source", territory=place, topics=[topic], hosts=[host])

    for facet in client.get("/en/directory/").context["facets"]:
        for item in facet["items"]:
            page = client.get(item["url"])
            assert page.context["found"].total == item["count"] == 1


def test_the_page_of_a_kind_keeps_to_its_address(client):
    make_found_project(title="Vélo")
    make_found_organization(title="Train")

    page = client.get("/en/projects/", {"q": "vélo"})

    assert shown(page) == ["Vélo"]
    assert links(page)["Title"] == "/en/projects/?q=v%C3%A9lo&sort=title"
    assert page.context["chosen"] == []


def test_pages_follow_one_another(client):
    for number in range(25):
        make_found_project(title=f"Vélo {number:02}")

    first = client.get("/en/directory/", {"sort": "title"})
    second = client.get(links(first)["Next"])
    ranked = client.get("/en/directory/", {"q": "vélo", "sort": "title", "page": 2})

    assert shown(second) == shown(ranked) == [f"Vélo {number}" for number in range(20, 25)]
    assert shown(client.get(links(second)["Previous"])) == shown(first)
    assert "21–25 of 25" in ranked.content.decode()
    assert links(ranked)["1"] == "/en/directory/?q=v%C3%A9lo&sort=title"


def test_a_search_for_a_mistyped_word_says_so(client):
    make_found_project(title="Numérique")

    page = client.get("/en/directory/", {"q": "numerrique"})

    assert "this is what was found for “numérique”" in page.content.decode()


def test_an_empty_result_says_what_to_drop(client):
    make_found_project(title="Vélo")

    unknown = client.get("/en/directory/", {"q": "vélo xylophone"})
    filtered = client.get("/en/directory/", {"q": "vélo", "kind": "organization"})
    nowhere = client.get("/en/directory/", {"territory": "ZZ-9"})

    assert "No entry holds “xylophone”" in unknown.content.decode()
    assert shown(client.get(links(unknown)["Search for “vélo”"])) == ["Vélo"]
    assert shown(client.get(links(filtered)["Without “organizations”"])) == ["Vélo"]
    assert shown(client.get(links(nowhere)["Without “ZZ-9”"])) == ["Vélo"]
    assert links(nowhere)["See the whole directory"] == "/en/directory/"


def test_more_than_is_looked_at_is_said(client, monkeypatch):
    monkeypatch.setattr(candidates, "CAP", 2)
    for number in range(3):
        make_found_project(title=f"Vélo {number}")

    assert "more than 2 entries" in client.get("/en/directory/?q=velo").content.decode()


@pytest.mark.parametrize("address", ["/directory/", "/directory/?q=velo&kind=project"])
def test_csv_and_json_hold_what_is_shown(client, address):
    place, topic = make_place("Bretagne"), make_topic("Eau")
    host = make_found_incubator(title="Vélo fabrique")
    for number in range(3):
        make_found_project(title=f"Vélo {number}", territory=place, topics=[topic], hosts=[host])
    join = "&" if "?" in address else "?"

    page = client.get(address)
    table = client.get(f"{address}{join}format=csv")
    whole = json.loads(client.get(f"{address}{join}format=json").getvalue())

    rows = list(csv.DictReader(io.StringIO(table.getvalue().decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == shown(page)
    assert whole["entries"] == rows
    assert list(whole["columns"]) == list(rows[0]) == list(exports.columns())
    project = next(row for row in rows if row["title"] == "Vélo 1")
    assert (project["territory"], project["topics"], project["incubated_by"]) == (
        "Bretagne", "Eau", "Vélo fabrique",
    )  # fmt: skip


@pytest.mark.parametrize("address", ["/directory/?format=csv", "/directory/?q=velo&format=csv"])
def test_an_export_is_bounded_and_comes_in_batches(client, monkeypatch, address):
    monkeypatch.setattr("terreau.search.queries._BATCH", 2)
    for number in range(7):
        make_found_project(title=f"Vélo {number}")

    assert client.get(address).getvalue().count(b"\n") == 8
    assert len(list(exports.rows(None, exports.queries.SearchQuery(), most=5))) == 5


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_no_spreadsheet_takes_a_title_for_a_formula(sign):
    assert exports.harmless(f"{sign}1") == f"'{sign}1"
    assert exports.harmless(f"1{sign}") == f"1{sign}"


def test_an_empty_export_has_its_head(client):
    assert client.get("/directory/?q=x&format=csv").getvalue().count(b"\n") == 1
    assert json.loads(client.get("/directory/?q=x&format=json").getvalue())["entries"] == []


def test_a_search_is_a_feed(client):
    topic = make_topic("Eau")
    make_found_project(title="Vélo \x0b < 1", published_at="2025-01-01T00:00Z", topics=[topic])
    newest = make_found_project(title="Vélo 2", published_at="2026-01-01T00:00Z")
    make_found_project(title="Train")

    page = client.get("/en/directory/feed/", {"q": "vélo", "kind": "project"})

    feed = ElementTree.fromstring(page.content)  # noqa: S314 - our own
    titles = [each.findtext(f"{ATOM}title") for each in feed.iter(f"{ATOM}entry")]
    assert page["Content-Type"].startswith("application/atom+xml")
    assert titles == ["Vélo 2", "Vélo   < 1"]
    assert feed.find(f"{ATOM}entry").findtext(f"{ATOM}id") == f"urn:uuid:{newest.uid}"
    assert "“vélo”" in feed.findtext(f"{ATOM}title")
    assert client.get("/en/directory/?q=v%C3%A9lo").context["feed_url"] == (
        "/en/directory/feed/?q=v%C3%A9lo"
    )


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", ["/directory/", "/directory/feed/"])
def test_the_directory_is_only_read(client, method, address):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "cost"),
    [
        ("/directory/", 9),
        ("/directory/?q=velo", 8),
        ("/directory/?format=csv", 6),
        ("/directory/feed/", 4),
    ],
)
def test_a_page_costs_the_same_for_one_and_for_three(
    client, django_assert_num_queries, count, address, cost
):
    for number in range(count):
        make_found_project(
            title=f"Vélo {number}", territory=make_place("Bretagne"), topics=[make_topic()]
        )

    with django_assert_num_queries(cost):
        client.get(address).getvalue()
