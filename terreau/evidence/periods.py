"""Stretches of days, half open: how people write them, which ones fit an indicator, their names."""

import re
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from terreau.entries.dates import EARLIEST, LATEST
from terreau.evidence.vocabulary import Period

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
ONE_DAY = timedelta(days=1)
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
)
_MONTHS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})/(?P<year>\d{4})"),
)
_PARTS = (
    re.compile(r"(?P<year>\d{4})[-\s]?(?P<part>[QTSHqtsh])(?P<number>[1-4])"),
    re.compile(r"(?P<part>[QTSHqtsh])(?P<number>[1-4])[-\s/]?(?P<year>\d{4})"),
)
_YEAR = re.compile(r"(?P<year>\d{4})")


def day_named(text):
    """The day that a text names, as 2026-03-14 or 14/03/2026; None for anything else."""
    for pattern in _DAYS:
        if found := pattern.fullmatch(text.strip()):
            return _day(*(int(found[name]) for name in ("year", "month", "day")))
    return None


def named(text):
    """The stretch that a text names, (first day, day after the last); None for anything else.

    A day, a month (2026-03, 03/2026), a quarter (2026-Q1, T1 2026), a half-year (2026-H1, 2026-S1)
    or a year.
    """
    text = text.strip()
    if day := day_named(text):
        return day, day + ONE_DAY
    for pattern in _MONTHS:
        if found := pattern.fullmatch(text):
            return _months(int(found["year"]), int(found["month"]), 1)
    for pattern in _PARTS:
        if found := pattern.fullmatch(text):
            length = 3 if found["part"] in "QTqt" else 6
            begin = length * (int(found["number"]) - 1) + 1
            return _months(int(found["year"]), begin, length)
    if found := _YEAR.fullmatch(text):
        return _months(int(found["year"]), 1, 12)
    return None


def around(period, day):
    """The stretch of a period that a day lies in; of a free one, the day itself."""
    if period == Period.FREE:
        return day, day + ONE_DAY
    length = MONTHS[period]
    return _months(day.year, (day.month - 1) // length * length + 1, length)


def last_complete(period, today):
    """The latest stretch of a period that was over before a day."""
    begin, _end = around(period, today)
    return around(period, begin - ONE_DAY)


def fits(period, begin, end):
    """Whether a stretch is one that a period has: a month begins on its first day, and so on."""
    if not begin < end:
        return False
    return period == Period.FREE or around(period, begin) == (begin, end)


def whole_months(begin, end):
    """How many months a stretch lasts, None where it is not made of whole ones."""
    if begin.day != 1 or end.day != 1 or not begin < end:
        return None
    return (end.year - begin.year) * 12 + end.month - begin.month


def written(begin, end):
    """A stretch as files and programs say it; `named` reads it back but for a free one ("")."""
    months = whole_months(begin, end)
    if end - begin == ONE_DAY:
        return begin.isoformat()
    if months == 1:
        return f"{begin:%Y-%m}"
    if months == 12 and begin.month == 1:
        return f"{begin:%Y}"
    if months == 3 and begin.month % 3 == 1:
        return f"{begin:%Y}-Q{begin.month // 3 + 1}"
    if months == 6 and begin.month in (1, 7):
        return f"{begin:%Y}-H{begin.month // 6 + 1}"
    return ""


def label(begin, end):
    """A stretch as people say it, in the language of the page."""
    months = whole_months(begin, end)
    if end - begin == ONE_DAY:
        return date_format(begin, "DATE_FORMAT")
    if months == 1:
        return date_format(begin, "YEAR_MONTH_FORMAT")
    if months == 12 and begin.month == 1:
        return str(begin.year)
    if months == 3 and begin.month % 3 == 1:
        given = {"year": begin.year, "number": begin.month // 3 + 1}
        return _("quarter %(number)s of %(year)s") % given
    if months == 6 and begin.month in (1, 7):
        given = {"year": begin.year, "number": begin.month // 6 + 1}
        return _("half-year %(number)s of %(year)s") % given
    days = {
        "first": date_format(begin, "DATE_FORMAT"),
        "last": date_format(end - ONE_DAY, "DATE_FORMAT"),
    }
    return _("from %(first)s to %(last)s") % days


def interval(begin, end):
    """A stretch as the public record keeps it; `label_of` says it in words."""
    return f"{begin.isoformat()}/{end.isoformat()}"


def label_of(text):
    """The words for a stretch that the public record keeps."""
    return label(*map(date.fromisoformat, text.split("/")))


def _day(year, month, day):
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _months(year, month, length):
    begin = _day(year, month, 1)
    if begin is None:
        return None
    after = month - 1 + length
    return begin, date(year + after // 12, after % 12 + 1, 1)
