"""Addresses of pages: the same work for each of a page's dozens, so it is done once a process."""

from functools import lru_cache
from urllib.parse import quote, quote_plus
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

_SAFE = "!$&'()*+,;=/~:@"  # as django.urls writes addresses
_TEXT, _UID = "slug-0", UUID(int=0)


def address(name, value=None):
    """What `reverse(name, args=[value])` says, in the language in force; value: a slug, a code or
    a uid that the pattern takes, which is not looked at again."""
    around = name, get_language(), settings.ROOT_URLCONF, get_script_prefix()
    if value is None:
        return _of(*around)
    before, after = _around(isinstance(value, UUID), *around)
    text = str(value)
    return f"{before}{text if text.isascii() and text.isalnum() else quote(text, _SAFE)}{after}"


def asking(path, parameters):
    """The path with these parameters, as urlencode writes them: a page has dozens that differ in
    one, and asks for the others again."""
    if not parameters:
        return path
    return f"{path}?{'&'.join([_pair(name, str(value)) for name, value in parameters.items()])}"


@lru_cache(maxsize=2048)
def _pair(name, value):
    return f"{quote_plus(name)}={quote_plus(value)}"


@lru_cache(maxsize=512)
def _of(name, language, urlconf, prefix):
    return reverse(name, urlconf=urlconf)


@lru_cache(maxsize=512)
def _around(has_uid, name, language, urlconf, prefix):
    """What stands before and after the value; it changes with the program only."""
    value = _UID if has_uid else _TEXT
    before, _value, after = reverse(name, args=[value], urlconf=urlconf).rpartition(str(value))
    return before, after
