"""People whom a text calls by the address of their profile: @zebuline-inventee, exactly."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from terreau.entries.faces import called

MOST = 10
_MENTION = re.compile(r"(?<![\w@/.-])@([\w-]{2,120})")


def slugs_in(text):
    """The addresses that a text names; those that look like another are another."""
    return {found for found in _MENTION.findall(text) if found.isascii()}


def mentioned(text):
    """[User] whom a text calls: one query, none for nobody. Raises ValidationError for too many."""
    slugs = slugs_in(text)
    if len(slugs) > MOST:
        raise ValidationError({"text": _("Call ten people at most in one comment.")})
    return list({user.pk: user for user in called(slugs).values()}.values())
