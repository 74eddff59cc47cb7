"""Who takes part in an incubator, on its page."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from terreau.actors import queries
from terreau.entries.actions import give_role
from terreau.entries.models import Link, Role
from terreau.organizations.tests.factories import make_organization
from terreau.people.tests.factories import make_person
from terreau.projects.queries import INCUBATED_BY, SPONSORED_BY
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


def link(source, role, target, **given):
    Link.objects.create(source=source, target=target, role=role, **given)


def sponsored(host, organization, **given):
    project = make_project(**given)
    link(project, INCUBATED_BY, host)
    link(project, SPONSORED_BY, organization)
    return project


def test_who_sponsors_what_it_incubates_today_takes_part_once():
    host = make_organization(state="incubator")
    region = make_organization(state="local_authority")
    company, past = make_organization(state="company"), make_organization(state="research")
    for _ in range(2):
        sponsored(host, region)
    sponsored(make_organization(state="incubator"), company)
    project = make_project()
    link(project, INCUBATED_BY, host, valid_to=timezone.localdate() - timedelta(days=1))
    link(project, SPONSORED_BY, past)
    sponsored(host, past, published_at=None)
    sponsored(host, make_organization(state="operator", published_at=None))
    make_organization(state="association", parent=host)
    assert queries.types_around(host) == {"local_authority": 1, "association": 1}


def test_its_page_says_so(client):
    host = make_organization(state="accelerator")
    page = client.get(f"/en{host.get_absolute_url()}").content.decode()
    assert "Who takes part" not in page
    sponsored(host, make_organization(state="company"))
    page = client.get(f"/en{host.get_absolute_url()}").content.decode()
    assert "1 of the six kinds of actors takes part." in page
    other = make_organization(state="company", parent=host)
    assert "Who takes part" not in client.get(f"/en{other.get_absolute_url()}").content.decode()


def test_its_people_are_told_apart_only_from_five_on(client):
    host = make_organization(state="accelerator")

    def join(standing, **given):
        person = make_person(state=standing, **given)
        give_role(person.user, host, Role.Name.MEMBER)

    for _ in range(4):
        join("researcher")
    join("researcher", published_at=None)
    page = client.get(f"/en{host.get_absolute_url()}").content.decode()
    assert "Mix of people" not in page
    join("citizen")
    page = client.get(f"/en{host.get_absolute_url()}").content.decode()
    assert page.count("fewer than 5") == 6 + 1
    join("researcher")
    page = client.get(f"/en{host.get_absolute_url()}").content.decode()
    assert page.count('<td class="numeric">fewer than 5') == 5 and "n ≥ 5" in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_host_costs_two_queries_more(django_assert_num_queries, count):
    host = make_organization(state="incubator", opened_on=date(2020, 1, 1))
    for _ in range(count):
        sponsored(host, make_organization(state="company"))
    with django_assert_num_queries(1):
        queries.types_around(host)
    with django_assert_num_queries(1):
        queries.members_by_standing(host)
