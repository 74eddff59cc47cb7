"""Addresses of entries."""

from terreau.prepared.addresses import address


def address_of(kind, slug):
    """The address of the page of an entry, in the language in force."""
    return address(f"{kind}:detail", slug)
