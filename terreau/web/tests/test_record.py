import hashlib
import html
import re
import uuid

import pytest

from terreau.entries.tests.factories import make_administrator
from terreau.harvest.models import Source
from terreau.ledger.actions import append, erase_payload
from terreau.ledger.models import Statement
from terreau.projects import actions
from terreau.projects.models import Project
from terreau.web import record

pytestmark = pytest.mark.django_db


def make_statements(count):
    user = make_administrator()
    for number in range(count):
        actions.create(user, Project(), title=f"Service {number}")
    return list(Statement.objects.order_by("-id"))


@pytest.mark.parametrize("count", [1, 3])
def test_index_costs_two_queries(client, django_assert_num_queries, count):
    make_statements(count)

    with django_assert_num_queries(2):
        page = client.get("/record/")

    assert [line["entry"].title for line in page.context["statements"]] == [
        f"Service {number}" for number in reversed(range(count))
    ]


def test_pages_follow_one_another_without_gap(client, monkeypatch):
    monkeypatch.setattr(record, "SIZE", 2)
    wanted = [statement.uid for statement in make_statements(5)]

    found, address = [], "/record/?kind=projects"
    while address:
        page = client.get(address)
        found += [line["statement"].uid for line in page.context["statements"]]
        address = page.context["older"] and f"/record/{page.context['older']}"

    assert found == wanted


def test_kinds_of_the_record(client):
    make_statements(1)

    assert len(client.get("/record/", {"kind": "projects"}).context["statements"]) == 1
    assert len(client.get("/record/", {"kind": "organizations"}).context["statements"]) == 0
    assert client.get("/record/", {"kind": "rien"}).status_code == 404
    assert client.get("/record/", {"before": "x"}).status_code == 404


def test_a_statement_can_be_proven_from_its_page(client, django_assert_num_queries):
    [statement] = make_statements(1)

    with django_assert_num_queries(3):
        page = client.get(f"/en{statement.get_absolute_url()}")

    text = html.unescape(page.content.decode())
    said = re.search(r'<code>(\{"actor".*?\})</code>', text).group(1)
    assert hashlib.sha256(b"\x00" + said.encode()).hexdigest() == statement.leaf_hash
    assert statement.leaf_hash in text and statement.payload_digest in text
    assert '"title": "Service 0"' in text and statement.salt in text
    assert "is what was written" in text


def test_what_was_erased_is_not_shown(client):
    [statement] = make_statements(1)
    salt = statement.salt
    erase_payload(statement)

    text = client.get(f"/en{statement.get_absolute_url()}").content.decode()

    assert "What was said has been erased" in text and "is what was written" in text
    assert salt not in text and "&quot;title&quot;" not in text


def test_what_is_about_something_hidden_says_nothing_of_it(client):
    [statement] = make_statements(1)
    Project.objects.update(published_at=None)

    text = client.get(f"/en{statement.get_absolute_url()}").content.decode()

    assert "no longer shown" in text and "Service 0" not in text


def test_a_source_is_named(client):
    [statement] = make_statements(1)
    source = Source.objects.create(
        slug="essai", uid=uuid.uuid4(), name="Registre d’essai", url="https://example.org"
    )
    said = append(actor=source.uid, verb="projects.edit", subject=statement.subject, payload={})

    assert "Registre d’essai" in client.get(said.get_absolute_url()).content.decode()


def test_no_statement_of_that_number(client):
    assert client.get(f"/record/{uuid.uuid4()}/").status_code == 404
