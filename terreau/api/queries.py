from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404

from terreau.entries.models import Entry
from terreau.ledger.models import Statement
from terreau.territories.queries import by_code, search_by_name


def visible_statements(user):
    """The statements on entries that the user may see."""
    return Statement.objects.filter(subject__in=Entry.objects.visible_to(user).values("uid"))


def statements(request, given):
    """A page of the public record, newest first: one query."""
    rows = visible_statements(request.user)
    if given.subject:
        rows = rows.filter(subject=given.subject)
    if given.before:
        rows = rows.filter(pk__lt=given.before)
    page = list(rows.order_by("-pk")[: given.limit + 1])
    more = len(page) > given.limit
    page = page[: given.limit]
    asked = {"before": page[-1].pk, "limit": given.limit} if more else {}
    asked |= {"subject": given.subject} if more and given.subject else {}
    address = f"{settings.SITE_URL}{request.path}?{urlencode(asked)}"
    return {"items": page, "next": address if more else None}


def statement(user, uid):
    """One statement: one query. Raises Http404."""
    found = visible_statements(user).filter(uid=uid).first()
    if found is None:
        raise Http404(str(uid))
    return found


def territory(code):
    """A territory by its code: one query. Raises Http404."""
    found = by_code(code)
    if found is None:
        raise Http404(code)
    return found


def territories_named(text, limit):
    return search_by_name(text, limit)
