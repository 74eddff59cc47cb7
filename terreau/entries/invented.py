"""What was invented for a demonstration is known by its identifier alone, wherever it is shown.

Such identifiers are UUIDs of version 8 (RFC 9562) that begin with "invent"; all others of the house
are random ones of version 4, so that no real entry is ever taken for an invented one.
"""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Q
from django.utils.translation import gettext as _

WORD = b"invent"
FIRST = UUID(bytes=WORD + b"\x80\x00\x80" + bytes(7))
LAST = UUID(bytes=WORD + b"\x8f\xff\xbf" + b"\xff" * 7)


def invented_uid(name):
    """The identifier of an invented entry, always the same for the same name."""
    rest = bytearray(uuid5(NAMESPACE_URL, f"terreau:invented:{name}").bytes)
    rest[6] = 0x80 | rest[6] & 0x0F
    return UUID(bytes=WORD + bytes(rest[6:]))


def is_invented(entry):
    """Whether an entry was invented: no query."""
    return FIRST <= entry.uid <= LAST


def mark_of(entry):
    """What is said beside an entry in lists: that it was invented, "" of all others; no query."""
    return _("Demonstration data: invented") if entry is not None and is_invented(entry) else ""


def invented(prefix=""):
    """The Q of the entries that were invented; prefix: the path to them from another model."""
    return Q(**{f"{prefix}uid__range": (FIRST, LAST)})
