from terreau.ledger.models import Statement


def about(subject):
    """The statements about one subject (its uid), newest first: one query."""
    return Statement.objects.filter(subject=subject).order_by("-id")


def newest():
    """All statements, newest first: one query."""
    return Statement.objects.order_by("-id")


def position():
    """The number of the newest statement, 0 where there is none: one indexed query.

    Whatever public changes, this grows: it is the version of all that the public can see.
    """
    return Statement.objects.order_by("-id").values_list("id", flat=True).first() or 0
