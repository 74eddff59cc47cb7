"""Dates and numbers that a reader gives in an address."""

from datetime import date

from django.http import Http404
from django.utils import timezone


def date_of(request, name, default=None):
    """The date given as that query parameter (YYYY-MM-DD), or the default. Raises Http404."""
    text = request.GET.get(name, "").strip()
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404(f"{name}={text}") from error


def known_at_of(request):
    """The known-at date that a reader asks for; None, which is now, for today and later."""
    day = date_of(request, "known_at")
    return day if day and day < timezone.localdate() else None


def number_of(request, name):
    """The whole number given as that query parameter, or None. Raises Http404."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404(f"{name}={text}")
    return int(text)
