"""The front page: what this is, where to begin, what happened last."""

from functools import lru_cache

from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.entries.sentences import readable
from terreau.ledger.queries import latest
from terreau.web.atlas import atlas
from terreau.web.context import existing

SHOWN = 6  # statements on the front page
READ = 3 * SHOWN  # of which some may be about what is no longer shown


@require_safe
def home(request):
    """Four queries for the map and the latest statements, and those of the panels."""
    statements = readable(request.user, latest(READ), SHOWN)
    context = {"atlas": atlas(), "statements": statements, "doors": doors(get_language())}
    return render(request, "web/home.html", context)


@lru_cache(maxsize=8)
def doors(language):
    """What one can do here: [{title, url, summary}] of the pages that this installation has."""
    ways = [
        (
            "portfolio:index",
            _("Ask the portfolio"),
            _("Count by phase on any day, as known on any other, and see how long things last."),
        ),
        (
            "territories:index",
            _("Look near you"),
            _("See what is tried in a commune, a department or a region."),
        ),
        ("topics:index", _("Browse by theme"), _("Find who works on the same subject as you.")),
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
        ("project:create", _("Add a project"), _("Tell of a project that is missing here.")),
    ]
    return [
        {"title": place["label"], "url": place["url"], "summary": words}
        for name, label, words in ways
        for place in existing([(name, label)])
    ]
