"""The front page: what this is, where to begin, what happened last."""

from functools import lru_cache

from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.entries.invented import mark_of
from terreau.entries.rules import edits_some
from terreau.entries.sentences import readable
from terreau.entries.templatetags.entries import lines as said_lines
from terreau.feed.readings import apart, read_line, reading_of
from terreau.harvest.readings import SOURCE_READ
from terreau.ledger.queries import latest
from terreau.web.atlas import atlas
from terreau.web.context import existing

SHOWN = 6  # lines on the front page
# Statements, of which a reading of a source makes many: they are one line.
FIRST, READ = 2 * SHOWN, 10 * SHOWN


@require_safe
def home(request):
    """Three queries for the map and the latest statements, one more where many are of a reading,
    and those of the panels."""
    statements = latest(FIRST)
    if len(statements) == FIRST and len(apart(statements)) < FIRST:
        statements = latest(READ)
    context = {
        "atlas": atlas(),
        "statements": lines(request.user, statements),
        "doors": doors(get_language(), may_add(request.user)),
    }
    return render(request, "web/home.html", context)


def lines(user, statements):
    """Statements as parameters of `statement_list`, newest first: one query, none where all were
    read from a source. What one reading brought is one line, where its newest statement stands.
    """
    found = apart(statements)
    parts = {pk for pk, each in found.items() if reading_of(each) and each.verb != SOURCE_READ}
    said = readable(user, [each for pk, each in found.items() if pk not in parts], SHOWN)
    shown = {
        told["statement"].pk: line | {"known": mark_of(told["entry"])}
        for told, line in zip(said, said_lines(said), strict=True)
    }
    shown |= {pk: read_line(found[pk]) for pk in parts}
    return [shown[pk] for pk in sorted(shown, reverse=True)[:SHOWN]]


def may_add(user):
    """Whether somebody speaks for an organization, or administers: a query of who is signed in."""
    return user.is_authenticated and (user.is_staff or edits_some(user, "organization"))


@lru_cache(maxsize=8)
def doors(language, speaks):
    """What one can do here: [{title, url, summary}] of the pages that this installation has.

    speaks: for an organization, which may add projects.
    """
    ways = [
        (
            "need:index",
            _("Ask for help"),
            _("See what others need, write what you need, and be told who could meet it."),
        ),
        (
            "offer:index",
            _("Offer help"),
            _("Lend expertise, a room, data or people; others find it and ask for it."),
        ),
        (
            "person:skills",
            _("Find who knows how"),
            _("People by what they know how to do, as far as each of them shows it."),
        ),
        (
            "feed:index",
            _("See what is new"),
            _("What happens, narrowed down to what concerns you, here or in a feed reader."),
        ),
        (
            "portfolio:index",
            _("Ask the portfolio"),
            _("Count by phase on any day, as known on any other, and see how long things last."),
        ),
        (
            "actors:map",
            _("See who is where"),
            _("Organizations, people and offers by territory, on a map and as a list."),
        ),
        (
            "territories:index",
            _("Look near you"),
            _("See what is tried in a commune, a department or a region."),
        ),
        ("topics:index", _("Browse by theme"), _("Find who works on the same subject as you.")),
        (
            "review:index",
            _("Follow the reviews"),
            _("Every six months each team shows its results, and a committee decides in the open."),
        ),
        (
            "record:index",
            _("Read the public record"),
            _("Every public change, line by line, with the hash that proves it."),
        ),
        (
            "sources:index",
            _("Check the sources"),
            _("Where the facts come from, and everything that was wrong in them."),
        ),
        ("web:data", _("Reuse the data"), _("Open data, API and licences: take all of it.")),
        (
            "project:create",
            _("Add a project"),
            _("Tell of a project of your organization that is missing here."),
        )
        if speaks
        else (
            "organization:index",
            _("Speak for your organization"),
            _("Claim its page, invite colleagues, and add the projects that are missing here."),
        ),
    ]
    return [
        {"title": place["label"], "url": place["url"], "summary": words}
        for name, label, words in ways
        for place in existing([(name, label)])
    ]
