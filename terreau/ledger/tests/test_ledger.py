import hashlib
import json
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from terreau.ledger import actions
from terreau.ledger.leaves import canonical, holds
from terreau.ledger.models import Statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement():
    return actions.append(
        actor=uuid.uuid4(), verb="projects.stop", subject=uuid.uuid4(), payload={"reason": "été"}
    )


def refused(change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_a_statement_is_an_rfc_6962_leaf_of_its_canonical_bytes(statement):
    statement.refresh_from_db()

    said = json.loads(canonical(statement))
    digest = hashlib.sha256(statement.salt.encode() + '{"reason":"été"}'.encode()).hexdigest()
    assert said["payload"] == digest
    assert statement.leaf_hash == hashlib.sha256(b"\0" + canonical(statement)).hexdigest()
    assert holds(statement)


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "projects.create"},
        {"payload": {"reason": "autre"}},
        {"payload": None},
        {"salt": None},
        {"actor": None},
        {"leaf_hash": "0" * 64},
        {"payload": None, "salt": None, "verb": "x"},
    ],
)
def test_the_database_refuses_to_change_a_statement(statement, change):
    refused(lambda: Statement.objects.filter(pk=statement.pk).update(**change))


def test_the_database_refuses_to_delete_a_statement(statement):
    refused(statement.delete)
    refused(lambda: Statement.objects.all().delete())


def test_the_database_refuses_to_empty_or_replace(statement):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            refused(lambda: cursor.execute("TRUNCATE ledger_statement"))
        else:
            refused(
                lambda: cursor.execute(
                    "INSERT OR REPLACE INTO ledger_statement SELECT * FROM ledger_statement"
                )
            )


def test_erasing_a_payload_keeps_the_proof(statement):
    actions.erase_payload(statement)

    statement.refresh_from_db()
    assert (statement.payload, statement.salt, statement.is_erased) == (None, None, True)
    assert holds(statement)
