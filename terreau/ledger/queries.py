from terreau.ledger.models import Statement


def about(subject):
    """The statements about one subject (its uid), newest first: one query."""
    return Statement.objects.filter(subject=subject).order_by("-id")


def newest():
    """All statements, newest first: one query."""
    return Statement.objects.order_by("-id")


def with_verbs(statements, verbs):
    """Those of a queryset of statements that say one of these verbs."""
    return statements.filter(verb__in=verbs)


def statement_at(uid):
    """The statement of that uid, or None: one query."""
    return Statement.objects.filter(uid=uid).first()


def page_of(statements, before=None, size=50):
    """Statements of a queryset that are older than the one numbered `before`, newest first.

    ([Statement], number to ask for the next page with or None): one query, as quick on any page.
    """
    if before:
        statements = statements.filter(id__lt=before)
    found = list(statements[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None
