"""Addresses of entries: short, permanent, unique in their kind."""

from django.utils.text import slugify

from terreau.entries.models import Entry, OldSlug

LENGTH = 100


def slug_of(text):
    """A text as an address: letters, digits and hyphens, never empty."""
    return slugify(text.replace(".", "-").replace("_", "-"))[:LENGTH].strip("-") or "x"


def free_slug(kind, text, taken=None):
    """The address of a new entry: the text's own, or with the first free number behind it.

    taken: addresses of the kind that are in use, for imports; asked of the database otherwise.
    """
    wanted = slug_of(text)
    if taken is None:
        taken = set(
            Entry.objects.filter(kind=kind, slug__startswith=wanted).values_list("slug", flat=True)
        ) | set(
            OldSlug.objects.filter(kind=kind, slug__startswith=wanted).values_list(
                "slug", flat=True
            )
        )
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
