"""Finding entries: the directory, the API's search and every export ask here."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Q, prefetch_related_objects

from terreau.entries.models import Entry
from terreau.entries.queries import for_cards, specific, tallied
from terreau.prepared import prepared
from terreau.search import facets
from terreau.search.addresses import (
    CHANGED,
    NEWEST,
    RELEVANCE,
    SORTS,
    TITLE,
    Position,
    SearchQuery,
    cursor,
    position,
)
from terreau.search.candidates import CAP, candidates
from terreau.search.filters import Filters, resolved
from terreau.search.models import Document
from terreau.search.words import Understood, understood

PAGE = 20
_BATCH = 500
_FIELDS = {NEWEST: "published_at", TITLE: "sort_title", CHANGED: "changed_at"}


@dataclass(frozen=True)
class Found:
    """What answers a search.

    entries: one page of them, each of its own class, with territory and topics; total: how many
    there are, at least so many where `more_than`; capped: the list and the facets, but for those
    of kind and state where the total is exact, are of the first candidates.CAP; first: the rank
    of the first one shown, from 1, None in a walk through the whole directory; previous, next:
    the changes to the query that ask for the pages beside this one, None where there is none;
    suggestion: the text that was searched in the place of one with a mistyped word, "" where it
    was searched as typed.
    """

    query: SearchQuery
    filters: Filters
    asked: Understood
    sort: str
    sorts: tuple
    entries: list
    facets: list = field(default_factory=list)
    total: int = 0
    more_than: bool = False
    capped: bool = False
    first: int | None = None
    previous: dict | None = None
    next: dict | None = None

    @property
    def suggestion(self):
        return self.asked.instead


def find(user, query, size=PAGE, *, load=None, narrowing=True):
    """Found for a SearchQuery; what does not exist or cannot be read never raises.

    load: function (user, ids) → entries in that order, `shown` where None; narrowing: whether to
    count what the result can be narrowed to, or to leave facets out.

    Without text or with one filter beside kind and state, counts are exact and come from tallies;
    otherwise they are of at most candidates.CAP documents. Queries, whatever the number of
    entries: those of `resolved` and `understood`; one for the total; `facets.of_all` and one, or
    those of `candidates` and `facets.of_marks`; those of `load` for the entries shown. Without
    narrowing, one in the place of those of `facets.of_all`, none in that of `facets.of_marks`.
    """
    filters = resolved(user, query)
    asked = understood(query.text)
    sort = _sort(query, asked)
    base = {"query": query, "filters": filters, "asked": asked, "sort": sort}
    base["sorts"] = SORTS if asked.wanted else SORTS[1:]
    if filters.unknown or asked.missing:
        return Found(**base, entries=[])
    answer = _walked if _is_walk(filters, asked) else _picked
    return answer(user, base, size, load or shown, narrowing)


def everything(user, query, most):
    """The entries of all pages of a search, in batches of lists, as they are shown: at most so
    many. Each batch costs as many queries as a page's entries."""
    filters, asked = resolved(user, query), understood(query.text)
    if filters.unknown or asked.missing:
        return
    sort = _sort(query, asked)
    if not _is_walk(filters, asked):
        cells = tallied("all")
        found = candidates(asked, filters, sort, sum(cells.values()))
        ids = found.ids[:most]
        for start in range(0, len(ids), _BATCH):
            yield shown(user, ids[start : start + _BATCH])
        return
    after = ""
    while most > 0:
        ids, _before, after = _walk(filters, sort, after, min(_BATCH, most))
        if ids:
            yield shown(user, ids)
        most -= _BATCH
        if not after:
            return


def shown(user, ids):
    """The entries of those ids that the user may see, in their order, each of its own class and
    with territory and topics: two queries and one per kind."""
    visible = Entry.objects.visible_to(user).select_related("territory").in_bulk(ids)
    entries = specific([visible[pk] for pk in ids if pk in visible])
    for entry in entries:
        entry.territory = visible[entry.pk].territory
    prefetch_related_objects(entries, "topics")
    return entries


def carded(user, ids, also=()):
    """The entries of those ids that the user may see, in their order, with what cards show, and
    other fields: one query."""
    visible = {entry.pk: entry for entry in for_cards(user, ids, also)}
    return [visible[pk] for pk in ids if pk in visible]


def themed(user, ids):
    """The same with their themes, and what a feed says: two queries."""
    entries = carded(user, ids, ("uid", "published_at", "updated_at"))
    prefetch_related_objects(entries, "topics")
    return entries


def _sort(query, asked):
    if query.sort and (asked.wanted or query.sort != RELEVANCE):
        return query.sort
    return RELEVANCE if asked.wanted else NEWEST


def _is_walk(filters, asked):
    """Whether an index of the documents holds the answer in its order, however long it is."""
    return not asked.wanted and not filters.scopes and (filters.kind or filters.state is None)


def _walked(user, base, size, load, narrowing):
    query, filters = base["query"], base["filters"]
    ids, before, after = _walk(filters, base["sort"], query.after, size)
    counts = facets.of_all(user, filters) if narrowing else facets.Counts(tallied("all"))
    return Found(
        **base,
        entries=load(user, ids),
        facets=facets.facets(counts, filters, switchable=True) if narrowing else [],
        total=_total(counts.cells, filters),
        previous={"after": before} if before else None,
        next={"after": after} if after else None,
    )


def _picked(user, base, size, load, narrowing):
    query, filters, asked = base["query"], base["filters"], base["asked"]
    in_all = sum(tallied("all").values())
    found = candidates(asked, filters, base["sort"], in_all)
    exact = not asked.wanted and len(filters.scopes) == 1
    cells = tallied(*filters.scopes[0]) if exact else None
    choices = []
    if narrowing:
        counts = facets.of_marks(user, filters, found.marks, cells)
        choices = facets.facets(counts, filters, switchable=exact)
    last = max(1, -(-len(found.ids) // size))
    page = min(query.page, last)
    ids = found.ids[(page - 1) * size : page * size]
    return Found(
        **base,
        entries=load(user, ids),
        facets=choices,
        total=_total(cells, filters) if exact else len(found.ids),
        more_than=found.capped and not exact,
        capped=found.capped,
        first=(page - 1) * size + 1,
        previous={"page": page - 1} if page > 1 else None,
        next={"page": page + 1} if page < last else None,
    )


def _total(cells, filters):
    return sum(n for cell, n in cells.items() if filters.admits(*cell))


def _walk(filters, sort, after, size):
    """(ids of a page, cursor of the page before, cursor of the page after): one query."""
    name, falling = _FIELDS[sort], sort != TITLE
    place = _read(name, after)
    back = place is not None and place.back
    beyond = (place.value, place.pk) if place else (None, None)
    kind = filters.kind.slug if filters.kind else None
    page = _row(kind, filters.state, *beyond, name=name, rising=falling == back, size=size + 1)
    more = len(page) > size
    page = page[:size][::-1] if back else page[:size]
    if not page:
        return [], "", ""
    has_before, has_after = (more, True) if back else (bool(place), more)
    return (
        [pk for pk, _value in page],
        _cursor(page[0], back=True) if has_before else "",
        _cursor(page[-1]) if has_after else "",
    )


@prepared
def _row(kind, state, value, pk, *, name, rising, size):
    """[(id, value of the field sorted by)] from a position on, or from the end of the order."""
    rows = Document.objects.all()
    if kind is not None:
        rows = rows.filter(kind=kind)
    if state is not None:
        rows = rows.filter(state=state)
    if value is not None:
        step = "gt" if rising else "lt"
        beyond = Q(**{f"{name}__{step}": value}) | Q(**{f"pk__{step}": pk})
        rows = rows.filter(Q(**{f"{name}__{step}e": value}) & beyond)
    order = (name, "entry") if rising else (f"-{name}", "-entry")
    return rows.order_by(*order).values_list("pk", name)[:size]


def _cursor(row, back=False):
    pk, value = row
    return cursor(value if isinstance(value, str) else value.isoformat(), pk, back)


def _read(name, after):
    place = position(after) if after else None
    if place is None or name == "sort_title":
        return place
    try:
        moment = datetime.fromisoformat(place.value)
        return Position(moment.astimezone(UTC), place.pk, place.back) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


__all__ = ["CAP", "PAGE", "Found", "carded", "everything", "find", "shown", "themed"]
