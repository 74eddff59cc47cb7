"""The version of all that the public sees: a page made at one version is right until the next."""

from django.db import connection
from django.utils import timezone

# The sum beside the newest number: where statements commit out of the order of their numbers
# (PostgreSQL), one that arrives late leaves the newest number as it was, but not the sum.
NEWEST = """
    SELECT MAX(id), SUM(id)
    FROM (SELECT id FROM ledger_statement ORDER BY id DESC LIMIT 256) newest
"""
_marks = {}


def register_mark(name, mark):
    """Let pages depend on something public that changes without a statement.

    mark: () → what can be written as text and differs after each change; it costs at most one
    indexed query, since every page served to an anonymous reader asks for it.
    """
    _marks[name] = mark


def public_version():
    """A text that changes with every statement, day (site's time zone) and registered mark.

    One query, and those of the marks.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        newest = cursor.fetchone()
    marks = [f"{name}={mark()}" for name, mark in sorted(_marks.items())]
    return " ".join([timezone.localdate().isoformat(), *map(str, newest), *marks])
