from datetime import date

import pytest

from terreau.entries.models import Link
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.ledger.actions import append
from terreau.organizations.tests.factories import make_organization
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_twelve_queries(client, django_assert_num_queries, count):
    """Six of its own and six of panels that have nothing to show."""
    body = make_organization(parent=make_organization(), territory=make_territory())
    for _ in range(count):
        make_organization(parent=body)
        Link.objects.create(source=body, target=make_organization(), role="part_of")
        append(actor=None, verb="organizations.create", subject=body.uid, payload={})

    with django_assert_num_queries(12):
        page = client.get(body.get_absolute_url())

    assert len(page.context["parts"]) == count


def test_page_says_what_is_known_and_nothing_else(client):
    body = make_organization(
        siren="356000000", website="https://poste.example.org/a", closed_on=date(2024, 1, 1)
    )

    page = client.get(f"/en{body.get_absolute_url()}")

    facts = {item["term"]: item["text"] for item in page.context["facts"]}
    assert facts == {
        "Closed on": "1 January 2024",
        "Website": "poste.example.org/a",
        "SIREN": "356000000",
    }
    assert "Closed" in page.content.decode()


def test_a_parent_that_is_hidden_is_not_named(client):
    parent = make_organization(title="Organisme caché", published_at=None)
    body = make_organization(parent=parent)

    assert "Organisme caché" not in client.get(body.get_absolute_url()).content.decode()


def test_only_those_who_may_are_offered_to_act(client):
    body = make_organization()
    offered = {None: ["claim", "members"], make_user(): ["claim", "members"]}
    offered[make_user(edits=[body])] = ["claim", "edit", "members"]
    offered[make_administrator()] = ["claim", "edit", "close", "members"]

    for user, names in offered.items():
        if user:
            client.force_login(user)
        actions = client.get(body.get_absolute_url()).context["actions"]
        assert [each["url"].rstrip("/").rpartition("/")[2] for each in actions] == names
