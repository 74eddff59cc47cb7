"""The public record: every line of it, newest first, each with its proof."""

import json

from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.entries.actions import declared
from terreau.entries.dates import number_of
from terreau.entries.kinds import all_kinds
from terreau.entries.queries import by_uid
from terreau.entries.sentences import is_of_no_entry, readable, sentence
from terreau.harvest.queries import source_named
from terreau.ledger.leaves import canonical, holds
from terreau.ledger.queries import newest, page_of, page_of_verbs, statement_at

SIZE = 40


@require_safe
def index(request):
    """A page of the record: two queries, three for a part of it."""
    chosen, before = request.GET.get("kind", ""), number_of(request, "before")
    if chosen:
        found, older = page_of_verbs(verbs_of(chosen), before, SIZE)
    else:
        found, older = page_of(newest(), before, SIZE)
    return render(
        request,
        "web/record.html",
        {
            "statements": readable(request.user, found),
            "tabs": tabs(chosen),
            "older": f"?{urlencode(given(kind=chosen, before=older))}" if older else "",
        },
    )


@require_safe
def detail(request, uid):
    """One statement with the bytes that it is: three queries."""
    statement = statement_at(uid)
    if statement is None:
        raise Http404(uid)
    entry = by_uid(request.user, [statement.subject]).get(statement.subject)
    is_known = entry is not None or is_of_no_entry(statement)
    shown = is_known and not statement.is_erased
    context = {
        "statement": statement,
        "entry": entry,
        "sentence": sentence(statement, entry),
        "canonical": canonical(statement).decode(),
        "payload": json.dumps(statement.payload, ensure_ascii=False, indent=2) if shown else "",
        "holds": holds(statement),
        "facts": facts(statement, entry),
        "hashes": hashes(statement, shown),
    }
    return render(request, "web/statement.html", context)


def facts(statement, entry):
    """When, what and about what, as items of `definition_list`."""
    about = {"text": entry.title, "url": entry.get_absolute_url()} if entry else {}
    if is_of_no_entry(statement):
        about = {"html": declared[statement.verb].names(statement.payload)}
    when = date_format(localtime(statement.at), "DATETIME_FORMAT")
    return [
        {"term": _("When"), "text": when},
        {"term": _("What"), "html": code(statement.verb)},
        {"term": _("About"), **(about or {"html": code(statement.subject)})},
        {"term": _("By"), **author(statement)},
        {"term": _("Its permanent number"), "html": code(statement.uid)},
    ]


def author(statement):
    """Who acted: a source by its name, a person by an opaque number: one query."""
    if statement.actor is None:
        return {"text": _("this site itself")}
    source = source_named(statement.actor)
    if source is None:
        return {"html": code(statement.actor)}
    return {"text": source.name, "url": reverse("sources:detail", args=[source.slug])}


def hashes(statement, shown):
    items = [
        {"term": _("Digest of what was said"), "html": code(statement.payload_digest)},
        {"term": _("Leaf hash"), "html": code(statement.leaf_hash)},
    ]
    salt = {"term": _("Salt"), "html": code(statement.salt)}
    return [salt, *items] if shown else items


def code(value):
    return format_html("<code>{}</code>", value)


def tabs(chosen):
    """The whole record, and what of it is of one kind of entry or of the sources."""
    choices = [("", _("Everything"))]
    choices += [(kind.path, capfirst(str(kind.name_plural))) for kind in all_kinds()]
    choices.append(("harvest", _("Read from sources")))
    here = reverse("record:index")
    return [
        {
            "label": label,
            "url": f"{here}?{urlencode({'kind': name})}" if name else here,
            "current": name == chosen,
        }
        for name, label in choices
    ]


def verbs_of(name):
    """The verbs that begin with a word ("projects", "harvest"). Raises Http404 for none."""
    verbs = [verb for verb, each in declared.items() if each.is_public and each.app == name]
    if not verbs:
        raise Http404(name)
    return sorted(verbs)


def given(**values):
    return {name: value for name, value in values.items() if value}


urlpatterns = [
    path("", index, name="index"),
    path("<uuid:uid>/", detail, name="detail"),
]
