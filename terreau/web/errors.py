"""Plain pages for what went wrong: what happened, what is left of what was typed, where to go."""

from contextlib import suppress

from django.core.exceptions import (
    FieldDoesNotExist,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.entries.actions import Conflict
from terreau.entries.queries import Gone, Hidden, Moved
from terreau.entries.sentences import sentence
from terreau.ledger.queries import about
from terreau.moderation.sheet import tombstone_page

NOT_TYPED = {"csrfmiddlewaretoken", "revision"}
BREAK = SafeString("<br>")
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def answer(request, exception):
    """The page for an exception that a room raised, or None where it is not one of ours.

    The API says the same things in its own form.
    """
    if request.path.startswith("/api/"):
        return None
    if isinstance(exception, Moved):
        return moved(request, exception.entry)
    if isinstance(exception, Gone):
        return render(request, "410.html", {"tombstone": exception.tombstone}, status=410)
    if isinstance(exception, Hidden):
        said = tombstone_page(request.user, exception.entry)
        return render(request, "web/hidden.html", said, status=404)
    if isinstance(exception, Conflict):
        return conflict(request, exception.entry)
    return None


def moved(request, entry):
    """A permanent redirect to the same page of an entry at the address that it has now.

    It may be cached only if checked, since an entry may take an old address again.
    """
    match = request.resolver_match
    address = entry.get_absolute_url()
    if "slug" in match.kwargs:
        with suppress(NoReverseMatch):
            address = reverse(match.view_name, kwargs=match.kwargs | {"slug": entry.slug})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(
        f"{address}?{query}" if query else address,
        preserve_request=request.method not in ("GET", "HEAD"),
        headers={"Cache-Control": "no-cache"},
    )


def conflict(request, entry):
    """What somebody else changed in the meantime, and what this person typed."""
    newest = about(entry.uid).first()
    context = {
        "entry": entry,
        "change": newest and {"html": sentence(newest, entry), "at": newest.at},
        "is_own": newest is not None and newest.actor == getattr(request.user, "uid", None),
        "typed": typed(request, entry),
    }
    return render(request, "web/conflict.html", context, status=409)


def typed(request, entry):
    """[{term, html}] of what was sent, by the names of the fields that people know."""
    return [
        {"term": label(entry, name), "html": as_lines(" · ".join(values))}
        for name, values in request.POST.lists()
        if name not in NOT_TYPED and any(values)
    ]


def as_lines(text):
    return format_html_join(BREAK, "{}", ((line,) for line in text.splitlines()))


def label(entry, name):
    try:
        return capfirst(entry._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return capfirst(name.replace("_", " "))


def bad_request(request, exception=None):
    """What cannot be understood, or is too large. Does not say which rule was broken."""
    if isinstance(exception, TOO_LARGE):
        text, status = _("What was sent is too large for this page."), 413
    else:
        text, status = _("This request could not be understood."), 400
    return render(request, "400.html", {"text": text, "status": status}, status=status)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def forged(request, reason=""):
    """A form without its mark: the cookie was refused, or the page comes from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def too_many(request, exception=None):
    return render(request, "429.html", status=429)


def failed(request):
    """Without the request's context: what failed may be part of it."""
    return render(None, "500.html", status=500)
