import pytest

from terreau.entries.panels import panels_of
from terreau.entries.tests.factories import make_topic
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.portfolio.panels import TEMPLATE
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
