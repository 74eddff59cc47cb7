"""Dates and numbers that somebody gives, in an address or in a form."""

import re
from datetime import UTC, date
from typing import Annotated

from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404
from django.utils import timezone
from pydantic import BeforeValidator

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
IN_REACH = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))


def written_day(value):
    """A day as the API reads it: YYYY-MM-DD and nothing else, since numbers would be seconds."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("not a day: write it as in 2026-08-20")
    return value


Day = Annotated[date, BeforeValidator(written_day)]


def refuse_far(day):
    """Raise ValidationError for a day that no project lives in: pictures of time end there."""
    for check in IN_REACH:
        check(day)


def date_of(request, name, default=None):
    """The date given as that query parameter (YYYY-MM-DD), or the default. Raises Http404.

    Also for a date out of reach, which nothing is known of.
    """
    text = request.GET.get(name, "").strip()
    if not text:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404(f"{name}={text}") from error
    if not EARLIEST <= day <= LATEST:
        raise Http404(f"{name}={text}")
    return day


def known_at_of(request):
    """The known-at date that a reader asks for; None, which is now, for today and later."""
    day = date_of(request, "known_at")
    today = timezone.now().astimezone(UTC).date()  # what was known counts in days of UTC
    return day if day and day < today else None


def number_of(request, name):
    """The whole number given as that query parameter, or None. Raises Http404."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    number = whole(text)
    if number is None:
        raise Http404(f"{name}={text}")
    return number


def whole(text):
    """A text of digits as a number that a database holds, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
