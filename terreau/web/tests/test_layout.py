from datetime import date

import pytest
from django.test import Client
from django.urls import reverse, translate_url
from django.utils import translation

from terreau.accounts.tests.factories import make_account
from terreau.projects.tests.factories import make_project
from terreau.web import context
from terreau.web.context import places_in

pytestmark = pytest.mark.django_db


def context_of(client, path):
    return client.get(path).context


def test_page_names_itself_in_every_language(client, settings):
    settings.SITE_URL = "https://terreau.example.org"
    shown = context_of(client, "/en/about/?from=here")
    assert shown["canonical_url"] == "https://terreau.example.org/en/about/"
    assert shown["alternates"] == [
        {"language": "fr", "label": "Français", "url": "/about/?from=here", "current": False},
        {"language": "en", "label": "English", "url": "/en/about/?from=here", "current": True},
    ]
    back = context_of(client, "/about/")["alternates"]
    assert [item["url"] for item in back] == ["/about/", "/en/about/"]


@pytest.mark.parametrize("path", ["/about/?a=%C3%A9&b=", "/en/about/?a=1", "/accounts/sign-in/"])
def test_alternates_are_what_django_says(client, path):
    for item in context_of(client, path)["alternates"]:
        with translation.override("en" if path.startswith("/en/") else "fr"):
            assert item["url"] == translate_url(path, item["language"])


def test_page_that_is_not_there_can_be_read_in_the_other_language(client):
    urls = [item["url"] for item in context_of(client, "/en/nowhere/?a=1")["alternates"]]
    assert urls == ["/nowhere/?a=1", "/en/nowhere/?a=1"]


def test_ways_lead_to_the_language_of_the_page(client):
    for path, prefix in (("/about/", "/"), ("/en/about/", "/en/")):
        shown = context_of(client, path)
        assert shown["home_url"] == prefix
        assert [item["current"] for item in shown["footer_links"]].count(True) == 1
        for item in [*shown["navigation"], *shown["footer_links"]]:
            assert item["url"].startswith(prefix) and item["label"]


def test_reader_is_invited_to_sign_in_and_come_back(client):
    shown = context_of(client, "/en/data/?x=1&y=2")
    assert shown["account"]["url"] == "/en/accounts/sign-in/?next=%2Fen%2Fdata%2F%3Fx%3D1%26y%3D2"
    assert not shown["signed_in"]
    client.force_login(make_account())
    shown = context_of(client, "/en/data/")
    assert shown["account"]["url"] == "/en/accounts/"
    assert shown["signed_in"]


def test_administrators_find_the_pages_to_run_the_site(client, monkeypatch):
    monkeypatch.setattr(context, "OPERATORS", [("web:about", "Operations")])
    places_in.cache_clear()
    for is_staff in (False, True):
        client.force_login(make_account(is_staff=is_staff))
        labels = [item["label"] for item in context_of(client, "/data/")["footer_links"]]
        assert ("Operations" in labels) is is_staff
    places_in.cache_clear()


def test_moderators_find_what_waits_for_them_and_nobody_else_does(client):
    for is_moderator in (False, True):
        client.force_login(make_account(is_moderator=is_moderator))
        page = client.get("/about/").content.decode()
        assert ('href="/moderation/queue/"' in page) is is_moderator


def test_session_of_nobody_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        Client().get("/about/")


def test_robots_are_kept_from_accounts(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /accounts/\nDisallow: /en/accounts/\n" in answer.content.decode()


def test_every_page_leads_to_the_search_without_opening_the_menu(client):
    for path, prefix in (("/about/", "/"), ("/en/", "/en/"), ("/en/nowhere/", "/en/")):
        header = client.get(path).content.decode().partition("</header>")[0]
        before_menu = header.partition('class="menu"')[0]
        assert f'<a class="search-link" href="{prefix}directory/">' in before_menu


def test_a_page_that_shows_something_else_than_what_was_asked_for_is_no_success(client):
    """Whatever room it is of: the layout says what is wrong, the status that it is."""
    project = make_project(phases=[("construction", date(2024, 1, 1))])
    addresses = [project.get_absolute_url(), reverse("evidence:index", args=[project.slug])]
    for address in addresses:
        page = client.get(f"/en{address}", {"known_at": "31/12/2025"})
        assert page.status_code == 400
        assert "“31/12/2025” is not a date" in page.content.decode()
        assert client.get(address, {"known_at": "2025-12-31"}).status_code == 200
