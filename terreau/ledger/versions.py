"""The version of all that the public sees: a page made at one version is right until the next."""

from django.db import connection
from django.utils import timezone

# The sum of the newest numbers grows with every statement, also with one that commits after a
# statement of a higher number (PostgreSQL), which leaves the newest number as it was.
_marks = {
    "statements": """
        SELECT SUM(id) FROM (SELECT id FROM ledger_statement ORDER BY id DESC LIMIT 256) newest
    """
}


def register_mark(name, sql):
    """Let pages depend on something public that changes without a statement.

    sql: a SELECT of one value that differs after each change, the same on SQLite and PostgreSQL;
    answered from an index, since every page served to an anonymous reader asks for it.
    """
    _marks[name] = sql


def public_version():
    """A text that changes with every statement, registered mark and day (site's time zone).

    One query.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({sql})" for sql in _marks.values()))
        values = cursor.fetchone()
    return " ".join([timezone.localdate().isoformat(), *map(str, values)])
