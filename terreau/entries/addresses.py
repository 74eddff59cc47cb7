"""Addresses of entries: the same work for each of a page's dozens, so it is done once."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

SLUG = "slug-0"


def address_of(kind, slug):
    """The address of the page of an entry, in the language in force."""
    urlconf = get_urlconf() or settings.ROOT_URLCONF
    before, after = _around_slug(kind, get_language(), urlconf, get_script_prefix())
    return f"{before}{slug}{after}"


@lru_cache(maxsize=256)
def _around_slug(kind, language, urlconf, prefix):
    """What stands before and after the slug; it changes with the program only."""
    before, _slug, after = reverse(f"{kind}:detail", args=[SLUG], urlconf=urlconf).rpartition(SLUG)
    return before, after
