"""Two axes of time: when a thing was true (dates) and when we knew it (instants).

Both are half open. `valid_from <= as_of < valid_to`; `recorded_at < instant <= superseded_at`
where the instant of a known-at date is the end of that day in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

LAST = date.max - timedelta(days=1)  # calendars end: the day before has a next one


def instant(known_at):
    """The moment up to which knowledge counts: an instant as it is, a date as its end in UTC."""
    if isinstance(known_at, datetime):
        return known_at
    return start_of(min(known_at, LAST) + timedelta(days=1))


def is_by(moment, known_at=None):
    """Whether something happened (moment: when, None: it did not) by a moment of knowledge."""
    return moment is not None and (known_at is None or moment < instant(known_at))


def start_of(day: date):
    """The first instant of a day in UTC: when what a snapshot of that day says is recorded."""
    return datetime.combine(day, time.min, UTC)


def known(known_at=None, prefix=""):
    """Rows that were known at a moment; with None, those known now.

    prefix: the path to the rows in a query on another model, such as "spells__".
    """
    if known_at is None:
        return Q(**{f"{prefix}superseded_at__isnull": True})
    moment = instant(known_at)
    superseded = Q(**{f"{prefix}superseded_at__isnull": True}) | Q(
        **{f"{prefix}superseded_at__gte": moment}
    )
    return Q(**{f"{prefix}recorded_at__lt": moment}) & superseded


def valid(as_of: date, prefix=""):
    """Rows that were true on a day; no valid_from means since ever, no valid_to until further."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": as_of})
    lasting = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": as_of})
    return begun & lasting
