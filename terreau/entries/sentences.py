"""Statements as sentences that people read, in the language of the page."""

from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from terreau.entries.actions import declared
from terreau.entries.models import Entry
from terreau.prepared import prepared


class _Words(dict):
    def __missing__(self, key):
        return "…"


def sentence(statement, entry=None, others=()):
    """One statement as HTML that is safe to show; entry: its subject, None where not visible.

    others: {uid: entry} of what the payload names as `something_uid`, those that are visible.
    """
    subject = link(entry)
    declaration = declared.get(statement.verb)
    if statement.is_erased or declaration is None:
        return format_html(_("{} changed; what was said has been erased."), subject)
    payload = statement.payload or {}
    names = declaration.names and payload
    words = _Words(subject=declaration.names(payload) if names else subject)
    said = payload if entry or names else {}  # of what is hidden, nothing is told
    for name, value in said.items():
        label = declaration.labels.get(name)
        words[name] = label(value) if label and value is not None else value
        if name.endswith("_uid"):
            words[name.removesuffix("_uid")] = link(dict(others).get(value))
    escaped = _Words({name: format_html("{}", value) for name, value in words.items()})
    return mark_safe(str(declaration.sentence).format_map(escaped))  # noqa: S308 - escaped above


def quoted(statement, entry):
    """What stands under the sentence of a statement in lists: the summary of its entry, or ""."""
    declaration = declared.get(statement.verb)
    if entry is None or statement.is_erased or declaration is None or not declaration.quotes:
        return ""
    return entry.summary if declaration.quotes(statement.payload or {}) else ""


def link(entry):
    """An entry by its title, leading to its page; None: that it is no longer shown."""
    if entry is None:
        return _("an entry that is no longer shown")
    return format_html('<a href="{}">{}</a>', entry.get_absolute_url(), entry.title)


def is_of_no_entry(statement):
    declaration = declared.get(statement.verb)
    return bool(declaration and declaration.names and statement.payload)


def named_in(statements):
    """The uids of other entries that the payloads name."""
    return {
        value
        for statement in statements
        for name, value in (statement.payload or {}).items()
        if name.endswith("_uid")
    }


def visible_among(user, uids):
    """{uid as text: entry} of those that the user may see: one query, none for no uid."""
    entries = _named([UUID(each) for each in uids if each], user=user)
    return {str(each.uid): each for each in entries}


@prepared
def _named(uids, *, user):
    visible = Entry.objects.visible_to(user).filter(uid__in=uids)
    return visible.only("uid", "kind", "slug", "title", "summary", "language").order_by()


def said_of(user, entry, statements):
    """The same as `readable` for statements about one entry that is at hand.

    No query, or one where they name other entries.
    """
    statements = list(statements)
    others = visible_among(user, named_in(statements))
    return [
        {"statement": each, "html": sentence(each, entry, others), "entry": entry, "at": each.at}
        for each in statements
    ]


def readable(user, statements, limit=None):
    """[{statement, html, entry, at}] of statements whose subject the user may see: one query.

    entry: None for what is about no entry, such as a source; limit: of the first so many of them.
    """
    statements = list(statements)
    wanted = {str(statement.subject) for statement in statements}
    entries = visible_among(user, wanted | named_in(statements))
    said = [
        (statement, entries.get(str(statement.subject)))
        for statement in statements
        if str(statement.subject) in entries or is_of_no_entry(statement)
    ]
    return [
        {"statement": each, "html": sentence(each, entry, entries), "entry": entry, "at": each.at}
        for each, entry in said[:limit]
    ]
