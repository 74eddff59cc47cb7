"""People whom a text calls by the address of their profile: @zebuline-inventee, exactly."""

import re

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from terreau.entries.faces import called, leading

MOST = 10
MOST_OF_PAGE = 200  # different people whose profiles one page of comments leads to
_TAG = re.compile(r"(</?([a-z0-9]+)[^>]*>)")
_CLOSED = {"a", "code", "pre"}  # in them an @ is what it is
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


def addresses_in(texts):
    """{slug: address} of the public profiles that texts call: one query, none for nobody."""
    slugs = (slug for text in texts if "@" in text for slug in sorted(slugs_in(text))[:MOST])
    return leading(list(dict.fromkeys(slugs))[:MOST_OF_PAGE])


def linked(html, addresses):
    """Safe HTML with links from those whom it calls to their profiles."""
    if not addresses or "@" not in html:
        return html
    parts, depth = [], 0
    for place, part in enumerate(_TAG.split(html)):
        if place % 3 == 2:  # the name of the tag before
            continue
        if place % 3 == 1:
            name = _TAG.match(part)[2]
            depth += (name in _CLOSED) * (-1 if part.startswith("</") else 1)
        elif not depth:
            part = _MENTION.sub(lambda found: link(found, addresses), part)
        parts.append(part)
    return mark_safe("".join(parts))  # noqa: S308 - of what was safe, and of escaped links


def link(found, addresses):
    slug = found[1]
    if slug not in addresses:
        return found[0]
    return format_html('<a href="{}">@{}</a>', addresses[slug], slug)
