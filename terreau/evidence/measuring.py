"""Values on their way into the record: which may be recorded, and the rows that say them."""

import ipaddress
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from terreau.entries.dates import EARLIEST
from terreau.evidence.decimals import bounded
from terreau.evidence.models import Measurement
from terreau.evidence.periods import ONE_DAY, fits
from terreau.evidence.verdicts import method_on
from terreau.evidence.vocabulary import RANK, Level, Period
from terreau.harvest.addresses import is_public

_is_address = URLValidator(schemes=["http", "https"])
KEPT = ("indicator_id", "value", "period_from", "period_to", "level", "checker_id", "way",
        "source", "note")  # fmt: skip


def refusal(methods, begin, end, value, today=None):
    """Why a value may not be recorded for a stretch of days, in words; "" where it may.

    methods: the known definitions of its indicator.
    """
    today = today or timezone.localdate()
    if begin >= end:
        return _("The last day comes before the first.")
    if begin < EARLIEST:
        return _("This is too long ago.")
    if end - ONE_DAY > today:
        words = _("This period ends on %(day)s: record it when it is over.")
        return words % {"day": date_format(end - ONE_DAY, "DATE_FORMAT")}
    period = method_on(methods, end - ONE_DAY).period
    if not fits(period, begin, end):
        words = _("It is measured by %(period)s: give the whole of one.")
        return words % {"period": Period(period).label}
    return bounded(value)[1]


def is_address(text):
    """Whether a text is a public web address, by its look alone."""
    try:
        _is_address(text)
        host = urlsplit(text).hostname or ""
    except (ValidationError, ValueError):
        return False
    try:
        return is_public(ipaddress.ip_address(host))
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".local", ".localhost", ".internal"))


def level_of(source):
    """The level of a value that nobody checked: published where its source is a public address."""
    return Level.PUBLISHED if is_address(source) else Level.DECLARED


def corrected_level(row, value, source):
    """The level of a corrected value: a check holds for the value that was checked alone."""
    by_source = level_of(source)
    if value != row.value:
        return by_source
    return max(row.level, by_source, key=RANK.__getitem__)


def supersede(row, moment, because=""):
    """Say that a row no longer holds since a moment, and why."""
    type(row).objects.filter(pk=row.pk).update(superseded_at=moment, because=because)


def replacement(row, by, moment, **changes):
    """A row as it was but for some changes, known from a moment on; not yet saved."""
    given = {name: getattr(row, name) for name in KEPT} | changes
    if given["level"] not in (Level.FORM_CHECKED, Level.AUDITED):
        given["checker_id"] = None
    return Measurement(**given, recorded_at=moment, recorded_by=by)
