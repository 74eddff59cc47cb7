"""When a project is due for its next review."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS = 6  # between reviews, and before the first
FUNDING_DAYS = 30  # before the money ends, so that a decision comes in time


def months_after(day: date, months: int = MONTHS) -> date:
    """The same day of a later month, or the last day of that month where it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_due(since: date, funded_until: date | None = None) -> date:
    """The earlier of six months after `since` and thirty days before the money ends.

    since: the day of the last review that was held, or of the first phase where none was. The day
    depends on nothing else, so that it never moves because time passes.
    """
    due = months_after(since)
    if funded_until is None:
        return due
    return min(due, funded_until - timedelta(days=FUNDING_DAYS))
