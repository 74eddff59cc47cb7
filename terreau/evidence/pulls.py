"""Reading an indicator from its public statistics: through the fetch guard, once in effect."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from terreau.entries.actions import declare, lock, record_imported
from terreau.evidence.decimals import fitted, plain, spoken_text
from terreau.evidence.measuring import replacement, supersede
from terreau.evidence.models import Feed, Measurement, MethodVersion
from terreau.evidence.paths import NothingThere, found_at, parsed
from terreau.evidence.periods import (
    ONE_DAY,
    around,
    fits,
    interval,
    label_of,
    last_complete,
    named,
    written,
)
from terreau.evidence.verdicts import method_on
from terreau.evidence.vocabulary import CHECKED, Level, Schedule, Way
from terreau.harvest.fetch import FetchError, fetch, without_query
from terreau.harvest.records import Finding
from terreau.ledger import actions as ledger

MOST_BYTES = 4 * 1024 * 1024
SECONDS = 20.0
EVERY = {Schedule.DAILY: timedelta(days=1), Schedule.WEEKLY: timedelta(days=7)}
FIRST_PAUSE = timedelta(minutes=10)
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")
_MONTH = re.compile(r"(\d{4})-?(\d{2})")


def values_label(values):
    """The last of the values that were read, in words, and how many there were before it."""
    last = values[-1]
    words = f"{spoken_text(last['value'])} ({label_of(last['period'])})"
    return words if len(values) == 1 else f"{words} + {len(values) - 1}"


declare(
    "evidence.read",
    sentence=gettext_lazy("{subject}: “{indicator}” was read from its public statistics: {values}"),
    labels={"values": values_label},
)


class Unreadable(Exception):
    """The statistics say nothing that can be recorded; `finding` says why."""

    def __init__(self, code, feed, **params):
        self.finding = Finding.of(code, without_query(feed.url), severity="error", **params)
        super().__init__(code)


@dataclass(frozen=True)
class Reading:
    """A value that stands at the address; period: the one that stands beside it, or None."""

    value: Decimal
    period: tuple[date, date] | None = None


def pull(feed):
    """Read a statistics address and record what is new; returns how many values were recorded.

    Never raises for what the address answers: the feed is marked as failing, with the reason, is
    tried again sooner, and what was read before stays.
    """
    try:
        readings = read(feed)
        with transaction.atomic():
            return take(feed, readings)
    except (FetchError, Unreadable) as failure:
        fail(feed, failure.finding)
        return 0


def read(feed):
    """The values that stand at an address now. Raises FetchError or Unreadable."""
    private = frozenset(settings.FETCH_PRIVATE_HOSTS)
    answer = fetch(feed.url, max_bytes=MOST_BYTES, timeout=SECONDS, allow_private=private)
    document = document_of(feed, answer.body)
    values = [number_of(feed, each) for each in at(feed, document, feed.value_path)]
    if not feed.period_path:
        return [Reading(values[-1])] if values else []
    periods = [period_of(feed, each) for each in at(feed, document, feed.period_path)]
    if len(periods) != len(values):
        raise Unreadable("statistics-uneven", feed, values=len(values), periods=len(periods))
    return [Reading(*pair) for pair in zip(values, periods, strict=True)]


def document_of(feed, body):
    """A JSON document with exact numbers; raises Unreadable, also for NaN and endless nesting."""

    def no_number(text):
        raise ValueError(text)

    try:
        text = body.decode("utf-8-sig")
        return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=no_number)
    except (ValueError, ArithmeticError, RecursionError):
        raise Unreadable("statistics-not-json", feed) from None


def at(feed, document, path):
    try:
        return found_at(document, parsed(path))
    except NothingThere as nothing:
        raise Unreadable("statistics-nothing-there", feed, where=path, step=str(nothing)) from None


def number_of(feed, found):
    """The number that stands at the path: a number, or a text of digits with a point."""
    if isinstance(found, str) and _NUMBER.fullmatch(found.strip()):
        found = Decimal(found.strip())
    number = fitted(found) if isinstance(found, Decimal) else None
    if number is None:
        raise Unreadable("statistics-no-number", feed, where=feed.value_path, found=shown(found))
    return number


def period_of(feed, found):
    """The period beside a value: a text, a number (2026, 202603), or a moment, by its day."""
    text = str(found) if isinstance(found, Decimal) else found
    if isinstance(text, str):
        compact = _MONTH.fullmatch(text)
        stretch = named(f"{compact[1]}-{compact[2]}" if compact else text.partition("T")[0])
        if stretch:
            return stretch
    raise Unreadable("statistics-no-period", feed, where=feed.period_path, found=shown(found))


def shown(found):
    if isinstance(found, Decimal):
        return str(found)[:40]
    return json.dumps(found, ensure_ascii=False, default=str)[:40]


def take(feed, readings):
    """Record what is new of what was read, in the transaction of the caller; how many values.

    A day beside a value names the period that it lies in. Without a period the value counts for
    the last one that is over, and the number read first for it stays. What people recorded, and
    what was checked, is left alone.
    """
    indicator = feed.indicator
    lock(indicator.project)
    feed = Feed.objects.select_related("indicator__project").filter(pk=feed.pk).first()
    if feed is None or feed.indicator.retired_at is not None:
        return 0
    now, today = timezone.now(), timezone.localdate()
    methods = list(MethodVersion.objects.known().filter(indicator=indicator).order_by("number"))
    known = {
        (row.period_from, row.period_to): row
        for row in Measurement.objects.known().filter(indicator=indicator)
    }
    fresh = {}
    for reading in readings:
        stretch = stretch_of(feed, reading, methods, today)
        if stretch[1] - ONE_DAY > today:
            continue  # not over yet: it is read again when it is
        before = known.get(stretch)
        if is_told_already(before, reading):
            fresh.pop(stretch, None)
            continue
        fresh[stretch] = row_of(feed, stretch, reading.value, before, now)
    for stretch in fresh:
        if stretch in known:
            supersede(known[stretch], now)
    rows = [fresh[stretch] for stretch in sorted(fresh)]
    Measurement.objects.bulk_create(rows)
    if rows:
        state(feed, rows)
    succeed(feed, now)
    return len(rows)


def stretch_of(feed, reading, methods, today):
    """The period that a value is of, given the definition in effect. Raises Unreadable.

    A day beside the value stands for the period that it begins or ends.
    """
    if reading.period is None:
        return last_complete(methods[-1].period, today)
    begin, end = reading.period
    period = method_on(methods, end - ONE_DAY).period
    if fits(period, begin, end):
        return begin, end
    wider = around(period, begin)
    if end - begin == ONE_DAY and (begin == wider[0] or end == wider[1]):
        return wider
    said = {"period": written(begin, end) or interval(begin, end), "where": feed.period_path}
    raise Unreadable("statistics-wrong-period", feed, **said)


def is_told_already(before, reading):
    """Whether a value that stands is not to be touched by what was read."""
    if before is None:
        return False
    mine = before.way == Way.SOURCE and before.level not in CHECKED
    return not mine or reading.period is None or before.value == reading.value


def row_of(feed, stretch, value, before, now):
    if before is not None:
        return replacement(before, None, now, value=value, source=feed.url[:500])
    return Measurement(
        indicator=feed.indicator, value=value, period_from=stretch[0], period_to=stretch[1],
        level=Level.PUBLISHED, way=Way.SOURCE, source=feed.url[:500], recorded_at=now,
    )  # fmt: skip


def state(feed, rows):
    """Say it in the public record: nobody acted, so the statement has no actor."""
    project = feed.indicator.project
    payload = {
        "indicator": feed.indicator.name,
        "id": str(feed.indicator.uid),
        "values": [
            {"period": interval(row.period_from, row.period_to), "value": plain(row.value)}
            for row in rows
        ],
    }
    statement = ledger.draft(actor=None, verb="evidence.read", subject=project.uid, payload=payload)
    record_imported([(project.pk, statement)])


def succeed(feed, now):
    Feed.objects.filter(pk=feed.pk).update(
        tried_at=now, read_at=now, failing_since=None, failures=0, failure=None,
        next_at=now + EVERY[feed.schedule],
    )  # fmt: skip


def fail(feed, finding):
    """Note why a reading failed; it is tried again after a pause that doubles each time."""
    now = timezone.now()
    with transaction.atomic():
        row = Feed.objects.select_for_update().filter(pk=feed.pk).first()
        if row is None:
            return
        pause = min(FIRST_PAUSE * 2 ** min(row.failures, 12), EVERY[row.schedule])
        Feed.objects.filter(pk=row.pk).update(
            tried_at=now, failing_since=row.failing_since or now, failures=row.failures + 1,
            failure=finding.as_dict(), next_at=now + pause,
        )  # fmt: skip
