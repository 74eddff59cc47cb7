from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from terreau.entries.dates import number_of
from terreau.entries.syndication import WRITERS, Head
from terreau.feed import queries, sheet
from terreau.feed.actions import note_seen
from terreau.feed.filters import asked_of
from terreau.territories.fields import meant


@require_safe
def index(request):
    """What happens: four queries and one more each for a place, a theme and an entry."""
    typed = request.GET.get("territory", "").strip()
    asked = asked_of(given(request, typed), request.user)
    page = queries.page(request.user, asked, number_of(request, "before") or 0)
    context = {
        "title": _("What happens"),
        "feed_title": sheet.title_of(asked),
        "statements": sheet.shown(sheet.lines(request.user, page)),
        "older": sheet.older(page, **asked.parameters),
        "is_cut": bool(page.since),
        "filters": sheet.filters(asked, typed),
        "entry": asked.entry,
        "downloads": sheet.downloads(asked),
        "views": sheet.views("index", asked, request.user.is_authenticated),
        "watch": asked.query_string if asked.narrows and not asked.entry else "",
    }
    return render(request, "feed/index.html", context)


@never_cache
@login_required
@require_safe
def mine(request):
    """What happens to what one follows: the queries of `queries.mine`, one more for the
    entries, and one or two to note what was seen, so that no mail tells it again."""
    only_decisions = bool(request.GET.get("decisions"))
    before = number_of(request, "before") or 0
    page = queries.mine(request.user, before, only_decisions=only_decisions)
    if not before and not only_decisions and page.lines:
        note_seen(request.user, page.lines[0][0].pk)
    asked = {"decisions": "1"} if only_decisions else {}
    context = {
        "statements": sheet.shown(sheet.lines(request.user, page)),
        "older": sheet.older(page, **asked),
        "is_cut": bool(page.since),
        "only_decisions": only_decisions,
        "views": sheet.views("mine", None, True),
    }
    return render(request, "feed/mine.html", context)


def written(request, form):
    """The feed for feed readers: the queries of its page but for the filters."""
    asked = asked_of(request.GET, request.user)
    page = queries.page(request.user, asked)
    question = f"?{asked.query_string}" if asked.parameters else ""
    home = asked.entry.get_absolute_url() if asked.entry else sheet.home(question)
    write, media_type = WRITERS[form]
    head = Head(sheet.title_of(asked), home, request.get_full_path())
    text = write(head, sheet.items(sheet.lines(request.user, page)))
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8")


@require_safe
def atom(request):
    return written(request, "atom")


@require_safe
def json(request):
    return written(request, "json")


def given(request, typed):
    """The parameters of the address, with a place by its name as its code; says what is wrong."""
    parameters = request.GET.dict()
    if typed:
        try:
            parameters["territory"] = meant(typed[:200]).code
        except ValidationError as error:
            parameters["territory"] = ""
            request.mistake = " ".join(error.messages)
    return parameters
