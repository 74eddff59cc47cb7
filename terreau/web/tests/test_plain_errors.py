import logging

import pytest
from django.test import Client
from django.utils import timezone

from terreau.accounts.tests.factories import make_account
from terreau.entries.actions import bury, rename
from terreau.ledger import actions as ledger
from terreau.organizations.models import Organization

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_rooms")]


def make_entry(**given):
    given = {"slug": "cap", "title": "Cap", "published_at": timezone.now()} | given
    return Organization.objects.create(**given)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("rest", ["", "history/"])
def test_old_address_leads_to_the_same_page_at_the_new_one(client, prefix, rest):
    rename(make_entry(), "boussole")
    answer = client.get(f"{prefix}/organizations/cap/{rest}?as_of=2024-01-01&x=%C3%A9")
    assert answer.status_code == 301
    assert answer.url == f"{prefix}/organizations/boussole/{rest}?as_of=2024-01-01&x=%C3%A9"
    assert answer["Cache-Control"] == "no-cache"


def test_form_sent_to_an_old_address_is_sent_on(client):
    rename(make_entry(), "boussole")
    answer = client.post("/organizations/cap/edit/", {"revision": "0"})
    assert (answer.status_code, answer.url) == (308, "/organizations/boussole/edit/")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_what_was_deleted_says_why(client, prefix):
    bury(make_entry(), "Entered <twice>.")
    answer = client.get(f"{prefix}/organizations/cap/")
    assert answer.status_code == 410
    assert "Entered &lt;twice&gt;." in answer.content.decode()


def test_two_people_at_once_the_second_is_told_and_loses_nothing(client):
    entry = make_entry(revision=3)
    other = make_account()
    ledger.append(actor=other.uid, verb="sample.edit", subject=entry.uid, payload={})
    client.force_login(make_account())
    sent = {"revision": "2", "title": "Cap au <large>\nsecond line", "reason_why": "Because."}
    answer = client.post("/organizations/cap/edit/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Cap au &lt;large&gt;<br>second line" in page
    assert "Because." in page
    assert str(Organization._meta.get_field("title").verbose_name).capitalize() in page
    assert 'href="/organizations/cap/"' in page
    assert not answer.context["is_own"]
    assert str(other.uid) not in page
    assert {item["term"] for item in answer.context["typed"]} >= {"Reason why"}
    assert len(answer.context["typed"]) == 2


def test_conflict_with_oneself_says_so(client):
    entry, person = make_entry(revision=3), make_account()
    ledger.append(actor=person.uid, verb="sample.edit", subject=entry.uid, payload={})
    client.force_login(person)
    assert client.post("/organizations/cap/edit/", {"revision": "2"}).context["is_own"]


def test_missing_page_keeps_its_language(client):
    assert 'lang="fr"' in client.get("/nowhere/").content.decode()
    answer = client.get("/en/nowhere/")
    assert answer.status_code == 404
    assert 'lang="en"' in answer.content.decode()


def test_unknown_host_is_refused_plainly(client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PAGE_SHELF_BYTES = 2**20
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
    answer = client.get("/page/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "400.html" in [template.name for template in answer.templates]
    assert "evil" not in answer.content.decode()


def test_body_that_is_too_large_is_refused_plainly(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    make_entry()
    answer = client.post("/organizations/cap/edit/", {"title": "x" * 2000})
    assert answer.status_code == 413


def test_failure_is_said_without_the_layout():
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert "<h1" in answer.content.decode()
