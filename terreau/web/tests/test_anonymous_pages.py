"""Pages served again without their view: when they may be, and when they must not."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone, translation

from terreau.accounts.tests.factories import make_account
from terreau.harvest.models import Run, Source
from terreau.jobs.models import Job
from terreau.ledger import actions as ledger
from terreau.ledger import versions
from terreau.ledger.queries import newest
from terreau.web.shelf import OVERHEAD, Page, Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, sample_rooms):
    settings.PAGE_SHELF_BYTES = 2**20


def change_something():
    ledger.append(actor=None, verb="sample.change", subject=uuid.uuid4(), payload={})


def get(client, path="/page/", **headers):
    return client.get(path, headers=headers)


def test_page_is_served_again_without_its_view(client, sample_rooms, django_assert_num_queries):
    first = get(client)
    with django_assert_num_queries(1):
        again = get(client)
    assert again.content == first.content
    assert dict(again.items()) == dict(first.items())
    assert sample_rooms == ["page"]


def test_reader_who_has_the_page_is_told_so(client, sample_rooms, django_assert_num_queries):
    etag = get(client)["ETag"]
    assert etag.startswith('W/"')
    with django_assert_num_queries(1):
        again = get(client, if_none_match=f'"other", {etag}')
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag
    assert sample_rooms == ["page"]


def test_statement_makes_every_page_new(client, sample_rooms):
    first = get(client)
    change_something()
    again = get(client, if_none_match=first["ETag"])
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]
    assert sample_rooms == ["page", "page"]


def test_statement_that_commits_late_makes_every_page_new(client):
    """As on PostgreSQL, where a transaction may commit after one that got a higher number."""
    early, late = (
        ledger.draft(actor=None, verb="sample.change", subject=uuid.uuid4(), payload={})
        for _each in range(2)
    )
    late.pk, early.pk = 1_000_001, 1_000_002
    early.save(force_insert=True)
    etag = get(client)["ETag"]
    late.save(force_insert=True)
    assert newest().first() == early
    assert get(client)["ETag"] != etag


def test_day_makes_every_page_new(client, monkeypatch):
    etag = get(client)["ETag"]
    monkeypatch.setattr(timezone, "localdate", lambda: date(2100, 1, 1))
    assert get(client)["ETag"] != etag


def test_room_can_make_every_page_new(client, monkeypatch):
    monkeypatch.setattr(versions, "_marks", dict(versions._marks))
    etag = get(client)["ETag"]
    versions.register_mark("accounts", "SELECT COUNT(*) FROM accounts_user")
    marked = get(client)["ETag"]
    make_account()
    assert len({etag, marked, get(client)["ETag"]}) == 3


def test_work_done_after_the_commit_makes_every_page_new(client):
    etag = get(client)["ETag"]
    job = Job.objects.create(name="sample", due_at=timezone.now())
    assert get(client)["ETag"] == etag
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, finished_at=timezone.now())
    assert get(client)["ETag"] != etag


def test_harvest_that_found_nothing_new_makes_every_page_new(client):
    source = Source.objects.create(slug="sample", uid=uuid.uuid4(), name="Sample")
    etag = get(client)["ETag"]
    run = Run.objects.create(source=source, known_at=date(2026, 1, 1))
    begun = get(client)["ETag"]
    Run.objects.filter(pk=run.pk).update(completed_at=timezone.now())
    assert len({etag, begun, get(client)["ETag"]}) == 3


def test_address_with_its_query_language_and_host_has_its_own_page(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    paths = ["/page/", "/page/?a=1", "/page/?a=2", "/en/page/"]
    answers = [get(client, path) for path in paths]
    answers.append(get(client, host="other.example.org"))
    assert len({answer["ETag"] for answer in answers}) == 5
    assert len({answer.content for answer in answers}) == 5


def test_head_is_answered_from_the_shelf(client, sample_rooms):
    etag = get(client)["ETag"]
    assert client.head("/page/")["ETag"] == etag
    assert sample_rooms == ["page"]


def test_reader_with_a_session_always_runs_the_view(client, sample_rooms):
    etag = get(client)["ETag"]
    client.force_login(make_account())
    personal = get(client, if_none_match=etag)
    assert personal.status_code == 200
    assert "ETag" not in personal
    assert personal["Cache-Control"] == "private, no-cache"
    assert "Cookie" in personal["Vary"]
    assert sample_rooms == ["page", "page"]
    assert get(Client()).content != personal.content


@pytest.mark.parametrize(
    "headers", [{"authorization": "Bearer x"}, {"hx_request": "true"}, {"cookie": "messages=x"}]
)
def test_reader_who_may_get_something_else_runs_the_view(client, sample_rooms, headers):
    get(client)
    answer = client.get("/page/", headers={k.replace("_", "-"): v for k, v in headers.items()})
    assert "ETag" not in answer
    assert sample_rooms == ["page", "page"]


def test_other_cookies_do_not_matter(client, sample_rooms):
    get(client)
    client.cookies["csrftoken"] = "x" * 32
    assert get(client)["ETag"]
    assert sample_rooms == ["page"]


@pytest.mark.parametrize("path", ["/cookie/", "/form/", "/message/", "/private/", "/missing/"])
def test_what_is_not_for_everybody_is_not_kept(path, sample_rooms):
    for _reader in range(2):
        assert "ETag" not in get(Client(), path)


def test_large_and_streamed_answers_are_made_again_but_have_a_validator(sample_rooms):
    for path in ("/large/", "/streamed/"):
        first, again = get(Client(), path), get(Client(), path)
        assert b"".join(first) == b"".join(again)
        assert get(Client(), path, if_none_match=first["ETag"]).status_code == 304
    assert sample_rooms == ["large", "large", "streamed", "streamed"]


def test_caches_ask_each_time_and_know_no_language(client):
    answer = get(client)
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Vary"] == "Cookie"
    assert answer["Content-Language"] == "fr"
    assert get(client, "/missing/")["Cache-Control"] == "no-cache"
    again = get(client, if_none_match=answer["ETag"])
    assert (again["Cache-Control"], again["Vary"]) == ("no-cache", "Cookie")


def test_language_is_that_of_the_address_alone(client):
    client.cookies["django_language"] = "en"
    answer = get(client, accept_language="en")
    assert b"in fr" in answer.content
    assert get(client, "/en/page/")["Content-Language"] == "en"


def test_language_ends_with_the_request_but_what_is_streamed_keeps_it(client):
    with translation.override("fr"):
        answer = get(client, "/en/said/")
        assert translation.get_language() == "fr"
        assert b"".join(answer) == b"en en"
        assert translation.get_language() == "fr"


def test_drawn_page_sets_no_cookie_and_reads_only_the_version(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = get(client, "/drawn/")
    assert not answer.cookies
    assert answer["ETag"]


def test_post_is_never_answered_from_the_shelf(client, sample_rooms):
    get(client)
    client.post("/page/")
    assert sample_rooms == ["page", "page"]


def test_without_a_shelf_nothing_is_kept_and_nothing_asked(
    client, settings, sample_rooms, django_assert_num_queries
):
    settings.PAGE_SHELF_BYTES = 0
    with django_assert_num_queries(0):
        answers = [get(client), get(client)]
    assert "ETag" not in answers[0]
    assert answers[0]["Cache-Control"] == "no-cache"
    assert len(sample_rooms) == 2


def page(etag, size):
    return Page(etag, (), b"x" * (size - OVERHEAD))


def test_shelf_keeps_within_its_limit_what_was_asked_for_last():
    shelf = Shelf(limit=10_000, largest=5_000)
    for name in "abc":
        shelf.put(name, page("1", 3_000))
    assert shelf.find("a", "1")
    shelf.put("d", page("1", 3_000))
    assert [name for name in "abcd" if shelf.find(name, "1")] == ["a", "c", "d"]
    assert shelf.taken == 9_000


def test_shelf_holds_one_version_of_a_page_and_nothing_too_large():
    shelf = Shelf(limit=10_000, largest=5_000)
    shelf.put("a", page("1", 3_000))
    shelf.put("a", page("2", 2_000))
    assert shelf.find("a", "1") is None
    assert shelf.find("a", "2")
    assert shelf.taken == 2_000
    shelf.put("b", page("1", 7_000))
    assert shelf.find("b", "1") is None
