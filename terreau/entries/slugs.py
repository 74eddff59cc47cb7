"""Addresses of entries: short, permanent, unique in their kind."""

from uuid import uuid4

from django.db import connection
from django.utils.text import slugify

from terreau.entries.models import Entry, OldSlug

LENGTH = 100
NUMBERED = 50  # addresses of one text that are told apart by a number
# What the pages of a kind have beside its entries.
PAGES = frozenset(
    {
        "new", "add", "claims", "drafts", "import", "in", "invitations", "coverage", "manage",
        "me", "skills",
    }
)  # fmt: skip


def slug_of(text):
    """A text as an address: letters, digits and hyphens, never empty."""
    return slugify(text.replace(".", "-").replace("_", "-"))[:LENGTH].strip("-") or "x"


def free_slug(kind, text, taken=None):
    """The address of a new entry: the text's own, or with the first free number behind it.

    Where many are called the same, letters at random. taken: addresses of the kind that are in use,
    for imports; asked of the database otherwise: two queries.
    """
    wanted = slug_of(text)
    tried = [wanted, *(f"{wanted}-{number}" for number in range(2, NUMBERED + 1))]
    if taken is None:
        give_in_turn(kind)
        taken = {
            slug
            for model in (Entry, OldSlug)
            for slug in model.objects.filter(kind=kind, slug__in=tried).values_list(
                "slug", flat=True
            )
        }
    free = (slug for slug in tried if slug not in taken and slug not in PAGES)
    return next(free, f"{wanted}-{uuid4().hex[:12]}")


def give_in_turn(kind):
    """Let nobody else give out addresses of a kind until the transaction ends."""
    if connection.vendor == "postgresql":  # on SQLite, one transaction writes at a time
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"slugs of {kind}"])
