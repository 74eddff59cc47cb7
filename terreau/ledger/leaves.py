"""The bytes that a statement is, and their hashes: what a tree over the record will prove."""

import hashlib
from datetime import UTC

import rfc8785

VERSION = 1


def payload_digest(salt, payload):
    """SHA-256, in hexadecimal, of the salt (hexadecimal, as ASCII) and the canonical payload.

    The salt keeps an erased payload from being found again by trying likely values.
    """
    return hashlib.sha256(salt.encode() + rfc8785.dumps(payload)).hexdigest()


def canonical(statement):
    """The canonical bytes of a statement (RFC 8785 JSON), without its erasable payload."""
    return rfc8785.dumps(
        {
            "v": VERSION,
            "uid": str(statement.uid),
            "at": statement.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": str(statement.actor) if statement.actor else None,
            "verb": statement.verb,
            "subject": str(statement.subject),
            "payload": statement.payload_digest,
        }
    )


def leaf_hash(statement):
    """The RFC 6962 leaf hash, in hexadecimal: SHA-256(0x00 || canonical bytes)."""
    return hashlib.sha256(b"\x00" + canonical(statement)).hexdigest()


def holds(statement):
    """Whether a statement is what was appended; its payload too, unless it was erased."""
    if leaf_hash(statement) != statement.leaf_hash:
        return False
    if statement.is_erased:
        return statement.payload is None
    return payload_digest(statement.salt, statement.payload) == statement.payload_digest
