from django.db import connection

from terreau.ledger.models import Statement
from terreau.prepared import prepared

LAST = 2**63 - 1  # no statement has a greater number


def about(subject):
    """The statements about one subject (its uid), newest first: one query."""
    return Statement.objects.filter(subject=subject).order_by("-id")


def latest(size, subject=None):
    """The newest statements, about one subject (its uid) or about all: one query.

    size: one of few; the query is kept for each.
    """
    return _latest(subject, size=size)


@prepared
def _latest(subject, *, size):
    found = newest() if subject is None else about(subject)
    return found.defer("actor", "payload_digest", "leaf_hash")[:size]


def newest():
    """All statements, newest first: one query."""
    return Statement.objects.order_by("-id")


def statement_at(uid):
    """The statement of that uid, or None: one query."""
    return Statement.objects.filter(uid=uid).first()


def page_of(statements, before=None, size=50):
    """Statements of a queryset that are older than the one numbered `before`, newest first.

    ([Statement], number to ask for the next page with or None): one query, as quick on any page.
    """
    if before:
        statements = statements.filter(id__lt=before)
    return _page(list(statements[: size + 1]), size)


def page_of_verbs(verbs, before=None, size=50):
    """The same of the statements that say one of these verbs: two queries.

    Each verb gives its newest from the index, so that a rare one costs no walk through the others.
    """
    part = """SELECT * FROM (SELECT id FROM ledger_statement WHERE verb = %s AND id < %s
              ORDER BY id DESC LIMIT %s) AS newest"""
    sql = f"{' UNION ALL '.join([part] * len(verbs))} ORDER BY id DESC LIMIT %s"
    given = [word for verb in verbs for word in (verb, before or LAST, size + 1)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, size + 1])
        ids = [row[0] for row in cursor.fetchall()]
    return _page(list(newest().filter(pk__in=ids)), size)


def _page(found, size):
    return found[:size], found[size - 1].pk if len(found) > size else None


def said_by(actor):
    """The statements of what one person (their uid) did, oldest first: one query."""
    return Statement.objects.filter(actor=actor).order_by("id")
