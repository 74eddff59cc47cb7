"""Bringing a library in: each line through the act by which people would do the same."""

from django.db import transaction

from terreau.entries.installation import INSTALLATION
from terreau.resources import actions
from terreau.resources.arrivals import CHANGED, NEW, preview
from terreau.resources.models import Resource


class Outdated(Exception):
    """What a preview showed would be another now."""


@transaction.atomic
def carry_out(user, publisher, text, *, seen=None, of=None):
    """Publish and change what a file says, all of it or nothing; its Preview.

    seen: the digest of the preview that was confirmed, None where nobody saw one: Outdated where it
    is another now. of: the Layout. Refused lines change nothing. Safe to run twice.
    """
    shown = preview(publisher, text, of)
    if seen is not None and shown.digest != seen:
        raise Outdated
    speaking = {} if user is INSTALLATION else {"acting_as": publisher}
    for row in shown.rows:
        if row.outcome == NEW:
            actions.create(user, Resource(author=publisher), **speaking, **row.fields)
        elif row.outcome == CHANGED:
            actions.edit(user, row.before, **speaking, **row.fields)
    return shown
