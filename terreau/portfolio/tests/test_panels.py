import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from terreau.entries import tallies
from terreau.entries.models import Entry
from terreau.entries.panels import panels_of
from terreau.entries.tests.factories import make_topic
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.portfolio.panels import FEWEST, TEMPLATE, over_time
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


def shown(slot, subject=None):
    (panel,) = (each for each in panels_of(slot) if each.template == TEMPLATE)
    return panel.context(None, subject)


def test_every_part_of_the_portfolio_leads_to_its_figures(client, django_assert_num_queries):
    host, topic, place = make_incubator(), make_topic(), make_territory()
    with django_assert_num_queries(0):
        ways = [
            shown("home"),
            shown("organization", host),
            shown("topic", topic),
            shown("territory", place),
        ]
    for way in ways:
        assert client.get(way["url"]).status_code == 200, way


def test_what_hosts_nothing_has_no_figures():
    assert shown("organization", make_organization(state="ministry")) is None


def settle():
    tallies.rebuild()
    index_many(Entry.objects.values_list("pk", flat=True))


@pytest.fixture
def host():
    host = make_incubator(slug="atelier")
    for number in range(FEWEST):
        make_project(phases=[("construction", date(2020, 1 + number, 1))], hosts=[host])
    make_project(phases=[("construction", date(2024, 1, 1)), ("stopped", date(2025, 1, 1))])
    settle()
    return host


@pytest.mark.parametrize("path, n", [("/en/", 6), ("/en/organizations/atelier/", 5)])
def test_home_and_incubators_show_how_they_grew(client, host, path, n):
    page = client.get(path).content.decode()
    assert f"n = {n}, as of" in page
    addresses = [
        unescape(each) for each in re.findall(r'(?:src|srcset)="([^"]+now.svg[^"]+)"', page)
    ]
    assert len(addresses) == 4  # two widths, in the light and in the dark
    pictures = [client.get(each) for each in addresses]
    assert {each.status_code for each in pictures} == {200}
    assert len({each.content for each in pictures}) == 4
    assert all(b"Construction" in each.content for each in pictures)
    assert [b"Stopped" in each.content for each in pictures] == [n == 6] * 4
    (table,) = re.findall(r'href="([^"]+#evolution)"', page)
    assert client.get(unescape(table)).status_code == 200


def test_a_picture_of_what_is_public_now_grows_old(client, host):
    address = "/en/portfolio/charts/now.svg?figure=evolution&definition=all"
    before = client.get(address)
    assert "immutable" not in before.headers["Cache-Control"]
    make_project(phases=[("transferred", date(2021, 1, 1))])
    settle()
    assert client.get(address).content != before.content
    assert client.get("/en/portfolio/charts/now.svg").status_code == 404


def test_few_projects_and_other_bodies_have_no_picture(django_assert_num_queries):
    host, body = make_incubator(), make_organization(state="ministry")
    with django_assert_num_queries(0):
        assert over_time(None, {"total": FEWEST, "host": host})
        assert over_time(None, {"total": FEWEST - 1, "host": host}) is None
        assert over_time(None, {"total": FEWEST, "host": body}) is None


@pytest.mark.parametrize("days", [0, 1])
def test_what_began_today_is_a_picture_too(client, days):
    begun = timezone.localdate() - timedelta(days=days)
    for _ in range(FEWEST):
        make_project(phases=[("investigation", begun)])
    picture = client.get("/en/portfolio/charts/now.svg?figure=evolution&definition=all")
    assert picture.status_code == 200
