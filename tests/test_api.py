"""The contract of the API: its document, lists, filters, validators, errors and limits."""

import json
from datetime import date
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from terreau.api.assembly import api, throttles
from terreau.api.management.commands.openapi import written
from terreau.entries import tallies
from terreau.entries.tests.factories import make_administrator, make_topic
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.projects import actions
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory
from tests.hostile import CURSORS, WORDS

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).parents[1] / "docs" / "openapi.json"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _nobody_has_asked_before():
    cache.clear()


def known(*entries):
    """Bring search and counts up to what factories made; the entries."""
    tallies.rebuild()
    index_many([entry.pk for entry in entries])
    return entries


def get(client, path, status=200, **query):
    answer = client.get(f"/api/v1/{path}", query_params=query)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_address_that_people_are_told_leads_to_the_document(client):
    answer = client.get("/api/v1/")
    assert (answer.status_code, answer["Location"]) == (302, "/api/v1/openapi.json")
    assert get(client, "openapi.json")["openapi"].startswith("3.1")


def walk(client, path, **query):
    """The pages of a list from `next` to `next`, each as it came."""
    address = f"/api/v1/{path}?{urlencode(query)}"
    while address:
        parts = urlsplit(address)
        page = client.get(f"{parts.path}?{parts.query}").json()
        yield page
        address = page["next"]


def uids(page):
    return [each["uid"] for each in page["items"]]


# The document


def test_document_is_the_committed_one(capsys):
    call_command("openapi")
    printed = capsys.readouterr().out
    assert printed == SNAPSHOT.read_text(), (
        "the API has changed: write it down with make openapi, and look at what is different"
    )


def test_document_is_served_as_it_is_committed(client):
    assert written(get(client, "openapi.json")) + "\n" == SNAPSHOT.read_text()


def test_document_speaks_one_language_wherever_it_runs(client):
    english = client.get("/api/v1/openapi.json", headers={"accept-language": "en"}).content
    assert client.get("/api/v1/openapi.json", headers={"accept-language": "fr"}).content == english
    document = json.loads(english)
    assert document["openapi"] == "3.1.0"
    for operations in document["paths"].values():
        for method, operation in operations.items():
            answers = {"200", "304"} if method == "get" else set()
            assert answers | {"404", "422", "429"} <= set(operation["responses"])


# Lists


@pytest.mark.parametrize("query", [{}, {"sort": "title"}, {"sort": "changed"}, {"q": "service"}])
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_cursors_walk_through_everything_once_and_back(client, query, limit):
    entries = known(*[make_project(title=f"Service {n % 3}") for n in range(7)])
    there = list(walk(client, "projects/", limit=limit, **query))
    found = [uid for page in there for uid in uids(page)]
    assert sorted(found) == sorted(str(entry.uid) for entry in entries)
    assert {page["total"] for page in there} == {7}
    back, address = [], there[-1]["previous"]
    while address:
        parts = urlsplit(address)
        page = client.get(f"{parts.path}?{parts.query}").json()
        back.append(uids(page))
        address = page["previous"]
    assert back[::-1] == [uids(page) for page in there[:-1]]


def test_walk_goes_on_where_it_was_while_entries_come_and_go(client):
    entries = known(*[make_project() for _ in range(6)])
    first, *_rest = walk(client, "projects/", limit=2)
    known(*entries, make_project())
    parts = urlsplit(first["next"])
    second = client.get(f"{parts.path}?{parts.query}").json()
    assert not set(uids(first)) & set(uids(second))
    assert len(uids(second)) == 2


def test_record_is_walked_newest_first(client):
    administrator, project = make_administrator(), make_project()
    for n in range(5):
        actions.edit(administrator, project, title=f"Titre {n}")
    pages = list(walk(client, "statements/", limit=2))
    found = [each["uid"] for page in pages for each in page["items"]]
    newest = Statement.objects.order_by("-pk").values_list("uid", flat=True)
    assert found == [str(uid) for uid in newest]
    assert len(pages) == 3
    one = get(client, f"statements/{found[0]}/")
    assert (one["subject"], one["verb"]) == (str(project.uid), "projects.edit")
    others = get(client, "statements/", subject=str(make_project().uid))
    assert others == {"items": [], "next": None}


@pytest.fixture
def garden():
    """Projects that differ in all that the directory filters by; by name."""
    town = make_territory(name="Fictif")
    village = make_territory(town, level="commune", name="Hameau")
    topic, host = make_topic("Jardins"), make_incubator(slug="fabrique")
    made = {
        "plain": make_project(title="Pelle"),
        "placed": make_project(title="Seau", territory=village),
        "themed": make_project(title="Serre", topics=[topic]),
        "hosted": make_project(
            title="Arrosoir", hosts=[host], phases=[("construction", date(2024, 1, 1))]
        ),
    }
    known(host, *made.values())
    filters = {
        "placed": {"territory": town.code},
        "themed": {"topic": topic.slug},
        "hosted": {"incubated_by": "fabrique"},
    }
    return made, filters, host


def test_filters_find_what_the_pages_find(client, garden):
    made, filters, host = garden
    asked = filters | {
        "plain": {"q": "pelles"},
        "hosted": {"state": "construction"} | filters["hosted"],
    }
    for name, query in asked.items():
        assert uids(get(client, "projects/", **query)) == [str(made[name].uid)], query
        assert uids(get(client, "search/", kind="project", **query)) == [str(made[name].uid)]
        page = client.get("/projects/", query_params=query).content.decode()
        assert [entry.title for entry in made.values() if entry.title in page] == [made[name].title]
    assert uids(get(client, "projects/", incubated_by=host.uid)) == [str(made["hosted"].uid)]
    assert uids(get(client, "projects/", topic="nowhere")) == []
    assert uids(get(client, "search/", kind="organization")) == [str(host.uid)]


def test_phase_of_a_project_on_a_day(client, garden):
    path = f"projects/{garden[0]['hosted'].uid}/history/"
    assert get(client, path)["phase"] == "construction"
    assert get(client, path, as_of="2023-12-31")["phase"] == ""
    assert get(client, path, known_at="2001-01-01")["spells"] == []
    (tie,) = get(client, path)["affiliations"]
    assert (tie["organization"], tie["role"]) == (str(garden[2].uid), "incubated_by")


def test_territories_are_found_by_name(client):
    place = make_territory(name="Val d'Ouvre", population=30)
    assert [each["code"] for each in get(client, "territories/", name="val")] == [place.code]
    assert get(client, f"territories/{place.code}/")["population"] == 30


# Validators, methods, other people's pages


@pytest.fixture
def kept(settings):
    """A client of a site that keeps its public pages, as one in production does."""
    settings.PAGE_SHELF_BYTES = 2**20
    return Client()


def test_an_answer_that_has_not_changed_is_not_sent_again(kept):
    project = make_project()
    for path in ("projects/", f"projects/{project.uid}/", "statements/", "openapi.json"):
        etag = kept.get(f"/api/v1/{path}")["ETag"]
        again = kept.get(f"/api/v1/{path}", headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b""), path
        assert again["ETag"] == etag
        assert again["Access-Control-Allow-Origin"] == "*"
    actions.edit(make_administrator(), project, title="Autrement")
    again = kept.get("/api/v1/projects/", headers={"if-none-match": etag})
    assert again.status_code == 200
    assert again["ETag"] != etag


def test_anybodys_page_may_read(client):
    project = make_project()
    for path, status in [("projects/", 200), (f"projects/{project.uid}/", 200), ("nowhere/", 404)]:
        answer = client.get(f"/api/v1/{path}", headers={"origin": "https://example.org"})
        assert answer.status_code == status
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer
    asked = client.options(
        "/api/v1/projects/",
        headers={
            "origin": "https://example.org",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )
    assert (asked.status_code, asked.content) == (204, b"")
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]
    assert "GET" in asked["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Origin" not in client.get("/about/")


def test_head_is_get_without_a_body(client, kept):
    known(make_project())
    for each in (client, kept):
        for path in ("projects/", "nowhere/"):
            whole, head = each.get(f"/api/v1/{path}"), each.head(f"/api/v1/{path}")
            assert (head.status_code, head.content) == (whole.status_code, b"")
            assert head["Content-Length"] == str(len(whole.content))
            assert head["Content-Type"] == whole["Content-Type"]
            assert head.headers.get("ETag") == whole.headers.get("ETag")


# Errors


def is_problem(answer, status):
    said = answer.json()
    assert answer.status_code == status
    assert answer["Content-Type"] == PROBLEM
    assert {"type", "title", "status", "detail"} <= set(said)
    assert (said["type"], said["status"]) == ("about:blank", status)
    assert said["title"] and said["detail"]
    return said


NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    "path",
    [
        "/api/", "/api/v2/projects/", "/api/v1/nowhere/", "/api/v1/projects/nothing/",
        f"/api/v1/projects/{NOBODY}/", f"/api/v1/projects/{NOBODY}/history/",
        f"/api/v1/organizations/{NOBODY}/", f"/api/v1/statements/{NOBODY}/",
        "/api/v1/territories/XX-1/", "/api/v1/docs", "/api/v1/projects/%00/",
    ],
)  # fmt: skip
def test_what_is_not_there(client, path):
    is_problem(client.get(path), 404)
    assert client.head(path).status_code == 404


def test_an_address_without_its_slash_leads_to_it(client):
    answer = client.get("/api/v1/projects?limit=3")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/projects/?limit=3")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_here(client, method):
    for path in ("projects/", f"projects/{make_project().uid}/", "statements/"):
        answer = getattr(client, method)(f"/api/v1/{path}")
        is_problem(answer, 405)
        assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("projects/", {"limit": "0"}, "limit"),
        ("projects/", {"limit": "many"}, "limit"),
        ("projects/", {"limit": "101"}, "limit"),
        ("projects/", {"sort": "price"}, "sort"),
        ("projects/", {"q": "x" * 401}, "q"),
        ("search/", {"kind": "spaceship"}, "kind"),
        ("statements/", {"before": "-1"}, "before"),
        ("statements/", {"before": "9" * 40}, "before"),
        ("statements/", {"subject": "me"}, "subject"),
        ("territories/", {}, "name"),
        (f"projects/{NOBODY}/history/", {"as_of": "2024-02-30"}, "as_of"),
        (f"projects/{NOBODY}/history/", {"known_at": "20240131"}, "known_at"),
        ("portfolio/", {"as_of": "0"}, "as_of"),
        ("portfolio/", {"known_at": "2999-12-31"}, "known_at"),
        ("portfolio/", {"definition": "busy"}, "definition"),
        ("portfolio/survival/", {"incubator": "nowhere"}, "incubator"),
    ],
)
def test_what_cannot_be_read_is_named(client, path, query, parameter):
    said = is_problem(client.get(f"/api/v1/{path}", query_params=query), 422)
    assert [each["parameter"] for each in said["errors"]] == [parameter]
    assert all(each["reason"] for each in said["errors"])


def test_a_failure_is_a_problem_that_tells_no_secret(monkeypatch):
    def broken(*given):
        raise RuntimeError("secret")

    monkeypatch.setattr("terreau.projects.queries.project_by_uid", broken)
    client = Client(raise_request_exception=False)
    answer = client.get(f"/api/v1/projects/{NOBODY}/")
    is_problem(answer, 500)
    assert "secret" not in answer.content.decode()


# Limits


def test_who_asks_too_often_is_told_to_wait(client, monkeypatch):
    views = [view for each in api._get_bound_routers() for view in each.path_operations.values()]
    for operation in [operation for view in views for operation in view.operations]:
        for throttle in operation.throttle_objects:
            monkeypatch.setattr(throttle, "num_requests", 3)
    path = "/api/v1/projects/"
    assert [client.get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = client.get(path)
    is_problem(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 60
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get(path).status_code == 200
    pretended = client.get(path, headers={"x-forwarded-for": "192.0.2.8"})
    assert pretended.status_code == 429


@pytest.mark.parametrize(
    ("rate", "limits"), [("600/m", [(600, 60)] * 2), ("5/s", [(5, 1)] * 2), ("", [])]
)
def test_the_limit_is_what_the_operator_says(settings, rate, limits):
    settings.API_RATE = rate
    assert [(each.num_requests, each.duration) for each in throttles()] == limits


# Hostile readers


@pytest.mark.parametrize("name", ["q", "state", "territory", "topic", "incubated_by", "cursor"])
def test_hostile_words_find_nothing_and_break_nothing(client, name):
    known(make_project(), make_organization())
    for word in WORDS + (CURSORS if name == "cursor" else []):
        for path in ("projects/", "search/"):
            answer = client.get(f"/api/v1/{path}?{urlencode({name: word})}")
            assert answer.status_code in (200, 422), (path, word)
            assert answer["Content-Type"] in ("application/json; charset=utf-8", PROBLEM)


@pytest.mark.parametrize("sort", ["newest", "title", "changed"])
def test_cursors_of_another_order_break_nothing(client, sort):
    known(make_project())
    for word in CURSORS:
        answer = client.get("/api/v1/projects/", query_params={"cursor": word, "sort": sort})
        assert answer.status_code in (200, 422), word


def test_hostile_names_of_places(client):
    for word in WORDS:
        assert client.get(f"/api/v1/territories/?{urlencode({'name': word})}").status_code in (
            200,
            422,
        )
    for code in ("%00", "%F0%9F%92%A5", "a" * 3000, "..%2f..%2f", "'"):
        is_problem(client.get(f"/api/v1/territories/{code}/"), 404)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1969-12-31", "2024-02-29"])
def test_days_at_the_ends_of_the_calendar(client, day):
    path = f"projects/{make_project(phases=[('construction', date(2024, 1, 1))]).uid}/history/"
    for query in ({"as_of": day}, {"known_at": day}, {"as_of": day, "known_at": day}):
        get(client, path, **query)


@pytest.mark.django_db
def test_a_parameter_that_an_address_does_not_know_is_an_error(client):
    answer = client.get("/api/v1/projects/?phase=stopped&state=stopped")
    assert answer.status_code == 422
    said = answer.json()
    assert said["detail"].startswith("phase: ") and "state" in said["detail"]
    assert client.get("/api/v1/projects/?state=stopped").status_code == 200


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("en-GB,fr;q=0.5", "en"), ("de, en;q=0.3", "en"), ("fr-CA", "fr"), ("de", "fr"), ("", "fr"),
        ("fr;q=0.2, en;q=0.9", "en"), ("x" * 5000, "fr"), ("*", "fr"),
    ],
)  # fmt: skip
def test_words_are_in_the_language_asked_for(client, asked, language):
    headers = {"Accept-Language": asked}
    for query in ({}, {"strange": "1"}):
        answer = client.get(f"/api/v1/projects/{NOBODY}/", query_params=query, headers=headers)
        words = {"fr": ("Introuvable", "illisible"), "en": ("Not found", "cannot be read")}
        assert any(each in answer.json()["title"] for each in words[language])
        assert answer["Content-Language"] == language
        assert "Accept-Language" in answer["Vary"]


def test_each_language_has_its_own_validator(client, settings):
    settings.PAGE_SHELF_BYTES = 2**20
    client = Client()
    told = [
        client.get("/api/v1/portfolio/", headers={"Accept-Language": language})
        for language in ("fr", "en", "fr")
    ]
    assert [answer["Content-Language"] for answer in told] == ["fr", "en", "fr"]
    assert told[0]["ETag"] == told[2]["ETag"] != told[1]["ETag"]
    assert told[0].content == told[2].content != told[1].content
