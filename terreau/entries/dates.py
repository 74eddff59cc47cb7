"""Dates and numbers that somebody gives, in an address or in a form."""

import re
from datetime import UTC, date
from typing import Annotated

from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
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


def known_at_of(request):
    """The known-at date that a reader asks for; None, which is now, for today and later.

    None also for what is no date or out of reach: the page then shows what is known today, says
    above it what is wrong (`request.mistake`, which the layout shows), and answers with status 400.
    """
    text = request.GET.get("known_at", "").strip()
    if not text:
        return None
    try:
        day = written_day(text) and date.fromisoformat(text)
    except ValueError:
        words = _("“%(text)s” is not a date: write it as in 2026-08-20.") % {"text": text[:40]}
        return mistaken(request, words)
    if not EARLIEST <= day <= LATEST:
        words = _("Nothing is known of %(day)s: ask for a day between 1900 and 2199.")
        return mistaken(request, words % {"day": text})
    today = timezone.now().astimezone(UTC).date()  # what was known counts in days of UTC
    return day if day < today else None


def mistaken(request, words):
    request.mistake = str(words) + " " + _("This is what is known today.")


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
