"""Statements as sentences that people read, in the language of the page."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from terreau.entries.actions import declared
from terreau.entries.models import Entry


class _Words(dict):
    def __missing__(self, key):
        return "…"


def sentence(statement, entry=None):
    """One statement as HTML that is safe to show; entry: its subject, None where not visible."""
    subject = (
        format_html('<a href="{}">{}</a>', entry.get_absolute_url(), entry.title)
        if entry
        else _("an entry that is no longer shown")
    )
    declaration = declared.get(statement.verb)
    if statement.is_erased or declaration is None:
        return format_html(_("{} changed; what was said has been erased."), subject)
    words = _Words(subject=subject)
    said = (statement.payload or {}) if entry else {}  # of what is hidden, nothing is told
    for name, value in said.items():
        label = declaration.labels.get(name)
        words[name] = label(value) if label else value
    escaped = _Words({name: format_html("{}", value) for name, value in words.items()})
    return mark_safe(str(declaration.sentence).format_map(escaped))  # noqa: S308 - escaped above


def said_of(entry, statements):
    """The same as `readable` for statements about one entry that is at hand: no further query."""
    return [
        {"statement": each, "html": sentence(each, entry), "entry": entry, "at": each.at}
        for each in statements
    ]


def readable(user, statements, limit=None):
    """[{statement, html, entry, at}] of statements whose subject the user may see: one query.

    limit: of the first so many of them.
    """
    statements = list(statements)
    wanted = {statement.subject for statement in statements}
    visible = Entry.objects.visible_to(user).filter(uid__in=wanted)
    entries = {entry.uid: entry for entry in visible.only("uid", "kind", "slug", "title")}
    said = [
        (statement, entries[statement.subject])
        for statement in statements
        if statement.subject in entries
    ]
    return [
        {"statement": each, "html": sentence(each, entry), "entry": entry, "at": each.at}
        for each, entry in said[:limit]
    ]
