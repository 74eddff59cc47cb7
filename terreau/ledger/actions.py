import os
import uuid

from django.utils import timezone

from terreau.ledger.leaves import leaf_hash, payload_digest
from terreau.ledger.models import Statement


def draft(*, actor, verb, subject, payload, at=None):
    """A statement ready to be saved, alone or in bulk.

    actor and subject: opaque uids (actor None: the installation itself); payload: what JSON can
    say. Raises rfc8785.CanonicalizationError where the payload has no canonical form.
    """
    salt = os.urandom(16).hex()
    statement = Statement(
        uid=uuid.uuid4(),
        at=at or timezone.now(),
        actor=actor,
        verb=verb,
        subject=subject,
        payload=payload,
        salt=salt,
        payload_digest=payload_digest(salt, payload),
    )
    statement.leaf_hash = leaf_hash(statement)
    return statement


def append(**given):
    """Add one statement; the caller holds the transaction of what it says."""
    statement = draft(**given)
    statement.save(force_insert=True)
    return statement


def append_all(drafts):
    """Add many statements in few queries; the caller holds the transaction of what they say."""
    return Statement.objects.bulk_create(drafts, batch_size=500)


def erase_payload(statement):
    """Erase for good what a statement says; that it was said, and its proof, stay."""
    Statement.objects.filter(pk=statement.pk).update(payload=None, salt=None)
    statement.payload = statement.salt = None
