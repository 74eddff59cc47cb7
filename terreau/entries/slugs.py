"""Addresses of entries: short, permanent, unique in their kind."""

from django.db import connection
from django.utils.text import slugify

from terreau.entries.models import Entry, OldSlug

LENGTH = 100
PAGES = frozenset({"new"})  # what the pages of a kind have beside its entries


def slug_of(text):
    """A text as an address: letters, digits and hyphens, never empty."""
    return slugify(text.replace(".", "-").replace("_", "-"))[:LENGTH].strip("-") or "x"


def free_slug(kind, text, taken=None):
    """The address of a new entry: the text's own, or with the first free number behind it.

    taken: addresses of the kind that are in use, for imports; asked of the database otherwise.
    """
    wanted = slug_of(text)
    if taken is None:
        give_in_turn(kind)
        taken = set(
            Entry.objects.filter(kind=kind, slug__startswith=wanted).values_list("slug", flat=True)
        ) | set(
            OldSlug.objects.filter(kind=kind, slug__startswith=wanted).values_list(
                "slug", flat=True
            )
        )
    slug, number = wanted, 2
    while slug in taken or slug in PAGES:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def give_in_turn(kind):
    """Let nobody else give out addresses of a kind until the transaction ends."""
    if connection.vendor == "postgresql":  # on SQLite, one transaction writes at a time
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"slugs of {kind}"])
